"""Tables of what was read: feeds, articles, stories, briefs, actors."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from storage.columns import Moment, Words
from storage.tables.shape import belongs, metadata, own_id

feeds = Table(
    "feeds",
    metadata,
    own_id("never used again after a removal"),
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
    belongs("feed", "feeds.id", "the feed", key=True),
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
    belongs("feed", "feeds.id", "the feed", key=True),
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
    belongs("article", "articles.key", "the article", key=True),
    Column("number", Integer, primary_key=True, comment="from 0 through the article"),
    Column("paragraph", Integer, nullable=False, comment="0 is the headline"),
    Column("text", Words, nullable=False, comment="verbatim"),
    comment="what citations point at",
    sqlite_with_rowid=False,
)

tokens = Table(
    "tokens",
    metadata,
    belongs("article", "articles.key", "the article", key=True),
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
    own_id("never used again"),
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
    belongs("gone", "stories.id", "story that is empty", key=True),
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

splits = Table(
    "splits",
    metadata,
    belongs("story", "stories.id", "story that was made of some of another's articles", key=True),
    belongs("origin", "stories.id", "story that they were in", key=True),
    Column("at", Moment, nullable=False, comment="when it was found out"),
    Index("ix_splits_origin", "origin"),
    comment="stories that were taken out of others, with which they never join again",
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
    belongs("sequence", "briefs.sequence", "the brief that is told in other words", key=True),
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
    own_id("ours"),
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
    belongs("actor", "actors.id", "whose", key=True),
    Column("form", Words, nullable=False, comment="as the texts write it"),
    Column("last", Words, nullable=False, index=True, comment="last word of the folded form"),
    Index("ix_aliases_actor", "actor"),
    comment="under which names actors are met",
)

mentions = Table(
    "mentions",
    metadata,
    belongs("actor", "actors.id", "who", key=True),
    belongs("article", "articles.key", "where", key=True),
    belongs("story", "stories.id", "whose newest brief says so"),
    Column("role", Words, comment="as this article puts it"),
    Column("sentences", JSON, nullable=False, comment="numbers, the one with the role first"),
    Index("ix_mentions_article", "article"),
    Index("ix_mentions_story", "story"),
    comment="which articles name an actor",
)

embeddings = Table(
    "embeddings",
    metadata,
    belongs("article", "articles.key", "of what", key=True),
    Column("space", Words, nullable=False, comment="the model, and what else its numbers hang on"),
    Column("revision", Integer, nullable=False, comment="of the article's text that it is of"),
    Column(
        "until", Moment, comment="when others may try; null once it is there and of that revision"
    ),
    Column(
        "sequence", Integer, unique=True, comment="ascending as they were stored; null for none"
    ),
    Column("sketch", LargeBinary, comment="the signs of its numbers, a bit for each"),
    Column("vector", LargeBinary, comment="its numbers, two bytes each, scaled to length 1"),
    comment="what articles are about, as a model's numbers; made only where a model is set",
)

spaces = Table(
    "spaces",
    metadata,
    Column("space", Words, primary_key=True, comment="as of embeddings"),
    Column("centre", LargeBinary, nullable=False, comment="mean of its first vectors, as these"),
    comment="from where the sketches of embeddings are seen",
)
