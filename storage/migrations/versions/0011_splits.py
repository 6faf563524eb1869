"""Makes splits: stories that were taken out of others."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment

revision = "0011_splits"
down_revision = "0010_inbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "splits",
        sa.Column(
            "story",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="story that was made of some of another's articles",
        ),
        sa.Column(
            "origin",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="story that they were in",
        ),
        sa.Column("at", Moment(), nullable=False, comment="when it was found out"),
        sa.ForeignKeyConstraint(
            ["story"], ["stories.id"], name="fk_splits_story", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["origin"], ["stories.id"], name="fk_splits_origin", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story", "origin", name="pk_splits"),
        comment="stories that were taken out of others, with which they never join again",
    )
    op.create_index("ix_splits_origin", "splits", ["origin"])
