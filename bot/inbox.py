"""Keeps what was said until it is answered, in the store. See `bot.chats.inbox`."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from storage.errors import StorageError
from storage.model import Json
from storage.store import Store

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
"""How long an event is left to whoever took it, counted from when they looked last."""

SEEN_FOR = timedelta(hours=24)
"""How long platforms may tell the same event again; Telegram keeps what it was not told to drop."""

SWEEP_EVERY = 1000
"""Events between two looks for keys that have expired."""


class StoredInbox:
    """Keeps the events of one account.

    Args:
        platform, account: whose.
        clock: gives the time, aware and in UTC.
    """

    def __init__(
        self, store: Store, platform: str, account: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._platform = platform
        self._account = account
        self._clock = clock
        self._kept = 0
        self._at_work: set[str] = set()

    async def keep(self, key: str, body: Json) -> bool:
        """Keep an event, unless it was kept before."""
        now = self._clock()
        self._kept += 1
        try:
            async with self._store.writing() as tx:
                if self._kept % SWEEP_EVERY == 0:
                    await tx.seen.forget(now)
                seen = f"inbox:{self._platform}:{self._account}:{key}"
                first = await tx.seen.first(seen, now, now + SEEN_FOR)
                if first:
                    await tx.inbox.keep(self._platform, self._account, key, body, now, LEASE)
                await tx.commit()
        except StorageError as error:
            # It is answered all the same, if the store comes back in time.
            log.error("inbox.not_kept", platform=self._platform, error=str(error))
            return True
        if first:
            self._at_work.add(key)
        return first

    async def done(self, key: str) -> None:
        """Drop an event."""
        self._at_work.discard(key)
        try:
            async with self._store.writing() as tx:
                await tx.inbox.done(self._platform, self._account, key)
                await tx.commit()
        except StorageError as error:
            log.error("inbox.not_dropped", platform=self._platform, error=str(error))

    async def left(self, *, every: bool) -> Sequence[tuple[str, Json]]:
        """Take over what a process left that has died.

        What this one is answering stays its own, however long that takes: others wait in a lane.
        """
        now, mine = self._clock(), sorted(self._at_work)
        try:
            async with self._store.writing() as tx:
                await tx.inbox.renew(self._platform, self._account, mine, now + LEASE)
                found = await tx.inbox.take_left(
                    self._platform, self._account, now, LEASE, every=every
                )
                await tx.commit()
        except StorageError as error:
            log.error("inbox.not_read", platform=self._platform, error=str(error))
            return ()
        self._at_work.update(key for key, _ in found)
        if found:
            log.info("inbox.taken_over", platform=self._platform, events=len(found))
        return found
