"""Articles as vectors: what each of their words, names and figures weighs. Pure.

An article is seen in five ways: its words, the words of its lead, its names, the names of its lead,
its figures; each a tf-idf vector of unit length. How rare a word is, is learned from the articles
seen so far.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from heapq import nlargest

from summarizer.lexicon import table
from summarizer.model import Tokens
from summarizer.text import fold, stem

BODY, LEAD, NAMES, LEAD_NAMES, FIGURES = range(5)
"""The ways in which an article is seen."""

KEPT = (60, 50, 40, 20, 16)
"""Strongest entries kept in each way of seeing it."""

LEAD_FOR_NAMES = 60
"""Words of the lead whose names count as the lead's."""

VOCABULARY = 400_000
"""Entries from which rare ones are forgotten, some 60 MB."""

_NAME_STEM = 4
"""Letters by which a name is known again among the stems of the lead."""

_PRIOR_SIZE, _PRIOR_COMMON, _PRIOR_RARE = 60, 50, 0.5
"""A vocabulary begins as if it knew 60 articles, function words from 50, others from half a one."""

Vector = dict[int, float]
"""Weights by entry of the vocabulary."""

Fields = tuple[Counter[int], ...]
"""How often an article has each entry, in each way of seeing it."""

Vectors = tuple[Vector, ...]
"""A vector of unit length for each way of seeing an article."""


class Vocabulary:
    """The words, names and figures seen so far, and in how many articles each was."""

    def __init__(self) -> None:
        self._entries: dict[str, int] = {}
        self._frequencies: Counter[int] = Counter()
        self._common: set[int] = set()
        self._size = 0
        self._next = 0

    def fields(self, tokens: Tokens, language: str) -> Fields:
        """Count an article's entries in each way of seeing it."""
        common = _common(language)
        fields = []
        for at, words in enumerate(_seen(tokens, language)):
            counted: Counter[int] = Counter()
            for word, count in Counter(words).items():
                entry = self._entry(f"{at}{word}")
                counted[entry] = count
                if at <= LEAD and word in common:
                    self._common.add(entry)
            fields.append(counted)
        return tuple(fields)

    def count(self, fields: Fields) -> None:
        """Learn from an article how rare its entries are."""
        for field in fields:
            self._frequencies.update(field.keys())
        self._size += 1

    def vectors(self, fields: Fields) -> Vectors:
        """Give an article's vectors of unit length, one for each way of seeing it."""
        return tuple(
            unit(strongest(self._weigh(field), KEPT[at])) for at, field in enumerate(fields)
        )

    def forget(self, used: Callable[[], Collection[int]]) -> None:
        """Forget rare entries that are not used any more, once there are too many."""
        if len(self._entries) <= VOCABULARY:
            return
        kept = set(used()) | self._common
        self._entries = {
            word: entry
            for word, entry in self._entries.items()
            if entry in kept or self._frequencies[entry] > 2
        }
        known = set(self._entries.values())
        self._frequencies = Counter({e: n for e, n in self._frequencies.items() if e in known})

    def _entry(self, word: str) -> int:
        entry = self._entries.get(word)
        if entry is None:
            entry = self._entries[word] = self._next
            self._next += 1
        return entry

    def _weigh(self, field: Mapping[int, int]) -> Vector:
        size = self._size + _PRIOR_SIZE
        weighed = {}
        for entry, count in field.items():
            prior = _PRIOR_COMMON if entry in self._common else _PRIOR_RARE
            rarity = math.log(size / (self._frequencies[entry] + prior))
            if rarity > 0:
                weighed[entry] = (1 + math.log(count)) * rarity
        return weighed


def strongest(weights: Vector, limit: int) -> Vector:
    """Keep the entries that weigh most."""
    if len(weights) <= limit:
        return weights
    return dict(nlargest(limit, weights.items(), key=lambda item: (item[1], item[0])))


def unit(weights: Vector) -> Vector:
    """Bring a vector to length 1; one of nothing but zeros gives an empty one."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {entry: weight / length for entry, weight in weights.items()} if length else {}


def _seen(tokens: Tokens, language: str) -> tuple[Sequence[str], ...]:
    """Give the words of the five ways in which an article is seen."""
    dates = _calendar(language)
    names = [mark for mark in tokens.marks if not mark[0].isdigit() and mark not in dates]
    figures = [mark for mark in tokens.marks if mark[0].isdigit()]
    lead = {word[:_NAME_STEM] for word in tokens.lead[:LEAD_FOR_NAMES]}
    lead_names = [name for name in names if name[:_NAME_STEM] in lead]
    return tokens.body, tokens.lead, names, lead_names, figures


@cache
def _common(language: str) -> frozenset[str]:
    """Give the index forms of a language's function words."""
    words = table("function_words").get(language, ())
    return frozenset(stem(word, language) for word in words) | frozenset(map(fold, words))


@cache
def _calendar(language: str) -> frozenset[str]:
    """Give a language's days and months, which have a capital but name nobody."""
    return frozenset(map(fold, table("calendar").get(language, ())))
