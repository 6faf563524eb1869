"""A chat platform on loopback: it keeps every message it was given, whatever became of the sender.

It can be told to misbehave as platforms do: to ask for a wait, to fail, to drop the connection
before or after it has read the request, to say that the chat is blocked or has moved. Whatever it
accepted is in `messages`, also when the sender never heard of it.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.chats.errors import Blocked, Moved, NotSent, Refused, ReplyLost, Wait
from bot.chats.port import Limits, Listener
from bot.post import Post, to_json
from storage.model import Address, Delivery, Json


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the platform took."""

    number: int
    chat: str
    text: str
    reply_to: str | None


@dataclass
class ChatServer:
    """The platform.

    Attributes:
        faults: share of requests that go wrong, by kind: "wait", "error", "drop_before",
            "drop_after", "block", "move"; decided by `dice`.
    """

    dice: random.Random = field(default_factory=lambda: random.Random(0))
    faults: dict[str, float] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)
    blocked: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    edited: list[int] = field(default_factory=list)
    url: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/send", self._send)
        app.router.add_post("/edit", self._edit)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    def texts(self, chat: str) -> list[str]:
        """Give what a chat shows, in order; one that moved is asked for by its first name."""
        names = self.names(chat)
        return [message.text for message in self.messages if message.chat in names]

    def names(self, chat: str) -> list[str]:
        """Give all the names that a chat has had, the first one first."""
        names = [chat]
        while names[-1] in self.moved:
            names.append(self.moved[names[-1]])
        return names

    def _fault(self) -> str | None:
        roll = self.dice.random()
        for kind, share in self.faults.items():
            if roll < share:
                return kind
            roll -= share
        return None

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.json()
        chat, text = body["chat"], body["text"]
        self.attempts[text] += 1
        if chat in self.blocked:
            return web.json_response({"error": "blocked"}, status=403)
        if chat in self.moved:
            return web.json_response({"error": "moved", "to": self.moved[chat]}, status=400)
        match self._fault():
            case "wait":
                return web.json_response({"retry_after": 0.01}, status=429)
            case "error":
                return web.json_response({"error": "ours"}, status=500)
            case "drop_before":
                assert request.transport
                request.transport.abort()
                return web.Response()
            case "drop_after":
                self._keep(chat, text, body.get("reply_to"))
                assert request.transport
                request.transport.abort()
                return web.Response()
            case "block":
                self.blocked.add(chat)
                return web.json_response({"error": "blocked"}, status=403)
            case "move":
                self.moved[chat] = f"{chat}-moved"
                return web.json_response({"error": "moved", "to": self.moved[chat]}, status=400)
        number = self._keep(chat, text, body.get("reply_to"))
        return web.json_response({"message": number})

    async def _edit(self, request: web.Request) -> web.Response:
        body = await request.json()
        number = int(body["message"])
        at = next((n for n, one in enumerate(self.messages) if one.number == number), None)
        if at is None:
            return web.json_response({"error": "no such message"}, status=404)
        self.edited.append(number)
        self.messages[at] = replace(self.messages[at], text=body["text"])
        return web.json_response({"message": number})

    def _keep(self, chat: str, text: str, reply_to: str | None) -> int:
        number = len(self.messages) + 1
        self.messages.append(Message(number, chat, text, reply_to))
        return number


class ServerAdapter:
    """The platform's client, as an adapter; its platform is called "fake"."""

    platform = "fake"
    account = ""

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._url = url
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = ClientSession(timeout=ClientTimeout(total=10))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()

    def render(self, post: Post) -> tuple[Json, ...]:
        """Dress a post: its title, then a part for every block."""
        blocks = to_json(post)["blocks"]
        texts = [" ".join(line["text"] for line in block["lines"]) for block in blocks]
        return tuple({"text": text} for text in (post.title, *texts))

    async def send(self, delivery: Delivery) -> str:
        """Send one part over HTTP and translate what comes back."""
        assert self._session
        body = {
            "chat": delivery.address.chat,
            "text": delivery.payload["text"],
            "reply_to": delivery.reply_to_message,
        }
        try:
            async with self._session.post(f"{self._url}/send", json=body) as response:
                answer = await response.json()
                status = response.status
        except ClientError as error:
            raise ReplyLost(type(error).__name__) from error
        match status:
            case 200:
                return str(answer["message"])
            case 429:
                raise Wait(answer["retry_after"])
            case 403:
                raise Blocked("blocked")
            case 400 if "to" in answer:
                raise Moved(Address("fake", "", answer["to"]))
            case 500:
                raise NotSent("the platform failed")
        raise Refused(f"HTTP {status}")

    async def _post(self, path: str, body: Json) -> Json:
        assert self._session
        try:
            async with self._session.post(f"{self._url}{path}", json=body) as response:
                if response.status != 200:
                    raise Refused(f"HTTP {response.status}")
                answer: Json = await response.json()
                return answer
        except ClientError as error:
            raise ReplyLost(type(error).__name__) from error

    async def run(self, listener: Listener) -> None:
        """Listen to nobody: this platform's people only read."""


class EditingAdapter(ServerAdapter):
    """The same on a platform that lets messages be changed, and takes longer ones."""

    longest = 2000
    """Letters of a message."""

    def render(self, post: Post) -> tuple[Json, ...]:
        """Dress a post: lines below each other, in as few messages as they fit."""
        shown = [f"{line.strong}{line.text}" for block in post.blocks for line in block.lines]
        texts = [post.title]
        for line in shown:
            if len(texts[-1]) + len(line) < self.longest:
                texts[-1] += f"\n{line}"
            else:
                texts.append(line)
        return tuple({"text": text} for text in texts)

    async def edit(self, address: Address, message: str, payload: Json) -> None:
        """Give a message another text."""
        await self._post("/edit", {"message": message, "text": payload["text"]})
