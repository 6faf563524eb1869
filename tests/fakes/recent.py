"""What our messages were about, kept in mind: for tests that need no store."""

from bot.chats.memory import Context
from storage.model import Address


class RecentMemory:
    """Remembers in this process alone."""

    def __init__(self) -> None:
        self._known: dict[tuple[Address, str], Context] = {}

    async def remember(self, address: Address, message: str, context: Context) -> None:
        """Keep the context of a message."""
        self._known[address, message] = context

    async def recall(self, address: Address, message: str) -> Context | None:
        """Give the context of a message; None when it is not known."""
        return self._known.get((address, message))
