"""How well the words of a question are met by the words of a text. Pure.

A word is met by itself in any inflection, by a word that means the same (also in another
language), by one that shares most of its letters ("Kazakh", "Kazakhstan"), and, where none of
these is anywhere, by a name that it may be a slip for.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import compress

from summarizer import vocabulary
from summarizer.folding import fold
from summarizer.grammar import grammar
from summarizer.model import Query, Term
from summarizer.reading import Reading
from summarizer.skeleton import CASELESS, heard, heard_in
from summarizer.spelling import distance, may_mean, nearest
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
    if not terms:
        return []
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
        self.asked = frozenset(asked)
        self.places: dict[_Word, list[tuple[int, int]]] = {}
        self.written: dict[_Word, tuple[str, str]] = {}
        self._words = _first_written(readings)
        beginnings = {word[:_BEGINNING] for word in asked}
        meant = frozenset[str]().union(*(vocabulary.concepts(word, language) for word in asked))
        sounds = frozenset[str]().union(*map(heard, asked))
        for spoken, words in self._words.items():
            self._note(
                spoken,
                {
                    word
                    for word, (written, _) in words.items()
                    if word[:_BEGINNING] in beginnings
                    or not meant.isdisjoint(vocabulary.concepts(written, spoken))
                    or (spoken in CASELESS and not sounds.isdisjoint(heard_in(written)))
                },
            )

    def _note(self, language: str, wanted: Set[str]) -> None:
        """Note the places of some words of a language."""
        for word in wanted:
            self.places[language, word] = []
            self.written[language, word] = self._words[language][word]
        for at, reading in enumerate(self.readings):
            if reading.language != language:
                continue
            # Most words are not wanted; they are passed over without a step of Python each.
            held = list(map(wanted.__contains__, reading.folded))
            for place in compress(range(len(held)), held):
                self.places[language, reading.folded[place]].append((at, place))

    @cached_property
    def capitals(self) -> list[str]:
        """The folded first letters of each sentence's words that have a capital there."""
        return [capitals(reading) for reading in self.readings]

    def names_like(self, word: str) -> set[str]:
        """Give the folded words of names that a word may be a slip for.

        Which words are of names takes long to tell, so only those that are like it are asked.
        """
        like = {each for words in self._words.values() for each in words if may_mean(word, each)}
        return {
            each
            for reading in (self.readings if like else ())
            if not like.isdisjoint(reading.folded)
            for each in like & reading.tall
        }

    def find(self, word: str) -> list[_Word]:
        """Give a folded word as it stands in each language, with its places noted."""
        found = [(language, word) for language, words in self._words.items() if word in words]
        if not any(key in self.places for key in found):
            for language, _ in found:
                self._note(language, {word})
        return [key for key in found if key in self.places]


def _first_written(readings: Sequence[Reading]) -> dict[str, dict[str, tuple[str, str]]]:
    """Give the folded words of each language, with how the first of each is written and indexed."""
    words: dict[str, dict[str, tuple[str, str]]] = {}
    for reading in reversed(readings):
        written = zip(reading.words, reading.forms, strict=True)
        pairs = reversed(list(zip(reading.folded, written, strict=True)))
        words.setdefault(reading.language, {}).update(pairs)
    return words


def _match(term: Term, language: str, index: _Index, named: bool) -> Matched:
    strengths = _strengths(term.word, language, index)
    if not any(value >= MEANS for value in strengths.values()):
        meant = nearest(term.word, index.names_like(term.word))
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
    met = [0.0] * len(index.readings)
    found: dict[int, list[int]] = {}
    for key, value in strengths.items():
        for at, place in index.places[key]:
            if value > met[at]:
                met[at], found[at] = value, [place]
            elif value == met[at]:
                found[at].append(place)
    places: list[tuple[int, ...]] = [()] * len(met)
    for at, best in found.items():
        places[at] = tuple(sorted(best))
    if _may_be_initials(word, language):
        for at, reading in enumerate(index.readings):
            if word not in index.capitals[at] or met[at] >= INITIALS:
                continue
            if spelled := spelled_out(word, reading):
                met[at] = INITIALS
                places[at] = tuple(p for p, each in enumerate(reading.folded) if each in spelled)
    return met, places


def _may_be_initials(word: str, language: str) -> bool:
    return 2 < len(word) < 7 and word.isalpha() and not vocabulary.is_common(word, language)


def capitals(reading: Reading) -> str:
    """Give the folded first letters of a sentence's words that have a capital there."""
    return fold("".join([word[0] for word in reading.words if word[0].isupper()]))


def spelled_out(initials: str, reading: Reading) -> frozenset[str]:
    """Give the words of the name that some initials stand for; empty where there is none."""
    if initials not in capitals(reading):
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
        elif folded in index.asked:
            continue  # another word of the question is met by it: one word cannot be two things
        elif (meant and not meant.isdisjoint(vocabulary.concepts(written, other))) or (
            sounds_like(word, language, written, other)
        ):
            met[key] = MEANS
        elif folded[:3] == word[:3] and (
            alike(word, folded) or (written[:1].isupper() and _is_variant(word, folded))
        ):
            met[key] = LIKE
    return met


def sounds_like(word: str, language: str, written: str, other: str) -> bool:
    """Say whether a word of a script without vowels may be how a name is written there.

    Args:
        word: folded, of a language that has them.
        written: of the language `other`.
    """
    if other not in CASELESS or language in CASELESS or vocabulary.is_common(word, language):
        return False
    return not set(heard(word)).isdisjoint(heard_in(written))


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
    counts: Counter[bool] = Counter()
    for key, value in strengths.items():
        if value in {SAME, SLIP}:
            sentences = Counter(at for at, _ in index.places[key])
            for at, count in sentences.items():
                counts[_is_tall(key[1], index.readings[at])] += count
    return counts[True] > counts[False]


def _is_tall(word: str, reading: Reading) -> bool:
    """Say whether a folded word stands in a sentence as part of a name."""
    if word in _particles(reading.language) or reading.language in CASELESS:
        return word in reading.tall
    # Where it has no capital it is no name, and the sentence need not be looked at closely.
    written = zip(reading.folded, reading.words, strict=True)
    capital = any(folded == word and not each.islower() for folded, each in written)
    return capital and word in reading.tall


@cache
def _particles(language: str) -> frozenset[str]:
    """Give the words that stand inside names without a capital."""
    words = grammar(language)
    return words.of | words.joining | words.articles | words.particles
