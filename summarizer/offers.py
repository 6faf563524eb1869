"""Which articles to offer where there is no answer: those that are about what was asked. Pure."""

from collections.abc import Mapping, Sequence, Set

from summarizer import vocabulary
from summarizer.model import Article, Query, Term
from summarizer.question import own
from summarizer.reading import read
from summarizer.text import stem

MOST = 3
"""Articles that are offered."""

_ENOUGH = 0.6
"""Share of a question's words, the rare ones counting more, that an article must have."""

_LEAST = 0.15
"""What the commonest word counts beside a rare one."""


def offers(query: Query, articles: Sequence[Article]) -> tuple[Article, ...]:
    """Give the articles that a reader may want to look at, best first; none rather than any.

    An article must have most of what was asked, and a word of some name or a country where such
    were asked for, else one of the rarest words. A question without a word of its own is about the
    articles of its thread.

    Args:
        query: the question understood.
        articles: what search found, best first.
    """
    terms = own(query)
    kept = (
        article
        for article in articles
        if (_is_about(article, query, terms) if terms else article.id in query.articles)
    )
    return tuple(each for each, _ in zip(kept, range(MOST), strict=False))


def _is_about(article: Article, query: Query, terms: Sequence[Term]) -> bool:
    there = frozenset[str]().union(
        *(read(each.text, article.language).forms for each in article.sentences)
    )
    met = {term.word for term in terms if not there.isdisjoint(_forms(term, query, article))}
    named = {word for name in query.names for word in name.split()}
    named |= {term.word for term in terms if _is_land(term, query)}
    named &= {term.word for term in terms}
    if named and named.isdisjoint(met):
        return False
    weights = {term.word: _weight(term, query.language) for term in terms}
    if not named and not _has_rarest(article, query, terms, weights, there):
        return False
    return sum(weights[word] for word in met) >= _ENOUGH * sum(weights.values())


def _has_rarest(
    article: Article,
    query: Query,
    terms: Sequence[Term],
    weights: Mapping[str, float],
    there: Set[str],
) -> bool:
    """Say whether an article has one of the question's rarest words, in its own language itself.

    What means much the same is enough only in another: a line is a kind of tram, and of phones.
    """
    rarest = max(weights.values())
    same = article.language == query.language
    return any(
        not there.isdisjoint(term.forms if same else _forms(term, query, article))
        for term in terms
        if weights[term.word] == rarest
    )


def _is_land(term: Term, query: Query) -> bool:
    return any(":" in concept for concept in vocabulary.concepts(term.word, query.language))


def _forms(term: Term, query: Query, article: Article) -> set[str]:
    """Give what a word looks like in an article's language, words of the same meaning too."""
    meant = vocabulary.concepts(term.word, query.language)
    same = (vocabulary.expressions(concept, (article.language,)) for concept in meant)
    return {*term.forms, *(form for forms in same for form in forms)}


def _weight(term: Term, language: str) -> float:
    rare = vocabulary.rarity(stem(term.word, language), language)
    return max(_LEAST, (rare - 2) / (vocabulary.UNLISTED - 2))
