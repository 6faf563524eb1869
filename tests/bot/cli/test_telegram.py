"""`tellal run` with a token, as a process of its own, against a Bot API on loopback."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fakes.botapi import FakeBotApi

ROOT = Path(__file__).parents[3]
OURS = ("TELLAL", "TELEGRAM", "SLACK", "OPENAI", "DATABASE")


@dataclass
class Running:
    """A running bot."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    @property
    def err(self) -> str:
        return "".join(self.said)

    async def read(self) -> None:
        assert self.process.stderr
        async for line in self.process.stderr:
            self.said.append(line.decode())

    async def ends(self, seconds: float = 30) -> int:
        async with asyncio.timeout(seconds):
            return await self.process.wait()


@contextlib.asynccontextmanager
async def running(api: FakeBotApi, folder: Path, **more: str) -> AsyncIterator[Running]:
    """Run the program in a folder of its own; it is killed at the end if it still runs."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**inherited, "PYTHONPATH": str(ROOT), "TZ": "UTC", "TELEGRAM_API_BASE": api.url,
             "TELEGRAM_BOT_TOKEN": api.token, **more},
    )  # fmt: skip
    bot = Running(process)
    reading = asyncio.create_task(bot.read())
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
def ada(api):
    return api.world.person("Ada")


async def start_code(api: FakeBotApi, bot: Running) -> str:
    await api.until(lambda: "/start " in bot.err or bot.process.returncode is not None, 60)
    link = re.search(r"https://t\.me/tellal_bot\?start=(\w+)\n", bot.err)
    assert link, bot.err
    return link[1]


async def test_from_the_start_code_to_an_answer_and_a_graceful_end(api, ada, tmp_path):
    chat = api.world.private(ada)
    async with running(api, tmp_path) as bot:
        code = await start_code(api, bot)
        api.says(ada, "/start")
        (stranger,) = await api.answers(chat, 1, 30)
        assert f"your number here: {ada.id}" in stranger.text
        api.says(ada, f"/start {code}")
        _, welcome, hello = await api.answers(chat, 3, 30)
        assert welcome.text.startswith("You are my operator now.")
        assert hello.buttons == [["Choose topics", "Newest story", "Help"]]
        api.says(ada, "/subscribe")
        subscribed = (await api.answers(chat, 4, 30))[-1]
        assert subscribed.text.startswith("You now follow Sample news.")
        api.says(ada, "/brief latest")
        brief = (await api.answers(chat, 5, 30))[-1]
        assert "• Recep Tayyip Erdoğan, President [1]" in brief.text
        assert brief.buttons[0] == ["Ask", "More", "Mute story"]
        api.says(ada, "what did Erdoğan and Bektenov discuss?")
        answer = (await api.answers(chat, 6, 30))[-1]
        assert "bilateral relations" in answer.text
        api.says(ada, "/admin allow 77")
        assert (await api.answers(chat, 7, 30))[-1].text == "telegram:77 may use me now."

        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ends() == 0
    assert "Traceback" not in bot.err
    assert api.token not in bot.err
    assert api.updates == type(api.updates)()  # all confirmed: nothing comes again


@pytest.mark.slow
async def test_killed_and_started_again_it_knows_everybody_and_answers_once(api, ada, tmp_path):
    chat = api.world.private(ada)
    async with running(api, tmp_path) as bot:
        api.says(ada, f"/start {await start_code(api, bot)}")
        await api.answers(chat, 2, 30)
        bot.process.kill()
        await bot.process.wait()
    api.says(ada, "/sources")  # while nobody is there
    async with running(api, tmp_path) as bot:
        before = len(await api.answers(chat, 3, 60))
        api.says(ada, "/status")
        texts = [message.text for message in await api.answers(chat, before + 1, 30)]
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ends() == 0
        assert "start=" not in bot.err  # there is an operator
    assert sum("follow" in text for text in texts[2:]) == 1
    assert texts[-1].startswith("Status")


async def test_a_token_that_is_not_accepted_ends_it_and_says_how_to_mend_that(api, tmp_path):
    wrong = "999999:" + "x" * 35
    async with running(api, tmp_path, TELEGRAM_BOT_TOKEN=wrong) as bot:
        assert await bot.ends(60) == 2
    assert "Telegram does not accept TELEGRAM_BOT_TOKEN" in bot.err
    assert "@BotFather" in bot.err
    assert wrong not in bot.err


@pytest.mark.slow
async def test_updates_are_taken_on_the_web_port_where_a_webhook_is_set(api, ada, tmp_path):
    chat = api.world.private(ada)
    with_hook = {
        "TELLAL__WEB__PORT": str(free_port()),
        "TELLAL__ACCESS__OPERATORS": f"[telegram:{ada.id}]",
    }
    url = f"http://127.0.0.1:{with_hook['TELLAL__WEB__PORT']}/telegram"
    async with running(api, tmp_path, TELLAL__TELEGRAM__WEBHOOK=url, **with_hook) as bot:
        await api.until(lambda: api.webhook or bot.process.returncode is not None, 60)
        api.says(ada, "/help")
        assert (await api.answers(chat, 1, 30))[0].text.startswith("What you can say")
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ends() == 0
    assert api.called("getUpdates") == []


def free_port() -> int:
    """Give a port that nobody listens on."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
