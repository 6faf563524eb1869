"""Yes and no: whether a claim says the opposite of its sources. Pure."""

from collections.abc import Iterator, Sequence

from summarizer import vocabulary
from summarizer.alignment import Aligned, Gap, Unit
from summarizer.reading import Reading

_REACH = 4
"""Words behind a negation that it may deny."""

_REFUSING = frozenset({"reject", "disagree", "end", "lose", "overturn"})
"""Meanings that deny without a negation: "refused", "cancelled"."""


_HELD = 2
"""Weight of what is shared beside a word that turns a sentence around."""


def turns_around(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Say whether a claim denies what no source denies, or asserts what one denies.

    Args:
        claim: what is said.
        sources: the sentences that it cites.
    """
    denied = _denied(claim)
    if denied is not None:
        return not any(_denied(source) is not None or _refuses(source) for source in sources)
    if _refuses(claim):
        return False
    asserted = set(claim.forms)
    for source in sources:
        forms = _denied(source)
        # Only the sentence that the claim really repeats can be turned around by it.
        if forms and forms <= asserted and _shared(claim, source) >= 0.5:
            return True
    return False


def flips(aligned: Sequence[Aligned], language: str) -> bool:
    """Say whether a claim repeats a source but for a word that turns it around.

    Args:
        aligned: the claim beside each sentence that it cites.
        language: of all of them.
    """
    return any(
        _flipped(one, [other for other in aligned if other is not one], language) for one in aligned
    )


def _flipped(aligned: Aligned, others: Sequence[Aligned], language: str) -> bool:
    """Say whether somewhere one side denies and the other does not, and nothing else differs."""
    gaps = aligned.gaps
    extra = [_denials(_own(gap, others), language) - _denials(gap.source, language) for gap in gaps]
    for at, gap in enumerate(gaps):
        # "None of them was" is "they weren't": the word that denies may stand elsewhere.
        moved = any(extra[at] * other < 0 for other in extra[max(0, at - 1) : at + 2])
        if extra[at] % 2 and not moved and gap.held >= _HELD and _only_denies(gap, language):
            return not any(_carries(other, gap) for other in others)
    return False


def _own(gap: Gap, others: Sequence[Aligned]) -> list[Unit]:
    """Give the units of a claim in a gap that no other source carries."""
    return [
        unit
        for at, unit in enumerate(gap.claim, gap.at)
        if not any(other.carries(at) for other in others)
    ]


def _carries(other: Aligned, gap: Gap) -> bool:
    """Say whether another source goes on where one has a word more than the claim."""
    before, behind = other.pairs.get(gap.at - 1), other.pairs.get(gap.at)
    return not gap.claim and before is not None and before + 1 == behind


def _denials(said: Sequence[Unit], language: str) -> int:
    return sum(_denies(unit, language) for unit in said)


def _only_denies(gap: Gap, language: str) -> bool:
    return not any(
        (unit.weighs and not _denies(unit, language)) or _softens(unit, language)
        for unit in (*gap.claim, *gap.source)
    )


def _denies(unit: Unit, language: str) -> bool:
    return is_negation(unit.words[0] if unit.words else "", unit.text, language)


def is_negation(word: str, written: str, language: str) -> bool:
    """Say whether a word turns what follows it around."""
    return word in vocabulary.single(language, "negation") or written.lower().endswith(
        ("n't", "n’t")
    )


def _softens(unit: Unit, language: str) -> bool:
    return not _REFUSING.isdisjoint(vocabulary.concepts(unit.text, language))


def _denied(reading: Reading) -> frozenset[str] | None:
    """Give the index forms that the negations of a sentence stand before; None without any."""
    found = [frozenset(forms) for forms in _negations(reading)]
    return frozenset().union(*found) if found else None


def _negations(reading: Reading) -> Iterator[list[str]]:
    content = [not vocabulary.is_stop(word, reading.language) for word in reading.folded]
    backwards = reading.language == "tr"
    for at, (word, written) in enumerate(zip(reading.folded, reading.words, strict=True)):
        if not is_negation(word, written, reading.language):
            continue
        window = range(at - 1, at - 1 - _REACH, -1) if backwards else range(at + 1, at + 1 + _REACH)
        inside = [place for place in window if 0 <= place < len(content) and content[place]]
        yield [reading.forms[place] for place in inside[:1]]


def _refuses(reading: Reading) -> bool:
    return any(
        not _REFUSING.isdisjoint(vocabulary.concepts(word, reading.language))
        for word in reading.words
    )


def _shared(claim: Reading, source: Reading) -> float:
    forms = {
        form
        for form, word in zip(claim.forms, claim.folded, strict=True)
        if not vocabulary.is_stop(word, claim.language)
    }
    return len(forms & set(source.forms)) / len(forms) if forms else 0.0
