"""The running bot: several processes on one database send each message once between them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from structlog.testing import capture_logs

from bot.alerts import Manners
from bot.announce import Announcer
from bot.app import App, open_app, utc_now
from bot.config import Settings
from bot.secrets import Secrets
from bot.service import Service
from bot.wording import Interpreter
from fakes.chatserver import ChatServer, ServerAdapter
from fakes.modelscripts import honest, translating
from fakes.modelserver import ModelServer
from fakes.modelwords import Asked, Says
from fakes.office import breaks, render, subscribed
from fakes.strike import NOW, TURKISH
from storage.model import Address, Chat, ChatKind, DigestTime, Outgoing, PostRecord
from storage.store import Store
from summarizer.llm.task import Task


class Quiet(ServerAdapter):
    """An account whose people only read."""

    async def run(self, _: object) -> None:
        await asyncio.Event().wait()


async def serve(database: str, url: str) -> None:
    """Talk for the account until cancelled."""
    settings = Settings.model_validate({"database": {"url": database}, "topics": {}})
    async with open_app(settings, Secrets()) as app, Quiet(url) as adapter:
        await Service(replace(app, adapters=(adapter,)), frozenset(["chat"])).run()


async def queue(store: Store, what: str, chats: int) -> None:
    now = utc_now()
    async with store.writing() as tx:
        ids = [
            (await tx.chats.open(Address("fake", "", str(n)), ChatKind.PRIVATE, "", now))[0].id
            for n in range(chats)
        ]
        parts = ({"text": what},)
        await tx.deliveries.queue(
            [Outgoing(chat, what, "alert", parts, {}, {}, (), now) for chat in ids], now
        )
        await tx.commit()


async def arrived(server: ChatServer, many: int) -> list[tuple[str, str]]:
    async with asyncio.timeout(30):
        while len(server.messages) < many:  # noqa: ASYNC110 (bounded above)
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)  # for what should not come
    return sorted((message.chat, message.text) for message in server.messages)


async def test_two_processes_send_each_message_once_and_one_goes_on_alone(
    store: Store, database_url: str
):
    async with ChatServer() as server:
        both = [asyncio.create_task(serve(database_url, server.url)) for _ in range(2)]
        await queue(store, "first", 40)
        once = sorted((str(n), "first") for n in range(40))
        assert await arrived(server, 40) == once
        for task in both:
            task.cancel()
            await asyncio.wait([task])
            if task is both[0]:
                await queue(store, "second", 5)
                twice = sorted([*once, *((str(n), "second") for n in range(5))])
                assert await arrived(server, 45) == twice


RESIGNED = "Mayor Ada Brenn resigned in Lund on Tuesday. She had led the town for nine years."


@asynccontextmanager
async def ticking(folder: Path, server: ModelServer) -> AsyncIterator[App]:
    """Run the bot with a model, without chats to talk in; the feed of its topic is never asked."""
    settings = Settings.model_validate(
        {
            "database": {"url": f"sqlite:///{folder}/tellal.db"},
            "topics": {"world": {"title": "World", "feeds": ["https://news.example/feed"]}},
            "schedule": {"tick_seconds": 0.05},
            "engine": {
                "base_url": server.url,
                "free": True,
                "concurrency": 3,  # one of them for readers
                "models": {"brief": "small"},
            },
        }
    )
    async with open_app(settings, Secrets(), clock=lambda: NOW) as app:
        renders = {"fake": render}
        announcer = Announcer(
            app.store, renders, Manners(gather=timedelta()), app.clock,
            Interpreter(app.store, app.editor, app.clock),
        )  # fmt: skip
        digests = replace(app.digests, renders=renders)
        await app.pipeline.claim_due()
        ticking = Service(replace(app, announcer=announcer, digests=digests), frozenset(["ticker"]))
        running = asyncio.create_task(ticking.run())
        try:
            yield app
        finally:
            running.cancel()
            await asyncio.wait([running])


async def until_told(store: Store, chat: Chat, many: int) -> tuple[PostRecord, ...]:
    """Wait until a chat was told so many posts; gives them, the newest first."""
    async with asyncio.timeout(10):
        while len(posts := await told(store, chat.id)) < many:  # noqa: ASYNC110 (bounded above)
            await asyncio.sleep(0.02)
    assert len(posts) == many
    return posts


async def test_while_a_slow_model_writes_what_is_finished_is_told(tmp_path: Path):
    briefs: list[Asked] = []

    def slower(asked: Asked) -> Says:
        briefs.append(asked)
        return replace(honest(asked), after=0 if len(briefs) == 1 else 1.5)

    async with ModelServer(slower) as server, ticking(tmp_path, server) as app:
        (chat,) = await subscribed(app.store, "en")
        await breaks(app.store, "a1")
        await breaks(app.store, "a2", title="Mayor resigns in Lund", body=RESIGNED)
        began = time.monotonic()
        await until_told(app.store, chat, 1)
        assert time.monotonic() - began < 1
        await until_told(app.store, chat, 2)


async def test_while_a_slow_model_translates_others_get_their_news_and_their_digest(
    tmp_path: Path,
):
    def slow(asked: Asked) -> Says:
        translated = asked.task is Task.TRANSLATE
        return replace(translating({"tr": TURKISH})(asked), after=3 if translated else 0)

    async with ModelServer(slow) as server, ticking(tmp_path, server) as app:
        turkish, english = await subscribed(app.store, "tr", "en")
        began = time.monotonic()
        await breaks(app.store, "a1")
        await until_told(app.store, english, 1)
        await breaks(app.store, "a2", title="Mayor resigns in Lund", body=RESIGNED)
        await until_told(app.store, english, 2)
        async with app.store.writing() as tx:
            early, _ = await tx.chats.open(
                Address("fake", "", "early"), ChatKind.PRIVATE, "", NOW - timedelta(days=1),
                digest=(DigestTime(tuple(range(7)), NOW.time()),), digest_due=NOW,
                digest_since=NOW - timedelta(days=1), quiet_digest=False,
            )  # fmt: skip
            await tx.commit()
        await until_told(app.store, early, 1)
        assert await told(app.store, turkish.id) == ()
        assert time.monotonic() - began < 3
        titles = {post.post["title"] for post in await until_told(app.store, turkish, 2)}
        assert TURKISH["Harbour workers end strike in Norvik"] in titles


async def told(store: Store, chat: int) -> tuple[PostRecord, ...]:
    async with store.reading() as tx:
        return await tx.deliveries.recent_posts(chat, 9)


class Broken(Quiet):
    """An account whose first message hits a bug of ours that no reaction foresees."""

    broken = True

    @property
    def account(self) -> str:
        if self.broken:
            self.broken = False
            raise ZeroDivisionError
        return ""


async def test_a_bug_in_sending_is_told_and_the_next_messages_still_go_out(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/tellal.db"
    settings = Settings.model_validate({"database": {"url": url}, "topics": {}})
    async with (
        ChatServer() as server,
        open_app(settings, Secrets()) as app,
        Broken(server.url) as adapter,
    ):
        service = Service(replace(app, adapters=(adapter,)), frozenset(["chat"]))
        with capture_logs() as logged:
            running = asyncio.create_task(service.run())
            await queue(app.store, "news", 1)
            assert await arrived(server, 1) == [("0", "news")]
        running.cancel()
        await asyncio.wait([running])
    assert "deliver.ended" in [line["event"] for line in logged]
