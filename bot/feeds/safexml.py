"""XML of strangers to a tree: no entities, no DTD, no network, bounded depth, lenient."""

import re
from html.entities import html5

from lxml import etree
from lxml.etree import _Element as Element

from bot.feeds.charset import decode

_ILLEGAL = bytes({*range(32)} - {9, 10, 13})
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_JUNK_CHARS = 20_000
"""Warnings of a server's program may stand before the document: not longer than this."""
_BEGINNING = re.compile(r"<(?:\?xml\s|rss\b|feed\b|rdf:RDF\b|opml\b)", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,1000}>")
_START_TAG = re.compile(r"<[^<>]{1,4000}>")
_UNQUOTED = re.compile(r"(\s[\w:.-]{1,60})=([^\s\"'<>=]{1,200})(?=[\s/>])")
_SUSPICIOUS = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_AMPERSAND = re.compile(
    rb"&(?:(amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});"
    rb"|#X([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_DOCTYPE_PART = re.compile(r"[\[\]>\"']|<!--")
_NAMED = {name[:-1]: text for name, text in html5.items() if name.endswith(";")}


class NotXmlError(ValueError):
    """No tree can be made of it."""


def read(data: bytes, transport: str | None = None, base: str | None = None) -> Element:
    """Parse XML, well-formed or nearly so.

    The document type is cut off before the parser sees the text, so nothing can be declared,
    expanded or included. Entities that HTML knows are put in; any other reference stays as the
    words it is written with.

    Args:
        data: the document.
        transport: the charset that the server gave.
        base: the document's own address.

    Raises:
        NotXmlError: it has no element, or is nested deeper than 256 levels from its root on.
    """
    text = _without_prolog(decode(data, transport))
    if not text:
        raise NotXmlError("it holds no XML")
    text = _START_TAG.sub(_with_quotes, text, count=1)
    document = text.encode("utf-8", errors="replace").translate(None, _ILLEGAL)
    if b"\xef\xbf" in document:
        for noncharacter in _NONCHARACTERS:
            document = document.replace(noncharacter, b"")
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(_with_known_references(document), parser, base_url=base)
    except (etree.LxmlError, ValueError) as e:
        raise NotXmlError(str(e)[:200]) from e
    if root is None:
        raise NotXmlError("it holds no element")
    return root


def _with_quotes(tag: re.Match[str]) -> str:
    """Quote what the root forgot to: <rss version=2.0> would lose the whole document."""
    return _UNQUOTED.sub(r'\1="\2"', tag.group())


def _without_prolog(text: str) -> str:
    """Cut off what stands before the root: junk, the declaration, comments, the document type."""
    begun = _BEGINNING.search(text, 0, _JUNK_CHARS)
    start = begun.start() if begun else text.find("<")
    if start < 0:
        return ""
    while True:
        if match := _DECLARATION.match(text, start):
            start = match.end()
        elif text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            start = end + 3 if end >= 0 else len(text)
        elif text.startswith("<?", start):
            end = text.find("?>", start + 2)
            start = end + 2 if end >= 0 else len(text)
        elif text[start : start + 9].upper() == "<!DOCTYPE":
            start = _after_doctype(text, start + 9)
        else:
            return text[start:]
        start = text.find("<", start)
        if start < 0:
            return ""


def _after_doctype(text: str, position: int) -> int:
    """Find the end of a document type: brackets, quotes and comments inside it are stepped over."""
    inside = 0
    while match := _DOCTYPE_PART.search(text, position):
        position = match.end()
        part = match.group()
        if part in {'"', "'"}:
            position = text.find(part, position) + 1 or len(text)
        elif part == "<!--":
            position = text.find("-->", position) + 3
            if position < 3:
                return len(text)
        elif part == ">" and not inside:
            return position
        else:
            inside += {"[": 1, "]": -1}.get(part, 0)
    return len(text)


def _with_known_references(document: bytes) -> bytes:
    """Make every "&" outside CDATA one that XML understands without a document type."""
    if document.rfind(b"<![CDATA[") > document.rfind(b"]]>"):
        document += b"]]>"  # cut off inside a section, which would be lost
    if not _SUSPICIOUS.search(document):
        return document
    parts: list[bytes] = []
    position = 0
    while True:
        start = document.find(b"<![CDATA[", position)
        end = document.find(b"]]>", start) if start >= 0 else -1
        if end < 0:
            parts.append(_AMPERSAND.sub(_reference, document[position:]))
            return b"".join(parts)
        parts.append(_AMPERSAND.sub(_reference, document[position:start]))
        parts.append(document[start : end + 3])
        position = end + 3


def _reference(match: re.Match[bytes]) -> bytes:
    known, hexadecimal, name = match.groups()
    if known is not None:
        return match.group()
    if hexadecimal is not None:
        return b"&#x" + hexadecimal + b";"
    meant = _NAMED.get(name.decode("ascii")) if name is not None else None
    if meant is None:
        return b"&amp;" + match.group()[1:]
    return "".join(f"&#{ord(letter)};" for letter in meant).encode("ascii")
