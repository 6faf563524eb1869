"""Whether what was found answers a question, or the articles do not say. Pure.

Two things decide: a calibrated estimate that the best sentence is right, and a rule that no
estimate can learn: every name, number and date of the question must be met where the answer
stands. Weights are set by `benchmarks/fit_answers.py`.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from summarizer import vocabulary
from summarizer.evidence import COUNTED, Evidence, Findings
from summarizer.expectation import Want
from summarizer.figures import Figure, FigureKind, figures
from summarizer.matching import Matched
from summarizer.model import Query

_TALL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""

_TELLING = 13
"""Smaller numbers are written in too many ways to be missed ("grade I")."""

ENOUGH = 0.42
"""The estimate from which an answer is given."""

ENOUGH_IN_A_THREAD = 0.3
"""The same where the thread has already found the article."""

CONFIDENCE: Mapping[str, float] = MappingProxyType(
    {
        "bias": -1.19,
        "covered": -0.36,
        "settled": 0.2,
        "paragraph": 0.6,
        "matched": 0.62,
        "pairs": 0.51,
        "fits": 0.28,
        "no_number": -0.96,
        "no_time": -0.08,
        "no_name": -0.46,
        "names": -0.84,
        "first": -0.28,
        "margin": 1.01,
        "unmet": -1.15,
        "unmet_count": 0.01,
        "unmet_share": -0.71,
        "missed": -0.26,
        "missed_share": -1.14,
        "head_missed": 0.32,
        "head_unmet": 0.35,
        "speaker_missed": -1.78,
        "ahead": -0.57,
        "few": -0.11,
        "many": 0.65,
        "foreign": -1.72,
        "foreign_unmet": -0.16,
        "open": 0.16,
        "count": 0.01,
    }
)
"""What each sign of a right answer weighs, in log odds."""


def signs(query: Query, findings: Findings, best: Evidence) -> dict[str, float]:
    """Give the signs that a sentence is the answer, by name.

    Args:
        query: the question understood.
        findings: all that was found.
        best: the sentence.
    """
    at = findings.passages.index(best.passage)
    expected = findings.expected
    terms = findings.terms
    unmet = [term for term in terms if not _met_in_article(term, findings, best)]
    missed = [term for term in terms if not term.met[at]]
    total = sum(term.rarity for term in terms) or 1.0
    count = len(terms) or 1
    foreign = float(_is_foreign(query, best))
    second = findings.candidates[1].score if len(findings.candidates) > 1 else 0.0
    heads = [term for term in terms if term.term.word in expected.heads]
    speaker = [term for term in terms if term.term.word in expected.speaker]
    reading = best.passage.reading
    ahead = expected.ahead and not vocabulary.looks_ahead(reading.folded, reading.language)
    from_evidence = ("covered", "settled", "paragraph", "matched", "pairs", "fits", "no_number",
                     "no_time", "no_name", "names", "first")  # fmt: skip
    return {
        "bias": 1.0,
        **{name: best.values[name] for name in from_evidence},
        "margin": min(3.0, best.score - second),
        "unmet": sum(term.rarity for term in unmet) / total,
        "unmet_count": min(3.0, float(len(unmet))),
        "unmet_share": len(unmet) / count,
        "missed": sum(term.rarity for term in missed) / total,
        "missed_share": len(missed) / count,
        "head_missed": float(bool(heads) and not any(term.met[at] for term in heads)),
        "head_unmet": float(bool(heads) and all(term in unmet for term in heads)),
        "speaker_missed": sum(term in missed for term in speaker) / len(speaker)
        if speaker
        else 0.0,
        "ahead": float(ahead),
        "few": float(len(terms) < 2),
        "many": max(0.0, len(terms) - 6) / 6,
        "foreign": foreign,
        "foreign_unmet": foreign * sum(term.rarity for term in unmet) / total,
        "open": float(expected.want in {Want.FACT, Want.THING, Want.SPEECH}),
        "count": float(expected.want in COUNTED),
    }


def estimate(found: Mapping[str, float]) -> float:
    """Give the probability that the sentence answers the question."""
    total = sum(CONFIDENCE.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-total))


def _is_foreign(query: Query, best: Evidence) -> bool:
    return (
        query.language != best.passage.article.language and query.language in vocabulary.LANGUAGES
    )


def _met_in_article(term: Matched, findings: Findings, best: Evidence) -> bool:
    return any(
        value > 0
        for value, passage in zip(term.met, findings.passages, strict=True)
        if passage.rank == best.passage.rank
    )


def missing_names(query: Query, findings: Findings, best: Evidence) -> tuple[str, ...]:
    """Give the question's names of which the answer's article mentions no word.

    Names are those written with capitals, and in a question without capitals the words that
    stand as names in the articles and are none of the language's own.
    """
    met = {t.term.word for t in findings.terms if _met_in_article(t, findings, best)}
    runs = [name for name in query.names if met.isdisjoint(name.split())]
    written = {word for name in query.names for word in name.split()}
    if query.language in _TALL_NOUNS:
        return tuple(runs)
    typed = [
        term.term.word
        for term in findings.terms
        if term.name
        and term.term.word not in written | met
        and not vocabulary.is_common(term.term.word, query.language)
    ]
    return (*runs, *typed)


def missing_numbers(query: Query, findings: Findings, best: Evidence) -> tuple[str, ...]:
    """Give the question's numbers and dates that the article of the answer does not mention."""
    article = best.passage.article
    there = [
        figure
        for passage in findings.passages
        if passage.rank == best.passage.rank
        for figure in passage.reading.figures
    ]
    published = article.published
    missing = []
    for text in query.numbers:
        asked = [one for one in figures(text, query.language) if _tells(one)]
        told = all(any(one.equals(other) for other in there) for one in asked)
        dated = article.dated and str(published.year) in text
        if asked and not told and not dated:
            missing.append(text)
    return tuple(missing)


def _tells(figure: Figure) -> bool:
    if figure.kind in {FigureKind.MONTH, FigureKind.WEEKDAY}:
        return True
    return not figure.spelled and all(float(value) >= _TELLING for value in figure.values)
