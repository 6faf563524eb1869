"""What chats follow and what they drop."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import batches, insert
from storage.model import Filter, FilterKind
from storage.tables import filters
from summarizer.text import fold


class Filters:
    """The filters, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, chat: int) -> tuple[Filter, ...]:
        """Give a chat's filters, oldest first."""
        return (await self.of_many([chat])).get(chat, ())

    async def of_many(self, chats: Sequence[int]) -> dict[int, tuple[Filter, ...]]:
        """Give the filters of each chat, oldest first; chats without any are left out."""
        found: dict[int, list[Filter]] = defaultdict(list)
        table = filters.c
        for batch in batches(chats):
            rows = await self._connection.execute(
                select(table.chat, table.kind, table.text, table.since)
                .where(table.chat.in_(batch))
                .order_by(table.chat, table.since, table.kind, table.folded)
            )
            for chat, kind, text, since in rows:
                found[chat].append(Filter(chat, FilterKind(kind), text, since))
        return {chat: tuple(theirs) for chat, theirs in found.items()}

    async def add(self, chat: int, kind: FilterKind, text: str, now: datetime) -> bool:
        """Add a rule; tells whether that is new. Spelling and case make no difference."""
        made = await self._connection.execute(
            insert(self._connection, filters)
            .values(chat=chat, kind=kind, folded=_folded(text), text=text, since=now)
            .on_conflict_do_nothing()
            .returning(filters.c.chat)
        )
        return made.one_or_none() is not None

    async def remove(self, chat: int, kind: FilterKind, text: str) -> bool:
        """Remove a rule; tells whether it was there. Spelling and case make no difference."""
        gone = await self._connection.execute(
            delete(filters)
            .where(
                filters.c.chat == chat, filters.c.kind == kind, filters.c.folded == _folded(text)
            )
            .returning(filters.c.chat)
        )
        return gone.one_or_none() is not None


def _folded(text: str) -> str:
    return " ".join(fold(text).split())
