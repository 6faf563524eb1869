"""Stories without their texts: enough to list, to announce and to decide."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import AnyRow, batches
from storage.documents import read_brief
from storage.merges import current
from storage.model import StoryHead
from storage.splits import away
from storage.tables import articles, briefs, entries, feed_topics
from summarizer.model import Brief
from summarizer.withdrawal import without


async def heads(connection: AsyncConnection, rows: Sequence[AnyRow]) -> tuple[StoryHead, ...]:
    """Make the heads of stories, in the order of the rows.

    Args:
        connection: to read from.
        rows: of the table `stories`.
    """
    made: list[StoryHead] = []
    for batch in batches(rows):
        ids = [row.id for row in batch]
        found = await members(connection, ids)
        came = await _sources(connection, ids)
        told = await newest(connection, ids)
        made += [
            _head(row, found[row.id], came[row.id], told.get(row.id, (0, None)))
            for row in batch
            if found[row.id]
        ]
    return tuple(made)


def _head(
    row: AnyRow,
    found: Sequence[AnyRow],
    came: tuple[set[str], set[int]],
    told: tuple[int, Brief | None],
) -> StoryHead:
    topics, feeds = came
    sequence, brief = told
    return StoryHead(
        id=row.id,
        version=row.version,
        title=found[0].title,
        language=found[0].language,
        first=row.first,
        latest=row.latest,
        size=len(found),
        topics=tuple(sorted(topics)),
        feeds=tuple(sorted(feeds)),
        outlets=tuple(dict.fromkeys(one.outlet for one in found)),
        articles=tuple(one.id for one in found),
        briefed=row.briefed,
        sequence=sequence,
        brief=brief,
        withdrawn=all(one.withdrawn for one in found),
    )


async def newest(
    connection: AsyncConnection, ids: Sequence[int]
) -> dict[int, tuple[int, Brief | None]]:
    """Give the newest brief of each story with its number; stories without one are left out.

    What only withdrawn articles carry is not in it. Where nothing else is left, there is no brief,
    nor while that of a story which some of its articles have left is written anew.
    Of a story that is part of another by now, that other's is given.
    """
    standing = await current(connection, ids)
    there = sorted(set(standing.values()))
    gone = await _withdrawn(connection, there)
    left = await away(connection, there)
    found: dict[int, tuple[int, Brief | None]] = {}
    for batch in batches(there):
        last = (
            select(func.max(briefs.c.sequence))
            .where(briefs.c.story.in_(batch))
            .group_by(briefs.c.story)
        )
        rows = await connection.execute(
            select(briefs.c.story, briefs.c.sequence, briefs.c.brief).where(
                briefs.c.sequence.in_(last)
            )
        )
        for row in rows:
            brief = read_brief(row.brief)
            mixed = any(one.article in left.get(row.story, ()) for one in brief.sources)
            found[row.story] = (row.sequence, None if mixed else without(brief, gone))
    return {id_: found[story] for id_, story in standing.items() if story in found}


async def _withdrawn(connection: AsyncConnection, ids: Sequence[int]) -> frozenset[str]:
    """Name the articles of stories that were withdrawn."""
    gone: set[str] = set()
    for batch in batches(ids):
        gone.update(
            await connection.scalars(
                select(articles.c.id).where(
                    articles.c.story.in_(batch), articles.c.withdrawn.is_(True)
                )
            )
        )
    return frozenset(gone)


async def members(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[AnyRow]]:
    """Give the articles' rows of each story, newest first, withdrawn ones only if alone."""
    rows = await connection.execute(
        select(articles)
        .where(articles.c.story.in_(ids))
        .order_by(articles.c.published.desc(), articles.c.key.desc())
    )
    grouped: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        grouped[row.story].append(row)
    return defaultdict(
        list,
        {
            story: [row for row in found if not row.withdrawn] or found
            for story, found in grouped.items()
        },
    )


async def _sources(
    connection: AsyncConnection, ids: Sequence[int]
) -> dict[int, tuple[set[str], set[int]]]:
    """Give the topics and feeds that brought each story."""
    rows = await connection.execute(
        select(articles.c.story, entries.c.feed, feed_topics.c.topic)
        .join(entries, entries.c.article == articles.c.key)
        .outerjoin(feed_topics, feed_topics.c.feed == entries.c.feed)
        .where(articles.c.story.in_(ids))
        .distinct()
    )
    came: dict[int, tuple[set[str], set[int]]] = defaultdict(lambda: (set(), set()))
    for story, feed, topic in rows:
        came[story][1].add(feed)
        if topic is not None:
            came[story][0].add(topic)
    return came
