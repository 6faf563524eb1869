"""Backups: taken while the database is in use, put back whole or not at all."""

import os
import sqlite3
from pathlib import Path

import pytest

from fakes.news import NOW, article, new
from fakes.postgres import Postgres
from storage.errors import BadBackup, Busy, NewerSchema, StorageError, Unreachable, Unsupported
from storage.store import Store


@pytest.fixture
def kind() -> str:
    """Only a file can be backed up by us."""
    return "sqlite"


async def add(store: Store, *ids: str) -> None:
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article(id_)) for id_ in ids], NOW)
        await tx.commit()


async def ids(store: Store) -> list[str]:
    async with store.reading() as tx:
        return [found.id async for found in tx.articles.all()]


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


async def test_a_backup_holds_what_was_committed_when_it_was_taken(store: Store, tmp_path: Path):
    await add(store, "a")
    path = tmp_path / "backup.db"
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article("b"))], NOW)
        await store.backup(path)
    await add(store, "c")
    async with Store(f"sqlite:///{path}") as copy:
        assert await ids(copy) == ["a"]
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_backup_is_one_file_and_replaces_an_older_one(store: Store, tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()
    await store.backup(folder / "b.db")
    await add(store, "a")
    await store.backup(folder / "b.db")
    assert names(folder) == ["b.db"]
    async with Store(f"sqlite:///{folder / 'b.db'}") as copy:
        assert await ids(copy) == ["a"]


async def test_a_restore_replaces_everything_under_the_eyes_of_its_users(
    store: Store, another: Store, tmp_path: Path
):
    await add(store, "a")
    await store.backup(tmp_path / "backup.db")
    await add(store, "b")
    assert await ids(another) == ["a", "b"]
    await store.restore(tmp_path / "backup.db")
    assert await ids(store) == await ids(another) == ["a"]
    await add(another, "c")
    assert await ids(store) == ["a", "c"]
    async with store.reading() as tx:
        assert await tx.search.size() == 2


async def test_a_backup_is_restored_where_nothing_was(store: Store, tmp_path: Path):
    await add(store, "a")
    await store.backup(tmp_path / "backup.db")
    async with Store(f"sqlite:///{tmp_path / 'new' / 'tellal.db'}") as fresh:
        await fresh.restore(tmp_path / "backup.db")
        assert await ids(fresh) == ["a"]


async def test_an_old_backup_is_upgraded(store: Store, tmp_path: Path):
    path = tmp_path / "old.db"
    async with Store(f"sqlite:///{path}") as old:
        await old.upgrade("0001_reading")
        await add(old, "old")
    await store.restore(path)
    assert await store.pending() == ()
    assert await ids(store) == ["old"]


async def test_what_is_no_sound_backup_is_refused_and_nothing_changes(
    store: Store, tmp_path: Path, database_url: str
):
    await add(store, "a")
    garbage, foreign, torn = (tmp_path / name for name in ("garbage", "foreign", "torn"))
    garbage.write_bytes(os.urandom(9000))
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE something (x)")
    other.close()
    await store.backup(torn)
    whole = torn.read_bytes()
    torn.write_bytes(whole[: len(whole) // 2])
    live = Path(database_url.removeprefix("sqlite:///"))
    for path in (garbage, foreign, torn, live, tmp_path / "absent", tmp_path):
        with pytest.raises(BadBackup, match="is as it was") as raised:
            await store.restore(path)
        assert raised.value.path == str(path)
        assert await ids(store) == ["a"]


async def test_a_backup_of_a_newer_version_is_refused_and_nothing_changes(
    store: Store, tmp_path: Path
):
    await add(store, "a")
    path = tmp_path / "newer.db"
    await store.backup(path)
    newer = sqlite3.connect(path)
    with newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999_future'")
    newer.close()
    await add(store, "b")
    with pytest.raises(NewerSchema):
        await store.restore(path)
    assert await ids(store) == ["a", "b"]


async def test_a_restore_does_not_wait_for_ever_for_a_locked_database(
    store: Store, database_url: str, tmp_path: Path
):
    await store.backup(tmp_path / "backup.db")
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        await store.restore(tmp_path / "backup.db")
    other.close()


async def test_a_backup_that_cannot_be_written_says_why(
    store: Store, tmp_path: Path, database_url: str
):
    live = Path(database_url.removeprefix("sqlite:///"))
    for path in (tmp_path / "none" / "b.db", live):
        with pytest.raises(BadBackup, match="is as it was"):
            await store.backup(path)
    assert not [name for name in names(tmp_path) if "unfinished" in name]


async def test_there_is_no_backup_of_what_is_not_there(tmp_path: Path):
    async with Store(f"sqlite:///{tmp_path / 'none.db'}") as store:
        with pytest.raises(Unreachable):
            await store.backup(tmp_path / "b.db")
    assert names(tmp_path) == []


async def test_a_server_has_tools_of_its_own(postgres: Postgres, tmp_path: Path):
    async with Store(postgres.url("postgres")) as store:
        error: type[StorageError] = Unsupported
        with pytest.raises(error, match="pg_dump"):
            await store.backup(tmp_path / "b.db")
        with pytest.raises(error, match="psql"):
            await store.restore(tmp_path / "b.db")
