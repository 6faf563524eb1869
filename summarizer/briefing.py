"""A story in short by choosing from it: headline, lead, actors, outcomes; no model. Pure.

On news the lead beats every extractive method that was measured (docs/quality.md), so the summary
is the newest article's lead, cut to length and told once; from the other articles comes what the
lead does not say yet.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from summarizer import actors, outcomes
from summarizer.dateline import undated
from summarizer.engine import BriefDraft
from summarizer.errors import NothingToSay
from summarizer.model import Article, Citation, Claim, Sentence, Story
from summarizer.orders import tells
from summarizer.segment import split
from summarizer.text import stems

SENTENCES = 3
"""Sentences of a summary, at most."""

WORDS = 110
"""Words of a summary, unless its first sentence alone is longer."""

HEADLINE = 140
"""Characters of a headline, at most."""

_SAME = 0.6
"""Share of common words from which a sentence repeats another."""

_SHORTEST = 5
"""Words of the shortest sentence that is worth telling."""

_ENDS = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*$")
_FURNITURE = re.compile(
    r"^\W*(?:photo|image|video|read more|subscribe|sign up|click here|advertisement|share this|"
    r"follow us|updated|published|by [A-Z]\S+ [A-Z]\S+$|foto|fotoğraf|kaynak|ayrıca bkz|lire aussi|"
    r"leer más|lees ook|leggi anche|mehr zum thema|читайте также)\b",
    re.IGNORECASE,
)


def write(story: Story) -> BriefDraft:
    """Write a story in short.

    Args:
        story: newest article first.

    Raises:
        NothingToSay: no article of the story has a sentence.
    """
    written = [article for article in story.articles if article.sentences]
    articles = [article for article in written if not article.withdrawn] or written
    if not articles:
        raise NothingToSay(f"story {story.id} has no sentence")
    found = actors.find(articles)
    summary = summarise(articles)
    return BriefDraft(
        headline=headline(articles[0]),
        summary=summary,
        actors=found,
        outcomes=outcomes.find(articles, found, summary),
        language=articles[0].language,
    )


def headline(article: Article) -> str:
    """Give an article's headline, cut to length.

    Where it has none, or one that orders or asks instead of telling, as planted ones do, the
    beginning of the first sentence that tells.
    """
    words = title(article)
    if not words:
        telling = (undated(s.text) for s in article.body if tells(s.text))
        words = next(telling, article.title or undated(article.sentences[0].text))
    text = " ".join(words.split())
    if text.endswith(".") and not text.endswith("..") and len(text) > 1:
        text = text[:-1]
    if len(text) <= HEADLINE:
        return text
    cut = text.rfind(" ", 0, HEADLINE)
    return text[: cut if cut > 0 else HEADLINE].rstrip(" ,;:–—-") + "…"


def title(article: Article) -> str:
    """Give what an article's title tells, without what orders or asks; empty if nothing."""
    parts = list(chain.from_iterable(split(article.title, article.language)))
    return article.title if all(map(tells, parts)) else " ".join(filter(tells, parts))


def summarise(articles: Sequence[Article]) -> tuple[Claim, ...]:
    """Tell a story in its own sentences, each once, newest article first.

    Args:
        articles: newest first, at least one with a sentence.
    """
    chosen: list[tuple[Article, Sentence]] = []
    told: list[frozenset[str]] = []
    length = 0
    for article, sentence in _candidates(articles):
        size = len(sentence.text.split())
        if chosen and length + size > WORDS:
            continue
        words = frozenset(stems(sentence.text, article.language))
        if any(_overlap(words, other) >= _SAME for other in told):
            continue
        chosen.append((article, sentence))
        told.append(words)
        length += size
        if len(chosen) == SENTENCES:
            break
    return tuple(
        Claim(undated(sentence.text), (Citation(article.id, sentence.number, sentence.text),))
        for article, sentence in chosen
    )


def _candidates(articles: Sequence[Article]) -> Iterator[tuple[Article, Sentence]]:
    """Give sentences in the order in which they are wanted.

    Two of the newest article's lead, then the others' first ones, then the rest of the lead.
    """
    leads = [(article, list(_telling(article))) for article in articles]
    newest, lead = leads[0]
    firsts: Iterable[tuple[Article, Sentence]] = (
        (article, own[0]) for article, own in leads[1:] if own
    )
    yield from ((newest, sentence) for sentence in lead[:2])
    yield from firsts
    yield from ((newest, sentence) for sentence in lead[2 : SENTENCES * 3])


def _telling(article: Article) -> Iterator[Sentence]:
    """Give the sentences of an article that tell something; the headline if alone."""
    found = [
        sentence
        for sentence in article.body
        if len(sentence.text.split()) >= _SHORTEST
        and _ENDS.search(sentence.text)
        and not _FURNITURE.match(sentence.text)
    ]
    yield from found or article.body or article.sentences


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (min(len(one), len(other)) or 1)
