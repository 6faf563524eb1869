"""The pages of entries that give but a teaser: fetched, bounded, and believed only if they fit."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.feeds.errors import Busy, FeedError, HttpStatus, NoText, Unreachable
from bot.feeds.extract import MAX_BYTES, extract
from bot.feeds.fetch import Fetcher
from bot.feeds.model import Entry, Page
from summarizer.text import fold, words

SHORT = 400
"""Characters. A shorter text is a teaser."""
MAX_PAGES = 30
"""Pages fetched for one feed at a time; the newest entries go first."""
PATIENCE = 60.0
"""Seconds for all of a feed's pages together."""

_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/plain"})
_LONG_WORD = 5
_WORTHWHILE = 100
"""Characters that a page must add to the teaser."""
_EPOCH = datetime.min.replace(tzinfo=UTC)


async def pages(entries: Sequence[Entry], fetcher: Fetcher) -> dict[str, Page | None]:
    """Fetch the pages of entries.

    Args:
        entries: any; those without an address have no page.
        fetcher: open.

    Returns:
        By id of the entry: its page, or None where it has none that helps. An entry that is
        missing here may have one another time: its server did not answer, or time was up.
    """
    found: dict[str, Page | None] = {entry.id: None for entry in entries if entry.url is None}
    wanted = sorted((e for e in entries if e.url), key=_published, reverse=True)[:MAX_PAGES]

    async def one(entry: Entry) -> None:
        try:
            page = await _page(entry.url or "", fetcher)
        except Busy:
            return
        except HttpStatus as e:
            if e.status < 500:
                found[entry.id] = None
        except Unreachable:
            return
        except FeedError:
            found[entry.id] = None
        else:
            found[entry.id] = page if fits(entry, page) else None

    try:
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            for entry in wanted:
                group.create_task(one(entry))
    except TimeoutError:
        pass  # what is there by now is used
    return found


def fits(entry: Entry, page: Page) -> bool:
    """Whether a page tells of what its entry announces, and tells more.

    Pages that ask for consent, a password or money are long and tell of nothing: too few of
    the headline's longer words stand in them.
    """
    if len(page.text) < len(entry.text) + _WORTHWHILE:
        return False
    announced = _long_words(entry.title) or _long_words(entry.text)
    told = _long_words(f"{page.title}\n{page.text}") if announced else set()
    return len(announced & told) * 3 >= len(announced)


async def _page(url: str, fetcher: Fetcher) -> Page:
    answer = await fetcher.get(url, max_bytes=MAX_BYTES)
    if answer.content_type not in _PAGE_TYPES:
        raise NoText(url, f"it is no page but {answer.content_type[:60]}")
    return await asyncio.to_thread(extract, answer.body, answer.url, answer.charset)


def _long_words(text: str) -> set[str]:
    return {fold(word) for word in words(text) if len(word) >= _LONG_WORD}


def _published(entry: Entry) -> datetime:
    return entry.published or _EPOCH
