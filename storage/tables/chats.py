"""Tables of chats, what they want, and what was said in them."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Table, UniqueConstraint

from storage.columns import Moment, Words
from storage.tables.shape import belongs, metadata, own_id

chats = Table(
    "chats",
    metadata,
    own_id("never used again after a removal"),
    Column("platform", Words, nullable=False, comment="terminal, telegram, slack"),
    Column("account", Words, nullable=False, comment="which bot or workspace; may be empty"),
    Column("chat", Words, nullable=False, comment="the platform's id"),
    Column("thread", Words, nullable=False, comment="the platform's id of a topic; may be empty"),
    Column("kind", Words, nullable=False, comment="private, group, channel"),
    Column("title", Words, nullable=False, comment="as the platform shows it"),
    Column("created", Moment, nullable=False, comment="when it first wrote"),
    Column("state", Words, nullable=False, comment="active, stopped, blocked"),
    Column("language", Words, nullable=False, comment="of our sentences, ISO 639-1"),
    Column("zone", Words, nullable=False, comment="IANA name"),
    Column("length", Words, nullable=False, comment="short, medium, long"),
    Column("alerts", Words, nullable=False, comment="on, watched, off"),
    Column("digest", JSON, nullable=False, comment='hours of the week, [[[0, 1], "08:30"]]'),
    Column("digest_since", Moment, comment="when the plan was made; earlier hours are not owed"),
    Column("digest_due", Moment, index=True, comment="when to look at the plan next"),
    Column(
        "quiet", JSON(none_as_null=True), comment='local hours without alerts, ["22:00", "07:00"]'
    ),
    Column("quiet_digest", Boolean, nullable=False, comment="an empty digest stays silent"),
    Column("cursor", Integer, nullable=False, comment="newest brief that a digest has covered"),
    UniqueConstraint("platform", "account", "chat", "thread"),
    comment="places that subscribe and ask",
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    belongs("chat", "chats.id", "who wants it", key=True),
    Column("target", Words, primary_key=True, comment="topic, feed"),
    Column("key", Words, primary_key=True, comment="slug of the topic or id of the feed"),
    Column("since", Moment, nullable=False, comment="when it was asked for"),
    Index("ix_subscriptions_target_key", "target", "key"),
    comment="what chats want to hear of",
)

filters = Table(
    "filters",
    metadata,
    belongs("chat", "chats.id", "whose rule", key=True),
    Column("kind", Words, primary_key=True, comment="watch, mute, mute_source, mute_story"),
    Column("folded", Words, primary_key=True, comment="the text folded, to know it again"),
    Column("text", Words, nullable=False, comment="as the reader typed it"),
    Column("since", Moment, nullable=False, comment="when it was asked for"),
    comment="what chats follow and what they drop",
)

turns = Table(
    "turns",
    metadata,
    own_id("never used again"),
    belongs("chat", "chats.id", "where"),
    Column("thread", Words, nullable=False, comment="empty, or the message that the talk hangs on"),
    Column("asked", Moment, nullable=False, comment="when"),
    Column("question", Words, nullable=False, comment="as asked"),
    Column("answer", Words, comment="as answered; null when the articles did not say"),
    Column("articles", JSON, nullable=False, comment="ids that the answer cited"),
    Column("story", Integer, comment="of the brief that was replied to"),
    Index("ix_turns_chat_thread_id", "chat", "thread", "id"),
    comment="questions and answers",
    sqlite_autoincrement=True,
)

remarks = Table(
    "remarks",
    metadata,
    belongs("chat", "chats.id", "where", key=True),
    Column("message", Words, primary_key=True, comment="the platform's id"),
    Column("thread", Words, nullable=False, comment="of turns that it belongs to"),
    Column("story", Integer, comment="that it tells; may be gone"),
    Column("turn", Integer, comment="that it answers; may be gone"),
    Column("at", Moment, nullable=False, index=True, comment="when it was said"),
    comment="what we said at once, so that a reply to it keeps its context",
)

inbox = Table(
    "inbox",
    metadata,
    Column("platform", Words, primary_key=True, comment="as of chats"),
    Column("account", Words, primary_key=True, comment="as of chats; empty for all of an app's"),
    Column("key", Words, primary_key=True, comment="the platform's id of the event"),
    Column("body", JSON, nullable=False, comment="the event as it came; gone once it is answered"),
    Column("taken", Moment, nullable=False, comment="when it came"),
    Column("until", Moment, nullable=False, index=True, comment="when others may take it over"),
    Column("tries", Integer, nullable=False, comment="how often it was begun"),
    comment="what was said and is not answered yet",
)
