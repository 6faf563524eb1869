"""Which stories a digest tells, in which order, under which heading. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

from bot.reasons import Reason, Rule
from storage.model import Length, StoryHead, Subscription, Target
from summarizer.model import Brief

STORIES = {Length.SHORT: 5, Length.MEDIUM: 10, Length.LONG: 20}
"""How many stories a digest tells at most."""

WATCHED = ":watched"
"""The section of stories that only a watched name brought."""
SOURCES = ":sources"
"""The section of stories from the chat's own feeds."""

_HALF_LIFE = timedelta(hours=24)
_WATCHED_WEIGHT = 4.0
"""A watched name outweighs sixteen outlets or two days."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that may go into a chat's digest.

    Attributes:
        head: where it stands, who reports it.
        brief: its newest.
        reason: what brought it.
        update: the chat was told of it before and there is something new.
        taste: what the chat's ratings add to its importance (`bot.taste`).
    """

    head: StoryHead
    brief: Brief
    reason: Reason
    update: bool = False
    taste: float = 0.0


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under one heading, most important first.

    Attributes:
        topic: a topic's slug, `WATCHED` or `SOURCES`.
    """

    topic: str
    stories: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a digest tells.

    Attributes:
        sections: that with the most important story first.
        left_out: how many stories come after these.
    """

    sections: tuple[Section, ...]
    left_out: int


def importance(candidate: Candidate, now: datetime) -> float:
    """Weigh a story by coverage, watched names and freshness; larger is more important.

    The logarithm of coverage x watched x freshness, where coverage is the square root of the
    number of outlets, and freshness halves every 24 hours: in logarithms stories that are years
    old still have an order. Taste is added last, and is too small to turn any of them around.
    """
    head = candidate.head
    coverage = log2(max(len(head.outlets), 1)) / 2
    watched = log2(_WATCHED_WEIGHT) if candidate.reason.rule is Rule.WATCHED else 0.0
    age = max(now - head.latest, timedelta())
    return coverage + watched - age / _HALF_LIFE + candidate.taste


def rank(candidates: Sequence[Candidate], now: datetime) -> tuple[Candidate, ...]:
    """Order stories by importance; of equals the newer, then the later known, comes first."""
    return tuple(
        sorted(
            candidates,
            key=lambda c: (importance(c, now), c.head.latest, c.head.id),
            reverse=True,
        )
    )


def choose(
    candidates: Sequence[Candidate],
    subscriptions: Sequence[Subscription],
    length: Length,
    now: datetime,
    *,
    skip: int = 0,
) -> Choice:
    """Choose and group the stories of a digest.

    Args:
        candidates: in any order.
        subscriptions: of the chat; a story of several topics stands under the first of them.
        length: the chat's setting.
        now: aware.
        skip: how many of the most important were told already.
    """
    ranked = rank(candidates, now)
    end = skip + STORIES[length]
    grouped: dict[str, list[Candidate]] = {}
    for candidate in ranked[skip:end]:
        grouped.setdefault(_heading(candidate, subscriptions), []).append(candidate)
    sections = tuple(Section(topic, tuple(stories)) for topic, stories in grouped.items())
    return Choice(sections, max(len(ranked) - end, 0))


def _heading(candidate: Candidate, subscriptions: Sequence[Subscription]) -> str:
    for one in subscriptions:
        if one.target is Target.TOPIC and one.key in candidate.head.topics:
            return one.key
    return WATCHED if candidate.reason.rule is Rule.WATCHED else SOURCES
