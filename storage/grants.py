"""Who was let in, and as what: the operators' book."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import insert
from storage.model import Grant
from storage.tables import grants


class Grants:
    """The grants, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> tuple[Grant, ...]:
        """Give every grant, oldest first."""
        rows = await self._connection.execute(
            select(grants).order_by(grants.c.since, grants.c.key, grants.c.role)
        )
        return tuple(Grant(row.key, row.role, row.granter, row.since) for row in rows)

    async def add(self, grant: Grant) -> bool:
        """Store a grant; False, and the first one stands, when the key has the role already."""
        done = await self._connection.execute(
            insert(self._connection, grants)
            .values(key=grant.key, role=grant.role, granter=grant.granter, since=grant.since)
            .on_conflict_do_nothing()
            .returning(grants.c.key)
        )
        return done.first() is not None

    async def remove(self, key: str, role: str) -> bool:
        """Take a role from a key; False when it had none."""
        done = await self._connection.execute(
            delete(grants).where(grants.c.key == key, grants.c.role == role).returning(grants.c.key)
        )
        return done.first() is not None
