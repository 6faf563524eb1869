"""Answers that are shown while they grow, where the platform and the listener can."""

from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from bot.conversation.said import Said
from bot.post import Post

Grow = Callable[[Post], Awaitable[None]]
"""Shows the answer as far as it is known; every call replaces what the one before showed.

It never raises, waits for no network, and may skip any state but the last.
"""


@runtime_checkable
class GrowingListener(Protocol):
    """A listener that lets its answers be watched; see `bot.chats.port.Listener`."""

    async def handle_growing(self, said: Said, grow: Grow) -> tuple[Post, ...]:
        """Give the answers, like `handle`, and call `grow` with the first of them on the way.

        What is passed to `grow` must be fit to be read: grounded like the answer itself.
        """
        ...
