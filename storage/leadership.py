"""Leadership: of all processes on one database, the only one that does something.

PostgreSQL keeps an advisory lock for as long as the leader's connection lives; beside a SQLite file
the operating system keeps a lock on a file of its own. Both let go when the leader dies, however it
dies, so that another can follow within seconds.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from re import sub
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import for_leading
from storage.errors import ReadOnly, StorageError
from storage.place import Place

LOOK_SECONDS = 1.0
"""How often those who wait ask whether the leader is still there."""

BEAT_SECONDS = 2.0
"""How often a leader asks whether the database still knows it as one."""


class Leadership(Protocol):
    """What a leader holds."""

    async def lost(self) -> None:
        """Wait until it is not ours any more, because the database is out of reach."""
        ...


@asynccontextmanager
async def leading(place: Place, office: str, patience: timedelta) -> AsyncIterator[Leadership]:
    """Wait until nobody else leads, then lead until the block ends.

    Args:
        place: the database.
        office: what is done by one at a time; any words.
        patience: how long the database may take to answer.

    Raises:
        StorageError: the database cannot be had.
    """
    by = _beside(place.path, place.shown, office) if place.path else _on(place, office, patience)
    async with by as held:
        yield held


class _File:
    """A lock on a file is ours until we let go of it."""

    async def lost(self) -> None:
        await asyncio.Event().wait()


@asynccontextmanager
async def _beside(database: Path, shown: str, office: str) -> AsyncIterator[Leadership]:
    name = sub(r"[^\w.-]+", "-", office)
    lock = FileLock(database.with_name(f"{database.name}.{name}.lock"), timeout=0)
    while True:
        try:
            lock.acquire()
            break
        except Timeout:
            await asyncio.sleep(LOOK_SECONDS)
        except OSError as error:
            raise ReadOnly(shown, str(error.strerror)) from error
    try:
        yield _File()
    finally:
        lock.release()


class _Advisory:
    """A lock is ours as long as our connection lives."""

    def __init__(self, connection: AsyncConnection, patience: timedelta) -> None:
        self._connection = connection
        self._patience = patience.total_seconds()

    async def lost(self) -> None:
        with suppress(StorageError, TimeoutError):
            while True:
                await asyncio.sleep(BEAT_SECONDS)
                await asyncio.wait_for(self._connection.scalar(select(1)), self._patience)


@asynccontextmanager
async def _on(place: Place, office: str, patience: timedelta) -> AsyncIterator[Leadership]:
    key = int.from_bytes(sha256(office.encode()).digest()[:8], signed=True)
    engine = for_leading(place, patience)
    try:
        async with engine.connect() as connection:
            ours = select(func.pg_try_advisory_lock(literal(key)))
            while not await connection.scalar(ours):  # noqa: ASYNC110 (nobody tells us)
                await asyncio.sleep(LOOK_SECONDS)
            yield _Advisory(connection, patience)
    finally:
        await engine.dispose()  # and with its connection goes the lock
