"""The App Home at work: shown when it is opened, and again after each change."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from bot.chats.slack import home_view, menus, modals
from bot.chats.slack.errors import FAILURES, code
from bot.chats.slack.page import Page, Pages
from bot.chats.slack.reception import Reception, Spoken
from bot.chats.slack.tenant import Tenant
from bot.conversation.said import Said
from storage.errors import StorageError

log = structlog.get_logger()


class Home:
    """Shows settings as a page, and changes them by the conversation's commands."""

    def __init__(self, reception: Reception, pages: Pages) -> None:
        self._reception = reception
        self._pages = pages

    async def show(
        self, tenant: Tenant, user: str, channel: str, notes: Sequence[str] = ()
    ) -> None:
        """Show a chat's settings to somebody.

        Args:
            channel: whose settings; "" for those of our direct messages.
            notes: what came of what was done last.
        """
        channel = channel or await self._own(tenant, user)
        said = await self._reception.said(tenant, Spoken(channel, user, "/settings"))
        t = await self._reception.words(tenant, user, channel)
        page = await self._page(said)
        if page is None:
            return
        view = home_view.home(t, page, channel, may_change=said.may_change, notes=notes)
        try:
            await tenant.client.views_publish(user_id=user, view=view)
        except FAILURES as error:
            log.info("slack.no_home", error=code(error) or type(error).__name__)

    async def touched(self, tenant: Tenant, body: Mapping[str, Any]) -> None:
        """Do what was touched on the page."""
        user = str(body["user"]["id"])
        channel = modals.channel_of(body.get("view") or {})
        for act in body.get("actions") or ():
            action = str(act.get("action_id") or "")
            if action.startswith(home_view.PICK):
                await self.show(tenant, user, str(act.get("selected_conversation") or ""))
            elif action.startswith(home_view.OPEN):
                await self.open(tenant, user, channel, str(act["value"]), str(body["trigger_id"]))
            elif action.startswith(home_view.SET):
                await self._do(tenant, user, channel, [str(act["selected_option"]["value"])])
            elif action.startswith(home_view.DO):
                await self._do(tenant, user, channel, [str(act["value"])])

    async def open(
        self, tenant: Tenant, user: str, channel: str, window: str, trigger: str
    ) -> None:
        """Open a window of settings."""
        said = await self._reception.said(tenant, Spoken(channel, user, "/settings"))
        page = await self._page(said)
        if page is None or window not in modals.SETTINGS:
            return
        t = await self._reception.words(tenant, user, channel)
        try:
            await tenant.client.views_open(
                trigger_id=trigger, view=modals.settings_window(t, window, page, channel)
            )
        except FAILURES as error:
            log.info("slack.no_window", error=code(error) or type(error).__name__)

    async def submitted(self, tenant: Tenant, body: Mapping[str, Any]) -> None:
        """Take the settings of a window."""
        user, view = str(body["user"]["id"]), body["view"]
        channel = modals.channel_of(view)
        said = await self._reception.said(tenant, Spoken(channel, user, "/settings"))
        if page := await self._page(said):
            await self._do(tenant, user, channel, modals.commands_of(view, page))

    async def _do(self, tenant: Tenant, user: str, channel: str, commands: Sequence[str]) -> None:
        """Have commands carried out in a chat; what is more than a note is shown there."""
        notes: list[str] = []
        for command in commands:
            posts = await self._reception.posts(tenant, Spoken(channel, user, command))
            note = menus.note([*(post for post in posts)]) or _first_words(posts)
            if any(post.sources or post.story or post.title for post in posts):
                await self._reception.show(tenant, channel, posts)
            elif note:
                notes.append(note)
        await self.show(tenant, user, channel, notes)

    async def _page(self, said: Said) -> Page | None:
        try:
            return await self._pages.page(said)
        except StorageError as error:
            log.error("slack.home", error=str(error))
            return None

    async def _own(self, tenant: Tenant, user: str) -> str:
        """Give the channel of our direct messages with somebody."""
        try:
            answer = await tenant.client.conversations_open(users=user)
        except FAILURES as error:
            log.info("slack.no_dm", error=code(error) or type(error).__name__)
            return ""
        return str((answer.get("channel") or {}).get("id") or "")


def _first_words(posts: Sequence[Any]) -> str:
    """Give the running text of posts that also offer buttons, as a note."""
    lines = [
        line.strong + line.text for post in posts for block in post.blocks for line in block.lines
    ]
    return " ".join(lines)[: menus.NOTE]
