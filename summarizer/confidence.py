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
from summarizer.reading import repeats

_TALL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""

_MISFIT = 0.7
"""A name that fits an office less is somebody else's."""

_EXACT = frozenset({Want.COUNT, Want.MONEY, Want.PERCENT, Want.AGE})
"""Wants that no sentence without a number satisfies."""

_NUMBERED = 0.25
"""Fitness of a sentence with some number, if not surely the right one."""

_HOLDS = 0.3
"""Fitness of a sentence with some name near the office."""

_TELLING = 13
"""Smaller numbers are written in too many ways to be missed ("grade I")."""

ENOUGH = 0.34
"""The estimate from which an answer is given."""

ENOUGH_IN_A_THREAD = 0.25
"""The same where the thread has already found the article."""

ENOUGH_WITHOUT_A_WORD = 0.1
"""The same where the question has no subject of its own: "when was that?"."""

CONFIDENCE: Mapping[str, float] = MappingProxyType(
    {
        "bias": -1.1,
        "covered": -0.55,
        "settled": 0.05,
        "paragraph": 0.22,
        "matched": 0.28,
        "pairs": 0.12,
        "fits": 0.67,
        "no_number": -0.79,
        "no_time": -0.08,
        "no_name": -0.22,
        "names": -0.75,
        "first": 0.4,
        "margin": 0.96,
        "unmet": -1.06,
        "unmet_count": 0.09,
        "unmet_share": -0.52,
        "missed": 0.04,
        "missed_share": -0.43,
        "far": -1.02,
        "far_share": -1.26,
        "known_far": -1.3,
        "strangers": -0.51,
        "topic_missed": -0.55,
        "office_missed": 0.15,
        "head_missed": 0.53,
        "head_unmet": 0.32,
        "speaker_missed": -1.65,
        "ahead": -0.64,
        "few": -0.12,
        "many": 0.61,
        "foreign_far": -0.9,
        "foreign_unmet": -0.76,
        "open": 0.14,
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
    at = best.passage.at
    expected = findings.expected
    terms = findings.terms
    unmet = [term for term in terms if not _met_in_article(term, findings, best)]
    missed = [term for term in terms if not term.met[at]]
    near = [term for term in missed if not _met_beside(term, findings, at)]
    total = sum(term.rarity for term in terms) or 1.0
    count = len(terms) or 1
    foreign = float(_is_foreign(query, best))
    heads = [term for term in terms if term.term.word in expected.heads]
    speaker = [term for term in terms if term.term.word in expected.speaker]
    topic = [term for term in terms if term not in speaker] if speaker else []
    reading = best.passage.reading
    ahead = expected.ahead and not vocabulary.looks_ahead(reading.folded, reading.language)
    from_evidence = ("covered", "settled", "paragraph", "matched", "pairs", "fits", "no_number",
                     "no_time", "no_name", "names", "first")  # fmt: skip
    return {
        "bias": 1.0,
        **{name: best.values[name] for name in from_evidence},
        "margin": min(3.0, best.score - _second(findings, best)),
        "unmet": sum(term.rarity for term in unmet) / total,
        "unmet_count": min(3.0, float(len(unmet))),
        "unmet_share": len(unmet) / count,
        "missed": sum(term.rarity for term in missed) / total,
        "missed_share": len(missed) / count,
        "far": sum(term.rarity for term in near) / total,
        "far_share": len(near) / count,
        "known_far": sum(_is_known(term, query) for term in near) / count,
        "strangers": sum(_is_stranger(term, query) for term in unmet) / count,
        "topic_missed": sum(t in missed for t in topic) / len(topic) if topic else 0.0,
        "office_missed": float(expected.office and best.values["fits"] < _MISFIT),
        "head_missed": float(bool(heads) and not any(term.met[at] for term in heads)),
        "head_unmet": float(bool(heads) and all(term in unmet for term in heads)),
        "speaker_missed": sum(term in missed for term in speaker) / len(speaker)
        if speaker
        else 0.0,
        "ahead": float(ahead),
        "few": float(len(terms) < 2),
        "many": max(0.0, len(terms) - 6) / 6,
        "foreign_far": foreign * len(near) / count,
        "foreign_unmet": foreign * len(unmet) / count,
        "open": float(expected.want in {Want.FACT, Want.THING, Want.SPEECH}),
        "count": float(expected.want in COUNTED),
    }


def _second(findings: Findings, best: Evidence) -> float:
    """Give the score of the best sentence that says something else; copies are no rivals."""
    for other in findings.candidates:
        if other is not best and not repeats(other.passage.reading, best.passage.reading):
            return other.score
    return 0.0


def estimate(found: Mapping[str, float]) -> float:
    """Give the probability that the sentence answers the question."""
    total = sum(CONFIDENCE.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-total))


def _is_foreign(query: Query, best: Evidence) -> bool:
    return (
        query.language != best.passage.article.language and query.language in vocabulary.LANGUAGES
    )


def _is_stranger(term: Matched, query: Query) -> bool:
    """Say whether a word stands in no article that was read, and is none of the language's own."""
    return not term.best and not vocabulary.is_common(term.term.word, query.language)


def _is_known(term: Matched, query: Query) -> bool:
    """Say whether a word has synonyms on our lists, so that missing them all tells something."""
    meant = vocabulary.concepts(term.term.word, query.language)
    return any(":" not in concept for concept in meant)


def _met_beside(term: Matched, findings: Findings, at: int) -> bool:
    """Say whether a term is met in the sentence before or after."""
    rank = findings.passages[at].rank
    beside = [other for other in (at - 1, at + 1) if 0 <= other < len(findings.passages)]
    return any(term.met[other] > 0 for other in beside if findings.passages[other].rank == rank)


def _met_in_article(term: Matched, findings: Findings, best: Evidence) -> bool:
    return any(
        value > 0
        for value, passage in zip(term.met, findings.passages, strict=True)
        if passage.rank == best.passage.rank
    )


def satisfied(findings: Findings, best: Evidence) -> bool:
    """Say whether a sentence holds at all what only a number or an office holder satisfies."""
    expected = findings.expected
    if expected.speaker and not _speaks(findings, best):
        return False
    if expected.want in _EXACT:
        return best.values["fits"] >= _NUMBERED and _counts(findings, best)
    return not expected.office or best.values["fits"] >= _HOLDS


def _counts(findings: Findings, best: Evidence) -> bool:
    """Say whether what is counted stands near a sentence: engineers are not euros."""
    if findings.expected.want is not Want.COUNT:
        return True
    at = best.passage.at
    counted = [t for t in findings.terms if t.term.word in findings.expected.heads]
    return not counted or any(t.met[at] or _met_beside(t, findings, at) for t in counted)


def _speaks(findings: Findings, best: Evidence) -> bool:
    """Say whether whoever is asked about stands near a sentence: each noun, and of a name a word.

    "What did Intel's chief executive say" is not answered by what somebody said of Intel.
    """
    at = best.passage.at
    speaker = [t for t in findings.terms if t.term.word in findings.expected.speaker]
    near = [term for term in speaker if term.met[at] or _met_beside(term, findings, at)]
    nouns = [term for term in speaker if not term.name]
    names = [term for term in speaker if term.name]
    return all(noun in near for noun in nouns) and (
        not names or any(name in near for name in names)
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
