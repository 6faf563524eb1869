"""How much each table holds."""

from collections import Counter

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import is_postgresql
from storage.errors import Unprepared
from storage.model import TableSize
from storage.tables import metadata

SEARCH = "search"
"""Under which name SQLite's full-text index is listed; PostgreSQL's is part of `tokens`."""


async def measure(connection: AsyncConnection) -> dict[str, TableSize]:
    """Count rows and bytes of every table, by its name."""
    sizes = await (_postgresql(connection) if is_postgresql(connection) else _sqlite(connection))
    measured = {}
    for name, table in sorted(metadata.tables.items()):
        rows = await connection.scalar(select(func.count()).select_from(table)) or 0
        measured[name] = TableSize(rows, None if sizes is None else sizes.get(name, 0))
    if sizes is not None and SEARCH in sizes:
        measured[SEARCH] = TableSize(measured["tokens"].rows, sizes[SEARCH])
    return measured


async def _postgresql(connection: AsyncConnection) -> Counter[str] | None:
    rows = await connection.execute(
        text(
            "SELECT relname, pg_total_relation_size(oid) AS size FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema())"
        )
    )
    return Counter({row.relname: row.size for row in rows})


async def _sqlite(connection: AsyncConnection) -> Counter[str] | None:
    """Sum the pages of tables and their indexes; None where SQLite was built without `dbstat`."""
    try:
        rows = await connection.execute(
            text(
                "SELECT coalesce(owner.tbl_name, page.name), sum(page.pgsize) FROM dbstat AS page "
                "LEFT JOIN sqlite_schema AS owner ON owner.name = page.name "
                "WHERE page.aggregate = 1 GROUP BY 1"
            )
        )
    except Unprepared:
        return None
    sizes: Counter[str] = Counter()
    for name, size in rows:
        sizes[SEARCH if name.startswith(SEARCH) else name] += size
    return sizes
