"""Events that were taken: platforms tell them again when they are not sure that we heard."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import insert
from storage.tables import seen


class Seen:
    """What was seen, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def first(self, key: str, now: datetime, expires: datetime) -> bool:
        """Note that a key was seen; True for exactly one of all who say so until it expires."""
        fresh = insert(self._connection, seen).values(key=key, expires=expires)
        done = await self._connection.execute(
            fresh.on_conflict_do_update(
                index_elements=["key"],
                set_={"expires": fresh.excluded.expires},
                where=seen.c.expires <= now,
            ).returning(seen.c.key)
        )
        return done.first() is not None

    async def forget(self, now: datetime) -> int:
        """Drop what has expired; tells how many."""
        done = await self._connection.execute(delete(seen).where(seen.c.expires <= now))
        return done.rowcount
