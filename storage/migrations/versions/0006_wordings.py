"""Makes briefs in other words: in other languages, and as what is new in them."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0006_wordings"
down_revision = "0005_installations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wordings",
        sa.Column(
            "sequence",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the brief that is told in other words",
        ),
        sa.Column(
            "since",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="the earlier brief beyond which it tells what is new; 0 for the whole",
        ),
        sa.Column("language", Words(), nullable=False, comment="ISO 639-1, of its words"),
        sa.Column("until", Moment(), nullable=False, comment="how long it is claimed, or rests"),
        sa.Column(
            "resting", sa.Boolean(), nullable=False, comment="it could not be had, so it rests"
        ),
        sa.Column(
            "brief",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="in these words; null while there are none",
        ),
        sa.ForeignKeyConstraint(
            ["sequence"],
            ["briefs.sequence"],
            name="fk_wordings_sequence",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sequence", "since", "language", name="pk_wordings"),
        comment="briefs in other languages, and what is new in them",
    )
