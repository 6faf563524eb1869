"""How well the words of a question are met by the words of a text. Pure.

A word is met by itself in any inflection, by a word that means the same (also in another
language), by one that shares most of its letters ("Kazakh", "Kazakhstan"), and, where none of
these is anywhere, by a name that it may be a slip for.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer import vocabulary
from summarizer.model import Query, Term
from summarizer.reading import Reading
from summarizer.spelling import nearest
from summarizer.text import stem

SAME, MEANS, LIKE, SLIP, INITIALS = 1.0, 0.75, 0.7, 0.8, 0.9
"""What a word counts that is the same, means the same, looks alike, was mistyped, is a name's
initials."""


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
    return [_match(term, query.language, readings, term.word in capital) for term in terms]


def _match(term: Term, language: str, readings: Sequence[Reading], named: bool) -> Matched:
    strengths = _strengths(term.word, language, readings)
    if not any(value >= MEANS for value in strengths.values()):
        tall = {word for reading in readings for word in reading.tall}
        meant = nearest(term.word, tall)
        if meant is not None:
            strengths |= {(r.language, meant): SLIP for r in readings}
    initials = term.word if _may_be_initials(term.word, language) else ""
    found = [_in_sentence(strengths, initials, reading) for reading in readings]
    count = sum(value > 0 for value, _ in found)
    total = len(readings)
    common = vocabulary.rarity(stem(term.word, language), language)
    return Matched(
        term=term,
        rarity=max(0.15, min(1.0, (common - 2) / (vocabulary.UNLISTED - 2))),
        local=math.log1p((total - count + 0.5) / (count + 0.5)),
        met=tuple(value for value, _ in found),
        places=tuple(places for _, places in found),
        name=named or _stands_tall(strengths, readings),
    )


def _in_sentence(
    strengths: dict[tuple[str, str], float], initials: str, reading: Reading
) -> tuple[float, tuple[int, ...]]:
    values = [strengths.get((reading.language, word), 0.0) for word in reading.folded]
    best = max(values, default=0.0)
    if initials and best < INITIALS:
        spelled = spelled_out(initials, reading)
        if spelled:
            return INITIALS, tuple(at for at, word in enumerate(reading.folded) if word in spelled)
    places = tuple(at for at, value in enumerate(values) if value == best) if best else ()
    return best, places


def _may_be_initials(word: str, language: str) -> bool:
    return 2 < len(word) < 7 and word.isalpha() and not vocabulary.is_common(word, language)


def spelled_out(initials: str, reading: Reading) -> frozenset[str]:
    """Give the words of the name that some initials stand for; empty where there is none."""
    for name in reading.names:
        tall = [token.word for token in name.tokens if token.tall]
        if len(tall) == len(initials) and all(
            word.startswith(letter) for word, letter in zip(tall, initials, strict=True)
        ):
            return frozenset(tall)
    return frozenset()


def _strengths(
    word: str, language: str, readings: Sequence[Reading]
) -> dict[tuple[str, str], float]:
    """Give the words of the sentences, by language, that meet a word of the question."""
    meant = vocabulary.concepts(word, language)
    met: dict[tuple[str, str], float] = {}
    for other in {reading.language for reading in readings}:
        form = stem(word, other)
        seen: dict[str, tuple[str, str]] = {}
        for reading in readings:
            if reading.language == other:
                pairs = zip(reading.words, reading.forms, strict=True)
                seen.update(zip(reading.folded, pairs, strict=True))
        for folded, (written, stemmed) in seen.items():
            if folded == word or stemmed == form:
                value = SAME
            elif meant and not meant.isdisjoint(vocabulary.concepts(written, other)):
                value = MEANS
            elif alike(word, folded):
                value = LIKE
            else:
                continue
            met[other, folded] = value
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
    return shared >= 0.75 * shorter and shared >= 0.55 * longer


def _stands_tall(strengths: dict[tuple[str, str], float], readings: Sequence[Reading]) -> bool:
    """Say whether a word stands as a name in most places where it is met by itself."""
    same = {key for key, value in strengths.items() if value in {SAME, SLIP}}
    counts = Counter(
        folded in reading.tall
        for reading in readings
        for folded in reading.folded
        if (reading.language, folded) in same
    )
    return counts[True] > counts[False]


def weight(matched: Iterable[Matched]) -> float:
    """Sum up what terms weigh."""
    return sum(each.term.weight * each.rarity for each in matched)
