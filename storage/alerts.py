"""Stories that wait to be sent to chats as they come."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import batches, insert
from storage.model import Alert
from storage.tables import alerts, chats

_DONE = 5_000
"""Alerts that are removed in one statement."""


class Alerts:
    """The alerts, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, new: Sequence[Alert]) -> None:
        """Keep alerts until they are done.

        Of a chat and a story there is one: a newer brief takes the place of an older one, which
        keeps its time, so that a story that changes all the time is not put off for ever.
        """
        if not new:
            return
        statement = insert(self._connection, alerts)
        replaced = ("sequence", "rule", "subject")
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["chat", "story"],
                set_={name: statement.excluded[name] for name in replaced},
                where=alerts.c.sequence <= statement.excluded.sequence,
            ),
            [
                {
                    "chat": one.chat,
                    "story": one.story,
                    "sequence": one.sequence,
                    "rule": one.rule,
                    "subject": one.subject,
                    "due": one.due,
                }
                for one in new
            ],
        )

    async def due(
        self,
        now: datetime,
        platforms: Sequence[str],
        limit: int,
        only: Sequence[int] | None = None,
    ) -> dict[int, tuple[Alert, ...]]:
        """Give the alerts that may go out, by chat, those who wait longest first.

        Args:
            now: the time.
            platforms: only chats of these.
            limit: at most so many chats.
            only: of these chats, not many; None for any.
        """
        waiting = await self._connection.scalars(
            select(alerts.c.chat)
            .join(chats, chats.c.id == alerts.c.chat)
            .where(
                alerts.c.due <= now,
                chats.c.platform.in_(platforms),
                true() if only is None else alerts.c.chat.in_(only),
            )
            .group_by(alerts.c.chat)
            .order_by(func.min(alerts.c.due), alerts.c.chat)
            .limit(limit)
        )
        order = waiting.all()
        found: dict[int, list[Alert]] = defaultdict(list)
        for batch in batches(order):
            rows = await self._connection.execute(
                select(alerts)
                .where(alerts.c.chat.in_(batch), alerts.c.due <= now)
                .order_by(alerts.c.chat, alerts.c.sequence)
            )
            for row in rows:
                found[row.chat].append(Alert(**row._asdict()))
        return {chat: tuple(found[chat]) for chat in order}

    async def of(self, chat: int, story: int) -> Alert | None:
        """Give the alert that waits for a chat about a story."""
        row = (
            await self._connection.execute(
                select(alerts).where(alerts.c.chat == chat, alerts.c.story == story)
            )
        ).one_or_none()
        return Alert(**row._asdict()) if row else None

    async def done(self, finished: Sequence[Alert]) -> None:
        """Remove alerts; one that a newer brief has taken meanwhile stays."""
        for batch in batches(finished, _DONE):
            await self._connection.execute(
                delete(alerts).where(
                    alerts.c.chat == bindparam("done_chat"),
                    alerts.c.story == bindparam("done_story"),
                    alerts.c.sequence <= bindparam("done_sequence"),
                ),
                [
                    {
                        "done_chat": one.chat,
                        "done_story": one.story,
                        "done_sequence": one.sequence,
                    }
                    for one in batch
                ],
            )
