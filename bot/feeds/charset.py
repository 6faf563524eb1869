"""Bytes to text, whatever they call themselves. Pure."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How "<?" and "<h" and their kin begin where there is no byte order mark.
_BEGINNINGS = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_XML_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{1,40})")
_HTML_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)

# Names stand for the larger set that is really sent under them (WHATWG Encoding Standard).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz"})
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_EBCDIC = frozenset({"cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"})
# A closed list: Python also calls compression and escapes "encodings", which must not run.
_TEXT = (
    frozenset(_MEANT.values())
    | _SEVEN_BIT
    | _WIDE
    | _EBCDIC
    | {"utf-8", "euc_jp", "euc_jis_2004", "johab", "koi8-r", "koi8-u", "koi8-t", "kz1048"}
    | {"ptcp154", "mac-roman", "mac-cyrillic", "mac-turkish", "mac-greek", "mac-latin2"}
    | {f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    | {f"cp125{n}" for n in range(9)}
    | {f"cp{n}" for n in (437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865)}
    | {f"cp{n}" for n in (866, 869, 1125)}
)


def decode(data: bytes, transport: str | None = None) -> str:
    """Read bytes of XML or HTML as text. Never fails: what cannot be read becomes U+FFFD.

    A byte order mark decides. Bytes that are valid UTF-8 are UTF-8, whatever they are declared
    as, since hardly any other text is valid UTF-8 by chance. Then the server's word counts, then
    the document's own, then Windows-1252.

    Args:
        data: the document.
        transport: the charset that the server gave, or None.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(_without_mark(name, mark), errors="replace")
    head = data[:4096]
    declared = [
        name for name in (_text_codec(transport), _text_codec(_own_word(head))) if name is not None
    ]
    declared += [name for start, name in _BEGINNINGS if head.lstrip(b" \t\r\n").startswith(start)]
    odd = [name for name in declared if name in _SEVEN_BIT | _WIDE | _EBCDIC]
    for name in (*odd, "utf-8", *declared):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if name not in _WIDE | _EBCDIC or "<" in text:
            return text
    # Cut in the middle of a letter, or with a bad byte or two: still UTF-8 if it mostly is. In
    # any one-byte encoding nearly every letter beyond ASCII is a bad one.
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    if "utf-8" in declared or bad * 4 < _letters_beyond(data):
        return text
    return data.decode("latin-1")


def _without_mark(name: str, mark: bytes) -> str:
    if name == "utf-8":
        return name
    return f"{name}-{'le' if mark[0] == 0xFF else 'be'}"


def _own_word(head: bytes) -> str | None:
    match = _XML_DECLARED.search(head) or _HTML_DECLARED.search(head)
    return match.group(1).decode("ascii", errors="replace") if match else None


def _text_codec(name: str | None) -> str | None:
    """Give the codec that a name means; None for names that are unknown or no charset."""
    if not name:
        return None
    try:
        known = codecs.lookup(name.strip().lower()).name
    except (LookupError, ValueError):
        return None
    meant = _MEANT.get(known, known)
    return meant if meant in _TEXT else None


def _letters_beyond(data: bytes) -> int:
    return sum(data.count(bytes((lead,))) for lead in range(0xC2, 0xF5))
