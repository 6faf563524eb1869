"""Bolt's OAuth flow, over our store, without a secret in its log; and how tokens are renewed."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import Logger, getLogger
from typing import Any, Protocol
from urllib.parse import urljoin

import structlog
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth.installation_store import Installation as Installed
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chats.slack.errors import FAILURES
from bot.chats.slack.errors import code as code_of
from bot.chats.slack.installed import NotRenewed, Tokens
from bot.chats.slack.scopes import BOT_SCOPES
from bot.slack_links import LINK_PARAMETER, REDIRECT_PATH
from storage.model import Pass
from storage.passes import digest
from storage.store import Store

log = structlog.get_logger()

STATE_GOOD_FOR = timedelta(minutes=10)
"""How long somebody may look at Slack's page before they allow the app."""

Clock = Callable[[], datetime]
"""Gives the time, aware and in UTC."""

_SILENT = getLogger(f"{__name__}.silent")
_SILENT.disabled = True
"""Bolt's own log of failures shows the code that Slack sent; what matters is logged here."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Who may install the app, and where it lives.

    Attributes:
        client_id, client_secret: of the app.
        public: address under which the web port is reached.
        api: base address of Slack's Web API.
        by_link: whether a one-time link is needed.
        allowed: ids of workspaces and organisations; empty for any.
    """

    client_id: str
    client_secret: str = field(repr=False)
    public: str
    api: str
    by_link: bool = True
    allowed: frozenset[str] = frozenset()


class Desk(Protocol):
    """Who shows the pages of an installation, and keeps it."""

    def invitation(self, request: AsyncBoltRequest, url: str) -> str:
        """Draw the page whose button leads to Slack's."""
        ...

    async def keep(self, installed: Installed, link: str | None) -> None:
        """Keep an installation; `link` is the digest of the link that led to it.

        Raises: BoltError: it is not kept.
        """
        ...


class States(AsyncOAuthStateStore):
    """States in the store; each carries the digest of the link that led to it."""

    def __init__(self, store: Store, clock: Clock, chance: Callable[[int], str]) -> None:
        self._store = store
        self._clock = clock
        self._chance = chance

    @property
    def logger(self) -> Logger:
        """Theirs to ask for; nothing is logged."""
        return _SILENT

    async def async_issue(self, *args: Any, **_: Any) -> str:  # noqa: ANN401  (as slack_sdk has it)
        """Make a state.

        Args:
            args: the link's digest, "" for none.
        """
        now = self._clock()
        state = f"{self._chance(24)}.{args[0] if args else ''}"
        async with self._store.writing() as tx:
            await tx.passes.issue(Pass.STATE, state, now, now + STATE_GOOD_FOR)
            await tx.commit()
        return state

    async def async_consume(self, state: str) -> bool:
        """Use a state up."""
        async with self._store.writing() as tx:
            good = await tx.passes.use(Pass.STATE, state, self._clock())
            await tx.commit()
        return good


class Flow(AsyncOAuthFlow):
    """Bolt's flow, with our pages, our store, and a log without secrets.

    Raises: StorageError; `FAILURES` where Slack cannot be reached.
    """

    def __init__(
        self,
        terms: Terms,
        client: AsyncWebClient,
        states: States,
        desk: Desk,
        told: AsyncCallbackOptions,
        clock: Clock,
    ) -> None:
        settings = AsyncOAuthSettings(
            client_id=terms.client_id,
            client_secret=terms.client_secret,
            scopes=sorted(BOT_SCOPES),
            user_scopes=[],
            redirect_uri=f"{terms.public}{REDIRECT_PATH}",
            authorization_url=urljoin(terms.api, "/oauth/v2/authorize"),
            installation_store=AsyncInstallationStore(),  # the desk keeps; this one is never asked
            state_store=states,
            state_expiration_seconds=int(STATE_GOOD_FOR.total_seconds()),
            callback_options=told,
            logger=_SILENT,
        )
        super().__init__(client=client, logger=_SILENT, settings=settings)
        self._terms = terms
        self._desk = desk
        self._clock = clock

    async def issue_new_state(self, request: AsyncBoltRequest) -> str:
        """Make a state that remembers the link."""
        link = asked(request, LINK_PARAMETER)
        return str(await self.settings.state_store.async_issue(digest(link) if link else ""))

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        """Draw the page with the button."""
        return self._desk.invitation(request, url)

    async def run_installation(self, code: str) -> Installed | None:
        """Change the code for a token."""
        try:
            told = await _access(
                self.client, self._terms, code=code, redirect_uri=str(self.settings.redirect_uri)
            )
            token = str(told["access_token"])
            me = await self.client.auth_test(token=token)
        except SlackApiError as error:
            log.error("slack.install_refused", reason=code_of(error) or "no reason given")
            return None
        seconds = told.get("expires_in")
        team, enterprise = told.get("team") or {}, told.get("enterprise") or {}
        whole = bool(told.get("is_enterprise_install"))
        return Installed(
            app_id=told.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=None if whole else team.get("id"),
            team_name=None if whole else team.get("name"),
            bot_token=token,
            bot_id=me.get("bot_id"),
            bot_user_id=told.get("bot_user_id") or me.get("user_id"),
            bot_scopes=told.get("scope") or "",
            bot_refresh_token=told.get("refresh_token"),
            bot_token_expires_at=int(self._clock().timestamp()) + int(seconds) if seconds else None,
            user_id=(told.get("authed_user") or {}).get("id") or "",
            is_enterprise_install=whole,
        )

    async def store_installation(self, request: AsyncBoltRequest, installation: Installed) -> None:
        """Keep the installation, if it may be kept."""
        link = asked(request, "state").rpartition(".")[2]
        await self._desk.keep(installation, link or None)


def renewer(
    terms: Terms, client: AsyncWebClient, clock: Clock
) -> Callable[[str], Awaitable[Tokens]]:
    """Give what renews tokens; see `installed.Renew`.

    Args:
        client: without a token, for `terms.api`.
        clock: gives the time, aware and in UTC.
    """

    async def renew(refresh: str) -> Tokens:
        try:
            told = await _access(client, terms, grant_type="refresh_token", refresh_token=refresh)
        except FAILURES as error:
            raise NotRenewed(code_of(error) or type(error).__name__) from error
        now = clock()
        seconds = told.get("expires_in")
        until = now.timestamp() + int(seconds) if seconds else None
        return tokens(str(told["access_token"]), told.get("refresh_token"), until, now)

    return renew


async def _access(client: AsyncWebClient, terms: Terms, **given: str) -> AsyncSlackResponse:
    """Ask for tokens.

    Not by the SDK's own method, which gives aiohttp the client's id and secret in a form that it
    is about to drop.
    """
    pair = f"{terms.client_id}:{terms.client_secret}".encode()
    headers = {"Authorization": f"Basic {b64encode(pair).decode()}"}
    try:
        return await client.api_call("oauth.v2.access", data=given, headers=headers)
    except AttributeError as error:  # what the SDK stumbles over when no JSON comes
        raise SlackClientError("not Slack's answer") from error


def tokens(token: str, refresh: str | None, until: float | None, now: datetime) -> Tokens:
    """Join what Slack gave; `until` is in seconds since the epoch."""
    return Tokens(token, refresh, datetime.fromtimestamp(until, now.tzinfo) if until else None)


def asked(request: AsyncBoltRequest, name: str) -> str:
    """Give a parameter of an address, "" where it is not there."""
    return next(iter(request.query.get(name, ())), "")
