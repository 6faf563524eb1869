"""Processes of the bot on one store, all writing with one scripted model."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

from bot.alerts import Manners
from bot.announce import Announcer
from bot.config import Polling
from bot.conversation.ports import Topic
from bot.desk import Desk
from bot.digests import Digests
from bot.feeds.fetch import Fetcher
from bot.ledger import StoredLedger
from bot.pipeline import Pipeline
from bot.post import Post, from_json
from bot.updates import said
from bot.wording import Interpreter
from fakes.modelserver import ModelServer
from fakes.modelwords import Asked
from fakes.strike import NOW, PRICES, article
from storage.model import Address, Chat, ChatKind, NewArticle, Target
from storage.store import Store
from summarizer.editor import Editor, Event
from summarizer.llm.budget import Limits
from summarizer.llm.engine import LlmEngine
from summarizer.llm.options import Endpoint, Models, Options, Patience
from summarizer.llm.prices import PriceList
from summarizer.llm.task import Task
from summarizer.offline import OfflineEngine
from summarizer.text import tokens

TOPICS = {"world": Topic("world", "World")}


def render(post: Post) -> tuple[dict[str, str], ...]:
    """Make one message of a post, as the fake platform takes it."""
    return ({"text": said(post)},)


class Desks:
    """A process: pipeline, announcer and desk of one store, writing with the scripted model."""

    def __init__(
        self,
        store: Store,
        url: str,
        fetcher: Fetcher,
        limits: Limits,
        count: Callable[[Event], None],
    ) -> None:
        options = Options(
            Endpoint(url),
            Models("small"),
            PriceList({"small": PRICES}),
            Patience(attempt=5, urgent=5, whole=5, retries=0),
        )
        self.store = store
        self.now = NOW
        self.engine = LlmEngine(options, StoredLedger(store, limits, self.clock), self.clock)
        editor = Editor(self.engine, OfflineEngine(), count)
        self.editor = editor
        interpreter = Interpreter(store, editor, self.clock)
        self.interpreter = interpreter
        self.desk = Desk(store, editor, fetcher, self.clock, interpreter)
        self.pipeline = Pipeline(store, editor, fetcher, Polling(), timedelta(hours=72), self.clock)
        self.announcer = Announcer(
            store, {"fake": render}, Manners(gather=timedelta()),
            self.clock, interpreter,
        )  # fmt: skip
        self.digests = Digests(
            store, self.desk.opening, {"fake": render}, TOPICS, timedelta(hours=24), self.clock,
            self.desk.worded,
        )  # fmt: skip

    def clock(self) -> datetime:
        return self.now

    async def tell(self) -> int:
        """Brief what is new and queue the alerts; gives how many."""
        async for _ in self.pipeline.brief():
            pass
        await self.announcer.spread()
        return await self.compose()

    async def compose(self) -> int:
        """Queue the alerts that are due, and have the words written that they wait for."""
        queued = await self.announcer.compose()
        async for _ in self.announcer.word():
            queued += await self.announcer.compose()
        return queued


class Office:
    """Makes processes on one store, against one server."""

    def __init__(self, server: ModelServer, stack: AsyncExitStack) -> None:
        self.server = server
        self.desks: list[Desks] = []
        self._stack = stack

    async def open(
        self,
        store: Store,
        limits: Limits | None = None,
        count: Callable[[Event], None] = lambda _: None,
    ) -> Desks:
        fetcher = await self._stack.enter_async_context(Fetcher())
        desks = Desks(store, self.server.url, fetcher, limits or Limits(), count)
        self._stack.push_async_callback(desks.engine.close)
        self.desks.append(desks)
        return desks

    def calls(self, task: Task) -> list[Asked]:
        return [asked for asked in self.server.asked if asked.task is task]


async def subscribed(store: Store, *languages: str, **settings: object) -> list[Chat]:
    """Open a chat for each language, all following the topic."""
    async with store.writing() as tx:
        await tx.feeds.sync({"world": ["https://news.example/feed"]}, NOW - timedelta(days=1))
        chats = []
        for number, language in enumerate(languages):
            chat, _ = await tx.chats.open(
                Address("fake", "", str(number)),
                ChatKind.PRIVATE,
                "",
                NOW,
                language=language,
                **settings,
            )
            await tx.subscriptions.add(chat.id, Target.TOPIC, "world", NOW - timedelta(days=1))
            chats.append(chat)
        await tx.commit()
    return chats


async def breaks(store: Store, key: str = "a1", **changes: str) -> None:
    """Let an article come, as a story of its own."""
    made = article(key, **changes)
    async with store.writing() as tx:
        feed = await tx.feeds.by_url("https://news.example/feed")
        await tx.articles.add(feed.id, [NewArticle(made, tokens(made))], NOW)
        await tx.stories.assign({key: None}, NOW)
        await tx.commit()


async def sent(store: Store) -> None:
    """Let everything that is queued have arrived."""
    async with store.writing() as tx:
        number = 0
        while claimed := await tx.deliveries.claim("fake", "", NOW + timedelta(days=1), 100):
            for delivery in claimed:
                number += 1
                await tx.deliveries.sent(delivery.id, f"m{number}", NOW)
        await tx.commit()


async def posts(store: Store, *chats: Chat) -> list[Post]:
    async with store.reading() as tx:
        found = [await tx.deliveries.recent_posts(chat.id, 10) for chat in chats]
    return [from_json(record.post) for (record,) in found]
