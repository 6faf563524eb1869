"""Which chats a new brief is for, when it may come, and in how many posts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.hours import quiet_until
from bot.reasons import Reason, Rule, alerts_chat, decide
from storage.model import Alert, Chat, Filter, StoryHead, Subscription, Told


@dataclass(frozen=True, slots=True)
class Manners:
    """How alerts behave.

    Attributes:
        fresh: a story whose newest article is older than this breaks no more; digests tell it.
        gather: how long after a first alert others are gathered to be told with it.
        fold: more stories than this at once are told in one post.
        update_every: how far apart two updates of a story are at least.
    """

    fresh: timedelta = timedelta(hours=24)
    gather: timedelta = timedelta(seconds=30)
    fold: int = 3
    update_every: timedelta = timedelta(minutes=30)


def alert_for(
    head: StoryHead,
    chat: Chat,
    subscriptions: Sequence[Subscription],
    filters: Sequence[Filter],
    told: Told | None,
    now: datetime,
    manners: Manners,
) -> Alert | None:
    """Decide whether a story's newest brief is to be sent to a chat as it comes.

    Args:
        head: with its brief.
        subscriptions, filters: of the chat.
        told: what the chat was last told of the story, None for nothing.

    Returns:
        The alert with the time it may go out, or None.
    """
    if told is not None and told.sequence >= head.sequence:
        return None
    reason = decide(head, subscriptions, filters)
    if not alerts_chat(reason, chat.alerts):
        return None
    if told is None:
        if now - head.latest > manners.fresh:
            return None
        due = now + manners.gather
    else:
        due = max(now + manners.gather, told.at + manners.update_every)
    quiet = quiet_until(chat, due)
    return Alert(
        chat=chat.id,
        story=head.id,
        sequence=head.sequence,
        rule=reason.rule.value,
        subject=reason.subject,
        due=quiet or due,
    )


def reason_of(alert: Alert) -> Reason:
    """Give the reason that an alert was kept with."""
    return Reason(Rule(alert.rule), alert.subject)


@dataclass(frozen=True, slots=True)
class Batch:
    """The posts that a chat's waiting alerts come to.

    Attributes:
        together: stories for one post.
        alone: stories for a post each, in the order they came.
        updates: stories that the chat knows, each for a reply to what it was told.
    """

    together: tuple[Alert, ...]
    alone: tuple[Alert, ...]
    updates: tuple[Alert, ...]


def fold(alerts: Iterable[Alert], told: Mapping[int, Told], manners: Manners) -> Batch:
    """Sort a chat's alerts that are due into posts.

    Args:
        alerts: of one chat.
        told: by story, what the chat was told.
    """
    ordered = sorted(alerts, key=lambda alert: alert.sequence)
    updates = tuple(alert for alert in ordered if alert.story in told)
    new = tuple(alert for alert in ordered if alert.story not in told)
    if len(new) > manners.fold:
        return Batch(together=new, alone=(), updates=updates)
    return Batch(together=(), alone=new, updates=updates)
