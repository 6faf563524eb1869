"""Search: candidates from the database's full-text index, ranked by our own BM25.

An index that ranks every match grows slower with the archive. So the words of a question are
taken heaviest first, which mostly are the rarest, and articles are listed while that is cheap; of
the words beyond, it is only asked which of these articles hold them. The best of the list, by the
weights of the words they hold, are read and scored in earnest, until none of the others can be
expected to score more than the best so far. Both databases list the same sets of articles, so
they find the same.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import isqrt

from sqlalchemy import bindparam, func, select
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

LISTED, LISTED_SQUARE = 5_000, 600
"""Articles that the heaviest words of a question may list before the others are only asked about.

At least so many, and in a large archive the square root of so many times its size: in one that is
a hundred times as large, ten times as many.
"""

CANDIDATES, CANDIDATES_SHARE = 100, 0.008
"""Articles that are read and scored for a question: so many, and so large a share of the listed."""

LOOKED, LOOKED_SHARE = 20_000, 0.3
"""In how many articles the other words may stand, together, to be asked about at all.

So many, and so large a share of the archive.
"""

AT_ONCE = 40
"""How many are read at a time: mostly the best are among the first few."""

REACHED = 0.75
"""Share of what an article could score for its words that it can be expected to reach.

Hardly one reaches more: of the five best, one in a thousand is overlooked for it.
"""

NARROW, NARROW_PART = 10_000, 8
"""Up to how many articles a span of time may hold for its range of keys to be worth finding, and
of how many parts of the archive it may be one."""

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

# Statements of every question, made once: to make one takes longer than to carry it out.

_LENGTHS = select(
    func.max(tokens.c.article),
    func.count(),
    func.sum(tokens.c.lead_length),
    func.sum(tokens.c.body_length),
)

_LENGTHS_SINCE = _LENGTHS.where(tokens.c.article > bindparam("counted"))

_SPAN = select(  # each is read off an end of an index
    select(func.min(articles.c.published)).scalar_subquery(),
    select(func.max(articles.c.published)).scalar_subquery(),
)

_some = (
    select(articles.c.key)
    .where(
        articles.c.published >= bindparam("since"),
        articles.c.published <= bindparam("until"),
    )
    .limit(bindparam("most"))
    .subquery()
)

_INSIDE = select(func.min(_some.c.key), func.max(_some.c.key), func.count())


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


@dataclass(frozen=True, slots=True)
class _Bounds:
    """How far a search goes; see `Search.search`."""

    limit: int
    candidates: int
    listed: int
    reached: float


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
        candidates: int | None = None,
        listed: int | None = None,
        reached: float = REACHED,
    ) -> tuple[Hit, ...]:
        """Find the articles that match a question best, best first.

        Args:
            query: the question understood. The articles that its thread is about are always among
                the candidates.
            limit: at most so many.
            near: what the question is about, as a model's numbers; None searches by words alone.
            candidates: how many articles are read and scored at most; None for as many as the
                archive's size asks for.
            listed: how many articles the heaviest words may list before the others are only asked
                about these; None likewise.
            reached: share of what an article could score that it can be expected to reach. With
                1, and both numbers as large as the archive, nothing is overlooked but articles
                that hold nothing but common words.
        """
        depth = limit if near is None else max(limit, DEPTH)
        size = await self.size()
        listed = max(LISTED, isqrt(LISTED_SQUARE * size)) if listed is None else listed
        if candidates is None:
            candidates = CANDIDATES + int(CANDIDATES_SHARE * listed)
        bounds = _Bounds(depth, candidates, listed, reached)
        ranked, share = await self._by_words(query, size, bounds)
        if near is not None:
            embeddings = Embeddings(self._connection, self._statistics.sketches)
            like = await embeddings.nearest(near, depth, query.since, query.until)
            ranked = fuse(ranked, like, share) if like else ranked
        found = await Articles(self._connection).by_keys([key for key, _ in ranked[:limit]])
        return tuple(Hit(found[key], points) for key, points in ranked[:limit])

    async def _by_words(
        self, query: Query, size: int, bounds: _Bounds
    ) -> tuple[list[tuple[int, float]], float]:
        """Give the keys of the articles that match best by words, with their scores.

        Returns:
            These, best first, and what the best score is of the most that there could be.
        """
        frequencies = await self.document_frequencies(
            [form for term in query.terms for form in term.forms]
        )
        groups = _groups(query, frequencies, size)
        period = await self._period(query)
        found = _Listed({})
        if groups:
            found = await self._list(groups[:WORDS], period, bounds.listed)
        overlooked = found.unseen + _MOST * sum(group.weight for group in groups[WORDS:])
        ranking = Ranking(query.terms, frequencies, size, self._statistics.lengths)
        thread = sorted(await self._keys(query.articles))
        scores = await self._scored(ranking, thread, None)
        best = (key for key in _best_first(found.most, 2 * bounds.candidates) if key not in scores)
        read, at_once = 0, AT_ONCE
        while read < bounds.candidates and (keys := list(islice(best, at_once))):
            most = found.most[keys[0]] + overlooked
            least = _least(scores.values(), bounds.limit)
            if least is not None and bounds.reached * most < least:
                break
            scored = await self._scored(ranking, keys, period)
            if len(scored) < len(keys) / 2:  # most are of another time
                at_once *= 2
            read += len(scored)
            scores |= scored
        ranked = heapq.nlargest(bounds.limit, ((points, key) for key, points in scores.items()))
        highest = ceiling(query.terms, frequencies, size)
        share = ranked[0][0] / highest if ranked and highest else 0.0
        return [(key, points) for points, key in ranked], share

    async def size(self) -> int:
        """Count the articles that can be found."""
        known = self._statistics
        counted = known.newest
        # Without a condition, the index of lengths is all that is read.
        statement = _LENGTHS_SINCE if counted else _LENGTHS
        rows = await self._connection.execute(statement, {"counted": counted} if counted else {})
        newest, size, lead, body = rows.one()
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
        oldest, newest = (await self._connection.execute(_SPAN)).one()
        since, until = query.since or oldest, query.until or newest
        if oldest is None or newest is None or (since <= oldest and until >= newest):
            return None
        everywhere = Period(since, until, 0, self._statistics.newest)
        narrow = min(NARROW, self._statistics.size // NARROW_PART)
        # To look at every key of a long time takes long; its articles are many, so that a narrow
        # range of keys would not help to find them.
        times = {"since": since, "until": until, "most": narrow + 1}
        lowest, highest, count = (await self._connection.execute(_INSIDE, times)).one()
        if count > narrow:
            return everywhere
        return Period(since, until, lowest or 1, highest or 0)

    async def _list(self, groups: Sequence[_Group], period: Period | None, listed: int) -> _Listed:
        """List articles by the words that each holds, as far as is worth looking.

        Args:
            groups: heaviest first.
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
        spent = LOOKED + int(LOOKED_SHARE * self._statistics.size)
        looked = _affordable(common, spent, least=0)
        for group in common[:looked]:
            wanted = Wanted((group.tokens, rare), "body", limit, period)
            asked.append((group.weight * _MOST, wanted))
        unseen = groups if limit is not None else common[looked:]
        lists = await self._index.matching([one for _, one in asked])
        most: dict[int, float] = defaultdict(float)
        for (added, _), found in zip(asked, lists, strict=True):
            for key in found:
                most[key] += added
        return _Listed(most, _MOST * sum(group.weight for group in unseen))

    async def _keys(self, ids: Sequence[str]) -> set[int]:
        keys: set[int] = set()
        for batch in batches(ids):
            statement = select(articles.c.key).where(articles.c.id.in_(batch))
            keys.update(await self._connection.scalars(statement))
        return keys

    async def _scored(
        self, ranking: Ranking, keys: Sequence[int], period: Period | None
    ) -> dict[int, float]:
        """Read the leads and bodies of articles of a time, and score them."""
        scores: dict[int, float] = {}
        for batch in batches(keys):
            texts = await self._index.texts(batch, period)
            scores |= {key: ranking.score(lead, body) for key, lead, body in texts}
        return scores


def _groups(query: Query, frequencies: Mapping[str, int], size: int) -> list[_Group]:
    """Give the words of a question that can find something, heaviest first.

    A rare word of little weight, as one with a like meaning has, must not come before the others:
    it would fill the list with articles that hold nothing else.
    """
    groups = []
    for term, weight in zip(query.terms, weights(query.terms, frequencies, size), strict=True):
        there = tuple(form for form in dict.fromkeys(term.forms) if form in frequencies)
        if there and weight:
            groups.append(_Group(there, weight, sum(frequencies[form] for form in there)))
    groups.sort(key=lambda group: (-group.weight, group.cost))
    return groups


def _affordable(groups: Sequence[_Group], articles: int, least: int = 1) -> int:
    """Count the first words that stand in so many articles together, or give `least`."""
    spent = 0
    for count, group in enumerate(groups):
        spent += group.cost
        if count >= least and spent > articles:
            return count
    return len(groups)


def _best_first(most: Mapping[int, float], count: int) -> Iterator[int]:
    """Give the keys as `_best` does, all of them; rarely more than so many are asked for."""
    given = 0
    while given < len(most):
        best = _best(most, count)
        yield from best[given:]
        given, count = len(best), 8 * count


def _best(most: Mapping[int, float], count: int) -> list[int]:
    """Give the keys that can score most, in that order; of equal ones the one that came last."""
    # Sorting numbers makes no objects, as a heap does.
    least = sorted(most.values(), reverse=True)[:count][-1:]
    kept = [(points, key) for key, points in most.items() if points >= least[0]] if least else []
    return [key for _, key in sorted(kept, reverse=True)[:count]]


def _least(scores: Collection[float], limit: int) -> float | None:
    """Give the least of the best scores; None while there are too few."""
    return heapq.nlargest(limit, scores)[-1] if len(scores) >= limit else None
