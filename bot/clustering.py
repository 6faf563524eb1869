"""The stage that puts new articles into stories, and the window of stories it keeps in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.store import Store, Transaction
from summarizer.cluster import Window, cluster

AT_ONCE = 100
"""Articles clustered in one transaction, which is held well under a second."""

REACH = 4
"""How many spans of articles the window holds before the oldest are dropped."""


@dataclass(slots=True)
class _Known:
    """The window with what is known of it.

    Attributes:
        since, until: it holds the clustered articles published between them.
        mark: of what those were when we last looked: another one tells that somebody else has
            clustered, too.
    """

    window: Window
    since: datetime
    until: datetime
    mark: tuple[int, int] = (0, 0)


class Clustering:
    """Puts articles into stories, batch by batch.

    The window is read from storage once and then kept: reading days of articles anew for every
    handful of new ones would cost more than all the rest.

    Args:
        span: how far an article may be from its story's nearest other one.
        clock: gives the time, aware and in UTC.
    """

    def __init__(self, store: Store, span: timedelta, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._span = span
        self._clock = clock
        self._known: _Known | None = None

    async def step(self) -> int:
        """Give the oldest articles without a story theirs.

        Returns:
            How many; 0 when all have one.

        Raises: storage.errors.StorageError.
        """
        async with self._store.writing() as tx:
            await tx.stories.lock()
            batch = await tx.articles.unclustered(AT_ONCE)
            if not batch:
                return 0
            known, self._known = self._known, None  # kept again once all of this is stored
            times = [article.published for article, _ in batch]
            known = await self._reaching(tx, known, min(times), max(times))
            found = cluster(batch, known.window)
            if found.split:
                await tx.briefs.lock()
            assigned = await tx.stories.assign(found.places, self._clock())
            await tx.stories.merge(
                {gone: kept for gone, kept in found.merged.items() if gone > 0}, self._clock()
            )
            left = {new: assigned[known.window.members(new)[0]] for new in found.split}
            await tx.stories.part(
                {
                    left[new]: _stored(origin, known.window, assigned)
                    for new, origin in found.split.items()
                },
                self._clock(),
            )
            known.mark = await tx.stories.clustered(known.since, known.until)
            await tx.commit()
        known.window.rename({place: assigned[id_] for id_, place in found.places.items()})
        self._known = known
        return len(batch)

    async def _reaching(
        self, tx: Transaction, known: _Known | None, first: datetime, last: datetime
    ) -> _Known:
        """Give the window that holds every story which articles of these times could join."""
        since, until = first - self._span, last + self._span
        if known is None or since < known.since or not await _is_true(tx, known):
            known = _Known(Window(self._span), since - self._span, since - self._span)
        if until > known.until:
            for one in await tx.stories.window(known.until, until):
                known.window.add(one.story, one.article, one.published, one.language, one.tokens)
            known.until = until
            for story, origin in await tx.stories.apart(known.since):
                known.window.keep_apart(story, origin)
        if known.until - known.since > REACH * 2 * self._span:
            known.since = since - self._span
            known.window.forget(known.since)
        return known


def _stored(story: int, window: Window, assigned: Mapping[str, int]) -> int:
    """Give the id of a story that was stored, or is by now."""
    if story > 0:
        return story
    return next(assigned[id_] for id_ in window.members(story) if id_ in assigned)


async def _is_true(tx: Transaction, known: _Known) -> bool:
    return await tx.stories.clustered(known.since, known.until) == known.mark
