"""RSS in all its versions, Atom, RDF and CDF: an XML tree to a raw feed."""

import base64
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element as Element

from bot.feeds import markup
from bot.feeds.raw import RawEntry, RawFeed

MAX_ENTRIES = 2_000
"""Entries beyond are not read; feeds list the newest first."""

_ATOM = frozenset({"http://www.w3.org/2005/atom", "http://purl.org/atom/ns#"})
_RSS = frozenset(
    {
        "http://purl.org/rss/1.0/",
        "http://purl.org/net/rss1.1#",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://my.netscape.com/publish/formats/rss-0.91.dtd",
    }
)
_USERLAND = re.compile(r"http://(?:backend\.userland\.com/|blogs\.law\.harvard\.edu/tech/)rss")
_PREFIXES = {
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
}
_NO_FEEDS = frozenset({"html", "opml", "urlset", "sitemapindex"})
_ITEMS = frozenset({"item", "entry", "atom:entry"})
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_XML = "{http://www.w3.org/XML/1998/namespace}"
_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

_TITLES = ("title", "dc:title", "media:title", "itunes:title")
_SUMMARIES = (
    "description", "summary", "abstract", "fullitem", "dc:description", "itunes:summary",
    "media:description", "body", "xhtml:body", "atom:summary",
    "itunes:subtitle",
)  # fmt: skip
_CONTENTS = ("content:encoded", "content", "body", "xhtml:body", "xhtml:div", "atom:content")
_SUBTITLES = ("description", "subtitle", "tagline", "abstract", "itunes:subtitle", "itunes:summary")
_IDS = ("guid", "id", "dc:identifier", "atom:id")
_PUBLISHED = (
    "pubdate", "published", "issued", "created", "dcterms:issued", "dcterms:created",
    "atom:published",
)  # fmt: skip
_UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate", "atom:updated")
_DATES = ("dc:date", "date")
_AUTHORS = ("author", "dc:creator", "dc:author", "atom:author", "itunes:author", "media:credit")
_LANGUAGES = ("language", "dc:language")

_EMAIL = r"[\w.+'%-]{1,80}@[\w.-]{1,80}"
_NAMED_EMAIL = re.compile(
    rf"\s*(?:\(\s*(?:mailto:)?{_EMAIL}\s*\)|<\s*{_EMAIL}\s*>)\s*$|^\s*{_EMAIL}\s*\((?P<name>[^()]+)\)"
)

Fields = dict[str, list[Element]]


def read(root: Element) -> RawFeed | None:
    """Read a feed from its tree; None when the tree is none. Changes the tree."""
    kind = _name(root.tag).rpartition(":")[2]
    if kind in _NO_FEEDS:
        return None
    if kind in _ROOTS and _name(root.tag).startswith("?:"):
        _disown(root)
    children = list(root)
    channels = [child for child in children if _name(child.tag) == "channel"]
    holder = channels[0] if channels else root
    # RDF and some old RSS have their items beside the channel.
    items = _items([*(list(holder) if channels else []), *children]) or _items(root.iter())
    if not items and not channels and kind not in _ROOTS:
        return None
    fields = _fields(holder)
    atom = _is_atom(root.tag)
    language = root.get(f"{_XML}lang") or holder.get(f"{_XML}lang") or ""
    return RawFeed(
        title=_line(fields, _TITLES, atom=atom),
        link=_link(fields, holder, guid=""),
        base=holder.base or "",
        subtitle=_lines(fields, _SUBTITLES, atom=atom),
        language=_first(fields, _LANGUAGES) or language,
        ttl=_first(fields, ("ttl",)),
        entries=tuple(_entry(item) for item in items[:MAX_ENTRIES]),
        deleted=_deleted(root),
    )


def _deleted(root: Element) -> tuple[str, ...]:
    """Give the ids of entries that were taken back: "Atom Deleted Entry", RFC 6721."""
    marks = (mark.get("ref") for mark in root.iter(_TOMBSTONE))
    return tuple(ref.strip() for ref in islice(marks, MAX_ENTRIES) if ref and ref.strip())


def _disown(root: Element) -> None:
    """Take the namespace off a vocabulary that calls itself something of its own."""
    space = root.tag[: root.tag.index("}") + 1]
    for element in list(root.iter(f"{space}*")):
        element.tag = element.tag[len(space) :]


def _items(elements: Iterable[Element]) -> list[Element]:
    return [element for element in elements if _name(element.tag) in _ITEMS]


def _entry(item: Element) -> RawEntry:
    fields = _fields(item)
    for group in fields.get("media:group", ()):
        for name, elements in _fields(group).items():
            fields.setdefault(name, elements)
    atom = _is_atom(item.tag)
    guid = _first(fields, _IDS) or item.get(_ABOUT) or ""
    dated = _first(fields, _DATES)
    updated = _first(fields, _UPDATED) or item.get("lastmod") or item.get("LASTMOD") or dated
    content = _lines(fields, _CONTENTS, atom=atom)
    return RawEntry(
        id=guid,
        link=_link(fields, item, _permalink(fields, guid)),
        base=item.base or "",
        title=_line(fields, _TITLES, atom=atom),
        summary=_lines(fields, _SUMMARIES, atom=atom),
        content=content,
        published=_first(fields, _PUBLISHED) or dated or updated,
        updated=updated,
        author=_author(fields),
        language=_language(item, fields),
    )


@lru_cache(maxsize=1024)
def _name(tag: object) -> str:
    """Give an element's name in lower case, with the usual prefix of its vocabulary if foreign."""
    if not isinstance(tag, str):
        return ""
    if not tag.startswith("{"):
        # An undeclared prefix is part of the tag, and nearly always the usual one.
        return tag.lower().removeprefix("rss:")
    space, _, local = tag[1:].partition("}")
    space = space.lower()
    if space in _ATOM:
        return f"atom:{local.lower()}"
    if space in _RSS or _USERLAND.match(space):
        return local.lower()
    return f"{_PREFIXES.get(space, '?')}:{local.lower()}"


def _is_atom(tag: object) -> bool:
    return _name(tag).startswith("atom:") or _name(tag) in {"feed", "entry"}


def _fields(parent: Element) -> Fields:
    """Gather the children of an element by name; Atom's own go by their bare names in Atom."""
    atom = _is_atom(parent.tag)
    fields: Fields = {}
    for child in parent:
        name = _name(child.tag)
        if atom and name.startswith("atom:"):
            name = name[5:]
        fields.setdefault(name, []).append(child)
    return fields


def _wanted(fields: Fields, names: Sequence[str]) -> list[Element]:
    """Give the elements of these names, the better name first; of one name the last first."""
    return [element for name in names if name in fields for element in reversed(fields[name])]


def _first(fields: Fields, names: Sequence[str]) -> str:
    for element in _wanted(fields, names):
        text = "".join(element.itertext()) if len(element) else element.text
        if text and (kept := markup.line(text)):
            return kept
    return ""


def _line(fields: Fields, names: Sequence[str], *, atom: bool) -> str:
    return " ".join(_lines(fields, names, atom=atom).split())


def _lines(fields: Fields, names: Sequence[str], *, atom: bool) -> str:
    for element in _wanted(fields, names):
        if text := _text(element, atom=atom):
            return text
    return ""


def _text(element: Element, *, atom: bool) -> str:
    """Give the text of an element that may hold markup, told by its type or guessed."""
    kind = (element.get("type") or "").lower()
    packed = element.get("mode", "").lower() == "base64" or (atom and _is_packed_kind(kind))
    if packed and (unpacked := _unpacked("".join(element.itertext()))):
        return markup.plain(unpacked)
    if len(element):
        return markup.from_tree(element)
    text = element.text or ""
    if atom and kind in {"text", "text/plain"}:
        return markup.lines(text)
    # Escaped twice by mistake is common, and what names itself XHTML may be escaped all the same.
    return markup.plain(text)


def _is_packed_kind(kind: str) -> bool:
    """Whether Atom 1.0 wants base64: for any media type that is neither text nor XML."""
    return "/" in kind and not (kind.startswith("text/") or kind.endswith(("xml", "html")))


def _unpacked(text: str) -> str:
    """Give what base64 holds; "" where it is none, or holds something else than text."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:
        return ""


def _permalink(fields: Fields, guid: str) -> str:
    if not guid.startswith(("http://", "https://")):
        return ""
    said = next((e.get("isPermaLink") or e.get("ispermalink") for e in fields.get("guid", ())), "")
    return "" if said == "false" else guid


def _link(fields: Fields, holder: Element, guid: str) -> str:
    """Find the address of the page that an entry or a feed is about."""
    own = fields.get("link", ())
    if plain := _last(_plain_link(link) for link in own):
        return plain
    links = [*own, *fields.get("atom:link", ())]
    return (
        _best_href(links)
        or str(holder.get("href") or holder.get("HREF") or "")
        or guid
        or _last(link.get("href") or "" for link in links if link.get("rel") != "self")
    )


def _plain_link(link: Element) -> str:
    return "" if link.get("rel") else markup.line(link.text or link.get("href") or "")


def _best_href(links: Sequence[Element]) -> str:
    alternate = [
        link for link in links if link.get("href") and link.get("rel", "alternate") == "alternate"
    ]
    pages = [link for link in alternate if "html" in link.get("type", "html")]
    return next((link.get("href", "") for link in (*pages, *alternate)), "")


def _last(values: Iterable[str]) -> str:
    return next((value for value in reversed(list(values)) if value), "")


def _author(fields: Fields) -> str:
    for name in _AUTHORS:
        for element in fields.get(name, ()):
            named = [child for child in element if _name(child.tag).removeprefix("atom:") == "name"]
            text = " ".join(_text(named[0] if named else element, atom=False).split())
            if text:
                return _without_email(text)
    return ""


def _without_email(author: str) -> str:
    match = _NAMED_EMAIL.search(author)
    if match is None:
        return author
    return (match["name"] or author[: match.start()]).strip() or author


def _language(item: Element, fields: Fields) -> str:
    own = item.get(f"{_XML}lang") or _first(fields, _LANGUAGES)
    if own:
        return own
    for name in ("content", "summary", "title"):
        for element in fields.get(name, ()):
            if said := element.get(f"{_XML}lang"):
                return str(said)
    return ""
