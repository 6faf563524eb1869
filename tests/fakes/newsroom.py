"""A whole bot on the fake Bot API: the real conversation, store, announcer and outbox."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.access import Policy
from bot.alerts import Manners
from bot.announce import Announcer
from bot.chats.port import Limits
from bot.chats.telegram.adapter import TelegramAdapter
from bot.chats.telegram.options import Options
from bot.conversation.core import Conversation
from bot.conversation.ports import Topic
from bot.deliver import Deliverer
from bot.digests import Digests
from bot.gate import Gate
from bot.memory import StoredMemory
from bot.pace import Pace
from bot.presence import StoredPresence
from fakes.book import OpenBook
from fakes.botapi import FakeBotApi
from fakes.desk import ScriptedDesk
from fakes.memory import earlier, empty_store, fill
from fakes.world import MATCH, NOON, ROCKET, VISIT
from storage.model import Address, Chat
from storage.store import Store
from summarizer.model import Brief

TOPICS = {"world": Topic("world", "World"), "sport": Topic("sport", "Sport")}


@dataclass
class Newsroom:
    """The bot; its clock is turned by hand."""

    api: FakeBotApi
    store: Store
    desk: ScriptedDesk = field(default_factory=ScriptedDesk)
    now: datetime = NOON
    policy: Policy = field(default_factory=lambda: Policy(open=True))
    code: str | None = None
    book: OpenBook = field(default_factory=OpenBook)
    webhook: str | None = None
    topics: Mapping[str, Topic] = field(default_factory=lambda: TOPICS)

    def clock(self) -> datetime:
        return self.now

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[TelegramAdapter]:
        """Listen while the block runs."""
        conversation = Conversation(self.store, self.desk, self.topics, self.clock)
        gate = Gate(conversation, self.policy, self.book, self.clock, self.code)
        options = Options(self.api.token, self.api.url, webhook=self.webhook)
        memory = StoredMemory(self.store, self.clock)
        presence = StoredPresence(self.store, self.clock)
        async with TelegramAdapter(options, memory, presence, Pace(Limits())) as adapter:
            self.adapter = adapter
            task = asyncio.create_task(adapter.run(gate))
            await self.api.until(lambda: self.api.called("getUpdates") or self.api.webhook)
            try:
                yield adapter
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def breaks(self, *briefs: Brief) -> None:
        """Let stories break: everybody whom they are for is told."""
        await fill(self.store, *briefs, now=self.now)
        await self.tick()

    async def tick(self) -> None:
        """Tell what is due now."""
        renders = {"telegram": self.adapter.render}
        announcer = Announcer(self.store, renders, Manners(gather=timedelta()), self.clock)
        await announcer.spread()
        await announcer.compose()
        day = timedelta(hours=24)
        digests = Digests(self.store, self.desk.opening, renders, self.topics, day, self.clock)
        await digests.queue_due()
        await Deliverer(self.store, self.adapter, self.clock, Pace(Limits())).drain()

    async def chat(self, number: int, thread: str = "") -> Chat | None:
        """Give a chat as it is stored."""
        async with self.store.reading() as tx:
            return await tx.chats.by_address(
                Address("telegram", self.adapter.account, str(number), thread)
            )


@contextlib.asynccontextmanager
async def newsroom(api: FakeBotApi, folder: Path, **changes) -> AsyncIterator[Newsroom]:
    """Open a bot whose store knows three stories, older than everybody who subscribes."""
    async with empty_store(folder) as store:
        await fill(store, earlier(ROCKET, hours=20), earlier(MATCH, hours=10))
        room = Newsroom(api, store, **changes)
        async with room.open():
            await room.tick()
            yield room


__all__ = ["VISIT", "Newsroom", "newsroom"]
