"""Articles to stories, as they come: average link over a window of time, settled after each batch.

An article joins the story that it fits best, if it fits well enough, or begins one (`Window.take`).
What the first articles of an event look like is not yet known when they come, so a batch ends with
second thoughts (`Window.settle`): an article that fits another story better goes there, one that
fits its own no more stands alone, and two stories that prove to be one become one, the older.

Sources of the method: single-pass clustering as in Topic Detection and Tracking (Allan, 2002);
group-average agglomerative clustering for the second thoughts. The weights are a logistic
regression over pairs of articles, fitted by `benchmarks/quality_stories.py --fit` on one half.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import count

from summarizer.centroid import Centroid
from summarizer.model import Article, Tokens
from summarizer.vectors import Fields, Packed, Vector, Vocabulary, strongest

SPAN = timedelta(hours=72)
"""How far an article may be from the story's nearest article."""

JOIN = -0.25
"""Fit from which an article belongs to a story."""

LEAVE = -0.75
"""Fit below which an article does not belong to its story any more."""

BETTER = 0.25
"""How much better another story has to fit for an article to go there."""

MERGE = -0.25
"""Mean fit of their articles from which two stories are one."""

SURE = 2.0
"""Fit from which an article is not thought about again."""

PER_DAY = 0.4
"""What a day between an article and the story's nearest one takes from their fit."""

SMALL = 2
"""Articles of a story that may be the beginning of what others are put wrongly for."""

NEIGHBOURS = 2
"""Stories beside a small one whose articles are thought about again."""

PROBES = 24
"""Entries of an article by which stories are looked up: those that weigh most."""

CANDIDATES = 8
"""Stories that are compared in full."""

ROUNDS = 2
"""Times that second thoughts may lead to more of them."""

WEIGHED = 12
"""Articles of a story that second thoughts are given to, the newest."""


@dataclass(frozen=True, slots=True)
class Clustered:
    """What became of a batch.

    Attributes:
        places: by article, its story; those of the batch and those that moved. A negative number
            is a new story: equal ones are the same.
        merged: by story that is gone, the one that it is part of now.
    """

    places: dict[str, int]
    merged: dict[int, int]


@dataclass(slots=True)
class _Member:
    story: int
    published: datetime
    vector: Packed


class Window:
    """The stories of the last days, as the next article is compared with them.

    Args:
        span: how far an article may be from a story's nearest article.
        join: fit from which an article belongs to a story.
    """

    def __init__(self, span: timedelta = SPAN, join: float = JOIN) -> None:
        self._span = span
        self._join = join
        self._vocabulary = Vocabulary()
        self._learned: dict[str, Fields] = {}
        self._members: dict[str, _Member] = {}
        self._stories: dict[int, Centroid] = {}
        self._postings: dict[int, list[int]] = {}
        self._indexed: dict[int, array[int]] = {}

    def __len__(self) -> int:
        """How many articles it holds."""
        return len(self._members)

    def __contains__(self, article: str) -> bool:
        """Whether it holds the article of this id."""
        return article in self._members

    def add(
        self, story: int, article: str, published: datetime, language: str, tokens: Tokens
    ) -> None:
        """Note that an article belongs to a story; an article that is there already is left."""
        if article not in self._members:
            vector = self._count(tokens, language)
            self._put(story, article, published, language, vector)

    def story_of(self, article: str) -> int:
        """Name the story of an article that it holds."""
        return self._members[article].story

    def assign(self, article: Article, tokens: Tokens) -> int | None:
        """Name the story that an article belongs to; None when it is a new one.

        The stories do not change; call `add` with the story that was settled on.
        """
        if article.id in self._members:
            return self._members[article.id].story
        vector = self._vocabulary.vector(self._vocabulary.fields(tokens, article.language))
        found, _ = self._nearest(vector, article.language, article.published)
        return found

    def learn(self, batch: Iterable[tuple[Article, Tokens]]) -> None:
        """Learn from articles that `take` is about to get how rare their words are."""
        for article, tokens in batch:
            fields = self._vocabulary.fields(tokens, article.language)
            self._vocabulary.count(fields)
            self._learned[article.id] = fields

    def take(self, article: Article, tokens: Tokens, fresh: int) -> int:
        """Assign an article and add it, to the story `fresh` when it is a new one."""
        if article.id in self._members:
            return self._members[article.id].story
        fields = self._learned.pop(article.id, None)
        vector = self._vocabulary.vector(
            fields or self._vocabulary.fields(tokens, article.language)
        )
        found, _ = self._nearest(vector, article.language, article.published)
        story = fresh if found is None else found
        self._put(story, article.id, article.published, article.language, vector)
        return story

    def settle(self, touched: Iterable[int], fresh: Iterator[int]) -> Clustered:
        """Think again about stories: move articles that fit elsewhere, merge what is one.

        Args:
            touched: stories that changed.
            fresh: numbers for new stories.

        Returns:
            Which articles moved, and which stories are gone.
        """
        moved: set[str] = set()
        merged: dict[int, int] = {}
        left = set(touched)
        for _ in range(ROUNDS):
            if not left:
                break
            changed: set[int] = set()
            there = [story for story in left if story in self._stories]
            beside = {other for story in there for other in self._beside(story)}
            for story in sorted({*there, *beside}, key=_age):
                if story in self._stories:
                    changed |= self._reconsider(story, fresh, moved)
            for story in sorted(left | changed, key=_age):
                if story in self._stories:
                    changed |= self._merge(story, merged)
            left = {story for story in changed if story in self._stories}
        return Clustered({article: self._members[article].story for article in moved}, merged)

    def _reconsider(self, story: int, fresh: Iterator[int], moved: set[str]) -> set[int]:
        """Move the articles of a story that fit elsewhere; give the stories that changed."""
        changed: set[int] = set()
        known = self._stories[story]
        newest = nlargest(
            WEIGHED, known.members, key=lambda id_: (self._members[id_].published, id_)
        )
        for fit, article in sorted(zip(self._own(known, newest), newest, strict=True)):
            if len(known) == 1 or fit >= SURE:
                break
            member = self._members[article]
            vector = member.vector.unpacked()
            (own,) = self._own(known, [article])
            found, other = self._nearest(vector, known.language, member.published, but=story)
            if found is None or other < own + BETTER:
                if own >= LEAVE:
                    continue
                found = next(fresh)
            self._take_out(article, vector)
            self._put(found, article, member.published, known.language, vector)
            moved.add(article)
            changed |= {story, found}
        return changed

    def _own(self, story: Centroid, articles: Iterable[str]) -> list[float]:
        """Say how well articles fit their own story."""
        fits = story.fits_of_own(self._members[article].vector for article in articles)
        return [fit - story.demand for fit in fits]

    def _beside(self, story: int) -> list[int]:
        """Name the stories that may hold articles of a story which is new or small."""
        known = self._stories[story]
        if len(known) > SMALL:
            return []
        return self._met(known.sum.unpacked(), story)[:NEIGHBOURS]

    def _merge(self, story: int, merged: dict[int, int]) -> set[int]:
        """Let a story and the one that fits it best become one, if they fit; give what it is."""
        found = self._likest(story)
        if found is None:
            return set()
        gone, kept = sorted((story, found), key=_age, reverse=True)
        absorbed = self._stories.pop(gone)
        self._stories[kept].absorb(absorbed)
        self._unindex(gone, self._indexed.pop(gone))
        self._index(kept)
        for article in absorbed.members:
            self._members[article].story = kept
        merged[gone] = kept
        return {kept}

    def compare(self, one: tuple[Article, Tokens], other: tuple[Article, Tokens]) -> list[float]:
        """Say how alike two articles are in each way of seeing them, 0 to 1."""
        seen = [
            self._vocabulary.vectors(self._vocabulary.fields(tokens, article.language))
            for article, tokens in (one, other)
        ]
        return [
            sum(weight * right.get(entry, 0.0) for entry, weight in left.items())
            for left, right in zip(*seen, strict=True)
        ]

    def rename(self, stories: Mapping[int, int]) -> None:
        """Give stories the ids that storage chose for them.

        Args:
            stories: new ids by old ones; those that are not here are passed over.
        """
        renamed = {old: new for old, new in stories.items() if old in self._stories and old != new}
        for old, new in renamed.items():
            known = self._stories[new] = self._stories.pop(old)
            self._indexed[new] = self._indexed.pop(old)
            for entry in self._indexed[new]:
                posting = self._postings[entry]
                posting[posting.index(old)] = new
            for article in known.members:
                self._members[article].story = new

    def forget(self, before: datetime) -> None:
        """Drop the stories whose newest article is older than `before`."""
        gone = [key for key, story in self._stories.items() if story.times[-1] < before]
        for key in gone:
            for article in self._stories.pop(key).members:
                del self._members[article]
            self._unindex(key, self._indexed.pop(key))
        self._vocabulary.forget(self._used)

    def _used(self) -> set[int]:
        return {entry for story in self._stories.values() for entry in story.sum.entries}

    def _count(self, tokens: Tokens, language: str) -> Vector:
        fields = self._vocabulary.fields(tokens, language)
        self._vocabulary.count(fields)
        return self._vocabulary.vector(fields)

    def _nearest(
        self, vector: Vector, language: str, published: datetime, but: int | None = None
    ) -> tuple[int | None, float]:
        """Name the story that an article fits best, if it fits, with how well."""
        best, most = None, self._join
        for key in self._met(vector, but):
            story = self._stories[key]
            if story.language != language:
                continue
            gap = story.gap(published)
            if gap <= self._span:
                fit = story.fit(vector) - PER_DAY * (gap / timedelta(days=1)) - story.demand
                if fit >= most:
                    best, most = key, fit
        return best, most

    def _likest(self, story: int) -> int | None:
        """Name the story that another one is part of, if it is of any."""
        known = self._stories[story]
        total = known.sum.unpacked()
        best, most = None, 0.0
        for key in self._met(total, story):
            other = self._stories[key]
            if other.language != known.language:
                continue
            asked = JOIN if 1 in {len(known), len(other)} else MERGE
            gap = min(map(other.gap, known.times))
            if gap <= self._span:
                fit = other.fit(total, len(known)) - PER_DAY * (gap / timedelta(days=1))
                fit -= asked + max(known.demand, other.demand)
                if fit >= most:
                    best, most = key, fit
        return best

    def _met(self, vector: Vector, but: int | None) -> list[int]:
        """Name the stories that share most of a vector's strongest entries."""
        met: dict[int, float] = {}
        for entry, weight in strongest(vector, PROBES).items():
            for key in self._postings.get(entry, ()):
                met[key] = met.get(key, 0.0) + weight
        met.pop(but, None)  # type: ignore[arg-type]
        return nlargest(CANDIDATES, met, key=lambda key: (met[key], key))

    def _put(
        self, key: int, article: str, published: datetime, language: str, vector: Vector
    ) -> None:
        story = self._stories.get(key)
        if story is None:
            story = self._stories[key] = Centroid(language)
        story.add(article, vector, published)
        self._members[article] = _Member(key, published, Packed(vector))
        self._index(key)

    def _take_out(self, article: str, vector: Vector) -> None:
        member = self._members[article]
        story = self._stories[member.story]
        story.remove(article, vector, member.published)
        if story.members:
            self._index(member.story)
        else:
            del self._stories[member.story]
            self._unindex(member.story, self._indexed.pop(member.story))

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


def cluster(batch: Sequence[tuple[Article, Tokens]], window: Window) -> Clustered:
    """Give each article of a batch its story, and think again about those that it changes.

    Args:
        batch: later ones may join the stories of earlier ones. Feeds give the minute at best, so
            those of one minute are taken in the order of their ids, whatever order they come in.
        window: holds the stories so far; it takes the articles in. Tell it by `Window.rename`
            which ids the new stories got.
    """
    new = [one for one in batch if one[0].id not in window]
    new.sort(key=lambda one: (one[0].published.replace(second=0, microsecond=0), one[0].id))
    window.learn(new)
    numbers = count(-1, -1)
    touched: set[int] = set()
    fresh = next(numbers)
    for article, tokens in new:
        story = window.take(article, tokens, fresh)
        touched.add(story)
        if story == fresh:
            fresh = next(numbers)
    settled = window.settle(touched, numbers)
    places = {article.id: window.story_of(article.id) for article, _ in batch}
    return Clustered(places | settled.places, settled.merged)


def _age(story: int) -> tuple[bool, int]:
    """Order stories by age: stored ones by their ids, then new ones as they came."""
    return story < 0, abs(story)
