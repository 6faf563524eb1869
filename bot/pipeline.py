"""The stages in order: poll, cluster, brief, announce. Each reads what the one before has stored.

A stage claims its rows in a short transaction, works without one, and stores its result in
another. So a crash costs the work in hand and no more, and a stage that is run twice, or by two
processes at once, does nothing twice.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

import structlog

from bot.clustering import Clustering
from bot.config import SEEDS, Polling
from bot.feeds.fetch import Fetcher
from bot.feeds.poll import Intervals, poll
from storage.model import Added, Feed
from storage.store import Store
from summarizer.editor import Editor
from summarizer.errors import NothingToSay
from summarizer.model import Brief, Story

log = structlog.get_logger()

LEASE = timedelta(minutes=10)
"""How long a claimed feed or story is left alone before another worker may take it over."""

BRIEFED_AT_ONCE = 8
"""Stories claimed and written side by side; few, so that no slow model outlives the lease."""


@dataclass(frozen=True, slots=True)
class PolledFeed:
    """What polling one feed came to; `error` is a sentence for the operator."""

    feed: Feed
    added: Added
    error: str | None


def _nobody(polled: PolledFeed) -> None:
    """Count nothing."""


class Pipeline:
    """Moves news from feeds to briefs.

    Args:
        span: how far an article may be from its story's nearest other one.
        clock: gives the time, aware and in UTC.
        count: is told of every feed that was polled.
    """

    def __init__(
        self,
        store: Store,
        editor: Editor,
        fetcher: Fetcher,
        polling: Polling,
        span: timedelta,
        clock: Callable[[], datetime],
        count: Callable[[PolledFeed], None] = _nobody,
    ) -> None:
        self._count = count
        self._store = store
        self._editor = editor
        self._fetcher = fetcher
        self._polling = polling
        self._intervals = Intervals(
            usual=timedelta(minutes=polling.interval_minutes),
            fastest=timedelta(minutes=polling.fastest_minutes),
            slowest=timedelta(minutes=polling.slowest_minutes),
        )
        self._clustering = Clustering(store, span, clock)
        self._clock = clock

    # --- poll ----------------------------------------------------------------------------------

    async def claim_due(self, limit: int = 1000) -> tuple[Feed, ...]:
        """Take the feeds that are due, oldest first; nobody else gets them for a while."""
        async with self._store.writing() as tx:
            due = await tx.feeds.claim_due(self._clock(), limit, LEASE)
            await tx.commit()
        return due

    async def poll(self, feeds: Sequence[Feed]) -> AsyncIterator[PolledFeed]:
        """Fetch feeds side by side and store what each brings, in the order they come back."""
        slots = asyncio.Semaphore(self._polling.concurrency)

        async def one(feed: Feed) -> PolledFeed:
            async with slots:
                return await self._poll(feed)

        for finished in asyncio.as_completed([one(feed) for feed in feeds]):
            yield await finished

    async def _poll(self, feed: Feed) -> PolledFeed:
        async def known(entries: Sequence[str]) -> Mapping[str, str]:
            async with self._store.reading() as tx:
                return await tx.feeds.stamps(feed.id, entries)

        polled = await poll(
            replace(feed, url=resolved(feed.url)),
            self._fetcher,
            self._clock(),
            full_text=self._polling.full_text,
            intervals=self._intervals,
            known=known,
        )
        for part in polled.bad:
            log.warning("unreadable", part=str(part))
        async with self._store.writing() as tx:
            added = await tx.articles.add(feed.id, polled.articles, self._clock())
            # A feed may take back what it alone has brought, never what others stand by.
            for id_ in await tx.articles.only_of(feed.id, polled.deleted):
                await tx.articles.withdraw(id_, self._clock())
            await tx.feeds.record(polled.outcome)
            await tx.commit()
        log.info(
            "polled", feed=feed.id, new=len(added.new), changed=len(added.changed),
            error=polled.outcome.error,
        )  # fmt: skip
        done = PolledFeed(feed, added, polled.outcome.error)
        self._count(done)
        return done

    # --- cluster -------------------------------------------------------------------------------

    async def cluster(self) -> AsyncIterator[int]:
        """Put every article into a story; gives the size of each batch once it is stored."""
        while count := await self._clustering.step():
            yield count

    # --- brief ---------------------------------------------------------------------------------

    async def brief(self) -> AsyncIterator[Brief]:
        """Write the briefs that are missing, newest stories first; gives each once it is stored.

        They are written side by side. Those that are done by the same moment are stored together:
        without a model that is all of them, with a slow one each by itself.
        """
        while stories := await self._claimed():
            writing = [asyncio.create_task(self._editor.brief(story)) for story in stories]
            of = dict(zip(writing, stories, strict=True))
            try:
                while writing:
                    await asyncio.wait(writing, return_when=asyncio.FIRST_COMPLETED)
                    done = [task for task in writing if task.done()]
                    writing = [task for task in writing if not task.done()]
                    for brief in await self._keep([(of[task], task) for task in done]):
                        yield brief
            finally:
                for task in writing:
                    task.cancel()
                await asyncio.gather(*writing, return_exceptions=True)

    async def _claimed(self) -> tuple[Story, ...]:
        async with self._store.writing() as tx:
            stories = await tx.stories.claim_unbriefed(self._clock(), BRIEFED_AT_ONCE, LEASE)
            await tx.commit()
        return stories

    async def _keep(self, done: Sequence[tuple[Story, asyncio.Task[Brief]]]) -> Sequence[Brief]:
        """Store briefs that are written; gives them, without a story that has nothing to say."""
        told: list[Brief] = []
        async with self._store.writing() as tx:
            for story, task in done:
                try:
                    told.append(task.result())
                except NothingToSay:
                    log.info("nothing to say", story=story.id)
                    await tx.stories.pass_over(story.id, story.version)
            await tx.briefs.put_all(told, self._clock())
            await tx.commit()
        return told


def resolved(url: str) -> str:
    """Give the address to poll: the built-in feed lies wherever the program is installed."""
    return Path(str(files("seeds"))).as_uri() if url == SEEDS else url


def is_local(url: str) -> bool:
    """Tell whether a feed lies on this machine."""
    return url == SEEDS or url.startswith("file:")
