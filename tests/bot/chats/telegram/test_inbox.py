"""A question that is under way when the bot dies is answered by the one that begins next."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.chats.telegram import adapter
from bot.inbox import StoredInbox
from fakes import listenerprocess
from fakes.botapi import FakeBotApi
from fakes.memory import empty_store
from fakes.strike import NOW
from fakes.telegrambot import ACCOUNT, Scripted, running
from storage.store import Store


async def start(store: Path, api: FakeBotApi, seconds: float) -> asyncio.subprocess.Process:
    root, tests = Path.cwd(), Path(listenerprocess.__file__).parents[1]
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "fakes.listenerprocess", f"sqlite:///{store}", api.url, str(seconds),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{tests}"},
    )  # fmt: skip


async def kill(process: asyncio.subprocess.Process) -> None:
    process.kill()
    await process.wait()


async def hears(process: asyncio.subprocess.Process) -> None:
    assert process.stdout
    async with asyncio.timeout(30):
        while await process.stdout.readline() != b"heard\n":  # others are of the log
            assert process.returncode is None


async def test_killed_while_it_answers_it_answers_after_the_next_start_and_once(
    api: FakeBotApi, tmp_path: Path
):
    ada = api.world.person("Ada")
    chat = api.world.private(ada)
    async with empty_store(tmp_path):
        path = tmp_path / "tellal.db"
        first = await start(path, api, 60)
        api.says(ada, "what happened?")
        await hears(first)
        await api.until(lambda: not api.updates)  # Telegram was told that we have it
        await kill(first)
        assert api.of_bot(chat) == []
        second = await start(path, api, 0)
        await hears(second)
        await api.answers(chat, 1)
        await kill(second)
        third = await start(path, api, 0)
        api.says(ada, "and then?")
        await api.answers(chat, 2)
        await kill(third)
    assert ["You said: what happened?" in m.text for m in api.of_bot(chat)] == [True, False]


@pytest.fixture
def inbox(store: Store) -> StoredInbox:
    return StoredInbox(store, "telegram", ACCOUNT, lambda: NOW)


async def test_what_a_stop_cuts_off_is_answered_after_the_next_start(
    api: FakeBotApi, inbox: StoredInbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(adapter, "GRACE_SECONDS", 0.05)
    ada = api.world.person("Ada")
    slow = Scripted(slow=60)
    async with running(api, slow, inbox=inbox):
        api.says(ada, "what happened?")
        await api.until(lambda: slow.heard)
    async with running(api, Scripted(), inbox=inbox) as bot:
        await api.answers(api.world.private(ada), 1)
        assert bot.listener.texts == ["what happened?"]


async def test_what_was_answered_does_not_come_again_though_telegram_tells_it_again(
    api: FakeBotApi, inbox: StoredInbox
):
    ada = api.world.person("Ada")
    update = {"update_id": 7, "message": api.says(ada, "hello").json()}
    api.updates.clear()
    for expected in (["hello"], []):
        async with running(api, Scripted(), inbox=inbox) as bot:
            await bot.adapter.take(update)
            await asyncio.sleep(0.1)
            assert bot.listener.texts == expected
    assert await inbox.left(every=True) == []


async def test_what_broke_us_is_not_tried_again(api: FakeBotApi, inbox: StoredInbox):
    class Broken(Scripted):
        async def handle(self, said: object) -> tuple[()]:
            self.heard.append(said)
            raise ZeroDivisionError

    ada = api.world.person("Ada")
    broken = Broken()
    async with running(api, broken, inbox=inbox):
        api.says(ada, "divide by zero")
        await api.until(lambda: broken.heard)
        await asyncio.sleep(0.1)
    assert await inbox.left(every=True) == []
