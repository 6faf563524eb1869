"""Makes remarks: what we said at once, by message."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0007_remarks"
down_revision = "0006_wordings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remarks",
        sa.Column("chat", sa.Integer(), autoincrement=False, nullable=False, comment="where"),
        sa.Column("message", Words(), nullable=False, comment="the platform's id"),
        sa.Column("thread", Words(), nullable=False, comment="of turns that it belongs to"),
        sa.Column("story", sa.Integer(), nullable=True, comment="that it tells; may be gone"),
        sa.Column("turn", sa.Integer(), nullable=True, comment="that it answers; may be gone"),
        sa.Column("at", Moment(), nullable=False, comment="when it was said"),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_remarks_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "message", name="pk_remarks"),
        comment="what we said at once, so that a reply to it keeps its context",
    )
    op.create_index("ix_remarks_at", "remarks", ["at"])
