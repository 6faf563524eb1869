"""Every table and column, with what it holds. The migrations make them; a test compares the two.

The full-text index over `tokens` is not here: each database has its own kind, made by the
migration `0002_search` and asked by `storage.fulltext`.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from storage.columns import Moment, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _id(comment: str) -> Column[int]:
    return Column("id", Integer, primary_key=True, comment=comment)


def _of(name: str, target: str, comment: str, *, key: bool = False) -> Column[int]:
    """Belong to a row of another table and go with it."""
    return Column(
        name,
        Integer,
        ForeignKey(target, ondelete="CASCADE"),
        primary_key=key,
        autoincrement=False,
        nullable=False,
        comment=comment,
    )


# --- reading -----------------------------------------------------------------------------------

feeds = Table(
    "feeds",
    metadata,
    _id("never used again after a removal"),
    Column("url", Words, nullable=False, unique=True, comment="where it is fetched from"),
    Column("title", Words, nullable=False, comment="the feed's own title; may be empty"),
    Column("builtin", Boolean, nullable=False, comment="named in the configuration"),
    Column("due", Moment, nullable=False, index=True, comment="when to ask again"),
    Column("etag", Words, comment="validator of the last answer"),
    Column("modified", Words, comment="Last-Modified of the last answer"),
    Column("failures", Integer, nullable=False, comment="in a row, up to the last poll"),
    Column(
        "error", Words, comment="the last failure's sentence; null when the last poll went well"
    ),
    Column("checked", Moment, comment="last poll"),
    Column("changed", Moment, comment="last poll that brought an article"),
    comment="sources of articles",
    sqlite_autoincrement=True,
)

feed_topics = Table(
    "feed_topics",
    metadata,
    _of("feed", "feeds.id", "the feed", key=True),
    Column("topic", Words, primary_key=True, index=True, comment="slug of a topic it belongs to"),
    comment="topics of the feeds, as configured",
)

topics = Table(
    "topics",
    metadata,
    Column("slug", Words, primary_key=True, comment="its key, as readers type it"),
    Column("title", Words, nullable=False, comment="as readers see it"),
    comment="topics of imported lists of feeds; those of the configuration are not kept here",
)

articles = Table(
    "articles",
    metadata,
    Column("key", Integer, primary_key=True, comment="ours; ascending as they were stored"),
    Column(
        "id", Words, nullable=False, unique=True, comment="the source's, or made of URL or text"
    ),
    Column("url", Words, index=True, comment="the page; null for a text without one"),
    Column("title", Words, nullable=False, comment="headline"),
    Column("language", Words, nullable=False, comment="ISO 639-1, or und"),
    Column("published", Moment, nullable=False, index=True, comment="as the source says, or added"),
    Column("dated", Boolean, nullable=False, comment="whether the source gave the time"),
    Column("outlet", Words, nullable=False, comment="the publisher's name"),
    Column("revision", Integer, nullable=False, comment="counts changes of the text, from 1"),
    Column("withdrawn", Boolean, nullable=False, comment="the source took it back"),
    Column("checksum", Words, nullable=False, comment="of headline and sentences"),
    Column("added", Moment, nullable=False, comment="when we first stored it"),
    Column(
        "story",
        Integer,
        ForeignKey("stories.id", ondelete="SET NULL"),
        index=True,
        comment="its story; null until it was clustered",
    ),
    comment="pages of outlets",
)
Index(
    "ix_articles_unclustered",
    articles.c.published,
    sqlite_where=articles.c.story.is_(None),
    postgresql_where=articles.c.story.is_(None),
)

entries = Table(
    "entries",
    metadata,
    _of("feed", "feeds.id", "the feed", key=True),
    Column("entry", Words, primary_key=True, comment="the feed's own id of the entry"),
    Column(
        "article",
        Integer,
        ForeignKey("articles.key", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="the article it is",
    ),
    Column("stamp", Words, nullable=False, comment="digest of the entry as the feed gave it"),
    comment="which feeds an article was seen in, under which id",
)

sentences = Table(
    "sentences",
    metadata,
    _of("article", "articles.key", "the article", key=True),
    Column("number", Integer, primary_key=True, comment="from 0 through the article"),
    Column("paragraph", Integer, nullable=False, comment="0 is the headline"),
    Column("text", Words, nullable=False, comment="verbatim"),
    comment="what citations point at",
    sqlite_with_rowid=False,
)

tokens = Table(
    "tokens",
    metadata,
    _of("article", "articles.key", "the article", key=True),
    Column("lead", Words, nullable=False, comment="folded stems of the beginning, by blanks"),
    Column("body", Words, nullable=False, comment="folded stems of the whole text, by blanks"),
    Column("marks", Words, nullable=False, comment="folded names and numbers, by blanks"),
    Column("lead_length", Integer, nullable=False, comment="tokens of the lead"),
    Column("body_length", Integer, nullable=False, comment="tokens of the body"),
    Index("ix_tokens_lengths", "lead_length", "body_length"),
    comment="what search and clustering see of an article; none of a withdrawn one",
)

stories = Table(
    "stories",
    metadata,
    _id("never used again"),
    Column(
        "version", Integer, nullable=False, comment="grows when an article joins, leaves, changes"
    ),
    Column(
        "briefed", Integer, nullable=False, comment="version that the newest brief read; 0 before"
    ),
    Column("claimed", Moment, comment="until when somebody is writing its brief"),
    Column("first", Moment, nullable=False, comment="publishing time of its oldest article"),
    Column("latest", Moment, nullable=False, index=True, comment="of its newest"),
    Column("size", Integer, nullable=False, comment="articles that were not withdrawn"),
    Column(
        "corrected", Boolean, nullable=False, comment="an article was changed or withdrawn since"
    ),
    comment="articles about one event",
    sqlite_autoincrement=True,
)
Index(
    "ix_stories_unbriefed",
    stories.c.latest,
    sqlite_where=stories.c.version > stories.c.briefed,
    postgresql_where=stories.c.version > stories.c.briefed,
)
_CORRECTED = stories.c.corrected.is_(True)
Index(
    "ix_stories_corrected",
    stories.c.id,
    sqlite_where=_CORRECTED,
    postgresql_where=_CORRECTED,
)

merges = Table(
    "merges",
    metadata,
    _of("gone", "stories.id", "story that is empty", key=True),
    Column(
        "kept",
        Integer,
        ForeignKey("stories.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="story that it is part of now",
    ),
    Column("at", Moment, nullable=False, comment="when it was found out"),
    comment="stories that proved to be one with an older one",
)

briefs = Table(
    "briefs",
    metadata,
    Column("sequence", Integer, primary_key=True, comment="ascending; becomes visible in order"),
    Column(
        "story",
        Integer,
        ForeignKey("stories.id", ondelete="CASCADE"),
        nullable=False,
        comment="its story",
    ),
    Column("created", Moment, nullable=False, comment="when it was stored"),
    Column("announced", Boolean, nullable=False, comment="told to the chats, or overtaken"),
    Column("brief", JSON, nullable=False, comment="the whole brief"),
    Index("ix_briefs_story_sequence", "story", "sequence"),
    comment="stories in short",
    sqlite_autoincrement=True,
)
Index(
    "ix_briefs_unannounced",
    briefs.c.sequence,
    sqlite_where=briefs.c.announced.is_(False),
    postgresql_where=briefs.c.announced.is_(False),
)

wordings = Table(
    "wordings",
    metadata,
    _of("sequence", "briefs.sequence", "the brief that is told in other words", key=True),
    Column(
        "since",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="the earlier brief beyond which it tells what is new; 0 for the whole",
    ),
    Column("language", Words, primary_key=True, comment="ISO 639-1, of its words"),
    Column("until", Moment, nullable=False, comment="how long it is claimed, or rests"),
    Column("resting", Boolean, nullable=False, comment="it could not be had, so it rests"),
    Column("brief", JSON(none_as_null=True), comment="in these words; null while there are none"),
    comment="briefs in other languages, and what is new in them",
)

actors = Table(
    "actors",
    metadata,
    _id("ours"),
    Column("name", Words, nullable=False, comment="the fullest form, as first met"),
    Column("folded", Words, nullable=False, comment="the name folded"),
    Column("type", Words, nullable=False, comment="person, organisation, place, other"),
    UniqueConstraint("folded", "type"),
    comment="who takes part in stories",
)

aliases = Table(
    "aliases",
    metadata,
    Column("folded", Words, primary_key=True, comment="a form folded; the name is one of them"),
    _of("actor", "actors.id", "whose", key=True),
    Column("form", Words, nullable=False, comment="as the texts write it"),
    Column("last", Words, nullable=False, index=True, comment="last word of the folded form"),
    Index("ix_aliases_actor", "actor"),
    comment="under which names actors are met",
)

mentions = Table(
    "mentions",
    metadata,
    _of("actor", "actors.id", "who", key=True),
    _of("article", "articles.key", "where", key=True),
    _of("story", "stories.id", "whose newest brief says so"),
    Column("role", Words, comment="as this article puts it"),
    Column("sentences", JSON, nullable=False, comment="numbers, the one with the role first"),
    Index("ix_mentions_article", "article"),
    Index("ix_mentions_story", "story"),
    comment="which articles name an actor",
)

# --- chats -------------------------------------------------------------------------------------

chats = Table(
    "chats",
    metadata,
    _id("never used again after a removal"),
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
    _of("chat", "chats.id", "who wants it", key=True),
    Column("target", Words, primary_key=True, comment="topic, feed"),
    Column("key", Words, primary_key=True, comment="slug of the topic or id of the feed"),
    Column("since", Moment, nullable=False, comment="when it was asked for"),
    Index("ix_subscriptions_target_key", "target", "key"),
    comment="what chats want to hear of",
)

filters = Table(
    "filters",
    metadata,
    _of("chat", "chats.id", "whose rule", key=True),
    Column("kind", Words, primary_key=True, comment="watch, mute, mute_source, mute_story"),
    Column("folded", Words, primary_key=True, comment="the text folded, to know it again"),
    Column("text", Words, nullable=False, comment="as the reader typed it"),
    Column("since", Moment, nullable=False, comment="when it was asked for"),
    comment="what chats follow and what they drop",
)

turns = Table(
    "turns",
    metadata,
    _id("never used again"),
    _of("chat", "chats.id", "where"),
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
    _of("chat", "chats.id", "where", key=True),
    Column("message", Words, primary_key=True, comment="the platform's id"),
    Column("thread", Words, nullable=False, comment="of turns that it belongs to"),
    Column("story", Integer, comment="that it tells; may be gone"),
    Column("turn", Integer, comment="that it answers; may be gone"),
    Column("at", Moment, nullable=False, index=True, comment="when it was said"),
    comment="what we said at once, so that a reply to it keeps its context",
)

# --- the post ----------------------------------------------------------------------------------

alerts = Table(
    "alerts",
    metadata,
    _of("chat", "chats.id", "whom to tell", key=True),
    _of("story", "stories.id", "of what", key=True),
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
    _of("chat", "chats.id", "who was told", key=True),
    _of("story", "stories.id", "of what", key=True),
    Column("due", Moment, nullable=False, index=True, comment="when to look at it"),
    Index("ix_corrections_story", "story"),
    comment="chats that were told of a story before its articles were changed or withdrawn",
)

contents = Table(
    "contents",
    metadata,
    _id("ours"),
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
    _id("ascending in sending order; never used again"),
    _of("chat", "chats.id", "to whom"),
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
    _of("chat", "chats.id", "who knows", key=True),
    Column(
        "story", Integer, primary_key=True, autoincrement=False, comment="the story, may be gone"
    ),
    _of("post", "posts.id", "the post that told it", key=True),
    Column("sequence", Integer, nullable=False, comment="of the brief that was told"),
    Index("ix_told_post", "post"),
    Index("ix_told_story", "story"),
    comment="which stories a chat was told of",
)

deliveries = Table(
    "deliveries",
    metadata,
    _id("ascending in sending order within a chat; never used again"),
    _of("post", "posts.id", "of which it is a part"),
    _of("chat", "chats.id", "to whom"),
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
    _of("chat", "chats.id", "whose digest", key=True),
    Column("slot", Words, primary_key=True, comment="local date and time that it was due"),
    Column("claimed", Moment, nullable=False, comment="when it was composed"),
    comment="digests that have fired",
)

# --- accounts ----------------------------------------------------------------------------------

feedback = Table(
    "feedback",
    metadata,
    _of("chat", "chats.id", "where", key=True),
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
    _id("ours"),
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
    _id("never used again: whoever settles late must not settle another's"),
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
