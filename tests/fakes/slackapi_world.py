"""The workspaces, people, channels and messages behind the fake Slack."""

import itertools
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

APP_ID = "A0TELLAL"
BOT_ID = "B0TELLAL"


@dataclass(slots=True, eq=False)
class User:
    """An account of a workspace: somebody, or an app's bot."""

    id: str
    name: str
    workspace: "Workspace" = field(repr=False)
    tz: str = "Europe/London"
    locale: str = "en-US"
    bot_id: str = ""
    admin: bool = False
    deleted: bool = False

    @property
    def username(self) -> str:
        return self.name.lower().replace(" ", ".")

    def json(self) -> Json:
        offset = datetime.now(UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
        told: Json = {
            "id": self.id, "team_id": self.workspace.id, "name": self.username,
            "deleted": self.deleted, "real_name": self.name, "is_admin": self.admin,
            "is_owner": False, "is_bot": bool(self.bot_id), "is_app_user": False,
            "tz": self.tz, "tz_label": self.tz, "locale": self.locale,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": {"real_name": self.name, "display_name": self.username,
                        "team": self.workspace.id},
        }  # fmt: skip
        if self.bot_id:
            told["profile"] |= {"bot_id": self.bot_id, "api_app_id": APP_ID}
        if self.workspace.enterprise:
            told["enterprise_user"] = {
                "id": self.id, "enterprise_id": self.workspace.enterprise,
                "teams": [self.workspace.id],
            }  # fmt: skip
        return told


@dataclass(slots=True, eq=False)
class Message:
    """A message in a channel.

    Attributes:
        text: as Slack keeps it: `& < >` escaped, mentions and links in angle brackets.
        only_for: who alone sees it (ephemeral), else None.
        streaming: between chat.startStream and chat.stopStream.
        stopped: a reader had enough while it streamed.
        given: what the app gave, for what has no attribute here (unfurl_links, …).
        versions: the texts that it had before it was changed.
    """

    ts: str
    channel: "Channel" = field(repr=False)
    user: User
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    metadata: Json | None = None
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: User | None = None
    streaming: bool = False
    stopped: bool = False
    markdown: str = ""
    given: Json = field(default_factory=dict)
    extra: Json = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)

    @property
    def of_bot(self) -> bool:
        return bool(self.user.bot_id)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [one["text"]["text"] for one in elements(self.blocks) if one["type"] == "button"]

    def json(self) -> Json:
        told: Json = {
            "type": "message", "user": self.user.id, "text": self.text, "ts": self.ts,
            "team": self.user.workspace.id,
        }  # fmt: skip
        if self.user.bot_id:
            told |= {
                "bot_id": self.user.bot_id, "app_id": APP_ID,
                "bot_profile": {"id": self.user.bot_id, "app_id": APP_ID, "name": self.user.name,
                                "team_id": self.user.workspace.id, "deleted": False},
            }  # fmt: skip
        optional = {
            "subtype": self.subtype, "blocks": self.blocks, "thread_ts": self.thread_ts,
            "client_msg_id": self.client_msg_id, "metadata": self.metadata,
            "attachments": self.attachments,
        }  # fmt: skip
        told |= {key: value for key, value in optional.items() if value}
        if self.reactions:
            told["reactions"] = [
                {"name": name, "users": users, "count": len(users)}
                for name, users in self.reactions.items()
            ]
        if self.versions:
            told["edited"] = {"user": self.user.id, "ts": self.ts}
        if self.streaming:
            told["streaming_state"] = "in_progress"
        if self.thread_ts == self.ts:
            replies = self.channel.thread(self.ts)[1:]
            told |= {"reply_count": len(replies), "latest_reply": replies[-1].ts if replies else ""}
        elif self.thread_ts and (parent := self.channel.find(self.thread_ts)):
            told["parent_user_id"] = parent.user.id
        return told | self.extra


@dataclass(slots=True, eq=False)
class Channel:
    """A conversation: `kind` is "channel" (public), "group" (private), "im" or "mpim"."""

    id: str
    workspace: "Workspace" = field(repr=False)
    name: str = ""
    kind: str = "channel"
    creator: str = ""
    members: list[str] = field(default_factory=list)
    archived: bool = False
    deleted: set[str] = field(default_factory=set, repr=False)
    shared: bool = False
    created: int = 1_700_000_000
    messages: list[Message] = field(default_factory=list, repr=False)
    ephemerals: list[Message] = field(default_factory=list, repr=False)
    assistants: dict[str, "AssistantThread"] = field(default_factory=dict, repr=False)

    def forget(self, message: Message) -> None:
        """Take a message out, and keep that it was there."""
        self.messages.remove(message)
        self.deleted |= {message.ts, message.client_msg_id or ""}

    def find(self, ts: str | None) -> Message | None:
        return next((one for one in self.messages if one.ts == ts), None)

    def thread(self, ts: str) -> list[Message]:
        """Give a thread's messages, the one it hangs on first."""
        return [one for one in self.messages if ts in (one.ts, one.thread_ts)]

    def partner(self, viewer: str) -> str:
        """Give the other one of a direct message."""
        return next((member for member in self.members if member != viewer), viewer)

    def json(self, viewer: str) -> Json:
        told: Json = {
            "id": self.id, "created": self.created, "is_archived": self.archived,
            "is_im": self.kind == "im", "is_mpim": self.kind == "mpim",
            "is_group": self.kind == "group", "is_channel": self.kind == "channel",
            "is_private": self.kind != "channel", "is_org_shared": False,
            "is_shared": self.shared, "is_ext_shared": self.shared,
            "context_team_id": self.workspace.id, "updated": self.created * 1000,
        }  # fmt: skip
        if self.kind == "im":
            return told | {"user": self.partner(viewer)}
        return told | {
            "name": self.name, "name_normalized": self.name, "creator": self.creator,
            "is_member": viewer in self.members, "is_general": False,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(self.members), "previous_names": [],
        }  # fmt: skip


@dataclass(slots=True, eq=False)
class View:
    """A modal or a Home tab, as somebody sees it."""

    id: str
    user: User
    given: Json
    hash: str
    root: str = ""
    previous: str = ""
    external_id: str = ""

    @property
    def blocks(self) -> list[Json]:
        return list(self.given.get("blocks", ()))

    @property
    def title(self) -> str:
        return str(self.given.get("title", {}).get("text", ""))

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [one["text"]["text"] for one in elements(self.blocks) if one["type"] == "button"]

    def json(self, state: Json | None = None) -> Json:
        given = {"private_metadata": "", "callback_id": "", **self.given}
        return given | {
            "id": self.id, "team_id": self.user.workspace.id, "hash": self.hash,
            "root_view_id": self.root or self.id, "previous_view_id": self.previous or None,
            "app_id": APP_ID, "bot_id": BOT_ID, "app_installed_team_id": self.user.workspace.id,
            "external_id": self.external_id, "state": {"values": state or {}},
        }  # fmt: skip


@dataclass(slots=True, eq=False)
class AssistantThread:
    """A talk in the assistant pane.

    Attributes:
        status: what is shown now ("is thinking…"), "" when nothing.
        statuses: all that was ever set, in order.
        prompts: the suggested ones: title and message.
    """

    channel: Channel
    ts: str
    user: User
    context: Json
    status: str = ""
    title: str = ""
    statuses: list[str] = field(default_factory=list)
    prompts: list[Json] = field(default_factory=list)
    prompts_title: str = ""


@dataclass(slots=True, eq=False)
class Grant:
    """A token and what it stands for; `workspace` is None for an org-wide one and an app's."""

    token: str
    kind: str
    workspace: "Workspace | None" = None
    user: User | None = None
    enterprise: str = ""
    scopes: frozenset[str] = frozenset()
    revoked: bool = False
    inactive: bool = False
    refresh: str = ""
    until: float = math.inf


@dataclass(slots=True, eq=False)
class Workspace:
    """A team; `bot` is the app's user in it while the app is installed there."""

    id: str
    name: str
    enterprise: str = ""
    users: dict[str, User] = field(default_factory=dict, repr=False)
    channels: dict[str, Channel] = field(default_factory=dict, repr=False)
    bot: User | None = None
    installed: bool = False
    org_wide: bool = False
    homes: dict[str, View] = field(default_factory=dict, repr=False)

    @property
    def domain(self) -> str:
        return self.name.lower().replace(" ", "-")

    def direct(self, one: User, other: User) -> Channel | None:
        """Find the direct messages of two."""
        both = {one.id, other.id}
        return next(
            (c for c in self.channels.values() if c.kind == "im" and set(c.members) == both), None
        )


class World:
    """All workspaces, and where new names and times come from."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.workspaces: dict[str, Workspace] = {}
        self.grants: dict[str, Grant] = {}
        self.views: dict[str, View] = {}
        self.modals: dict[User, list[View]] = {}
        self.client_ids: dict[tuple[str, str], str] = {}
        self._numbers: Iterator[int] = itertools.count(1)
        self._last = 0

    def id(self, prefix: str) -> str:
        """Give a name nobody has."""
        return f"{prefix}{next(self._numbers):09X}"

    def ts(self) -> str:
        """Give the time as Slack names messages, always a later one."""
        self._last = max(int(self.clock() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def modal(self, user: User) -> View | None:
        """Give what somebody has open on top, if anything."""
        stack = self.modals.get(user, [])
        return stack[-1] if stack else None

    def direct(self, one: User, other: User) -> Channel:
        """Open the direct messages of two."""
        workspace = one.workspace
        if found := workspace.direct(one, other):
            return found
        made = Channel(self.id("D"), workspace, kind="im", members=[one.id, other.id])
        workspace.channels[made.id] = made
        return made

    def message(self, channel: Channel, user: User, text: str = "", **more: Any) -> Message:
        """Put a message into a channel."""
        made = Message(self.ts(), channel, user, text, **more)
        channel.messages.append(made)
        if parent := channel.find(made.thread_ts):
            parent.thread_ts = parent.ts
        return made


def elements(blocks: list[Json]) -> Iterator[Json]:
    """Give all that one can press, choose or fill in, in order."""
    for block in blocks:
        if "accessory" in block:
            yield block["accessory"]
        if block.get("type") == "input":
            yield block["element"]
        if block.get("type") in ("actions", "context_actions"):
            yield from block["elements"]


def block_of(blocks: list[Json], element: Json) -> Json:
    """Find the block that an element is in."""
    return next(block for block in blocks if any(one is element for one in elements([block])))


def text_json(text: str) -> Json:
    """Give what somebody typed as the rich text block Slack makes of it, in its simplest form."""
    return {
        "type": "rich_text", "block_id": "typed",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": text or " "}]}
        ],
    }  # fmt: skip
