"""Stories that proved to be two: some articles leave for a story of their own.

What was sent stays as it is, and numbers in messages stay those of the story that keeps them. What
was told follows the articles: a post goes with the story that has all the articles of its brief
now, so whoever was told of the second event on its own knows the new story. Whoever was told of it
only beside the first does not, and is told of it once.

A story is split off once and stays whole then; with the one that it left it never joins again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import Lock, batches, insert, lock
from storage.documents import read_brief
from storage.merges import mute, repoint
from storage.tables import articles, briefs, corrections, mentions, merges, splits, stories, told


async def part(connection: AsyncConnection, parts: Mapping[int, int], now: datetime) -> None:
    """Let stories, which have their articles already, part from those that these were in.

    Args:
        connection: to write to.
        parts: by new story, the one that its articles were in.
        now: the time.
    """
    if not parts:
        return
    # Nobody may look what a chat was told while that is changed.
    await lock(connection, Lock.TELLING)
    for story, origin in sorted(parts.items()):
        await _part(connection, story, origin, now)


async def away(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Name for each story the articles that left it; stories that none left are left out."""
    found: dict[int, set[str]] = defaultdict(set)
    for batch in batches(ids):
        rows = await connection.execute(
            select(splits.c.origin, articles.c.id)
            .join(articles, articles.c.story == splits.c.story)
            .where(splits.c.origin.in_(batch))
        )
        for origin, article in rows:
            found[origin].add(article)
    return {story: frozenset(left) for story, left in found.items()}


async def homes(
    connection: AsyncConnection, told_by: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Tell which briefs are those of a story that was split off since.

    Args:
        connection: to read from.
        told_by: stories, each with the number of the brief that told it.

    Returns:
        By those of them whose articles have all left for one other story, that one.
    """
    pairs = set(told_by)
    found: dict[tuple[int, int], int] = {}
    for origin, left in (await away(connection, sorted({story for story, _ in pairs}))).items():
        numbers = sorted(sequence for story, sequence in pairs if story == origin)
        rows = await connection.execute(
            select(briefs.c.sequence, briefs.c.brief).where(briefs.c.sequence.in_(numbers))
        )
        for sequence, brief in rows:
            if not _only(brief, left):
                continue
            its = [source.article for source in read_brief(brief).sources]
            places = set(
                await connection.scalars(select(articles.c.story).where(articles.c.id.in_(its)))
            )
            if len(places) == 1:
                found[origin, sequence] = places.pop()
    return found


async def _part(connection: AsyncConnection, story: int, origin: int, now: datetime) -> None:
    made = await connection.execute(
        insert(connection, splits)
        .values(story=story, origin=origin, at=now)
        .on_conflict_do_nothing()
        .returning(splits.c.story)
    )
    if made.one_or_none() is None:
        return
    its = select(articles.c.key).where(articles.c.story == story)
    await connection.execute(
        update(mentions).where(mentions.c.article.in_(its)).values(story=story)
    )
    # The brief that was to be announced is overtaken: the story gets a new one.
    await connection.execute(
        update(briefs)
        .where(briefs.c.story == origin, briefs.c.announced.is_(False))
        .values(announced=True)
    )
    left = set(await connection.scalars(select(articles.c.id).where(articles.c.story == story)))
    merged = (await connection.scalars(select(merges.c.gone).where(merges.c.kept == origin))).all()
    for gone in merged:
        if await _is_of(connection, gone, left):
            await connection.execute(update(merges).where(merges.c.gone == gone).values(kept=story))
            await mute(connection, gone, story)
    for before in (origin, *merged):
        await _tell(connection, before, story, left)
    await _correct(connection, origin, story)


async def _is_of(connection: AsyncConnection, gone: int, left: Collection[str]) -> bool:
    """Say whether a story that was merged had, when it was last briefed, none but these."""
    newest = (
        select(briefs.c.brief)
        .where(briefs.c.story == gone)
        .order_by(briefs.c.sequence.desc())
        .limit(1)
    )
    brief = await connection.scalar(newest)
    return brief is not None and _only(brief, left)


async def _tell(
    connection: AsyncConnection, before: int, story: int, left: Collection[str]
) -> None:
    """Let the posts whose briefs were made from none but these articles be the new story's."""
    rows = await connection.execute(
        select(briefs.c.sequence, briefs.c.brief).where(
            briefs.c.sequence.in_(select(told.c.sequence).where(told.c.story == before))
        )
    )
    moved = [row.sequence for row in rows if _only(row.brief, left)]
    for batch in batches(moved):
        await repoint(
            connection,
            told,
            told.c.story,
            ("chat", "post"),
            before,
            story,
            told.c.sequence.in_(batch),
        )


def _only(brief: Mapping[str, Any], left: Collection[str]) -> bool:
    sources = read_brief(brief).sources
    return bool(sources) and all(source.article in left for source in sources)


async def _correct(connection: AsyncConnection, origin: int, story: int) -> None:
    """Let what may be wrong with the posts of one be looked at for those of both."""
    was = select(stories.c.corrected).where(stories.c.id == origin).scalar_subquery()
    await connection.execute(update(stories).where(stories.c.id == story).values(corrected=was))
    waiting = select(
        corrections.c.chat, literal(story, corrections.c.story.type), corrections.c.due
    ).where(corrections.c.story == origin)
    await connection.execute(
        insert(connection, corrections)
        .from_select(["chat", "story", "due"], waiting)
        .on_conflict_do_nothing()
    )
