"""Articles to stories: one pass, most similar story over a threshold, in a window of time. Pure.

An article is seen in five ways: its words, the words of its lead, its names, the names of its lead,
its figures; each a tf-idf vector of unit length. A story is the sum of its articles. How well the
two fit is a weighted sum of the five cosines: names and figures tell two quakes in one country
apart, the words of the lead tell that both are quakes. The newcomer joins the best fitting story
of its language that has an article near it in time, or begins a new one; near-duplicates are simply
very similar. New stories that stayed small are tried once more when all of their batch is known.

Source of the method: single-pass clustering as in Topic Detection and Tracking (Allan, 2002). The
weights are a logistic regression, fitted by `benchmarks/quality_stories.py --fit` on one half.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from heapq import nlargest

from summarizer.centroid import (
    KEPT,
    LEAD,
    WEIGHTS,
    Centroid,
    Vector,
    Vectors,
    strongest,
    unit,
)
from summarizer.lexicon import table
from summarizer.model import Article, Tokens
from summarizer.text import fold, stem

SPAN = timedelta(hours=72)
"""How far an article may be from the story's nearest article."""

THRESHOLD = -0.5
"""Fit from which an article belongs to a story."""

REJOIN = -1.0
"""Fit from which a new story that stayed small joins another, once its whole batch is known."""

SMALL = 2
"""Articles of a new story that stayed small."""

PER_DAY = 0.4
"""What a day between an article and the story's nearest one takes from their fit."""

PROBES = 32
"""Entries of an article by which stories are looked up: those that weigh most."""

CANDIDATES = 16
"""Stories that are compared in full."""

LEAD_FOR_NAMES = 60
"""Words of the lead whose names count as the lead's."""

VOCABULARY = 400_000
"""Entries from which rare ones are forgotten with their stories, some 60 MB."""

_PRIOR_SIZE, _PRIOR_COMMON, _PRIOR_RARE = 60, 50, 0.5
"""A window begins as if it had held 60 articles, function words in 50 and others in half a one."""


class Window:
    """The stories of the last days, as the next article is compared with them.

    Args:
        span: how far an article may be from a story's nearest article.
        threshold: fit from which an article belongs to a story.
    """

    def __init__(self, span: timedelta = SPAN, threshold: float = THRESHOLD) -> None:
        self._span = span
        self._threshold = threshold
        self._stories: dict[int, Centroid] = {}
        self._articles: dict[str, int] = {}
        self._postings: dict[int, list[int]] = {}
        self._indexed: dict[int, array[int]] = {}
        self._vocabulary: dict[str, int] = {}
        self._frequencies: Counter[int] = Counter()
        self._common: set[int] = set()
        self._size = 0
        self._next = 0

    def __len__(self) -> int:
        """How many articles it holds."""
        return len(self._articles)

    def __contains__(self, article: str) -> bool:
        """Whether it holds the article of this id."""
        return article in self._articles

    def add(
        self, story: int, article: str, published: datetime, language: str, tokens: Tokens
    ) -> None:
        """Note that an article belongs to a story; an article that is there already is left."""
        if article not in self._articles:
            fields = self._count(tokens, language)
            self._join(story, article, published, language, self._vectors(fields))

    def assign(self, article: Article, tokens: Tokens) -> int | None:
        """Name the story that an article belongs to; None when it is a new one.

        The stories do not change; call `add` with the story that was settled on.
        """
        if article.id in self._articles:
            return self._articles[article.id]
        fields = self._fields(tokens, article.language)
        times = (article.published,)
        return self._nearest(self._vectors(fields), article.language, times, self._threshold)

    def take(self, article: Article, tokens: Tokens, fresh: int) -> int:
        """Assign an article and add it, to the story `fresh` when it is a new one."""
        if article.id in self._articles:
            return self._articles[article.id]
        vectors = self._vectors(self._count(tokens, article.language))
        times = (article.published,)
        found = self._nearest(vectors, article.language, times, self._threshold)
        story = fresh if found is None else found
        self._join(story, article.id, article.published, article.language, vectors)
        return story

    def rejoin(self, story: int) -> int | None:
        """Let a small story join the best fitting other one, by a lower threshold than an article.

        Meant for stories that nobody has heard of yet, once all that came with them is known.

        Returns:
            The story it joined and is now gone in; None when it stays.
        """
        known = self._stories.get(story)
        if known is None or known.size > SMALL:
            return None
        vectors = tuple(map(unit, known.vectors()))
        found = self._nearest(vectors, known.language, known.times, REJOIN, but=story)
        if found is not None:
            self._stories[found].absorb(self._stories.pop(story))
            self._unindex(story, self._indexed.pop(story))
            self._index(found)
            for article, its in self._articles.items():
                if its == story:
                    self._articles[article] = found
        return found

    def compare(
        self, story: int, article: Article, tokens: Tokens
    ) -> tuple[tuple[float, ...], int]:
        """Say how alike an article and a story are in each way of seeing it, and the story's size.

        Raises:
            KeyError: the window does not hold the story.
        """
        known = self._stories[story]
        return known.cosines(self._vectors(self._fields(tokens, article.language))), known.size

    def rename(self, stories: Mapping[int, int]) -> None:
        """Give stories the ids that storage chose for them.

        Args:
            stories: new ids by old ones; those that are not here are passed over.
        """
        renamed = {old: new for old, new in stories.items() if old in self._stories and old != new}
        for old, new in renamed.items():
            self._stories[new] = self._stories.pop(old)
            self._indexed[new] = self._indexed.pop(old)
            for entry in self._indexed[new]:
                posting = self._postings[entry]
                posting[posting.index(old)] = new
        for article, story in self._articles.items():
            if story in renamed:
                self._articles[article] = renamed[story]

    def forget(self, before: datetime) -> None:
        """Drop the stories whose newest article is older than `before`."""
        gone = {key for key, story in self._stories.items() if story.times[-1] < before}
        for key in gone:
            del self._stories[key]
            self._unindex(key, self._indexed.pop(key))
        self._articles = {
            article: story for article, story in self._articles.items() if story not in gone
        }
        if len(self._vocabulary) > VOCABULARY:
            self._forget_rare()

    def _forget_rare(self) -> None:
        used = {entry for story in self._stories.values() for es in story.entries for entry in es}
        self._vocabulary = {
            word: entry
            for word, entry in self._vocabulary.items()
            if entry in used or entry in self._common or self._frequencies[entry] > 2
        }
        kept = set(self._vocabulary.values())
        self._frequencies = Counter({e: n for e, n in self._frequencies.items() if e in kept})

    def _entry(self, word: str) -> int:
        entry = self._vocabulary.get(word)
        if entry is None:
            entry = self._vocabulary[word] = self._next
            self._next += 1
        return entry

    def _fields(self, tokens: Tokens, language: str) -> tuple[Counter[int], ...]:
        """Count an article's entries in each of the five ways of seeing it."""
        common = _common(language)
        fields = []
        for at, words in enumerate(_seen(tokens)):
            counted: Counter[int] = Counter()
            for word, count in Counter(words).items():
                entry = self._entry(f"{at}{word}")
                counted[entry] = count
                if at <= LEAD and word in common:
                    self._common.add(entry)
            fields.append(counted)
        return tuple(fields)

    def _count(self, tokens: Tokens, language: str) -> tuple[Counter[int], ...]:
        fields = self._fields(tokens, language)
        for field in fields:
            self._frequencies.update(field.keys())
        self._size += 1
        return fields

    def _vectors(self, fields: Sequence[Mapping[int, int]]) -> Vectors:
        return tuple(
            unit(strongest(self._weigh(field), KEPT[at])) for at, field in enumerate(fields)
        )

    def _weigh(self, field: Mapping[int, int]) -> Vector:
        size = self._size + _PRIOR_SIZE
        weighed = {}
        for entry, count in field.items():
            prior = _PRIOR_COMMON if entry in self._common else _PRIOR_RARE
            rarity = math.log(size / (self._frequencies[entry] + prior))
            if rarity > 0:
                weighed[entry] = (1 + math.log(count)) * rarity
        return weighed

    def _nearest(
        self,
        vectors: Vectors,
        language: str,
        times: Sequence[datetime],
        threshold: float,
        but: int | None = None,
    ) -> int | None:
        """Name the best fitting story near one of these times, if its fit reaches the threshold."""
        probes = strongest(
            {
                entry: weight * WEIGHTS[at]
                for at, vector in enumerate(vectors)
                for entry, weight in vector.items()
            },
            PROBES,
        )
        met: dict[int, float] = {}
        for entry, weight in probes.items():
            for key in self._postings.get(entry, ()):
                met[key] = met.get(key, 0.0) + weight
        met.pop(but, None)  # type: ignore[arg-type]
        best, most = None, threshold
        for key in nlargest(CANDIDATES, met, key=lambda key: (met[key], key)):
            story = self._stories[key]
            if story.language != language:
                continue
            gap = min(map(story.gap, times))
            if gap <= self._span:
                fit = story.fit(vectors) - PER_DAY * (gap / timedelta(days=1))
                if fit >= most:
                    best, most = key, fit
        return best

    def _join(
        self, key: int, article: str, published: datetime, language: str, vectors: Vectors
    ) -> None:
        story = self._stories.get(key)
        if story is None:
            story = self._stories[key] = Centroid(language)
        story.add(vectors, published)
        self._articles[article] = key
        self._index(key)

    def _index(self, key: int) -> None:
        keys, old = set(self._stories[key].keys()), set(self._indexed.get(key, ()))
        self._unindex(key, old - keys)
        for entry in keys - old:
            self._postings.setdefault(entry, []).append(key)
        self._indexed[key] = array("I", keys)

    def _unindex(self, key: int, entries: Iterable[int]) -> None:
        for entry in entries:
            posting = self._postings[entry]
            posting.remove(key)
            if not posting:
                del self._postings[entry]


def cluster(batch: Sequence[tuple[Article, Tokens]], window: Window) -> dict[str, int]:
    """Give each article of a batch its story.

    Args:
        batch: in the order they came out; later ones may join the stories of earlier ones.
        window: holds the stories so far; it takes the articles in.

    Returns:
        By article id the story's id, or a negative number: equal ones are the same new story.
        Tell the window by `Window.rename` which ids the new stories got.
    """
    found: dict[str, int] = {}
    fresh = -1
    for article, tokens in batch:
        story = found[article.id] = window.take(article, tokens, fresh)
        if story == fresh:
            fresh -= 1
    joined = {story: other for story in range(-1, fresh, -1) if (other := window.rejoin(story))}
    return {article: _final(story, joined) for article, story in found.items()}


def _final(story: int, joined: Mapping[int, int]) -> int:
    while story in joined:
        story = joined[story]
    return story


def _seen(tokens: Tokens) -> tuple[Sequence[str], ...]:
    """Give the words of the five ways in which an article is seen."""
    names = [mark for mark in tokens.marks if not mark[0].isdigit()]
    figures = [mark for mark in tokens.marks if mark[0].isdigit()]
    lead = {word[:_NAME_STEM] for word in tokens.lead[:LEAD_FOR_NAMES]}
    lead_names = [name for name in names if name[:_NAME_STEM] in lead]
    return tokens.body, tokens.lead, names, lead_names, figures


_NAME_STEM = 4
"""Letters by which a name is known again among the stems of the lead."""


@cache
def _common(language: str) -> frozenset[str]:
    """Give the index forms of a language's function words."""
    words = table("function_words").get(language, ())
    return frozenset(stem(word, language) for word in words) | frozenset(map(fold, words))
