"""Who people are and what channels are called: asked once, kept for a while."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.chats.slack.errors import FAILURES, code
from storage.model import ChatKind

log = structlog.get_logger()

KEPT_SECONDS = 600.0
"""How long an answer counts: somebody who became an admin may wait so long."""

_MOST = 5000

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class Profile:
    """A member.

    Attributes:
        zone: IANA name, or None.
        language: ISO 639-1, or None.
        admin: of the workspace; owners are admins.
        teams: that they belong to, and their organisation; none where that is not told.
    """

    name: str = ""
    zone: str | None = None
    language: str | None = None
    admin: bool = False
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Room:
    """A channel, a private channel, a group of people, or a direct message.

    Attributes:
        title: with its "#"; "" in private.
        creator: user id, or "".
    """

    kind: ChatKind
    title: str = ""
    creator: str = ""


class Directory:
    """Looks people and channels up in one workspace. Raises nothing: what cannot be had is blank.

    Args:
        clock: seconds that do not go back.
    """

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float]) -> None:
        self._client = client
        self._clock = clock
        self._people: OrderedDict[str, tuple[float, Profile]] = OrderedDict()
        self._rooms: OrderedDict[str, tuple[float, Room]] = OrderedDict()

    async def person(self, user: str) -> Profile:
        """Give a member's profile."""
        known = self._people.get(user)
        if known and known[0] > self._clock():
            return known[1]
        try:
            answer = await self._client.users_info(user=user, include_locale=True)
        except FAILURES as error:
            log.info("slack.no_profile", error=code(error) or type(error).__name__)
            return known[1] if known else Profile()
        profile = read_profile(answer.get("user") or {})
        self._keep(self._people, user, profile)
        return profile

    async def room(self, channel: str) -> Room:
        """Give a channel."""
        if is_private(channel):
            return Room(ChatKind.PRIVATE)
        known = self._rooms.get(channel)
        if known and known[0] > self._clock():
            return known[1]
        try:
            answer = await self._client.conversations_info(channel=channel)
        except FAILURES as error:
            log.info("slack.no_channel", error=code(error) or type(error).__name__)
            return known[1] if known else Room(ChatKind.GROUP)
        room = read_room(answer.get("channel") or {})
        self._keep(self._rooms, channel, room)
        return room

    def forget(self, channel: str) -> None:
        """Ask for a channel again the next time: it has changed."""
        self._rooms.pop(channel, None)

    def _keep(self, kept: OrderedDict[str, tuple[float, _Kept]], key: str, what: _Kept) -> None:
        kept[key] = (self._clock() + KEPT_SECONDS, what)
        kept.move_to_end(key)
        if len(kept) > _MOST:
            kept.popitem(last=False)


def is_private(channel: str) -> bool:
    """Tell a direct message by its id."""
    return channel.startswith("D")


def read_profile(user: dict[str, object]) -> Profile:
    """Read what users.info gives."""
    details = user.get("profile")
    names = details if isinstance(details, dict) else {}
    name = names.get("display_name") or user.get("real_name") or user.get("name") or ""
    company = user.get("enterprise_user")
    organisation = company.get("enterprise_id") if isinstance(company, dict) else None
    teams = (user.get("team_id"), organisation)
    zone, locale = user.get("tz"), user.get("locale")
    return Profile(
        str(name),
        zone if isinstance(zone, str) and zone else None,
        locale[:2].lower() if isinstance(locale, str) and locale[:2].isalpha() else None,
        bool(user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner")),
        frozenset(one for one in teams if isinstance(one, str) and one),
    )


def read_room(channel: dict[str, object]) -> Room:
    """Read what conversations.info gives."""
    if channel.get("is_im"):
        return Room(ChatKind.PRIVATE)
    name = channel.get("name") or ""
    return Room(ChatKind.GROUP, f"#{name}" if name else "", str(channel.get("creator") or ""))
