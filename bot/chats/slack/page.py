"""What a settings page shows of a chat, and who looks it up."""

from dataclasses import dataclass
from typing import Protocol

from bot.conversation.said import Said
from storage.model import Chat, UsageTotal


@dataclass(frozen=True, slots=True)
class Page:
    """The settings of a chat.

    Attributes:
        chat: as it is stored, or as it would begin.
        followed: what it follows: as `/unsubscribe` takes it, and its title.
        topics: on offer: slug and title.
        watched, muted: as `/unwatch` and `/unmute` take them.
        usage: calls of the last thirty days by model, for operators; None for others.
    """

    chat: Chat
    followed: tuple[tuple[str, str], ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    watched: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    usage: tuple[UsageTotal, ...] | None = None


class Pages(Protocol):
    """Looks settings up. Raises: storage.errors.StorageError."""

    async def page(self, said: Said) -> Page:
        """Give the settings of the chat in which something is said, for who says it."""
        ...

    async def headlines(self, limit: int) -> tuple[str, ...]:
        """Give the headlines of the newest stories."""
        ...
