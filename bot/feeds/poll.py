"""One look at one feed: fetch, parse, complete, and decide when to look again."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.feeds import due, files
from bot.feeds.articles import PAGE_MARK, from_entry, from_record, stamp_of
from bot.feeds.due import Intervals
from bot.feeds.errors import FeedError, HttpStatus
from bot.feeds.fetch import Fetched, Fetcher
from bot.feeds.fulltext import SHORT, pages
from bot.feeds.model import BadLine, Entry, Page, ParsedFeed, Record
from bot.feeds.parse import parse
from storage.model import Feed, FeedOutcome, NewArticle

__all__ = ["FullText", "Intervals", "Known", "Polled", "poll"]

FullText = Literal["never", "auto", "always"]

Known = Callable[[Sequence[str]], Awaitable[Collection[str]]]
"""Tells which entry ids of the feed are stored: a set of them, or better a mapping to their stamps.

With stamps, an entry whose text has changed is brought again; with a set, it is not noticed.
"""

_LARGE = 200_000
"""Bytes. A larger feed is read in a thread, so that the rest goes on meanwhile."""
_MANY = 20
"""Articles. More are made in a thread."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What looking at a feed came to.

    Attributes:
        articles: new or changed ones, to be stored with the outcome.
        outcome: what to remember of the feed.
        bad: parts of local files that could not be read; the rest is in `articles`.
        deleted: the feed's ids of entries that it has taken back.
    """

    articles: tuple[NewArticle, ...]
    outcome: FeedOutcome
    bad: tuple[BadLine, ...] = ()
    deleted: tuple[str, ...] = ()


async def poll(
    feed: Feed,
    fetcher: Fetcher,
    now: datetime,
    *,
    full_text: FullText = "auto",
    intervals: Intervals | None = None,
    known: Known | None = None,
) -> Polled:
    """Look at a feed. Never raises for a bad one: the outcome carries the sentence.

    Args:
        feed: an http(s) address, or a `file:` URL of a file or folder. The latter is for the
            operator alone: never let a reader name one.
        fetcher: open.
        now: the time.
        full_text: whether to fetch the pages of new entries: never, where the feed gives but a
            teaser, or always.
        intervals: bounds of the next look.
        known: which entries are stored already; without it all count as new.
    """
    intervals = intervals or Intervals()
    try:
        if feed.url.startswith("file:"):
            return await _look_at_files(feed, now, intervals, known or _nothing)
        return await _look(feed, fetcher, now, full_text, intervals, known or _nothing)
    except Exception as e:  # noqa: BLE001 (one feed that finds a fault of ours must not stop all)
        return _failed(feed, e, now, intervals)


async def _nothing(_ids: Sequence[str]) -> Collection[str]:
    return ()


async def _look(
    feed: Feed,
    fetcher: Fetcher,
    now: datetime,
    full_text: FullText,
    intervals: Intervals,
    known: Known,
) -> Polled:
    answer = await fetcher.get(feed.url, feed.etag, feed.modified)
    if answer.not_modified:
        return Polled((), _outcome(feed, answer, None, now, intervals))
    parsed = await _parsed(answer, now)
    telling = [entry for entry in parsed.entries if entry.title or entry.text]
    stored = await known([entry.id for entry in telling]) if telling else ()
    fresh = [entry for entry in telling if not _is_unchanged(entry, stored)]
    teasers = [entry for entry in fresh if _wants_page(entry, full_text)]
    read = await pages(teasers, fetcher) if teasers else {}
    told = [entry for entry in fresh if not _is_worse(entry, read, stored, full_text)]

    def made() -> tuple[NewArticle, ...]:
        return tuple(
            _made(entry, parsed, feed.url, now, read, waits=_wants_page(entry, full_text))
            for entry in told
        )

    articles = await asyncio.to_thread(made) if len(told) > _MANY else made()
    outcome = _outcome(feed, answer, parsed, now, intervals)
    return Polled(articles, outcome, deleted=parsed.deleted)


async def _parsed(answer: Fetched, now: datetime) -> ParsedFeed:
    if len(answer.body) > _LARGE:
        return await asyncio.to_thread(parse, answer.body, answer.url, now, charset=answer.charset)
    return parse(answer.body, answer.url, now, charset=answer.charset)


def _is_unchanged(entry: Entry, stored: Collection[str]) -> bool:
    if not isinstance(stored, Mapping):
        return entry.id in stored
    stamp = stored.get(entry.id)
    return stamp is not None and stamp.removesuffix(PAGE_MARK) == stamp_of(entry)


def _wants_page(entry: Entry, full_text: FullText) -> bool:
    if full_text == "never" or entry.url is None:
        return False
    return full_text == "always" or len(entry.text) < SHORT


def _is_worse(
    entry: Entry,
    read: Mapping[str, Page | None],
    stored: Collection[str],
    full_text: FullText,
) -> bool:
    """Whether a changed entry has but its teaser now, and what is stored came from its page."""
    if not _wants_page(entry, full_text) or read.get(entry.id) is not None:
        return False
    if not isinstance(stored, Mapping):
        return False
    return str(stored.get(entry.id, "")).endswith(PAGE_MARK)


def _made(
    entry: Entry,
    parsed: ParsedFeed,
    url: str,
    now: datetime,
    read: Mapping[str, Page | None],
    *,
    waits: bool,
) -> NewArticle:
    # An empty stamp makes the next look try again for the page that could not be had now.
    retried = waits and entry.id not in read
    return from_entry(entry, parsed, url, now, read.get(entry.id), "" if retried else None)


def _outcome(
    feed: Feed, answer: Fetched, parsed: ParsedFeed | None, now: datetime, intervals: Intervals
) -> FeedOutcome:
    dates = [entry.published for entry in parsed.entries if entry.published] if parsed else []
    return FeedOutcome(
        feed=feed.id,
        checked=now,
        due=due.after_answer(
            feed.id,
            dates,
            feed.changed,
            now,
            intervals,
            answer.max_age,
            answer.retry_after,
            parsed.ttl if parsed else None,
        ),
        title=(parsed.title if parsed else None) or None,
        url=answer.permanent_url,
        etag=answer.etag or (feed.etag if answer.not_modified else None),
        modified=answer.modified or (feed.modified if answer.not_modified else None),
    )


def _failed(feed: Feed, error: Exception, now: datetime, intervals: Intervals) -> Polled:
    if isinstance(error, FeedError):
        sentence = error.sentence
        wait = error.retry_after if isinstance(error, HttpStatus) else None
    else:
        sentence = f"It could not be worked on ({type(error).__name__}): please report this fault."
        wait = None
    again = due.after_failure(feed.id, feed.failures + 1, now, intervals, wait)
    return Polled((), FeedOutcome(feed.id, now, again, error=sentence))


async def _look_at_files(feed: Feed, now: datetime, intervals: Intervals, known: Known) -> Polled:
    path = files.path_of(feed.url)
    state = await asyncio.to_thread(files.state, path)
    if state == feed.etag:
        return Polled((), _local_outcome(feed, state, now, intervals))

    def made() -> tuple[list[NewArticle], list[BadLine]]:
        items = list(files.read_file(path, now))
        records = (item for item in items if isinstance(item, Record))
        bad = [item for item in items if isinstance(item, BadLine)]
        return [from_record(record, now) for record in records], bad

    articles, bad = await asyncio.to_thread(made)
    if bad and not articles:
        return _failed(feed, FeedError(feed.url, str(bad[0]).rstrip(".")), now, intervals)
    stored = await known([new.entry or "" for new in articles])
    stamps = stored if isinstance(stored, Mapping) else {}
    fresh = (new for new in articles if new.entry not in stored or stamps)
    changed = (new for new in fresh if stamps.get(new.entry) != new.stamp)
    return Polled(tuple(changed), _local_outcome(feed, state, now, intervals), tuple(bad))


def _local_outcome(feed: Feed, state: str, now: datetime, intervals: Intervals) -> FeedOutcome:
    again = due.after_answer(feed.id, (), None, now, intervals, timedelta())
    return FeedOutcome(feed.id, now, again, etag=state)
