"""Messages on their way to chats, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.model.chats import Address

Json = Mapping[str, Any]
"""A JSON object as storage keeps it."""


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
