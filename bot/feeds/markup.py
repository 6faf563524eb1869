"""Markup of strangers to plain text. What leaves here holds words and line breaks, nothing else."""

import html
import re
import threading
import unicodedata

from lxml import etree
from lxml.etree import _Element as Element

# Elements whose content is not for reading.
_UNREAD = (
    "applet", "audio", "button", "canvas", "head", "iframe", "map", "math", "noframes",
    "noscript", "script", "select", "style", "template", "textarea", "video",
)  # fmt: skip
_BLOCKS = (
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
)  # fmt: skip
_CELLS = ("td", "th")
_INLINE = (
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "embed", "font", "i", "img", "ins",
    "kbd", "object", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
)  # fmt: skip
_BREAK = "\N{LINE SEPARATOR}"


def _tags(*names: str) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_KNOWN_TAG = re.compile(
    rf"</?(?:{_tags(*_UNREAD, *_BLOCKS, *_CELLS, *_INLINE)})(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_UNREAD_TAG = re.compile(rf"<(?:{_tags(*_UNREAD)})\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"<(?=/?(?:{_tags(*_BLOCKS)})\b)", re.IGNORECASE)
_CELL_TAG = re.compile(rf"<(?=/?(?:{_tags(*_CELLS)})\b)", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DEEPEST = 200
"""Nesting that the parser surely goes along with; it gives up at 256."""

# Controls, invisible letters that hide words from readers, and overrides of the writing
# direction that show them in another order than they are stored. The joiners U+200C and U+200D
# stay: Persian and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACES = {"\x0b": " ", "\x0c": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "…"}


def readable(text: str) -> str:
    """Drop what is not seen from a text and compose its letters (NFC)."""
    if _UNSEEN.search(text):
        text = _UNSEEN.sub(_seen, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def line(text: str) -> str:
    """Give plain text as one line."""
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    return " ".join(readable(text).split())


def lines(text: str) -> str:
    """Give plain text with its line breaks, blanks collapsed and empty lines dropped."""
    if "\n" not in text:
        return line(text)
    return "\n".join(kept for part in text.splitlines() if (kept := line(part)))


def looks_like_html(text: str) -> bool:
    """Guess whether a text of unknown kind is HTML: it has a known tag or a reference."""
    if "<" in text and _KNOWN_TAG.search(text, 0, 5000):
        return True
    return "&" in text and _REFERENCE.search(text, 0, 5000) is not None


def plain(text: str) -> str:
    """Give the text of what may be HTML or plain text already."""
    return from_html(text) if looks_like_html(text) else lines(text)


def from_html(source: str) -> str:
    """Give the text of HTML, a line for each of its blocks."""
    if "<" not in source:
        return line(html.unescape(source) if "&" in source else source)
    source = _CELL_TAG.sub(" <", _BLOCK_TAG.sub(f"{_BREAK}<", source))
    parser = _parser()
    try:
        root = etree.fromstring(b"<div>" + source.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None or (source.count("<") > _DEEPEST and parser.error_log.filter_from_fatals()):
        # Nested deeper than the parser goes: what it gave may be cut off.
        return _broken(html.unescape(_ANY_TAG.sub(" ", source)))
    if _UNREAD_TAG.search(source):
        etree.strip_elements(root, *_UNREAD, with_tail=False)
    return _broken(etree.tostring(root, method="text", encoding="unicode"))


def from_tree(element: Element) -> str:
    """Give the text of an XML element that holds HTML, a line for each block; changes the tree."""
    tail, element.tail = element.tail, None
    etree.strip_elements(element, *(f"{{*}}{tag}" for tag in _UNREAD), with_tail=False)
    for block in element.iter(*(f"{{*}}{tag}" for tag in _BLOCKS)):
        block.text = _BREAK + (block.text or "")
        block.tail = _BREAK + (block.tail or "")
    for cell in element.iter(*(f"{{*}}{tag}" for tag in _CELLS)):
        cell.tail = " " + (cell.tail or "")
    text = "".join(element.itertext())
    element.tail = tail
    return _broken(text)


def _broken(text: str) -> str:
    """Give text as lines that end where a block did, not where the source broke a line."""
    return "\n".join(kept for part in text.split(_BREAK) if (kept := line(part)))


_local = threading.local()


def _parser() -> etree.HTMLParser:
    # One for each thread: making one costs more than most texts do, and its error log is shared.
    if not hasattr(_local, "parser"):
        _local.parser = etree.HTMLParser(
            encoding="utf-8",
            remove_comments=True,
            remove_pis=True,
            no_network=True,
            huge_tree=False,
        )
    return _local.parser


def _seen(match: re.Match[str]) -> str:
    unseen = match.group()
    if unseen in _SPACES:
        return _SPACES[unseen]
    if "\x80" <= unseen <= "\x9f":  # typed on Windows, declared as something else
        return bytes((ord(unseen),)).decode("cp1252", errors="ignore")
    return ""
