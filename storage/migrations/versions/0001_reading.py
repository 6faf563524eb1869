"""Makes feeds, articles, stories, briefs and actors."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0001_reading"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actors",
        sa.Column("id", sa.Integer(), nullable=False, comment="ours"),
        sa.Column("name", Words(), nullable=False, comment="the fullest form, as first met"),
        sa.Column("folded", Words(), nullable=False, comment="the name folded"),
        sa.Column("type", Words(), nullable=False, comment="person, organisation, place, other"),
        sa.PrimaryKeyConstraint("id", name="pk_actors"),
        sa.UniqueConstraint("folded", "type", name="uq_actors_folded_type"),
        comment="who takes part in stories",
    )
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False, comment="never used again after a removal"),
        sa.Column("url", Words(), nullable=False, comment="where it is fetched from"),
        sa.Column("title", Words(), nullable=False, comment="the feed's own title; may be empty"),
        sa.Column("builtin", sa.Boolean(), nullable=False, comment="named in the configuration"),
        sa.Column("due", Moment(), nullable=False, comment="when to ask again"),
        sa.Column("etag", Words(), nullable=True, comment="validator of the last answer"),
        sa.Column("modified", Words(), nullable=True, comment="Last-Modified of the last answer"),
        sa.Column(
            "failures", sa.Integer(), nullable=False, comment="in a row, up to the last poll"
        ),
        sa.Column(
            "error",
            Words(),
            nullable=True,
            comment="the last failure's sentence; null when the last poll went well",
        ),
        sa.Column("checked", Moment(), nullable=True, comment="last poll"),
        sa.Column("changed", Moment(), nullable=True, comment="last poll that brought an article"),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
        comment="sources of articles",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_due", "feeds", ["due"], unique=False)
    op.create_table(
        "topics",
        sa.Column("slug", Words(), nullable=False, comment="its key, as readers type it"),
        sa.Column("title", Words(), nullable=False, comment="as readers see it"),
        sa.PrimaryKeyConstraint("slug", name="pk_topics"),
        comment="topics of imported lists of feeds; those of the configuration are not kept here",
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False, comment="never used again"),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="grows when an article joins, leaves, changes",
        ),
        sa.Column(
            "briefed",
            sa.Integer(),
            nullable=False,
            comment="version that the newest brief read; 0 before",
        ),
        sa.Column(
            "claimed", Moment(), nullable=True, comment="until when somebody is writing its brief"
        ),
        sa.Column(
            "first", Moment(), nullable=False, comment="publishing time of its oldest article"
        ),
        sa.Column("latest", Moment(), nullable=False, comment="of its newest"),
        sa.Column("size", sa.Integer(), nullable=False, comment="articles that were not withdrawn"),
        sa.Column(
            "corrected",
            sa.Boolean(),
            nullable=False,
            comment="an article was changed or withdrawn since",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        comment="articles about one event",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_latest", "stories", ["latest"], unique=False)
    op.create_index(
        "ix_stories_unbriefed",
        "stories",
        ["latest"],
        unique=False,
        sqlite_where=sa.text("version > briefed"),
        postgresql_where=sa.text("version > briefed"),
    )
    op.create_index(
        "ix_stories_corrected",
        "stories",
        ["id"],
        unique=False,
        sqlite_where=sa.text("corrected IS 1"),
        postgresql_where=sa.text("corrected IS true"),
    )
    op.create_table(
        "aliases",
        sa.Column(
            "folded", Words(), nullable=False, comment="a form folded; the name is one of them"
        ),
        sa.Column("actor", sa.Integer(), autoincrement=False, nullable=False, comment="whose"),
        sa.Column("form", Words(), nullable=False, comment="as the texts write it"),
        sa.Column("last", Words(), nullable=False, comment="last word of the folded form"),
        sa.ForeignKeyConstraint(
            ["actor"], ["actors.id"], name="fk_aliases_actor", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("folded", "actor", name="pk_aliases"),
        comment="under which names actors are met",
    )
    op.create_index("ix_aliases_actor", "aliases", ["actor"], unique=False)
    op.create_index("ix_aliases_last", "aliases", ["last"], unique=False)
    op.create_table(
        "articles",
        sa.Column(
            "key", sa.Integer(), nullable=False, comment="ours; ascending as they were stored"
        ),
        sa.Column("id", Words(), nullable=False, comment="the source's, or made of URL or text"),
        sa.Column("url", Words(), nullable=True, comment="the page; null for a text without one"),
        sa.Column("title", Words(), nullable=False, comment="headline"),
        sa.Column("language", Words(), nullable=False, comment="ISO 639-1, or und"),
        sa.Column("published", Moment(), nullable=False, comment="as the source says, or added"),
        sa.Column(
            "dated", sa.Boolean(), nullable=False, comment="whether the source gave the time"
        ),
        sa.Column("outlet", Words(), nullable=False, comment="the publisher's name"),
        sa.Column(
            "revision", sa.Integer(), nullable=False, comment="counts changes of the text, from 1"
        ),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, comment="the source took it back"),
        sa.Column("checksum", Words(), nullable=False, comment="of headline and sentences"),
        sa.Column("added", Moment(), nullable=False, comment="when we first stored it"),
        sa.Column(
            "story", sa.Integer(), nullable=True, comment="its story; null until it was clustered"
        ),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.id"], name="fk_articles_story", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_articles"),
        sa.UniqueConstraint("id", name="uq_articles_id"),
        comment="pages of outlets",
    )
    op.create_index("ix_articles_published", "articles", ["published"], unique=False)
    op.create_index("ix_articles_story", "articles", ["story"], unique=False)
    op.create_index(
        "ix_articles_unclustered",
        "articles",
        ["published"],
        unique=False,
        sqlite_where=sa.text("story IS NULL"),
        postgresql_where=sa.text("story IS NULL"),
    )
    op.create_index("ix_articles_url", "articles", ["url"], unique=False)
    op.create_table(
        "briefs",
        sa.Column(
            "sequence", sa.Integer(), nullable=False, comment="ascending; becomes visible in order"
        ),
        sa.Column("story", sa.Integer(), nullable=False, comment="its story"),
        sa.Column("created", Moment(), nullable=False, comment="when it was stored"),
        sa.Column(
            "announced", sa.Boolean(), nullable=False, comment="told to the chats, or overtaken"
        ),
        sa.Column("brief", sa.JSON(), nullable=False, comment="the whole brief"),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.id"], name="fk_briefs_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sequence", name="pk_briefs"),
        comment="stories in short",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_briefs_story_sequence", "briefs", ["story", "sequence"], unique=False)
    op.create_index(
        "ix_briefs_unannounced",
        "briefs",
        ["sequence"],
        unique=False,
        sqlite_where=sa.text("announced IS 0"),
        postgresql_where=sa.text("announced IS false"),
    )
    op.create_table(
        "feed_topics",
        sa.Column("feed", sa.Integer(), autoincrement=False, nullable=False, comment="the feed"),
        sa.Column("topic", Words(), nullable=False, comment="slug of a topic it belongs to"),
        sa.ForeignKeyConstraint(
            ["feed"], ["feeds.id"], name="fk_feed_topics_feed", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed", "topic", name="pk_feed_topics"),
        comment="topics of the feeds, as configured",
    )
    op.create_index("ix_feed_topics_topic", "feed_topics", ["topic"], unique=False)
    op.create_table(
        "entries",
        sa.Column("feed", sa.Integer(), autoincrement=False, nullable=False, comment="the feed"),
        sa.Column("entry", Words(), nullable=False, comment="the feed's own id of the entry"),
        sa.Column("article", sa.Integer(), nullable=False, comment="the article it is"),
        sa.Column(
            "stamp", Words(), nullable=False, comment="digest of the entry as the feed gave it"
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name="fk_entries_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["feed"], ["feeds.id"], name="fk_entries_feed", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed", "entry", name="pk_entries"),
        comment="which feeds an article was seen in, under which id",
    )
    op.create_index("ix_entries_article", "entries", ["article"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("actor", sa.Integer(), autoincrement=False, nullable=False, comment="who"),
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False, comment="where"),
        sa.Column(
            "story",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="whose newest brief says so",
        ),
        sa.Column("role", Words(), nullable=True, comment="as this article puts it"),
        sa.Column(
            "sentences", sa.JSON(), nullable=False, comment="numbers, the one with the role first"
        ),
        sa.ForeignKeyConstraint(
            ["actor"], ["actors.id"], name="fk_mentions_actor", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name="fk_mentions_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.id"], name="fk_mentions_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("actor", "article", name="pk_mentions"),
        comment="which articles name an actor",
    )
    op.create_index("ix_mentions_article", "mentions", ["article"], unique=False)
    op.create_index("ix_mentions_story", "mentions", ["story"], unique=False)
    op.create_table(
        "sentences",
        sa.Column(
            "article", sa.Integer(), autoincrement=False, nullable=False, comment="the article"
        ),
        sa.Column("number", sa.Integer(), nullable=False, comment="from 0 through the article"),
        sa.Column("paragraph", sa.Integer(), nullable=False, comment="0 is the headline"),
        sa.Column("text", Words(), nullable=False, comment="verbatim"),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name="fk_sentences_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", "number", name="pk_sentences"),
        comment="what citations point at",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tokens",
        sa.Column(
            "article", sa.Integer(), autoincrement=False, nullable=False, comment="the article"
        ),
        sa.Column(
            "lead", Words(), nullable=False, comment="folded stems of the beginning, by blanks"
        ),
        sa.Column(
            "body", Words(), nullable=False, comment="folded stems of the whole text, by blanks"
        ),
        sa.Column("marks", Words(), nullable=False, comment="folded names and numbers, by blanks"),
        sa.Column("lead_length", sa.Integer(), nullable=False, comment="tokens of the lead"),
        sa.Column("body_length", sa.Integer(), nullable=False, comment="tokens of the body"),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name="fk_tokens_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", name="pk_tokens"),
        comment="what search and clustering see of an article; none of a withdrawn one",
    )
    op.create_index("ix_tokens_lengths", "tokens", ["lead_length", "body_length"], unique=False)
    # ### end Alembic commands ###
