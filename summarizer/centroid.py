"""Articles and stories as vectors, and how well they fit. Pure.

An article is seen in five ways: its words, the words of its lead, its names, the names of its lead,
its figures; each a vector of unit length. A story is the sum of its articles, packed.
"""

import math
from array import array
from bisect import bisect, insort
from datetime import datetime, timedelta
from heapq import nlargest

BODY, LEAD, NAMES, LEAD_NAMES, FIGURES = range(5)
"""The ways in which an article is seen."""

WEIGHTS = (2.3, 1.9, 3.1, 4.4, 2.1)
BIAS, GROWTH = -5.8, 0.35
"""What each cosine counts, what a story starts from, and what the logarithm of its size adds."""

KEPT = (60, 50, 40, 20, 16)
"""Strongest entries kept of each vector."""

INDEXED = 32
"""Entries by which a story is found."""

Vector = dict[int, float]
Vectors = tuple[Vector, ...]
"""One vector for each way of seeing an article: weights by entry of the vocabulary."""


class Centroid:
    """A story: the sums of its articles' vectors, with their times."""

    __slots__ = ("entries", "language", "lengths", "size", "times", "weights")

    def __init__(self, language: str) -> None:
        self.language = language
        self.times: list[datetime] = []
        self.size = 0
        self.entries = tuple(array("I") for _ in WEIGHTS)
        self.weights = tuple(array("f") for _ in WEIGHTS)
        self.lengths = [0.0] * len(WEIGHTS)

    def add(self, vectors: Vectors, published: datetime) -> None:
        """Take an article in."""
        insort(self.times, published)
        self.size += 1
        self._sum(vectors)

    def absorb(self, other: "Centroid") -> None:
        """Take another story in."""
        self.times = sorted(self.times + other.times)
        self.size += other.size
        self._sum(other.vectors())

    def vectors(self) -> Vectors:
        """Give its sums."""
        pairs = zip(self.entries, self.weights, strict=True)
        return tuple(dict(zip(entries, weights, strict=True)) for entries, weights in pairs)

    def _sum(self, vectors: Vectors) -> None:
        for at, (total, vector) in enumerate(zip(self.vectors(), vectors, strict=True)):
            for entry, weight in vector.items():
                total[entry] = total.get(entry, 0.0) + weight
            kept = strongest(total, 2 * KEPT[at])
            self.entries[at][:] = array("I", kept.keys())
            self.weights[at][:] = array("f", kept.values())
            self.lengths[at] = math.sqrt(sum(weight * weight for weight in kept.values()))

    def cosines(self, vectors: Vectors) -> tuple[float, ...]:
        """Say how alike an article is in each way of seeing it, 0 to 1."""
        found = []
        for at, vector in enumerate(vectors):
            shared = sum(
                weight * vector[entry]
                for entry, weight in zip(self.entries[at], self.weights[at], strict=True)
                if entry in vector
            )
            found.append(shared / (self.lengths[at] or 1.0))
        return tuple(found)

    def fit(self, vectors: Vectors) -> float:
        """Say how well an article fits, before time is looked at."""
        pairs = zip(WEIGHTS, self.cosines(vectors), strict=True)
        alike = sum(weight * cosine for weight, cosine in pairs)
        return BIAS + GROWTH * math.log(self.size) + alike

    def gap(self, published: datetime) -> timedelta:
        """Give the time to the nearest article."""
        at = bisect(self.times, published)
        return min(abs(time - published) for time in self.times[max(0, at - 1) : at + 1])

    def keys(self) -> list[int]:
        """Give the entries by which it is found."""
        total: dict[int, float] = {}
        for at, weights in enumerate(self.weights):
            scale = WEIGHTS[at] / (self.lengths[at] or 1.0)
            for entry, weight in zip(self.entries[at], weights, strict=True):
                total[entry] = weight * scale
        return list(strongest(total, INDEXED))


def strongest(weights: Vector, limit: int) -> Vector:
    """Keep the entries that weigh most."""
    if len(weights) <= limit:
        return weights
    return dict(nlargest(limit, weights.items(), key=lambda item: (item[1], item[0])))


def unit(weights: Vector) -> Vector:
    """Bring a vector to length 1; one of nothing but zeros gives an empty one."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {entry: weight / length for entry, weight in weights.items()} if length else {}
