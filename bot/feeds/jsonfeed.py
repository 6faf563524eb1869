"""JSON Feed 1.0 and 1.1 to a raw feed."""

import json
from collections.abc import Mapping
from typing import Any

from bot.feeds import markup
from bot.feeds.charset import decode
from bot.feeds.raw import RawEntry, RawFeed
from bot.feeds.syndication import MAX_ENTRIES


def read(data: bytes, transport: str | None = None) -> RawFeed | None:
    """Read a JSON Feed; None when it is no JSON or no feed.

    Args:
        data: the document.
        transport: the charset that the server gave.
    """
    try:
        document = json.loads(decode(data, transport))
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    items = [item for item in document["items"] if isinstance(item, dict)]
    if "jsonfeed.org" not in _said(document, "version") and not any(map(_is_item, items)):
        return None
    return RawFeed(
        title=markup.line(_said(document, "title")),
        link=_said(document, "home_page_url"),
        subtitle=markup.lines(_said(document, "description")),
        language=_said(document, "language"),
        entries=tuple(_entry(item) for item in items[:MAX_ENTRIES]),
    )


def _is_item(item: Mapping[str, Any]) -> bool:
    return bool(item.keys() & {"content_html", "content_text", "url", "title"})


def _entry(item: Mapping[str, Any]) -> RawEntry:
    as_html, as_text = _said(item, "content_html"), _said(item, "content_text")
    return RawEntry(
        id=_said(item, "id"),
        link=_said(item, "url") or _said(item, "external_url"),
        title=markup.line(_said(item, "title")),
        summary=markup.lines(_said(item, "summary")),
        content=markup.from_html(as_html) if as_html else markup.lines(as_text),
        published=_said(item, "date_published"),
        updated=_said(item, "date_modified"),
        author=_author(item),
        language=_said(item, "language"),
    )


def _said(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    named = authors[0] if isinstance(authors, list) and authors else item.get("author")
    if isinstance(named, dict):
        return markup.line(_said(named, "name"))
    return markup.line(named) if isinstance(named, str) else ""
