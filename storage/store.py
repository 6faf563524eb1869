"""The one way into the memory: a `Store`, and transactions that have an attribute per noun."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import backup, leadership, place, schema, sizes
from storage.actors import Actors
from storage.alerts import Alerts
from storage.articles import Articles
from storage.briefs import Briefs
from storage.chats import Chats
from storage.corrections import Corrections
from storage.deliveries import Deliveries
from storage.embeddings import Embeddings
from storage.engine import engines, for_upgrade
from storage.errors import Busy, ReadOnly, Unreachable, Unsupported
from storage.feedback import Feedback
from storage.feeds import Feeds
from storage.filters import Filters
from storage.grants import Grants
from storage.inbox import Inbox
from storage.installations import Installations
from storage.leadership import Leadership
from storage.model import TableSize
from storage.occurrences import Occurrences
from storage.passes import Passes
from storage.remarks import Remarks
from storage.search import Search, Statistics
from storage.seen import Seen
from storage.stories import Stories
from storage.subscriptions import Subscriptions
from storage.turns import Turns
from storage.usage import Usage
from storage.wordings import Wordings

PATIENCE = timedelta(seconds=15)
"""How long a transaction waits for another before it says that the database is busy."""


class Transaction:
    """What can be read, and in a writing transaction changed, until it ends.

    Attributes:
        feeds, articles, ...: one for each noun; see the files of their names.
    """

    def __init__(self, connection: AsyncConnection, statistics: Statistics) -> None:
        self._connection = connection
        self.actors = Actors(connection)
        self.alerts = Alerts(connection)
        self.articles = Articles(connection)
        self.briefs = Briefs(connection)
        self.chats = Chats(connection)
        self.corrections = Corrections(connection)
        self.deliveries = Deliveries(connection)
        self.embeddings = Embeddings(connection, statistics.sketches)
        self.feedback = Feedback(connection)
        self.feeds = Feeds(connection)
        self.filters = Filters(connection)
        self.grants = Grants(connection)
        self.inbox = Inbox(connection)
        self.installations = Installations(connection)
        self.occurrences = Occurrences(connection)
        self.passes = Passes(connection)
        self.remarks = Remarks(connection)
        self.search = Search(connection, statistics)
        self.seen = Seen(connection)
        self.stories = Stories(connection)
        self.subscriptions = Subscriptions(connection)
        self.turns = Turns(connection)
        self.usage = Usage(connection)
        self.wordings = Wordings(connection)

    async def commit(self) -> None:
        """Keep what was changed so far. Whatever follows is a transaction of its own."""
        await self._connection.commit()


class Store:
    """A database of ours; nothing is opened before it is used.

    Args:
        url: `sqlite:///file` or `postgresql://…`; the driver is ours to add.
        patience: how long to wait for another transaction before `Busy` is raised.

    Raises:
        BadUrl: the address cannot be read.

    Every method, and whatever is done in a transaction, may raise the errors of
    `storage.errors`; none of them holds a password.
    """

    def __init__(self, url: str, *, patience: timedelta = PATIENCE) -> None:
        self._place = place.read(url)
        self._patience = patience
        self._engines = engines(self._place, patience)
        self._statistics = Statistics()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def shown(self) -> str:
        """The database as it may be shown to people: without a password."""
        return self._place.shown

    async def upgrade(self, target: str = "head") -> None:
        """Make the database what this version needs, from nothing or from any older one.

        All of it is done, or nothing. Several processes may ask at once.

        Args:
            target: the migration to stop after, for tests of the next.

        Raises:
            NewerSchema: a newer version wrote it.
        """
        self._make_file()
        engine = for_upgrade(self._place, self._patience)
        try:
            async with self._transaction(engine) as connection:
                await connection.run_sync(schema.upgrade, self._place.shown, target)
                await connection.commit()
        finally:
            await engine.dispose()

    async def pending(self) -> tuple[str, ...]:
        """Name the migrations that `upgrade` would run, in order.

        Raises:
            NewerSchema: a newer version wrote the database.
        """
        async with self._transaction(self._engines.reader) as connection:
            return await connection.run_sync(schema.pending, self._place.shown)

    async def close(self) -> None:
        """Close every connection."""
        await self._engines.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Read from one unchanging picture of the database, however long it takes."""
        async with self._transaction(self._engines.reader) as connection:
            yield Transaction(connection, self._statistics)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """Read and change; nothing is kept unless `commit` is said.

        On SQLite one such transaction runs at a time, so keep it short, and never wait for the
        network inside.

        Raises:
            Busy: others held the database longer than our patience.
        """
        async with self._transaction(self._engines.writer) as connection:
            await connection.begin()  # at once: who waits, waits here
            # What an unfinished transaction counts may never become true: it counts for itself.
            yield Transaction(connection, Statistics())

    @asynccontextmanager
    async def leading(self, office: str) -> AsyncIterator[Leadership]:
        """Wait until no other process on this database leads in an office, then lead in it.

        Args:
            office: what is done by one at a time; any words.
        """
        self._make_file()
        async with leadership.leading(self._place, office, self._patience) as held:
            yield held

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(engine.connect())
            except PoolTimeout as error:
                raise Busy(self._place.shown, "this program is still busy with it") from error
            yield connection

    async def backup(self, path: Path) -> None:
        """Copy the database to a file while it is in use, then check the copy.

        Raises:
            BadBackup: the file cannot be written.
            Unsupported: the database is no file.
        """
        await asyncio.to_thread(backup.save, self._file("pg_dump --file FILE"), path)

    async def restore(self, path: Path) -> None:
        """Put a backup in the place of everything, and upgrade it to this version.

        Raises:
            BadBackup: the file is no sound backup of ours.
            NewerSchema: a newer version wrote it.
            Unsupported: the database is no file.
        """
        target = self._file("psql --file FILE")
        revision = await asyncio.to_thread(backup.inspect, path, target)
        schema.refuse_newer(revision, self._place.shown)
        self._make_file()
        await asyncio.to_thread(backup.load, path, target, self._patience)
        self._statistics = Statistics()
        await self.upgrade()

    async def stats(self) -> dict[str, TableSize]:
        """Tell how much each table holds, by its name."""
        async with self._transaction(self._engines.reader) as connection:
            return await sizes.measure(connection)

    def _file(self, instead: str) -> Path:
        if self._place.path is None:
            raise Unsupported(
                self._place.shown,
                f"{self._place.shown} is a server's database. Use its own tools: {instead} NAME",
            )
        return self._place.path

    def _make_file(self) -> None:
        """Make an empty file, readable by this user alone, where a database is to be."""
        path = self._place.path
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except PermissionError as error:
            raise ReadOnly(self._place.shown, str(error.strerror)) from error
        except OSError as error:
            raise Unreachable(self._place.shown, str(error.strerror)) from error
