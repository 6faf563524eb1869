"""`tellal run` for many workspaces, as a process of its own, against a Slack on loopback."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from fakes.slackapi import SlackApi
from storage.model import ChatState
from storage.store import Store

ROOT = Path(__file__).parents[3]
OURS = ("TELLAL", "TELEGRAM", "SLACK", "OPENAI", "DATABASE")
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


@dataclass
class Running:
    """A running bot; `public` is where its web port is."""

    process: asyncio.subprocess.Process
    public: str
    said: list[str] = field(default_factory=list)

    @property
    def err(self) -> str:
        return "".join(self.said)

    async def read(self) -> None:
        assert self.process.stderr
        async for line in self.process.stderr:
            self.said.append(line.decode())

    async def says(self, pattern: str) -> str:
        """Wait until the program says something on stderr."""
        async with asyncio.timeout(60):
            while not (found := re.search(pattern, self.err)):
                assert self.process.returncode is None, self.err
                await asyncio.sleep(0.05)
        return found[1]


@contextlib.asynccontextmanager
async def running(slack: SlackApi, folder: Path, **more: str) -> AsyncIterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    public = f"http://127.0.0.1:{port}"
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**inherited, "PYTHONPATH": str(ROOT), "TZ": "UTC", "SLACK_API_BASE": slack.url,
             "SLACK_CLIENT_ID": slack.client_id, "SLACK_CLIENT_SECRET": slack.client_secret,
             "SLACK_APP_TOKEN": slack.app_token, "TELLAL_SECRET_KEY": KEY,
             "TELLAL__WEB__PORT": str(port), "TELLAL__SLACK__PUBLIC": public, **more},
    )  # fmt: skip
    bot = Running(process, public)
    reading = asyncio.create_task(bot.read())
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def state_of_chats(folder: Path) -> dict[str, ChatState]:
    url = f"sqlite:///{folder / 'data' / 'tellal.db'}"
    async with Store(url) as store, store.reading() as tx:
        return {c.address.account: c.state for c in await tx.chats.all(platform="slack")}


async def test_from_the_printed_link_to_an_answer_and_out_again(tmp_path):
    async with SlackApi() as slack:
        team = slack.workspace("Acme", installed=False)
        ada = slack.person("Ada", workspace=team)
        async with running(slack, tmp_path) as bot:
            link = await bot.says(r"(http://127\.0\.0\.1:\d+/slack/install\?link=\S+)")
            code = await bot.says(r"start ([a-z0-9]{12})\n")
            status, page = await ada.installs(link)
            assert (status, "Tellal is in Acme" in page) == (200, True)
            await slack.until(lambda: slack.sockets, 30)
            chat = slack.direct(ada)
            await ada.says(chat, f"start {code}")
            welcome = (await slack.answers(chat, 1, 60))[0]
            assert "You are my operator now." in str(welcome.text) + str(welcome.blocks)
            await ada.says(chat, "subscribe sample")
            await slack.until(lambda: "Sample news" in str(slack.messages(chat)[-1].blocks), 60)

            token = slack.token_of(team)
            slack.uninstall(team)
            async with asyncio.timeout(30):
                while (  # noqa: ASYNC110 (another process does it)
                    (await state_of_chats(tmp_path))[team.id] is not ChatState.BLOCKED
                ):
                    await asyncio.sleep(0.1)

            bot.process.send_signal(signal.SIGTERM)
            assert await bot.process.wait() == 0
        assert "Traceback" not in bot.err
        for secret in (token, slack.client_secret, slack.app_token, KEY):
            assert secret not in bot.err
        stored = (tmp_path / "data" / "tellal.db").read_bytes()
        assert token.encode() not in stored
        assert link.partition("=")[2].encode() not in stored


async def test_started_with_another_key_it_names_the_workspaces_it_cannot_read(tmp_path):
    async with SlackApi() as slack:
        team = slack.workspace("Acme", installed=False)
        ada = slack.person("Ada", workspace=team)
        async with running(slack, tmp_path) as bot:
            await ada.installs(await bot.says(r"(http://127\S+/slack/install\?link=\S+)"))
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.process.wait() == 0
        async with running(slack, tmp_path, TELLAL_SECRET_KEY="A" * 43 + "=") as bot:
            assert await bot.process.wait() == 2
        assert "cannot be read with TELLAL_SECRET_KEY" in bot.err
        assert team.id in bot.err
