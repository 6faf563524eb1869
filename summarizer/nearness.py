"""Embeddings as values: directions in which texts of like meaning lie near each other. Pure.

A vector is kept at half precision, which moves no ranking that can be told from chance, and once
more as a sketch: one bit for each dimension, its sign seen from the centre of its space. Two
sketches are compared by the bits in which they differ, as one integer operation of the standard
library; so tens of thousands of them are looked through in milliseconds, and the few nearest are
then compared in earnest (Charikar, 2002: the share of unlike signs is the angle between
directions, but for chance). The centre matters where all vectors of a model point much the same
way: their plain signs are nearly all alike.
"""

import heapq
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from operator import gt, mul

MOST_DIMENSIONS = 8192
"""More than any model has that we know of; a reply with more is none."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A direction: numbers whose squares sum to 1."""

    values: tuple[float, ...]

    @property
    def packed(self) -> bytes:
        """The numbers at half precision, lowest byte first."""
        return _halves(len(self.values)).pack(*self.values)

    def sketch(self, centre: Sequence[float] = ()) -> bytes:
        """Give the signs, eight to a byte; those of the last byte's rest are 0.

        Args:
            centre: of as many dimensions, from which they are seen; of another length, it is none.
        """
        origin = centre if len(centre) == len(self.values) else repeat(0.0)
        bits = "".join("1" if each else "0" for each in map(gt, self.values, origin))
        padded = bits.ljust(-(-len(bits) // 8) * 8, "0")
        return int(padded, 2).to_bytes(len(padded) // 8, "big")

    def likeness(self, packed: bytes) -> float:
        """Give the cosine of the angle to another vector of as many dimensions, packed."""
        return float(sum(map(mul, self.values, _halves(len(self.values)).unpack(packed))))


@dataclass(frozen=True, slots=True)
class Near:
    """What is asked for: texts that lie near a vector.

    Attributes:
        space: names the model, and what else its numbers hang on; others cannot be compared.
    """

    space: str
    vector: Vector


def vector(values: Iterable[float]) -> Vector:
    """Make a direction of an endpoint's numbers.

    Raises:
        ValueError: they give none: too many, not finite, or all zero.
    """
    numbers = tuple(map(float, values))
    length = math.hypot(*numbers)
    if not numbers or len(numbers) > MOST_DIMENSIONS:
        raise ValueError(f"an embedding has 1 to {MOST_DIMENSIONS} numbers, not {len(numbers)}")
    if not math.isfinite(length) or not length:
        raise ValueError("the embedding is no direction")
    return Vector(tuple(number / length for number in numbers))


def unpacked(packed: bytes) -> Vector:
    """Give back a vector that was packed."""
    return Vector(_halves(len(packed) // 2).unpack(packed))


def centre(vectors: Sequence[Vector]) -> tuple[float, ...]:
    """Give the mean of vectors of as many dimensions as the first; none of no vectors."""
    values = [one.values for one in vectors if len(one.values) == len(vectors[0].values)]
    return tuple(sum(column) / len(values) for column in zip(*values, strict=True))


def nearest(sketch: bytes, others: Mapping[int, int], count: int) -> list[int]:
    """Give the keys of the sketches that differ least from one, those first.

    Args:
        sketch: of what is asked for.
        others: sketches as numbers, by key; of equally near ones the higher key comes first.
        count: at most so many.
    """
    wanted = int.from_bytes(sketch, "big")
    # Tens of thousands of them: each step over all is one loop of the interpreter's own.
    differing = list(map(int.bit_count, map(wanted.__xor__, others.values())))
    farthest = heapq.nsmallest(count, differing)[-1:]
    near = (
        [(bits, -key) for key, bits in zip(others, differing, strict=True) if bits <= farthest[0]]
        if farthest
        else []
    )
    return [-key for _, key in sorted(near)[:count]]


def ranked(asked: Vector, packed: Mapping[int, bytes]) -> Sequence[int]:
    """Put keys in the order of their vectors' likeness to one, most like first.

    Args:
        asked: what is asked for.
        packed: vectors by key; those of another number of dimensions are left out.
    """
    size = _halves(len(asked.values)).size
    fitting = {key: asked.likeness(one) for key, one in packed.items() if len(one) == size}
    return sorted(fitting, key=lambda key: (-fitting[key], -key))


@cache
def _halves(count: int) -> struct.Struct:
    return struct.Struct(f"<{count}e")
