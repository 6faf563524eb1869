"""Channels that we come into, leave, or that change: none of it is said by anybody."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.chats.slack.reception import Reception, Spoken
from bot.chats.slack.tenant import Tenant

LEFT = ("channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted",
        "group_deleted")  # fmt: skip
BACK = ("channel_unarchive", "group_unarchive")
RENAMED = ("channel_rename", "group_rename")
JOINED, PARTED, MOVED = "member_joined_channel", "member_left_channel", "channel_id_changed"
"""Names of events."""

_UP = frozenset(["+1", "thumbsup"])
_DOWN = frozenset(["-1", "thumbsdown"])


class Channels:
    """Keeps up with channels, and with reactions in them."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def changed(self, tenant: Tenant, event: Mapping[str, Any]) -> None:
        """Take what became of a channel."""
        kind, channel = str(event.get("type")), _channel(event)
        address, presence = tenant.address(channel), self._reception.presence
        tenant.directory.forget(channel)
        ours = event.get("user") == tenant.workspace.bot_user
        if kind in LEFT or (kind == PARTED and ours):
            await presence.gone(address)
        elif kind in BACK:
            await presence.back(address)
        elif kind == MOVED:
            old = tenant.address(str(event.get("old_channel_id")))
            await presence.moved(old, replace(old, chat=str(event.get("new_channel_id"))))
        elif kind == JOINED and ours:
            await presence.back(address)
            await self._greet(tenant, channel, str(event.get("inviter") or ""))

    async def _greet(self, tenant: Tenant, channel: str, inviter: str) -> None:
        """Tell whoever invited us, and nobody else, how to begin."""
        if inviter:
            posts = await self._reception.posts(tenant, Spoken(channel, inviter, "/start"))
            await self._reception.whisper(tenant, channel, inviter, posts)

    async def reacted(self, tenant: Tenant, event: Mapping[str, Any]) -> None:
        """Take a thumb on one of our messages as a rating of its story, or of the answer."""
        item, name = event.get("item") or {}, str(event.get("reaction") or "").partition("::")[0]
        if event.get("item_user") != tenant.workspace.bot_user or name not in _UP | _DOWN:
            return
        channel = str(item.get("channel") or "")
        address, ts = tenant.address(channel), str(item.get("ts") or "")
        known = await self._reception.context(address, ts)
        if known and (known.story or known.turn):
            what = f"story {known.story}" if known.story else f"answer {known.turn}"
            rating = f"/rate {what} {'up' if name in _UP else 'down'}"
            await self._reception.posts(tenant, Spoken(channel, str(event.get("user")), rating))


def _channel(event: Mapping[str, Any]) -> str:
    channel = event.get("channel")
    return str(channel.get("id") if isinstance(channel, Mapping) else channel or "")
