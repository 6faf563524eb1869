"""What was said to us and is not answered yet, so that a process that dies under way loses none.

A platform tells us an event once and takes it as heard. So it is kept until its answer is sent;
whoever finds it left over answers it then. One that was begun twice and never ended is dropped: it
may be what ended us.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import batches, insert
from storage.model import Json
from storage.tables import inbox

TRIES = 2
"""How often an event is begun at most."""

STALE = timedelta(days=1)
"""After so long nobody waits for an answer any more."""


class Inbox:
    """The inbox, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self, platform: str, account: str, key: str, body: Json, now: datetime, lease: timedelta
    ) -> None:
        """Keep an event until it is answered; again is no harm.

        Args:
            key: the platform's id of it.
            body: what is needed to answer it.
            now: the time.
            lease: how long it is left to who keeps it.
        """
        await self._connection.execute(
            insert(self._connection, inbox)
            .values(
                platform=platform, account=account, key=key, body=dict(body), taken=now,
                until=now + lease, tries=1,
            )
            .on_conflict_do_nothing()
        )  # fmt: skip

    async def done(self, platform: str, account: str, key: str) -> None:
        """Drop an event that is answered."""
        await self._connection.execute(
            delete(inbox).where(_of(platform, account), inbox.c.key == key)
        )

    async def renew(
        self, platform: str, account: str, keys: Sequence[str], until: datetime
    ) -> None:
        """Leave events longer to whoever is still answering them."""
        for batch in batches(sorted(keys)):
            await self._connection.execute(
                update(inbox)
                .where(_of(platform, account), inbox.c.key.in_(batch))
                .values(until=until)
            )

    async def take_left(
        self, platform: str, account: str, now: datetime, lease: timedelta, *, every: bool
    ) -> Sequence[tuple[str, Json]]:
        """Take over what nobody is answering any more, the oldest first; drops what is stale.

        Args:
            platform, account: whose.
            now: the time.
            lease: how long it is left to us.
            every: whether nobody else can be at work, so that no lease counts.
        """
        await self._connection.execute(
            delete(inbox).where(
                _of(platform, account),
                true() if every else inbox.c.until <= now,
                or_(inbox.c.tries >= TRIES, inbox.c.taken <= now - STALE),
            )
        )
        rows = await self._connection.execute(
            update(inbox)
            .where(_of(platform, account), true() if every else inbox.c.until <= now)
            .values(until=now + lease, tries=inbox.c.tries + 1)
            .returning(inbox.c.taken, inbox.c.key, inbox.c.body)
        )
        return [(row.key, row.body) for row in sorted(rows.all(), key=lambda row: row[:2])]


def _of(platform: str, account: str) -> ColumnElement[bool]:
    return and_(inbox.c.platform == platform, inbox.c.account == account)
