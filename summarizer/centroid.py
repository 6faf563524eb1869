"""Stories as sums of their articles, and how well articles and stories fit. Pure.

The fit of two articles is the logarithm of the odds that they tell one event; that of an article
and a story is the mean over the story's articles, and that of two stories the mean over all pairs
(average link). The mean of products with vectors is the product with their sum, so a story needs
no more than that: its fit costs the same whatever its size.
"""

from bisect import bisect, insort
from collections.abc import Iterable
from datetime import datetime, timedelta

from summarizer.vectors import Packed, Vector, strongest

BIAS = -5.1
"""Fit of two articles that have nothing in common: see `benchmarks/quality_stories.py --fit`."""

DEMAND = 0.15
"""What each unit of the mean fit within a story adds to the fit it asks for."""

KEPT = 300
"""Entries kept of a story's sum."""

INDEXED = 24
"""Entries by which a story is found."""


class Centroid:
    """A story: the sum of its articles' vectors, with their ids and times.

    Attributes:
        demand: how much better than others a newcomer has to fit: a close-knit story asks for
            more, as soon as it has enough articles to tell.
        squares: the sum of its articles' products with themselves.
    """

    __slots__ = ("demand", "language", "members", "squares", "sum", "times")

    def __init__(self, language: str) -> None:
        self.language = language
        self.members: set[str] = set()
        self.times: list[datetime] = []
        self.sum = Packed({})
        self.squares = 0.0
        self.demand = 0.0

    def __len__(self) -> int:
        """How many articles it has."""
        return len(self.members)

    def add(self, article: str, vector: Vector, published: datetime) -> None:
        """Take an article in."""
        insort(self.times, published)
        self.members.add(article)
        self.squares += _square(vector)
        self._change(vector, 1.0)

    def remove(self, article: str, vector: Vector, published: datetime) -> None:
        """Let an article go."""
        self.times.remove(published)
        self.members.remove(article)
        self.squares -= _square(vector)
        self._change(vector, -1.0)

    def absorb(self, other: "Centroid") -> None:
        """Take another story in."""
        self.times = sorted(self.times + other.times)
        self.members |= other.members
        self.squares += other.squares
        self._change(other.sum.unpacked(), 1.0)

    def _change(self, vector: Vector, sign: float) -> None:
        total = self.sum.unpacked()
        for entry, weight in vector.items():
            total[entry] = total.get(entry, 0.0) + sign * weight
        kept = {entry: weight for entry, weight in total.items() if weight > _NOTHING}
        self.sum = Packed(strongest(kept, KEPT))
        self.demand = self._demand()

    def _demand(self) -> float:
        size = len(self.members)
        if size < 2:
            return 0.0
        total = sum(weight * weight for weight in self.sum.weights)
        within = BIAS + (total - self.squares) / (size * (size - 1))
        return DEMAND * max(0.0, within) * (size - 1) / (size + 1)

    def fit(self, vector: Vector, size: int = 1) -> float:
        """Say how well an article fits, or another story's sum of so many, whatever the time."""
        return BIAS + self._product(vector) / (len(self.members) * size)

    def fits_of_own(self, vectors: Iterable[Packed]) -> list[float]:
        """Say how well each of some of its articles fits the others."""
        total = self.sum.unpacked()
        others = (len(self.members) - 1) or 1
        found = []
        for vector in vectors:
            shared = 0.0
            for entry, weight in zip(vector.entries, vector.weights, strict=True):
                # What was cut off the sum, or is only its own, is shared with nobody.
                if (rest := total.get(entry, 0.0) - weight) > 0:
                    shared += weight * rest
            found.append(BIAS + shared / others)
        return found

    def _product(self, vector: Vector) -> float:
        return sum(
            weight * vector[entry]
            for entry, weight in zip(self.sum.entries, self.sum.weights, strict=True)
            if entry in vector
        )

    def gap(self, published: datetime) -> timedelta:
        """Give the time to the nearest article."""
        at = bisect(self.times, published)
        return min(abs(time - published) for time in self.times[max(0, at - 1) : at + 1])

    def keys(self) -> list[int]:
        """Give the entries by which it is found."""
        return list(strongest(self.sum.unpacked(), INDEXED))


def _square(vector: Vector) -> float:
    return sum(weight * weight for weight in vector.values())


_NOTHING = 1e-4
"""A weight from which on nothing is left of it but rounding."""
