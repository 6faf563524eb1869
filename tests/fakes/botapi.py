"""A Telegram Bot API server on loopback, for tests: stateful, and as strict as the real one.

A real python-telegram-bot talks to it over HTTP. Tests act as the people: `says`, `taps`,
`blocks`, `adds`; and read what arrived: `chat.messages`. Rules live beside it: how texts are read
in `botapi_text`, what methods check in `botapi_methods`, how fast one may write in
`botapi_limits`.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from fakes.botapi_limits import UNLIMITED, Flood, FloodLimits
from fakes.botapi_methods import ApiError, Methods, Query
from fakes.botapi_people import People
from fakes.botapi_world import Chat, Json, Message, Person, World

TOKEN = "123456:FAKE-token-of-the-tests-0123456789abcdef"

LATE = 0.3
"""Seconds by which a call is late."""

_PACED = {"sendmessage", "editmessagetext"}
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(slots=True)
class Fault:
    """Something that goes wrong with the next calls of a method.

    Attributes:
        method: lower-case; "" for any.
        how: an HTTP status; "before" drops the connection without acting, "after" acts and drops
            it; "hang" acts and never answers; "late" acts only after a while; "garbage" answers
            nonsense.
        chat: only calls for it, None for any.
        times: how many calls; each one counts it down.
        after: text for the description.
        retry_after: seconds, with status 429.
    """

    method: str
    how: int | str
    chat: int | None = None
    times: int = 1
    description: str = "Internal Server Error"
    retry_after: int | None = None


@dataclass(slots=True)
class Call:
    """A call as it came in; `at` by the monotonic clock."""

    method: str
    given: Json
    at: float


class FakeBotApi(People):
    """The server of one bot.

    Args:
        limits: how fast the bot may write; none by default, so that tests are fast.
        privacy: whether the bot gets only what is meant for it in groups.
        clock: monotonic seconds, for the limits.
    """

    def __init__(
        self,
        limits: FloodLimits = UNLIMITED,
        *,
        privacy: bool = True,
        clock: Callable[[], float] = time.monotonic,
        token: str = TOKEN,
        port: int = 0,
    ) -> None:
        number = int(token.partition(":")[0])
        self.world = World(Person(number, "Tellal", None, is_bot=True, username="tellal_bot"))
        self.methods = Methods(self.world, time.time)
        self.privacy = privacy
        self.clock = clock
        self.token = token
        self.port = port
        self.limits = limits
        self.flood = Flood(limits, clock)
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.conflicts = 0
        self.updates: deque[Json] = deque()
        self.next_update = 700_000_001
        self.allowed: list[str] | None = None
        self.webhook: Json = {}
        self.webhook_answers: list[int] = []
        self._changed = asyncio.Event()
        self._poll = 0
        self._runner: web.AppRunner | None = None
        self._posting: asyncio.Task[None] | None = None

    # --- the server ----------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        app = web.Application(client_max_size=1 << 22)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        if self._posting:
            self._posting.cancel()
        if self._runner:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The base address, as a self-hosted Bot API server's."""
        return f"http://127.0.0.1:{self.port}"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _answer(ApiError(401, "Unauthorized"))
        method = request.match_info["method"].lower()
        given: Json = dict(request.query)
        if request.content_type == "application/json":
            given |= await request.json()
        elif request.can_read_body:
            given |= dict(await request.post())
        self.calls.append(Call(method, given, self.clock()))
        fault = self._fault(method, given)
        try:
            if fault and (refused := _refusal(fault)):
                raise refused
            if fault and fault.how == "before":
                return _drop(request)
            if fault and fault.how == "garbage":
                return web.Response(text="<html>not json</html>")
            if fault and fault.how == "late":
                await asyncio.sleep(LATE)
            result = await self._do(method, given)
        except ApiError as error:
            return _answer(error)
        if fault and fault.how == "hang":
            await asyncio.sleep(60)
        if fault and fault.how != "late":
            return _drop(request)
        return web.json_response({"ok": True, "result": result})

    async def _do(self, method: str, given: Json) -> Any:
        match method:
            case "getupdates":
                return await self._get_updates(given)
            case "setwebhook":
                return self._set_webhook(given)
            case "deletewebhook":
                return self._set_webhook({})
            case "getwebhookinfo":
                return {
                    "url": self.webhook.get("url", ""), "has_custom_certificate": False,
                    "pending_update_count": len(self.updates),
                }  # fmt: skip
        if method in _PACED and self.limits is not UNLIMITED:
            chat = self.methods.chat(given)
            if wait := self.flood.admit(chat.id, group=chat.is_group):
                raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        return self.methods.call(method, given)

    def _fault(self, method: str, given: Json) -> Fault | None:
        for fault in self.faults:
            meant = fault.method in ("", method) and (
                fault.chat is None or str(fault.chat) == str(given.get("chat_id"))
            )
            if meant and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    # --- updates -------------------------------------------------------------------------------

    def update(self, kind: str, content: Json) -> int:
        """Queue an update for the bot, unless it is of a kind that it did not ask for."""
        allowed = self.allowed
        if kind in _NOT_BY_DEFAULT if not allowed else kind not in allowed:
            return 0
        number, self.next_update = self.next_update, self.next_update + 1
        self.updates.append({"update_id": number, kind: content})
        self._changed.set()
        return number

    async def _get_updates(self, given: Json) -> list[Json]:
        if self.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._poll += 1
        mine = self._poll
        self._changed.set()
        if given.get("allowed_updates"):
            self.allowed = json.loads(given["allowed_updates"])
        offset = int(given.get("offset", 0))
        while self.updates and offset > 0 and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        until = self.clock() + float(given.get("timeout", 0))
        while not self.updates and self.clock() < until:
            self._changed.clear()
            try:
                async with asyncio.timeout(until - self.clock()):
                    await self._changed.wait()
            except TimeoutError:
                break
            if self._poll != mine:
                self.conflicts += 1
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
        return list(self.updates)[: int(given.get("limit", 100))]

    def _set_webhook(self, given: Json) -> bool:
        if self._posting:
            self._posting.cancel()
            self._posting = None
        self.webhook = given if given.get("url") else {}
        if self.webhook:
            if given.get("allowed_updates"):
                self.allowed = json.loads(given["allowed_updates"])
            self._posting = asyncio.create_task(self._post_updates())
        return True

    async def _post_updates(self) -> None:
        """Post the updates one by one, each again until it is taken with a 2xx."""
        headers = {}
        if secret := self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            while True:
                while not self.updates:
                    self._changed.clear()
                    await self._changed.wait()
                try:
                    async with session.post(
                        self.webhook["url"], json=self.updates[0], headers=headers
                    ) as answer:
                        self.webhook_answers.append(answer.status)
                        if answer.ok:
                            self.updates.popleft()
                            continue
                except ClientError:
                    self.webhook_answers.append(0)
                await asyncio.sleep(0.05)

    # --- waiting -------------------------------------------------------------------------------

    async def until(self, true: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until something is true of this world.

        Raises:
            TimeoutError: it did not come true.
        """
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - it may be about anything, not only this server
                await asyncio.sleep(0.005)

    async def answers(self, chat: Chat, number: int = 1, seconds: float = 10.0) -> list[Message]:
        """Wait until the bot has written so many messages to a chat in all, and give them."""
        try:
            await self.until(lambda: len(self.of_bot(chat)) >= number, seconds)
        except TimeoutError:
            said = [message.text for message in self.of_bot(chat)]
            raise AssertionError(f"expected {number} messages, got {said}") from None
        return self.of_bot(chat)

    def of_bot(self, chat: Chat) -> list[Message]:
        """Give the bot's own messages in a chat, oldest first."""
        return [
            m for m in chat.messages
            if m.sender == self.world.bot or (chat.type == "channel" and not m.by_people)
        ]  # fmt: skip

    def called(self, method: str) -> list[Json]:
        """Give what a method was called with, oldest first."""
        return [call.given for call in self.calls if call.method == method.lower()]


def _refusal(fault: Fault) -> ApiError | None:
    if not isinstance(fault.how, int):
        return None
    if fault.retry_after is not None:
        wait = fault.retry_after
        return ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
    return ApiError(fault.how, fault.description)


def _drop(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response()


def _answer(error: ApiError) -> web.Response:
    told: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        told["parameters"] = error.parameters
    return web.json_response(told, status=error.code)


__all__ = ["TOKEN", "Call", "FakeBotApi", "Fault", "Query"]
