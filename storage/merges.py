"""Stories that proved to be one: the younger is folded into the older, with all that hangs on it.

A story that was told cannot be undone: its number stands in messages, in buttons and in what
readers said. So its row stays, empty, and says what it is part of now; whatever is kept of it
(articles, what was told, what waits to be told, mutings, judgements) counts for the older from
then on. Doing it twice changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Table, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import Lock, batches, insert, lock
from storage.model import FilterKind
from storage.tables import (
    alerts,
    articles,
    briefs,
    corrections,
    feedback,
    filters,
    mentions,
    merges,
    remarks,
    splits,
    stories,
    told,
    turns,
)
from storage.versions import touch


async def current(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, int]:
    """Tell for each story which one it is part of by now: mostly itself."""
    found = {id_: id_ for id_ in ids}
    for batch in batches(sorted(found)):
        rows = await connection.execute(select(merges).where(merges.c.gone.in_(batch)))
        found |= {row.gone: row.kept for row in rows}
    return found


async def merge(connection: AsyncConnection, pairs: Mapping[int, int], now: datetime) -> None:
    """Fold stories into others.

    Args:
        connection: to write to.
        pairs: by story that goes, the one that it is part of; that may go itself.
        now: the time.
    """
    known = await current(connection, [*pairs, *pairs.values()])
    steps = {gone: kept for gone, kept in known.items() if gone != kept}
    standing = {gone: kept for gone, kept in pairs.items() if gone not in steps}
    ends = {gone: _last(gone, steps | standing) for gone in standing}
    fresh = {gone: kept for gone, kept in ends.items() if gone != kept}
    if not fresh:
        return
    # Nobody may look what a chat was told while that is changed.
    await lock(connection, Lock.TELLING)
    for gone, kept in sorted(fresh.items()):
        await _fold(connection, gone, kept, now)
    await touch(connection, {*fresh, *fresh.values()})


def _last(story: int, steps: Mapping[int, int]) -> int:
    seen = {story}
    while (after := steps.get(story)) is not None and after not in seen:
        seen.add(after)
        story = after
    return story


async def _fold(connection: AsyncConnection, gone: int, kept: int, now: datetime) -> None:
    await connection.execute(update(merges).where(merges.c.kept == gone).values(kept=kept))
    await connection.execute(merges.insert().values(gone=gone, kept=kept, at=now))
    for table in (articles, mentions, turns, remarks):
        await connection.execute(update(table).where(table.c.story == gone).values(story=kept))
    # The brief that was to be announced is overtaken: the older story gets a new one.
    await connection.execute(
        update(briefs)
        .where(briefs.c.story == gone, briefs.c.announced.is_(False))
        .values(announced=True)
    )
    # A post that told both keeps both, so that each of its lines can still be put right.
    await repoint(connection, told, told.c.story, ("chat", "post"), gone, kept)
    for waiting in (alerts, corrections):
        await repoint(connection, waiting, waiting.c.story, ("chat",), gone, kept)
        await connection.execute(delete(waiting).where(waiting.c.story == gone))
    about = ("chat", "person", "about")
    await repoint(connection, feedback, feedback.c.key, about, gone, kept)
    await mute(connection, gone, kept)
    await _stay_apart(connection, gone, kept)
    was_corrected = await connection.scalar(select(stories.c.corrected).where(stories.c.id == gone))
    if was_corrected:
        for id_, value in ((gone, False), (kept, True)):
            await connection.execute(
                update(stories).where(stories.c.id == id_).values(corrected=value)
            )


async def repoint(
    connection: AsyncConnection,
    table: Table,
    column: Column[int],
    keys: Sequence[str],
    gone: int,
    kept: int,
    only: ColumnElement[bool] | None = None,
) -> None:
    """Let rows of one story be the other's, except where that has its own.

    Args:
        connection: to write to.
        table, column: where the story stands.
        keys: what the other must not have twice.
        gone, kept: the one and the other.
        only: these rows; None for all.
    """
    other = table.alias()
    condition = other.c[column.name] == kept
    for key in keys:
        condition &= other.c[key] == table.c[key]
    statement = update(table).where(column == gone, ~select(other.c.chat).where(condition).exists())
    if table is feedback:
        statement = statement.where(feedback.c.about == "story")
    if only is not None:
        statement = statement.where(only)
    await connection.execute(statement.values({column.name: kept}))


async def _stay_apart(connection: AsyncConnection, gone: int, kept: int) -> None:
    """Let the story that stays be apart from those that the one that goes was split from."""
    rows = (
        await connection.execute(
            select(splits).where(or_(splits.c.story == gone, splits.c.origin == gone))
        )
    ).all()
    if not rows:
        return
    await connection.execute(
        delete(splits).where(or_(splits.c.story == gone, splits.c.origin == gone))
    )
    renamed = [
        {name: kept if value == gone else value for name, value in row._asdict().items()}
        for row in rows
    ]
    if apart := [row for row in renamed if row["story"] != row["origin"]]:
        await connection.execute(insert(connection, splits).on_conflict_do_nothing(), apart)


async def mute(connection: AsyncConnection, gone: int, kept: int) -> None:
    """Mute the story that stays wherever the one that goes was muted."""
    name = literal(str(kept), filters.c.text.type)
    muted = select(filters.c.chat, filters.c.kind, name, name, filters.c.since).where(
        filters.c.kind == FilterKind.MUTE_STORY, filters.c.text == str(gone)
    )
    await connection.execute(
        insert(connection, filters)
        .from_select(["chat", "kind", "folded", "text", "since"], muted)
        .on_conflict_do_nothing()
    )
