"""What a model is given to read: numbered sentences, cut to a token budget by relevance. Pure.

The numbers are the only way back: a reply names them, and they become citations here. No address
and no outlet's name goes out, and what looks like our own marks is taken out of foreign text, so
that nothing in it can pass for more than a sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.llm import relevance
from summarizer.llm.relevance import Candidate
from summarizer.llm.tokens import at_most
from summarizer.model import Article, Brief, Citation, Claim, Query, Sentence
from summarizer.orders import tells
from summarizer.text import words

LONGEST = 1200
"""Characters of a sentence that are read; longer ones are tables and lists without stops."""

MOST_SENTENCES = 800
"""Sentences that are weighed, so that a story of hundreds of articles holds nobody up."""

_FEWEST = 10

_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+\.\w+")
_OUR_MARKS = re.compile(r"<{2,}|>{2,}|\[(\d+)\]")
_JOINERS = "\u200c\u200d"
"""Letters of some scripts need them; every other invisible character can hide words."""

_HEADLINE = 2.0
_ASKED = 6.0
"""What a word of the question is worth beside one of the text."""

_NEAR = 0.5
_RANK = 0.15
"""How much a later article counts less than the one before."""


def clean(text: str) -> str:
    """Make foreign text one plain line: no invisible characters, links, addresses or our marks."""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in text[: 2 * LONGEST]
        if letter.isspace() or letter in _JOINERS or unicodedata.category(letter)[0] != "C"
    )
    visible = _ADDRESS.sub("(address)", _LINK.sub("(link)", visible))
    visible = _OUR_MARKS.sub(lambda mark: f"({mark[1]})" if mark[1] else "", visible)
    return " ".join(visible.split())[:LONGEST]


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered sentence.

    Attributes:
        number: counts from 1.
        group: the source or story that it belongs to, as the model sees it.
        text: cleaned.
        citations: what it stands for; several where it is a statement of a brief.
    """

    number: int
    group: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Sentences ready to be sent, in reading order."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines as the model sees them, each source under its own heading."""
        shown: list[str] = []
        group = ""
        for line in self.lines:
            if line.group != group:
                group = line.group
                shown.append(group)
            shown.append(f"[{line.number}] {line.text}")
        return "\n".join(shown)

    def citations(self, numbers: Iterable[int]) -> tuple[Citation, ...]:
        """Turn the numbers of a reply into citations, each once; unknown numbers give none."""
        found = (
            citation
            for number in dict.fromkeys(numbers)
            if 0 < number <= len(self.lines)
            for citation in self.lines[number - 1].citations
        )
        return tuple(dict.fromkeys(found))


def read_story(articles: Sequence[Article], budget: int, told: Sequence[Claim] = ()) -> Numbered:
    """Number the sentences of a story.

    Args:
        articles: newest first.
        budget: in tokens, as `tokens.at_most` bounds them.
        told: what is known already; words that it holds count for little.
    """
    found = _sentences(articles)
    understood = [relevance.forms(text, article.language) for article, _, text in found]
    weights = relevance.weigh(understood)
    for claim in told:
        for citation in claim.citations:
            for form in _forms_of(citation, articles):
                weights[form] = weights.get(form, 0.0) * relevance.FADING
    candidates = [
        Candidate(forms, at_most(text) + 4, _place(sentence))
        for (_, sentence, text), forms in zip(found, understood, strict=True)
    ]
    return _numbered(found, candidates, weights, budget)


def read_for(query: Query, articles: Sequence[Article], budget: int) -> Numbered:
    """Number the sentences of articles that may answer a question.

    Args:
        query: the question understood.
        articles: best first.
        budget: in tokens, as `tokens.at_most` bounds them.
    """
    found = _sentences(articles)
    understood = [relevance.forms(text, article.language) for article, _, text in found]
    own = relevance.weigh(understood)
    weights = {form: 0.2 * weight for form, weight in own.items()}
    rarest = max(own.values(), default=1.0)
    for term in query.terms:
        for form in term.forms:
            if form in own:
                weights[form] = _ASKED * term.weight * (1.5 * rarest - own[form])
    scores = [sum(weights[form] for form in forms) for forms in understood]
    rank = {article.id: 1.0 / (1.0 + _RANK * at) for at, article in enumerate(articles)}
    candidates = [
        Candidate(
            forms,
            at_most(text) + 4,
            rank[article.id] * (_HEADLINE if sentence.is_headline else 1.0),
            _NEAR * rank[article.id] * _beside(at, found, scores),
        )
        for at, ((article, sentence, text), forms) in enumerate(zip(found, understood, strict=True))
    ]
    return _numbered(found, candidates, weights, budget)


def read_briefs(briefs: Sequence[Brief], budget: int) -> Numbered:
    """Number the statements of briefs, most important story first; each stands for its citations.

    A headline stands for what the story's first statement cites.
    """
    lines: list[Line] = []
    left = budget
    for story, brief in enumerate(briefs, start=1):
        statements = [
            claim for claim in (*brief.summary[:2], *brief.outcomes[:2]) if claim.citations
        ]
        if not statements:
            continue
        headline = Claim(brief.headline, statements[0].citations)
        for claim in dict.fromkeys((headline, *statements)):
            text = clean(claim.text)
            left -= at_most(text) + 4
            if left < 0:
                return Numbered(tuple(lines))
            lines.append(Line(len(lines) + 1, f"Story {story}", text, claim.citations))
    return Numbered(tuple(lines))


# --- choosing ----------------------------------------------------------------------------------

_Found = tuple[Article, Sentence, str]


def _sentences(articles: Sequence[Article]) -> list[_Found]:
    """Give every sentence that tells something, with its cleaned text; of many, the beginnings."""
    each = max(_FEWEST, MOST_SENTENCES // max(1, len(articles)))
    found = []
    for article in articles:
        for sentence in article.sentences[:each]:
            if tells(sentence.text) and len(words(text := clean(sentence.text))) > 1:
                found.append((article, sentence, text))
    return found


def _place(sentence: Sentence) -> float:
    """Weigh a sentence's place: news tells the most important first."""
    return _HEADLINE if sentence.is_headline else 1.0 + 1.0 / (1.0 + sentence.number / 3)


def _beside(at: int, found: Sequence[_Found], scores: Sequence[float]) -> float:
    article = found[at][0]
    return sum(
        scores[other]
        for other in (at - 1, at + 1)
        if 0 <= other < len(found) and found[other][0] is article
    )


def _forms_of(citation: Citation, articles: Sequence[Article]) -> frozenset[str]:
    language = next((a.language for a in articles if a.id == citation.article), "")
    return relevance.forms(citation.quote, language)


def _numbered(
    found: Sequence[_Found],
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    budget: int,
) -> Numbered:
    if sum(candidate.cost for candidate in candidates) <= budget:
        chosen: Sequence[int] = range(len(found))
    else:
        chosen = relevance.choose(candidates, weights, budget)
    groups: dict[str, str] = {}
    lines = []
    for number, at in enumerate(chosen, start=1):
        article, sentence, text = found[at]
        day = f", {article.published:%Y-%m-%d}" if article.dated else ""
        group = groups.setdefault(article.id, f"Source {len(groups) + 1}{day}")
        citation = Citation(article.id, sentence.number, sentence.text)
        lines.append(Line(number, group, text, (citation,)))
    return Numbered(tuple(lines))
