"""Stories in short, numbered in the order in which they were stored."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.actors import Actors
from storage.dialect import Lock, batches, lock
from storage.documents import read_brief, write_brief
from storage.heads import heads, newest
from storage.merges import current
from storage.model import StoryHead
from storage.splits import away
from storage.tables import briefs, merges, stories
from summarizer.model import Brief

STREAMED = 200
"""Briefs that `Briefs.all` holds in memory at a time."""


class Briefs:
    """The briefs, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self) -> None:
        """Let nobody else store briefs until this transaction ends.

        For who changes stories and their briefs: `put` changes them the other way round.
        """
        await lock(self._connection, Lock.BRIEFS)

    async def put(self, brief: Brief, now: datetime) -> int:
        """Store the newest brief of its story, as `put_all` does; gives its number."""
        (sequence,) = await self.put_all([brief], now)
        return sequence

    async def put_all(self, told: Sequence[Brief], now: datetime) -> tuple[int, ...]:
        """Store the newest briefs of different stories, and what they say of actors.

        An older one that was not announced yet never will be: the new one tells more. Nor will
        that of a story which became part of another while it was written, or which some of its
        articles have left.

        Returns:
            Their numbers, which grow in the order given. Numbers become visible in their order: who
            has seen one has seen all below.
        """
        if not told:
            return ()
        await lock(self._connection, Lock.BRIEFS)
        ids = [brief.story for brief in told]
        for batch in batches(ids):
            await self._connection.execute(
                update(briefs)
                .where(briefs.c.story.in_(batch), briefs.c.announced.is_(False))
                .values(announced=True)
            )
        standing = await current(self._connection, ids)
        left = await away(self._connection, ids)
        overtaken = {
            brief.story
            for brief in told
            if standing[brief.story] != brief.story
            or any(source.article in left.get(brief.story, ()) for source in brief.sources)
        }
        sequences = await self._connection.scalars(
            briefs.insert().returning(briefs.c.sequence, sort_by_parameter_order=True),
            [
                {
                    "story": brief.story,
                    "created": now,
                    "announced": brief.story in overtaken,
                    "brief": write_brief(brief),
                }
                for brief in told
            ],
        )
        await self._connection.execute(
            update(stories).where(stories.c.id == bindparam("told")),
            [{"told": brief.story, "briefed": brief.version, "claimed": None} for brief in told],
        )
        await Actors(self._connection).remember(
            [brief for brief in told if brief.story not in overtaken]
        )
        return tuple(sequences)

    async def latest(self, ids: Sequence[int]) -> dict[int, Brief]:
        """Give what stands of the newest brief of each story; stories without one are left out."""
        found = await newest(self._connection, ids)
        return {story: brief for story, (_, brief) in found.items() if brief is not None}

    async def newest(self, ids: Sequence[int]) -> dict[int, tuple[int, Brief]]:
        """Give what `latest` gives, each with its number."""
        found = await newest(self._connection, ids)
        return {
            story: (sequence, brief)
            for story, (sequence, brief) in found.items()
            if brief is not None
        }

    async def numbered(self, sequences: Sequence[int]) -> dict[int, Brief]:
        """Give briefs by their numbers, as they were stored; unknown numbers are left out."""
        found: dict[int, Brief] = {}
        for batch in batches(sorted(set(sequences))):
            rows = await self._connection.execute(
                select(briefs.c.sequence, briefs.c.brief).where(briefs.c.sequence.in_(batch))
            )
            found |= {row.sequence: read_brief(row.brief) for row in rows}
        return found

    async def stored(self, sequence: int) -> tuple[datetime, bool] | None:
        """Tell when a brief was stored, and whether it was announced; None for no such number."""
        row = (
            await self._connection.execute(
                select(briefs.c.created, briefs.c.announced).where(briefs.c.sequence == sequence)
            )
        ).one_or_none()
        return (row.created, row.announced) if row else None

    async def unannounced(self, limit: int) -> tuple[StoryHead, ...]:
        """Give the stories whose newest brief was not announced, by its number.

        A story whose articles were all withdrawn meanwhile is not among them.
        """
        rows = (
            await self._connection.execute(
                select(stories)
                .join(briefs, briefs.c.story == stories.c.id)
                .where(briefs.c.announced.is_(False), stories.c.size > 0)
                .order_by(briefs.c.sequence)
                .limit(limit)
            )
        ).all()
        return await heads(self._connection, rows)

    async def announced(self, sequences: Sequence[int]) -> None:
        """Mark briefs as announced."""
        for batch in batches(sequences):
            await self._connection.execute(
                update(briefs).where(briefs.c.sequence.in_(batch)).values(announced=True)
            )

    async def last_sequence(self) -> int:
        """Give the number of the newest brief; 0 when there is none."""
        return await self._connection.scalar(select(func.max(briefs.c.sequence))) or 0

    async def all(self) -> AsyncIterator[Brief]:
        """Give the newest brief of every story, as they were stored, a few in memory at a time."""
        newer = briefs.alias()
        overtaken = (
            select(newer.c.sequence)
            .where(newer.c.story == briefs.c.story, newer.c.sequence > briefs.c.sequence)
            .exists()
        )
        gone = select(merges.c.gone).where(merges.c.gone == briefs.c.story).exists()
        last = 0
        while True:
            rows = (
                await self._connection.execute(
                    select(briefs.c.sequence, briefs.c.brief)
                    .where(briefs.c.sequence > last, ~overtaken, ~gone)
                    .order_by(briefs.c.sequence)
                    .limit(STREAMED)
                )
            ).all()
            for row in rows:
                yield read_brief(row.brief)
            if not rows:
                return
            last = rows[-1].sequence
