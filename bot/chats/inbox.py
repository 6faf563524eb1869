"""What was said and is not answered yet: a process that dies under way loses none of it."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from bot.chats.lanes import Work
from storage.model import Json

LOOKED_EVERY = 60.0
"""Seconds between two looks for what a dead process has left, where several may listen."""


class Inbox(Protocol):
    """Keeps events of one account until they are answered. Raises nothing."""

    async def keep(self, key: str, body: Json) -> bool:
        """Keep an event that is to be answered.

        Returns:
            Whether it comes for the first time. Where that cannot be known, it is True.
        """
        ...

    async def done(self, key: str) -> None:
        """Drop an event that is answered."""
        ...

    async def left(self, *, every: bool) -> Sequence[tuple[str, Json]]:
        """Take over events that nobody is answering any more, with their keys, the oldest first.

        Args:
            every: whether nobody else can be answering any.
        """
        ...


class NoInbox:
    """Keeps nothing: what is under way when we die is lost."""

    async def keep(self, key: str, body: Json) -> bool:  # noqa: ARG002
        """Take everything for new."""
        return True

    async def done(self, key: str) -> None:
        """Do nothing."""

    async def left(self, *, every: bool) -> Sequence[tuple[str, Json]]:  # noqa: ARG002
        """Give nothing."""
        return ()


async def answered(inbox: Inbox, key: str, work: Work) -> None:
    """Do the work that answers an event, and drop the event.

    Work that is cut off, because we stop, leaves it for whoever begins next. One of our bugs does
    not: it would come again.
    """
    try:
        await work()
    except asyncio.CancelledError:
        raise
    except BaseException:
        await inbox.done(key)
        raise
    await inbox.done(key)
