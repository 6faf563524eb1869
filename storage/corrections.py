"""Who was told of stories whose articles were changed or withdrawn since.

A story is marked when that happens. Once it is settled, that is, briefed anew or without any
article that stands, the chats that were told of it are to be looked at, one by one.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import batches, insert
from storage.model import ChatState
from storage.tables import chats, corrections, stories, told


class Corrections:
    """The chats to be looked at, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def spread(self, now: datetime, limit: int) -> int:
        """Note every chat that was told of a marked story that is settled, to be looked at now.

        Returns:
            How many stories were taken; `limit` at most.
        """
        settled = (
            select(stories.c.id)
            .where(
                stories.c.corrected.is_(True),
                or_(stories.c.briefed >= stories.c.version, stories.c.size == 0),
            )
            .order_by(stories.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = (await self._connection.scalars(settled)).all()
        for batch in batches(ids):
            due = literal(now, corrections.c.due.type)
            listeners = (
                select(told.c.chat, told.c.story, due).where(told.c.story.in_(batch)).distinct()
            )
            await self._connection.execute(
                insert(self._connection, corrections)
                .from_select(["chat", "story", "due"], listeners)
                .on_conflict_do_nothing()
            )
            await self._connection.execute(
                update(stories).where(stories.c.id.in_(batch)).values(corrected=False)
            )
        return len(ids)

    async def due(
        self, now: datetime, platforms: Sequence[str], limit: int
    ) -> tuple[tuple[int, int], ...]:
        """Give chats to be looked at, each with the story; those that are not active wait on.

        Args:
            now: the time.
            platforms: only chats of these.
            limit: at most so many.
        """
        rows = await self._connection.execute(
            select(corrections.c.chat, corrections.c.story)
            .join(chats, chats.c.id == corrections.c.chat)
            .where(
                corrections.c.due <= now,
                chats.c.platform.in_(platforms),
                chats.c.state == ChatState.ACTIVE,
            )
            .order_by(corrections.c.story, corrections.c.chat)
            .limit(limit)
            .with_for_update(of=corrections, skip_locked=True)
        )
        return tuple((row.chat, row.story) for row in rows)

    async def put_off(self, chat: int, story: int, until: datetime) -> None:
        """Have a chat looked at later."""
        await self._connection.execute(
            update(corrections)
            .where(corrections.c.chat == chat, corrections.c.story == story)
            .values(due=until)
        )

    async def done(self, looked_at: Sequence[tuple[int, int]]) -> None:
        """Remove chats, each with the story, that were looked at."""
        if not looked_at:
            return
        await self._connection.execute(
            delete(corrections).where(
                corrections.c.chat == bindparam("done_chat"),
                corrections.c.story == bindparam("done_story"),
            ),
            [{"done_chat": chat, "done_story": story} for chat, story in looked_at],
        )
