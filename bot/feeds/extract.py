"""The article of a web page: the only user of trafilatura. It never asks the network."""

import logging
from datetime import datetime

import trafilatura
from trafilatura.metadata import extract_metadata

from bot.feeds import dates, markup, metadata
from bot.feeds.charset import decode
from bot.feeds.errors import NoText
from bot.feeds.model import Page

MAX_BYTES = 4_000_000
"""Larger pages are not read: they are data, not articles."""
MAX_TAGS = 50_000
"""A page of more is not read: the largest articles have half as many, and a hostile page may have
millions, each of which costs some 20 microseconds."""
MAX_TEXT_CHARS = 400_000
_SHORT = 250
"""Characters. A shorter text may be a caption or a notice: other ways are tried, too."""

# Its complaints about pages that hold no article are our NoText, told once.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract(data: bytes, url: str | None = None, charset: str | None = None) -> Page:
    """Read the article of a page.

    Args:
        data: the page's HTML.
        url: where it came from.
        charset: what the server said.

    Raises:
        NoText: there is no article in it.
    """
    if len(data) > MAX_BYTES:
        raise NoText(url or "", "the page is too large to be an article")
    source = decode(data, charset)
    if source.count("<") > MAX_TAGS:
        raise NoText(url or "", "the page is too intricate to be an article")
    facts = metadata.read(source, url)
    text = _article(source, url)
    if len(text) < _SHORT:
        thorough = _article(source, url, thorough=True)
        # Of a page with little text, being thorough finds the menus.
        found = thorough if len(thorough) >= 2 * _SHORT else ""
        text = max((text, facts.body, found, facts.teaser), key=len)
    if " ".join(facts.body.split()) == text:
        text = facts.body  # the same words, with their paragraphs
    if not text:
        raise NoText(url or "", "the page holds no article")
    return Page(
        title=facts.title[:500],
        text=text[:MAX_TEXT_CHARS],
        url=facts.address,
        published=facts.published or _guessed_date(source, url),
        language=facts.language,
        outlet=facts.outlet,
        author=facts.author,
    )


def _article(source: str, url: str | None, *, thorough: bool = False) -> str:
    try:
        document = trafilatura.bare_extraction(
            source,
            url=url,
            fast=not thorough,
            favor_recall=thorough,
            include_comments=False,
            include_images=False,
            with_metadata=False,
        )
    except Exception:  # noqa: BLE001 (whatever its parsers raise on hostile pages: no article)
        return ""
    return markup.lines(str(getattr(document, "text", None) or ""))


def _guessed_date(source: str, url: str | None) -> datetime | None:
    """Find the day of a page that does not plainly tell it: in its address, in its words."""
    try:
        guessed = extract_metadata(source, default_url=url, extensive=True).date
    except Exception:  # noqa: BLE001 (as above: no date)
        return None
    return dates.believed(dates.parse(guessed or ""))
