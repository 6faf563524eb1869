"""A set of articles in memory, searched by the same BM25 as both databases."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from summarizer.model import Article, Hit, Query, Tokens
from summarizer.rank import average_lengths, score
from summarizer.text import tokens


class Collection:
    """Articles with their tokens and frequencies."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = {article.id: article for article in articles}
        self.tokens: dict[str, Tokens] = {key: tokens(a) for key, a in self.articles.items()}
        self.postings: dict[str, list[str]] = defaultdict(list)
        for key, found in self.tokens.items():
            for token in set(found.body):
                self.postings[token].append(key)
        self.frequencies = Counter({token: len(keys) for token, keys in self.postings.items()})
        self.lengths = average_lengths(list(self.tokens.values()))

    def vocabulary(self) -> frozenset[str]:
        """Give the names that the articles hold, as a store's index of names would."""
        return frozenset(mark for found in self.tokens.values() for mark in found.marks)

    def search(self, query: Query, limit: int = 10) -> list[Hit]:
        """Find articles, those of the thread first, within the query's bounds of time."""
        keys = {
            key
            for term in query.terms
            for form in term.forms
            for key in self.postings.get(form, ())
        } | {key for key in query.articles if key in self.articles}
        inside = [
            key
            for key in sorted(keys)
            if (query.since is None or self.articles[key].published >= query.since)
            and (query.until is None or self.articles[key].published <= query.until)
        ]
        scores = score(
            query.terms,
            [self.tokens[key] for key in inside],
            self.frequencies,
            len(self.articles),
            self.lengths,
        )
        thread = set(query.articles)
        ranked = sorted(
            zip(scores, inside, strict=True), key=lambda pair: (pair[1] not in thread, -pair[0])
        )
        return [Hit(self.articles[key], value) for value, key in ranked[:limit]]
