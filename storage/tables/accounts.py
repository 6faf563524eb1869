"""Tables of what operators keep: opinions, grants, installations, costs."""

from sqlalchemy import Column, Float, ForeignKey, Integer, Table

from storage.columns import Moment, Words
from storage.tables.shape import belongs, metadata, own_id

feedback = Table(
    "feedback",
    metadata,
    belongs("chat", "chats.id", "where", key=True),
    Column("person", Words, primary_key=True, comment="the platform's id of who judged"),
    Column("about", Words, primary_key=True, comment="post, story, turn"),
    Column("key", Integer, primary_key=True, autoincrement=False, comment="its id, may be gone"),
    Column("value", Integer, nullable=False, comment="1 or -1"),
    Column("at", Moment, nullable=False, comment="when, for the last time"),
    comment="what readers think of it",
)

grants = Table(
    "grants",
    metadata,
    Column("key", Words, primary_key=True, comment="a person or chat: telegram:1234567"),
    Column("role", Words, primary_key=True, comment="operator, guest"),
    Column("granter", Words, nullable=False, comment="key of the operator who granted it"),
    Column("since", Moment, nullable=False, comment="when"),
    comment="who was let in, and as what",
)

installations = Table(
    "installations",
    metadata,
    Column(
        "account",
        Words,
        primary_key=True,
        comment="of chats' addresses: the team, or else the organisation",
    ),
    Column("team", Words, nullable=False, comment="its id; empty for a whole organisation"),
    Column("enterprise", Words, nullable=False, comment="its id; empty for none"),
    Column("title", Words, nullable=False, comment="name of the team or organisation"),
    Column("app", Words, nullable=False, comment="id of the app that was installed"),
    Column("bot_user", Words, nullable=False, comment="our user id there"),
    Column("bot_id", Words, nullable=False, comment="our bot id there"),
    Column("scopes", Words, nullable=False, comment="what we may do, by blanks"),
    Column("installer", Words, comment="user id of who installed, where known"),
    Column("installed", Moment, nullable=False, comment="when, for the last time"),
    Column("token", Words, nullable=False, comment="encrypted; the key is not in the database"),
    Column("refresh", Words, comment="encrypted, to renew the token; null where it stays valid"),
    Column("expires", Moment, comment="until when the token is valid; null for ever"),
    Column("renewing", Moment, comment="until when somebody is renewing the token"),
    comment="Slack workspaces that installed the app",
)

passes = Table(
    "passes",
    metadata,
    Column("kind", Words, primary_key=True, comment="link, state"),
    Column("digest", Words, primary_key=True, comment="of what has to be shown"),
    Column("expires", Moment, nullable=False, index=True, comment="until when it is good"),
    comment="one-time links to install the app, and installations under way",
)

seen = Table(
    "seen",
    metadata,
    Column("key", Words, primary_key=True, comment="what a platform told, by its own id"),
    Column("expires", Moment, nullable=False, index=True, comment="when it may be forgotten"),
    comment="events that were taken, so that none is taken twice",
)

usage = Table(
    "usage",
    metadata,
    own_id("ours"),
    Column("at", Moment, nullable=False, index=True, comment="when"),
    Column("task", Words, nullable=False, comment="brief, answer, opening"),
    Column("engine", Words, nullable=False, comment="which engine"),
    Column("model", Words, nullable=False, comment="which model"),
    Column("tokens_in", Integer, nullable=False, comment="read"),
    Column("tokens_cached", Integer, nullable=False, comment="of these, cached"),
    Column("tokens_out", Integer, nullable=False, comment="written"),
    Column("cost", Float, nullable=False, comment="in the price table's currency"),
    Column("seconds", Float, nullable=False, comment="until the answer was there"),
    Column("outcome", Words, nullable=False, comment="ok, refused, cut, invalid, timeout, error"),
    Column("retries", Integer, nullable=False, comment="attempts after the first"),
    Column(
        "chat",
        Integer,
        ForeignKey("chats.id", ondelete="SET NULL"),
        index=True,
        comment="for whom, where it was for one; forgotten with the chat",
    ),
    comment="calls to models",
)

reservations = Table(
    "reservations",
    metadata,
    own_id("never used again: whoever settles late must not settle another's"),
    Column("at", Moment, nullable=False, index=True, comment="when; its day and month pay"),
    Column("amount", Float, nullable=False, comment="the most that the call can cost"),
    Column(
        "chat",
        Integer,
        ForeignKey("chats.id", ondelete="SET NULL"),
        index=True,
        comment="whose budget pays, where it is one chat's; forgotten with the chat",
    ),
    comment="money set aside for calls to models that are under way",
    sqlite_autoincrement=True,
)
