"""A handful of articles in memory, searched by the same BM25 as the databases."""

from collections import Counter
from collections.abc import Iterable

from summarizer.model import Article, Hit, Query
from summarizer.rank import average_lengths, score
from summarizer.text import tokens


class Shelf:
    """Articles with what searching needs to know of them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = tuple(articles)
        self.tokens = [tokens(article) for article in self.articles]
        self.frequencies = Counter(token for each in self.tokens for token in set(each.body))
        self.names = frozenset(mark for each in self.tokens for mark in each.marks)
        self.lengths = average_lengths(self.tokens)

    def search(self, query: Query, limit: int = 10) -> list[Hit]:
        size = len(self.articles)
        scores = score(query.terms, self.tokens, self.frequencies, size, self.lengths)
        found = [
            Hit(article, value)
            for article, value in zip(self.articles, scores, strict=True)
            if (value or article.id in query.articles)
            and (query.since is None or article.published >= query.since)
            and (query.until is None or article.published <= query.until)
        ]
        return sorted(found, key=lambda hit: -hit.score)[:limit]
