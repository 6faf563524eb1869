"""A Slack on loopback, for tests: stateful, and as strict as the real one.

Real slack_sdk and slack_bolt clients talk to it: the Web API, events signed over HTTP or over a
socket, commands, buttons, forms, the assistant pane, OAuth. Tests act as the people
(`ada.says`, `ada.presses`) and read what arrived (`slack.messages(channel)`). Rules live beside it:
what blocks are taken in `slackapi_blocks`, how texts are read in `slackapi_text`, how fast one may
write in `slackapi_limits`.
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Sequence

from fakes import slackapi_oauth
from fakes.slackapi_delivery import SIGNING_SECRET, Delivery
from fakes.slackapi_events import VERIFICATION
from fakes.slackapi_limits import UNLIMITED, SlackLimits
from fakes.slackapi_manifest import Manifest
from fakes.slackapi_oauth import APP_TOKEN, CLIENT_ID, CLIENT_SECRET
from fakes.slackapi_people import Person
from fakes.slackapi_server import METHODS, Fault, Heard, Server
from fakes.slackapi_text import Rendered, rendered
from fakes.slackapi_world import APP_ID, Channel, Grant, Json, Message, User, View, Workspace


class SlackApi(Server):
    """Slack, with one app: Tellal.

    Args:
        manifest: the app's; its scopes, events and commands are then all that it has.
        limits: how fast the app may call; not at all by default, so that tests are fast.
        ack_within: seconds the app has to acknowledge.
        retries: seconds before each further delivery of an event that was not acknowledged;
            Slack's own are 0, 60 and 300.
        clock: seconds since the epoch, for the ids of messages and for what expires.
        pace: monotonic seconds, for the limits.
        token_life: seconds after which tokens got by OAuth must be renewed; None for never.
    """

    def __init__(
        self,
        manifest: Json | None = None,
        limits: SlackLimits = UNLIMITED,
        *,
        ack_within: float = 3.0,
        retries: Sequence[float] = (0.0, 0.1, 0.5),
        clock: Callable[[], float] = time.time,
        pace: Callable[[], float] = time.monotonic,
        port: int = 0,
        token_life: int | None = None,
    ) -> None:
        super().__init__(limits, ack_within, retries, clock, pace, port)
        self.core.token_life = token_life
        self.signing_secret = SIGNING_SECRET
        self.app_token, self.client_id, self.client_secret = APP_TOKEN, CLIENT_ID, CLIENT_SECRET
        if manifest:
            self.core.manifest = Manifest.read(manifest)
            self.events.subscribed = self.core.manifest.events
            urls = manifest.get("oauth_config", {}).get("redirect_urls", ())
            self.core.redirect_url = next(iter(urls), "")
        self.world.grants[APP_TOKEN] = Grant(
            APP_TOKEN, "app", scopes=frozenset({"connections:write"})
        )
        self.team = self.workspace("Home", known_as="T0HOME")
        self.token = self.token_of(self.team)

    # --- who and where -------------------------------------------------------------------------

    @property
    def bot(self) -> User:
        """The app's user in the first workspace."""
        assert self.team.bot
        return self.team.bot

    def workspace(
        self, name: str, *, known_as: str = "", enterprise: str = "", installed: bool = True
    ) -> Workspace:
        """Make a workspace, with the app in it or not."""
        made = Workspace(known_as or self.world.id("T"), name, enterprise)
        self.world.workspaces[made.id] = made
        if installed:
            self.install(made)
        return made

    def token_of(self, workspace: Workspace) -> str:
        """Give the app's newest token of a workspace."""
        whose = None if workspace.org_wide else workspace
        mine = [
            one.token for one in self.world.grants.values()
            if one.kind == "bot" and one.workspace is whose
            and (whose or one.enterprise == workspace.enterprise)
        ]  # fmt: skip
        return mine[-1]

    def person(
        self, name: str, *, tz: str = "Europe/London", workspace: Workspace | None = None,
        locale: str = "en-US", admin: bool = False, app: bool = False, known_as: str = "",
    ) -> Person:  # fmt: skip
        """Make somebody, or (with `app`) the bot of another app."""
        team = workspace or self.team
        made = Person(
            known_as or self.world.id("U"), name, team, tz, locale,
            self.world.id("B") if app else "", admin, core=self.core,
        )  # fmt: skip
        team.users[made.id] = made
        return made

    def channel(
        self, name: str, members: Iterable[User] = (), *, private: bool = False,
        workspace: Workspace | None = None, creator: User | None = None, known_as: str = "",
        shared: bool = False,
    ) -> Channel:  # fmt: skip
        """Make a channel; its creator is the first person in it unless said otherwise."""
        people = list(members)
        team = workspace or (people[0].workspace if people else self.team)
        first = creator or next((one for one in people if not one.bot_id), None)
        made = Channel(
            known_as or self.world.id("C"), team, name, "group" if private else "channel",
            first.id if first else "", [one.id for one in people], shared=shared,
        )  # fmt: skip
        team.channels[made.id] = made
        return made

    def direct(self, one: User, other: User | None = None) -> Channel:
        """Give the direct messages of two, by default of somebody and the bot."""
        bot = other or one.workspace.bot
        assert bot
        return self.world.direct(one, bot)

    def renumber(self, channel: Channel) -> str:
        """Give a shared channel another id, as Slack does when it changes hands; tell the app."""
        old, channel.id = channel.id, self.world.id("C")
        channel.workspace.channels[channel.id] = channel.workspace.channels.pop(old)
        event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": channel.id}
        self.events.fire(channel.workspace, event)
        return old

    def uninstall(self, workspace: Workspace | None = None) -> None:
        """Take the app out of a workspace; it is told."""
        slackapi_oauth.uninstall(self.core, workspace or self.team)

    def withdraw(self, workspace: Workspace) -> None:
        """Take an app that a whole organisation has out of one workspace; it is told."""
        event = {"type": "team_access_revoked", "team_ids": [workspace.id]}
        self.events.fire(workspace, event, team_id=None)
        workspace.installed = False

    def install(self, workspace: Workspace, *, org: bool = False) -> str:
        """Put the app into a workspace without a browser, and give its token."""
        manifest = self.core.manifest
        scopes = manifest.scopes if manifest else frozenset()
        return slackapi_oauth.install(self.core, workspace, scopes, org=org).token

    def expire(self, token: str) -> None:
        """End a token's time; calls with it are refused with token_expired."""
        self.world.grants[token].until = 0.0

    def revoke(self, token: str) -> None:
        """End a token without a word; calls with it are refused with token_revoked."""
        self.world.grants[token].revoked = True

    # --- what the app is told ------------------------------------------------------------------

    async def deliver_to(self, url: str | None) -> None:
        """Deliver over HTTP from now on (None: over sockets), once the app has proved it listens.

        Raises:
            AssertionError: the app did not answer the challenge.
        """
        self.courier.url = url
        if url:
            asked = json.dumps(
                {"token": VERIFICATION, "challenge": "prove it", "type": "url_verification"}
            )
            status, text = await self.courier.post(url, asked, {"Content-Type": "application/json"})
            assert status == 200, (status, text)
            assert "prove it" in text, text

    @property
    def sockets(self) -> int:
        """How many sockets the app holds open."""
        return len(self.courier.sockets)

    async def refresh(self, reason: str = "refresh_requested", *, linger: float = 0.05) -> None:
        """Ask the app to take new sockets, and close the old ones."""
        await self.courier.disconnect(reason, linger=linger)

    def cut(self) -> None:
        """Break the app's sockets without a word."""
        self.courier.cut()

    async def redeliver(self, delivery: Delivery) -> None:
        """Deliver something once more, said to be a retry."""
        await self.courier.attempt(delivery, len(delivery.attempts))

    @property
    def deliveries(self) -> list[Delivery]:
        """All that the app was told, oldest first."""
        return self.courier.deliveries

    async def settled(self, seconds: float = 10.0) -> None:
        """Wait until all that is under way has arrived, or was given up."""
        await self.until(lambda: all(one.done.is_set() for one in self.deliveries), seconds)

    # --- what the app said ---------------------------------------------------------------------

    def messages(self, channel: Channel) -> list[Message]:
        """Give what everybody sees in a channel, oldest first."""
        return list(channel.messages)

    def of_bot(self, channel: Channel, *, thread: Message | str | None = None) -> list[Message]:
        """Give the app's own messages in a channel, or in one thread of it, oldest first."""
        hung = (thread.thread_ts or thread.ts) if isinstance(thread, Message) else thread
        return [
            one for one in channel.messages
            if one.user is channel.workspace.bot and hung in (None, one.thread_ts)
        ]  # fmt: skip

    def rendered(self, shown: Message | View) -> Rendered:
        """Give what a reader sees of a message or view, and what in it is active."""
        return rendered(shown)

    def called(self, method: str) -> list[Json]:
        """Give what a method was called with, oldest first."""
        return [call.given for call in self.calls if call.method == method]

    async def until(self, true: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until something is true of this world.

        Raises:
            TimeoutError: it did not come true.
        """
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - it may be about anything, not only this server
                await asyncio.sleep(0.005)

    async def answers(
        self,
        channel: Channel,
        number: int = 1,
        seconds: float = 10.0,
        *,
        thread: Message | str | None = None,
    ) -> list[Message]:
        """Wait until the app has written so many messages to a channel in all, and give them."""
        try:
            await self.until(lambda: len(self.of_bot(channel, thread=thread)) >= number, seconds)
        except TimeoutError:
            said = [message.text for message in self.of_bot(channel, thread=thread)]
            refused = [(one.method, one.error) for one in self.calls if one.error]
            raise AssertionError(
                f"expected {number} messages, got {said}; refused calls: {refused}"
            ) from None
        return self.of_bot(channel, thread=thread)


__all__ = [
    "APP_ID", "METHODS", "UNLIMITED", "Channel", "Delivery", "Fault", "Heard",
    "Message", "Person", "Rendered",
    "SlackApi", "SlackLimits", "View", "Workspace",
]  # fmt: skip
