"""Which workspaces have us, with which token; and which events we have had already."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.chats.presence import AccountPresence


@dataclass(frozen=True, slots=True)
class Workspace:
    """A team, or a whole organisation, that installed us.

    Attributes:
        team: id of the team; "" where a whole organisation installed us at once.
        enterprise: id of the organisation, or None.
        bot_token: never shown.
        bot_user: our own user id there.
        bot_id: our own bot id there.
        installed_by: user id of who installed us, where that is known.
    """

    team: str
    enterprise: str | None
    bot_token: str = field(repr=False)
    bot_user: str
    bot_id: str
    installed_by: str | None = None

    @property
    def account(self) -> str:
        """The id that `Address.account` has for it."""
        return self.team or str(self.enterprise)

    @property
    def ids(self) -> frozenset[str]:
        """The ids that its members' own team may have."""
        return frozenset(one for one in (self.team, self.enterprise) if one)


class Workspaces(Protocol):
    """Keeps who installed us. Raises: storage.errors.StorageError."""

    async def of(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Give the installation of a team, or else of its organisation; None for neither.

        Args:
            team: None where an event names only the organisation.
        """
        ...

    async def gone(
        self, team: str | None, enterprise: str | None, at: datetime | None = None
    ) -> None:
        """We were uninstalled, or our token was revoked: forget its installation.

        Args:
            at: when that was, where it is known: an installation made since then stays.
        """
        ...

    async def all(self) -> tuple[Workspace, ...]:
        """Give all installations."""
        ...


class Seen(Protocol):
    """Tells what is new from what comes again, over all processes."""

    async def first(self, key: str) -> bool:
        """Tell whether a key is shown for the first time, and keep it.

        Raises nothing: where that cannot be known, it is True.
        """
        ...


class OneWorkspace:
    """The simple way: one workspace, with the token that the environment gives.

    Args:
        introduce: asks Slack whose token it is, until it is known.
        presence: is told when the workspace puts us out.
    """

    def __init__(
        self,
        introduce: Callable[[], Awaitable[Workspace]],
        presence: AccountPresence | None = None,
    ) -> None:
        self._introduce = introduce
        self._presence = presence
        self._workspace: Workspace | None = None
        self._gone = False
        self._asking = asyncio.Lock()

    async def of(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Give the one, to events of its own team or organisation."""
        one = await self._one()
        if one is None:
            return None
        ours = team == one.team if team and one.team else enterprise == one.enterprise
        return one if ours else None

    async def gone(
        self,
        team: str | None,
        enterprise: str | None,
        at: datetime | None = None,  # noqa: ARG002 (the port's)
    ) -> None:
        """Forget it, until we are started again with a token that works."""
        one = await self.of(team, enterprise)
        if one is not None:
            self._gone = True
            if self._presence is not None:
                await self._presence.left("slack", one.account)

    async def all(self) -> tuple[Workspace, ...]:
        """Give the one."""
        one = await self._one()
        return (one,) if one else ()

    async def _one(self) -> Workspace | None:
        if self._gone:
            return None
        async with self._asking:
            if self._workspace is None:
                self._workspace = await self._introduce()
        return self._workspace


class RecentlySeen:
    """Remembers in this process alone, the latest first.

    Args:
        most: how many keys.
    """

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._keys: OrderedDict[str, None] = OrderedDict()

    async def first(self, key: str) -> bool:
        """Tell whether a key is new, and keep it."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > self._most:
            self._keys.popitem(last=False)
        return True
