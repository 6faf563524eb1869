"""What the two databases say differently, so that the nouns need not know which one they have."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any, TypeVar

from sqlalchemy import Row, Table, bindparam, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")

AnyRow = Row[*tuple[Any, ...]]
"""A row of a result, whatever its columns."""

BATCH = 500
"""Values in one IN (...): far below what either database takes."""


class Lock(IntEnum):
    """What one transaction at a time does; the numbers are known to every process."""

    SCHEMA = 7_101
    STORIES = 7_102
    BRIEFS = 7_103
    CONTENTS = 7_104
    TELLING = 7_105
    ACCOUNTS = 7_106
    EMBEDDINGS = 7_107


def is_postgresql(connection: AsyncConnection) -> bool:
    """Whether the transaction is PostgreSQL's."""
    return connection.dialect.name == "postgresql"


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an INSERT that may say ON CONFLICT."""
    return postgresql.insert(table) if is_postgresql(connection) else sqlite.insert(table)


async def insert_many(
    connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]]
) -> None:
    """Store many rows, all with the same columns.

    PostgreSQL takes them as one array for each column, in half the time that it takes them in one
    by one; SQLite is in this process and does not care.
    """
    if not rows:
        return
    if not is_postgresql(connection):
        await connection.execute(table.insert(), rows)
        return
    names = list(rows[0])
    arrays = (
        bindparam(name, [row[name] for row in rows], type_=ARRAY(table.c[name].type))
        for name in names
    )
    listed = func.unnest(*arrays).table_valued(*names, name="listed").render_derived()
    await connection.execute(
        table.insert().from_select(names, select(*(listed.c[name] for name in names)))
    )


async def lock(connection: AsyncConnection, what: Lock, *, shared: bool = False) -> None:
    """Wait for a lock and hold it until the transaction ends.

    SQLite needs none: its writing transactions follow one another anyway.
    """
    if is_postgresql(connection):
        kind = "_shared" if shared else ""
        await connection.execute(
            text(f"SELECT pg_advisory_xact_lock{kind}(:what)"), {"what": int(what)}
        )


def batches(items: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces that one statement can take."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
