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

_EXACT = frozenset({Want.COUNT, Want.MONEY, Want.PERCENT, Want.AGE})
"""Wants that no sentence without a number satisfies."""

_SOMEHOW = 0.25
"""Fitness of a sentence with some number, if not surely the right one."""

_SOMEBODY = 0.7
"""Fitness of a sentence that surely names somebody."""

_HOLDS = 0.3
"""Fitness of a sentence with some name near the office."""

_TELLING = 13
"""Smaller numbers are written in too many ways to be missed ("grade I")."""

_REACH = 2
"""How many sentences away a name may be of whom a time, a place or a number is told."""

_STRANGE, _STRANGE_BESIDE_A_NUMBER = 0.34, 0.33
"""Share of a question's words that may not be unknown both to the language and to the article.

Some number stands in every article: there one word of three is too many."""

_PAID = 0.9
"""Fitness of a sentence with an amount of money, its currency said."""

ENOUGH = 0.21
"""The estimate from which an answer is given."""

ENOUGH_IN_A_THREAD = 0.19
"""The same where the thread has already found the article."""

ENOUGH_WITHOUT_A_WORD = 0.05
"""The same where the question has no subject of its own: "when was that?"."""

CONFIDENCE: Mapping[str, float] = MappingProxyType(
    {
        "bias": -5.26,
        "score": 0.14,
        "margin": 0.37,
        "matched": 1.97,
        "weak": 1.71,
        "lead": 1.66,
        "many": 1.89,
        "missed": -0.09,
        "words_far": -0.86,
        "known_far": -1.67,
        "names": -0.36,
        "rarest": 0.31,
        "exact": 0.64,
        "time": 1.09,
        "tall": 0.75,
        "foreign_far": -3.75,
        "foreign_unmet": -3.10,
    }
)
"""What each sign of a right answer weighs, in log odds."""

_NAMES = 3
"""More names met than these say no more."""

_USUAL_NAMES = 1.0
"""Names met where capitals do not tell them from other nouns."""


def signs(query: Query, findings: Findings, best: Evidence) -> dict[str, float]:
    """Give the signs that a sentence is the answer, by name.

    Shares alone would let a short question be sure of little; so how much is met counts as well.

    Args:
        query: the question understood.
        findings: all that was found.
        best: the sentence.
    """
    terms, at = findings.terms, best.passage.at
    unmet = [term for term in terms if not _met_in_article(term, findings, best)]
    missed = [term for term in terms if not term.met[at]]
    far = [term for term in missed if not _met_beside(term, findings, at)]
    words = [term for term in terms if not term.name]
    foreign = float(_is_foreign(query, best))
    return {
        "bias": 1.0,
        "score": best.score,
        "margin": max(0.0, min(3.0, best.score - _second(findings, best))),
        "matched": best.values["matched"],
        "weak": min(1.0, sum(term.met[at] for term in terms) / 2),
        "lead": best.values["lead"],
        "many": max(0.0, len(terms) - 6) / 6,
        "missed": _share(missed, terms),
        "words_far": _share([term for term in far if not term.name], words),
        "known_far": _share([term for term in far if _is_known(term, query)], terms),
        "names": _names_met(query, [term for term in terms if term.name and term not in unmet]),
        "rarest": _rarest_met(terms, at),
        "exact": best.values["fits"] if findings.expected.want in _EXACT else 0.0,
        "time": float(findings.expected.want is Want.TIME),
        "tall": float(query.language in vocabulary.TALL_NOUNS),
        "foreign_far": foreign * _share(far, terms),
        "foreign_unmet": foreign * _share(unmet, terms),
    }


def _names_met(query: Query, met: Sequence[Matched]) -> float:
    if query.language in vocabulary.TALL_NOUNS:
        return _USUAL_NAMES
    return min(_NAMES, len(met))


def _rarest_met(terms: Sequence[Matched], at: int) -> float:
    """Say how well a sentence meets the word that the fewest sentences have."""
    rarest = max(terms, key=lambda term: (term.local, term.rarity), default=None)
    return rarest.met[at] if rarest else 0.0


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


def _is_known(term: Matched, query: Query) -> bool:
    """Say whether a word has synonyms on our lists, so that missing them all tells something."""
    meant = vocabulary.concepts(term.term.word, query.language)
    return any(":" not in concept for concept in meant)


def _met_beside(term: Matched, findings: Findings, at: int, reach: int = 1) -> bool:
    """Say whether a term is met in a sentence not far before or after."""
    passages = findings.passages
    beside = range(max(0, at - reach), min(len(passages), at + reach + 1))
    return any(
        term.met[other] > 0
        for other in beside
        if other != at and passages[other].rank == passages[at].rank
    )


def _met_in_article(term: Matched, findings: Findings, best: Evidence) -> bool:
    return any(
        value > 0
        for value, passage in zip(term.met, findings.passages, strict=True)
        if passage.rank == best.passage.rank
    )


def satisfied(query: Query, findings: Findings, best: Evidence) -> bool:
    """Say whether a sentence may answer at all.

    What only a number, a time or an office holder satisfies must be there, and of the question's
    rare words most must stand in the article.
    """
    expected = findings.expected
    if expected.speaker and not _speaks(findings, best):
        return False
    if _is_strange(query, findings, best) or not _is_of_names(query, findings, best):
        return False
    if expected.want is Want.TIME and not best.values["fits"]:
        return False
    reading = best.passage.reading
    if expected.want is Want.PLACE and best.values["fits"] < _HOLDS:
        return False
    if expected.want is Want.PLACE and expected.ahead:
        return vocabulary.looks_ahead(reading.folded, reading.language)
    if expected.want is Want.MONEY:
        return best.values["fits"] >= _PAID
    if expected.want in _EXACT:
        return best.values["fits"] >= _SOMEHOW and _counts(findings, best)
    if expected.more and expected.want is Want.NAME:
        return best.values["fits"] >= _SOMEBODY
    return not expected.office or best.values["fits"] >= _HOLDS


def _is_strange(query: Query, findings: Findings, best: Evidence) -> bool:
    """Say whether the article lacks too many words that no list of the language has.

    They are names in small letters or what the question is about ("tram"). In another language
    they would not stand there anyway, and where words are put together most are on no list.
    """
    if _is_foreign(query, best) or query.language in vocabulary.TALL_NOUNS:
        return False
    terms = findings.terms
    counts = findings.expected.want in _EXACT
    bound = _STRANGE_BESIDE_A_NUMBER if counts else _STRANGE
    strangers = [
        term
        for term in terms
        if (term.rarity == 1 if counts else not _is_common(term, query))
        and not _met_in_article(term, findings, best)
    ]
    return bool(strangers) and len(strangers) >= bound * len(terms)


def _is_of_names(query: Query, findings: Findings, best: Evidence) -> bool:
    """Say whether a time, a place or a number stands near some name of the question.

    Each article has them; those at its other end are of somebody else.
    """
    expected = findings.expected.want
    if expected not in {*_EXACT, Want.TIME, Want.PLACE} or query.language in vocabulary.TALL_NOUNS:
        return True
    at = best.passage.at
    names = [term for term in findings.terms if term.name]
    return not names or any(t.met[at] or _met_beside(t, findings, at, _REACH) for t in names)


def _is_common(term: Matched, query: Query) -> bool:
    return vocabulary.is_common(term.term.word, query.language)


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
    stand as names in the articles and are none of the language's own. A question without a name
    ("how much did it pay?") is about those of its thread, of which one must be mentioned.
    """
    lent = [term for term in findings.borrowed if term.name] if not query.names else []
    if lent and not any(_met_in_article(term, findings, best) for term in lent):
        return tuple(term.term.word for term in lent)
    met = {t.term.word for t in findings.terms if _met_in_article(t, findings, best)}
    runs = [name for name in query.names if met.isdisjoint(name.split())]
    written = {word for name in query.names for word in name.split()}
    if query.language in vocabulary.TALL_NOUNS:
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
