"""How workspaces install the app themselves: the OAuth flow, on the one web port."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from secrets import token_urlsafe
from urllib.parse import urlencode

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation as Installed
from slack_sdk.web.async_client import AsyncWebClient

from bot.catalogue import Words, words
from bot.chats.hook import Route
from bot.chats.slack import install_pages as pages
from bot.chats.slack.errors import FAILURES, code
from bot.chats.slack.installed import StoredWorkspaces
from bot.chats.slack.oauth import Clock, Flow, States, Terms, asked
from bot.chats.slack.oauth import tokens as token_set
from bot.slack_links import INSTALL_PATH, LINK_PARAMETER, REDIRECT_PATH
from storage.errors import StorageError
from storage.model import Installation, Pass
from storage.store import Store

log = structlog.get_logger()

_STATUS = {
    "access_denied": HTTPStatus.OK,
    "not_listed": HTTPStatus.FORBIDDEN,
    "no_link": HTTPStatus.FORBIDDEN,
    "invalid_link": HTTPStatus.FORBIDDEN,
    "storage_error": HTTPStatus.SERVICE_UNAVAILABLE,
    "unreachable": HTTPStatus.BAD_GATEWAY,
}


class _Refused(BoltError):
    """An installation that is not kept; the text is one of the reasons in `pages.failed`."""


class Office:
    """Lets workspaces install the app.

    Args:
        client: without a token, for `terms.api`.
        arrived: hears which account was installed.
        clock: gives the time, aware and in UTC.
        chance: makes a text of so many bytes that nobody can foresee.
    """

    def __init__(
        self,
        terms: Terms,
        client: AsyncWebClient,
        store: Store,
        workspaces: StoredWorkspaces,
        arrived: Callable[[str], Awaitable[None]],
        clock: Clock,
        chance: Callable[[int], str] = token_urlsafe,
    ) -> None:
        self._terms = terms
        self._client = client
        self._store = store
        self._workspaces = workspaces
        self._arrived = arrived
        self._clock = clock
        told = AsyncCallbackOptions(_succeeded, _failed)
        self._flow = Flow(terms, client, States(store, clock, chance), self, told, clock)

    @property
    def routes(self) -> tuple[Route, ...]:
        """The pages."""
        return (
            Route(INSTALL_PATH, self.install, "GET"),
            Route(REDIRECT_PATH, self.redirected, "GET"),
        )

    async def install(self, request: web.Request) -> web.StreamResponse:
        """Show the page with the button, to whom it may be shown."""
        return await self._answer(request, self._invite)

    async def redirected(self, request: web.Request) -> web.StreamResponse:
        """Take somebody back whom Slack asked."""
        return await self._answer(request, self._flow.handle_callback)

    def invitation(self, request: AsyncBoltRequest, url: str) -> str:
        """Draw the page whose button leads to Slack's."""
        return pages.invitation(_language(request), url)

    async def keep(self, installed: Installed, link: str | None) -> None:
        """Keep an installation, if it may be kept.

        Args:
            link: digest of the link that led to it.

        Raises:
            BoltError: it may not; its token is given back.
            StorageError: it cannot be stored.
        """
        fresh = _ours(installed, self._clock())
        if self._terms.allowed and not {fresh.team, fresh.enterprise} & self._terms.allowed:
            await self._give_back(installed, fresh)
            raise _Refused("not_listed")
        if self._terms.by_link and link is None:
            await self._give_back(installed, fresh)
            raise _Refused("no_link")
        tokens = token_set(
            str(installed.bot_token),
            installed.bot_refresh_token,
            installed.bot_token_expires_at,
            self._clock(),
        )
        if not await self._workspaces.keep(fresh, tokens, link if self._terms.by_link else None):
            await self._give_back(installed, fresh)
            raise _Refused("invalid_link")
        await self._arrived(fresh.account)

    async def _invite(self, request: AsyncBoltRequest) -> BoltResponse:
        if self._terms.by_link:
            link = asked(request, LINK_PARAMETER)
            async with self._store.reading() as tx:
                good = await tx.passes.valid(Pass.LINK, link, self._clock())
            if not good:
                return _page(request, "invalid_link" if link else "no_link")
        return await self._flow.handle_installation(request)

    async def _answer(
        self,
        request: web.Request,
        how: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
    ) -> web.StreamResponse:
        asked = await to_bolt_request(request)
        try:
            answer = await how(asked)
        except StorageError as error:
            log.error("slack.install_failed", reason=str(error))
            answer = _page(asked, "storage_error")
        except FAILURES as error:
            log.error("slack.install_failed", reason=type(error).__name__)
            answer = _page(asked, "unreachable")
        response = await to_aiohttp_response(answer)
        response.headers.update(pages.HEADERS)
        return response

    async def _give_back(self, installed: Installed, fresh: Installation) -> None:
        """End a token that is not kept, unless the workspace has us: then it may be the same."""
        async with self._store.reading() as tx:
            if await tx.installations.find(fresh.team, fresh.enterprise):
                return
        try:
            await self._client.auth_revoke(token=str(installed.bot_token))
        except FAILURES as error:
            reason = code(error) or type(error).__name__
            log.warning("slack.token_not_given_back", workspace=fresh.account, reason=reason)


def _ours(installed: Installed, now: datetime) -> Installation:
    return Installation(
        team=installed.team_id or "",
        enterprise=installed.enterprise_id,
        title=installed.team_name or installed.enterprise_name or "",
        app=installed.app_id or "",
        bot_user=installed.bot_user_id or "",
        bot_id=installed.bot_id or "",
        scopes=tuple(sorted(one for one in installed.bot_scopes or () if one)),
        installer=installed.user_id or None,
        installed=now,
        token="",
    )


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    made = args.installation
    there = {"app": made.app_id or "", "team": made.team_id or made.enterprise_id or ""}
    url = f"https://slack.com/app_redirect?{urlencode(there)}"
    team = made.team_name or made.enterprise_name or "Slack"
    return _html(HTTPStatus.OK, pages.installed(_language(args.request), team, url))


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    reason = str(args.error) if isinstance(args.error, _Refused) else args.reason
    log.warning("slack.not_installed", reason=reason[:60])
    return _page(args.request, reason, args.suggested_status_code)


def _page(
    request: AsyncBoltRequest, reason: str, status: int = HTTPStatus.BAD_REQUEST
) -> BoltResponse:
    return _html(_STATUS.get(reason, status), pages.failed(_language(request), reason))


def _html(status: int, body: str) -> BoltResponse:
    return BoltResponse(
        status=int(status), body=body, headers={"Content-Type": "text/html; charset=utf-8"}
    )


def _language(request: AsyncBoltRequest) -> Words:
    """Give the words of the language that a browser asks for first."""
    first = next(iter(request.headers.get("accept-language", ())), "")
    return words(first.partition(",")[0].partition(";")[0].partition("-")[0].strip().lower())
