"""Names and numbers of a claim that stand in the place of others of its source. Pure.

A name where the source has another, a number where it has another, a deed told the other way
round. What is moved as a whole, left out or added is no exchange: rewording does that.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer import vocabulary
from summarizer.alignment import Aligned, Gap, Unit, UnitKind
from summarizer.figures import DATES
from summarizer.grammar import grammar

HOLDS = 2
"""Weight of shared units beside a gap from which what lies in it is compared."""


_BESIDE = 1
"""Binding words that may stand between a figure and what is shared beside it."""


def misplaced(aligned: Sequence[Aligned], language: str) -> tuple[list[str], list[str]]:
    """Give the names and the figures of a claim that stand in the place of others.

    Args:
        aligned: the claim beside each sentence that it cites.
        language: of all of them.
    """
    places: set[int] = set()
    for one in aligned:
        others = [other for other in aligned if other is not one]
        found = (*_exchanged(one), *_reversed(one, language), *_counts_others(one))
        places.update(at for at in found if not any(at in other.pairs for other in others))
    said = [aligned[0].claim[at] for at in sorted(places)] if places else []
    figures = [unit.text for unit in said if unit.kind is UnitKind.FIGURE]
    return [unit.text for unit in said if unit.kind is not UnitKind.FIGURE], figures


def _exchanged(aligned: Aligned) -> Iterator[int]:
    """Give the places of a claim where the source has another name or number."""
    for gap in aligned.gaps:
        if gap.held < HOLDS or not gap.claim or not gap.source:
            continue
        for step, unit in enumerate(gap.claim):
            if unit.kind not in {UnitKind.NAME, UnitKind.FIGURE}:
                continue
            if any(_differs(gap, step, there, aligned) for there in _opposite(gap, step)):
                yield gap.at + step


def _opposite(gap: Gap, step: int) -> Iterator[int]:
    """Give what the source has in the same place: beside what is shared, no word between."""
    ways = (
        (gap.left, range(step), range(len(gap.source))),
        (gap.right, range(len(gap.claim) - 1, step, -1), range(len(gap.source) - 1, -1, -1)),
    )
    kind = gap.claim[step].kind
    for weight, between, way in ways:
        if not weight or any(_parts(gap.claim[at]) for at in between):
            continue
        for passed, at in enumerate(way):
            if gap.source[at].kind is kind:
                if kind is UnitKind.NAME or (passed <= _BESIDE and len(between) <= _BESIDE):
                    yield at
                break
            if _parts(gap.source[at]):
                break


def _parts(unit: Unit) -> bool:
    """Say whether a unit parts two others: dates and binding words do not."""
    if unit.kind is UnitKind.FIGURE:
        return unit.figure is not None and unit.figure.kind not in DATES
    return unit.kind is not UnitKind.BINDING


def _differs(gap: Gap, step: int, there: int, aligned: Aligned) -> bool:
    """Say whether two names or two figures in one place are not the same."""
    one, other = gap.claim[step], gap.source[there]
    meant = aligned.meant[gap.at : gap.at + len(gap.claim)]
    keys = aligned.keys[gap.place : gap.place + len(gap.source)]
    if meant[step] in keys or keys[there] in meant:
        return False
    if one.figure is not None and other.figure is not None:
        return (one.figure.kind in DATES) is (other.figure.kind in DATES)
    mutual = keys[there] in aligned.meant
    return one.depends is other.depends and (mutual or one.land is other.land)


_AGENT = {
    "en": "by", "es": "por", "it": "da dal dalla dai dagli", "nl": "door", "de": "von vom durch",
    "fr": "par", "pt": "por pelo pela",
}  # fmt: skip
"""Words before who does it, where the verb is passive; languages with the verb in the middle."""

_MUTUAL = frozenset(
    {"meet", "discuss", "agree", "joint", "merge", "contest", "cooperate", "disagree"}
)
"""Meanings that both sides share: who is named first tells nothing."""


def _counts_others(aligned: Aligned) -> Iterator[int]:
    """Give numbers of a claim that count what another number counts in the source."""
    there = _counted(aligned.source, aligned.keys)
    for at, count, what in _counted(aligned.claim, aligned.meant):
        counts = {count for _, count, other in there if other == what}
        counted = {other for _, other_count, other in there if other_count == count}
        if counts and counted and count not in counts:
            yield at


def _counted(said: Sequence[Unit], keys: Sequence[str]) -> list[tuple[int, str, str]]:
    """Give the numbers that stand right before what they count: place, number, what."""
    return [
        (at, keys[at], keys[at + 1])
        for at, (unit, behind) in enumerate(pairwise(said))
        if unit.figure is not None
        and unit.figure.kind not in DATES
        and behind.kind is UnitKind.CONTENT
    ]


def _reversed(aligned: Aligned, language: str) -> Iterator[int]:
    """Give names that a claim puts before a deed which the source puts behind it."""
    there = {}
    for left, right in _neighbours(aligned.source):
        there[aligned.keys[left], aligned.keys[right]] = left, right
    for here in _neighbours(aligned.claim):
        one, two = (aligned.meant[at] for at in here)
        if (two, one) not in there or (one, two) in there:
            continue
        turned = there[two, one]
        if any(
            aligned.claim[mine].depends and aligned.source[its].depends
            for mine, its in zip(here, reversed(turned), strict=True)
        ):
            continue  # "Jepsen's manager, Braun" is "Braun, manager for Jepsen"
        inside = aligned.claim[here[0] + 1 : here[1]]
        outside = aligned.source[turned[0] + 1 : turned[1]]
        if _is_mutual(inside, language):
            continue
        if _same_deed(inside, outside, language) or (
            [unit.form for unit in inside] == [unit.form for unit in outside]
            and _same_edge(aligned, here, turned)
            and not _lists(aligned.source, turned, language)
        ):
            yield here[0]


def _neighbours(all_: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Give the places of names that follow one another."""
    return pairwise(at for at, unit in enumerate(all_) if unit.kind is UnitKind.NAME)


def _same_deed(one: Sequence[Unit], other: Sequence[Unit], language: str) -> bool:
    """Say whether two stretches between names tell one deed, both of them or none passively."""
    agents = _AGENT.get(language, "").split()
    deeds = [{unit.form for unit in each if unit.kind is UnitKind.CONTENT} for each in (one, other)]
    fewer = min(map(len, deeds))
    if not agents or not fewer or len(deeds[0] & deeds[1]) <= 0.5 * fewer:
        return False
    passive = [any(word in agents for unit in each for word in unit.words) for each in (one, other)]
    return passive[0] is passive[1]


def _is_mutual(said: Sequence[Unit], language: str) -> bool:
    """Say whether what is told is as true of one side as of the other."""
    return any(
        not _MUTUAL.isdisjoint(vocabulary.concepts(unit.text, language))
        for unit in said
        if unit.kind is UnitKind.CONTENT
    )


def _lists(said: Sequence[Unit], names: tuple[int, int], language: str) -> bool:
    """Say whether two names are only listed, one beside the other, so that order tells nothing."""
    linking = grammar(language).joining
    inside = said[names[0] + 1 : names[1]]
    if inside:
        return all(unit.form in linking for unit in inside)
    beside = (*said[max(0, names[0] - 1) : names[0]], *said[names[1] + 1 : names[1] + 2])
    return any(unit.kind is UnitKind.NAME or unit.form in linking for unit in beside)


def _same_edge(aligned: Aligned, here: tuple[int, int], there: tuple[int, int]) -> bool:
    """Say whether the same stands before and behind two names."""
    meant = ("", *aligned.meant, "")
    keys = ("", *aligned.keys, "")
    return meant[here[0]] == keys[there[0]] and meant[here[1] + 2] == keys[there[1] + 2]
