"""Tables of the post: alerts, posts, deliveries, digests that have fired."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from storage.columns import Moment, Words
from storage.tables.shape import belongs, metadata, own_id

alerts = Table(
    "alerts",
    metadata,
    belongs("chat", "chats.id", "whom to tell", key=True),
    belongs("story", "stories.id", "of what", key=True),
    Column("sequence", Integer, nullable=False, comment="of the brief to be told"),
    Column("rule", Words, nullable=False, comment="what brought it"),
    Column("subject", Words, nullable=False, comment="the topic, feed or name that the rule is of"),
    Column("due", Moment, nullable=False, index=True, comment="when it may go out"),
    Index("ix_alerts_story", "story"),
    comment="stories that wait to be sent as they come",
)

corrections = Table(
    "corrections",
    metadata,
    belongs("chat", "chats.id", "who was told", key=True),
    belongs("story", "stories.id", "of what", key=True),
    Column("due", Moment, nullable=False, index=True, comment="when to look at it"),
    Index("ix_corrections_story", "story"),
    comment="chats that were told of a story before its articles were changed or withdrawn",
)

contents = Table(
    "contents",
    metadata,
    own_id("ours"),
    Column("digest", Words, nullable=False, unique=True, comment="of the body"),
    Column("body", Words, nullable=False, comment="JSON, kept once for all chats that get it"),
    comment="what posts and messages say",
)


def _content(name: str, comment: str) -> Column[int]:
    return Column(
        name, Integer, ForeignKey("contents.id"), nullable=False, index=True, comment=comment
    )


posts = Table(
    "posts",
    metadata,
    own_id("ascending in sending order; never used again"),
    belongs("chat", "chats.id", "to whom"),
    Column("what", Words, nullable=False, comment="key, unique in the chat: story:7, digest:..."),
    Column("kind", Words, nullable=False, comment="alert, update, digest, correction"),
    _content("content", "the post before rendering"),
    Column("why", JSON, nullable=False, comment="the rule and subscription that brought it"),
    Column("parts", Integer, nullable=False, comment="into how many messages it was cut"),
    Column("reply_to", Integer, comment="id of the post that it answers, which may be gone"),
    Column("edits", Integer, comment="id of the post whose messages it changes"),
    Column("created", Moment, nullable=False, index=True, comment="when it was queued"),
    UniqueConstraint("chat", "what"),
    comment="what is said in chats",
    sqlite_autoincrement=True,
)

told = Table(
    "told",
    metadata,
    belongs("chat", "chats.id", "who knows", key=True),
    Column(
        "story", Integer, primary_key=True, autoincrement=False, comment="the story, may be gone"
    ),
    belongs("post", "posts.id", "the post that told it", key=True),
    Column("sequence", Integer, nullable=False, comment="of the brief that was told"),
    Index("ix_told_post", "post"),
    Index("ix_told_story", "story"),
    comment="which stories a chat was told of",
)

deliveries = Table(
    "deliveries",
    metadata,
    own_id("ascending in sending order within a chat; never used again"),
    belongs("post", "posts.id", "of which it is a part"),
    belongs("chat", "chats.id", "to whom"),
    Column("part", Integer, nullable=False, comment="from 0"),
    _content("content", "the platform's own payload"),
    Column(
        "state", Words, nullable=False, comment="queued, sending, sent, unknown, dead, cancelled"
    ),
    Column("open", Boolean, nullable=False, comment="still to be sent, or being sent"),
    Column("not_before", Moment, nullable=False, comment="when it may be sent"),
    Column("created", Moment, nullable=False, comment="when it was queued"),
    Column("attempts", Integer, nullable=False, comment="requests made so far"),
    Column("retried_unknown", Boolean, nullable=False, comment="its one more attempt was made"),
    Column("message", Words, comment="the platform's id once sent"),
    Column("error", Words, comment="of the last attempt"),
    Column("sent", Moment, comment="when the platform took it"),
    UniqueConstraint("post", "part"),
    Index("ix_deliveries_chat_message", "chat", "message"),
    Index("ix_deliveries_state", "state"),
    comment="messages on their way, and what became of them",
    sqlite_autoincrement=True,
)
_OPEN = deliveries.c.open.is_(True)
Index("ix_deliveries_open", deliveries.c.id, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index(
    "ix_deliveries_chat_open",
    deliveries.c.chat,
    deliveries.c.id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)

occurrences = Table(
    "occurrences",
    metadata,
    belongs("chat", "chats.id", "whose digest", key=True),
    Column("slot", Words, primary_key=True, comment="local date and time that it was due"),
    Column("claimed", Moment, nullable=False, comment="when it was composed"),
    comment="digests that have fired",
)
