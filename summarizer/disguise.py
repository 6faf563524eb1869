"""What a text says under its disguise: letters that look alike, signs that nobody sees. Pure.

Whoever hides orders in a page hides them from people and from rules, not from models: these read
through zero-width signs, Cyrillic letters among Latin ones, spaced letters, digits for letters and
base64. So rules must read through them, too.
"""

import base64
import binascii
import re
import unicodedata

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
_TAGS = re.compile("[\U000e0020-\U000e007e]{4,}")
_TAG_BASE = 0xE0000
"""Unicode's tag letters are the ASCII ones, this much further on."""

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_FOREIGN = "АВЕЅІЈКМНОРСТУХЬаеѕіјорсухьһԁԛԝѡӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχϲ"
_ALIKE = str.maketrans(_FOREIGN, "ABESIJKMHOPCTYXbaesijopcyxbhdqwwlABEZHIKMNOPTYXaeikvoptuxc")
"""Cyrillic and Greek letters by the Latin ones that they look like."""

_LOOKS_ALIKE = re.compile(f"[{_FOREIGN}]")

_SPACED = re.compile(r"(?<!\w)[^\W\d_](?:[ .·_-][^\W\d_]){5,}(?!\w)")
_GAPS = re.compile(r"[ .·_-][^\W\d_][ .·_-][^\W\d_][ .·_-]")
"""What stands inside spaced letters; far sooner looked for than these."""
_NOT_LETTER = re.compile(r"[\W_]")
_DIGIT = re.compile(r"\d")
_MIXED = re.compile(r"\b(?=\d*[^\W\d_])\w*\d\w*")
_DIGITS = str.maketrans("013457@$", "oieastas")
_ENCODED = re.compile(r"(?<![\w+/])(?:[A-Za-z0-9+/]{4}){6,}(?:[A-Za-z0-9+/]{2,3}=?=?)?(?![\w+/])")
_TEXT = re.compile(r"[ -~\s]+")


def unmasked(text: str) -> str:
    """Give a text as it looks: without unseen signs, in one script a word, unspaced."""
    if text.isascii():
        return _unspaced(text)
    plain = _UNSEEN.sub("", text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)
        if _LOOKS_ALIKE.search(plain):
            plain = _WORD.sub(_in_one_script, plain)
    return _unspaced(plain)


def _unspaced(text: str) -> str:
    return _SPACED.sub(_joined, text) if _GAPS.search(text) else text


def _joined(match: re.Match[str]) -> str:
    return _NOT_LETTER.sub("", match[0])


def _in_one_script(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii() or not _LATIN.search(word):
        return word
    return word.translate(_ALIKE)


def spelled_in_digits(text: str) -> str | None:
    """Give a text with letters for the digits inside its words; None when there are none."""
    if not _DIGIT.search(text) or not _MIXED.search(text):
        return None
    return _MIXED.sub(lambda match: match[0].translate(_DIGITS), text)


def hidden(text: str) -> tuple[str, ...]:
    """Give the texts that are hidden in a text: in tag letters, in base64."""
    found = []
    if not text.isascii():
        for match in _TAGS.finditer(text):
            found.append("".join(chr(ord(letter) - _TAG_BASE) for letter in match[0]))
    for match in _ENCODED.finditer(text):
        decoded = _decoded(match[0])
        if decoded is not None:
            found.append(decoded)
    return tuple(found)


def _decoded(encoded: str) -> str | None:
    """Decode base64, if what comes out is words."""
    try:
        raw = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
        text = raw.decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return text if _TEXT.fullmatch(text) and " " in text else None
