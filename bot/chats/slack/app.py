"""The Slack app: listens for all workspaces, and hands each thing that happens to its noun."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, Self

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chats.errors import Blocked
from bot.chats.hook import Route
from bot.chats.inbox import LOOKED_EVERY, Inbox, NoInbox
from bot.chats.lanes import Lanes
from bot.chats.memory import Memory
from bot.chats.port import Adapter, Limits, Listener
from bot.chats.presence import Presence
from bot.chats.slack.adapter import SlackAdapter
from bot.chats.slack.errors import FAILURES, code
from bot.chats.slack.events import PLATFORM
from bot.chats.slack.http import Doorway
from bot.chats.slack.page import Pages
from bot.chats.slack.reception import Manners, Reception
from bot.chats.slack.render import render
from bot.chats.slack.tenant import LIMITS, Connection
from bot.chats.slack.tenants import Tenants
from bot.chats.slack.wiring import Wiring
from bot.chats.slack.workspaces import Seen, Workspace, Workspaces
from bot.errors import BadConfiguration
from bot.post import Post
from storage.model import Address, Delivery, Json

log = structlog.get_logger()

BACKOFF_FIRST, BACKOFF_LAST = 1.0, 60.0
"""Seconds between attempts to reach Slack: doubling."""

SETTLE_SECONDS = 0.05
"""How long what was acknowledged last takes to its lane: Slack does not tell it again."""

GRACE_SECONDS = 5.0
"""How long answers under way may take to their end when we stop."""

_BAD_TOKEN = frozenset(["invalid_auth", "not_authed", "account_inactive", "token_revoked",
                        "not_allowed_token_type", "missing_scope"])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """How the app is run.

    Attributes:
        mode: whether Slack's events come by a socket that we open, or are posted to us.
        app_token: for the socket; never shown.
        signing_secret: of what is posted; never shown.
        api: base address of the Web API.
    """

    mode: Literal["socket", "http"] = "socket"
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api: str = "https://slack.com/api/"
    manners: Manners = Manners()  # noqa: RUF009 (frozen)


class SlackApp:
    """One app in any number of workspaces; see `bot.chats.port.Adapter`.

    It listens. What is queued is sent by `senders`, one for each workspace.

    Args:
        seen: tells what comes again.
        memory: of what our answers were about.
        presence: hears of chats that come, go and move.
        pages: looks up what the App Home shows.
        extra: further routes of the web port, such as those of installing.
        ready: is called once we begin to listen.
        inbox: keeps messages until they are answered.
    """

    def __init__(
        self,
        options: Options,
        connection: Connection,
        workspaces: Workspaces,
        tenants: Tenants,
        seen: Seen,
        memory: Memory,
        presence: Presence,
        pages: Pages,
        extra: tuple[Route, ...] = (),
        ready: Callable[[], Awaitable[None]] | None = None,
        inbox: Inbox | None = None,
    ) -> None:
        self._inbox = inbox or NoInbox()
        self._options = options
        self._connection = connection
        self._workspaces = workspaces
        self._tenants = tenants
        self._seen = seen
        self._memory = memory
        self._presence = presence
        self._pages = pages
        self._extra = extra
        self._ready = ready
        self._doorway = Doorway()
        self._lanes = Lanes()

    # --- the port ------------------------------------------------------------------------------

    @property
    def platform(self) -> str:
        """The platform's name."""
        return PLATFORM

    @property
    def account(self) -> str:
        """None of its own: it is in all of them."""
        return ""

    @property
    def limits(self) -> Limits:
        """What Slack documents, for each workspace."""
        return LIMITS

    @property
    def routes(self) -> tuple[Route, ...]:
        """What is served on the web port."""
        return ((self._doorway.route,) if self._options.mode == "http" else ()) + self._extra

    def render(self, post: Post) -> tuple[Json, ...]:
        """Dress a post; see `bot.chats.slack.render`."""
        return render(post)

    async def senders(self) -> tuple[Adapter, ...]:
        """Give who sends, one for each workspace that has us now.

        Raises: storage.errors.StorageError.
        """
        return tuple(SlackAdapter(tenant) for tenant in await self._tenants.all())

    async def send(self, delivery: Delivery) -> str:
        """Send by the workspace's own sender. Raises: see `bot.chats.errors`."""
        return await (await self._sender(delivery.address)).send(delivery)

    async def edit(self, address: Address, message: str, payload: Json) -> None:
        """Change a message by the workspace's own sender. Raises: see `bot.chats.errors`."""
        await (await self._sender(address)).edit(address, message, payload)

    async def _sender(self, address: Address) -> SlackAdapter:
        for tenant in await self._tenants.all():
            if tenant.account == address.account:
                return SlackAdapter(tenant)
        raise Blocked(f"no workspace {address.account} has us")

    async def run(self, listener: Listener) -> None:
        """Listen until cancelled; what is under way then still gets its answer, if it is quick.

        Raises:
            BadConfiguration: Slack does not know a token.
        """
        app, wiring = self._wired(listener)
        await self._tenants.all()  # a token that Slack does not know is told at once
        if self._ready is not None:
            await self._ready()
        left = asyncio.create_task(self._take_over(wiring))
        try:
            if self._options.mode == "http":
                self._doorway.open(app)
                await asyncio.Event().wait()  # the web port calls from now on
            else:
                await self._socket(app)
        finally:
            left.cancel()
            await asyncio.gather(left, return_exceptions=True)
            await asyncio.sleep(SETTLE_SECONDS)
            await self._lanes.close(GRACE_SECONDS)

    async def _take_over(self, wiring: Wiring) -> None:
        """Have answered, again and again, what processes leave that die."""
        while True:
            try:
                await wiring.take_over()
            except Exception:
                # One message of a form that nobody foresaw must not end this for all others.
                log.exception("slack.take_over")
            await asyncio.sleep(LOOKED_EVERY)

    async def _socket(self, app: AsyncApp) -> None:
        """Hold a socket open; the SDK takes a new one whenever Slack or the network ends it."""
        token = self._options.app_token
        client = self._connection.client(token)
        address = await reached(partial(client.apps_connections_open, app_token=token), "app")
        handler = AsyncSocketModeHandler(app, token, _logger(), client)
        handler.client.wss_uri = str(address["url"])
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            await asyncio.Event().wait()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]

    # --- wiring --------------------------------------------------------------------------------

    def _wired(self, listener: Listener) -> tuple[AsyncApp, Wiring]:
        """Give bolt's app, and what hands on all that we listen to."""

        async def authorize(
            enterprise_id: str | None, team_id: str | None, user_id: str | None
        ) -> AuthorizeResult | None:
            tenant = await self._tenants.of(team_id, enterprise_id)
            if tenant is None:
                log.warning("slack.unknown_workspace", team=team_id, enterprise=enterprise_id)
                return None
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_user_id=tenant.workspace.bot_user,
                bot_id=tenant.workspace.bot_id,
                bot_token=tenant.workspace.bot_token,
                user_id=user_id,
            )

        app = AsyncApp(
            logger=_logger(),
            name="tellal",
            signing_secret=self._options.signing_secret,
            client=self._connection.client(),
            authorize=authorize,  # type: ignore[arg-type]
            user_facing_authorize_error_message="",
        )
        reception = Reception(listener, self._memory, self._presence, self._options.manners)
        return app, Wiring(
            app, self._tenants, self._workspaces, self._seen, self._lanes, reception, self._pages,
            self._inbox,
        )  # fmt: skip

    async def close(self) -> None:
        """Close the connections."""
        await self._connection.close()

    async def __aenter__(self) -> Self:
        """Give the app; connections open when they are needed."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self.close()


async def reached(
    call: Callable[[], Awaitable[AsyncSlackResponse]], whose: Literal["app", "bot"]
) -> AsyncSlackResponse:
    """Do a call that nothing goes without, again and again until Slack can be reached.

    Args:
        whose: token it is made with.

    Raises:
        BadConfiguration: Slack does not know the token.
    """
    backoff = BACKOFF_FIRST
    while True:
        try:
            return await call()
        except FAILURES as error:
            said = code(error)
            if said in _BAD_TOKEN:
                raise BadConfiguration(
                    f"Slack does not accept SLACK_{whose.upper()}_TOKEN ({said}). Copy it anew "
                    "from the app's page."
                ) from error
            log.warning("slack.unreachable", error=said or type(error).__name__, again_in=backoff)
        await asyncio.sleep(backoff)
        backoff = min(2 * backoff, BACKOFF_LAST)


async def introduce(client: AsyncWebClient) -> Workspace:
    """Learn whose bot token a client has.

    Raises:
        BadConfiguration: Slack does not know it.
    """
    me = await reached(client.auth_test, "bot")
    whole = bool(me.get("is_enterprise_install"))
    return Workspace(
        team="" if whole else str(me["team_id"]),
        enterprise=me.get("enterprise_id"),
        bot_token=str(client.token),
        bot_user=str(me["user_id"]),
        bot_id=str(me.get("bot_id") or ""),
    )


def _logger() -> logging.Logger:
    """Give the SDK's logger, quieter than it would be: what matters we log ourselves."""
    logger = logging.getLogger("slack")
    logger.setLevel(logging.ERROR)
    return logger
