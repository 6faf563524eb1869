"""Articles to stories, as they come: the nearest story over a threshold, in a window of time.

Each article begins alone. Of all lone articles that fit a story, the one that fits best joins it
first, and so on: so the order within a batch decides nothing, and the hardest are placed last, when
most is known. How well the two fit is a weighted sum of five cosines (`centroid`): names and
figures tell two quakes in one country apart, the words of the lead tell that both are quakes.
Whenever a story grows, the lone articles near it are looked at again, those that came with it and,
if they fit clearly better, those that have been told on their own. Stories of several articles are
never joined to each other. A story that grew and proves to be two is taken apart (`splits`), once:
what has left stays together, and the two never join again. So no article leaves a story twice.

Source of the method: single-pass clustering as in Topic Detection and Tracking (Allan, 2002),
batch by batch. The weights are a logistic regression over articles and stories; this module's
numbers were chosen by `benchmarks/two_days.py --alone`; both on one half of the subjects.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush, nlargest

from summarizer.centroid import Centroid, keys
from summarizer.model import Article, Tokens
from summarizer.splits import split
from summarizer.vectors import Vectors, Vocabulary

SPAN = timedelta(hours=72)
"""How far an article may be from the story's nearest article."""

JOIN = 3.6
"""Fit from which an article belongs to a story."""

LATER = 1.0
"""What is asked more of a lone article that came earlier, and so may have been told as new."""

PROBES = 32
"""Entries of an article by which stories are looked up: those that weigh most."""

CANDIDATES = 16
"""Stories that are compared in full."""


@dataclass(frozen=True, slots=True)
class Clustered:
    """What became of a batch.

    Attributes:
        places: by article of the batch, its story; after those, by each that left a story. A
            negative number is a new story: equal ones are the same.
        merged: by story that is gone, the one that it is part of now.
        split: by new story that was part of another until now, that other.
    """

    places: dict[str, int]
    merged: dict[int, int]
    split: dict[int, int]


@dataclass(frozen=True, slots=True, order=True)
class _Offer:
    """That a lone article may join a story; what is most above the asked comes first.

    Attributes:
        lacks: what is asked less the fit.
        size: of the story when it was made: a story that grew is looked at again.
    """

    lacks: float
    lone: int
    story: int
    size: int


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
        self._stories: dict[int, Centroid] = {}
        self._articles: dict[str, int] = {}
        self._postings: dict[int, list[int]] = {}
        self._indexed: dict[int, array[int]] = {}
        self._apart: dict[int, set[int]] = {}
        self._left: set[int] = set()

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
            fields = self._vocabulary.fields(tokens, language)
            self._vocabulary.count(fields)
            self._put(story, article, published, language, self._vocabulary.vectors(fields))

    def keep_apart(self, story: int, origin: int) -> None:
        """Note that a story was taken out of another: they never join, and it is not split."""
        self._left.add(story)
        for one, other in ((story, origin), (origin, story)):
            self._apart.setdefault(one, set()).add(other)

    def members(self, story: int) -> Sequence[str]:
        """Name the articles of a story that it holds."""
        return self._stories[story].members

    def story_of(self, article: str) -> int:
        """Name the story of an article that it holds."""
        return self._articles[article]

    def assign(self, article: Article, tokens: Tokens) -> int | None:
        """Name the story that an article belongs to; None when it is a new one.

        The stories do not change; call `add` with the story that was settled on.
        """
        if article.id in self._articles:
            return self._articles[article.id]
        vectors = self._vocabulary.vectors(self._vocabulary.fields(tokens, article.language))
        found, _ = self._nearest(vectors, article.language, article.published)
        return found

    def take(self, batch: Sequence[tuple[Article, Tokens]]) -> dict[int, int]:
        """Take articles in, and give each its story.

        Args:
            batch: articles that it does not hold.

        Returns:
            By story that is gone, the one that it is part of now. The first article began as -1,
            the next as -2, and so on.
        """
        counted = [self._vocabulary.fields(tokens, one.language) for one, tokens in batch]
        for fields in counted:  # what all have is not rare, whoever comes first
            self._vocabulary.count(fields)
        for number, ((one, _), fields) in enumerate(zip(batch, counted, strict=True), 1):
            vectors = self._vocabulary.vectors(fields)
            self._put(-number, one.id, one.published, one.language, vectors)
        return self._settle(range(-len(batch), 0))

    def split(self, stories: Iterable[int], number: int) -> dict[int, int]:
        """Take those of these stories apart that are two.

        Args:
            stories: that grew.
            number: of the first new story; the next has the one below, and so on.

        Returns:
            By new story, the one that it was part of.
        """
        made: dict[int, int] = {}
        for origin in sorted(stories, key=_age):
            known = self._stories[origin]
            # Of a longer one there may be articles that this window does not hold.
            if origin in self._left or known.times[-1] - known.times[0] > self._span:
                continue
            if halves := split(known):
                new = number - len(made)
                for key, half in zip((origin, new), halves, strict=True):
                    self._stories[key] = half
                    self._articles.update(dict.fromkeys(half.members, key))
                    self._index(key)
                self.keep_apart(new, origin)
                made[new] = origin
        return made

    def _settle(self, fresh: Sequence[int]) -> dict[int, int]:
        """Let lone stories join others, the best fitting first."""
        merged: dict[int, int] = {}
        offers = [offer for lone in fresh if (offer := self._offer(lone))]
        heapify(offers)
        while offers:
            offer = heappop(offers)
            lone, story = self._stories.get(offer.lone), self._stories.get(offer.story)
            if lone is None or len(lone) > 1:
                continue
            if story is None or len(story) != offer.size:
                if offer.lone in fresh and (again := self._offer(offer.lone)):
                    heappush(offers, again)
                continue
            kept, gone = sorted((offer.lone, offer.story), key=_age)
            self._merge(gone, kept)
            merged[gone] = kept
            for near in self._lone_near(kept):
                asked = self._join if near in fresh else self._join + LATER
                other = self._stories[near]
                fit = self._fit(kept, other.vectors(), other.times[0])
                if fit is not None and fit >= asked:
                    size = len(self._stories[kept])
                    heappush(offers, _Offer(asked - fit, near, kept, size))
        return merged

    def _offer(self, lone: int) -> _Offer | None:
        known = self._stories[lone]
        story, fit = self._nearest(known.vectors(), known.language, known.times[0], but=lone)
        if story is None:
            return None
        return _Offer(self._join - fit, lone, story, len(self._stories[story]))

    def _nearest(
        self, vectors: Vectors, language: str, published: datetime, but: int | None = None
    ) -> tuple[int | None, float]:
        """Name the story that an article fits best, if it fits, with how well."""
        met = self._met(keys(vectors, PROBES))
        of_language = {
            key: weight
            for key, weight in met.items()
            if key != but and self._stories[key].language == language
        }
        best, most = None, self._join
        for key in _heaviest(of_language):
            fit = self._fit(key, vectors, published)
            if fit is not None and fit >= most:
                best, most = key, fit
        return best, most

    def _lone_near(self, story: int) -> list[int]:
        """Name the lone stories of its language that have most in common with a story."""
        known = self._stories[story]
        met = self._met(known.keys())
        return _heaviest(
            {
                key: weight
                for key, weight in met.items()
                if key != story
                and key not in self._apart.get(story, ())
                and len(other := self._stories[key]) == 1
                and other.language == known.language
            }
        )

    def _fit(self, story: int, vectors: Vectors, published: datetime) -> float | None:
        """Say how well an article fits a story; None where it is too far in time."""
        known = self._stories[story]
        return known.fit(vectors, published) if known.gap(published) <= self._span else None

    def _met(self, probes: Mapping[int, float]) -> dict[int, float]:
        """Weigh the stories that are found by some of these entries."""
        met: dict[int, float] = {}
        for entry, weight in probes.items():
            for key in self._postings.get(entry, ()):
                met[key] = met.get(key, 0.0) + weight
        return met

    def compare(self, story: int, article: Article, tokens: Tokens) -> tuple[list[float], int]:
        """Say how alike an article and a story are in each way of seeing it, and the story's size.

        Raises:
            KeyError: the window does not hold the story.
        """
        known = self._stories[story]
        fields = self._vocabulary.fields(tokens, article.language)
        return known.cosines(self._vocabulary.vectors(fields)), len(known)

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
            self._articles.update(dict.fromkeys(known.members, new))
            self._separate(old, new)

    def forget(self, before: datetime) -> None:
        """Drop the stories whose newest article is older than `before`."""
        gone = [key for key, story in self._stories.items() if story.times[-1] < before]
        for key in gone:
            for article in self._stories.pop(key).members:
                del self._articles[article]
            self._unindex(key, self._indexed.pop(key))
            self._left.discard(key)
            for other in self._apart.pop(key, ()):
                self._apart[other].discard(key)
        self._vocabulary.forget(self._used)

    def _used(self) -> set[int]:
        return {
            entry
            for story in self._stories.values()
            for vector in story.vectors()
            for entry in vector
        }

    def _put(
        self, key: int, article: str, published: datetime, language: str, vectors: Vectors
    ) -> None:
        alone = Centroid.lone(article, vectors, published, language)
        if key in self._stories:
            self._stories[key].absorb(alone)
        else:
            self._stories[key] = alone
        self._articles[article] = key
        self._index(key)

    def _merge(self, gone: int, kept: int) -> None:
        absorbed = self._stories.pop(gone)
        self._stories[kept].absorb(absorbed)
        self._articles.update(dict.fromkeys(absorbed.members, kept))
        self._unindex(gone, self._indexed.pop(gone))
        self._index(kept)
        self._separate(gone, kept)

    def _separate(self, old: int, new: int) -> None:
        """Let a story stay apart from those that the one it was, or took in, is apart from."""
        others = self._apart.pop(old, set())
        for other in others:
            self._apart[other].discard(old)
            self._apart[other].add(new)
        if others:
            self._apart.setdefault(new, set()).update(others)
        if old in self._left:
            self._left.remove(old)
            self._left.add(new)

    def _index(self, key: int) -> None:
        now, old = set(self._stories[key].keys()), set(self._indexed.get(key, ()))
        self._unindex(key, old - now)
        for entry in now - old:
            self._postings.setdefault(entry, []).append(key)
        self._indexed[key] = array("I", now)

    def _unindex(self, key: int, entries: Iterable[int]) -> None:
        for entry in entries:
            posting = self._postings[entry]
            posting.remove(key)
            if not posting:
                del self._postings[entry]


def cluster(batch: Sequence[tuple[Article, Tokens]], window: Window) -> Clustered:
    """Give each article of a batch its story.

    Args:
        batch: in any order; that of their ids decides where the fit leaves a choice.
        window: holds the stories so far; it takes the articles in. Tell it by `Window.rename`
            which ids the new stories got.
    """
    new = sorted((one for one in batch if one[0].id not in window), key=lambda one: one[0].id)
    merged = window.take(new)
    grown = {window.story_of(article.id) for article, _ in new}
    made = window.split(grown, -len(new) - 1)
    left = [id_ for story in made for id_ in window.members(story)]
    ids = dict.fromkeys([*(article.id for article, _ in batch), *left])
    return Clustered({id_: window.story_of(id_) for id_ in ids}, merged, made)


def _age(story: int) -> tuple[bool, int]:
    """Order stories by age: stored ones by their ids, then new ones as they came."""
    return story < 0, abs(story)


def _heaviest(met: Mapping[int, float]) -> list[int]:
    return nlargest(CANDIDATES, met, key=lambda key: (met[key], key))
