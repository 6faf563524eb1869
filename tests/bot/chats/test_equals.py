"""One day with the bot, lived on every platform: the three are equals."""

import asyncio
import contextlib
import io
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.access import Policy
from bot.alerts import Manners
from bot.announce import Announcer
from bot.chats.port import Adapter, Limits
from bot.chats.slack.app import Options as SlackOptions
from bot.chats.slack.app import SlackApp, introduce
from bot.chats.slack.tenant import Connection
from bot.chats.slack.tenants import Tenants
from bot.chats.slack.workspaces import OneWorkspace, RecentlySeen
from bot.chats.telegram.adapter import TelegramAdapter
from bot.chats.telegram.options import Options as TelegramOptions
from bot.chats.terminal.adapter import ADDRESS, TerminalAdapter
from bot.conversation.core import Conversation
from bot.conversation.ports import Defaults
from bot.deliver import Deliverer
from bot.digests import Digests
from bot.gate import Gate
from bot.memory import StoredMemory
from bot.pace import Pace
from bot.pages import StoredPages
from bot.presence import StoredPresence
from fakes.book import OpenBook
from fakes.botapi import FakeBotApi
from fakes.desk import ScriptedDesk, answer
from fakes.memory import earlier, empty_store, fill
from fakes.newsroom import TOPICS
from fakes.slackapi import SlackApi
from fakes.slackbot import manifest
from fakes.world import MATCH, NOON, ROCKET, VISIT, claim
from storage.model import Address
from storage.store import Store
from summarizer.model import Brief

SECOND = replace(VISIT, story=0, headline="A second visit to Ankara",
                 sources=(replace(VISIT.sources[0], article="second"),),
                 summary=(claim("A second visit took place in Ankara.", "second"),),
                 actors=(), outcomes=())  # fmt: skip


@dataclass
class Day:
    """The bot behind a platform, on a clock that is turned by hand."""

    store: Store
    now: Any = NOON

    def __post_init__(self) -> None:
        answers = {
            "what did they discuss?": answer("q", "They discussed relations."),
            "and who was there?": answer("q", "Ministers were present."),
        }
        self.desk = ScriptedDesk()
        self.desk.answers |= answers
        policy, book = Policy(open=True), OpenBook()
        conversation = Conversation(self.store, self.desk, TOPICS, self.clock)
        self.gate = Gate(conversation, policy, book, self.clock)
        self.memory = StoredMemory(self.store, self.clock)
        self.presence = StoredPresence(self.store, self.clock)
        self.pages = StoredPages(self.store, TOPICS, self.clock, Defaults(), policy, book)

    def clock(self) -> Any:
        return self.now

    async def breaks(self, sender: Adapter, *briefs: Brief) -> None:
        await fill(self.store, *briefs, now=self.now)
        await self.tick(sender)

    async def tick(self, sender: Adapter) -> None:
        renders = {sender.platform: sender.render}
        announcer = Announcer(self.store, renders, Manners(gather=timedelta()), self.clock)
        await announcer.spread()
        await announcer.compose()
        day = timedelta(hours=24)
        digests = Digests(self.store, self.desk.opening, renders, TOPICS, day, self.clock)
        await digests.queue_due()
        await Deliverer(self.store, sender, self.clock, Pace(Limits())).drain()


class Seat:
    """Somebody at a platform: says things, and sees what comes."""

    sender: Adapter
    address: Address

    async def says(self, text: str) -> None:
        raise NotImplementedError

    def seen(self) -> list[str]:
        """Give the text of every message of the bot, as it is read."""
        raise NotImplementedError

    async def sees(self, number: int) -> str:
        """Wait for so many messages in all, and give the newest."""
        async with asyncio.timeout(10):
            while len(self.seen()) < number:  # noqa: ASYNC110 (it may be any platform)
                await asyncio.sleep(0.005)
        return " ".join(self.seen()[-1].split())


@contextlib.asynccontextmanager
async def _running(work: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def terminal(day: Day) -> AsyncIterator[Seat]:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as stdin, os.fdopen(writing, "wb", 0) as keys:
        screen = io.StringIO()
        adapter = TerminalAdapter(stdin, screen, zone="UTC", lively=False)

        class Sitting(Seat):
            sender, address = adapter, ADDRESS
            lines = 0

            async def says(self, text: str) -> None:
                keys.write(f"{text}\n".encode())

            def seen(self) -> list[str]:
                # The greeting, and each answer or alert, end with a blank line behind a marker.
                return shown

        shown: list[str] = []
        before = adapter._write

        def write(text: str, after: str = "\n\n") -> None:
            if not text.startswith("› "):
                shown.append(text)
            before(text, after)

        adapter._write = write  # type: ignore[method-assign]
        async with _running(adapter.run(day.gate)):
            seat = Sitting()
            await seat.sees(1)
            shown.clear()
            yield seat


@contextlib.asynccontextmanager
async def telegram(day: Day) -> AsyncIterator[Seat]:
    async with (
        FakeBotApi() as api,
        TelegramAdapter(
            TelegramOptions(api.token, api.url), day.memory, day.presence, Pace(Limits())
        ) as adapter,
        _running(adapter.run(day.gate)),
    ):
        await api.until(lambda: api.called("getUpdates"))
        ada = api.world.person("Ada", "en")
        chat = api.world.private(ada)

        class Sitting(Seat):
            sender = adapter
            address = Address("telegram", adapter.account, str(chat.id))

            async def says(self, text: str) -> None:
                api.says(ada, text)

            def seen(self) -> list[str]:
                return [m.text for m in chat.messages if m.sender and m.sender.is_bot]

        yield Sitting()


@contextlib.asynccontextmanager
async def slack(day: Day) -> AsyncIterator[Seat]:
    async with SlackApi(manifest()) as api:
        connection = Connection(api.url)
        ones = OneWorkspace(lambda: introduce(connection.client(api.token)), day.presence)
        tenants = Tenants(ones, connection, day.presence, pace=lambda: Pace(Limits()))
        options = SlackOptions(app_token=api.app_token, api=api.url)
        app = SlackApp(options, connection, ones, tenants, RecentlySeen(), day.memory,
                       day.presence, day.pages)  # fmt: skip
        async with app, _running(app.run(day.gate)):
            await api.until(lambda: api.sockets)
            ada = api.person("Ada", tz="UTC")
            (one,) = await app.senders()

            class Sitting(Seat):
                sender = one
                address = Address("slack", one.account, ada.direct.id)

                async def says(self, text: str) -> None:
                    await ada.says(api.bot, text.removeprefix("/"))

                def seen(self) -> list[str]:
                    return [api.rendered(one).text for one in api.of_bot(ada.direct)]

            yield Sitting()


async def live(day: Day, seat: Seat) -> dict[str, Any]:
    """Live the day, and give all that it left behind and all that was said of it."""
    said: list[str] = []

    async def does(text: str) -> None:
        await seat.says(text)
        said.append(await seat.sees(len(said) + 1))

    await does("/subscribe world")
    day.now += timedelta(minutes=1)
    await day.breaks(seat.sender, VISIT)
    said.append(await seat.sees(len(said) + 1))
    await does("what did they discuss?")
    await does("and who was there?")
    await does("/alerts off")
    await does("/digest 08:30")
    await day.breaks(seat.sender, SECOND)
    day.now += timedelta(hours=20, minutes=30)
    await day.tick(seat.sender)
    said.append(await seat.sees(len(said) + 1))
    await does("/mute football")
    await does("/mute story 3")
    await does("/why 3")
    await does("/stop")
    return {"said": [_heart(one) for one in said], **await _left(day, seat.address)}


async def _left(day: Day, address: Address) -> dict[str, Any]:
    async with day.store.reading() as tx:
        chat = await tx.chats.by_address(address)
        assert chat is not None
        turns = await tx.turns.thread(chat.id, "", 10)
        posts = await tx.deliveries.recent_posts(chat.id, 10)
        return {
            "chat": replace(chat, id=0, address=ADDRESS),
            "follows": [(s.target, s.key) for s in await tx.subscriptions.of(chat.id)],
            "filters": sorted((f.kind, f.text) for f in await tx.filters.of(chat.id)),
            "turns": [(turn.question, turn.answer) for turn in turns],
            "asked": [(q.text, [e.question for e in q.context]) for q, _ in day.desk.asked],
            "posts": [(post.what, post.kind, post.stories, post.why) for post in posts],
        }  # fmt: skip


def _heart(text: str) -> str:
    """Give what a message says, without what each platform adds: signs, addresses, buttons."""
    text = text.replace("\u2060", "").replace("/tellal ", "/")
    text = re.sub(r"\s*\[[^\]]*\]|https?://\S+|[•⟨⟩<>*_]|\(\)", " ", text)
    return " ".join(text.partition("Sources")[0].split())[:60].strip()


async def test_the_same_day_ends_the_same_on_terminal_telegram_and_slack(tmp_path: Path) -> None:
    """Subscribe, brief, question, follow-up, digest, mute, why, stop: equal outcomes."""
    outcomes = {}
    for platform in (terminal, telegram, slack):
        folder = tmp_path / platform.__name__
        folder.mkdir()
        async with empty_store(folder) as store:
            await fill(store, earlier(ROCKET, hours=20), earlier(MATCH, hours=10))
            day = Day(store)
            async with platform(day) as seat:
                await day.tick(seat.sender)
                outcomes[platform.__name__] = await live(day, seat)
    first = outcomes["terminal"]
    assert [said for said in first["said"] if "They discussed relations." in said]
    assert first["turns"]
    for name, outcome in outcomes.items():
        for part in first:
            assert outcome[part] == first[part], (name, part)
