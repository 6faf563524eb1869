"""What chats asked and what they were answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import AnyRow
from storage.model import Turn
from storage.tables import turns


class Turns:
    """The turns of all talks, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        chat: int,
        thread: str,
        asked: datetime,
        question: str,
        answer: str | None,
        articles: Sequence[str],
        story: int | None = None,
    ) -> int:
        """Store a turn and give its id; see `Turn` for what the arguments mean."""
        id_: int = await self._connection.scalar(
            turns.insert()
            .values(
                chat=chat,
                thread=thread,
                asked=asked,
                question=question,
                answer=answer,
                articles=list(articles),
                story=story,
            )
            .returning(turns.c.id)
        )
        return id_

    async def is_of(self, chat: int, id: int) -> bool:  # noqa: A002
        """Whether a turn was one of a chat's."""
        found = await self._connection.scalar(
            select(turns.c.id).where(turns.c.id == id, turns.c.chat == chat)
        )
        return found is not None

    async def thread(
        self, chat: int, thread: str, limit: int, until: int | None = None
    ) -> tuple[Turn, ...]:
        """Give the newest `limit` turns of a thread, oldest of them first.

        Args:
            chat, thread: whose.
            limit: at most so many.
            until: id of the last that counts; None for all.
        """
        wanted = (
            select(turns)
            .where(turns.c.chat == chat, turns.c.thread == thread)
            .order_by(turns.c.id.desc())
            .limit(limit)
        )
        if until is not None:
            wanted = wanted.where(turns.c.id <= until)
        rows = await self._connection.execute(wanted)
        return tuple(reversed([_turn(row) for row in rows]))


def _turn(row: AnyRow) -> Turn:
    return Turn(
        id=row.id,
        chat=row.chat,
        thread=row.thread,
        asked=row.asked,
        question=row.question,
        answer=row.answer,
        articles=tuple(row.articles),
        story=row.story,
    )
