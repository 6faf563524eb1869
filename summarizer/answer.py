"""Answers made of the articles' own sentences, or the finding that they do not say. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from summarizer import vocabulary
from summarizer.confidence import (
    ENOUGH,
    ENOUGH_IN_A_THREAD,
    ENOUGH_WITHOUT_A_WORD,
    estimate,
    missing_names,
    missing_numbers,
    satisfied,
    signs,
)
from summarizer.evidence import Evidence, Findings, gather
from summarizer.expectation import Expectation, Want, expect
from summarizer.model import Article, Citation, Claim, Days, Query, Question
from summarizer.orders import tells
from summarizer.period import LATE
from summarizer.question import own
from summarizer.reading import repeats
from summarizer.timing import came_out, timing
from summarizer.trim import trim

LONGEST = 60
"""Words of an answer, after its first sentence."""

CLAIMS, CLAIMS_OF_A_LIST = 2, 4
"""Sentences of an answer, and of one that lists or reports a discussion."""

NEAR, NEAR_IN_A_LIST = 2.0, 5.0
"""How far below the best sentence's score another may lie to be said as well."""

TRIED = 4
"""Sentences among which one is looked for that holds what is asked for."""

SPEAKING = 20
"""Sentences that are enough to choose an answer from."""

LOOKED_AT = 30
"""Sentences whose days are looked for, where the question names days."""

_WANTED = 0.7
"""Fitness of a sentence that surely holds what is wanted; "who else" has little more to go by."""

HEADLINE_LEAD = 0.5
"""How much better than the text's best sentence a headline must be to be the answer."""


class Reason(StrEnum):
    """Why there is no answer."""

    NO_ARTICLES = "no_articles"
    NO_MATCH = "no_match"
    NAMES_MISSING = "names_missing"
    NUMBERS_MISSING = "numbers_missing"
    NOT_SAID = "not_said"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Selection:
    """What the articles say to a question.

    Attributes:
        claims: sentences or pieces of them, verbatim, each with its citation; empty to abstain.
        reason: why there are none.
        confidence: estimate that the first claim answers, 0 to 1.
        missing: the names and numbers of the question that were not met.
    """

    claims: tuple[Claim, ...]
    reason: Reason | None = None
    confidence: float = 0.0
    missing: tuple[str, ...] = ()


def select(question: Question, query: Query, articles: Sequence[Article]) -> tuple[Claim, ...]:
    """Answer a question from articles alone; an empty tuple says that they do not tell.

    Args:
        question: as asked, with its thread.
        query: the question understood.
        articles: what search found, best first.
    """
    return decide(question, query, articles).claims


def decide(question: Question, query: Query, articles: Sequence[Article]) -> Selection:
    """Answer a question from articles alone, or say why they do not tell.

    Args:
        question: as asked, with its thread.
        query: the question understood.
        articles: what search found, best first.
    """
    return _decided(question, query, tuple(articles))


@lru_cache(maxsize=8)  # who found no answer asks once more for the reason
def _decided(question: Question, query: Query, articles: tuple[Article, ...]) -> Selection:
    told = _thread_first(
        query,
        [
            article
            for article in articles
            if not article.withdrawn and (not query.outlets or article.outlet in query.outlets)
        ],
    )
    if not told:
        return Selection((), Reason.NO_ARTICLES)
    if len(query.outlets) > 1 and query.kind == "yes_no":
        return Selection((), Reason.NOT_SAID)  # what one outlet says does not compare two
    if query.days is not None:
        return _of_days(question, query, query.days, told)
    return _of_any_time(question, query, told)


def _of_any_time(question: Question, query: Query, told: Sequence[Article]) -> Selection:
    """Answer from articles, from those of the thread first."""
    thread = [article for article in told if article.id in query.articles]
    if thread and len(thread) < len(told) and not query.names:
        selection = _read(question, query, thread)
        if selection.claims or not own(query):  # "when was that?" is about nothing else
            return selection
    return _read(question, query, told)


def _of_days(question: Question, query: Query, days: Days, told: Sequence[Article]) -> Selection:
    """Answer with what happened on some days.

    First come the articles of that time, then others that tell of it. Where nothing stored is
    as new as that (`Query.since` is not set), the words are taken as the articles mean them:
    "on Thursday" is the Thursday that they tell of. "Lately" has no words of its own here, and
    what is older will do where there is nothing newer.
    """
    near = [article for article in told if came_out(article, days, LATE)]
    selection = Selection((), Reason.NOT_SAID)
    if not days.words:
        selection = _of_any_time(question, query, near) if near else selection
    else:
        dated = replace(query, numbers=tuple(n for n in query.numbers if n not in days.words))
        others = [article for article in told if article not in near]
        for articles in (near, others):
            if articles and not selection.claims:
                selection = _read(question, dated, articles, days)
    if selection.claims or query.since is not None:
        return selection
    return _of_any_time(question, query, told)


def _read(
    question: Question, query: Query, told: Sequence[Article], days: Days | None = None
) -> Selection:
    """Answer from articles, the best first, with what happened on some days if they are given."""
    expected = expect(query, question.text)
    findings = gather(question, query, expected, told)
    if days is not None:
        findings = _told_of(findings, days)
    candidates = ranked(findings, question)
    if not candidates or not any(term.best for term in findings.terms):
        return Selection((), Reason.NO_MATCH)
    best = fittest(query, findings, candidates)
    if days is not None:
        findings = _timeless(findings, days, best)
    confidence = estimate(signs(query, findings, best))
    if names := missing_names(query, findings, best):
        return Selection((), Reason.NAMES_MISSING, confidence, names)
    if numbers := missing_numbers(query, findings, best):
        return Selection((), Reason.NUMBERS_MISSING, confidence, numbers)
    if not satisfied(query, findings, best):
        return Selection((), Reason.NOT_SAID, confidence)
    if confidence < _enough(query):
        return Selection((), Reason.NOT_SAID, confidence)
    return Selection(said(findings, best, candidates), None, confidence)


def said(findings: Findings, best: Evidence, candidates: Sequence[Evidence]) -> tuple[Claim, ...]:
    """Make the answer: a sentence and those that say more of what was asked.

    Args:
        findings: what was found.
        best: the sentence that answers.
        candidates: all that may be said, in the order in which they answer.
    """
    chosen = _chosen(findings, [best, *(each for each in candidates if each is not best)])
    return tuple(_claim(each, findings) for each in chosen)


def fittest(query: Query, findings: Findings, candidates: Sequence[Evidence]) -> Evidence:
    """Give the first of the best sentences that holds what is asked for, else the best.

    Args:
        query: the question understood.
        findings: what was found.
        candidates: sentences in the order in which they answer, at least one.
    """
    for at, each in enumerate(candidates[:TRIED]):
        surely = not at or each.values["fits"] >= _WANTED
        if surely and satisfied(query, findings, each):
            return each
    return candidates[0]


def _told_of(findings: Findings, days: Days) -> Findings:
    """Keep the sentences that may tell of some days; only the best are looked at."""
    return replace(
        findings,
        candidates=tuple(
            each
            for each in findings.candidates[:LOOKED_AT]
            if timing(each.passage, findings.passages, days)
        ),
    )


def _timeless(findings: Findings, days: Days, best: Evidence) -> Findings:
    """Leave out the words of time that a sentence need not say, since it tells of those days."""
    at = best.passage.at
    terms = (t for t in findings.terms if t.met[at] or t.term.word not in days.words)
    return replace(findings, terms=tuple(terms))


def ranked(findings: Findings, question: Question) -> list[Evidence]:
    """Give the sentences that may be said, in the order in which they answer.

    A sentence of the text goes before a headline that says about as much.

    Args:
        findings: what was found.
        question: as asked, with its thread.
    """
    candidates = _speaking(findings, question)
    if not candidates:
        return []
    if findings.expected.more:
        candidates.sort(key=lambda each: each.values["fits"] < _WANTED)
    best = candidates[0]
    if not best.passage.sentence.is_headline:
        return candidates
    told = [
        each
        for each in candidates
        if not each.passage.sentence.is_headline and best.score - each.score < HEADLINE_LEAD
    ]
    return [*told, *(each for each in candidates if each not in told)]


def _speaking(findings: Findings, question: Question) -> list[Evidence]:
    """Give the sentences that may be said, best first.

    What meets none of the question's own words only meets those of its thread; it is left out
    where something meets more.
    """
    may: list[Evidence] = []
    meeting: list[Evidence] = []
    for each in findings.candidates:
        if len(meeting) == SPEAKING:
            break
        if _may_say(each, question, findings.expected):
            may.append(each)
            if any(t.met[each.passage.at] for t in findings.terms):
                meeting.append(each)
    return meeting or may


def _may_say(evidence: Evidence, question: Question, expected: Expectation) -> bool:
    """Leave out what tells nothing, and what was said before where more is asked for."""
    text = evidence.passage.sentence.text
    brief = expected.several or expected.office or expected.want in {Want.SPEECH, Want.REASON}
    if not tells(text) or (brief and evidence.passage.sentence.is_headline):
        return False
    before = [each.answer for each in question.context if each.answer]
    return not (expected.more and any(trim(text) in answer for answer in before))


def _enough(query: Query) -> float:
    """Give the confidence that is needed: less where the thread has found the article."""
    if not query.articles:
        return ENOUGH
    return ENOUGH_IN_A_THREAD if own(query) else ENOUGH_WITHOUT_A_WORD


def _thread_first(query: Query, articles: Sequence[Article]) -> list[Article]:
    """Put what the thread is about before what else was found."""
    thread = set(query.articles)
    return sorted(articles, key=lambda article: article.id not in thread)


def _chosen(findings: Findings, candidates: Sequence[Evidence]) -> list[Evidence]:
    """Take the best sentence and those that say more of what was asked, briefly."""
    several = findings.expected.several
    most = CLAIMS_OF_A_LIST if several else CLAIMS
    best = candidates[0]
    chosen = [best]
    spent = len(best.passage.reading.words)
    for other in candidates[1:]:
        if len(chosen) == most:
            break
        length = len(other.passage.reading.words)
        if (
            spent + length <= LONGEST
            and other.passage.article.language == best.passage.article.language
            and _adds(other, best, findings)
            and not any(repeats(other.passage.reading, each.passage.reading) for each in chosen)
        ):
            chosen.append(other)
            spent += length
    if len(chosen) > 1 and best.passage.sentence.is_headline and _tells_all(chosen[1], best):
        del chosen[0]
    if several:
        chosen.sort(key=lambda each: (each.passage.rank, each.passage.place))
    return chosen


def _tells_all(other: Evidence, headline: Evidence) -> bool:
    """Say whether a sentence makes its headline needless."""
    same = other.passage.rank == headline.passage.rank
    return same and all(other.values[name] >= headline.values[name] for name in ("covered", "fits"))


def _adds(other: Evidence, best: Evidence, findings: Findings) -> bool:
    """Say whether another sentence tells more of what was asked."""
    expected = findings.expected
    same = other.passage.rank == best.passage.rank
    if expected.want is Want.SPEECH and expected.several and same and _goes_on(other):
        return True
    if not same and other.values["covered"] < best.values["covered"]:
        return False
    if expected.several and other.values["fits"] < 0.5 * best.values["fits"]:
        return False
    near = NEAR_IN_A_LIST if expected.several else NEAR
    return best.score - other.score <= near


def _goes_on(evidence: Evidence) -> bool:
    """Say whether a sentence goes on about a talk: "the meeting addressed", "they discussed"."""
    reading = evidence.passage.reading
    meant = [vocabulary.concepts(word, reading.language) for word in reading.words]
    talk = frozenset().union(*meant)
    return "discuss" in talk and not evidence.passage.sentence.is_headline


def _claim(evidence: Evidence, findings: Findings) -> Claim:
    passage = evidence.passage
    at = passage.at
    met = {passage.reading.words[place] for term in findings.terms for place in term.places[at]}
    citation = Citation(passage.article.id, passage.sentence.number, passage.sentence.text)
    return Claim(trim(passage.sentence.text, keep=met), (citation,))


def joined(claims: Sequence[Claim]) -> str:
    """Join claims to the text of an answer; each ends as a sentence."""
    return " ".join(_ended(claim.text) for claim in claims)


_ENDS = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


def _ended(text: str) -> str:
    return text if _ENDS.search(text) else f"{text}."
