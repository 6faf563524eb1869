"""Why a story that is for a chat has not come: the rule that holds it, and until when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.hours import following, quiet_until
from bot.reasons import Reason, Rule, alerts_chat
from storage.model import (
    Alert,
    Alerts,
    Chat,
    ChatState,
    Filter,
    FilterKind,
    StoryHead,
    Subscription,
    Target,
)


class Hold(StrEnum):
    """What holds a story."""

    PAUSED = "paused"
    UNWRITTEN = "unwritten"
    QUIET = "quiet"
    GATHERED = "gathered"
    ALERTS_OFF = "alerts_off"
    WATCHED_ONLY = "watched_only"
    COMING = "coming"
    OLD = "old"
    BEFORE = "before"
    UNKNOWN = "unknown"


class InDigest(StrEnum):
    """What digests have to do with it."""

    NOTHING = "nothing"
    NEXT = "next"
    NOW = "now"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Held:
    """Why a story has not come.

    Attributes:
        until: when it comes, where that is known; for `OLD` and `BEFORE`, what it is measured by:
            when the newest article came out, and when the chat began to follow.
        digest: whether a digest brings it.
        digest_at: when, for the next one.
    """

    hold: Hold
    until: datetime | None = None
    digest: InDigest = InDigest.NOTHING
    digest_at: datetime | None = None


def held(
    head: StoryHead,
    chat: Chat,
    reason: Reason,
    since: datetime | None,
    alert: Alert | None,
    stored: tuple[datetime, bool] | None,
    now: datetime,
    fresh: timedelta,
) -> Held:
    """Tell what holds a story that is for a chat and was not sent.

    Args:
        head: the story.
        chat: whose.
        reason: what would bring it.
        since: when the chat asked for what brings it; see `asked`.
        alert: what waits for the chat.
        stored: when the newest brief was stored, and whether it was looked at for alerts.
        now: the time.
        fresh: how old news may be that breaks.
    """
    if chat.state is not ChatState.ACTIVE:
        return Held(Hold.PAUSED)
    if head.brief is None or stored is None:
        return Held(Hold.UNWRITTEN)
    if alert is not None:
        quiet = quiet_until(chat, now)
        return Held(Hold.QUIET if quiet and alert.due >= quiet else Hold.GATHERED, alert.due)
    at, announced = stored
    hold, until = Hold.UNKNOWN, None
    if not alerts_chat(reason, chat.alerts):
        hold = Hold.ALERTS_OFF if chat.alerts is Alerts.OFF else Hold.WATCHED_ONLY
    elif not announced:
        return Held(Hold.COMING)
    elif at - head.latest > fresh:
        hold, until = Hold.OLD, head.latest
    elif since is not None and at <= since:
        hold, until = Hold.BEFORE, since
    if head.sequence <= chat.cursor:
        return Held(hold, until, InDigest.LEFT_OUT)
    coming = following(chat.digest, chat.zone, now)
    if coming is None:
        return Held(hold, until, InDigest.NOW)
    return Held(hold, until, InDigest.NEXT, coming.at)


def asked(
    reason: Reason, subscriptions: Sequence[Subscription], filters: Sequence[Filter]
) -> datetime | None:
    """Tell when a chat asked for what brings a story; None for what it did not ask for."""
    if reason.rule is Rule.WATCHED:
        times = (
            f.since for f in filters if f.kind is FilterKind.WATCH and f.text == reason.subject
        )
    else:
        target = Target.TOPIC if reason.rule is Rule.TOPIC else Target.FEED
        times = (s.since for s in subscriptions if s.target is target and s.key == reason.subject)
    return next(times, None)
