"""Briefs in other words: in another language, or as what is new since an earlier one.

Each is written once, whoever needs it: who wants to write claims it first, so that two processes do
not both pay. One that could not be had rests for a while, and the brief itself serves meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import AnyRow, batches, insert
from storage.documents import read_brief, write_brief
from storage.model import Wording
from storage.tables import wordings
from summarizer.model import Brief

_AT_ONCE = 100
"""Keys in one statement; each has three values."""


class Wordings:
    """The wordings, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(
        self, wanted: Sequence[Wording], now: datetime, lease: timedelta
    ) -> tuple[Wording, ...]:
        """Take those that nobody has written or is writing; nobody else gets them for a while.

        Args:
            wanted: which.
            now: the time.
            lease: how long they are ours.
        """
        claimed: list[Wording] = []
        for key in sorted(set(wanted)):
            statement = insert(self._connection, wordings).values(
                sequence=key.sequence, since=key.since, language=key.language, until=now + lease,
                resting=False,
            )  # fmt: skip
            rows = await self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["sequence", "since", "language"],
                    set_={"until": statement.excluded.until, "resting": False},
                    where=and_(wordings.c.brief.is_(None), wordings.c.until <= now),
                ).returning(wordings.c.sequence)
            )
            if rows.all():
                claimed.append(key)
        return tuple(claimed)

    async def put(self, key: Wording, brief: Brief) -> None:
        """Store a wording that was claimed."""
        await self._change(key, brief=write_brief(brief))

    async def rest(self, key: Wording, until: datetime) -> None:
        """Leave one alone that could not be had; the brief itself serves until then."""
        await self._change(key, until=until, resting=True)

    async def missing(self, wanted: Sequence[Wording], now: datetime) -> tuple[Wording, ...]:
        """Give those that are neither there nor resting: not begun, or being written."""
        rows = await self._rows(
            wanted, or_(wordings.c.brief.is_not(None), and_(wordings.c.resting, _later(now)))
        )
        settled = {_key(row) for row in rows}
        return tuple(key for key in sorted(set(wanted)) if key not in settled)

    async def get(self, wanted: Sequence[Wording]) -> dict[Wording, Brief]:
        """Give those that are there."""
        rows = await self._rows(wanted, wordings.c.brief.is_not(None))
        return {_key(row): read_brief(row.brief) for row in rows}

    async def of(self, sequences: Sequence[int]) -> dict[Wording, Brief]:
        """Give all that are there of some briefs, by the briefs' numbers."""
        found: dict[Wording, Brief] = {}
        for batch in batches(sorted(set(sequences))):
            rows = await self._connection.execute(
                select(wordings).where(
                    wordings.c.sequence.in_(batch), wordings.c.brief.is_not(None)
                )
            )
            found |= {_key(row): read_brief(row.brief) for row in rows}
        return found

    async def _rows(self, wanted: Sequence[Wording], which: ColumnElement[bool]) -> list[AnyRow]:
        columns = tuple_(wordings.c.sequence, wordings.c.since, wordings.c.language)
        found: list[AnyRow] = []
        for batch in batches(sorted(set(wanted)), _AT_ONCE):
            keys = [(key.sequence, key.since, key.language) for key in batch]
            rows = await self._connection.execute(select(wordings).where(columns.in_(keys), which))
            found += rows.all()
        return found

    async def _change(self, key: Wording, **values: object) -> None:
        await self._connection.execute(
            update(wordings)
            .where(
                wordings.c.sequence == key.sequence,
                wordings.c.since == key.since,
                wordings.c.language == key.language,
            )
            .values(**values)
        )


def _later(now: datetime) -> ColumnElement[bool]:
    return wordings.c.until > now


def _key(row: AnyRow) -> Wording:
    return Wording(row.sequence, row.since, row.language)
