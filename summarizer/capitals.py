"""The words of a sentence as names need them: with places, capitals, endings parted. Pure."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from summarizer.folding import fold
from summarizer.gazetteer import is_forename, place
from summarizer.inflection import name_stem
from summarizer.lexicon import table
from summarizer.skeleton import CASELESS

_WORD = re.compile(r"[^\W_]+(?:[.'’&\-‐‑][^\W_]+)*\.?")
_APOSTROPHE = re.compile("['’]")
_HYPHEN = re.compile("[-‐‑]")
_ELISION = re.compile(r"(?:[ldnsmtc]|qu|dell|all|dall|nell|sull|un)['’](?=\w)", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_ENDS_IN_DOT = frozenset({"inc", "corp", "co", "ltd", "jr", "sr", "gov", "sen", "rep", "gen", "dr",
                          "mr", "mrs", "ms", "prof", "st", "lt", "col", "sgt", "rev", "capt",
                          "hon", "pres", "adm", "maj", "cmdr", "bros"})  # fmt: skip
_POSSESSIVE = frozenset({"s", ""})
_LONGEST_CHAIN = 4
"""Words of the longest name where the script has no capitals."""

_SUFFIXING = frozenset({"tr", "az", "kk", "uz", "fi", "hu", "et"})
"""Languages that put an apostrophe between a name and its endings."""


class Token(NamedTuple):
    """A word of a sentence; a plain tuple underneath, for they are made by the million.

    Attributes:
        text: as it stands, without the ending that an apostrophe parts off.
        word: the same folded.
        stem: what its cases share; the same as `word` where names are not inflected.
        start, end: where `text` stands in the sentence.
        close: nothing but a blank or hyphen stands between it and the word before.
        tall: it has a capital where names have one.
        owner: an ending was parted off: "Kazakhstan's".
    """

    text: str
    word: str
    stem: str
    start: int
    end: int
    close: bool
    tall: bool
    owner: bool


_Parted = tuple[str, str, str, bool, bool, int, bool]
"""A word as it is written, parted.

`text`, `word`, `stem`, `tall` and `owner` are as in `Token`; then come how many letters before
`text` belong to another word, and whether a full stop at its end is the sentence's.
"""

_VOCABULARY = 100_000
"""Words of a language that are kept parted."""


_CLOSE = frozenset({" ", "\u00a0", "", "-", "–", " & "})
"""What may stand between two words of a name."""


def tokenize(text: str, language: str) -> tuple[Token, ...]:
    """Cut a sentence into words with their places."""
    found: list[Token] = []
    parted, make = _vocabulary(language), Token._make
    end = 0
    for match in _WORD.finditer(text):
        start, after = match.span()
        word, folded, stem, tall, owner, elided, stop = parted[match[0]]
        start += elided
        close = text[end:start] in _CLOSE and bool(found)
        end = start + len(word)
        found.append(make((word, folded, stem, start, end, close, tall, owner)))
        end = after - stop
    return _raised(found, language) if language in CASELESS else tuple(found)


class _Vocabulary(dict[str, _Parted]):
    """The words of one language as they are parted; filled as they are met."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, written: str) -> _Parted:
        if len(self) >= _VOCABULARY:
            self.clear()
        found = self[written] = _parted(written, self._language)
        return found


@cache
def _vocabulary(language: str) -> _Vocabulary:
    return _Vocabulary(language)


def _parted(written: str, language: str) -> _Parted:
    """Part a word from what is written together with it."""
    word, elided, owner = written, 0, False
    if language in {"fr", "it", "ca"} and (article := _ELISION.match(word)):
        elided = article.end()
        word = word[elided:]
    if word.endswith(".") and not _keeps_dot(word[:-1]):
        word = word[:-1]
    if parts := _APOSTROPHE.split(word):
        owner = len(parts) > 1 and (parts[-1] in _POSSESSIVE or _has_ending(parts, language))
        if owner:
            word = word[: -len(parts[-1]) - 1]
    stop = written.endswith(".") and not word.endswith(".")
    folded, stem = fold(word).rstrip("."), name_stem(word, language).rstrip(".")
    return word, folded, stem, _is_tall(word), owner, elided, stop


def _raised(tokens: Sequence[Token], language: str) -> tuple[Token, ...]:
    """Give names capitals where the script has none: known places and given names.

    One word that is not known may end a person's name, unless it is a common one.
    """
    common = _common(language)
    found: list[Token] = []
    chain = 0
    for token in tokens:
        plain = token.word in common
        given = is_forename(token.word) and not plain
        follows = 0 < chain < _LONGEST_CHAIN and token.close and len(token.word) > 2 and not plain
        if not given:
            chain = _LONGEST_CHAIN if follows else 0
        elif follows:
            chain += 1
        else:
            chain = 1
        known = given or (not plain and place(token.word) is not None)
        found.append(token._replace(tall=known or follows))
    return tuple(found)


@cache
def _common(language: str) -> frozenset[str]:
    """Give the folded words of a language that are no names: function words and offices."""
    lists = (table("function_words").get(language, ()), table("titles").get(f"{language}.head", ()))
    return frozenset(fold(word) for words in lists for word in words)


def _keeps_dot(word: str) -> bool:
    return bool(_ABBREVIATION.fullmatch(word)) or word.casefold() in _ENDS_IN_DOT


def _has_ending(parts: Sequence[str], language: str) -> bool:
    return language in _SUFFIXING and len(parts[0]) > 1 and parts[-1].islower()


def _is_tall(word: str) -> bool:
    """Say whether a word has capitals as names have them: "Ali", "iPhone", "al-Asad"."""
    if word.islower():
        return False
    parts = _HYPHEN.split(word)
    tall = [any(map(str.isupper, part)) for part in parts]
    if len(parts) == 1:
        return tall[0] and not word[0].isdigit()
    return tall[-1] and (tall[0] or parts[0] in {"al", "el", "ul", "an", "ar", "as", "ad"})
