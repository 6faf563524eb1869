"""Sets up the engines of both databases: how they begin, wait, and fail.

SQLite is taught what its driver does not do by itself: writers begin with BEGIN IMMEDIATE, as a
transaction that reads first and writes later would lose updates or fail at once; readers keep to
one snapshot and cannot write; the write-ahead log lets them read while somebody writes.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, ExceptionContext, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry, NullPool

from storage.columns import dump
from storage.errors import Unreachable
from storage.place import Place
from storage.translation import translate

READERS = 8
"""Connections that read at the same time in one process."""

WRITERS = 10
"""Connections that write at the same time, on PostgreSQL; on SQLite there is one."""

CACHE_KIB = 16_000
"""Pages that a SQLite connection keeps in memory."""

WAL_BYTES = 64 * 1024 * 1024
"""To what the write-ahead log is cut back after a large transaction."""


_COMMON: dict[str, Any] = {
    "json_serializer": dump,
    "hide_parameters": True,  # what readers wrote does not belong into logs
}


_READING = {
    # The planner does not know that a term column must be fetched and unpacked for every row it
    # looks at, and would read the whole table for common words.
    "enable_seqscan": "off",
}


_NOTICED = {
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}


@dataclass(frozen=True, slots=True)
class Engines:
    """The ways into one database."""

    reader: AsyncEngine
    writer: AsyncEngine

    async def dispose(self) -> None:
        """Close every connection."""
        await self.reader.dispose()
        await self.writer.dispose()


def engines(place: Place, patience: timedelta) -> Engines:
    """Set up readers and writers; nothing is opened before it is used.

    Args:
        place: the database.
        patience: how long to wait for a lock or a free connection.
    """
    if place.path is not None:
        return Engines(
            reader=_sqlite(place, patience, "BEGIN", {"query_only": "ON"}, size=READERS),
            writer=_sqlite(place, patience, "BEGIN IMMEDIATE", {}, size=1),
        )
    return Engines(
        reader=_postgresql(
            place,
            patience,
            size=READERS,
            settings=_READING,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
        ),
        writer=_postgresql(place, patience, size=WRITERS),
    )


def for_upgrade(place: Place, patience: timedelta) -> AsyncEngine:
    """Set up an engine to change tables with, to be disposed of afterwards.

    SQLite rebuilds a table to change it, and would take the rows that belong to it along: so its
    foreign keys rest meanwhile.
    """
    if place.path is not None:
        rest = {"foreign_keys": "OFF"}
        return _sqlite(place, patience, "BEGIN IMMEDIATE", rest, size=None)
    return _postgresql(place, patience, size=None)


def for_leading(place: Place, patience: timedelta) -> AsyncEngine:
    """Set up an engine whose one connection holds locks, to be disposed of afterwards.

    The server notices within seconds when the machine at the other end has vanished.
    """
    return _postgresql(place, patience, size=None, settings=_NOTICED, isolation_level="AUTOCOMMIT")


def _pool(size: int | None, patience: timedelta) -> dict[str, Any]:
    if size is None:
        return {"poolclass": NullPool}
    return {
        "poolclass": AsyncAdaptedQueuePool,
        "pool_size": size,
        "max_overflow": 0,
        "pool_timeout": patience.total_seconds(),
    }


def _sqlite(
    place: Place, patience: timedelta, begin: str, pragmas: dict[str, str], *, size: int | None
) -> AsyncEngine:
    engine = create_async_engine(place.url, **_COMMON, **_pool(size, patience))
    settings = {
        "busy_timeout": str(int(patience.total_seconds() * 1000)),
        "journal_mode": "WAL",
        "synchronous": "NORMAL",
        "foreign_keys": "ON",
        "cache_size": str(-CACHE_KIB),
        "journal_size_limit": str(WAL_BYTES),
        **pragmas,
    }

    @event.listens_for(engine.sync_engine, "do_connect")
    def _refuse_missing(*_: object) -> None:
        # SQLite would make an empty file; only an upgrade may.
        if place.path is not None and not place.path.exists():
            raise Unreachable(place.shown, "there is no such file; `tellal db upgrade` makes it")

    @event.listens_for(engine.sync_engine, "connect")
    def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in settings.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine.sync_engine, "invalidate")
    def _let_go(connection: DBAPIConnection, *_: object) -> None:
        # A task was cancelled in the middle of a statement. SQLite closes a connection no sooner
        # than its last statement is freed, which the cancellation's traceback may hold for long;
        # until then it would keep its lock.
        with suppress(Exception):
            connection.rollback()

    _translate(engine, place)
    return engine


def _postgresql(
    place: Place,
    patience: timedelta,
    *,
    size: int | None,
    settings: Mapping[str, str] = MappingProxyType({}),
    **options: object,
) -> AsyncEngine:
    engine = create_async_engine(
        place.url,
        pool_pre_ping=size is not None,
        **_COMMON,
        **_pool(size, patience),
        **options,
    )
    settings = {"lock_timeout": f"{patience.total_seconds()}s", **settings}

    @event.listens_for(engine.sync_engine, "connect")
    def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for name, value in settings.items():
            cursor.execute(f"SET {name} = '{value}'")
        cursor.close()
        connection.commit()

    _translate(engine, place)
    return engine


def _translate(engine: AsyncEngine, place: Place) -> None:
    """Raise our errors in place of the driver's, wherever they come up."""

    @event.listens_for(engine.sync_engine, "handle_error")
    def _raise_ours(context: ExceptionContext) -> None:
        if context.is_pre_ping:
            return  # the pool replaces a connection that died while nobody used it
        ours = translate(context.original_exception, place.shown)
        if ours is not None:
            raise ours from context.original_exception
