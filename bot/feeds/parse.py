"""Bytes to a feed, whatever the format: each has a reader, and nothing behind it knows which.

The readers are our own, on lxml: feedparser and fastfeedparser read fewer fields right, and a
hostile feed of a tenth of a megabyte makes the former take a third of a gigabyte
(benchmarks/quality_feeds.py).
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.feeds import addresses, dates, jsonfeed, markup, safexml, syndication
from bot.feeds.errors import NotAFeed
from bot.feeds.language import language_code
from bot.feeds.model import Entry, ParsedFeed
from bot.feeds.raw import RawEntry, RawFeed

MAX_TEXT_CHARS = 200_000
"""Of one entry; the rest is cut off. A long read has about 50,000."""
MAX_TITLE_CHARS = 500
MAX_ID_CHARS = 300

_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)


def parse(
    data: bytes, url: str, now: datetime, *, charset: str | None = None, link: str | None = None
) -> ParsedFeed:
    """Read a feed.

    Args:
        data: as it came, in any encoding.
        url: where it came from; relative links start from it, and errors name it.
        now: bounds the dates.
        charset: what the server said.
        link: a better start for relative links than `url`, such as a Content-Location.

    Raises:
        NotAFeed: nothing in it is a feed.
    """
    raw = _raw(data, charset)
    if raw is None:
        raise NotAFeed(url, _what_instead(data))
    base = link or url
    site = addresses.resolved(raw.link, base, raw.base)
    language = language_code(raw.language)
    entries = (_entry(entry, site or base, language, now) for entry in raw.entries)
    return ParsedFeed(
        title=_cut(raw.title, MAX_TITLE_CHARS),
        link=site,
        language=language,
        entries=tuple(_once(entries)),
        subtitle=_cut(raw.subtitle, MAX_TEXT_CHARS),
        ttl=_ttl(raw.ttl),
        deleted=tuple(_key(id_) for id_ in raw.deleted),
    )


def _raw(data: bytes, charset: str | None) -> RawFeed | None:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return jsonfeed.read(data, charset)
    if _HTML.match(data):
        return None
    try:
        return syndication.read(safexml.read(data, charset))
    except safexml.NotXmlError:
        return None


def _what_instead(data: bytes) -> str:
    if not data.strip():
        return "the answer is empty"
    if _HTML.match(data):
        return "it is a web page, not a feed"
    if data[:1000].lstrip().lower().startswith((b"<opml", b"<?xml")) and b"<opml" in data[:2000]:
        return "it is a list of feeds (OPML), not a feed"
    return "it is not a feed in any format that we know"


def _entry(raw: RawEntry, base: str, language: str | None, now: datetime) -> Entry:
    url = addresses.resolved(raw.link, base, raw.base)
    title = _cut(raw.title, MAX_TITLE_CHARS)
    summary, content = _cut(raw.summary, MAX_TEXT_CHARS), _cut(raw.content, MAX_TEXT_CHARS)
    return Entry(
        id=_key(raw.id) or _key(url or "") or _digest(f"{title}\n{summary or content}"),
        url=url,
        title=title,
        summary=summary or content,
        content=content,
        published=dates.bounded(dates.parse(raw.published or raw.updated), now),
        updated=dates.bounded(dates.parse(raw.updated), now),
        author=raw.author[:MAX_TITLE_CHARS] or None,
        language=language_code(raw.language) or language,
    )


def _key(id_: str) -> str:
    """Give an id as a database can keep it: one line, not endless."""
    line = markup.line(id_)
    return line if len(line) <= MAX_ID_CHARS else _digest(line)


def _once(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Drop entries that come twice.

    The same id is the same entry, unless address and title both differ: careless feeds give all
    their entries one id. Two entries of one address or without any are the same when their titles
    are.
    """
    by_id: dict[str, Entry] = {}
    named: set[tuple[str | None, str]] = set()
    for entry in entries:
        name = (entry.url, entry.title or entry.text)
        twin = by_id.get(entry.id)
        if name in named:
            continue
        if twin is not None:
            if twin.url == entry.url or twin.title == entry.title:
                continue
            entry = _with_own_id(entry)  # noqa: PLW2901
        named.add(name)
        by_id[entry.id] = entry
        yield entry


def _with_own_id(entry: Entry) -> Entry:
    own = _digest(f"{entry.id}\n{entry.url}\n{entry.title}")
    return Entry(own, *(getattr(entry, name) for name in Entry.__slots__[1:]))


def _ttl(minutes: str) -> timedelta | None:
    if not (minutes.isascii() and minutes.isdigit()):
        return None
    return timedelta(minutes=int(minutes[:6])) or None


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:16]
