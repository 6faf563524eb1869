"""The whole bot but its platforms, on a store, with a clock that is turned by hand."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.alerts import Manners
from bot.announce import Announcer
from bot.chats.port import Editing, Limits
from bot.config import Polling
from bot.conversation.ports import Topic
from bot.corrector import Corrector
from bot.deliver import Deliverer
from bot.desk import Desk
from bot.digests import Digests
from bot.feeds.fetch import Fetcher
from bot.pace import Pace
from bot.pipeline import Pipeline
from bot.wording import Interpreter
from fakes.chatserver import ChatServer, ServerAdapter
from storage.model import Address, Chat, ChatKind, Target
from storage.store import Store
from summarizer.editor import Editor
from summarizer.engine import Engine
from summarizer.offline import OfflineEngine

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TOPICS = {"world": Topic("world", "World")}


@dataclass
class Bot:
    """A bot whose only feed is a folder, and whose only platform keeps what it was sent."""

    store: Store
    folder: Path
    server: ChatServer
    adapter: ServerAdapter
    fetcher: Fetcher
    manners: Manners = field(default_factory=lambda: Manners(gather=timedelta(seconds=30)))
    now: datetime = NOON
    engine: Engine = field(default_factory=OfflineEngine)

    def __post_init__(self) -> None:
        offline = OfflineEngine()
        online = self.engine.name != offline.name
        editor = Editor(self.engine, offline) if online else Editor(offline, offline)
        renders = {"fake": self.adapter.render}
        clock = self.clock
        interpreter = Interpreter(self.store, editor, clock)
        self.desk = Desk(self.store, editor, self.fetcher, clock, interpreter)
        self.pipeline = Pipeline(
            self.store, editor, self.fetcher, Polling(), timedelta(hours=72), clock
        )
        editing = {"fake"} if isinstance(self.adapter, Editing) else set()
        self.corrector = Corrector(self.store, renders, editing, clock, interpreter)
        self.announcer = Announcer(self.store, renders, self.manners, clock, interpreter)
        self.digests = Digests(
            self.store,
            self.desk.opening,
            renders,
            TOPICS,
            timedelta(hours=24),
            clock,
            self.desk.worded,
        )
        self.deliverer = Deliverer(self.store, self.adapter, clock, Pace(Limits()))

    def clock(self) -> datetime:
        return self.now

    def publish(self, name: str, title: str, text: str, at: datetime | None = None) -> None:
        """Let the feed bring an article."""
        record = {
            "id": name,
            "url": f"https://news.example/{name}",
            "title": title,
            "text": text,
            "source": f"{name.split('-', maxsplit=1)[0].title()} Gazette",
            "published": (at or self.now).isoformat(),
        }
        (self.folder / f"{name}.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")

    async def open(self, chat: str, **settings: object) -> Chat:
        """Let a chat subscribe to the topic."""
        async with self.store.writing() as tx:
            await tx.feeds.sync({"world": [self.folder.as_uri()]}, self.now)
            opened, _ = await tx.chats.open(
                Address("fake", "", chat), ChatKind.PRIVATE, "", self.now, **settings
            )
            await tx.subscriptions.add(opened.id, Target.TOPIC, "world", self.now)
            await tx.commit()
        return opened

    async def look(self) -> None:
        """Do once all that is due."""
        async with self.store.reading() as tx:
            feeds = await tx.feeds.all()
        async for polled in self.pipeline.poll(feeds):
            assert polled.error is None
        async for _ in self.pipeline.cluster():
            pass
        async for _ in self.pipeline.brief():
            pass
        await self.corrector.correct()
        await self.announcer.spread()
        await self.announcer.compose()
        await self.digests.queue_due()
        await self.deliverer.drain()

    async def pass_time(self, span: timedelta, step: timedelta = timedelta(minutes=1)) -> None:
        """Let time go by, looking at every step what is due."""
        end = self.now + span
        while self.now < end:
            self.now += step
            await self.look()


@asynccontextmanager
async def running(
    store: Store, folder: Path, adapts: type[ServerAdapter] = ServerAdapter, **more: Any
) -> AsyncIterator[Bot]:
    """Give a bot on a store."""
    folder.mkdir(exist_ok=True)
    async with ChatServer() as server, adapts(server.url) as adapter, Fetcher() as fetcher:
        yield Bot(store, folder, server, adapter, fetcher, **more)
