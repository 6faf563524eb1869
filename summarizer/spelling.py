"""Words that are nearly the same: what somebody meant who typed in haste. Pure."""

from collections.abc import Iterable


def distance(one: str, other: str, limit: int) -> int:
    """Count the slips between two words: a letter missing, added, wrong, or two swapped.

    Optimal string alignment distance (Damerau, 1964); stops early, so anything above `limit`
    comes back as `limit + 1`.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            best = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def tolerance(word: str) -> int:
    """Say how many slips a word of this length may hold and still be recognised."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def may_mean(word: str, other: str) -> bool:
    """Say whether a word may have been typed for another: few slips, and never the first letter.

    Hardly anybody mistypes the first letter, and looking past it finds strangers.
    """
    limit = tolerance(word)
    if not limit or len(other) < 3 or other[0] != word[0]:
        return False
    return distance(word, other, limit) <= limit


def nearest(word: str, vocabulary: Iterable[str]) -> str | None:
    """Find the word that was meant; None when none is near enough, or two are equally near.

    Args:
        word: folded, as typed.
        vocabulary: folded words to choose from.
    """
    limit = tolerance(word)
    if not limit:
        return None
    best, found = limit + 1, set[str]()
    for candidate in vocabulary:
        if candidate == word:
            return word
        # Hardly anybody mistypes the first letter, and looking past it finds strangers.
        if len(candidate) < 3 or candidate[0] != word[0]:
            continue
        away = distance(word, candidate, min(limit, best))
        if away < best:
            best, found = away, {candidate}
        elif away == best <= limit:
            found.add(candidate)
    return found.pop() if len(found) == 1 else None
