"""Workspaces that installed the Slack app, each with its token: encrypted before it comes here."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import AnyRow, insert
from storage.model import Installation
from storage.tables import installations


class Installations:
    """The installations, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(self, new: Installation) -> None:
        """Store an installation in the place of an older one of the same workspace."""
        row = {
            "team": new.team,
            "enterprise": new.enterprise or "",
            "title": new.title,
            "app": new.app,
            "bot_user": new.bot_user,
            "bot_id": new.bot_id,
            "scopes": " ".join(new.scopes),
            "installer": new.installer,
            "installed": new.installed,
            "token": new.token,
            "refresh": new.refresh,
            "expires": new.expires,
            "renewing": None,
        }
        await self._connection.execute(
            insert(self._connection, installations)
            .values(account=new.account, **row)
            .on_conflict_do_update(index_elements=["account"], set_=row)
        )

    async def find(self, team: str | None, enterprise: str | None) -> Installation | None:
        """Give the installation of a team, or else that of its whole organisation.

        Args:
            team: None where only the organisation is known.
            enterprise: None for a team that is in none.
        """
        choices: list[ColumnElement[bool]] = []
        if team:
            choices.append(installations.c.account == team)
        if enterprise:
            choices.append(installations.c.account == enterprise)
        if not choices:
            return None
        found = map(
            _installation,
            await self._connection.execute(select(installations).where(or_(*choices))),
        )
        return max(found, key=lambda one: one.team != "", default=None)

    async def all(self) -> tuple[Installation, ...]:
        """Give every installation, oldest first."""
        rows = await self._connection.execute(
            select(installations).order_by(installations.c.installed, installations.c.account)
        )
        return tuple(map(_installation, rows))

    async def remove(self, account: str, before: datetime | None = None) -> bool:
        """Forget an installation and its token; False when there is none.

        Args:
            account: the team, or the organisation that installed as a whole.
            before: leaves one that is younger, which an old message cannot mean.
        """
        statement = delete(installations).where(installations.c.account == account)
        if before is not None:
            statement = statement.where(installations.c.installed <= before)
        done = await self._connection.execute(statement.returning(installations.c.account))
        return done.first() is not None

    async def claim_renewal(self, account: str, old: str, now: datetime, lease: timedelta) -> bool:
        """Take it upon us to renew a token.

        Args:
            account: whose.
            old: the token, encrypted as it was read.
            now: the time.
            lease: how long we have for it.

        Returns:
            Whether it is ours to do: not while somebody else is at it, nor once it was done.
        """
        done = await self._connection.execute(
            update(installations)
            .where(
                installations.c.account == account,
                installations.c.token == old,
                or_(installations.c.renewing.is_(None), installations.c.renewing <= now),
            )
            .values(renewing=now + lease)
            .returning(installations.c.account)
        )
        return done.first() is not None

    async def renew(
        self, account: str, old: str, token: str, refresh: str | None, expires: datetime | None
    ) -> bool:
        """Store a renewed token; False when another one came in between, which stands.

        Args:
            account: whose.
            old: the token, encrypted as it was read, that was renewed.
            token: the new one, encrypted.
            refresh: that renews it in its turn, encrypted.
            expires: until when it is valid; None for ever.
        """
        done = await self._connection.execute(
            update(installations)
            .where(installations.c.account == account, installations.c.token == old)
            .values(token=token, refresh=refresh, expires=expires, renewing=None)
            .returning(installations.c.account)
        )
        return done.first() is not None


def _installation(row: AnyRow) -> Installation:
    return Installation(
        team=row.team,
        enterprise=row.enterprise or None,
        title=row.title,
        app=row.app,
        bot_user=row.bot_user,
        bot_id=row.bot_id,
        scopes=tuple(row.scopes.split()),
        installer=row.installer,
        installed=row.installed,
        token=row.token,
        refresh=row.refresh,
        expires=row.expires,
    )
