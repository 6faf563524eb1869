"""Whether a story is two: where its articles have least in common. Pure.

The first article of an event may look like the story of another, and others follow it there. Once
there are several, the two differ: so the articles of a story that grew are put together anew, pair
by pair (average link), until two groups are left. How alike the articles of one are to those of
the other, in the mean, tells whether the two are one event.
"""

from collections.abc import Sequence

from summarizer.centroid import WEIGHTS, Centroid
from summarizer.vectors import Vectors

SPLIT = 3.3
"""Below this mean likeness two groups are two events. Chosen like the numbers of `cluster`."""

LEAST = 3
"""Articles of a group that may leave: fewer say too little of what is theirs."""

LARGEST = 48
"""Articles of a story that is looked at: the work grows with their square."""


def split(story: Centroid) -> tuple[Centroid, Centroid] | None:
    """Take a story apart if it is two.

    Returns:
        The one that keeps its place, which has the first article, and the one that leaves; None
        where it is one event.
    """
    if not LEAST < len(story) <= LARGEST:
        return None
    parts = sorted(story.parts(), key=lambda part: (part.times[0], part.members[0]))
    groups, alike = _two_groups([part.sums() for part in parts])
    stays, leaves = ([parts[at] for at in group] for group in groups)
    if alike >= SPLIT or len(leaves) < LEAST:
        return None
    return Centroid.of(stays), Centroid.of(leaves)


def _two_groups(vectors: Sequence[Vectors]) -> tuple[list[list[int]], float]:
    """Put articles together until two groups are left; give those and how alike they are."""
    groups = {at: [at] for at in range(len(vectors))}
    alike = {
        (one, other): _alike(vectors[one], vectors[other])
        for other in groups
        for one in range(other)
    }
    while len(groups) > 2:
        one, other = max(alike, key=lambda pair: (alike[pair], pair))
        of_one, of_other = len(groups[one]), len(groups[other])
        del alike[one, other]
        groups[one] += groups.pop(other)
        for third in groups.keys() - {one}:
            kept, gone = _pair(one, third), _pair(other, third)
            total = of_one * alike[kept] + of_other * alike.pop(gone)
            alike[kept] = total / (of_one + of_other)
    (between,) = alike.values()
    return sorted((sorted(group) for group in groups.values()), key=min), between


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _alike(one: Vectors, other: Vectors) -> float:
    """Say how alike two articles are: the sum that tells how well one fits a story."""
    total = 0.0
    for weight, mine, theirs in zip(WEIGHTS, one, other, strict=True):
        fewer, more = sorted((mine, theirs), key=len)
        total += weight * sum(
            value * more[entry] for entry, value in fewer.items() if entry in more
        )
    return total
