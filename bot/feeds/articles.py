"""Entries, pages and records to articles: ids, sentences, language, outlet. Pure."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime

from bot.feeds import addresses
from bot.feeds.model import Entry, Page, ParsedFeed, Record
from storage.model import NewArticle
from summarizer import text
from summarizer.model import Article

MAX_TITLE_CHARS = 120
"""Of a title that is made of the first sentence; a source's own is never cut here."""

LANGUAGE_CHARS = 1_000
"""So much of a text tells its language."""

PAGE_MARK = "+page"
"""Ends the stamp of an entry whose text came from its page."""

# What publishing programs and aggregators add below an entry; no reader wants it as a sentence.
_ADDED = re.compile(
    r"The post .{1,300} (?:appeared first|first appeared) on .{1,100}"
    r"|(?:This (?:article|story|post) )?(?:originally|first) (?:appeared|published) [io]n .{1,100}"
    r"|(?:Article URL|Comments URL|Points|# Comments): .{1,500}"
    r"|submitted by /?u/\S{1,50}(?: to /?r/\S{1,50})?(?: \[link\])?(?: \[comments\])?"
    r"|(?:Continue reading|Read more|Read (?:the )?full (?:story|article)|Devamını oku|Devamı"
    r"|Weiterlesen|Lire la suite|Leggi tutto|Seguir leyendo|Leer más|Lees verder|Читать далее"
    r"|Подробнее)\b[^.!?]{0,100}(?:\.\.\.)?",
    re.IGNORECASE,
)
_CUT_HERE = re.compile(r"\s*\[(?:…|\.\.\.)\]\Z")


def id_of(url: str) -> str:
    """Give the id that the article of a page has, unless who gave it had one of its own."""
    return _digest((addresses.canonical(url),))


def from_record(record: Record, now: datetime) -> NewArticle:
    """Make an article of an imported record.

    Args:
        record: its id is kept; without one, the id is made of its address, or of its words.
        now: the publishing time of a record that has none.
    """
    id_ = record.id or (
        id_of(record.url) if record.url else _digest((record.title or "", record.text))
    )
    article = _article(
        id_=id_,
        url=record.url,
        title=record.title,
        body=record.text,
        hint=record.language,
        published=record.published,
        outlet=record.source or addresses.host(record.url) or "",
        now=now,
    )
    return NewArticle(
        article, text.tokens(article), entry=id_, stamp=_digest(map(str, astuple(record)))
    )


def from_page(page: Page, url: str, now: datetime) -> NewArticle:
    """Make an article of a page that nobody's feed named.

    Args:
        page: as extracted.
        url: where it was fetched from.
        now: bounds its time of publishing, and is it where the page gives none.
    """
    address = page.url or url
    article = _article(
        id_=id_of(address),
        url=address,
        title=page.title,
        body=page.text,
        hint=page.language,
        published=page.published,
        outlet=page.outlet or addresses.host(address) or "",
        now=now,
    )
    return NewArticle(article, text.tokens(article))


def from_entry(
    entry: Entry,
    feed: ParsedFeed,
    url: str,
    now: datetime,
    page: Page | None = None,
    stamp: str | None = None,
) -> NewArticle:
    """Make an article of a feed's entry.

    The address makes the id, so that one page is one article whatever feeds name it. But a feed
    may name anybody's page: only where the text came from the page itself, or the page is on
    the feed's own site, is the feed believed. Otherwise a stranger's feed could rewrite another
    publisher's articles.

    Args:
        entry: with a title or a text.
        feed: that the entry is of.
        url: of the feed.
        now: bounds the time of publishing, and is it where nobody gives one.
        page: the entry's page, where it was fetched; its text is used.
        stamp: instead of the entry's own, to have it looked at again.
    """
    address = (page.url if page else None) or entry.url
    honest = page is not None or addresses.same_site(entry.url, url)
    own = (addresses.canonical(address),) if address and honest else (url, entry.id)
    at_home = address is None or addresses.same_site(address, feed.link or url)
    outlet = (page.outlet if page else None) or (feed.title if at_home else None)
    article = _article(
        id_=_digest(own),
        url=address,
        title=entry.title or (page.title if page else None),
        body=page.text if page else entry.text,
        hint=(page.language if page else None) or entry.language,
        published=entry.published or (page.published if page else None),
        outlet=outlet or addresses.host(address) or feed.title or addresses.host(url) or "",
        now=now,
    )
    if stamp is None:
        stamp = stamp_of(entry) + (PAGE_MARK if page else "")
    return NewArticle(article, text.tokens(article), entry=entry.id, stamp=stamp)


def stamp_of(entry: Entry) -> str:
    """Give a short mark of an entry as the feed gives it; another text has another mark."""
    return _digest((entry.title, entry.text, entry.url or ""))


def _article(
    *,
    id_: str,
    url: str | None,
    title: str | None,
    body: str,
    hint: str | None,
    published: datetime | None,
    outlet: str,
    now: datetime,
) -> Article:
    body = "\n".join(_own_words(title or "", body.splitlines()))
    language = text.detect_language((body or title or "")[:LANGUAGE_CHARS], hint)
    sentences = text.sentences(title or None, body, language)
    return Article(
        id=id_,
        url=url,
        title=title or _beginning(sentences[0].text if sentences else ""),
        language=language,
        published=min(published, now) if published else now,
        outlet=outlet,
        sentences=sentences,
        dated=published is not None,
    )


def _own_words(title: str, lines: Iterable[str]) -> list[str]:
    """Drop the headline said again at the top and what a program added at the end."""
    kept = list(lines)
    while kept and title and kept[0].strip().casefold() == title.casefold():
        kept.pop(0)
    while kept and len(kept[-1]) < 600 and _ADDED.fullmatch(kept[-1].strip()):
        kept.pop()
    if kept:
        kept[-1] = _CUT_HERE.sub("…", kept[-1])
    return kept


def _beginning(sentence: str) -> str:
    """Cut a sentence to a headline's length, between words."""
    if len(sentence) <= MAX_TITLE_CHARS:
        return sentence
    return sentence[: MAX_TITLE_CHARS - 1].rsplit(None, 1)[0].rstrip(",;:–—-") + "…"


def _digest(parts: Iterable[str]) -> str:
    joined = "\x1f".join(parts).encode("utf-8", errors="replace")
    return hashlib.sha256(joined).hexdigest()[:16]
