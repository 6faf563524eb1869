"""From a site to its feeds."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin

from lxml import etree

from bot.feeds import addresses, markup
from bot.feeds.charset import decode
from bot.feeds.errors import FeedError, NotAFeed
from bot.feeds.fetch import Fetched, Fetcher
from bot.feeds.model import FoundFeed
from bot.feeds.parse import parse

MAX_FEEDS = 8
"""Feeds of one site that are looked at; large sites name dozens."""

_FEED_TYPES = frozenset(
    {
        "application/rss+xml", "application/atom+xml", "application/feed+json",
        "application/rdf+xml", "application/xml", "text/xml", "application/json",
    }
)  # fmt: skip
_FEED_LINK = re.compile(
    r"(?:/(?:feed|rss|atom|feeds)s?/?|\.(?:rss|atom|rdf)|/(?:feed|rss|atom|index|all)\.(?:xml|json)|"
    r"[?&]feed=\w+)$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|kommentar|yorum|commentaire", re.IGNORECASE)
_ANY_TIME = datetime.max.replace(tzinfo=UTC)
_USUAL_PLACES = (
    "feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "?feed=rss2",
    "feeds/posts/default",
)  # fmt: skip


async def discover(url: str, fetcher: Fetcher) -> tuple[FoundFeed, ...]:
    """Find the feeds of a site; the address of a feed finds itself.

    Every feed in the answer was fetched and read. The site's own order is kept, feeds of
    comments come last.

    Args:
        url: of a page of the site, with or without "https://".
        fetcher: open.

    Raises:
        FeedError: the address itself cannot be had. A site without feeds gives none.
    """
    asked = url.strip()
    if "://" not in asked:
        asked = f"https://{asked}"
    answer = await fetcher.get(asked)
    try:
        return (FoundFeed(answer.permanent_url or asked, _read(answer)),)
    except NotAFeed:
        named = tuple(dict.fromkeys(_named(answer)))[:MAX_FEEDS]
    if found := await _working(named, fetcher):
        return found
    for place in _usual_places(answer.url):
        if found := await _working((place,), fetcher):
            return found
    return ()


def links(source: str, url: str) -> tuple[FoundFeed, ...]:
    """Give the feeds that a page names, unchecked: its alternates, then links that look like one.

    Args:
        source: the page's HTML.
        url: where it came from.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(source.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        return ()
    if root is None:
        return ()
    base = next((element.get("href") or "" for element in root.iter("base")), "")
    found: dict[str, FoundFeed] = {}
    alternates = (
        (link.get("href") or "", link.get("title") or "")
        for link in root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").lower().partition(";")[0].strip() in _FEED_TYPES
    )
    anchors = (
        (anchor.get("href") or "", "".join(anchor.itertext()))
        for anchor in root.iter("a")
        if _FEED_LINK.search((anchor.get("href") or "").strip())
    )
    for href, title in (*alternates, *anchors):
        address = addresses.resolved(href, url, base)
        # The programming interface of a blog calls itself an alternate, too.
        if address and "/wp-json/" not in address and "oembed" not in address:
            found.setdefault(address, FoundFeed(address, markup.line(title)[:200]))
    of_comments = [feed for feed in found.values() if _COMMENTS.search(feed.url + feed.title)]
    return (*(feed for feed in found.values() if feed not in of_comments), *of_comments)


def _read(answer: Fetched) -> str:
    return parse(answer.body, answer.url, _ANY_TIME, charset=answer.charset).title


def _named(answer: Fetched) -> Iterator[str]:
    return (feed.url for feed in links(decode(answer.body, answer.charset), answer.url))


def _usual_places(url: str) -> Iterable[str]:
    root = urljoin(url, "/")
    here = url if url.endswith("/") else f"{url}/"
    return dict.fromkeys(
        (*(urljoin(root, place) for place in _USUAL_PLACES), urljoin(here, "feed"))
    )


async def _working(urls: tuple[str, ...], fetcher: Fetcher) -> tuple[FoundFeed, ...]:
    async def looked_at(url: str) -> FoundFeed | None:
        try:
            answer = await fetcher.get(url)
            return FoundFeed(answer.permanent_url or url, _read(answer))
        except FeedError:
            return None

    looked = await asyncio.gather(*(looked_at(url) for url in urls))
    return tuple({feed.url: feed for feed in looked if feed is not None}.values())
