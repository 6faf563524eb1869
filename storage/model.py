"""The values of the chat side and of the feeds, as storage keeps them.

All are frozen and compare by content. Times are aware and in UTC; a local time of day is a
`time` without zone, to be read in the chat's own zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from summarizer.model import Actor, ActorType, Article, Brief, Tokens

Json = Mapping[str, Any]
"""A JSON object as storage keeps it."""


# --- feeds -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feed:
    """A source of articles.

    Attributes:
        url: http(s) address, or a `file:` URL of a file or folder.
        topics: slugs of the topics it belongs to; empty for a reader's own feed.
        builtin: it came from configuration; readers cannot remove it.
        etag, modified: validators of the last answer, to ask conditionally.
        due: when to ask again.
        failures: in a row; `error` is the last one's sentence.
        checked: when it was last asked; None means never.
        changed: when it last brought something new.
    """

    id: int
    url: str
    title: str
    topics: tuple[str, ...]
    builtin: bool
    due: datetime
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    error: str | None = None
    checked: datetime | None = None
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What polling a feed came to, to be stored with the articles it brought.

    Attributes:
        title: the feed's own title, None to keep the old one.
        url: a new address when the old one moved for good.
        error: a sentence for the operator; None when all went well.
    """

    feed: int
    checked: datetime
    due: datetime
    title: str | None = None
    url: str | None = None
    etag: str | None = None
    modified: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article on its way into storage.

    Attributes:
        tokens: of the article, made once by `summarizer.text.tokens`.
        entry: the feed's own id of the entry, unique inside the feed; None without a feed.
        stamp: a digest of the entry as the feed gave it. `feeds.stamps` gives it back, so that
            a poll need not work through the entries that have not changed.
    """

    article: Article
    tokens: Tokens
    entry: str | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What storing articles came to.

    Attributes:
        new, changed: ids of articles that were not there before, or whose text differs now.
        known: how many were there already, the same.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    known: int


@dataclass(frozen=True, slots=True)
class StoryHead:
    """A story without its articles: enough to list, to announce and to decide.

    Attributes:
        first, latest: publishing times of its oldest and newest article.
        topics, feeds, outlets: where its articles came from.
        brief: the newest brief, None before it was written.
        briefed: the story's version that the brief was made of; 0 before.
        sequence: number of that brief; grows with every brief that is stored, 0 before.
        withdrawn: whether all its articles were taken back by their sources.
    """

    id: int
    version: int
    title: str
    language: str
    first: datetime
    latest: datetime
    size: int
    topics: tuple[str, ...]
    feeds: tuple[int, ...]
    outlets: tuple[str, ...]
    articles: tuple[str, ...]
    briefed: int = 0
    sequence: int = 0
    brief: Brief | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ClusteredArticle:
    """An article that has its story: what clustering compares newcomers with."""

    story: int
    article: str
    published: datetime
    language: str
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An actor as the archive knows it, across all stories.

    Attributes:
        aliases: every other form met.
        stories, mentions: in how many stories and articles it takes part.
    """

    id: int
    name: str
    type: ActorType
    aliases: tuple[str, ...]
    stories: int
    mentions: int

    @property
    def actor(self) -> Actor:
        """The actor without what belongs to single stories: roles and citations."""
        return Actor(self.name, self.type, self.aliases)


# --- chats -------------------------------------------------------------------------------------


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


# --- the post ----------------------------------------------------------------------------------


class DeliveryState(StrEnum):
    """Where a delivery stands.

    `UNKNOWN`: the request left and its answer was lost, or we died while sending.
    `DEAD`: refused for good, or given up; `CANCELLED`: the chat stopped or blocked us first.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A post on its way into the outbox, already rendered for its chat's platform.

    Attributes:
        what: key of the post, unique in the chat ("story:7", "digest:2026-11-24T08:30").
        kind: "alert", "update", "digest", "correction".
        parts: the platform's own payloads in order.
        post: the post before rendering, for edits and for a plain resend.
        why: the rule and subscription that brought it.
        stories: ids of the stories it tells of.
        not_before: when it may be sent.
        reply_to: id of the post whose first message it answers.
        sequences: numbers of the briefs it tells, in the order of `stories`; empty for the newest.
        edits: id of the post whose messages, part by part, it changes; None for new messages.
        only: numbers of the parts that are sent; None for all.
    """

    chat: int
    what: str
    kind: str
    parts: tuple[Json, ...]
    post: Json
    why: Json
    stories: tuple[int, ...]
    not_before: datetime
    reply_to: int | None = None
    sequences: tuple[int, ...] = ()
    edits: int | None = None
    only: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A story that waits to be sent to a chat as it comes; one for each chat and story.

    Attributes:
        sequence: number of the brief to be told; a newer one takes its place.
        rule, subject: what brought it (`bot.reasons`).
        due: when it may go out: after quiet hours, and gathered with others.
    """

    chat: int
    story: int
    sequence: int
    rule: str
    subject: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One part of a post, on its way to a chat.

    Attributes:
        id: ascending within a chat in sending order.
        part: counts from 0; `parts` is how many the post has.
        attempts: requests made so far.
        message: the platform's id of the message once sent.
        retried_unknown: the one more attempt that an unknown delivery may have was made.
        group: whether the chat is a group or channel, which platforms pace more slowly.
        edits: the platform's id of the message to be changed; None for a new one.
    """

    id: int
    post: int
    chat: int
    address: Address
    what: str
    kind: str
    part: int
    parts: int
    state: DeliveryState
    payload: Json
    not_before: datetime
    created: datetime
    attempts: int = 0
    message: str | None = None
    reply_to_message: str | None = None
    error: str | None = None
    sent: datetime | None = None
    retried_unknown: bool = False
    group: bool = False
    edits: str | None = None


@dataclass(frozen=True, slots=True)
class PostRecord:
    """A post as it was queued, with what became of it.

    Attributes:
        post: before rendering.
        messages: the platform's ids, one for each part; None for a part that was not sent.
        sequences: numbers of the briefs it told, in the order of `stories`.
        edits: id of the post that it changed, or None.
    """

    id: int
    chat: int
    what: str
    kind: str
    post: Json
    why: Json
    stories: tuple[int, ...]
    created: datetime
    messages: tuple[str | None, ...]
    sequences: tuple[int, ...] = ()
    edits: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Wording:
    """Which other words of a brief are meant.

    Attributes:
        sequence: number of the brief.
        since: number of the earlier brief beyond which it tells what is new; 0 for the whole.
        language: of the words, ISO 639-1.
    """

    sequence: int
    since: int
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """That a chat was told of a story.

    Attributes:
        post: the first that told it, which updates reply to.
        sequence: number of the newest brief that was told.
        at: when the newest was queued.
    """

    post: int
    sequence: int
    at: datetime


class About(StrEnum):
    """What a reader's verdict is on."""

    POST = "post"
    STORY = "story"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Grant:
    """What an operator granted.

    Attributes:
        key: of a person or a chat, with its platform: "telegram:1234567".
        role: what it may do; the words are `bot.access.Role`'s.
        granter: key of the operator who did it.
    """

    key: str
    role: str
    granter: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """A Slack workspace, or a whole organisation, that installed the app.

    Attributes:
        team: "" for a whole organisation.
        enterprise: id of the organisation; None for a team that is in none.
        app: id of the app.
        bot_user, bot_id: our own ids there.
        installer: user id of who installed, where that is known.
        installed: when, for the last time.
        token, refresh: encrypted; `refresh` renews the token, None where it stays valid.
        expires: until when the token is valid; None for ever.
    """

    team: str
    enterprise: str | None
    title: str
    app: str
    bot_user: str
    bot_id: str
    scopes: tuple[str, ...]
    installer: str | None
    installed: datetime
    token: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires: datetime | None = None

    @property
    def account(self) -> str:
        """The id that `Address.account` has for it."""
        return self.team or str(self.enterprise)


class Pass(StrEnum):
    """What can be shown once."""

    LINK = "link"
    """A link by which a workspace installs the app."""
    STATE = "state"
    """An installation under way, as its browser carries it."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's verdict.

    Attributes:
        person: the platform's id of who gave it, "" where a chat has but one.
        key: id of the post, story or turn.
        value: 1 or -1.
    """

    chat: int
    person: str
    about: About
    key: int
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Usage:
    """One call to a model.

    Attributes:
        task: "brief", "answer", "opening", ...
        tokens_in, tokens_cached, tokens_out: as the endpoint counted them.
        cost: in the price table's currency.
        outcome: "ok", "refused", "cut", "invalid", "timeout", "error".
    """

    at: datetime
    task: str
    engine: str
    model: str
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    cost: float
    seconds: float
    outcome: str
    chat: int | None = None
    retries: int = 0


@dataclass(frozen=True, slots=True)
class UsageTotal:
    """Calls to models, summed.

    Attributes:
        key: the day (ISO 8601, UTC), task, model or chat's id that they have in common; "" where
            no chat asked.
        failed: how many had another outcome than "ok".
    """

    key: str
    calls: int
    failed: int
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    cost: float
    seconds: float


@dataclass(frozen=True, slots=True)
class TableSize:
    """How much a table holds.

    Attributes:
        bytes: with its indexes; None where the database cannot tell.
    """

    rows: int
    bytes: int | None
