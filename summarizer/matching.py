"""How well the words of a question are met by the words of a text. Pure.

A word is met by itself in any inflection, by a word that means the same (also in another
language), by one that shares most of its letters ("Kazakh", "Kazakhstan"), and, where none of
these is anywhere, by a name that it may be a slip for.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from summarizer import vocabulary
from summarizer.folding import fold
from summarizer.model import Query, Term
from summarizer.reading import Reading
from summarizer.spelling import distance, nearest
from summarizer.text import stem

SAME, MEANS, LIKE, SLIP, INITIALS = 1.0, 0.85, 0.7, 0.8, 0.9
"""What a word counts that is the same, means the same, looks alike, was mistyped, is a name's
initials."""


_LONG = 8
"""Letters of a word in which one slip does not make another word."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A term of a question with how it meets the words of some sentences.

    Attributes:
        rarity: 0 for a word of every sentence, 1 for a rare one, by the language at large.
        local: the same among the sentences at hand.
        met: for each sentence how well it is met, 0 to 1.
        places: for each sentence the words that meet it best.
        name: it is a name: written so in the question, or in most places where it stands.
    """

    term: Term
    rarity: float
    local: float
    met: tuple[float, ...]
    places: tuple[tuple[int, ...], ...]
    name: bool

    @property
    def best(self) -> float:
        """How well it is met at best."""
        return max(self.met, default=0.0)


def match(query: Query, terms: Sequence[Term], readings: Sequence[Reading]) -> list[Matched]:
    """Match terms of a query with sentences.

    Args:
        query: gives language and names.
        terms: which of its terms.
        readings: the sentences.
    """
    capital = {word for name in query.names for word in name.split()}
    index = _Index(readings, [term.word for term in terms], query.language)
    return [_match(term, query.language, index, term.word in capital) for term in terms]


_BEGINNING = 3
"""Letters that words share at least which meet by their form."""

_Word = tuple[str, str]
"""A language and a folded word of it."""


class _Index:
    """Where the words that may meet a term stand in some sentences.

    Args:
        readings: the sentences.
        asked: folded words of the terms.
        language: of the terms.
    """

    def __init__(self, readings: Sequence[Reading], asked: Sequence[str], language: str) -> None:
        self.readings = readings
        self.places: dict[_Word, list[tuple[int, int]]] = {}
        self.written: dict[_Word, tuple[str, str]] = {}
        beginnings = {word[:_BEGINNING] for word in asked}
        meant = frozenset[str]().union(*(vocabulary.concepts(word, language) for word in asked))
        self._fill(
            lambda key, written: (
                key[1][:_BEGINNING] in beginnings
                or not meant.isdisjoint(vocabulary.concepts(written, key[0]))
            )
        )

    def _fill(self, wanted: Callable[[_Word, str], bool]) -> None:
        """Note the places of all words that are wanted; each word is looked at once."""
        passed: set[_Word] = set()
        for at, reading in enumerate(self.readings):
            for place, word in enumerate(reading.folded):
                key = (reading.language, word)
                if key in passed:
                    continue
                if key not in self.places:
                    if not wanted(key, reading.words[place]):
                        passed.add(key)
                        continue
                    self.places[key] = []
                    self.written[key] = (reading.words[place], reading.forms[place])
                self.places[key].append((at, place))

    def names(self) -> set[str]:
        """Give the folded words of all names."""
        return {word for reading in self.readings for word in reading.tall}

    def find(self, word: str) -> list[_Word]:
        """Give a folded word as it stands in each language, with its places noted."""
        if not any(key[1] == word for key in self.places):
            self._fill(lambda key, _: key[1] == word)
        return [key for key in self.places if key[1] == word]


def _match(term: Term, language: str, index: _Index, named: bool) -> Matched:
    strengths = _strengths(term.word, language, index)
    if not any(value >= MEANS for value in strengths.values()):
        meant = nearest(term.word, index.names())
        if meant is not None:
            strengths |= dict.fromkeys(index.find(meant), SLIP)
    met, places = _in_sentences(term.word, language, strengths, index)
    count, total = sum(value > 0 for value in met), len(met)
    common = vocabulary.rarity(stem(term.word, language), language)
    return Matched(
        term=term,
        rarity=max(0.15, min(1.0, (common - 2) / (vocabulary.UNLISTED - 2))),
        local=math.log1p((total - count + 0.5) / (count + 0.5)),
        met=tuple(met),
        places=tuple(places),
        name=named or _stands_tall(strengths, index),
    )


def _in_sentences(
    word: str, language: str, strengths: Mapping[_Word, float], index: _Index
) -> tuple[list[float], list[tuple[int, ...]]]:
    """Give for each sentence how well a word is met, and by which of its words."""
    found: list[list[tuple[float, int]]] = [[] for _ in index.readings]
    for key, value in strengths.items():
        for at, place in index.places[key]:
            found[at].append((value, place))
    met = [max((value for value, _ in each), default=0.0) for each in found]
    places = [
        tuple(sorted(place for value, place in each if value == best))
        for each, best in zip(found, met, strict=True)
    ]
    if _may_be_initials(word, language):
        for at, reading in enumerate(index.readings):
            spelled = spelled_out(word, reading) if met[at] < INITIALS else frozenset()
            if spelled:
                met[at] = INITIALS
                places[at] = tuple(p for p, each in enumerate(reading.folded) if each in spelled)
    return met, places


def _may_be_initials(word: str, language: str) -> bool:
    return 2 < len(word) < 7 and word.isalpha() and not vocabulary.is_common(word, language)


def spelled_out(initials: str, reading: Reading) -> frozenset[str]:
    """Give the words of the name that some initials stand for; empty where there is none."""
    capitals = fold("".join(word[0] for word in reading.words if word[0].isupper()))
    if initials not in capitals:
        return frozenset()
    for name in reading.names:
        tall = [token.word for token in name.tokens if token.tall]
        if len(tall) == len(initials) and all(
            word.startswith(letter) for word, letter in zip(tall, initials, strict=True)
        ):
            return frozenset(tall)
    return frozenset()


def _strengths(word: str, language: str, index: _Index) -> dict[_Word, float]:
    """Give the words of the sentences that meet a word of the question."""
    meant = vocabulary.concepts(word, language)
    stems: dict[str, str] = {}
    met: dict[_Word, float] = {}
    for key, (written, form) in index.written.items():
        other, folded = key
        if other not in stems:
            stems[other] = stem(word, other)
        if folded == word or form == stems[other]:
            met[key] = SAME
        elif meant and not meant.isdisjoint(vocabulary.concepts(written, other)):
            met[key] = MEANS
        elif folded[:3] == word[:3] and (
            alike(word, folded) or (written[:1].isupper() and _is_variant(word, folded))
        ):
            met[key] = LIKE
    return met


def alike(one: str, other: str) -> bool:
    """Say whether two folded words share most of their letters from the beginning."""
    if one[:4] != other[:4] or len(one) < 4 or len(other) < 4 or not one.isalpha():
        return False
    shared = 4
    for a, b in zip(one[4:], other[4:], strict=False):
        if a != b:
            break
        shared += 1
    shorter, longer = sorted((len(one), len(other)))
    return shared >= 0.8 * shorter and shared >= 0.55 * longer


def _is_variant(one: str, other: str) -> bool:
    """Say whether two long names differ by one slip: sources mistype too ("Kazakhistan")."""
    long = len(one) >= _LONG <= len(other)
    return long and one[:3] == other[:3] and distance(one, other, 1) <= 1


def _stands_tall(strengths: Mapping[_Word, float], index: _Index) -> bool:
    """Say whether a word stands as a name in most places where it is met by itself."""
    counts = Counter(
        key[1] in index.readings[at].tall
        for key, value in strengths.items()
        if value in {SAME, SLIP}
        for at, _ in index.places[key]
    )
    return counts[True] > counts[False]
