"""What chats follow and what they drop."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import AnyRow, batches, insert
from storage.model import Filter, FilterKind
from storage.tables import aliases, filters
from summarizer.text import fold

MOST_NAMES = 20
"""Other names of a watched one that are looked for."""


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
        rows: list[AnyRow] = []
        for batch in batches(chats):
            rows += await self._connection.execute(
                select(table.chat, table.kind, table.folded, table.text, table.since)
                .where(table.chat.in_(batch))
                .order_by(table.chat, table.since, table.kind, table.folded)
            )
        also = await self._also({row.folded for row in rows if row.kind == FilterKind.WATCH})
        for chat, kind, folded, text, since in rows:
            others = also.get(folded, ()) if kind == FilterKind.WATCH else ()
            found[chat].append(Filter(chat, FilterKind(kind), text, since, others))
        return {chat: tuple(theirs) for chat, theirs in found.items()}

    async def _also(self, watched: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Give the other names of those whom watched names, folded, name in full.

        A name that somebody else goes by as well is left out: it would bring their stories.
        """
        named: dict[str, set[int]] = defaultdict(set)
        forms: dict[str, dict[str, str]] = defaultdict(dict)
        other = aliases.alias()
        for batch in batches(sorted(watched)):
            rows = await self._connection.execute(
                select(aliases.c.folded, aliases.c.actor, other.c.folded, other.c.form)
                .join(other, other.c.actor == aliases.c.actor)
                .where(aliases.c.folded.in_(batch))
                .order_by(aliases.c.folded, other.c.folded, other.c.actor)
            )
            for name, actor, folded, form in rows:
                named[name].add(actor)
                if folded != name:
                    forms[name].setdefault(folded, form)
        holders = await self._holders({folded for theirs in forms.values() for folded in theirs})
        return {
            name: tuple(form for folded, form in theirs.items() if holders[folded] <= named[name])[
                :MOST_NAMES
            ]
            for name, theirs in forms.items()
        }

    async def _holders(self, folded: Collection[str]) -> dict[str, set[int]]:
        """Tell which actors go by each name."""
        holders: dict[str, set[int]] = defaultdict(set)
        for batch in batches(sorted(folded)):
            rows = await self._connection.execute(
                select(aliases.c.folded, aliases.c.actor).where(aliases.c.folded.in_(batch))
            )
            for name, actor in rows:
                holders[name].add(actor)
        return holders

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
