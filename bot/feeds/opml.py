"""OPML, the format in which lists of feeds travel: reading anybody's, writing ours."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

from lxml import etree
from lxml.etree import _Element as Element

from bot.feeds import markup, safexml
from bot.feeds.errors import NotAnOpml
from bot.feeds.guard import MalformedAddressError, taken_apart
from bot.feeds.model import ListedFeed

MAX_FEEDS = 10_000
MAX_TOPICS = 8
_MAX_NAME_CHARS = 200


def read(data: bytes, name: str) -> tuple[ListedFeed, ...]:
    """Read a list of feeds; outlines around outlines are topics. A feed counts once per topic.

    Args:
        data: the document, in any encoding.
        name: of the file or address, for errors.

    Raises:
        NotAnOpml: it is none.
    """
    try:
        root = safexml.read(data)
    except safexml.NotXmlError as e:
        raise NotAnOpml(name, "it is no list of feeds (OPML)") from e
    if _local(root) != "opml":
        raise NotAnOpml(name, "it is no list of feeds (OPML)")
    found: dict[tuple[str, tuple[str, ...]], ListedFeed] = {}
    # A stack instead of recursion: strangers choose the depth.
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting and len(found) < MAX_FEEDS:
        element, topics = waiting.pop()
        said = {key.lower(): markup.line(value) for key, value in element.attrib.items()}
        title = (said.get("title") or said.get("text") or "")[:_MAX_NAME_CHARS]
        heading = (said.get("text") or title)[:_MAX_NAME_CHARS]
        if url := _feed_url(said.get("xmlurl", "")):
            listed = ListedFeed(url, title, topics or _categories(said.get("category", "")))
            found.setdefault((url, listed.topics), listed)
        elif heading and _local(element) == "outline" and len(topics) < MAX_TOPICS:
            topics = (*topics, heading)
        waiting.extend((child, topics) for child in reversed(element))
    return tuple(found.values())


def write(feeds: Iterable[ListedFeed], title: str, created: datetime) -> bytes:
    """Write a list of feeds, grouped by their topics in the order given.

    Args:
        feeds: those of one topic need not stand together.
        title: of the list.
        created: aware.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = markup.line(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(created)
    groups: dict[tuple[str, ...], Element] = {(): etree.SubElement(root, "body")}
    for feed in feeds:
        group = groups[()]
        for depth in range(1, len(feed.topics) + 1):
            path = feed.topics[:depth]
            if path not in groups:
                groups[path] = etree.SubElement(group, "outline", text=markup.line(path[-1]))
            group = groups[path]
        name = markup.line(feed.title or feed.url)
        etree.SubElement(
            group, "outline", type="rss", text=name, title=name, xmlUrl=markup.line(feed.url)
        )
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _feed_url(written: str) -> str | None:
    """Give the address of a feed as it is written, user and password included."""
    if written[:7].lower() == "feed://":
        written = f"http://{written[7:]}"
    elif written[:5].lower() == "feed:":
        written = written[5:]
    try:
        taken_apart(written)
    except MalformedAddressError:
        return None
    return written


def _categories(said: str) -> tuple[str, ...]:
    first = said.partition(",")[0]
    topics = (part.strip()[:_MAX_NAME_CHARS] for part in first.split("/"))
    return tuple(topic for topic in topics if topic)[:MAX_TOPICS]
