"""Makes installations of the Slack app, what can be shown once, and events that were seen."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Moment, Words

revision = "0005_installations"
down_revision = "0004_post"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column(
            "account",
            Words(),
            nullable=False,
            comment="of chats' addresses: the team, or else the organisation",
        ),
        sa.Column(
            "team", Words(), nullable=False, comment="its id; empty for a whole organisation"
        ),
        sa.Column("enterprise", Words(), nullable=False, comment="its id; empty for none"),
        sa.Column("title", Words(), nullable=False, comment="name of the team or organisation"),
        sa.Column("app", Words(), nullable=False, comment="id of the app that was installed"),
        sa.Column("bot_user", Words(), nullable=False, comment="our user id there"),
        sa.Column("bot_id", Words(), nullable=False, comment="our bot id there"),
        sa.Column("scopes", Words(), nullable=False, comment="what we may do, by blanks"),
        sa.Column(
            "installer", Words(), nullable=True, comment="user id of who installed, where known"
        ),
        sa.Column("installed", Moment(), nullable=False, comment="when, for the last time"),
        sa.Column(
            "token", Words(), nullable=False, comment="encrypted; the key is not in the database"
        ),
        sa.Column(
            "refresh",
            Words(),
            nullable=True,
            comment="encrypted, to renew the token; null where it stays valid",
        ),
        sa.Column(
            "expires",
            Moment(),
            nullable=True,
            comment="until when the token is valid; null for ever",
        ),
        sa.Column(
            "renewing",
            Moment(),
            nullable=True,
            comment="until when somebody is renewing the token",
        ),
        sa.PrimaryKeyConstraint("account", name="pk_installations"),
        comment="Slack workspaces that installed the app",
    )
    op.create_table(
        "passes",
        sa.Column("kind", Words(), nullable=False, comment="link, state"),
        sa.Column("digest", Words(), nullable=False, comment="of what has to be shown"),
        sa.Column("expires", Moment(), nullable=False, comment="until when it is good"),
        sa.PrimaryKeyConstraint("kind", "digest", name="pk_passes"),
        comment="one-time links to install the app, and installations under way",
    )
    op.create_index("ix_passes_expires", "passes", ["expires"], unique=False)
    op.create_table(
        "seen",
        sa.Column("key", Words(), nullable=False, comment="what a platform told, by its own id"),
        sa.Column("expires", Moment(), nullable=False, comment="when it may be forgotten"),
        sa.PrimaryKeyConstraint("key", name="pk_seen"),
        comment="events that were taken, so that none is taken twice",
    )
    op.create_index("ix_seen_expires", "seen", ["expires"], unique=False)
