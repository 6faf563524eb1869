"""Makes spaces: from where the sketches of embeddings are seen."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Words

revision = "0012_spaces"
down_revision = "0011_splits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spaces",
        sa.Column("space", Words(), nullable=False, comment="as of embeddings"),
        sa.Column(
            "centre",
            sa.LargeBinary(),
            nullable=False,
            comment="mean of its first vectors, as these",
        ),
        sa.PrimaryKeyConstraint("space", name="pk_spaces"),
        comment="from where the sketches of embeddings are seen",
    )
