"""When a story grows older by a version: whenever an article joins, leaves or changes."""

from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import batches
from storage.tables import articles, splits, stories


async def touch(
    connection: AsyncConnection, ids: Iterable[int], *, corrected: bool = False
) -> None:
    """Make stories the next version and count their standing articles anew.

    A story whose articles were all withdrawn keeps its times: it still has a place in lists.

    Args:
        connection: to write to.
        ids: of the stories.
        corrected: an article was changed or withdrawn, so what was told of it may be wrong, in
            posts of the story that it left as well.
    """
    wanted = set(ids)
    if corrected:
        for batch in batches(sorted(wanted)):
            origins = select(splits.c.origin).where(splits.c.story.in_(batch))
            wanted |= set(await connection.scalars(origins))
    marked = {"corrected": True} if corrected else {}
    standing = (articles.c.story == stories.c.id) & articles.c.withdrawn.is_(False)
    first = select(func.min(articles.c.published)).where(standing).scalar_subquery()
    latest = select(func.max(articles.c.published)).where(standing).scalar_subquery()
    size = select(func.count()).select_from(articles).where(standing).scalar_subquery()
    for batch in batches(sorted(wanted)):
        await connection.execute(
            update(stories)
            .where(stories.c.id.in_(batch))
            .values(
                version=stories.c.version + 1,
                size=size,
                first=func.coalesce(first, stories.c.first),
                latest=func.coalesce(latest, stories.c.latest),
                **marked,
            )
        )
