"""What agencies put before the first word of a story: place, agency, date. Pure."""

import re

_DASH = r"\s*(?:-{1,2}|[–—])\s*"
_AGENCY = r"\((?:[A-Z][\w.&/’' -]{1,30})\)"
_TOWN = r"[A-ZÀ-ÖØ-ÞĞİŞ][\w.,’'/-]*(?: [A-ZÀ-ÖØ-ÞĞİŞ(][\w.,’'/)-]*){0,5}"
_DAY = r"(?:\d{1,2}|[^\W\d_]{3,10}\.?)"
_CAPITALS = r"[A-ZÀ-ÖØ-ÞĞİŞ][A-ZÀ-ÖØ-ÞĞİŞ .,’'/-]{2,40}"
_NEXT = r"(?=[\"“«]?[A-ZÀ-ÖØ-ÞĞİŞ])"
_DATELINES = tuple(
    re.compile(pattern + _NEXT)
    for pattern in (
        rf"{_AGENCY}(?:{_DASH}|\s*)",
        rf"{_TOWN}\s{_AGENCY}{_DASH}",
        rf"{_CAPITALS}(?:,? {_DAY} {_DAY})?\s(?:-{{1,2}}|[–—])\s",
        r"[^\W\d_]{3,10}\.? \d{1,2}, \d{4}\s+",
        r"\d{1,2}\.? (?:de )?[^\W\d_]{3,10} (?:de )?\d{4}\s+",
        r"\d{1,2}[-/.][^\W_]{2,3}[-/.]\d{2,4}\s+",
    )
)
_SHORTEST = 20
"""Characters that must be left."""


def undated(text: str) -> str:
    """Give a sentence without its dateline: "ANKARA (AP) - Trade grew" gives "Trade grew".

    What is left is the sentence's own end, to the letter.
    """
    for dateline in _DATELINES:
        found = dateline.match(text)
        if found and len(text) - found.end() >= _SHORTEST:
            return text[found.end() :]
    return text
