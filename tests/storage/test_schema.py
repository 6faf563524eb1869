"""How a database becomes what this version needs: from nothing, from older, all or nothing."""

import asyncio
import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from fakes.news import NOW, article, new
from storage import schema
from storage.errors import NewerSchema
from storage.migrations import versions
from storage.store import Store
from summarizer.model import Query, Term

STEPS = tuple(sorted(path.stem for path in Path(versions.__file__).parent.glob("[0-9]*.py")))
MINISTERS = Query("ministers", (Term("ministers", ("minist",)),))


async def drift(store: Store) -> list[object]:
    async with store._transaction(store._engines.reader) as connection:
        return await connection.run_sync(schema.drift)


async def set_revision(store: Store, revision: str) -> None:
    async with store.writing() as tx:
        await tx._connection.execute(
            text("UPDATE alembic_version SET version_num = :new"), {"new": revision}
        )
        await tx.commit()


async def test_the_migrations_make_exactly_the_tables_that_are_described(store: Store):
    assert await drift(store) == []


async def test_an_empty_database_is_upgraded_and_again_without_harm(empty_url: str):
    async with Store(empty_url) as store:
        await store.upgrade()
        async with store.writing() as tx:
            await tx.articles.add(None, [new(article())], NOW)
            await tx.commit()
        await store.upgrade()
        assert await store.pending() == ()
        async with store.reading() as tx:
            assert await tx.articles.count() == 1


async def test_the_steps_are_run_in_order_and_named_until_they_are(empty_url: str):
    async with Store(empty_url) as store:
        for n, step in enumerate(STEPS, start=1):
            await store.upgrade(step)
            assert await store.pending() == STEPS[n:]
        assert await drift(store) == []


async def test_an_old_database_keeps_its_articles_and_makes_them_findable(empty_url: str):
    async with Store(empty_url) as store:
        await store.upgrade("0001_reading")
        async with store.writing() as tx:
            await tx.articles.add(None, [new(article("old"))], NOW)
            await tx.commit()
        await store.upgrade()
        async with store.writing() as tx:
            await tx.articles.add(None, [new(article("new"))], NOW)
            hits = await tx.search.search(MINISTERS, 5)
        assert {hit.article.id for hit in hits} == {"old", "new"}


async def test_several_processes_may_upgrade_at_once(empty_url: str):
    async with Store(empty_url) as one, Store(empty_url) as two, Store(empty_url) as three:
        await asyncio.gather(one.upgrade(), two.upgrade(), three.upgrade())
        assert await drift(two) == []


async def test_an_upgrade_that_is_cut_short_leaves_the_database_as_it_was(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
):
    whole = schema.command.upgrade

    def cut(config: object, target: str) -> None:
        whole(config, target)
        raise KeyboardInterrupt

    async with Store(empty_url) as store:
        await store.upgrade("0001_reading")
        monkeypatch.setattr(schema.command, "upgrade", cut)
        with pytest.raises(KeyboardInterrupt):
            await store.upgrade()
        monkeypatch.undo()
        assert await store.pending() == STEPS[1:]
        await store.upgrade()
        assert await drift(store) == []


async def test_a_database_of_a_newer_version_is_refused_by_name_and_left_alone(empty_url: str):
    async with Store(empty_url) as store:
        await store.upgrade()
        await set_revision(store, "9999_future")
        with pytest.raises(NewerSchema, match="9999_future") as raised:
            await store.upgrade()
        assert raised.value.revision == "9999_future"
        with pytest.raises(NewerSchema, match="newer version"):
            await store.pending()
        await set_revision(store, STEPS[-1])
        assert await store.pending() == ()


async def test_an_upgrade_does_not_touch_the_programs_logging(tmp_path: Path):
    ours = logging.getLogger("bot.anything")
    before = (ours.disabled, list(logging.root.handlers), logging.root.level)
    async with Store(f"sqlite:///{tmp_path / 'new.db'}") as store:
        await store.upgrade()
    assert (ours.disabled, list(logging.root.handlers), logging.root.level) == before
