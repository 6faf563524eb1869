"""The fake Slack's server: who may call what, what goes wrong, and where the sockets are."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from aiohttp import web

from fakes import slackapi_chat, slackapi_oauth, slackapi_rooms, slackapi_views
from fakes.slackapi_call import Call, Core, Method, Refused, missing_scope
from fakes.slackapi_delivery import Courier
from fakes.slackapi_events import Events
from fakes.slackapi_limits import Gate, SlackLimits
from fakes.slackapi_responses import posted
from fakes.slackapi_world import Grant, Json, World

METHODS: dict[str, Method] = (
    slackapi_chat.METHODS | slackapi_rooms.METHODS | slackapi_views.METHODS | slackapi_oauth.METHODS
)
_NEW_MESSAGES = {"chat.postMessage"}
_NOBODY = Grant("", "none")
_PAGES: dict[int | str, tuple[int, str]] = {
    "garbage": (200, "text/plain"), "bad gateway": (502, "text/plain"),
    "forbidden": (403, "text/html"), "login": (200, "text/html"),
}  # fmt: skip
"""What proxies answer in Slack's place: status and kind."""


@dataclass(slots=True)
class Fault:
    """Something that goes wrong with the next calls of a method.

    Attributes:
        method: its name; "" for any; "response_url" for answers to what somebody did.
        how: an HTTP status; "before" drops the connection without acting, "after" acts and drops
            it; "hang" acts and never answers; "garbage", "bad gateway", "forbidden" and "login"
            are the answers of a proxy, without Slack acting; else Slack's word for an error
            ("ratelimited", "channel_not_found", …).
        channel: only calls for it, None for any.
        times: how many calls; each one counts it down.
        retry_after: seconds, with "ratelimited".
    """

    method: str
    how: int | str
    channel: str | None = None
    times: int = 1
    retry_after: int = 1


@dataclass(slots=True)
class Heard:
    """A call as it came in; `at` by the monotonic clock, `error` what it was refused with."""

    method: str
    given: Json
    token: str
    at: float
    error: str = ""


class Server:
    """Answers the app over HTTP; made by `SlackApi`."""

    def __init__(
        self,
        limits: SlackLimits,
        ack_within: float,
        retries: Sequence[float],
        clock: Callable[[], float],
        pace: Callable[[], float],
        port: int,
    ) -> None:
        self.world = World(clock)
        self.courier = Courier(ack_within, retries)
        self.events = Events(self.world, self.courier)
        self.core = Core(self.world, self.courier, self.events)
        self.gate = Gate(limits, pace)
        self.calls: list[Heard] = []
        self.faults: list[Fault] = []
        self.pace = pace
        self.port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        app = web.Application(client_max_size=1 << 22)
        app.router.add_route("*", "/api/{method}", self._serve)
        app.router.add_get("/link/", self._socket)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_get("/oauth/v2/allow", self._allow)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self.core.base = self.origin
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.courier.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The address of the Web API, as slack_sdk's `base_url`."""
        return f"{self.origin}/api/"

    @property
    def authorize_url(self) -> str:
        """The address of the page where an app asks to be installed."""
        return f"{self.origin}/oauth/v2/authorize"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _given(request)
        authorization = request.headers.get("Authorization", "")
        token = authorization.removeprefix("Bearer ") or str(given.pop("token", ""))
        heard = Heard(method, given, token, self.pace())
        self.calls.append(heard)
        fault = self._fault(method, given)
        try:
            if fault and (refused := _refusal(fault)):
                raise refused
            if fault and fault.how == "before":
                return _drop(request)
            if fault and (page := _PAGES.get(fault.how)):
                status, kind = page
                return web.Response(status=status, content_type=kind, text="<p>Not Slack's</p>")
            result = self._do(method, given, token, authorization)
        except Refused as refused:
            heard.error = refused.error
            return _refused(refused, self._scopes(token, method))
        if fault and fault.how == "hang":
            await asyncio.sleep(60)
        if fault:
            return _drop(request)
        return web.json_response({"ok": True, **result}, headers=self._scopes(token, method))

    def _do(self, method: str, given: Json, token: str, authorization: str) -> Json:
        does = METHODS.get(method)
        if does is None:
            raise Refused("unknown_method", req_method=method)
        if method in slackapi_oauth.WITHOUT_TOKEN:
            slackapi_oauth.client_of(given, authorization)
            return does.do(Call(self.core, method, given, _NOBODY))
        grant = self.world.grants.get(token)
        if not token:
            raise Refused("not_authed")
        if grant is None:
            raise Refused("invalid_auth")
        if grant.revoked or grant.inactive:
            raise Refused("token_revoked" if grant.revoked else "account_inactive")
        if self.world.clock() > grant.until:
            raise Refused("token_expired")
        if does.scopes and self.core.manifest and not grant.scopes & set(does.scopes):
            raise missing_scope(does.scopes[0], grant)
        where = grant.workspace.id if grant.workspace else grant.enterprise
        channel = str(given.get("channel")) if method in _NEW_MESSAGES else None
        if wait := self.gate.admit(method, does.tier, where, channel):
            raise Refused("ratelimited", status=429, retry_after=wait)
        return does.do(Call(self.core, method, given, grant, does.scopes))

    def _scopes(self, token: str, method: str) -> dict[str, str]:
        """Tell what a token may do, and what it needed."""
        grant, does = self.world.grants.get(token), METHODS.get(method)
        if grant is None or does is None:
            return {}
        return {
            "X-OAuth-Scopes": ",".join(sorted(grant.scopes)),
            "X-Accepted-OAuth-Scopes": ",".join(does.scopes),
        }

    def _fault(self, method: str, given: Json) -> Fault | None:
        for fault in self.faults:
            meant = fault.method in ("", method) and fault.channel in (None, given.get("channel"))
            if meant and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.core.tickets:
            raise web.HTTPForbidden(text="invalid_ticket")
        self.core.tickets.remove(ticket)
        return await self.courier.serve(request)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        given = await request.json()
        heard = Heard("response_url", given, "", self.pace())
        self.calls.append(heard)
        fault = self._fault("response_url", given)
        try:
            if fault and (refused := _refusal(fault)):
                raise refused
            if not fault or fault.how == "after":
                posted(self.core, request.match_info["name"], given)
        except Refused as refused:
            heard.error = refused.error
            return _refused(refused)
        return _drop(request) if fault else web.Response(text="ok")

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        return await slackapi_oauth.authorize_page(self.core, request)

    async def _allow(self, request: web.Request) -> web.StreamResponse:
        return await slackapi_oauth.allow(self.core, request)


async def _given(request: web.Request) -> Json:
    """Read the arguments wherever they stand: clients put them everywhere."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json() or {}
    elif request.can_read_body:
        given |= dict(await request.post())
    return given


def _refusal(fault: Fault) -> Refused | None:
    if isinstance(fault.how, int):
        return Refused("internal_error", status=fault.how)
    if fault.how in ("before", "after", "hang", *_PAGES):
        return None
    if fault.how == "ratelimited":
        return Refused("ratelimited", status=429, retry_after=fault.retry_after)
    return Refused(fault.how)


def _refused(refused: Refused, headers: Mapping[str, str] = MappingProxyType({})) -> web.Response:
    if refused.retry_after is not None:
        headers = {**headers, "Retry-After": str(refused.retry_after)}
    return web.json_response(refused.told, status=refused.status, headers=headers)


def _drop(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response()
