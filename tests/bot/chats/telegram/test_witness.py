"""The bot against a Bot API that we did not write: telegram-test-api of npm, as a witness.

Our own fake and our own reading of Telegram could share a mistake; this one was made by others.
The launcher that repairs what keeps a real client from using it lies beside the corpora.
"""

import asyncio
import contextlib
import os
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.chats.port import Limits
from bot.chats.telegram.adapter import TelegramAdapter
from bot.chats.telegram.options import Options
from bot.messages.words import say
from bot.pace import Pace
from fakes.botapi import TOKEN
from fakes.recent import RecentMemory
from fakes.telegrambot import Comings, Scripted, brief_post

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PACKAGE = "telegram-test-api@4.2.1"
LAUNCHER = (
    Path(os.environ.get("TELLAL_EMULATORS", Path(__file__).parents[5] / "shared/emulators"))
    / "telegram-test-api.cjs"
)
ADA = {"id": 1, "first_name": "Ada", "is_bot": False, "username": "ada"}


@dataclass
class Witness:
    """The server, and a person who uses it."""

    url: str
    session: ClientSession

    async def does(self, what: str, **body: Any) -> Any:
        who = {
            "botToken": TOKEN, "token": TOKEN, "date": 1795500000, "from": ADA,
            "chat": {"id": 1, "first_name": "Ada", "type": "private"},
        }  # fmt: skip
        async with self.session.post(f"{self.url}/{what}", json={**who, **body}) as answer:
            return await answer.json()

    async def of_bot(self) -> list[dict[str, Any]]:
        history = await self.does("getUpdatesHistory")
        return [one for one in history["result"] if "chat_id" in one.get("message", {})]

    async def until(self, count: int, words: str = "") -> list[dict[str, Any]]:
        """Wait for so many messages of the bot, some words among them."""
        async with asyncio.timeout(10):
            while True:
                messages = await self.of_bot()
                if len(messages) >= count and words in str(messages):
                    return messages
                await asyncio.sleep(0.05)


@pytest.fixture
async def witness(tmp_path: Path) -> AsyncIterator[Witness]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("node and npm are not installed")
    if not LAUNCHER.is_file():
        pytest.skip("the launcher is not there: set TELLAL_EMULATORS to its folder")
    install = await asyncio.create_subprocess_exec(
        npm, "install", "--no-audit", "--no-fund", "--prefix", str(tmp_path), PACKAGE,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    if await install.wait() != 0:
        pytest.skip(f"npm cannot install {PACKAGE}")
    port = _free_pair()
    environment = {**os.environ, "NODE_PATH": str(tmp_path / "node_modules"), "PORT": str(port)}
    server = await asyncio.create_subprocess_exec(
        node, str(LAUNCHER), env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert server.stdout is not None
        async with asyncio.timeout(20):
            assert b"ready" in await server.stdout.readline()
        async with ClientSession() as session:
            yield Witness(f"http://127.0.0.1:{port}", session)
    finally:
        server.terminate()
        await server.communicate()


def _free_pair() -> int:
    """Find a port that is free, with the next one, which the launcher takes as well."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with contextlib.suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port


async def test_a_whole_talk_with_a_server_that_others_wrote(witness):
    listener = Scripted({"/brief latest": brief_post(), "/digest": say("There is none yet.")})
    memory, comings = RecentMemory(), Comings()
    async with TelegramAdapter(
        Options(TOKEN, witness.url), memory, comings, Pace(Limits())
    ) as adapter:
        running = asyncio.create_task(adapter.run(listener))
        command = {"offset": 0, "type": "bot_command"}

        await witness.does("sendMessage", text="what of Gaza?")
        (answer,) = await witness.until(1)
        assert answer["message"]["text"] == "You said: what of Gaza?"

        await witness.does("sendCommand", text="/brief latest", entities=[{**command, "length": 6}])
        _, brief = await witness.until(2)
        assert brief["message"]["parse_mode"] == "HTML"
        assert brief["message"]["text"].startswith("<b>Erdoğan receives")
        assert "/rate story 7 up" in str(brief["message"]["reply_markup"])

        await witness.does("sendCommand", text="/digest", entities=[{**command, "length": 7}])
        *_, menu = await witness.until(3)
        await _tap(witness, menu, "pick:digest")
        assert len(await witness.until(3, "On which days")) == 3  # the menu changed in place

        async with witness.session.get(f"{witness.url}/_control/log") as log:
            called = [call["method"] for call in await log.json()]
        assert {"deleteWebhook", "setMyCommands", "answerCallbackQuery"} <= set(called)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def _tap(witness: Witness, message: dict[str, Any], data: str) -> None:
    shown = {
        "message_id": message["messageId"], "date": 1795500000, "text": "menu",
        "chat": {"id": 1, "first_name": "Ada", "type": "private"},
    }  # fmt: skip
    await witness.does("sendCallback", data=data, message=shown)
