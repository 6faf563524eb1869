"""How the fake Slack brings something to the app: signed over HTTP, or over a socket."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from fakes.slackapi_world import APP_ID, Json

SIGNING_SECRET = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try; `how` is "http" or "socket", `why` is "" when it was acknowledged."""

    how: str
    seconds: float
    why: str = ""
    status: int = 0


@dataclass(slots=True, eq=False)
class Delivery:
    """Something for the app: an event, a command, a press.

    Attributes:
        kind: "events_api", "slash_commands" or "interactive".
        answer: what came with the acknowledgement, None for nothing.
        answered: is told of it the moment it comes.
    """

    kind: str
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)
    answer: Any = None
    answered: Callable[[Any], None] | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acknowledged(self) -> bool:
        return any(not attempt.why for attempt in self.attempts)

    @property
    def event(self) -> Json:
        """The event in it, {} when it is none."""
        return dict(self.payload.get("event", {}))

    def acknowledge(self, answer: Any) -> None:
        """Take what came with an acknowledgement."""
        self.answer = answer
        if self.answered:
            self.answered(answer)


@dataclass(frozen=True, slots=True)
class Awaited:
    """A delivery on its way over a socket; `future` ends with its acknowledgement."""

    delivery: Delivery
    future: asyncio.Future[None]
    socket: web.WebSocketResponse


class Courier:
    """Brings deliveries to the app, again where Slack would.

    Args:
        ack_within: seconds the app has for its answer.
        retries: seconds before each further try of an event.
    """

    def __init__(self, ack_within: float, retries: Sequence[float]) -> None:
        self.ack_within = ack_within
        self.retries = tuple(retries)
        self.secret = SIGNING_SECRET
        self.url: str | None = None
        self.deliveries: list[Delivery] = []
        self.sockets: dict[web.WebSocketResponse, web.Request] = {}
        self.connections = 0
        self.stray_acks: list[Json] = []
        self._awaited: dict[str, Awaited] = {}
        self._envelopes = itertools.count(1)
        self._turn = itertools.count()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._session: ClientSession | None = None

    async def close(self) -> None:
        """Stop all that is under way, and hang up."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        for socket in list(self.sockets):
            await socket.close()
        if self._session:
            await self._session.close()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Have something go on beside."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def send(self, payload: Json, times: int = 1) -> Delivery:
        """Bring an event, again until it is acknowledged, without waiting for it.

        Args:
            times: how often it is delivered although it is acknowledged.
        """
        delivery = Delivery("events_api", payload)
        self.deliveries.append(delivery)
        self.start(self._insist(delivery, times))
        return delivery

    async def ask(
        self, kind: str, payload: Json, answered: Callable[[Any], None] | None = None
    ) -> Delivery:
        """Bring what somebody did, once, and wait for the app's answer."""
        delivery = Delivery(kind, payload, answered=answered)
        self.deliveries.append(delivery)
        await self.attempt(delivery)
        delivery.done.set()
        return delivery

    async def _insist(self, delivery: Delivery, times: int) -> None:
        waits = (*self.retries, *(0.0 for _ in range(times - 1 - len(self.retries))))
        for number, wait in enumerate((0.0, *waits)):
            if delivery.acknowledged and number >= times:
                break
            if number and not delivery.acknowledged:
                await asyncio.sleep(wait)
            await self.attempt(delivery, number)
        delivery.done.set()

    async def attempt(self, delivery: Delivery, number: int = 0) -> None:
        """Try once; `number` counts from 0, those above are said to be tried again."""
        last = delivery.attempts[-1].why if delivery.attempts else ""
        began = time.perf_counter()
        if self.url:
            how, (why, status) = "http", await self._post(delivery, number, last)
        else:
            how, status, why = "socket", 0, await self._push(delivery, number, last)
        delivery.attempts.append(Attempt(how, time.perf_counter() - began, why, status))

    # --- over HTTP -----------------------------------------------------------------------------

    async def _post(self, delivery: Delivery, number: int, last: str) -> tuple[str, int]:
        body, content_type = _body(delivery)
        headers = {"Content-Type": content_type}
        if number:
            headers |= {
                "X-Slack-Retry-Num": str(number),
                "X-Slack-Retry-Reason": last or "http_timeout",
            }
        try:
            status, text = await self.post(self.url or "", body, headers)
        except TimeoutError:
            return "http_timeout", 0
        except ClientError:
            return "connection_failed", 0
        if not 200 <= status < 300:
            return "http_error", status
        delivery.acknowledge(_parsed(text))
        return "", status

    async def post(
        self, url: str, body: str, headers: Json, *, secret: str | None = None, age: float = 0
    ) -> tuple[int, str]:
        """Post something as Slack signs it.

        Args:
            secret: another one than the app's, to be found out.
            age: seconds the signature is old.

        Raises:
            TimeoutError: no answer in time.
            ClientError: the connection failed.
        """
        stamp = str(int(time.time() - age))
        key = (secret or self.secret).encode()
        signature = hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        signed = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        if self._session is None:
            self._session = ClientSession()
        async with self._session.post(
            url, data=body.encode(), headers={**headers, **signed},
            timeout=ClientTimeout(total=self.ack_within),
        ) as answer:  # fmt: skip
            return answer.status, await answer.text()

    # --- over a socket -------------------------------------------------------------------------

    async def _push(self, delivery: Delivery, number: int, last: str) -> str:
        ready = [one for one in self.sockets if not one.closed]
        if not ready:
            return "no_socket"
        socket = ready[next(self._turn) % len(ready)]
        envelope = f"{next(self._envelopes):08d}-0000-4000-8000-000000000000"
        told: Json = {
            "envelope_id": envelope, "type": delivery.kind, "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }  # fmt: skip
        if delivery.kind == "events_api":
            told |= {
                "retry_attempt": number,
                "retry_reason": (last or "timeout") if number else "",
            }
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited[envelope] = Awaited(delivery, answered, socket)
        try:
            await socket.send_json(told)
            async with asyncio.timeout(self.ack_within):
                await answered
        except TimeoutError:
            return "timeout"
        except ConnectionError:
            return "connection_failed"
        finally:
            self._awaited.pop(envelope, None)
        return ""

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold a socket that the app opened, until it ends."""
        socket = web.WebSocketResponse(heartbeat=None)
        await socket.prepare(request)
        self.sockets[socket] = request
        self.connections += 1
        try:
            await socket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self.sockets),
                    "debug_info": {"host": "applink-1", "approximate_connection_time": 18060},
                    "connection_info": {"app_id": APP_ID},
                }
            )
            async for message in socket:
                self._acknowledge(json.loads(message.data))
        except ConnectionError:
            pass  # it hung up: the same as an end
        finally:
            del self.sockets[socket]
            for one in self._awaited.values():
                if one.socket is socket and not one.future.done():
                    one.future.set_exception(ConnectionError("the socket closed"))
        return socket

    def _acknowledge(self, said: Json) -> None:
        awaited = self._awaited.get(said.get("envelope_id", ""))
        if awaited is None or awaited.future.done():
            self.stray_acks.append(said)
        else:
            awaited.delivery.acknowledge(said.get("payload"))
            awaited.future.set_result(None)

    async def disconnect(self, reason: str, *, linger: float = 0.0) -> None:
        """End the sockets as Slack does when it wants new ones.

        Args:
            reason: "warning" only announces it, "refresh_requested" and "link_disabled" end it.
            linger: seconds they stay open after the word.
        """
        old = list(self.sockets)
        for socket in old:
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
        await asyncio.sleep(linger)
        if reason != "warning":
            await asyncio.gather(*(socket.close() for socket in old))

    def cut(self) -> None:
        """Break the sockets' connections without a word."""
        for request in self.sockets.values():
            if request.transport is not None:
                request.transport.abort()


def _body(delivery: Delivery) -> tuple[str, str]:
    form = "application/x-www-form-urlencoded"
    match delivery.kind:
        case "events_api":
            return json.dumps(delivery.payload), "application/json"
        case "slash_commands":
            return urlencode({k: str(v) for k, v in delivery.payload.items()}), form
        case _:
            return urlencode({"payload": json.dumps(delivery.payload)}), form


def _parsed(text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}
