"""Why a story is for a chat, or why it is not: one rule, used to send and to explain. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.filters import is_outlet, matches, names, see
from storage.model import Alerts, Filter, FilterKind, Json, StoryHead, Subscription, Target


class Rule(StrEnum):
    """What decided."""

    WATCHED = "watched"
    TOPIC = "topic"
    FEED = "feed"
    MUTED = "muted"
    SOURCE_MUTED = "source_muted"
    STORY_MUTED = "story_muted"
    NOT_FOLLOWED = "not_followed"


_BRINGS = (Rule.WATCHED, Rule.TOPIC, Rule.FEED)


@dataclass(frozen=True, slots=True)
class Reason:
    """What decided about a story for a chat.

    Attributes:
        subject: the watched or muted text or source as typed, the topic's slug, or the feed's id.
    """

    rule: Rule
    subject: str = ""

    @property
    def wanted(self) -> bool:
        """Whether the story is for the chat."""
        return self.rule in _BRINGS


def decide(
    head: StoryHead, subscriptions: Sequence[Subscription], filters: Sequence[Filter]
) -> Reason:
    """Decide whether a story is for a chat.

    What is muted is dropped first, even where a watched name is in it; then a watched name or
    phrase brings a story from any source that we read; then topics and feeds. A muted source is
    as if we did not read it: what others tell as well comes.

    Args:
        head: with its brief; without one, only its title is looked at.
        subscriptions: of the chat.
        filters: of the chat.
    """
    by_kind: dict[FilterKind, list[Filter]] = {}
    for one in filters:
        by_kind.setdefault(one.kind, []).append(one)
    if any(one.text == str(head.id) for one in by_kind.get(FilterKind.MUTE_STORY, ())):
        return Reason(Rule.STORY_MUTED, str(head.id))
    if source := _muted_source(head, by_kind.get(FilterKind.MUTE_SOURCE, ())):
        return Reason(Rule.SOURCE_MUTED, source)
    muted, watched = by_kind.get(FilterKind.MUTE, ()), by_kind.get(FilterKind.WATCH, ())
    seen = see(head) if muted or watched else None
    if seen:
        for one in muted:
            if matches(one.text, seen):
                return Reason(Rule.MUTED, one.text)
        for one in watched:
            if matches(one.text, seen) or any(names(form, seen) for form in one.also):
                return Reason(Rule.WATCHED, one.text)
    return _followed(head, subscriptions)


def _muted_source(head: StoryHead, muted: Sequence[Filter]) -> str | None:
    """Give the muted source that tells a story, when no other does."""
    if not muted:
        return None
    by = [
        next((one.text for one in muted if is_outlet(one.text, outlet)), None)
        for outlet in head.outlets
    ]
    return by[0] if by and all(by) else None


def _followed(head: StoryHead, subscriptions: Sequence[Subscription]) -> Reason:
    for one in subscriptions:
        if one.target is Target.TOPIC and one.key in head.topics:
            return Reason(Rule.TOPIC, one.key)
    feeds = {str(feed) for feed in head.feeds}
    for one in subscriptions:
        if one.target is Target.FEED and one.key in feeds:
            return Reason(Rule.FEED, one.key)
    return Reason(Rule.NOT_FOLLOWED)


def alerts_chat(reason: Reason, alerts: Alerts) -> bool:
    """Tell whether a story that breaks is sent at once to a chat with this setting."""
    if alerts is Alerts.WATCHED:
        return reason.rule is Rule.WATCHED
    return alerts is Alerts.ON and reason.wanted


def to_json(reasons: Mapping[int, Reason]) -> Json:
    """Give the reasons of a post's stories as `Outgoing.why` keeps them."""
    return {
        "stories": {
            str(story): {"rule": reason.rule.value, "subject": reason.subject}
            for story, reason in reasons.items()
        }
    }


def from_json(stored: Json) -> dict[int, Reason]:
    """Read the reasons back from what `to_json` gave; what is not of its making gives none."""
    stories = stored.get("stories")
    if not isinstance(stories, Mapping):
        return {}
    return {
        int(story): Reason(Rule(reason["rule"]), str(reason["subject"]))
        for story, reason in stories.items()
    }
