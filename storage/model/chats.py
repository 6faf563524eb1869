"""Chats, what they want to hear of, and what was said in them."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class ChatKind(StrEnum):
    """What kind of place a chat is."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class ChatState(StrEnum):
    """Whether anything may be sent to a chat.

    `STOPPED` is the reader's own `/stop`; `BLOCKED` is the platform's word that we may not write.
    Both are revived by `/start`.
    """

    ACTIVE = "active"
    STOPPED = "stopped"
    BLOCKED = "blocked"


class Alerts(StrEnum):
    """Which stories are sent as they break."""

    ON = "on"
    WATCHED = "watched"
    OFF = "off"


class Length(StrEnum):
    """How much a brief and a digest say."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class DigestTime:
    """One hour of the week's plan.

    Attributes:
        days: 0 Monday to 6 Sunday, ascending.
        at: local time in the chat's zone, whole minutes.
    """

    days: tuple[int, ...]
    at: time


@dataclass(frozen=True, slots=True)
class Address:
    """Where a chat is.

    Attributes:
        platform: "terminal", "telegram" or "slack".
        account: which bot or workspace of that platform; "" where there is but one.
        chat: the platform's own id of the chat.
        thread: the platform's id of a thread or topic inside it, or "".
    """

    platform: str
    account: str
    chat: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A place that subscribes and asks, with its settings.

    Attributes:
        language: of our own sentences and of briefs, ISO 639-1.
        zone: IANA name.
        digest: the plan of the week, empty for none.
        digest_since: when that plan was made; hours before it are not owed.
        digest_due: when to look at the plan next, None for never. A hint for the query alone:
            what is owed is computed from the plan and the zone at that moment.
        quiet: from, to in local time; alerts wait meanwhile. None for never.
        quiet_digest: whether an empty digest stays silent (else one honest line).
        cursor: number of the newest brief that a digest has covered; the next one takes what
            came after.
    """

    id: int
    address: Address
    kind: ChatKind
    title: str
    created: datetime
    state: ChatState = ChatState.ACTIVE
    language: str = "en"
    zone: str = "UTC"
    length: Length = Length.MEDIUM
    alerts: Alerts = Alerts.ON
    digest: tuple[DigestTime, ...] = ()
    digest_since: datetime | None = None
    digest_due: datetime | None = None
    quiet: tuple[time, time] | None = None
    quiet_digest: bool = True
    cursor: int = 0


class Target(StrEnum):
    """What a subscription names."""

    TOPIC = "topic"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat's wish to hear of a topic (`key` is its slug) or a feed (`key` is its id)."""

    chat: int
    target: Target
    key: str
    since: datetime


class FilterKind(StrEnum):
    """What a chat's filter does with a story that matches."""

    WATCH = "watch"
    """A name or phrase to follow: always wanted, ranked first."""
    MUTE = "mute"
    """A word, phrase or pattern: dropped."""
    MUTE_SOURCE = "mute_source"
    """An outlet: what it alone tells is dropped."""
    MUTE_STORY = "mute_story"
    """One story, by id: no updates of it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A rule of a chat.

    Attributes:
        text: as the reader typed it.
        also: of a watched name, what else the articles call whom it names, in any script.
    """

    chat: int
    kind: FilterKind
    text: str
    since: datetime
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a chat with what was answered.

    Attributes:
        thread: what the turn belongs to: the chat's running talk is "", a reply's is its root.
        articles: ids that the answer cited.
        answer: None when we abstained.
        story: of the brief that was replied to.
    """

    id: int
    chat: int
    thread: str
    asked: datetime
    question: str
    answer: str | None
    articles: tuple[str, ...]
    story: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a message was about that we sent at once, without the outbox.

    Attributes:
        thread: of turns that it belongs to, as `Turn.thread` has it.
        story: id of the story that it tells, or None.
        turn: id of the turn that it answers, or None.
    """

    thread: str = ""
    story: int | None = None
    turn: int | None = None
