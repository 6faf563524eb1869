"""Makes embeddings: what articles are about, as a model's numbers."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0009_embeddings"
down_revision = "0008_merges"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "embeddings",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False, comment="of what"),
        sa.Column(
            "space",
            Words(),
            nullable=False,
            comment="the model, and what else its numbers hang on",
        ),
        sa.Column(
            "revision",
            sa.Integer(),
            nullable=False,
            comment="of the article's text that it is of",
        ),
        sa.Column(
            "until",
            Moment(),
            nullable=True,
            comment="when others may try; null once it is there and of that revision",
        ),
        sa.Column(
            "sequence",
            sa.Integer(),
            nullable=True,
            comment="ascending as they were stored; null for none",
        ),
        sa.Column(
            "sketch",
            sa.LargeBinary(),
            nullable=True,
            comment="the signs of its numbers, a bit for each",
        ),
        sa.Column(
            "vector",
            sa.LargeBinary(),
            nullable=True,
            comment="its numbers, two bytes each, scaled to length 1",
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.key"], name="fk_embeddings_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", name="pk_embeddings"),
        sa.UniqueConstraint("sequence", name="uq_embeddings_sequence"),
        comment="what articles are about, as a model's numbers; made only where a model is set",
    )
