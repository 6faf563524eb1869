"""What a web page says of itself: headline, time, author, publisher, address."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from bot.feeds import addresses, dates, markup
from bot.feeds.language import language_code

_MAX_ITEMS = 20
_MAX_SCRIPT_CHARS = 500_000
_MAX_DEPTH = 6
_ARTICLES = re.compile(r"\w*(?:Article|BlogPosting|Report|Posting|Review)\Z")

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "parsely-title")
_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "date.issued", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.created",
    "parsely-pub-date", "sailthru.date", "publish-date", "publishdate", "pubdate",
    "publication_date", "article.published", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher", "twitter:site")
_LANGUAGES = ("og:locale", "content-language", "dc.language", "language", "inlanguage")
_SEPARATED = re.compile(r"\s+(?:[|·•»—–-]|::)\s+|_")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself; every field may be missing.

    Attributes:
        title: the headline, without the name of the site.
        address: the page's own word on where it is.
        body: the text that the page gives to machines, where it does; else "".
        teaser: what it says of itself in a sentence or two, or "".
    """

    title: str = ""
    published: datetime | None = None
    language: str | None = None
    outlet: str | None = None
    author: str | None = None
    address: str | None = None
    body: str = ""
    teaser: str = ""


def read(source: str, url: str | None) -> PageFacts:
    """Read what a page says of itself.

    Args:
        source: the page's HTML.
        url: where it came from; relative addresses start there.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(source.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        return PageFacts()
    if root is None:
        return PageFacts()
    said = _metas(root)
    article = next(_articles(root), {})
    outlet = _first(said, _OUTLETS).lstrip("@") or _name(article.get("publisher"))
    return PageFacts(
        title=_title(root, said, article, outlet),
        published=_published(root, said, article),
        language=_language(root, said, article),
        outlet=outlet or None,
        author=_author(root, said, article) or None,
        address=_address(root, said, url),
        body=markup.plain(_text(article.get("articleBody"))),
        teaser=_first(said, ("og:description", "description", "twitter:description")),
    )


def _metas(root: Element) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        name = (name or meta.get("http-equiv") or "").strip().lower()
        content = markup.line(meta.get("content") or "")
        if name and content:
            said.setdefault(name, content)
    return said


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if name in said), "")


def _articles(root: Element) -> Iterator[Mapping[str, Any]]:
    """Find the descriptions of articles in the page's JSON-LD."""
    for number, script in enumerate(root.iter("script")):
        if number >= 500 or "ld+json" not in (script.get("type") or ""):
            continue
        text = (script.text or "").strip()
        if len(text) <= _MAX_SCRIPT_CHARS:
            try:
                yield from _described(json.loads(text, strict=False), _MAX_DEPTH)
            except (ValueError, RecursionError):
                continue


def _described(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if not depth:
        return
    if isinstance(value, list):
        for item in value[:_MAX_ITEMS]:
            yield from _described(item, depth - 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if any(
            isinstance(kind, str) and _ARTICLES.match(kind)
            for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _described(value.get(key), depth - 1)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    """Give the name of a person or organisation, however it is wrapped."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_name(item) for item in value[:5] if item != value)))
    if isinstance(value, dict):
        value = value.get("name")
    name = markup.line(value) if isinstance(value, str) else ""
    return "" if name.startswith(("http://", "https://")) else name[:200]


def _title(root: Element, said: Mapping[str, str], article: Mapping[str, Any], outlet: str) -> str:
    window = _written(root, "title")
    spoken = _first(said, _TITLES) or markup.line(_text(article.get("headline")))
    big = [text for text in _texts(root, "h1") if text]
    if spoken and not (len(big) == 1 and big[0] in window):
        return _without_site(spoken, outlet)
    # The headline is the heading that the window's title repeats, the site's own name aside.
    repeated = [
        heading
        for heading in (*big, *_texts(root, "h2"))
        if len(heading) > 3 and heading.casefold() in window.casefold() and heading != outlet
    ]
    own = [heading for heading in repeated if not _names_site(heading, window)]
    headline = max(own, key=len, default="")
    return headline or _without_site(spoken or window, outlet) or next(iter(big), "")


def _names_site(heading: str, window: str) -> bool:
    """Whether a heading is but the first or last part of a title of several parts."""
    parts = [part.strip().casefold() for part in _SEPARATED.split(window)]
    rest = [part for part in parts if part and part not in heading.casefold()]
    return len(parts) > 1 and len(heading) < max(map(len, rest), default=0)


def _without_site(title: str, outlet: str) -> str:
    """Cut the name of the site off a title: "Headline | Example News"."""
    parts = [(match.start(), match.end()) for match in _SEPARATED.finditer(title)]
    if not parts:
        return title
    (_, first), (last, after) = parts[0], parts[-1]
    if outlet and title[after:].casefold().startswith(outlet.casefold()):
        return title[:last]
    if outlet and title[:first].casefold().startswith(outlet.casefold()):
        return title[first:]
    if len(title[after:].split()) <= 3 and len(title[:last].split()) >= 4:
        return title[:last]
    return title


def _published(
    root: Element, said: Mapping[str, str], article: Mapping[str, Any]
) -> datetime | None:
    written = [_text(article.get("datePublished")), *(said.get(name, "") for name in _DATES)]
    for element in root.iter("time", "abbr", "span"):
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            written.append(element.get("datetime") or element.get("content") or element.text or "")
    stamps = [element.get("datetime") or "" for element in root.iter("time")]
    # With several times on the page it is anyone's guess which is the article's.
    if len(set(stamps)) == 1:
        written.append(stamps[0])
    found = (dates.believed(dates.parse(text)) for text in written if text)
    return next((moment for moment in found if moment is not None), None)


def _language(root: Element, said: Mapping[str, str], article: Mapping[str, Any]) -> str | None:
    spoken = [root.get("lang") or root.get("xml:lang") or "", _text(article.get("inLanguage"))]
    return next(filter(None, map(language_code, (*spoken, _first(said, _LANGUAGES)))), None)


def _author(root: Element, said: Mapping[str, str], article: Mapping[str, Any]) -> str:
    named = _name(article.get("author")) or _first(said, _AUTHORS)
    if named and not named.startswith(("http://", "https://")):
        return named[:200]
    for link in root.iter("a"):
        if "author" in (link.get("rel") or "").split():
            return markup.line("".join(link.itertext()))[:200]
    return ""


def _address(root: Element, said: Mapping[str, str], url: str | None) -> str | None:
    """Give the page's own address, believed only where it stays on the page's own site."""
    links = (
        link.get("href") for link in root.iter("link") if link.get("rel", "").lower() == "canonical"
    )
    for written in (next(links, None), said.get("og:url")):
        address = addresses.resolved(written, url or "") if written else None
        if address and (url is None or addresses.same_site(address, url)):
            return address
    return url


def _written(root: Element, tag: str) -> str:
    return next(_texts(root, tag), "")


def _texts(root: Element, tag: str) -> Iterator[str]:
    for element in root.iter(tag):
        yield markup.line("".join(element.itertext()))
