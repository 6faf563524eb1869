"""What people do in Slack that an app hears of: say, edit, react, invite, archive, look."""

import re
from dataclasses import dataclass

from aiohttp import ClientSession, CookieJar
from yarl import URL

from fakes.slackapi_hands import Hands
from fakes.slackapi_typed import typed
from fakes.slackapi_world import (
    AssistantThread,
    Channel,
    Message,
    User,
    text_json,
)


@dataclass(slots=True, eq=False, kw_only=True)
class Person(Hands):
    """Somebody with an account; each method is something they do."""

    # --- messages ------------------------------------------------------------------------------

    async def says(
        self,
        where: Channel | AssistantThread | User,
        text: str,
        *,
        thread: Message | str | None = None,
        times: int = 1,
    ) -> Message:
        """Write a message.

        Args:
            where: a channel, a talk in the assistant pane, or somebody (direct messages).
            text: as typed; names, channels and addresses become what Slack makes of them.
            times: how often the app is told, although it acknowledges.
        """
        channel: Channel
        if isinstance(where, AssistantThread):
            channel, thread = where.channel, where.ts
        else:
            channel = self.core.world.direct(self, where) if isinstance(where, User) else where
        assert self.id in channel.members, f"{self.name} is not in {channel.name}"
        hung = (thread.thread_ts or thread.ts) if isinstance(thread, Message) else thread
        message = self.core.world.message(
            channel, self, typed(text, channel.workspace), thread_ts=hung,
            blocks=[text_json(text)], client_msg_id=self.core.world.id("client-"),
        )  # fmt: skip
        events = self.core.events
        before, events.repeats = events.repeats, max(times, events.repeats)
        events.said(message)
        events.repeats = before
        return message

    async def mentions(
        self,
        channel: Channel,
        text: str,
        *,
        thread: Message | str | None = None,
        times: int = 1,
    ) -> Message:
        """Write a message that begins with the app's name."""
        bot = channel.workspace.bot
        assert bot, f"the app is not installed in {channel.workspace.name}"
        return await self.says(channel, f"@{bot.username} {text}", thread=thread, times=times)

    async def edits(self, message: Message, text: str) -> None:
        """Change a message of theirs."""
        before = message.json()
        message.versions.append(message.text)
        message.text, message.blocks = typed(text, self.workspace), [text_json(text)]
        self.core.events.changed(message, before)

    async def deletes(self, message: Message) -> None:
        """Delete a message."""
        message.channel.forget(message)
        self.core.events.deleted(message)

    async def reacts(self, message: Message, name: str) -> None:
        """React to a message."""
        message.reactions.setdefault(name, []).append(self.id)
        self.core.events.reacted(message, self, name, added=True)

    async def unreacts(self, message: Message, name: str) -> None:
        """Take a reaction back."""
        message.reactions[name].remove(self.id)
        self.core.events.reacted(message, self, name, added=False)

    async def stops(self, message: Message) -> None:
        """Have enough of a message that grows."""
        assert message.streaming, "it does not grow"
        message.streaming, message.stopped = False, True

    async def moves(self, tz: str) -> None:
        """Go to another time zone."""
        self.tz = tz
        self.core.events.fire(self.workspace, {"type": "user_change", "user": self.json()})

    # --- channels ------------------------------------------------------------------------------

    async def invites(self, user: User, channel: Channel) -> None:
        """Bring somebody, or the bot, into a channel."""
        channel.members.append(user.id)
        self.core.events.joined(channel, user, self)

    async def removes(self, user: User, channel: Channel) -> None:
        """Take somebody, or the bot, out of a channel."""
        self.core.events.left(channel, user)
        channel.members.remove(user.id)

    async def joins(self, channel: Channel) -> None:
        """Enter a channel."""
        channel.members.append(self.id)
        self.core.events.joined(channel, self)

    async def leaves(self, channel: Channel) -> None:
        """Go out of a channel."""
        await self.removes(self, channel)

    async def archives(self, channel: Channel) -> None:
        """Close a channel."""
        channel.archived = True
        self.core.events.room(channel, "archive", user=self.id)

    async def unarchives(self, channel: Channel) -> None:
        """Open a closed channel again."""
        channel.archived = False
        self.core.events.room(channel, "unarchive", user=self.id)

    async def renames(self, channel: Channel, name: str) -> None:
        """Give a channel another name."""
        channel.name = name
        self.core.events.room(channel, "rename")

    async def deletes_channel(self, channel: Channel) -> None:
        """Delete a channel with all that is in it."""
        self.core.events.room(channel, "deleted")
        del self.workspace.channels[channel.id]

    # --- the app's own places ------------------------------------------------------------------

    async def opens_home(self, tab: str = "home") -> None:
        """Look at the app's Home tab, or its messages."""
        manifest = self.core.manifest
        assert manifest is None or tab != "home" or manifest.home, "the Home tab is not enabled"
        event = {"type": "app_home_opened", "user": self.id, "channel": self.direct.id, "tab": tab}
        if self.home:
            event["view"] = self.home.json()  # type: ignore[assignment]
        self.core.events.fire(self.workspace, event)

    async def opens_assistant(self, beside: Channel | None = None) -> AssistantThread:
        """Open the assistant pane, with a channel beside it."""
        manifest = self.core.manifest
        assert manifest is None or manifest.assistant, "the app has no assistant"
        channel = self.direct
        talk = AssistantThread(channel, self.core.world.ts(), self, self._context(beside))
        channel.assistants[talk.ts] = talk
        self._tells_of(talk, "assistant_thread_started")
        return talk

    async def looks_at(self, talk: AssistantThread, channel: Channel) -> None:
        """Go to another channel while the assistant pane is open."""
        talk.context = self._context(channel)
        self._tells_of(talk, "assistant_thread_context_changed")

    def _context(self, beside: Channel | None) -> dict[str, str]:
        told = {"team_id": self.workspace.id, "enterprise_id": self.workspace.enterprise}
        return {"channel_id": beside.id, **told} if beside else {}

    def _tells_of(self, talk: AssistantThread, kind: str) -> None:
        about = {
            "user_id": self.id, "context": talk.context, "channel_id": talk.channel.id,
            "thread_ts": talk.ts,
        }  # fmt: skip
        self.core.events.fire(self.workspace, {"type": kind, "assistant_thread": about})

    async def installs(self, url: str, *, deny: bool = False, org: bool = False) -> tuple[int, str]:
        """Open the app's install page in a browser and allow it, or not.

        Args:
            url: the app's page, which leads to Slack's.
            deny: say no.
            org: allow it for the whole enterprise.

        Returns:
            The status and text of the page where the app sends them back.
        """
        # A browser takes loopback for secure, so that Secure cookies come back.
        jar = CookieJar(unsafe=True, treat_as_secure_origin=[URL(url).origin()])
        async with ClientSession(cookie_jar=jar) as browser:
            async with browser.get(url) as page:
                text, at = await page.text(), page.url
            if "/oauth/v2/authorize" not in at.path:
                link = re.search(r'href="([^"]*/oauth/v2/authorize[^"]*)"', text)
                assert link, f"no link to Slack on the page: {text}"
                at = URL(link[1].replace("&amp;", "&"))
            more = {"team": self.workspace.id, "user": self.id, "org": str(int(org))}
            if deny:
                more["deny"] = "1"
            async with browser.get(at) as page:
                assert "allow" in await page.text()
            target = at.with_path("/oauth/v2/allow").update_query(dict(at.query) | more)
            async with browser.get(target) as page:
                return page.status, await page.text()
