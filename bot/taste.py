"""What a chat's ratings say of stories to come: a nudge in its digests, never more. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.model import StoryHead
from summarizer.text import fold

LIMIT = 0.25
"""Most that taste adds to or takes from a story's importance (`bot.digest.importance`). Between the
best liked and the least liked that is less than a second outlet or twelve hours make."""

_DOUBT = 3
"""Ratings that it takes to be half sure: one like is no taste yet."""

_ACTORS = 5
"""Actors of a story that count, those with the largest part in it."""


class Trait(StrEnum):
    """What stories that were rated have in common."""

    ACTOR = "actor"
    TOPIC = "topic"
    OUTLET = "outlet"


_SHARE = {Trait.ACTOR: 0.5, Trait.TOPIC: 0.25, Trait.OUTLET: 0.25}
"""How much each counts: whom a story is about tells more than where it stood."""


@dataclass(frozen=True, slots=True)
class Liking:
    """How stories with something in common were rated.

    Attributes:
        name: the actor's name, the topic's slug or the outlet.
        liked, disliked: how many stories.
    """

    trait: Trait
    name: str
    liked: int = 0
    disliked: int = 0

    @property
    def score(self) -> float:
        """Between -1 and 1, both excluded; nearer to 0 the fewer ratings there are."""
        return (self.liked - self.disliked) / (self.liked + self.disliked + _DOUBT)


@dataclass(frozen=True, slots=True)
class Taste:
    """What a chat likes, by trait and folded name."""

    likings: Mapping[tuple[Trait, str], Liking]

    def weigh(self, head: StoryHead) -> float:
        """Give what taste adds to a story's importance: less than `LIMIT` either way."""
        return LIMIT * sum(_SHARE[one.trait] * one.score for one in self._strongest(head))

    def why(self, head: StoryHead) -> Liking | None:
        """Give what counts most for or against a story; None where nothing does."""
        return max(
            (one for one in self._strongest(head) if one.score),
            key=lambda one: abs(_SHARE[one.trait] * one.score),
            default=None,
        )

    def _strongest(self, head: StoryHead) -> Iterator[Liking]:
        """Give what was rated most plainly of each trait that a story has."""
        for trait in Trait:
            known = (self.likings.get(key) for key, _ in _traits(head) if key[0] is trait)
            found = [one for one in known if one]
            if found:
                yield max(found, key=lambda one: abs(one.score))


NO_TASTE = Taste({})
"""Of a chat that has rated nothing."""


def taste(rated: Iterable[tuple[StoryHead, int]]) -> Taste:
    """Learn a chat's taste.

    Args:
        rated: stories with the sum of what was said of each; one story counts once, however many
            people rated it.
    """
    counts: dict[tuple[Trait, str], Liking] = {}
    for head, value in rated:
        if not value:
            continue
        for key, name in dict(_traits(head)).items():
            before = counts.get(key, Liking(key[0], name))
            counts[key] = Liking(
                key[0], before.name, before.liked + (value > 0), before.disliked + (value < 0)
            )
    return Taste(counts)


def _traits(head: StoryHead) -> Iterator[tuple[tuple[Trait, str], str]]:
    """Name what a story has in common with others, folded and as it is shown."""
    for actor in head.brief.actors[:_ACTORS] if head.brief else ():
        yield (Trait.ACTOR, fold(actor.name)), actor.name
    for topic in head.topics:
        yield (Trait.TOPIC, topic), topic
    for outlet in head.outlets:
        if outlet:
            yield (Trait.OUTLET, fold(outlet)), outlet
