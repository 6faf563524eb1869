"""The Slack app on a fake Slack, with a scripted listener behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.chats.inbox import Inbox
from bot.chats.port import Limits
from bot.chats.slack.app import Options, SlackApp, introduce
from bot.chats.slack.page import Page
from bot.chats.slack.reception import Manners
from bot.chats.slack.tenant import Connection
from bot.chats.slack.tenants import Tenants
from bot.chats.slack.workspaces import OneWorkspace, RecentlySeen, Workspace
from bot.conversation.said import Said
from bot.pace import Pace
from fakes.recent import RecentMemory
from fakes.slackapi import SlackApi
from fakes.telegrambot import Comings
from storage.model import Address, Chat


def manifest() -> dict[str, Any]:
    """Give the manifest that teams make the app from."""
    file = Path(__file__).parents[2] / "slack" / "manifest.yaml"
    given: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return given


@dataclass
class HousePresence(Comings):
    """Also remembers what it is told of whole workspaces."""

    async def left(self, platform: str, account: str) -> None:
        self.events.append(("left", platform, account))

    async def returned(self, platform: str, account: str) -> None:
        self.events.append(("returned", platform, account))


@dataclass
class FixedPages:
    """Shows the same settings of every chat, but for what a test changes."""

    shown: dict[str, Any] = field(default_factory=dict)
    chat: dict[str, Any] = field(default_factory=dict)
    news: tuple[str, ...] = ()
    asked: list[Said] = field(default_factory=list)

    async def page(self, said: Said) -> Page:
        self.asked.append(said)
        chat = Chat(
            1, said.address, said.kind, said.title, datetime(2024, 5, 2, tzinfo=UTC), **self.chat
        )
        return Page(chat, **self.shown)

    async def headlines(self, limit: int) -> tuple[str, ...]:
        return self.news[:limit]


@dataclass
class Running:
    """A running app with all that is around it."""

    app: SlackApp
    listener: Any
    presence: HousePresence
    memory: RecentMemory
    pages: FixedPages
    tenants: Tenants


class Several:
    """Workspaces that a test knows, by their tokens."""

    def __init__(self, presence: HousePresence, *known: Workspace) -> None:
        self.presence = presence
        self.known = {one.account: one for one in known}

    async def of(self, team: str | None, enterprise: str | None) -> Workspace | None:
        return self.known.get(team or "") or self.known.get(enterprise or "")

    async def gone(self, team: str | None, enterprise: str | None, at: Any = None) -> None:
        if self.known.pop(team or enterprise or "", None):
            await self.presence.left("slack", team or enterprise or "")

    async def all(self) -> tuple[Workspace, ...]:
        return tuple(self.known.values())


@asynccontextmanager
async def running(
    slack: SlackApi,
    listener: Any,
    *,
    many: bool = False,
    hurry: bool = True,
    inbox: Inbox | None = None,
    **options: Any,
) -> AsyncIterator[Running]:
    """Run the app while the block runs; in no hurry where nobody limits it.

    Args:
        many: in all workspaces that the fake has, each with its own token.
    """
    presence, memory, pages = HousePresence(), RecentMemory(), FixedPages()
    connection = Connection(slack.url)
    manners = Manners(**options.pop("manners", {}))
    settings = Options(
        app_token=slack.app_token, signing_secret=slack.signing_secret, api=slack.url,
        manners=manners, **options,
    )  # fmt: skip

    async def first() -> Workspace:
        return await introduce(connection.client(slack.token))

    workspaces: Any = OneWorkspace(first, presence)
    if many:
        tokens = [slack.token_of(one) for one in slack.world.workspaces.values()]
        known = [await introduce(connection.client(token)) for token in tokens]
        workspaces = Several(presence, *known)
    pace = {"pace": lambda: Pace(Limits())} if hurry else {}
    tenants = Tenants(workspaces, connection, presence, **pace)  # type: ignore[arg-type]
    app = SlackApp(
        settings, connection, workspaces, tenants, RecentlySeen(), memory, presence, pages,
        inbox=inbox,
    )  # fmt: skip
    async with app:
        task = asyncio.create_task(app.run(listener))
        if settings.mode == "socket":
            await slack.until(lambda: task.done() or slack.sockets)
        else:
            await asyncio.sleep(0)
        if task.done():
            task.result()
        try:
            yield Running(app, listener, presence, memory, pages, tenants)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def at(slack: SlackApi, channel: Any) -> Address:
    """Give the address of a channel of the fake."""
    return Address("slack", channel.workspace.id, channel.id)
