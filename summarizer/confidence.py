"""Whether what was found answers a question, or the articles do not say. Pure.

Two things decide: a calibrated estimate that the best sentence is right, and a rule that no
estimate can learn: every name, number and date of the question must be met where the answer
stands. Weights are set by `benchmarks/fit_answers.py`.
"""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from summarizer import vocabulary
from summarizer.evidence import Evidence, Findings
from summarizer.expectation import Want
from summarizer.figures import Figure, FigureKind, figures
from summarizer.matching import Matched
from summarizer.model import Query
from summarizer.reading import repeats

_TALL_NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""

_EXACT = frozenset({Want.COUNT, Want.MONEY, Want.PERCENT, Want.AGE})
"""Wants that no sentence without a number satisfies."""

_NUMBERED = 0.25
"""Fitness of a sentence with some number, if not surely the right one."""

_HOLDS = 0.3
"""Fitness of a sentence with some name near the office."""

_TELLING = 13
"""Smaller numbers are written in too many ways to be missed ("grade I")."""

ENOUGH = 0.3
"""The estimate from which an answer is given."""

ENOUGH_IN_A_THREAD = 0.25
"""The same where the thread has already found the article."""

ENOUGH_WITHOUT_A_WORD = 0.1
"""The same where the question has no subject of its own: "when was that?"."""

CONFIDENCE: Mapping[str, float] = MappingProxyType(
    {
        "bias": -1.14,
        "covered": -0.49,
        "settled": 0.06,
        "paragraph": 0.24,
        "matched": 0.32,
        "pairs": 0.12,
        "fits": 0.70,
        "no_number": -0.81,
        "no_name": -0.25,
        "names": -0.79,
        "first": 0.41,
        "margin": 0.95,
        "unmet": -0.94,
        "unmet_share": -0.35,
        "missed_share": -0.33,
        "far": -0.97,
        "far_share": -1.19,
        "known_far": -1.32,
        "strangers": -0.59,
        "topic_missed": -0.54,
        "head_missed": 0.58,
        "head_unmet": 0.36,
        "speaker_missed": -1.61,
        "ahead": -0.66,
        "many": 0.71,
        "foreign_far": -0.91,
        "foreign_unmet": -0.76,
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
    reading = best.passage.reading
    expected = findings.expected
    ahead = expected.ahead and not vocabulary.looks_ahead(reading.folded, reading.language)
    return {
        "bias": 1.0,
        **{name: best.values[name] for name in _FROM_EVIDENCE},
        "margin": min(3.0, best.score - _second(findings, best)),
        "ahead": float(ahead),
        **_of_terms(query, findings, best),
    }


_FROM_EVIDENCE = (
    *("covered", "settled", "paragraph", "matched", "pairs", "fits", "no_number"),
    *("no_name", "names", "first"),
)
"""Pieces of evidence that are signs as well."""


def _of_terms(query: Query, findings: Findings, best: Evidence) -> dict[str, float]:
    """Give the signs that lie in which words of the question are met, and how near."""
    terms, expected = findings.terms, findings.expected
    unmet = [term for term in terms if not _met_in_article(term, findings, best)]
    missed = [term for term in terms if not term.met[best.passage.at]]
    far = [term for term in missed if not _met_beside(term, findings, best.passage.at)]
    heads = [term for term in terms if term.term.word in expected.heads]
    speaker = [term for term in terms if term.term.word in expected.speaker]
    topic = [term for term in terms if term not in speaker] if speaker else []
    total = sum(term.rarity for term in terms) or 1.0
    foreign = float(_is_foreign(query, best))
    return {
        "unmet": sum(term.rarity for term in unmet) / total,
        "unmet_share": _share(unmet, terms),
        "missed_share": _share(missed, terms),
        "far": sum(term.rarity for term in far) / total,
        "far_share": _share(far, terms),
        "known_far": _share([term for term in far if _is_known(term, query)], terms),
        "strangers": _share([term for term in unmet if _is_stranger(term, query)], terms),
        "topic_missed": _share([term for term in topic if term in missed], topic),
        "speaker_missed": _share([term for term in speaker if term in missed], speaker),
        "head_missed": float(bool(heads) and all(term in missed for term in heads)),
        "head_unmet": float(bool(heads) and all(term in unmet for term in heads)),
        "many": max(0.0, len(terms) - 6) / 6,
        "foreign_far": foreign * _share(far, terms),
        "foreign_unmet": foreign * _share(unmet, terms),
    }


def _share(some: Sequence[Matched], terms: Sequence[Matched]) -> float:
    return len(some) / len(terms) if terms else 0.0


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
    if not query.numbers:
        return ()
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
