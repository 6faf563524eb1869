"""Search: candidates from the database's full-text index, ranked by our own BM25.

An index that ranks every match grows slower with the archive. So the words of a question are
taken rarest first, and articles are listed while that is cheap; of the words beyond, it is only
asked which of these articles hold them. The best of the list, by the weights of the words they
hold, are read and scored in earnest. Both databases list the same sets of articles, so they find
the same.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.articles import Articles
from storage.dialect import batches
from storage.fulltext import Field, Period, Wanted, full_text
from storage.tables import articles, tokens
from storage.tokens import findable
from summarizer.model import Hit, Query, Tokens
from summarizer.rank import LEAD_WEIGHT, Lengths, score, weights

CANDIDATES = 200
"""Articles that are read and scored for a question."""

LISTED = 20_000
"""Articles that a question's words may list before only the listed ones are asked about."""

WORDS = 32
"""Words of a question that look for candidates, the weightiest; all of them score."""

STALE_AFTER = 50
"""A count stands until the archive has grown by one part in so many."""

_SHARES: tuple[tuple[Field, float], ...] = (("body", 1.0), ("lead", LEAD_WEIGHT))
"""What a word counts in each field."""

REMEMBERED = 50_000
"""Tokens whose frequency is kept in memory."""


@dataclass(slots=True)
class Statistics:
    """What searching needs to know of the whole archive, kept from one question to the next.

    Attributes:
        newest: highest key that is counted.
        size: articles in the index.
        lead, body: tokens in all their leads and bodies.
        counts: in how many articles a token stands, and how many there were when it was counted.
    """

    newest: int = 0
    size: int = 0
    lead: int = 0
    body: int = 0
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def lengths(self) -> Lengths:
        """Average lengths of the fields."""
        size = self.size or 1
        return Lengths(lead=self.lead / size or 1.0, body=self.body / size or 1.0)


@dataclass(frozen=True, slots=True)
class _Group:
    """The forms of a word that stand in the archive.

    Attributes:
        weight: of the word in this question.
        cost: how many articles hold one of them, at most.
    """

    tokens: tuple[str, ...]
    weight: float
    cost: int


class Search:
    """Search, in one transaction."""

    def __init__(self, connection: AsyncConnection, statistics: Statistics) -> None:
        self._connection = connection
        self._index = full_text(connection)
        self._statistics = statistics

    async def search(
        self, query: Query, limit: int, *, candidates: int = CANDIDATES
    ) -> tuple[Hit, ...]:
        """Find the articles that match a question best, best first.

        Args:
            query: the question understood. The articles that its thread is about are always among
                the candidates.
            limit: at most so many.
            candidates: how many articles are read and scored.
        """
        size = await self.size()
        frequencies = await self.document_frequencies(
            [form for term in query.terms for form in term.forms]
        )
        groups = _groups(query, frequencies, size)
        period = await self._period(query)
        listed = await self._list(groups, period) if groups else {}
        keys = {*_best(listed, candidates), *await self._keys(query.articles)}
        read = await self._tokens(keys)
        scores = score(
            query.terms, list(read.values()), frequencies, size, self._statistics.lengths
        )
        ranked = sorted(zip(scores, read, strict=True), reverse=True)[:limit]
        found = await Articles(self._connection).by_keys([key for _, key in ranked])
        return tuple(Hit(found[key], points) for points, key in ranked)

    async def size(self) -> int:
        """Count the articles that can be found."""
        known = self._statistics
        counted = known.newest
        statement = select(
            func.max(tokens.c.article),
            func.count(),
            func.sum(tokens.c.lead_length),
            func.sum(tokens.c.body_length),
        )
        if counted:  # without a condition, the index of lengths is all that is read
            statement = statement.where(tokens.c.article > counted)
        newest, size, lead, body = (await self._connection.execute(statement)).one()
        if size and known.newest == counted:  # nobody else counted the same meanwhile
            known.newest = newest
            known.size += size
            known.lead += int(lead)
            known.body += int(body)
        return known.size

    async def document_frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """Tell in how many articles each token stands; those that are nowhere are left out."""
        known = self._statistics
        wanted = [word for word in dict.fromkeys(words) if findable(word)]
        stale = [
            word
            for word in wanted
            if (counted := known.counts.get(word)) is None
            or known.size - counted[1] > counted[1] // STALE_AFTER
        ]
        if len(known.counts) + len(stale) > REMEMBERED:
            known.counts.clear()
            stale = wanted
        for batch in batches(stale):
            counted_now = await self._index.frequencies(batch)
            known.counts |= {word: (counted_now.get(word, 0), known.size) for word in batch}
        return {word: count for word in wanted if (count := known.counts[word][0])}

    async def _period(self, query: Query) -> Period | None:
        """Give the span of time that a question sets, None for all of it."""
        if query.since is None and query.until is None:
            return None
        oldest, newest = (
            await self._connection.execute(
                select(func.min(articles.c.published), func.max(articles.c.published))
            )
        ).one()
        since, until = query.since or oldest, query.until or newest
        if oldest is None or (since <= oldest and until >= newest):
            return None
        lowest, highest = (
            await self._connection.execute(
                select(func.min(articles.c.key), func.max(articles.c.key)).where(
                    articles.c.published >= since, articles.c.published <= until
                )
            )
        ).one()
        return Period(since, until, lowest or 0, highest or 0)

    async def _list(self, groups: Sequence[_Group], period: Period | None) -> Mapping[int, float]:
        """List articles with the weight of the words that each holds, as far as was looked.

        Args:
            groups: rarest first.
            period: only articles published in it.
        """
        whole = _affordable(groups)
        common = groups[whole:]
        rare = tuple(token for group in groups[:whole] for token in group.tokens)
        asked: list[tuple[float, Wanted]] = []
        for group in groups[:whole]:
            limit = LISTED if group.cost > LISTED else None
            for place, share in _SHARES:
                wanted = Wanted((group.tokens,), place, limit, period)
                asked.append((group.weight * share, wanted))
        for group in common:
            limit = LISTED if groups[0].cost > LISTED else None
            asked.append((group.weight, Wanted((group.tokens, rare), "body", limit, period)))
        # Some articles hold none of the rare words and all of the others.
        together = tuple(group.tokens for group in common)
        wanted = Wanted(together, "body", LISTED, period)
        lists = await self._index.matching(
            [*(one for _, one in asked), *([wanted] if common else [])]
        )
        weight: dict[int, float] = defaultdict(float)
        for (added, _), found in zip(asked, lists, strict=False):
            for key in found:
                weight[key] += added
        if common:
            total = sum(group.weight for group in common)
            for key in lists[-1]:
                weight.setdefault(key, total)
        return weight

    async def _keys(self, ids: Sequence[str]) -> set[int]:
        keys: set[int] = set()
        for batch in batches(ids):
            statement = select(articles.c.key).where(articles.c.id.in_(batch))
            keys.update(await self._connection.scalars(statement))
        return keys

    async def _tokens(self, keys: Iterable[int]) -> dict[int, Tokens]:
        """Read what scoring sees of articles: their leads and bodies."""
        read: dict[int, Tokens] = {}
        for batch in batches(sorted(keys)):
            rows = await self._connection.execute(
                select(tokens.c.article, tokens.c.lead, tokens.c.body).where(
                    tokens.c.article.in_(batch)
                )
            )
            for key, lead, body in rows:
                read[key] = Tokens(tuple(lead.split()), tuple(body.split()), ())
        return read


def _groups(query: Query, frequencies: Mapping[str, int], size: int) -> list[_Group]:
    """Give the words of a question that can find something, rarest first."""
    groups = []
    for term, weight in zip(query.terms, weights(query.terms, frequencies, size), strict=True):
        there = tuple(form for form in dict.fromkeys(term.forms) if form in frequencies)
        if there and weight:
            groups.append(_Group(there, weight, sum(frequencies[form] for form in there)))
    weightiest = sorted(groups, key=lambda group: -group.weight)[:WORDS]
    return sorted(weightiest, key=lambda group: group.cost)


def _affordable(groups: Sequence[_Group]) -> int:
    """Count the words, rarest first, whose articles may be listed in full; at least one."""
    spent = 0
    for count, group in enumerate(groups):
        spent += group.cost
        if count and spent > LISTED:
            return count
    return len(groups)


def _best(listed: Mapping[int, float], count: int) -> list[int]:
    """Give the keys of the greatest weight; of equal ones the highest, which came last."""
    if len(listed) <= count:
        return list(listed)
    least = heapq.nlargest(count, listed.values())[-1]
    above = [key for key, weight in listed.items() if weight > least]
    equal = [key for key, weight in listed.items() if weight == least]
    return above + heapq.nlargest(count - len(above), equal)
