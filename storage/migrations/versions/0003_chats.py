"""Makes chats with what they want, what they asked, and accounts."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0003_chats"
down_revision = "0002_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.Integer(), nullable=False, comment="never used again after a removal"),
        sa.Column("platform", Words(), nullable=False, comment="terminal, telegram, slack"),
        sa.Column(
            "account", Words(), nullable=False, comment="which bot or workspace; may be empty"
        ),
        sa.Column("chat", Words(), nullable=False, comment="the platform's id"),
        sa.Column(
            "thread", Words(), nullable=False, comment="the platform's id of a topic; may be empty"
        ),
        sa.Column("kind", Words(), nullable=False, comment="private, group, channel"),
        sa.Column("title", Words(), nullable=False, comment="as the platform shows it"),
        sa.Column("created", Moment(), nullable=False, comment="when it first wrote"),
        sa.Column("state", Words(), nullable=False, comment="active, stopped, blocked"),
        sa.Column("language", Words(), nullable=False, comment="of our sentences, ISO 639-1"),
        sa.Column("zone", Words(), nullable=False, comment="IANA name"),
        sa.Column("length", Words(), nullable=False, comment="short, medium, long"),
        sa.Column("alerts", Words(), nullable=False, comment="on, watched, off"),
        sa.Column(
            "digest", sa.JSON(), nullable=False, comment='hours of the week, [[[0, 1], "08:30"]]'
        ),
        sa.Column(
            "digest_since",
            Moment(),
            nullable=True,
            comment="when the plan was made; earlier hours are not owed",
        ),
        sa.Column("digest_due", Moment(), nullable=True, comment="when to look at the plan next"),
        sa.Column(
            "quiet",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment='local hours without alerts, ["22:00", "07:00"]',
        ),
        sa.Column(
            "quiet_digest", sa.Boolean(), nullable=False, comment="an empty digest stays silent"
        ),
        sa.Column(
            "cursor", sa.Integer(), nullable=False, comment="newest brief that a digest has covered"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint(
            "platform", "account", "chat", "thread", name="uq_chats_platform_account_chat_thread"
        ),
        comment="places that subscribe and ask",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chats_digest_due", "chats", ["digest_due"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("chat", sa.Integer(), autoincrement=False, nullable=False, comment="where"),
        sa.Column("person", Words(), nullable=False, comment="the platform's id of who judged"),
        sa.Column("about", Words(), nullable=False, comment="post, story, turn"),
        sa.Column(
            "key", sa.Integer(), autoincrement=False, nullable=False, comment="its id, may be gone"
        ),
        sa.Column("value", sa.Integer(), nullable=False, comment="1 or -1"),
        sa.Column("at", Moment(), nullable=False, comment="when, for the last time"),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_feedback_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", "person", "about", "key", name="pk_feedback"),
        comment="what readers think of it",
    )
    op.create_table(
        "filters",
        sa.Column("chat", sa.Integer(), autoincrement=False, nullable=False, comment="whose rule"),
        sa.Column("kind", Words(), nullable=False, comment="watch, mute, mute_source, mute_story"),
        sa.Column("folded", Words(), nullable=False, comment="the text folded, to know it again"),
        sa.Column("text", Words(), nullable=False, comment="as the reader typed it"),
        sa.Column("since", Moment(), nullable=False, comment="when it was asked for"),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_filters_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "kind", "folded", name="pk_filters"),
        comment="what chats follow and what they drop",
    )
    op.create_table(
        "grants",
        sa.Column("key", Words(), nullable=False, comment="a person or chat: telegram:1234567"),
        sa.Column("role", Words(), nullable=False, comment="operator, guest"),
        sa.Column("granter", Words(), nullable=False, comment="key of the operator who granted it"),
        sa.Column("since", Moment(), nullable=False, comment="when"),
        sa.PrimaryKeyConstraint("key", "role", name="pk_grants"),
        comment="who was let in, and as what",
    )
    op.create_table(
        "subscriptions",
        sa.Column(
            "chat", sa.Integer(), autoincrement=False, nullable=False, comment="who wants it"
        ),
        sa.Column("target", Words(), nullable=False, comment="topic, feed"),
        sa.Column("key", Words(), nullable=False, comment="slug of the topic or id of the feed"),
        sa.Column("since", Moment(), nullable=False, comment="when it was asked for"),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_subscriptions_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", "target", "key", name="pk_subscriptions"),
        comment="what chats want to hear of",
    )
    op.create_index("ix_subscriptions_target_key", "subscriptions", ["target", "key"], unique=False)
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), nullable=False, comment="never used again"),
        sa.Column("chat", sa.Integer(), autoincrement=False, nullable=False, comment="where"),
        sa.Column(
            "thread",
            Words(),
            nullable=False,
            comment="empty, or the message that the talk hangs on",
        ),
        sa.Column("asked", Moment(), nullable=False, comment="when"),
        sa.Column("question", Words(), nullable=False, comment="as asked"),
        sa.Column(
            "answer",
            Words(),
            nullable=True,
            comment="as answered; null when the articles did not say",
        ),
        sa.Column("articles", sa.JSON(), nullable=False, comment="ids that the answer cited"),
        sa.Column("story", sa.Integer(), nullable=True, comment="of the brief that was replied to"),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_turns_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        comment="questions and answers",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_turns_chat_thread_id", "turns", ["chat", "thread", "id"], unique=False)
    op.create_table(
        "usage",
        sa.Column("id", sa.Integer(), nullable=False, comment="ours"),
        sa.Column("at", Moment(), nullable=False, comment="when"),
        sa.Column("task", Words(), nullable=False, comment="brief, answer, opening"),
        sa.Column("engine", Words(), nullable=False, comment="which engine"),
        sa.Column("model", Words(), nullable=False, comment="which model"),
        sa.Column("tokens_in", sa.Integer(), nullable=False, comment="read"),
        sa.Column("tokens_cached", sa.Integer(), nullable=False, comment="of these, cached"),
        sa.Column("tokens_out", sa.Integer(), nullable=False, comment="written"),
        sa.Column("cost", sa.Float(), nullable=False, comment="in the price table's currency"),
        sa.Column("seconds", sa.Float(), nullable=False, comment="until the answer was there"),
        sa.Column(
            "outcome", Words(), nullable=False, comment="ok, refused, cut, invalid, timeout, error"
        ),
        sa.Column("retries", sa.Integer(), nullable=False, comment="attempts after the first"),
        sa.Column(
            "chat",
            sa.Integer(),
            nullable=True,
            comment="for whom, where it was for one; forgotten with the chat",
        ),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_usage_chat", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_usage"),
        comment="calls to models",
    )
    op.create_index("ix_usage_at", "usage", ["at"], unique=False)
    op.create_index("ix_usage_chat", "usage", ["chat"], unique=False)
    op.create_table(
        "reservations",
        sa.Column(
            "id",
            sa.Integer(),
            nullable=False,
            comment="never used again: whoever settles late must not settle another's",
        ),
        sa.Column("at", Moment(), nullable=False, comment="when; its day and month pay"),
        sa.Column("amount", sa.Float(), nullable=False, comment="the most that the call can cost"),
        sa.Column(
            "chat",
            sa.Integer(),
            nullable=True,
            comment="whose budget pays, where it is one chat's; forgotten with the chat",
        ),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_reservations_chat", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reservations"),
        comment="money set aside for calls to models that are under way",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reservations_at", "reservations", ["at"], unique=False)
    op.create_index("ix_reservations_chat", "reservations", ["chat"], unique=False)
    # ### end Alembic commands ###
