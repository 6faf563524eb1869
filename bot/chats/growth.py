"""Answers that are shown while they grow, where the platform and the listener can."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Protocol, runtime_checkable

from bot.conversation.said import Said
from bot.post import Post

Grow = Callable[[Post], Awaitable[None]]
"""Shows the answer as far as it is known; every call replaces what the one before showed.

It never raises, waits for no network, and may skip any state but the last.
"""

Show = Callable[[Post], Awaitable[bool]]
"""Shows a state; False when there is no use in showing another."""


@runtime_checkable
class GrowingListener(Protocol):
    """A listener that lets its answers be watched; see `bot.chats.port.Listener`."""

    async def handle_growing(self, said: Said, grow: Grow) -> tuple[Post, ...]:
        """Give the answers, like `handle`, and call `grow` with the first of them on the way.

        What is passed to `grow` must be fit to be read: grounded like the answer itself.
        """
        ...


class Growth:
    """Shows the newest state of an answer every so often, and skips those in between.

    Args:
        every: seconds from one state that is shown to the next.
    """

    def __init__(self, show: Show, every: float) -> None:
        self._show = show
        self._every = every
        self._newest: Post | None = None
        self._news = asyncio.Event()

    async def grow(self, post: Post) -> None:
        """Take the answer as far as it is known; waits for nothing."""
        self._newest = post
        self._news.set()

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Show while the block runs."""
        async with beside(self._run()):
            yield

    async def _run(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            if self._newest and not await self._show(self._newest):
                return
            await asyncio.sleep(self._every)


@asynccontextmanager
async def beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Have something done while the block runs, and stopped when it ends."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        # Waited for, not suppressed: our own being told to stop must get through.
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()
