"""What we said at once in chats, by message: so that a reply, even weeks later, keeps its context.

Messages of the outbox are known by their deliveries; these are the others.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import insert
from storage.model import Remark
from storage.tables import remarks

KEPT = timedelta(days=90)
"""How long; a reply to an older message is a question without context."""


class Remarks:
    """The remarks, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, chat: int, message: str, remark: Remark, now: datetime) -> None:
        """Keep what a message was about, and drop what is too old to be replied to."""
        await self._connection.execute(delete(remarks).where(remarks.c.at < now - KEPT))
        values = {
            "thread": remark.thread,
            "story": remark.story,
            "turn": remark.turn,
            "at": now,
        }
        new = insert(self._connection, remarks).values(chat=chat, message=message, **values)
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["chat", "message"], set_=values)
        )

    async def find(self, chat: int, message: str) -> Remark | None:
        """Give what a message was about; None when it is not known."""
        row = (
            await self._connection.execute(
                select(remarks.c.thread, remarks.c.story, remarks.c.turn).where(
                    remarks.c.chat == chat, remarks.c.message == message
                )
            )
        ).one_or_none()
        return None if row is None else Remark(row.thread, row.story, row.turn)
