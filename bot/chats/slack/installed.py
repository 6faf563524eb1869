"""Workspaces that installed the app themselves, as the store keeps them. See `workspaces`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.chats.presence import AccountPresence
from bot.chats.slack.vault import Vault, WrongKey
from bot.chats.slack.workspaces import RecentlySeen, Workspace
from bot.errors import BadConfiguration
from storage.errors import StorageError
from storage.model import Installation, Pass
from storage.store import Store

log = structlog.get_logger()

EARLY = timedelta(hours=2)
"""How long before its end a token is renewed; Slack's last twelve hours."""

LEASE = timedelta(minutes=1)
"""How long whoever renews a token has for it before another may try."""

SEEN_FOR = timedelta(hours=24)
"""How long an event is remembered; Slack tells it again for some minutes, by hand for hours."""

SWEEP_EVERY = 1000
"""Events between two looks at what may be forgotten."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What Slack gave for a code or a refresh token.

    Attributes:
        refresh: renews it; None where it stays valid.
        expires: until when it is valid; None for ever.
    """

    token: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires: datetime | None = None


class NotRenewed(Exception):
    """A token could not be renewed; `reason` is Slack's word, or what the network said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Renew = Callable[[str], Awaitable[Tokens]]
"""Asks Slack for new tokens by a refresh token. Raises: NotRenewed."""


class StoredWorkspaces:
    """Keeps installations in the store, their tokens encrypted. See `workspaces.Workspaces`.

    Args:
        presence: is told when all chats of a workspace are gone, or back.
        renew: for apps whose tokens expire.
        clock: gives the time, aware and in UTC.
    """

    def __init__(
        self,
        store: Store,
        vault: Vault,
        presence: AccountPresence,
        renew: Renew,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._vault = vault
        self._presence = presence
        self._renew = renew
        self._clock = clock

    async def of(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Give the installation of a team, or else of its organisation; its token is valid.

        Raises: storage.errors.StorageError.
        """
        async with self._store.reading() as tx:
            found = await tx.installations.find(team, enterprise)
        if found is None:
            return None
        try:
            return self._workspace(await self._fresh(found))
        except WrongKey as error:
            log.error("slack.token_unreadable", workspace=found.account, error=str(error))
            return None

    async def all(self) -> tuple[Workspace, ...]:
        """Give all installations whose tokens can be read. Raises: storage.errors.StorageError."""
        async with self._store.reading() as tx:
            every = await tx.installations.all()
        found = []
        for one in every:
            try:
                found.append(self._workspace(one))
            except WrongKey as error:
                log.error("slack.token_unreadable", workspace=one.account, error=str(error))
        return tuple(found)

    async def gone(
        self, team: str | None, enterprise: str | None, at: datetime | None = None
    ) -> None:
        """We were uninstalled, or our token was revoked: forget it, and pause its chats.

        Args:
            team: None where a whole organisation is meant.
            enterprise: the organisation.
            at: when it happened, where known: an installation made since is not meant.

        Raises: storage.errors.StorageError.
        """
        account = team or enterprise
        if not account:
            return
        async with self._store.writing() as tx:
            forgotten = await tx.installations.remove(account, at)
            await tx.commit()
        if forgotten:
            log.warning("slack.uninstalled", workspace=account)
            await self._presence.left("slack", account)

    async def keep(self, fresh: Installation, tokens: Tokens, link: str | None) -> bool:
        """Store an installation, and take up the chats of an earlier one.

        Args:
            fresh: without tokens.
            tokens: of it.
            link: digest of the one-time link that led to it, which is used up; None for none.

        Returns:
            Whether it is stored: not when the link was used up already.

        Raises: storage.errors.StorageError.
        """
        closed = self._closed(tokens)
        sealed = replace(fresh, token=closed.token, refresh=closed.refresh, expires=closed.expires)
        async with self._store.writing() as tx:
            if link and not await tx.passes.use_digest(Pass.LINK, link, self._clock()):
                return False
            await tx.installations.save(sealed)
            await tx.commit()
        log.info("slack.installed", workspace=sealed.account, by=sealed.installer)
        await self._presence.returned("slack", sealed.account)
        return True

    async def unlock(self) -> None:
        """See that every token can be read, and close each with the newest key.

        Raises:
            BadConfiguration: names the workspaces whose tokens cannot be read.
            storage.errors.StorageError: the store cannot be had.
        """
        lost = []
        async with self._store.writing() as tx:
            for one in await tx.installations.all():
                try:
                    token = self._vault.renewed(one.token)
                    refresh = self._vault.renewed(one.refresh) if one.refresh else None
                except WrongKey:
                    lost.append(one.account)
                    continue
                if token or refresh:
                    await tx.installations.save(
                        replace(one, token=token or one.token, refresh=refresh or one.refresh)
                    )
            await tx.commit()
        if lost:
            raise BadConfiguration(
                f"{WrongKey()} This is so of: {', '.join(lost)}. `tellal slack remove ID` drops "
                "one that is lost."
            )

    async def _fresh(self, one: Installation) -> Installation:
        """Renew a token that is about to end, unless somebody is at it; see `EARLY`."""
        now = self._clock()
        if one.refresh is None or one.expires is None or now < one.expires - EARLY:
            return one
        async with self._store.writing() as tx:
            mine = await tx.installations.claim_renewal(one.account, one.token, now, LEASE)
            await tx.commit()
        if not mine:  # somebody is at it, or has just done it
            async with self._store.reading() as tx:
                return await tx.installations.find(one.team, one.enterprise) or one
        try:
            tokens = self._closed(await self._renew(self._vault.open(one.refresh)))
        except NotRenewed as error:
            # The old one is good for a while yet; when it ends, sending tells what is wrong.
            log.error("slack.token_not_renewed", workspace=one.account, reason=error.reason)
            return one
        refresh = tokens.refresh or one.refresh
        async with self._store.writing() as tx:
            await tx.installations.renew(
                one.account, one.token, tokens.token, refresh, tokens.expires
            )
            await tx.commit()
        return replace(one, token=tokens.token, refresh=refresh, expires=tokens.expires)

    def _closed(self, tokens: Tokens) -> Tokens:
        refresh = self._vault.close(tokens.refresh) if tokens.refresh else None
        return Tokens(self._vault.close(tokens.token), refresh, tokens.expires)

    def _workspace(self, one: Installation) -> Workspace:
        return Workspace(
            team=one.team,
            enterprise=one.enterprise,
            bot_token=self._vault.open(one.token),
            bot_user=one.bot_user,
            bot_id=one.bot_id,
            installed_by=one.installer,
        )


class StoredSeen:
    """Tells what is new from what comes again, over all processes. See `workspaces.Seen`.

    What this process had is known without asking the store.

    Args:
        clock: gives the time, aware and in UTC.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._recently = RecentlySeen()
        self._asked = 0

    async def first(self, key: str) -> bool:
        """Tell whether a key is shown for the first time, and keep it; see `SEEN_FOR`."""
        if not await self._recently.first(key):
            return False
        now = self._clock()
        self._asked += 1
        try:
            async with self._store.writing() as tx:
                if self._asked % SWEEP_EVERY == 0:
                    await tx.seen.forget(now)
                first = await tx.seen.first(f"slack:{key}", now, now + SEEN_FOR)
                await tx.commit()
        except StorageError as error:
            log.error("slack.seen_unknown", error=str(error))
            return True
        return first
