"""A bot on the fake Bot API, the scripted listener behind it, and posts for it to tell."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.chats.inbox import Inbox
from bot.chats.port import Limits
from bot.chats.telegram.adapter import LIMITS, TelegramAdapter
from bot.chats.telegram.options import Options
from bot.conversation.said import Person, Said
from bot.messages.words import say
from bot.pace import Pace
from bot.post import Block, Button, Line, Post
from fakes.botapi import FakeBotApi
from fakes.botapi_limits import UNLIMITED
from fakes.recent import RecentMemory
from storage.model import Address
from summarizer.model import Source

ACCOUNT = "123456"


@dataclass
class Scripted:
    """Answers from a script: by the text, or by a function, else by repeating what was said."""

    script: dict[str, Post | tuple[Post, ...]] = field(default_factory=dict)
    otherwise: Callable[[Said], Post] = field(default=lambda said: say(f"You said: {said.text}"))
    heard: list[Said] = field(default_factory=list)
    slow: float = 0.0
    speaks: str = "en"

    async def language(self, address: Address, person: Person) -> str:
        return self.speaks

    async def handle(self, said: Said) -> tuple[Post, ...]:
        self.heard.append(said)
        if self.slow:
            await asyncio.sleep(self.slow)
        answer = self.script.get(said.text) or self.otherwise(said)
        return answer if isinstance(answer, tuple) else (answer,)

    @property
    def texts(self) -> list[str]:
        return [said.text for said in self.heard]


@dataclass
class Comings:
    """Remembers what it is told of chats that come, go and move."""

    events: list[tuple[Any, ...]] = field(default_factory=list)

    async def gone(self, address: Address) -> None:
        self.events.append(("gone", address))

    async def back(self, address: Address) -> None:
        self.events.append(("back", address))

    async def moved(self, old: Address, new: Address) -> None:
        self.events.append(("moved", old, new))


@dataclass
class Bot:
    """A running bot with all that is around it."""

    api: FakeBotApi
    adapter: TelegramAdapter
    listener: Any
    comings: Comings
    memory: RecentMemory


@contextlib.asynccontextmanager
async def running(
    api: FakeBotApi, listener: Any, *, inbox: Inbox | None = None, **options: Any
) -> AsyncIterator[Bot]:
    """Run a bot while the block runs; in no hurry where nobody limits it."""
    comings, memory = Comings(), RecentMemory()
    # A busy machine may bring two requests closer together than they left.
    pace = Pace(Limits()) if api.limits is UNLIMITED else Pace(LIMITS, reserve=0.3)
    settings = Options(api.token, api.url, **options)
    async with TelegramAdapter(settings, memory, comings, pace, inbox=inbox) as adapter:
        task = asyncio.create_task(adapter.run(listener))
        await api.until(lambda: task.done() or api.called("getUpdates") or api.webhook)
        try:
            yield Bot(api, adapter, listener, comings, memory)
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def source(number: int, **changes: Any) -> Source:
    """Make a source."""
    made = Source(
        f"a{number}", f"Headline {number}", f"https://example.com/{number}", "Daily Sabah",
        datetime(2024, 5, 2, 11, 20, tzinfo=UTC),
    )  # fmt: skip
    return replace(made, **changes)


def brief_post(**changes: Any) -> Post:
    """Make the post of a brief, as `bot.compose` does."""
    made = Post(
        title="Erdoğan receives Kazakhstan's PM Bektenov",
        blocks=(
            Block((Line("They met in Ankara.", (1,)), Line("Trade may reach $15 billion.", (2,)))),
            Block((Line(", Prime Minister", (1,), strong="Olzhas Bektenov"),), "Key actors", True),
            Block((Line("They agreed on trade.", (1, 2)),), "Outcomes", True),
        ),
        sources=(source(1), source(2)),
        buttons=(
            (Button("Ask", "/ask story 7"), Button("More", "/brief 7 more"),
             Button("Mute story", "/mute story 7")),
            (Button("👍", "/rate story 7 up"), Button("👎", "/rate story 7 down")),
        ),
        note="Story 7 · 2 sources",
        story=7,
        zone="Europe/Istanbul",
    )  # fmt: skip
    return replace(made, **changes)
