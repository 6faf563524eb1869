"""The words of a sentence as names need them: with places, capitals, endings parted. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

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
_CASELESS = frozenset({"ar", "fa", "ur", "he"})
"""Languages whose script has no capitals."""

_LONGEST_CHAIN = 4
"""Words of the longest name where the script has no capitals."""

_SUFFIXING = frozenset({"tr", "az", "kk", "uz", "fi", "hu", "et"})
"""Languages that put an apostrophe between a name and its endings."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence.

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


def tokenize(text: str, language: str) -> tuple[Token, ...]:
    """Cut a sentence into words with their places."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if language in {"fr", "it", "ca"} and (elided := _ELISION.match(word)):
            start += elided.end()
            word = word[elided.end() :]
        if word.endswith(".") and not _keeps_dot(word[:-1]):
            word = word[:-1]
        owner = False
        if parts := _APOSTROPHE.split(word):
            owner = len(parts) > 1 and (parts[-1] in _POSSESSIVE or _has_ending(parts, language))
            if owner:
                word = word[: -len(parts[-1]) - 1]
        gap = text[end:start]
        found.append(
            Token(
                word, fold(word).rstrip("."), name_stem(word, language).rstrip("."),
                start, start + len(word),
                bool(found) and gap in {" ", "\u00a0", "", "-", "–", " & "}, _is_tall(word), owner,
            )
        )  # fmt: skip
        end = match.end() if not match[0].endswith(".") or word.endswith(".") else match.end() - 1
    return _raised(found, language) if language in _CASELESS else tuple(found)


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
        found.append(replace(token, tall=known or follows))
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


@lru_cache(maxsize=50_000)
def _is_tall(word: str) -> bool:
    """Say whether a word has capitals as names have them: "Ali", "iPhone", "al-Asad"."""
    parts = re.split(r"[-‐‑]", word)
    tall = [any(letter.isupper() for letter in part) for part in parts]
    if len(parts) == 1:
        return tall[0] and not word[0].isdigit()
    return tall[-1] and (tall[0] or parts[0] in {"al", "el", "ul", "an", "ar", "as", "ad"})
