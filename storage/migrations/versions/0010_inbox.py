"""Makes the inbox: what was said and is not answered yet."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0010_inbox"
down_revision = "0009_embeddings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("platform", Words(), nullable=False, comment="as of chats"),
        sa.Column(
            "account",
            Words(),
            nullable=False,
            comment="as of chats; empty for all of an app's",
        ),
        sa.Column("key", Words(), nullable=False, comment="the platform's id of the event"),
        sa.Column(
            "body",
            sa.JSON(),
            nullable=False,
            comment="the event as it came; gone once it is answered",
        ),
        sa.Column("taken", Moment(), nullable=False, comment="when it came"),
        sa.Column("until", Moment(), nullable=False, comment="when others may take it over"),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how often it was begun"),
        sa.PrimaryKeyConstraint("platform", "account", "key", name="pk_inbox"),
        comment="what was said and is not answered yet",
    )
    op.create_index("ix_inbox_until", "inbox", ["until"])
