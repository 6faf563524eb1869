"""Sentences cut to what is worth repeating, every piece verbatim. Pure."""

import re
from collections.abc import Collection

LONG = 45
"""Words from which a sentence is cut."""

_DATELINE = re.compile(
    r"^(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?:[ ,]+[A-ZÀ-ÖØ-Þ][\w.'’-]*){0,4}(?: \([^)]{2,20}\))?"
    r"\s*[–—-]{1,2}\s+|\([A-Z]{2,10}\)\s*[–—-]{1,2}\s+)"
)
_STRAY = re.compile(r"^(?:['\"”’»)\]]+\s+)+|(?:\s+['\"“‘«(\[]+)+$")
_PIECES = re.compile(
    r"(?<=;)\s+|(?<=,)\s+(?=(?:and|but|while|which|who|as|after|ve|ancak|y|pero|que|e|ma|en|maar|und|aber|et|mais)\s)|\s+[–—]\s+"
)


def trim(sentence: str, keep: Collection[str] = ()) -> str:
    """Cut a sentence to what is worth repeating.

    A dateline and stray quotation marks fall off always. A long sentence loses clauses at its end
    that hold no word to keep.

    Args:
        sentence: verbatim.
        keep: words that must stay.
    """
    text = _STRAY.sub("", _DATELINE.sub("", sentence)).strip() or sentence
    if len(text.split()) <= LONG or not keep:
        return text
    pieces = list(_PIECES.finditer(text))
    for cut in pieces:
        head = text[: cut.start()]
        if (
            len(head.split()) >= LONG // 3
            and all(word in head for word in keep)
            and _balanced(head)
        ):
            return head.rstrip(" ,;–—")
    return text


def _balanced(text: str) -> bool:
    """Say whether quotation marks and brackets close."""
    pairs = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in pairs)
