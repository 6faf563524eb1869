"""Search: candidates from the database's full-text index, ranked by our own BM25.

An index that ranks every match grows slower with the archive. So the words of a question are
taken rarest first, and articles are listed while that is cheap; of the words beyond, it is only
asked which of these articles hold them. The best of the list, by the weights of the words they
hold, are read and scored in earnest, until none of the others can score more than the best so
far. Both databases list the same sets of articles, so they find the same.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.articles import Articles
from storage.dialect import batches
from storage.embeddings import Embeddings, Sketches
from storage.fulltext import Field, Period, Wanted, full_text
from storage.tables import articles, tokens
from storage.tokens import findable
from summarizer.fusion import DEPTH, fuse
from summarizer.model import Hit, Query
from summarizer.nearness import Near
from summarizer.rank import MOST_IN_BODY, MOST_IN_LEAD, Lengths, Ranking, ceiling, weights

CANDIDATES = 200
"""Articles that are read and scored for a question."""

AT_ONCE = 40
"""How many of them are read at a time: mostly the best are among the first few."""

LISTED = 10_000
"""Articles that a question's words may list before only the listed ones are asked about."""

LOOKED = 10
"""How many times as many articles the other words may stand in, to be asked about at all."""

WORDS = 32
"""Words of a question that look for candidates, the weightiest; all of them score."""

STALE_AFTER = 50
"""A count stands until the archive has grown by one part in so many."""

_SHARES: tuple[tuple[Field, float], ...] = (("body", MOST_IN_BODY), ("lead", MOST_IN_LEAD))
"""What a word counts in each field at most."""

_MOST = MOST_IN_BODY + MOST_IN_LEAD
"""What it counts in both."""

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
        sketches: of what articles are about, where a model is set that embeds them.
    """

    newest: int = 0
    size: int = 0
    lead: int = 0
    body: int = 0
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    sketches: Sketches = field(default_factory=Sketches)

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


@dataclass(frozen=True, slots=True)
class _Listed:
    """The articles that hold words of a question, as far as was looked.

    Attributes:
        most: what each can score for the words that it was seen to hold, by key.
        unseen: what any of them can score for words that were not looked for everywhere.
    """

    most: Mapping[int, float]
    unseen: float = 0.0


class Search:
    """Search, in one transaction."""

    def __init__(self, connection: AsyncConnection, statistics: Statistics) -> None:
        self._connection = connection
        self._index = full_text(connection)
        self._statistics = statistics

    async def search(
        self,
        query: Query,
        limit: int,
        *,
        near: Near | None = None,
        candidates: int = CANDIDATES,
        listed: int = LISTED,
    ) -> tuple[Hit, ...]:
        """Find the articles that match a question best, best first.

        Args:
            query: the question understood. The articles that its thread is about are always among
                the candidates.
            limit: at most so many.
            near: what the question is about, as a model's numbers; None searches by words alone.
            candidates: how many articles are read and scored at most.
            listed: how many articles the rarest words may list before the others are only asked
                about these. With both as large as the archive, nothing is overlooked.
        """
        depth = limit if near is None else max(limit, DEPTH)
        ranked, share = await self._by_words(query, depth, candidates, listed)
        if near is not None:
            embeddings = Embeddings(self._connection, self._statistics.sketches)
            like = await embeddings.nearest(near, depth, query.since, query.until)
            ranked = fuse(ranked, like, share) if like else ranked
        found = await Articles(self._connection).by_keys([key for key, _ in ranked[:limit]])
        return tuple(Hit(found[key], points) for key, points in ranked[:limit])

    async def _by_words(
        self, query: Query, limit: int, candidates: int, listed: int
    ) -> tuple[list[tuple[int, float]], float]:
        """Give the keys of the articles that match best by words, with their scores.

        Returns:
            These, best first, and what the best score is of the most that there could be.
        """
        size = await self.size()
        frequencies = await self.document_frequencies(
            [form for term in query.terms for form in term.forms]
        )
        groups = _groups(query, frequencies, size)
        period = await self._period(query)
        found = await self._list(groups[:WORDS], period, listed) if groups else _Listed({})
        overlooked = found.unseen + _MOST * sum(group.weight for group in groups[WORDS:])
        ranking = Ranking(query.terms, frequencies, size, self._statistics.lengths)
        thread = await self._keys(query.articles)
        best = _best(found.most, candidates)
        first = [*sorted(thread), *(key for key in best[:AT_ONCE] if key not in thread)]
        scores = await self._scored(ranking, first)
        for at in range(AT_ONCE, len(best), AT_ONCE):
            least = _least(scores.values(), limit)
            if least is not None and found.most[best[at]] + overlooked < least:
                break
            keys = [key for key in best[at : at + AT_ONCE] if key not in thread]
            scores |= await self._scored(ranking, keys)
        ranked = heapq.nlargest(limit, ((points, key) for key, points in scores.items()))
        most = ceiling(query.terms, frequencies, size)
        share = ranked[0][0] / most if ranked and most else 0.0
        return [(key, points) for points, key in ranked], share

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
        if not known.newest:
            await self.size()
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
            counted_now = await self._index.frequencies(batch, known.size, known.newest)
            known.counts |= {word: (counted_now.get(word, 0), known.size) for word in batch}
        return {word: count for word in wanted if (count := known.counts[word][0])}

    async def _period(self, query: Query) -> Period | None:
        """Give the span of time that a question sets, None for all of it."""
        if query.since is None and query.until is None:
            return None
        # One at a time, each is read off the end of an index.
        oldest = await self._connection.scalar(select(func.min(articles.c.published)))
        newest = await self._connection.scalar(select(func.max(articles.c.published)))
        since, until = query.since or oldest, query.until or newest
        if oldest is None or newest is None or (since <= oldest and until >= newest):
            return None
        # To look at every key of a long time takes long; its articles are many, so that a narrow
        # range of keys would not help to find them.
        inside = (
            select(articles.c.key)
            .where(articles.c.published >= since, articles.c.published <= until)
            .limit(LISTED + 1)
            .subquery()
        )
        lowest, highest, count = (
            await self._connection.execute(
                select(func.min(inside.c.key), func.max(inside.c.key), func.count())
            )
        ).one()
        if count > LISTED:
            return Period(since, until, 0, self._statistics.newest)
        return Period(since, until, lowest or 0, highest or 0)

    async def _list(self, groups: Sequence[_Group], period: Period | None, listed: int) -> _Listed:
        """List articles by the words that each holds, as far as is worth looking.

        Args:
            groups: rarest first.
            period: only articles published in it.
            listed: as in `search`.
        """
        whole = _affordable(groups, listed)
        common = groups[whole:]
        rare = tuple(token for group in groups[:whole] for token in group.tokens)
        asked: list[tuple[float, Wanted]] = []
        limit = listed if groups[0].cost > listed else None
        for group in groups[:whole]:
            for place, share in _SHARES:
                wanted = Wanted((group.tokens,), place, limit, period)
                asked.append((group.weight * share, wanted))
        looked = _affordable(common, listed * LOOKED, least=0)
        for group in common[:looked]:
            wanted = Wanted((group.tokens, rare), "body", limit, period)
            asked.append((group.weight * _MOST, wanted))
        unseen = groups if limit is not None else common[looked:]
        # Some articles hold none of the rare words and all of the others.
        together = tuple(group.tokens for group in common) if looked == len(common) else ()
        wanted = Wanted(together, "body", listed, period)
        lists = await self._index.matching(
            [*(one for _, one in asked), *([wanted] if together else [])]
        )
        most: dict[int, float] = defaultdict(float)
        for (added, _), found in zip(asked, lists, strict=False):
            for key in found:
                most[key] += added
        if together:
            total = _MOST * sum(group.weight for group in common)
            for key in lists[-1]:
                most.setdefault(key, total)
        return _Listed(most, _MOST * sum(group.weight for group in unseen))

    async def _keys(self, ids: Sequence[str]) -> set[int]:
        keys: set[int] = set()
        for batch in batches(ids):
            statement = select(articles.c.key).where(articles.c.id.in_(batch))
            keys.update(await self._connection.scalars(statement))
        return keys

    async def _scored(self, ranking: Ranking, keys: Sequence[int]) -> dict[int, float]:
        """Read the leads and bodies of articles, and score them."""
        scores: dict[int, float] = {}
        for batch in batches(keys):
            rows = await self._connection.execute(
                select(tokens.c.article, tokens.c.lead, tokens.c.body).where(
                    tokens.c.article.in_(batch)
                )
            )
            scores |= {key: ranking.score(lead, body) for key, lead, body in rows.all()}
        return scores


def _groups(query: Query, frequencies: Mapping[str, int], size: int) -> list[_Group]:
    """Give the words of a question that can find something.

    The weightiest `WORDS` come first, the rarest of them before the others.
    """
    groups = []
    for term, weight in zip(query.terms, weights(query.terms, frequencies, size), strict=True):
        there = tuple(form for form in dict.fromkeys(term.forms) if form in frequencies)
        if there and weight:
            groups.append(_Group(there, weight, sum(frequencies[form] for form in there)))
    groups.sort(key=lambda group: -group.weight)
    return [*sorted(groups[:WORDS], key=lambda group: group.cost), *groups[WORDS:]]


def _affordable(groups: Sequence[_Group], articles: int, least: int = 1) -> int:
    """Count the words, rarest first, that stand in so many articles together, or `least` words."""
    spent = 0
    for count, group in enumerate(groups):
        spent += group.cost
        if count >= least and spent > articles:
            return count
    return len(groups)


def _best(most: Mapping[int, float], count: int) -> list[int]:
    """Give the keys that can score most, in that order; of equal ones the one that came last."""
    least = heapq.nlargest(count, most.values())[-1:]
    kept = [(points, key) for key, points in most.items() if points >= least[0]] if least else []
    return [key for _, key in heapq.nlargest(count, kept)]


def _least(scores: Collection[float], limit: int) -> float | None:
    """Give the least of the best scores; None while there are too few."""
    return heapq.nlargest(limit, scores)[-1] if len(scores) >= limit else None
