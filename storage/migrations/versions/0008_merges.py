"""Makes merges: stories that are part of others now."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0008_merges"
down_revision = "0007_remarks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column(
            "gone", sa.Integer(), autoincrement=False, nullable=False, comment="story that is empty"
        ),
        sa.Column("kept", sa.Integer(), nullable=False, comment="story that it is part of now"),
        sa.Column("at", Moment(), nullable=False, comment="when it was found out"),
        sa.ForeignKeyConstraint(
            ["gone"], ["stories.id"], name="fk_merges_gone", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["kept"], ["stories.id"], name="fk_merges_kept", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("gone", name="pk_merges"),
        comment="stories that proved to be one with an older one",
    )
    op.create_index("ix_merges_kept", "merges", ["kept"])
