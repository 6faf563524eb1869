"""The app against a Slack that we did not write: npm's `emulate`, as a witness.

Our own fake and our own reading of Slack could share a mistake; this one was made by others. It
has the Web API, signed events and no more: no mentions, commands, streams, sockets.
"""

import asyncio
import contextlib
import html
import json
import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, web
from cryptography.fernet import Fernet
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

import fakes
from bot.chats.port import Limits
from bot.chats.slack.app import Options, SlackApp, introduce
from bot.chats.slack.install import Office
from bot.chats.slack.installed import StoredWorkspaces
from bot.chats.slack.oauth import Terms, renewer
from bot.chats.slack.tenant import Connection
from bot.chats.slack.tenants import Tenants
from bot.chats.slack.vault import Vault
from bot.chats.slack.workspaces import OneWorkspace, RecentlySeen
from bot.messages.words import say
from bot.pace import Pace
from bot.presence import StoredPresence
from bot.slack_links import REDIRECT_PATH, new_link
from bot.web import serving
from fakes.recent import RecentMemory
from fakes.slackbot import FixedPages, HousePresence
from fakes.telegrambot import Scripted, brief_post
from storage.model import Address

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PACKAGES = ("emulate@0.12.2", "@emulators/core@0.6.1", "node@24")
"""Newer `emulate` is another program; this one wants a newer node than machines have."""

NODE = "node_modules/node/bin/node"
LAUNCHER = Path(next(iter(fakes.__path__))) / "slackapi_witness.mjs"
SECRET = "signing-secret-of-the-witness"


@dataclass
class Witness:
    """The server, and Ada, who uses it.

    Attributes:
        events: bound to where events are posted.
        public: the port to which a browser is sent back.
    """

    url: str
    events: socket.socket
    public: int
    team: str
    person: str
    channel: str

    @property
    def ada(self) -> AsyncWebClient:
        return AsyncWebClient("xoxp-ada", base_url=self.url)

    async def until(self, channel: str, count: int, words: str = "") -> list[dict[str, Any]]:
        """Wait for so many messages in a channel, some words among them; oldest first."""
        async with asyncio.timeout(10):
            while True:
                answer = await self.ada.conversations_history(channel=channel)
                messages = sorted(answer["messages"], key=lambda one: str(one["ts"]))
                if len(messages) >= count and words in str(messages):
                    return messages
                await asyncio.sleep(0.05)

    async def thread(self, channel: str, ts: str, count: int) -> list[dict[str, Any]]:
        """Wait for so many messages in a thread."""
        async with asyncio.timeout(10):
            while True:
                answer = await self.ada.conversations_replies(channel=channel, ts=ts)
                messages: list[dict[str, Any]] = answer["messages"]
                if len(messages) >= count:
                    return messages
                await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the installed packages, a node among them."""
    npm, folder = shutil.which("npm"), tmp_path_factory.mktemp("witness")
    if not npm:
        pytest.skip("node and npm are not installed")
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
    installed = subprocess.run(command, capture_output=True, check=False)
    if installed.returncode or not (folder / NODE).is_file():
        pytest.skip(f"npm cannot install {' '.join(PACKAGES)}")
    return folder


@pytest.fixture
async def witness(modules: Path) -> AsyncIterator[Witness]:
    with socket.socket() as events, socket.socket() as probe:
        events.bind(("127.0.0.1", 0))
        probe.bind(("127.0.0.1", 0))
        public = int(probe.getsockname()[1])
        probe.close()
        wanted = {
            "modules": str(modules / "node_modules"), "secret": SECRET,
            "events": f"http://127.0.0.1:{events.getsockname()[1]}/slack/events",
            "redirect": f"http://127.0.0.1:{public}{REDIRECT_PATH}",
        }  # fmt: skip
        server = await asyncio.create_subprocess_exec(
            str(modules / NODE), str(LAUNCHER), json.dumps(wanted), stdout=asyncio.subprocess.PIPE
        )
        try:
            assert server.stdout is not None
            async with asyncio.timeout(20):
                told = json.loads(await server.stdout.readline())
            url = f"http://127.0.0.1:{told.pop('port')}/api/"
            yield Witness(url, events, public, **told)
        finally:
            server.terminate()
            await server.communicate()


@pytest.fixture
async def app(witness: Witness) -> AsyncIterator[tuple[SlackApp, Scripted]]:
    """The app, listening over HTTP, and who answers behind it."""
    connection, presence = Connection(witness.url), HousePresence()
    workspaces = OneWorkspace(lambda: introduce(connection.client("xoxb-tellal")), presence)
    tenants = Tenants(workspaces, connection, presence, pace=lambda: Pace(Limits()))
    options = Options("http", signing_secret=SECRET, api=witness.url)
    listener = Scripted({"/brief latest": brief_post()})
    app = SlackApp(
        options, connection, workspaces, tenants, RecentlySeen(), RecentMemory(), presence,
        FixedPages(),
    )  # fmt: skip
    async with app:
        site = web.Application()
        for route in app.routes:
            site.router.add_route(route.method, route.path, route.handle)
        runner = web.AppRunner(site, shutdown_timeout=0.2)
        await runner.setup()
        await web.SockSite(runner, witness.events).start()
        task = asyncio.create_task(app.run(listener))
        yield app, listener
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await runner.cleanup()


async def test_a_whole_talk_with_a_server_that_others_wrote(witness, app):
    slack, listener = app
    opened = await witness.ada.conversations_open(users="U0TELLAL")
    direct = opened["channel"]["id"]

    await witness.ada.chat_postMessage(channel=direct, text="what of Gaza &amp; Rafah?")
    _, answer = await witness.until(direct, 2)
    assert answer["user"] == "U0TELLAL"
    assert "what of Gaza &amp; Rafah?" in str(answer)
    (said,) = listener.heard
    assert (said.text, said.person.name) == ("what of Gaza & Rafah?", "ada")
    assert said.address == Address("slack", witness.team, direct)

    await witness.ada.chat_postMessage(channel=direct, text="brief latest")
    *_, brief = await witness.until(direct, 4)
    kinds = [block["type"] for block in brief["blocks"]]
    assert kinds[0] == "header"
    assert "actions" in kinds
    assert "https://example.com/1" in str(brief["blocks"])

    # What was sent is changed in place, as when its source is corrected.
    (payload,) = slack.render(say("There was a mistake."))
    await slack.edit(said.address, brief["ts"], payload)
    messages = await witness.until(direct, 4, "There was a mistake.")
    assert len(messages) == 4
    assert messages[-1]["edited"]["user"] == "U0TELLAL"


async def test_a_mention_in_a_channel_is_answered_in_a_thread_though_nothing_streams(witness, app):
    _, listener = app
    asked = await witness.ada.chat_postMessage(
        channel=witness.channel, text="<@U0TELLAL> what happened?"
    )
    _, answer = await witness.thread(witness.channel, asked["ts"], 2)
    assert answer["thread_ts"] == asked["ts"]
    assert "what happened?" in str(answer)

    await witness.ada.chat_postMessage(
        channel=witness.channel, text="and then?", thread_ts=asked["ts"]
    )
    await witness.thread(witness.channel, asked["ts"], 4)
    assert listener.texts == ["what happened?", "and then?"]
    assert {said.title for said in listener.heard} == {"#news"}
    assert {said.thread for said in listener.heard} == {asked["ts"]}


async def test_a_workspace_installs_the_app_at_a_server_that_others_wrote(witness, store):
    public = f"http://127.0.0.1:{witness.public}"
    arrived: list[str] = []
    connection = Connection(witness.url)
    terms = Terms("1.2", "s", public, witness.url)
    client = connection.client()
    workspaces = StoredWorkspaces(
        store, Vault(Fernet.generate_key().decode()), StoredPresence(store, now),
        renewer(terms, client, now), now,
    )  # fmt: skip

    async def well() -> None:
        return None

    async def came(account: str) -> None:
        arrived.append(account)

    office = Office(terms, client, store, workspaces, came, now)
    # A browser takes loopback for secure, so that our cookie comes back.
    jar = CookieJar(unsafe=True, treat_as_secure_origin=[URL(public)])
    async with (
        contextlib.AsyncExitStack() as stack,
        serving("127.0.0.1", witness.public, well, office.routes),
        ClientSession(cookie_jar=jar) as browser,
    ):
        stack.push_async_callback(connection.close)
        async with browser.get(await new_link(store, public, now())) as page:
            (button,) = re.findall(r'class="go" href="([^"]+)"', await page.text())
        async with browser.get(html.unescape(button)) as page:
            forms = re.findall(r"<form.*?</form>", await page.text(), re.DOTALL)
        (form,) = [one for one in forms if f'value="{witness.person}"' in one]
        fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
        fields = {name: html.unescape(value) for name, value in fields.items()}
        target = URL(witness.url).with_path("/oauth/v2/authorize/callback")
        async with browser.post(target, data=fields) as page:
            assert (page.status, page.url.path) == (200, REDIRECT_PATH)
        assert arrived == [witness.team]
        found = await workspaces.of(witness.team, None)
        assert (found.bot_user, found.installed_by) == ("U0TELLAL", witness.person)
        assert (await connection.client(found.bot_token).auth_test())["user_id"] == "U0TELLAL"


def now() -> datetime:
    return datetime.now(UTC)
