"""Articles about one event: which belong together, and which stories want a brief."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.articles import Articles
from storage.dialect import AnyRow, Lock, batches, lock
from storage.heads import heads, members
from storage.merges import current, merge
from storage.model import ClusteredArticle, StoryHead
from storage.splits import part
from storage.tables import articles, briefs, entries, feed_topics, splits, stories, tokens
from storage.tokens import read as read_tokens
from storage.versions import touch
from summarizer.model import Story

_MARKED = 997
"""A prime by which articles are told apart in `Stories.clustered`, small enough for sums."""


class Stories:
    """The stories, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self) -> None:
        """Let nobody else cluster until this transaction ends."""
        await lock(self._connection, Lock.STORIES)

    async def window(self, since: datetime, until: datetime) -> tuple[ClusteredArticle, ...]:
        """Give the clustered articles published from `since` to `until`, oldest first."""
        rows = await self._connection.execute(
            select(
                articles.c.story,
                articles.c.id,
                articles.c.published,
                articles.c.language,
                tokens.c.lead,
                tokens.c.body,
                tokens.c.marks,
            )
            .join(tokens, tokens.c.article == articles.c.key)
            .where(
                articles.c.story.is_not(None),
                articles.c.published >= since,
                articles.c.published <= until,
            )
            .order_by(articles.c.published, articles.c.key)
        )
        shared: dict[str, str] = {}
        return tuple(
            ClusteredArticle(
                row.story, row.id, row.published, row.language, read_tokens(row, shared)
            )
            for row in rows
        )

    async def clustered(self, since: datetime, until: datetime) -> tuple[int, int]:
        """Give a mark of what `window` would give: another where an article came or moved."""
        places = func.sum(articles.c.story * (articles.c.key % _MARKED))
        found = await self._connection.execute(
            select(func.count(), func.coalesce(places, 0))
            .select_from(articles)
            .where(
                articles.c.story.is_not(None),
                articles.c.published >= since,
                articles.c.published <= until,
            )
        )
        count, sum_ = found.one()
        return count, int(sum_)

    async def assign(self, places: Mapping[str, int | None], now: datetime) -> dict[str, int]:
        """Put articles into stories; every story that gains or loses one is the next version.

        Args:
            places: a story's id for each article's id. None makes a new story for that article
                alone; equal negative numbers make one new story for all who have them.
            now: the time.

        Returns:
            The story of each article.
        """
        rows: list[AnyRow] = []
        for batch in batches(list(places)):
            found = await self._connection.execute(
                select(articles.c.key, articles.c.id, articles.c.story).where(
                    articles.c.id.in_(batch)
                )
            )
            rows += found.all()
        wanted: dict[str, int | str] = {
            row.id: row.id if (place := places[row.id]) is None else place for row in rows
        }
        fresh = sorted(
            {place for place in wanted.values() if isinstance(place, str) or place < 0}, key=str
        )
        made: dict[int | str, int] = dict(
            zip(fresh, await self._make(len(fresh), now), strict=True)
        )
        assigned = {id_: _story_of(place, made) for id_, place in wanted.items()}
        moves = [
            {"moved_key": row.key, "story": assigned[row.id]}
            for row in rows
            if row.story != assigned[row.id]
        ]
        if moves:
            await self._connection.execute(
                update(articles).where(articles.c.key == bindparam("moved_key")), moves
            )
        left = {row.story for row in rows if row.story not in {None, assigned[row.id]}}
        joined = {assigned[row.id] for row in rows if row.story != assigned[row.id]}
        await touch(self._connection, left | joined)
        return {id_: assigned[id_] for id_ in places if id_ in assigned}

    async def merge(self, pairs: Mapping[int, int], now: datetime) -> None:
        """Fold stories into others, with all that hangs on them; see `storage.merges`.

        Args:
            pairs: by story that goes, the one that it is part of now.
            now: the time.
        """
        await merge(self._connection, pairs, now)

    async def part(self, parts: Mapping[int, int], now: datetime) -> None:
        """Let stories part from those that their articles were in; see `storage.splits`.

        Args:
            parts: by new story, to which `assign` gave its articles, the one that it left.
            now: the time.
        """
        await part(self._connection, parts, now)

    async def apart(self, since: datetime) -> tuple[tuple[int, int], ...]:
        """Give the stories that were split off, each with the one that it left.

        Args:
            since: only those with an article published then or later.
        """
        rows = await self._connection.execute(
            select(splits.c.story, splits.c.origin)
            .join(stories, stories.c.id == splits.c.story)
            .where(stories.c.latest >= since)
            .order_by(splits.c.story, splits.c.origin)
        )
        return tuple((row.story, row.origin) for row in rows)

    async def current(self, ids: Sequence[int]) -> dict[int, int]:
        """Tell for each story which one it is part of by now: mostly itself."""
        return await current(self._connection, ids)

    async def _make(self, count: int, now: datetime) -> list[int]:
        """Make empty stories; gives their ids, ascending."""
        if not count:
            return []
        empty = {"version": 0, "briefed": 0, "first": now, "latest": now, "size": 0}
        empty["corrected"] = False
        made = await self._connection.execute(
            stories.insert().returning(stories.c.id), [empty] * count
        )
        return sorted(made.scalars())

    async def claim_unbriefed(
        self, now: datetime, limit: int, lease: timedelta
    ) -> tuple[Story, ...]:
        """Take stories that changed since their newest brief, newest first, for the lease's time.

        The brief that is stored of a story ends its claim, and so does the lease.
        """
        found = await self._connection.scalars(
            select(stories.c.id)
            .where(
                stories.c.version > stories.c.briefed,
                stories.c.size > 0,
                or_(stories.c.claimed.is_(None), stories.c.claimed <= now),
            )
            .order_by(stories.c.latest.desc(), stories.c.id.desc())
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = found.all()
        for batch in batches(ids):
            await self._connection.execute(
                update(stories).where(stories.c.id.in_(batch)).values(claimed=now + lease)
            )
        read = await self._read(ids)
        return tuple(read[id_] for id_ in ids if id_ in read)

    async def pass_over(self, id: int, version: int) -> None:  # noqa: A002
        """Note that a story as it stands says nothing; its next version is tried again."""
        await self._connection.execute(
            update(stories)
            .where(stories.c.id == id, stories.c.briefed < version)
            .values(briefed=version, claimed=None)
        )

    async def get(self, id: int) -> Story | None:  # noqa: A002
        """Give a story with its articles, newest first.

        Withdrawn articles are left out, unless there are no others. Of one that is part of another
        by now, that other is given.
        """
        id_ = (await current(self._connection, [id]))[id]
        return (await self._read([id_])).get(id_)

    async def of_articles(self, ids: Sequence[str]) -> dict[str, int]:
        """Tell which story each article belongs to; those without one are left out."""
        found: dict[str, int] = {}
        for batch in batches(ids):
            rows = await self._connection.execute(
                select(articles.c.id, articles.c.story).where(
                    articles.c.id.in_(batch), articles.c.story.is_not(None)
                )
            )
            found |= {row.id: row.story for row in rows}
        return found

    async def heads(
        self,
        *,
        since: datetime | None = None,
        topics: Sequence[str] | None = None,
        feeds: Sequence[int] | None = None,
        limit: int | None = None,
        ids: Sequence[int] | None = None,
        after_sequence: int | None = None,
        briefed: bool = False,
    ) -> tuple[StoryHead, ...]:
        """List stories, newest first. Without arguments all of them.

        Args:
            since: only those with an article published then or later.
            topics, feeds: only those with an article of one of these topics or of these feeds.
            limit: at most so many.
            ids: only these; stories whose articles were all withdrawn are in no other list. In
                place of one that is part of another by now comes that other.
            after_sequence: only those with a brief that was stored after this one.
            briefed: only those with a brief.
        """
        conditions: list[ColumnElement[bool]] = []
        if ids is None:
            conditions.append(stories.c.size > 0)
        if since is not None:
            conditions.append(stories.c.latest >= since)
        if topics is not None or feeds is not None:
            conditions.append(_from_sources(topics or (), feeds or ()))
        if briefed:
            conditions.append(stories.c.briefed > 0)
        if after_sequence is not None:
            conditions.append(
                stories.c.id.in_(select(briefs.c.story).where(briefs.c.sequence > after_sequence))
            )
        statement = (
            select(stories)
            .where(*conditions)
            .order_by(stories.c.latest.desc(), stories.c.id.desc())
            .limit(limit)
        )
        if ids is None:
            return await heads(self._connection, (await self._connection.execute(statement)).all())
        rows: list[AnyRow] = []
        standing = (await current(self._connection, ids)).values()
        for batch in batches(sorted(set(standing))):
            found = await self._connection.execute(statement.where(stories.c.id.in_(batch)))
            rows += found.all()
        rows.sort(key=lambda row: (row.latest, row.id), reverse=True)
        return await heads(self._connection, rows[:limit])

    async def _read(self, ids: Sequence[int]) -> dict[int, Story]:
        read: dict[int, Story] = {}
        reader = Articles(self._connection)
        for batch in batches(ids):
            versions = (
                await self._connection.execute(
                    select(stories.c.id, stories.c.version).where(stories.c.id.in_(batch))
                )
            ).all()
            found = await members(self._connection, batch)
            texts = await reader.of_rows([row for rows in found.values() for row in rows])
            for id_, version in versions:
                if found[id_]:
                    read[id_] = Story(id_, version, tuple(texts[row.key] for row in found[id_]))
        return read


def _story_of(place: int | str, made: Mapping[int | str, int]) -> int:
    return made[place] if isinstance(place, str) or place < 0 else place


def _from_sources(topics: Sequence[str], feeds: Sequence[int]) -> ColumnElement[bool]:
    """Whether a story has an article of one of these topics or feeds."""
    of_topic = select(feed_topics.c.feed).where(feed_topics.c.topic.in_(topics))
    came = (
        select(articles.c.story)
        .join(entries, entries.c.article == articles.c.key)
        .where(or_(entries.c.feed.in_(feeds), entries.c.feed.in_(of_topic)))
        .where(articles.c.story.is_not(None))
    )
    return stories.c.id.in_(came)
