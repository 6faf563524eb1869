"""Whom a sentence blames: who is said to have done what somebody suffered. Pure.

Read in English, Turkish and German, by the few verbs that news blame with; in other languages
nothing is found, and nothing is said.
"""

import re

from summarizer.names import Name
from summarizer.reading import Reading

_CLAUSE = re.compile(r"[,;:.!?]\s")

_AFTER = {
    "en": re.compile(r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing))\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:beschuldigten?|macht(?:en?)?(?=.* verantwortlich))\b", re.IGNORECASE),
}
"""The blamed one comes after: "Kyiv blamed Russia", "machte Russland verantwortlich"."""

_BEFORE = {
    "en": re.compile(
        r"\b(?:(?:was|were|been|being|is|are) (?:blamed|accused)|(?:was|were|is|are) behind the|"
        r"claim(?:s|ed)? responsibility)\b",
        re.IGNORECASE,
    ),
    "tr": re.compile(r"\b(?:sorumlu tut|suçla(?:dı|yan|yarak|mıştı))", re.IGNORECASE),
    "de": re.compile(r"\b(?:wurden?|wird|werden) .*(?:beschuldigt|verantwortlich gemacht)\b"),
}
"""The blamed one comes before: "Hamas was blamed", "Rusya'yı sorumlu tuttu"."""

_BETWEEN = 4
"""Words that describe the blamed one, at most."""

_APART = frozenset(["of", "for", "by", "in", "at", "after", "with", "für", "wegen", "mit"])
"""Words behind which something else is told of: "accused the police of failing Athens"."""

_ON = re.compile(r"\bon\s", re.IGNORECASE)


def blamed(reading: Reading) -> Name | None:
    """Give the one whom a sentence blames, where it says so in plain words; None otherwise."""
    text, language = reading.text, reading.language
    cue = _BEFORE[language].search(text) if language in _BEFORE else None
    if cue:
        before = [one for one in reading.names if one.tokens[-1].end <= cue.start()]
        return before[-1] if before else None
    cue = _AFTER[language].search(text) if language in _AFTER else None
    if not cue:
        return None
    end = _CLAUSE.search(text, cue.end())
    after = [
        one
        for one in reading.names
        if cue.end() <= one.tokens[0].start < (end.start() if end else len(text))
    ]
    # "blamed the attack on Hamas": what was suffered stands first.
    on = [match.end() for match in _ON.finditer(text, cue.end())] if language == "en" else []
    for at in (*on, cue.end()):
        late = [one for one in after if one.tokens[0].start >= at]
        if late and _is_next(text, at, late[0]):
            return late[0]
    return None


def _is_next(text: str, at: int, name: Name) -> bool:
    """Whether a name comes at once, but for a few words that describe it: "the group"."""
    between = text[at : name.tokens[0].start].split()
    described = all(word == word.lower() and word not in _APART for word in between)
    return described and len(between) <= _BETWEEN
