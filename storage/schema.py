"""Brings a database to the tables that this version needs. The only user of alembic.

All steps run in one transaction: an upgrade that is cut short leaves the database as it was.
"""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.dialect import Lock
from storage.errors import NewerSchema
from storage.tables import metadata

_STEPS = Path(__file__).parent / "migrations"

_Kind = Literal[
    "schema", "table", "column", "index",
    "unique_constraint", "foreign_key_constraint", "check_constraint",
]  # fmt: skip
_Parents = MutableMapping[
    Literal["schema_name", "table_name", "schema_qualified_table_name"], str | None
]


def is_ours(name: str | None, kind: _Kind, parents: _Parents) -> bool:  # noqa: ARG001
    """Whether something in the database is described in `storage.tables`.

    The full-text index is not: SQLite keeps it in tables of its own, PostgreSQL in columns.
    """
    if kind == "table":
        return not (name or "").startswith("search")
    return name not in {"lead_terms", "body_terms", "ix_tokens_lead_terms", "ix_tokens_body_terms"}


def upgrade(connection: Connection, place: str, target: str = "head") -> None:
    """Run the steps that the database lacks, in the transaction that is open.

    Args:
        connection: whose transaction the caller commits.
        place: the database, as it may be shown.
        target: the step to stop after.

    Raises:
        NewerSchema: the database knows steps that this version does not.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:what)"), {"what": int(Lock.SCHEMA)})
    _current(connection, place)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def pending(connection: Connection, place: str) -> tuple[str, ...]:
    """Name the steps that the database lacks, in order.

    Raises:
        NewerSchema: as in `upgrade`.
    """
    current = _current(connection, place)
    steps = _steps()
    return tuple(steps[steps.index(current) + 1 :] if current else steps)


def drift(connection: Connection) -> list[object]:
    """Tell what differs between the database and `storage.tables`: a step that is missing."""
    context = MigrationContext.configure(
        connection, opts={"include_name": is_ours, "compare_type": True}
    )
    return list(compare_metadata(context, metadata))


def refuse_newer(revision: str, place: str) -> None:
    """Refuse what a newer version wrote.

    Args:
        revision: of a database or a backup.
        place: the database, as it may be shown.

    Raises:
        NewerSchema: this version does not know the revision.
    """
    if revision not in _steps():
        raise NewerSchema(place, revision)


def _current(connection: Connection, place: str) -> str | None:
    """Give the step that the database is at; None before the first."""
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None:
        refuse_newer(current, place)
    return current


def _steps() -> list[str]:
    """Name all steps in order."""
    script = ScriptDirectory.from_config(_config())
    return [step.revision for step in script.walk_revisions()][::-1]


def _config() -> Config:
    config = Config()
    # A percent sign in the path would be read as an interpolation.
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
