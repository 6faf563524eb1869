"""One list of two: articles found by their words, and articles found by likeness of meaning. Pure.

Scores of the two cannot be compared, places can: each list gives an article the more the further
up it stands, and the sums decide (reciprocal rank fusion; Cormack, Clarke and Büttcher, 2009).

How far words can be trusted shows in their own list. Where the best article holds most of what a
question says, likeness has little to add, and an article that stands clearly above all others
stays first: who asks by name or number means it. Where hardly a word of the question stands
anywhere, as when it is in another language than the articles, likeness leads.
"""

from collections import defaultdict
from collections.abc import Sequence

DEPTH = 30
"""How many of each list are looked at."""

LEVEL = 10
"""Evens out the first places: the larger, the less the first is worth beside the second."""

LIKENESS = 0.7
"""What a place in the list by likeness counts beside one in the list by words."""

LEADING = 2.0
"""The same where the words of a question are strange to the articles."""

FAMILIAR = 0.25
"""Share of what a question's words could score at most from which on they are not strange."""

CLEAR = 1.2
"""How many times the second's score the first must have to stand clearly above all others."""

KEPT = 3
"""The place that such a one has at least, even where words are strange."""


def fuse(
    by_words: Sequence[tuple[int, float]], by_likeness: Sequence[int], share: float = 1.0
) -> list[tuple[int, float]]:
    """Put articles of two lists in one order, best first, each with its points.

    Args:
        by_words: keys with their scores, best first.
        by_likeness: keys, most like first.
        share: what the best score is of the most that the question's words could score.
    """
    weight = LIKENESS if share >= FAMILIAR else LEADING
    points: dict[int, float] = defaultdict(float)
    for place, (key, _) in enumerate(by_words, start=1):
        points[key] += 1 / (LEVEL + place)
    for place, key in enumerate(by_likeness, start=1):
        points[key] += weight / (LEVEL + place)
    first = leader(by_words)
    if first is not None:
        place = 1 if share >= FAMILIAR else KEPT
        others = sorted((number for key, number in points.items() if key != first), reverse=True)
        # As many as stand there: of equal ones, what was found by words comes first.
        points[first] = max(points[first], others[place - 1] if len(others) >= place else 0.0)
    order = {key: at for at, key in enumerate(points)}
    return sorted(points.items(), key=lambda one: (-one[1], one[0] != first, order[one[0]]))


def leader(by_words: Sequence[tuple[int, float]]) -> int | None:
    """Give the article that stands clearly above all others by its words; None where none does."""
    if not by_words or by_words[0][1] <= 0:
        return None
    if len(by_words) > 1 and by_words[0][1] < CLEAR * by_words[1][1]:
        return None
    return by_words[0][0]
