"""The kinds of work that go on side by side, each whenever it is woken.

None waits for another: while a slow model writes one brief, feeds are polled and other briefs are
told. What is due stands in rows that are claimed, so the order in which workers come to them
changes nothing but the time.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Protocol

import structlog

from storage.errors import StorageError

log = structlog.get_logger()

Work = Callable[[], AsyncIterator[object]]
"""Looks what is due and does it, step by step, until nothing is left."""


class Wakeable(Protocol):
    """Somebody who looks for work when told that there may be some."""

    def wake(self) -> None:
        """Say that there may be something to do."""
        ...


class Worker:
    """Does one kind of work, never twice at once.

    Woken while at work, it looks once more when it is done. What fails is logged and left until it
    is woken again.

    Args:
        name: for the log.
        work: what it does.
        then: who may find work after each of its steps.
    """

    def __init__(self, name: str, work: Work, then: Sequence[Wakeable] = ()) -> None:
        self._name = name
        self._work = work
        self._then = then
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Have it look what is due."""
        self._woken.set()

    async def run(self) -> None:
        """Work whenever woken, until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                async for _ in self._work():
                    for follower in self._then:
                        follower.wake()
                    await asyncio.sleep(0)
            except StorageError as error:
                log.error("work", worker=self._name, error=str(error))
            except Exception:
                # A bug of ours: silence would be worse, and the other workers go on.
                log.exception("work", worker=self._name)
