"""What was said already is not asked again, nor what is being asked right now."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, Protocol, TypeVar

from summarizer.llm.prompts import PROMPT_VERSION, Prompt

Value = TypeVar("Value")


def key(model: str, prompt: Prompt) -> str:
    """Give the name under which a reply is kept.

    The prompt holds the content and the language, so equal keys are equal questions: a story that
    gets an article which tells nothing new costs no second call.
    """
    parts = [model, PROMPT_VERSION, prompt.task.value, prompt.system, prompt.user]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Cache(Protocol):
    """Where replies are kept, as JSON texts by key. It may forget; it may not mix up."""

    async def get(self, key: str) -> str | None:
        """Give what is kept under a key, or None."""
        ...

    async def put(self, key: str, value: str) -> None:
        """Keep a reply."""
        ...


class MemoryCache:
    """Keeps the latest replies in memory.

    Args:
        size: how many; a brief takes about 3 kB.
    """

    def __init__(self, size: int = 2000) -> None:
        self._size = size
        self._kept: OrderedDict[str, str] = OrderedDict()

    async def get(self, key: str) -> str | None:
        """Give what is kept under a key, or None."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    async def put(self, key: str, value: str) -> None:
        """Keep a reply, and forget the one that was asked for longest ago."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)


class Flights(Generic[Value]):
    """Lets those who want the same thing at the same time share one asking for it."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[Value]] = {}

    async def once(self, name: Hashable, make: Callable[[], Awaitable[Value]]) -> Value:
        """Make something, or wait for it where it is being made under the same name.

        Whoever is cancelled leaves; the others still get it. An error reaches all of them.
        """
        running = self._under_way.get(name)
        if running is None:
            running = asyncio.ensure_future(_made(make))
            self._under_way[name] = running
            running.add_done_callback(lambda task: self._landed(name, task))
        return await asyncio.shield(running)

    async def close(self) -> None:
        """Break off what is under way."""
        running = list(self._under_way.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _landed(self, name: Hashable, task: "asyncio.Task[Value]") -> None:
        self._under_way.pop(name, None)
        if not task.cancelled():
            task.exception()  # looked at, so that nobody warns when all who waited have left


async def _made(make: Callable[[], Awaitable[Value]]) -> Value:
    return await make()
