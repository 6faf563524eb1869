"""What Slack tells us, as what it means to us; most of it means nothing. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.chats.slack.directory import is_private
from bot.chats.slack.sending import Ref
from bot.chats.slack.typed import heard as read_text

PLATFORM = "slack"
"""As `Address.platform` has it."""

_KINDS = (None, "file_share", "thread_broadcast")
"""Kinds of messages that somebody says something in; all others are changes and notices."""

_STORY = re.compile(r"/(?:\w+ story|brief) (\d{1,9})\b")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that may be for us.

    Attributes:
        ts: its id.
        thread: root of the thread that it stands in; "" for none.
        mentioned: whether we are named in it.
        elsewhere: whether somebody else is named first.
        bot: whether a bot says it.
        team: of who says it, where it is told: in channels that are shared with others.
    """

    channel: str
    user: str
    text: str
    ts: str
    thread: str
    mentioned: bool
    elsewhere: bool
    bot: bool
    team: str = ""

    @property
    def private(self) -> bool:
        """Whether it is said to us alone."""
        return is_private(self.channel)


def message(event: Mapping[str, Any], me: str) -> Heard | None:
    """Read a `message` or an `app_mention`; None where nobody says anything.

    Args:
        me: our own user id.
    """
    if event.get("subtype") not in (*_KINDS, "bot_message") or event.get("hidden"):
        return None
    channel, ts = event.get("channel"), event.get("ts")
    user = event.get("user") or event.get("bot_id")
    if not (isinstance(channel, str) and isinstance(ts, str) and isinstance(user, str)):
        return None
    words, mentioned, elsewhere = read_text(str(event.get("text") or ""), me)
    return Heard(
        channel,
        user,
        words,
        ts,
        str(event.get("thread_ts") or ""),
        mentioned or event.get("type") == "app_mention",
        elsewhere,
        bool(event.get("bot_id") or event.get("subtype") == "bot_message"),
        str(event.get("user_team") or event.get("source_team") or ""),
    )


@dataclass(frozen=True, slots=True)
class Touched:
    """A button that was pressed.

    Attributes:
        where: the message that it stands below.
        ephemeral: whether one person alone sees that message.
        value: the command that the button stands for.
        values: of all buttons of the message.
        respond: address for an answer.
        trigger: opens a window, within three seconds.
        team: of who pressed it; "" where that is not told.
    """

    channel: str
    user: str
    where: Ref
    ephemeral: bool
    value: str
    values: tuple[str, ...]
    respond: str
    trigger: str
    team: str = ""

    @property
    def private(self) -> bool:
        """Whether it stands in a direct message."""
        return is_private(self.channel)

    @property
    def story(self) -> int | None:
        """The story that the button, or else all buttons of its message, speak of."""
        return story_of((self.value,)) or story_of(self.values)


def touch(body: Mapping[str, Any]) -> Touched | None:
    """Read a press on a button of a message; None for one in a window or in the App Home."""
    container, shown = body.get("container") or {}, body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    ts = container.get("message_ts") or shown.get("ts")
    acts = body.get("actions") or [{}]
    if not (channel and ts and container.get("type", "message") == "message"):
        return None
    root = str(container.get("thread_ts") or shown.get("thread_ts") or "")
    return Touched(
        str(channel),
        str((body.get("user") or {}).get("id") or ""),
        Ref(str(ts), root if root != ts else ""),
        bool(container.get("is_ephemeral")),
        unescape(str(acts[0].get("value") or "")),
        tuple(_values(shown.get("blocks") or ())),
        str(body.get("response_url") or ""),
        str(body.get("trigger_id") or ""),
        team_of(body),
    )


def team_of(body: Mapping[str, Any]) -> str:
    """Give the team of who touched something; "" where it is not told."""
    return str((body.get("user") or {}).get("team_id") or "")


def _values(blocks: Sequence[object]) -> list[str]:
    """Give the values of all buttons of a message."""
    return [
        str(element["value"])
        for block in blocks
        if isinstance(block, Mapping) and block.get("type") == "actions"
        for element in block.get("elements") or ()
        if element.get("value")
    ]


def story_of(values: tuple[str, ...]) -> int | None:
    """Give the one story that commands speak of; None for several, or none."""
    found = {int(match[1]) for value in values if (match := _STORY.match(value))}
    return found.pop() if len(found) == 1 else None


def links(text: str) -> tuple[str, ...]:
    """Give the web addresses of a message's raw text, in order."""
    found = re.findall(r"<(https?://[^|>\s]+)", text) or re.findall(r"https?://[^\s<>|]+", text)
    return tuple(dict.fromkeys(url.replace("&amp;", "&") for url in found))
