"""One call of the fake Slack's Web API: who calls, with what, and how it is refused."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fakes.slackapi_delivery import Courier
from fakes.slackapi_events import Events
from fakes.slackapi_manifest import Manifest
from fakes.slackapi_world import Channel, Grant, Json, Message, User, View, Workspace, World


class Refused(Exception):
    """A method's refusal: Slack's short word for it, and what it says beside."""

    def __init__(
        self, error: str, messages: tuple[str, ...] = (), *, status: int = 200,
        retry_after: int | None = None, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(error)
        self.error = error
        self.status = status
        self.retry_after = retry_after
        self.told: Json = {"ok": False, "error": error, **more}
        if messages:
            self.told |= {"response_metadata": {"messages": list(messages)}}
            self.told["errors"] = [one.removeprefix("[ERROR] ") for one in messages]


def missing_scope(needed: str, grant: Grant) -> Refused:
    """Refuse for want of a scope."""
    return Refused("missing_scope", needed=needed, provided=",".join(sorted(grant.scopes)))


@dataclass(slots=True)
class Trigger:
    """What lets an app open a modal before somebody, for a short while and once."""

    user: User
    view: View | None
    until: float
    used: bool = False


@dataclass(slots=True)
class Place:
    """Where an answer by response_url goes.

    Attributes:
        original: the message that was pressed, None for a command.
        answers: what came, oldest first.
    """

    channel: Channel
    user: User
    original: Message | None
    until: float
    uses: int = 0
    answers: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class Core:
    """What methods and people share.

    Attributes:
        base: where the server is.
        trigger_life: seconds.
        token_life: seconds of those got by OAuth; None for ever.
        stream_life: seconds after which Slack ends a message that grows.
        redirect_url: where somebody is sent back to by an app that does not say.
        dedupes: whether a message with a `client_msg_id` that was had is not written again. Slack's
            documents only name the errors of it; nobody should stand on it alone.
    """

    world: World
    courier: Courier
    events: Events
    triggers: dict[str, Trigger] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    codes: dict[str, Json] = field(default_factory=dict)
    respond: dict[str, Place] = field(default_factory=dict)
    base: str = ""
    trigger_life: float = 3.0
    manifest: Manifest | None = None
    token_life: int | None = None
    redirect_url: str = ""
    stream_life: float = 300.0
    dedupes: bool = True

    def trigger(self, user: User, view: View | None = None) -> str:
        """Make the name with which the app may open a modal before somebody."""
        name = f"{self.world.id('')}.{user.workspace.id}.trigger"
        self.triggers[name] = Trigger(user, view, self.world.clock() + self.trigger_life)
        return name

    def response_url(self, place: Place) -> str:
        """Make the address at which the app may answer what somebody did."""
        name = self.world.id("response")
        self.respond[name] = place
        return f"{self.base}/response/{name}"


@dataclass(slots=True)
class Call:
    """A call of a method by somebody with a token."""

    core: Core
    method: str
    given: Json
    grant: Grant
    scopes: tuple[str, ...] = ()

    @property
    def world(self) -> World:
        return self.core.world

    @property
    def workspace(self) -> Workspace:
        """The workspace meant; an org-wide token says it by team_id or by a channel."""
        if self.grant.workspace:
            return self.grant.workspace
        if self.grant.kind == "app":
            raise Refused("not_allowed_token_type")
        mine = [
            one for one in self.world.workspaces.values()
            if one.enterprise and one.enterprise == self.grant.enterprise
        ]  # fmt: skip
        if team := self.word("team_id"):
            mine = [one for one in mine if one.id == team]
        elif channel := self.word("channel"):
            mine = [one for one in mine if channel in one.channels] or mine
        if not mine:
            raise Refused("team_access_not_granted" if self.word("team_id") else "missing_argument")
        return mine[0]

    @property
    def me(self) -> User:
        """Who calls: the app's bot, or somebody by their own token."""
        user = self.grant.user or self.workspace.bot
        if user is None:
            raise Refused("not_allowed_token_type")
        return user

    def word(self, name: str) -> str:
        """Give an argument as text, "" when it is not there."""
        value = self.given.get(name)
        return "" if value is None else str(value)

    def needs(self, name: str, error: str = "invalid_arguments") -> str:
        """Give an argument that must be there."""
        if not (value := self.word(name)):
            pointer = f"[ERROR] missing required field: {name}"
            raise Refused(error, (pointer,) if error == "invalid_arguments" else ())
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """Give an argument that is yes or no, however it is written."""
        value = self.given.get(name)
        return default if value is None else str(value).lower() in ("true", "1")

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """Give an argument that is a list or an object, which may come as JSON in a text."""
        value = self.given.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value) if value else None
            except ValueError:
                raise Refused(error) from None
        return value

    def user(self, name: str = "user") -> User:
        """Give the person an argument names."""
        wanted = self.needs(name, "user_not_found")
        if found := self.workspace.users.get(wanted):
            return found
        # Of people in other workspaces only those are known who share a channel with us.
        if any(one.shared and wanted in one.members for one in self.workspace.channels.values()):
            for other in self.world.workspaces.values():
                if found := other.users.get(wanted):
                    return found
        raise Refused("user_not_found")

    def channel(self, *, writing: bool = False) -> Channel:
        """Give the channel meant, where the caller may read, or write."""
        wanted = self.needs("channel", "channel_not_found")
        if writing and wanted in self.workspace.users:
            return self._written(self.world.direct(self.me, self.workspace.users[wanted]))
        found = self.workspace.channels.get(wanted)
        if found is None:
            raise Refused("channel_not_found")
        self._may(found)
        inside = self.me.id in found.members
        if found.kind != "channel" and not inside:
            raise Refused("channel_not_found")
        return self._written(found) if writing else found

    def _written(self, channel: Channel) -> Channel:
        """Check that the caller may write in a channel that is there."""
        manifest = self.core.manifest
        if channel.archived:
            raise Refused("is_archived")
        if channel.kind == "im" and manifest and not manifest.messages:
            raise Refused("messages_tab_disabled")
        if self.me.id not in channel.members and "chat:write.public" not in self.grant.scopes:
            raise Refused("not_in_channel")
        return channel

    def _may(self, channel: Channel) -> None:
        """Check the scope where it goes by the kind of channel (channels:read, im:read)."""
        prefix = {"channel": "channels", "group": "groups"}.get(channel.kind, channel.kind)
        needed = [one for one in self.scopes if one.startswith(f"{prefix}:")]
        if self.core.manifest and needed and not self.grant.scopes & set(needed):
            raise missing_scope(needed[0], self.grant)


Do = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, the scopes of which one is needed, and its tier (0: its own)."""

    do: Do
    scopes: tuple[str, ...] = ()
    tier: int = 3


def page(call: Call, things: list[Any], key: str, told: Callable[[Any], Any]) -> Json:
    """Give a page of a listing, and where the next begins."""
    limit = int(call.word("limit") or 100)
    start = int(call.word("cursor") or 0)
    shown, after = things[start : start + limit], start + limit
    cursor = str(after) if after < len(things) else ""
    return {key: [told(one) for one in shown], "response_metadata": {"next_cursor": cursor}}
