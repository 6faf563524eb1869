"""The workspaces that have us, each looked up when it is needed and kept while it stands."""

import time
from collections.abc import Callable

import structlog

from bot.chats.presence import Presence
from bot.chats.slack.tenant import LIMITS, RESERVE, Connection, Tenant
from bot.chats.slack.workspaces import Workspace, Workspaces
from bot.pace import Pace
from storage.errors import StorageError

log = structlog.get_logger()


class Tenants:
    """Gives the tenant of an event, and all of them.

    Args:
        workspaces: who installed us.
        clock: seconds since 1970.
        pace: makes what keeps a workspace's limits.
        unfurl: whether Slack may show previews.
    """

    def __init__(
        self,
        workspaces: Workspaces,
        connection: Connection,
        presence: Presence,
        clock: Callable[[], float] = time.time,
        pace: Callable[[], Pace[str]] = lambda: Pace(LIMITS, RESERVE),
        *,
        unfurl: bool = True,
    ) -> None:
        self._workspaces = workspaces
        self._connection = connection
        self._presence = presence
        self._clock = clock
        self._pace = pace
        self._unfurl = unfurl
        self._known: dict[str, Tenant] = {}

    async def of(self, team: str | None, enterprise: str | None) -> Tenant | None:
        """Give the tenant that an event is of; None where nobody has installed us."""
        try:
            workspace = await self._workspaces.of(team, enterprise)
        except StorageError as error:
            log.error("slack.workspaces", error=str(error))
            return self._known.get(team or "") or self._known.get(enterprise or "")
        return self._tenant(workspace) if workspace else None

    async def all(self) -> tuple[Tenant, ...]:
        """Give all tenants. Raises: storage.errors.StorageError."""
        every = await self._workspaces.all()
        # Asked for one by one, since that renews a token that is about to end.
        fresh = [await self._workspaces.of(one.team or None, one.enterprise) for one in every]
        here = {one.account for one in every}
        self._known = {account: t for account, t in self._known.items() if account in here}
        return tuple(self._tenant(one) for one in fresh if one is not None)

    def _tenant(self, workspace: Workspace) -> Tenant:
        known = self._known.get(workspace.account)
        if known is None:
            known = self._known[workspace.account] = Tenant(
                workspace,
                self._connection,
                self._presence,
                self._clock,
                self._pace(),
                unfurl=self._unfurl,
            )
        elif known.workspace != workspace:
            known.renew(workspace)
        return known
