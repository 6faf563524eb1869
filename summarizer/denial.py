"""Yes and no: whether a claim says the opposite of its sources. Pure."""

from collections.abc import Iterator, Sequence

from summarizer import vocabulary
from summarizer.reading import Reading

_REACH = 4
"""Words behind a negation that it may deny."""

_REFUSING = frozenset({"reject", "disagree", "end", "lose", "overturn"})
"""Meanings that deny without a negation: "refused", "cancelled"."""


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


def _denied(reading: Reading) -> frozenset[str] | None:
    """Give the index forms that the negations of a sentence stand before; None without any."""
    found = [frozenset(forms) for forms in _negations(reading)]
    return frozenset().union(*found) if found else None


def _negations(reading: Reading) -> Iterator[list[str]]:
    negative = vocabulary.single(reading.language, "negation")
    content = [not vocabulary.is_stop(word, reading.language) for word in reading.folded]
    backwards = reading.language == "tr"
    for at, (word, written) in enumerate(zip(reading.folded, reading.words, strict=True)):
        if word not in negative and not written.lower().endswith(("n't", "n’t")):
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
