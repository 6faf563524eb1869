"""Digests that have fired: the rows that make each come once."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import insert
from storage.tables import occurrences


class Occurrences:
    """The occurrences, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(self, chat: int, slot: str, now: datetime) -> bool:
        """Take a chat's slot; tells whether it was free. It stays taken if this is committed.

        Args:
            chat: whose digest.
            slot: the local date and time that it is due, however the caller writes it.
            now: the time.
        """
        made = await self._connection.execute(
            insert(self._connection, occurrences)
            .values(chat=chat, slot=slot, claimed=now)
            .on_conflict_do_nothing()
            .returning(occurrences.c.chat)
        )
        return made.one_or_none() is not None
