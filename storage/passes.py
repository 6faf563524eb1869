"""What can be shown once: links to install the app, and installations under way.

Only digests are kept: whoever reads the database cannot show what they are of.
"""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import Pass
from storage.tables import passes


class Passes:
    """The passes, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def issue(self, kind: Pass, secret: str, now: datetime, expires: datetime) -> None:
        """Let a secret be shown once until a time; drop those whose time is over."""
        await self._connection.execute(delete(passes).where(passes.c.expires <= now))
        await self._connection.execute(
            passes.insert().values(kind=kind, digest=digest(secret), expires=expires)
        )

    async def valid(self, kind: Pass, secret: str, now: datetime) -> bool:
        """Tell whether a secret could be shown now."""
        rows = await self._connection.execute(
            select(passes.c.digest).where(_good(kind, digest(secret), now))
        )
        return rows.first() is not None

    async def use(self, kind: Pass, secret: str, now: datetime) -> bool:
        """Show a secret, which is then used up; False when it is not good, or no longer."""
        return await self.use_digest(kind, digest(secret), now)

    async def use_digest(self, kind: Pass, of: str, now: datetime) -> bool:
        """Use a secret up of which we have but the digest."""
        done = await self._connection.execute(
            delete(passes).where(_good(kind, of, now)).returning(passes.c.digest)
        )
        return done.first() is not None


def digest(secret: str) -> str:
    """Give what is kept of a secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _good(kind: Pass, of: str, now: datetime) -> ColumnElement[bool]:
    return and_(passes.c.kind == kind, passes.c.digest == of, passes.c.expires > now)
