"""Engines: what is set on every connection, so that the database keeps its promises."""

from collections.abc import Sequence

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from fakes.news import NOW
from fakes.postgres import Postgres
from storage.engine import Engines, engines, for_upgrade
from storage.model import Address, ChatKind, Target
from storage.place import read
from storage.store import PATIENCE, Store


async def settings(engine: AsyncEngine, names: Sequence[str], ask: str) -> list[object]:
    async with engine.connect() as connection:
        return [(await connection.exec_driver_sql(f"{ask} {name}")).scalar() for name in names]


@pytest.fixture
async def opened(database_url: str):
    """The engines of a database, as a store has them."""
    made = engines(read(database_url), PATIENCE)
    yield made
    await made.dispose()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_every_connection_to_a_file_keeps_foreign_keys_and_reads_while_others_write(
    opened: Engines,
):
    names = ["journal_mode", "foreign_keys", "busy_timeout", "synchronous", "query_only"]
    common = ["wal", 1, 15_000, 1]
    assert await settings(opened.writer, names, "PRAGMA") == [*common, 0]
    assert await settings(opened.reader, names, "PRAGMA") == [*common, 1]


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
async def test_every_session_on_a_server_waits_only_so_long_and_readers_only_read(opened: Engines):
    names = ["lock_timeout", "transaction_read_only", "transaction_isolation", "enable_seqscan"]
    assert await settings(opened.writer, names, "SHOW") == ["15s", "off", "read committed", "on"]
    assert await settings(opened.reader, names, "SHOW") == ["15s", "on", "repeatable read", "off"]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_table_that_an_upgrade_rebuilds_keeps_what_belongs_to_it(database_url: str):
    """SQLite drops the old table to rebuild it, and with it what its foreign keys cascade to."""
    async with Store(database_url) as store:
        async with store.writing() as tx:
            chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
            await tx.subscriptions.add(chat.id, Target.TOPIC, "world", NOW)
            await tx.commit()

        def rebuild(connection: Connection) -> None:
            context = MigrationContext.configure(connection, opts={"transactional_ddl": True})
            with Operations(context).batch_alter_table("chats", recreate="always"):
                pass

        engine = for_upgrade(read(database_url), PATIENCE)
        async with engine.begin() as connection:
            await connection.run_sync(rebuild)
        await engine.dispose()
        async with store.reading() as tx:
            assert [s.key for s in await tx.subscriptions.of(chat.id)] == ["world"]


async def test_what_readers_wrote_is_not_in_the_errors_that_reach_a_log(
    postgres: Postgres, ready_database: str
):
    async with Store(postgres.url(ready_database)) as store, store.writing() as tx:
        with pytest.raises(Exception, match="violates foreign key") as raised:
            await tx.turns.add(99, "", NOW, "a private question", None, [])
        assert "a private question" not in str(raised.value)
