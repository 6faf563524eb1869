"""What the fake Slack tells the app of: one event for each thing that happened."""

import time
from dataclasses import dataclass, field

from fakes.slackapi_delivery import Courier, Delivery
from fakes.slackapi_world import APP_ID, Channel, Json, Message, User, Workspace, World

VERIFICATION = "verification-token-of-the-tests"

_MESSAGES = {
    "channel": "message.channels", "group": "message.groups",
    "im": "message.im", "mpim": "message.mpim",
}  # fmt: skip
_ROOM = {"channel": "C", "group": "G"}


@dataclass(slots=True)
class Events:
    """Makes events and hands them to the courier.

    Attributes:
        subscribed: the names that the app's manifest asks for; None for all.
        repeats: how often each event is delivered, although it is acknowledged.
        mention_first: app_mention comes before the message event of the same mention.
    """

    world: World
    courier: Courier
    subscribed: frozenset[str] | None = None
    repeats: int = 1
    mention_first: bool = False
    dropped: list[Json] = field(default_factory=list)

    def fire(
        self, workspace: Workspace, event: Json, name: str = "", **outer: object
    ) -> Delivery | None:
        """Deliver an event, if the app is there and has asked for it.

        Args:
            name: what it is called in a subscription, when that is not its type.
            outer: what stands around it otherwise than usual.
        """
        wanted = self.subscribed is None or (name or event["type"]) in self.subscribed
        if not (workspace.installed and wanted):
            self.dropped.append(event)
            return None
        event.setdefault("event_ts", self.world.ts())
        enterprise = workspace.enterprise or None
        channel = workspace.channels.get(str(event.get("channel")))
        payload: Json = {
            "token": VERIFICATION, "team_id": workspace.id, "api_app_id": APP_ID,
            "enterprise_id": enterprise, "context_team_id": workspace.id,
            "event": event, "type": "event_callback", "event_id": self.world.id("Ev"),
            "event_time": int(time.time()),
            "is_ext_shared_channel": channel is not None and channel.shared,
            "authorizations": [
                {
                    "enterprise_id": enterprise,
                    "team_id": None if workspace.org_wide else workspace.id,
                    "user_id": workspace.bot.id if workspace.bot else "", "is_bot": True,
                    "is_enterprise_install": workspace.org_wide,
                }
            ],
        }  # fmt: skip
        return self.courier.send(payload | outer, self.repeats)

    def hears(self, channel: Channel) -> bool:
        """Say whether the app's bot is in a channel."""
        bot = channel.workspace.bot
        return bot is not None and bot.id in channel.members

    def said(self, message: Message) -> None:
        """Tell of a new message: as a message, and as a mention where it is one."""
        channel, bot = message.channel, message.channel.workspace.bot
        if not self.hears(channel) or bot is None:
            return
        told = self._in(channel, message.json())
        mention: Json | None = None
        if f"<@{bot.id}>" in message.text and message.user is not bot and channel.kind != "im":
            keep = ("user", "ts", "text", "team", "client_msg_id", "blocks", "thread_ts",
                    "parent_user_id", "bot_id", "app_id", "user_team", "source_team")  # fmt: skip
            mention = {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}
            mention |= {key: told[key] for key in keep if key in told}
        if mention and self.mention_first:
            self.fire(channel.workspace, mention)
        self.fire(channel.workspace, told, _MESSAGES[channel.kind])
        if mention and not self.mention_first:
            self.fire(channel.workspace, mention)

    def changed(self, message: Message, before: Json) -> None:
        """Tell that a message was edited."""
        self._hidden(
            message, "message_changed", {"message": message.json(), "previous_message": before}
        )

    def deleted(self, message: Message) -> None:
        """Tell that a message is gone."""
        gone = {"previous_message": message.json(), "deleted_ts": message.ts}
        self._hidden(message, "message_deleted", gone)

    def _hidden(self, message: Message, subtype: str, more: Json) -> None:
        channel = message.channel
        if self.hears(channel):
            event = {"type": "message", "subtype": subtype, "hidden": True, "ts": self.world.ts()}
            self.fire(channel.workspace, self._in(channel, event | more), _MESSAGES[channel.kind])

    def _in(self, channel: Channel, event: Json) -> Json:
        """Say where something happened, and in a shared channel from where it came."""
        if channel.shared and event.get("team"):
            event |= {"user_team": event["team"], "source_team": event["team"]}
        return event | {
            "channel": channel.id, "event_ts": event["ts"],
            "channel_type": channel.kind,
        }  # fmt: skip

    def joined(self, channel: Channel, user: User, inviter: User | None = None) -> None:
        """Tell that somebody, or the bot, has come into a channel."""
        event: Json = {
            "type": "member_joined_channel", "user": user.id, "channel": channel.id,
            "channel_type": _ROOM.get(channel.kind, "C"), "team": channel.workspace.id,
        }  # fmt: skip
        if inviter:
            event["inviter"] = inviter.id
        if self.hears(channel):
            self.fire(channel.workspace, event)
        more = {"inviter": inviter.id} if inviter else {}
        word = "channel_join" if channel.kind == "channel" else "group_join"
        self.said(
            self.world.message(
                channel, user, f"<@{user.id}> has joined the channel", subtype=word, extra=more
            )
        )

    def left(self, channel: Channel, user: User) -> None:
        """Tell that somebody, or the bot, has left a channel."""
        if user is channel.workspace.bot:
            kind = "channel_left" if channel.kind == "channel" else "group_left"
            self.fire(channel.workspace, {"type": kind, "channel": channel.id})
        elif self.hears(channel):
            self.fire(
                channel.workspace,
                {
                    "type": "member_left_channel",
                    "user": user.id,
                    "channel": channel.id,
                    "channel_type": _ROOM.get(channel.kind, "C"),
                    "team": channel.workspace.id,
                },
            )

    def room(self, channel: Channel, what: str, **more: object) -> None:
        """Tell what became of a channel: "archive", "unarchive", "rename", "deleted".

        Args:
            more: what stands beside the channel in the event.
        """
        if not self.hears(channel):
            return
        prefix = "group" if channel.kind == "group" else "channel"
        about: object = channel.id
        if what == "rename":
            about = {"id": channel.id, "name": channel.name, "created": channel.created}
        event = {"type": f"{prefix}_{what}", "channel": about, **more}
        self.fire(channel.workspace, event)

    def reacted(self, message: Message, user: User, name: str, *, added: bool) -> None:
        """Tell of a reaction that was put or taken."""
        if self.hears(message.channel):
            event = {
                "type": "reaction_added" if added else "reaction_removed", "user": user.id,
                "reaction": name, "item_user": message.user.id,
                "item": {"type": "message", "channel": message.channel.id, "ts": message.ts},
            }  # fmt: skip
            self.fire(message.channel.workspace, event)
