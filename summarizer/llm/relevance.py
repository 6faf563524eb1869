"""Which sentences are worth a model's time when not all of them fit. Pure.

Sentences are taken greedily by what they add for their length. What a word adds fades each time
it has been said, so ten reports of one event give their common core once, and then what each
tells beyond it: another figure, another voice. (Coverage as in SumBasic, Nenkova and Vanderwende
2005; greedy choice under a budget as in Lin and Bilmes 2010.)
"""

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.lexicon import every
from summarizer.text import figure, fold, stem, words

FADING = 0.35
"""What a word is still worth after each time it was said."""

FIGURE = 2.0
"""A number counts as much as so many words: it is what reports differ in."""

LENGTH = 0.6
"""How strongly length counts against a sentence: 0 not at all, 1 fully."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be chosen.

    Attributes:
        forms: stems of its words that carry meaning, and its figures.
        cost: in tokens, at least 1.
        prior: how much its place counts: more for a headline and a beginning.
        near: what its neighbours add, so that an answer keeps its surroundings.
    """

    forms: frozenset[str]
    cost: int
    prior: float = 1.0
    near: float = 0.0


def forms(text: str, language: str) -> frozenset[str]:
    """Give what of a sentence carries meaning: stems without binding words, and figures."""
    binding = every("function_words")
    found = set()
    for word in words(text):
        if word[0].isdigit():
            found.add(figure(word))
        elif len(word) > 1 and fold(word) not in binding:
            found.add(stem(word, language))
    return frozenset(found)


def weigh(sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    """Weigh each form by how many sentences of the texts themselves hold it, copies aside."""
    counted = Counter(form for found in set(sentences) for form in found)
    return {
        form: math.log1p(count) * (FIGURE if form[:1].isdigit() else 1.0)
        for form, count in counted.items()
    }


def choose(
    candidates: Sequence[Candidate], weights: Mapping[str, float], budget: int
) -> tuple[int, ...]:
    """Choose the candidates that together say most within a budget.

    Args:
        candidates: in reading order.
        weights: what each form is worth when it is said first.
        budget: bound on the sum of their costs.

    Returns:
        Their places, in reading order.
    """
    said: Counter[str] = Counter()

    def gain(candidate: Candidate) -> float:
        total = sum(
            weights.get(form, 0.0) * math.pow(FADING, said[form]) for form in candidate.forms
        )
        return (candidate.prior * total + candidate.near) / math.pow(candidate.cost, LENGTH)

    heap = [(-gain(candidate), at) for at, candidate in enumerate(candidates)]
    heapq.heapify(heap)
    chosen: list[int] = []
    left = budget
    while heap:
        _, at = heapq.heappop(heap)
        candidate = candidates[at]
        if candidate.cost > left:
            continue
        # Gains only fall while choosing, so a fresh one that still leads is the best there is.
        fresh = gain(candidate)
        if heap and fresh < -heap[0][0]:
            heapq.heappush(heap, (-fresh, at))
            continue
        if fresh <= 0:
            break
        chosen.append(at)
        left -= candidate.cost
        said.update(candidate.forms)
    return tuple(sorted(chosen))
