"""How a database becomes what this version needs."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.store import Store


async def test_the_migrations_make_exactly_the_tables_that_are_described(store: Store):
    async with store._transaction(store._engines.reader) as connection:
        assert await connection.run_sync(schema.drift) == []
