"""The words of a sentence as names need them: with places, capitals, endings parted. Pure."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from summarizer.folding import fold
from summarizer.gazetteer import is_forename, place
from summarizer.inflection import name_stem
from summarizer.lexicon import table

_WORD = re.compile(r"[^\W_]+(?:[.'’&\-‐‑][^\W_]+)*\.?")
_APOSTROPHE = re.compile("['’]")
_ELISION = re.compile(r"(?:[ldnsmtc]|qu|dell|all|dall|nell|sull|un)['’](?=\w)", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_ENDS_IN_DOT = frozenset({"inc", "corp", "co", "ltd", "jr", "sr", "gov", "sen", "rep", "gen", "dr",
                          "mr", "mrs", "ms", "prof", "st", "lt", "col", "sgt", "rev", "capt",
                          "hon", "pres", "adm", "maj", "cmdr", "bros"})  # fmt: skip
_POSSESSIVE = frozenset({"s", ""})
CASELESS = frozenset({"ar", "fa", "ur", "he"})
"""Languages whose script has no capitals."""

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


class _Parted(NamedTuple):
    """A word as it is written, parted.

    Attributes:
        text, word, stem, tall, owner: as in `Token`.
        elided: letters before `text` that belong to another word.
        stop: whether a full stop at its end is the sentence's.
    """

    text: str
    word: str
    stem: str
    tall: bool
    owner: bool
    elided: int
    stop: bool


_CLOSE = frozenset({" ", "\u00a0", "", "-", "–", " & "})
"""What may stand between two words of a name."""


def tokenize(text: str, language: str) -> tuple[Token, ...]:
    """Cut a sentence into words with their places."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        word, folded, stem, tall, owner, elided, stop = _parted(match[0], language)
        start = match.start() + elided
        close = bool(found) and text[end:start] in _CLOSE
        found.append(Token(word, folded, stem, start, start + len(word), close, tall, owner))
        end = match.end() - stop
    return _raised(found, language) if language in CASELESS else tuple(found)


@lru_cache(maxsize=100_000)
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
    return _Parted(
        text=word,
        word=fold(word).rstrip("."),
        stem=name_stem(word, language).rstrip("."),
        tall=_is_tall(word),
        owner=owner,
        elided=elided,
        stop=written.endswith(".") and not word.endswith("."),
    )


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
    parts = re.split(r"[-‐‑]", word)
    tall = [any(letter.isupper() for letter in part) for part in parts]
    if len(parts) == 1:
        return tall[0] and not word[0].isdigit()
    return tall[-1] and (tall[0] or parts[0] in {"al", "el", "ul", "an", "ar", "as", "ad"})
