"""One workspace as we work in it: its client, its people and channels, its pace."""

import asyncio
from collections.abc import Callable

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from bot.chats.port import Limits, Rate
from bot.chats.presence import Presence
from bot.chats.slack.directory import Directory
from bot.chats.slack.events import PLATFORM
from bot.chats.slack.sending import Answering, Wire
from bot.chats.slack.workspaces import Workspace
from bot.pace import Pace
from storage.model import Address

LIMITS = Limits(overall=Rate(5, 1.0), chat=Rate(1, 1.0))
"""Slack documents one message a second in a channel, and "several hundred a minute" in all."""

RESERVE = 0.05
"""Seconds added to Slack's windows: its clock is not ours."""

TIMEOUT_SECONDS = 30


class Connection:
    """How requests reach Slack: one pool of connections for all workspaces.

    Args:
        api: base address of the Web API.
    """

    def __init__(self, api: str) -> None:
        self._api = api
        self._session: ClientSession | None = None

    def client(self, token: str | None = None) -> AsyncWebClient:
        """Make a client. It repeats nothing by itself: a message sent again is sent twice."""
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=TIMEOUT_SECONDS))
        return AsyncWebClient(
            token,
            base_url=self._api,
            timeout=TIMEOUT_SECONDS,
            session=self._session,
            retry_handlers=[],
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            # The transports of TLS connections close a moment later, and say so where they do not.
            await asyncio.sleep(0)
            self._session = None


class Tenant:
    """A workspace that has us.

    Attributes:
        pace: of all that is written there.
    """

    def __init__(
        self,
        workspace: Workspace,
        connection: Connection,
        presence: Presence,
        clock: Callable[[], float],
        pace: Pace[str],
        *,
        unfurl: bool,
    ) -> None:
        self.workspace = workspace
        self.client = connection.client(workspace.bot_token)
        self.pace = pace
        self.wire = Wire(self.client, unfurl=unfurl)
        self.answering = Answering(self.wire, pace, presence, clock)
        self.directory = Directory(self.client, clock)

    @property
    def account(self) -> str:
        """As `Address.account` has it."""
        return self.workspace.account

    def renew(self, workspace: Workspace) -> None:
        """Go on with another token: the workspace installed us again, or the old one ended."""
        self.workspace = workspace
        self.client.token = workspace.bot_token

    def address(self, channel: str) -> Address:
        """Give the address of a channel."""
        return Address(PLATFORM, self.account, channel)
