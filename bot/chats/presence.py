"""Whether a chat is there: what an adapter learns of it without anybody saying a word."""

from typing import Protocol

from storage.model import Address


class Presence(Protocol):
    """Who keeps the chats. Raises nothing: what cannot be kept is found out again by sending."""

    async def gone(self, address: Address) -> None:
        """We were blocked or removed: pause the chat and cancel what is queued for it.

        With no thread in the address all of the chat is meant, its threads included.
        """
        ...

    async def back(self, address: Address) -> None:
        """We may write again: take up the chat if it was only blocked; its own /stop stands."""
        ...

    async def moved(self, old: Address, new: Address) -> None:
        """The chat, its threads included, has another id now."""
        ...


class AccountPresence(Protocol):
    """Who keeps the chats of platforms with many accounts. Raises nothing, as `Presence`."""

    async def left(self, platform: str, account: str) -> None:
        """A whole account put us out: pause its chats, and cancel what is queued for them."""
        ...

    async def returned(self, platform: str, account: str) -> None:
        """It let us in again: take up those that were only blocked."""
        ...
