"""What readers think of posts, stories and answers."""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import AnyRow, insert
from storage.model import About
from storage.model import Feedback as Verdict
from storage.tables import feedback

STREAMED = 1000
"""Verdicts that `Feedback.export` holds in memory at a time."""


class Feedback:
    """The verdicts, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(
        self, chat: int, person: str, about: About, key: int, value: int, now: datetime
    ) -> None:
        """Store a person's verdict in place of an earlier one on the same; 0 takes it back.

        Args:
            chat: where.
            person: the platform's id of who judged.
            about, key: what was judged.
            value: 1, -1 or 0.
            now: the time.
        """
        if value not in {-1, 0, 1}:
            raise ValueError(f"a verdict is 1, -1 or 0, not {value}")
        if not value:
            await self._connection.execute(
                delete(feedback).where(
                    feedback.c.chat == chat,
                    feedback.c.person == person,
                    feedback.c.about == about,
                    feedback.c.key == key,
                )
            )
            return
        row = {"chat": chat, "person": person, "about": about, "key": key}
        await self._connection.execute(
            insert(self._connection, feedback)
            .values(**row, value=value, at=now)
            .on_conflict_do_update(index_elements=list(row), set_={"value": value, "at": now})
        )

    async def of(self, chat: int) -> tuple[Verdict, ...]:
        """Give the verdicts of a chat, newest first."""
        table = feedback.c
        rows = await self._connection.execute(
            select(feedback)
            .where(table.chat == chat)
            .order_by(table.at.desc(), table.person, table.about, table.key)
        )
        return tuple(map(_verdict, rows))

    async def export(self) -> AsyncIterator[Verdict]:
        """Give every verdict, a few in memory at a time."""
        order = (feedback.c.chat, feedback.c.person, feedback.c.about, feedback.c.key)
        last: tuple[int, str, str, int] | None = None
        while True:
            statement = select(feedback).order_by(*order).limit(STREAMED)
            if last is not None:
                statement = statement.where(tuple_(*order) > last)
            rows = (await self._connection.execute(statement)).all()
            for row in rows:
                yield _verdict(row)
            if not rows:
                return
            last = (rows[-1].chat, rows[-1].person, rows[-1].about, rows[-1].key)


def _verdict(row: AnyRow) -> Verdict:
    return Verdict(row.chat, row.person, About(row.about), row.key, row.value, row.at)
