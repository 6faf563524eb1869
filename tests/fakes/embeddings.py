"""Vectors of a model that knows nothing but words, and how the scripted server gives them.

A word points in a direction of its own, made of its hash, and a text where its words point
together; so texts that share words are alike, always in the same way. `MEANS` makes some words of
two languages one, as a multilingual model does.
"""

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fakes.modelwords import Drops, Fails, Raw, tokens

DIMENSIONS = 64
MEANS = {"streik": "strike", "hafen": "harbour", "beendet": "ended", "apfelernte": "apple"}


@dataclass(frozen=True)
class Texts:
    """A request for vectors as the server saw it."""

    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        given = self.body["input"]
        return [given] if isinstance(given, str) else list(given)


@dataclass(frozen=True)
class Gives:
    """Vectors that come through.

    Attributes:
        after: seconds before they do.
        read: tokens that are counted instead of the server's own count; 0 for no count.
    """

    vectors: Sequence[Sequence[float]]
    after: float = 0.0
    read: int | None = None


Reaction = Gives | Fails | Drops | Raw
Embeds = Callable[[Texts], Reaction]


def _direction(word: str, dimensions: int) -> list[float]:
    seed = hashlib.sha256(MEANS.get(word, word).encode()).digest()
    chance = random.Random(seed)
    return [chance.gauss(0, 1) for _ in range(dimensions)]


def hashed(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """Give where a text points."""
    words = ["".join(filter(str.isalnum, word)).casefold() for word in text.split()]
    found = [_direction(word, dimensions) for word in words if word] or [[1.0] * dimensions]
    return [sum(column) for column in zip(*found, strict=True)]


def by_word(asked: Texts) -> Gives:
    """Embed everything."""
    dimensions = int(asked.body.get("dimensions", DIMENSIONS))
    return Gives([hashed(text, dimensions) for text in asked.texts])


def document(asked: Texts, gives: Gives) -> dict[str, Any]:
    """Write vectors as the wire has them, in no order."""
    data = [
        {"object": "embedding", "index": at, "embedding": list(vector)}
        for at, vector in enumerate(gives.vectors)
    ]
    read = sum(map(tokens, asked.texts)) if gives.read is None else gives.read
    whole = {"object": "list", "model": asked.body["model"], "data": data[::-1]}
    return whole | ({"usage": {"prompt_tokens": read, "total_tokens": read}} if read else {})
