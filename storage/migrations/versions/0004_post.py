"""Makes alerts, posts, deliveries, and what chats were told."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0004_post"
down_revision = "0003_chats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contents",
        sa.Column("id", sa.Integer(), nullable=False, comment="ours"),
        sa.Column("digest", Words(), nullable=False, comment="of the body"),
        sa.Column(
            "body", Words(), nullable=False, comment="JSON, kept once for all chats that get it"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contents"),
        sa.UniqueConstraint("digest", name="uq_contents_digest"),
        comment="what posts and messages say",
    )
    op.create_table(
        "alerts",
        sa.Column(
            "chat", sa.Integer(), autoincrement=False, nullable=False, comment="whom to tell"
        ),
        sa.Column("story", sa.Integer(), autoincrement=False, nullable=False, comment="of what"),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="of the brief to be told"),
        sa.Column("rule", Words(), nullable=False, comment="what brought it"),
        sa.Column(
            "subject",
            Words(),
            nullable=False,
            comment="the topic, feed or name that the rule is of",
        ),
        sa.Column("due", Moment(), nullable=False, comment="when it may go out"),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_alerts_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.id"], name="fk_alerts_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", "story", name="pk_alerts"),
        comment="stories that wait to be sent as they come",
    )
    op.create_index("ix_alerts_due", "alerts", ["due"], unique=False)
    op.create_index("ix_alerts_story", "alerts", ["story"], unique=False)
    op.create_table(
        "corrections",
        sa.Column(
            "chat", sa.Integer(), autoincrement=False, nullable=False, comment="who was told"
        ),
        sa.Column("story", sa.Integer(), autoincrement=False, nullable=False, comment="of what"),
        sa.Column("due", Moment(), nullable=False, comment="when to look at it"),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_corrections_chat", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.id"], name="fk_corrections_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", "story", name="pk_corrections"),
        comment="chats that were told of a story before its articles were changed or withdrawn",
    )
    op.create_index("ix_corrections_due", "corrections", ["due"], unique=False)
    op.create_index("ix_corrections_story", "corrections", ["story"], unique=False)
    op.create_table(
        "occurrences",
        sa.Column(
            "chat", sa.Integer(), autoincrement=False, nullable=False, comment="whose digest"
        ),
        sa.Column("slot", Words(), nullable=False, comment="local date and time that it was due"),
        sa.Column("claimed", Moment(), nullable=False, comment="when it was composed"),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_occurrences_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", "slot", name="pk_occurrences"),
        comment="digests that have fired",
    )
    op.create_table(
        "posts",
        sa.Column(
            "id",
            sa.Integer(),
            nullable=False,
            comment="ascending in sending order; never used again",
        ),
        sa.Column("chat", sa.Integer(), autoincrement=False, nullable=False, comment="to whom"),
        sa.Column(
            "what", Words(), nullable=False, comment="key, unique in the chat: story:7, digest:..."
        ),
        sa.Column("kind", Words(), nullable=False, comment="alert, update, digest, correction"),
        sa.Column("content", sa.Integer(), nullable=False, comment="the post before rendering"),
        sa.Column(
            "why", sa.JSON(), nullable=False, comment="the rule and subscription that brought it"
        ),
        sa.Column(
            "parts", sa.Integer(), nullable=False, comment="into how many messages it was cut"
        ),
        sa.Column(
            "reply_to",
            sa.Integer(),
            nullable=True,
            comment="id of the post that it answers, which may be gone",
        ),
        sa.Column(
            "edits",
            sa.Integer(),
            nullable=True,
            comment="id of the post whose messages it changes",
        ),
        sa.Column("created", Moment(), nullable=False, comment="when it was queued"),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_posts_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["content"], ["contents.id"], name="fk_posts_content"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint("chat", "what", name="uq_posts_chat_what"),
        comment="what is said in chats",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_posts_content", "posts", ["content"], unique=False)
    op.create_index("ix_posts_created", "posts", ["created"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column(
            "id",
            sa.Integer(),
            nullable=False,
            comment="ascending in sending order within a chat; never used again",
        ),
        sa.Column(
            "post",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="of which it is a part",
        ),
        sa.Column("chat", sa.Integer(), autoincrement=False, nullable=False, comment="to whom"),
        sa.Column("part", sa.Integer(), nullable=False, comment="from 0"),
        sa.Column("content", sa.Integer(), nullable=False, comment="the platform's own payload"),
        sa.Column(
            "state",
            Words(),
            nullable=False,
            comment="queued, sending, sent, unknown, dead, cancelled",
        ),
        sa.Column("open", sa.Boolean(), nullable=False, comment="still to be sent, or being sent"),
        sa.Column("not_before", Moment(), nullable=False, comment="when it may be sent"),
        sa.Column("created", Moment(), nullable=False, comment="when it was queued"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="requests made so far"),
        sa.Column(
            "retried_unknown", sa.Boolean(), nullable=False, comment="its one more attempt was made"
        ),
        sa.Column("message", Words(), nullable=True, comment="the platform's id once sent"),
        sa.Column("error", Words(), nullable=True, comment="of the last attempt"),
        sa.Column("sent", Moment(), nullable=True, comment="when the platform took it"),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_deliveries_chat", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["content"], ["contents.id"], name="fk_deliveries_content"),
        sa.ForeignKeyConstraint(
            ["post"], ["posts.id"], name="fk_deliveries_post", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("post", "part", name="uq_deliveries_post_part"),
        comment="messages on their way, and what became of them",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_chat_message", "deliveries", ["chat", "message"], unique=False)
    op.create_index(
        "ix_deliveries_chat_open",
        "deliveries",
        ["chat", "id"],
        unique=False,
        sqlite_where=sa.text("open IS 1"),
        postgresql_where=sa.text("open IS true"),
    )
    op.create_index("ix_deliveries_content", "deliveries", ["content"], unique=False)
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["id"],
        unique=False,
        sqlite_where=sa.text("open IS 1"),
        postgresql_where=sa.text("open IS true"),
    )
    op.create_index("ix_deliveries_state", "deliveries", ["state"], unique=False)
    op.create_table(
        "told",
        sa.Column("chat", sa.Integer(), autoincrement=False, nullable=False, comment="who knows"),
        sa.Column(
            "story",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the story, may be gone",
        ),
        sa.Column(
            "post",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the post that told it",
        ),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="of the brief that was told"),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_told_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name="fk_told_post", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "story", "post", name="pk_told"),
        comment="which stories a chat was told of",
    )
    op.create_index("ix_told_post", "told", ["post"], unique=False)
    op.create_index("ix_told_story", "told", ["story"], unique=False)
    # ### end Alembic commands ###
