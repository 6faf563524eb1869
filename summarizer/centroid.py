"""Stories as sums of their articles, and how well an article fits one. Pure.

A story is the sum of its articles in each of the ways in which they are seen: of its sums only the
directions count (nearest centroid). A story of one article is no more than that article.
"""

import math
from array import array
from bisect import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta

from summarizer.vectors import KEPT, Vector, Vectors, strongest, unit

WEIGHTS = (2.1, 1.9, 2.9, 4.6, 2.6)
"""What each cosine counts: fitted on articles in the order of two days' news. In other orders
`benchmarks/quality_stories.py --fit` gives nearly the same proportions."""

LONE = 2.2
"""What is asked more of a newcomer to a lone article, of which less is known than of a story."""

APART = 2.0
"""What a day between an article and the story's nearest one takes from their fit; time counts by
its root, as most is told on the first day and the rest goes on for long."""

INDEXED = 32
"""Entries by which a story is found."""


class Centroid:
    """A story: the sums of its articles' vectors, with their ids and times.

    One of several keeps its articles, each as a story of its own, so that it can be taken apart.
    """

    __slots__ = ("_entries", "_lengths", "_parts", "_weights", "language", "members", "times")

    def __init__(self, language: str) -> None:
        self.language = language
        self.members: list[str] = []
        self.times: list[datetime] = []
        self._entries = tuple(array("I") for _ in WEIGHTS)
        self._weights = tuple(array("f") for _ in WEIGHTS)
        self._lengths = [0.0] * len(WEIGHTS)
        self._parts: tuple[Centroid, ...] = ()

    def __len__(self) -> int:
        """How many articles it has."""
        return len(self.members)

    @classmethod
    def lone(cls, article: str, vectors: Vectors, published: datetime, language: str) -> "Centroid":
        """Make a story of one article."""
        made = cls(language)
        made.members, made.times = [article], [published]
        made._sum(vectors)
        return made

    @classmethod
    def of(cls, parts: Sequence["Centroid"]) -> "Centroid":
        """Make the story of several."""
        made = cls(parts[0].language)
        for part in parts:
            made.absorb(part)
        return made

    def absorb(self, other: "Centroid") -> None:
        """Take another story in, which stays as it is."""
        self._parts = (*self.parts(), *other.parts()) if self.members else other.parts()
        self.times = sorted(self.times + other.times)
        self.members = self.members + other.members
        self._sum(other.sums())

    def parts(self) -> "tuple[Centroid, ...]":
        """Give its articles, each as a story of its own, which no change of this one touches."""
        if self._parts or not self.members:
            return self._parts
        alone = Centroid(self.language)
        alone.members, alone.times = self.members, self.times
        alone._entries, alone._weights = self._entries, self._weights
        alone._lengths = self._lengths
        return (alone,)

    def vectors(self) -> Vectors:
        """Give its sums at unit length: what a lone article is compared by."""
        return tuple(map(unit, self.sums()))

    def sums(self) -> Vectors:
        """Give the sum of its articles in each way of seeing them."""
        pairs = zip(self._entries, self._weights, strict=True)
        return tuple(dict(zip(entries, weights, strict=True)) for entries, weights in pairs)

    def _sum(self, vectors: Vectors) -> None:
        kept = []
        for at, (total, vector) in enumerate(zip(self.sums(), vectors, strict=True)):
            for entry, weight in vector.items():
                total[entry] = total.get(entry, 0.0) + weight
            kept.append(strongest(total, 2 * KEPT[at]))
        self._entries = tuple(array("I", one.keys()) for one in kept)
        self._weights = tuple(array("f", one.values()) for one in kept)
        self._lengths = [math.sqrt(sum(w * w for w in one.values())) for one in kept]

    def cosines(self, vectors: Vectors) -> list[float]:
        """Say how alike an article is in each way of seeing it, 0 to 1."""
        found = []
        for at, vector in enumerate(vectors):
            shared = sum(
                weight * vector[entry]
                for entry, weight in zip(self._entries[at], self._weights[at], strict=True)
                if entry in vector
            )
            found.append(shared / (self._lengths[at] or 1.0))
        return found

    def fit(self, vectors: Vectors, published: datetime) -> float:
        """Say how well an article fits."""
        pairs = zip(WEIGHTS, self.cosines(vectors), strict=True)
        alike = sum(weight * cosine for weight, cosine in pairs)
        apart = APART * math.sqrt(self.gap(published) / timedelta(days=1))
        return alike - apart - (LONE if len(self) == 1 else 0.0)

    def gap(self, published: datetime) -> timedelta:
        """Give the time to the nearest article."""
        at = bisect(self.times, published)
        return min(abs(time - published) for time in self.times[max(0, at - 1) : at + 1])

    def keys(self) -> Vector:
        """Give the entries by which it is found, with what each weighs."""
        return keys(self.vectors(), INDEXED)


def keys(vectors: Vectors, limit: int) -> Vector:
    """Give the entries that weigh most over all ways of seeing an article."""
    weighed = {
        entry: weight * WEIGHTS[at]
        for at, vector in enumerate(vectors)
        for entry, weight in vector.items()
    }
    return strongest(weighed, limit)
