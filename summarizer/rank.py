"""How well articles match a question: BM25 over two fields, the same for every database. Pure.

A term is a group of forms ("Erdoğan" is indexed as `erdog` in Turkish, `erdogan` in English), and
the group counts as one word: its frequency in a text is the sum over its forms, its frequency in
the collection that of its commonest form. So a word of many forms weighs no more than one of one.

An article is scored in its whole text and once more in its lead. That second, short field tells
what an article is about from what it merely mentions. Words that stand together count more than
words scattered over a long text: what the closest stretch holds is added, and what stands side by
side as in the question (Metzler and Croft, 2005, found the same two to help).
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.model import Term, Tokens

BODY_K1, BODY_B = 0.9, 0.4
"""Saturation and length normalisation of the whole text (the values of Anserini's defaults)."""

LEAD_K1, LEAD_B = 0.9, 0.4
"""The same of the lead."""

LEAD_WEIGHT = 0.6
"""What the lead's score counts beside the body's."""

STRETCH, STRETCH_WEIGHT = 25, 0.6
"""Length in tokens of the closest stretch, about a sentence, and what its words count again."""

PAIR_DISTANCE, PAIR_WEIGHT = 3, 0.3
"""How near neighbours of the question must stand in the text to count as a pair, and how much."""

MOST_IN_BODY = 1 + STRETCH_WEIGHT + PAIR_WEIGHT
"""No word adds more than so many times its weight to the score of a text that it stands in."""

MOST_IN_LEAD = LEAD_WEIGHT
"""The same of a lead."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Average lengths of the collection's fields, in tokens."""

    lead: float
    body: float


def idf(frequency: int, size: int) -> float:
    """Weigh a word by its rarity; never negative (Robertson and Zaragoza, 2009, as in Lucene).

    Args:
        frequency: how many documents hold it.
        size: how many documents there are.
    """
    known = min(frequency, size)
    return math.log1p((size - known + 0.5) / (known + 0.5))


def weights(terms: Sequence[Term], frequencies: Mapping[str, int], size: int) -> list[float]:
    """Weigh each term of a query: its rarity by its own weight; 0 for one that is nowhere.

    Args:
        terms: of one query.
        frequencies: in how many documents each form stands; forms that are missing stand in none.
        size: how many documents the collection has.
    """
    found = [max((frequencies.get(form, 0) for form in term.forms), default=0) for term in terms]
    return [
        term.weight * idf(frequency, size) if frequency else 0.0
        for term, frequency in zip(terms, found, strict=True)
    ]


def ceiling(terms: Sequence[Term], frequencies: Mapping[str, int], size: int) -> float:
    """Bound what a text could score that holds every term, those that stand nowhere among them.

    Args:
        terms, frequencies, size: as in `weights`.
    """
    somewhere = [max([1, *(frequencies.get(form, 0) for form in term.forms)]) for term in terms]
    return (MOST_IN_BODY + MOST_IN_LEAD) * sum(
        term.weight * idf(frequency, size) for term, frequency in zip(terms, somewhere, strict=True)
    )


def saturate(count: float, length: float, average: float, k1: float, b: float) -> float:
    """Give BM25's share of a word that stands `count` times in a text of `length` tokens.

    Grows from 0 towards 1: the first mention says most. (Without the constant factor k1 + 1.)
    """
    if not count:
        return 0.0
    return count / (count + k1 * (1 - b + b * length / (average or 1.0)))


def score(
    terms: Sequence[Term],
    documents: Sequence[Tokens],
    frequencies: Mapping[str, int],
    size: int,
    lengths: Lengths | None = None,
) -> list[float]:
    """Score documents against a query; larger is better, 0 where no term is met.

    Scores are comparable within one query. They depend on the collection's statistics only, so
    a document's score is the same whichever other candidates are scored with it, as long as
    `lengths` is given.

    Args:
        terms: what the question asks for.
        documents: the candidates.
        frequencies: in how many bodies of the whole collection each form stands.
        size: how many documents the whole collection has.
        lengths: average lengths in the whole collection; None takes those of the candidates.

    Returns:
        One score for each document, in order.
    """
    ranking = Ranking(terms, frequencies, size, lengths or average_lengths(documents))
    return [ranking.score(" ".join(each.lead), " ".join(each.body)) for each in documents]


def average_lengths(documents: Sequence[Tokens]) -> Lengths:
    """Measure the fields of some documents; 1 where there are none."""
    count = len(documents) or 1
    return Lengths(
        lead=sum(len(document.lead) for document in documents) / count or 1.0,
        body=sum(len(document.body) for document in documents) / count or 1.0,
    )


class Ranking:
    """What a query asks for, ready to score one text after the other.

    Args:
        terms, frequencies, size, lengths: as in `score`.
    """

    def __init__(
        self,
        terms: Sequence[Term],
        frequencies: Mapping[str, int],
        size: int,
        lengths: Lengths,
    ) -> None:
        weighted = [
            (term.forms, weight)
            for term, weight in zip(terms, weights(terms, frequencies, size), strict=True)
            if weight
        ]
        self._values = [weight for _, weight in weighted]
        self._places = {
            form: at for at, (forms, _) in reversed([*enumerate(weighted)]) for form in forms
        }
        self._any = _any_of(form for form in self._places if form in frequencies)
        self._lengths = lengths

    def score(self, lead: str, body: str) -> float:
        """Score a text, given as its tokens with single blanks between."""
        if self._any is None:
            return 0.0
        values = self._values
        found, length = self._find(self._any, body)
        if not found and not lead:
            return 0.0
        total = 0.0
        for term, count in _counts(found).items():
            share = saturate(count, length, self._lengths.body, BODY_K1, BODY_B)
            total += values[term] * share
        leading = found
        if body.startswith(lead) and body[len(lead) : len(lead) + 1] in {"", " "}:
            # Mostly the lead is how the body begins, which has been looked through.
            length = lead.count(" ") + 1
            leading = [(at, term) for at, term in found if at < length]
        else:
            leading, length = self._find(self._any, lead)
        for term, count in _counts(leading).items():
            share = saturate(count, length, self._lengths.lead, LEAD_K1, LEAD_B)
            total += values[term] * LEAD_WEIGHT * share
        return (
            total + STRETCH_WEIGHT * _stretch(found, values) + PAIR_WEIGHT * _pairs(found, values)
        )

    def _find(self, forms: re.Pattern[str], text: str) -> tuple[list[tuple[int, int]], int]:
        """Give where the query's terms stand in a text, and how long it is.

        Returns:
            Positions in tokens with the terms that stand there, in order; the number of tokens.
        """
        # What stands between the terms, each with its blank before it, and the terms.
        pieces = forms.split(f" {text} ")
        found: list[tuple[int, int]] = []
        at = 0
        for between, form in zip(pieces[::2], pieces[1::2], strict=False):
            at += between.count(" ")
            found.append((at, self._places[form]))
            at += 1
        return found, at + pieces[-1].count(" ") - 1


def _any_of(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Give what finds any of some tokens in a text; None where there are none.

    To look for them in the whole text takes a third of the time of cutting it into its tokens.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        if form:
            by_letter[form[0]].append(re.escape(form[1:]))
    if not by_letter:
        return None
    either = "|".join(
        f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items()
    )
    return re.compile(f" ({either})(?= )")


def _counts(found: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Count how often each term stands in a text."""
    counts: dict[int, int] = {}
    for _, term in found:
        counts[term] = counts.get(term, 0) + 1
    return counts


def _stretch(found: Sequence[tuple[int, int]], values: Sequence[float]) -> float:
    """Give the weight of the terms that the closest stretch of a text holds.

    Args:
        found: positions and terms, in text order.
        values: weight of each term.
    """
    inside = [0] * len(values)
    held = best = 0.0
    first = 0
    for at, term in found:
        inside[term] += 1
        if inside[term] == 1:
            held += values[term]
        while at - found[first][0] > STRETCH:
            gone = found[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                held -= values[gone]
            first += 1
        best = max(best, held)
    return best


def _pairs(found: Sequence[tuple[int, int]], values: Sequence[float]) -> float:
    """Give the weight of neighbouring terms that stand near each other, each pair once."""
    met: set[int] = set()
    for this, (at, term) in enumerate(found, start=1):
        for other_at, other in found[this : this + PAIR_DISTANCE]:
            if other_at - at > PAIR_DISTANCE:
                break
            if abs(other - term) == 1:
                met.add(min(term, other))
    return sum(min(values[first], values[first + 1]) for first in met)
