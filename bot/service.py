"""The running bot: its roles in one process, from start to a graceful stop."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol

import structlog

from bot import web
from bot.app import App
from bot.chats.hook import Hooked
from bot.chats.port import Adapter
from bot.deliver import Deliverer
from bot.pace import Pace, Paced
from bot.pipeline import is_local
from bot.schedule import Ticker
from storage.errors import StorageError

log = structlog.get_logger()

ROLES = ("ticker", "chat")
"""What a process can do: look what is due, and talk in chats (their one sender included)."""

RESERVE_SECONDS = 0.05
"""Added to a platform's windows: its clock is not ours."""


class Step(Protocol):
    """Reports progress of a long work."""

    def __call__(self, done: int = 1, total: int | None = None) -> None:
        """Say that `done` more are finished, out of `total` if that is known."""
        ...


class Service:
    """The bot at work.

    Args:
        app: everything, wired.
        roles: some of `ROLES`.
    """

    def __init__(self, app: App, roles: frozenset[str]) -> None:
        self._app = app
        self._roles = roles
        self._deliverers: list[Deliverer] = []
        self._at_work = asyncio.Lock()

    async def prepare(self, step: Step) -> None:
        """Read the feeds that lie on this machine, so that the first question finds articles.

        Those of the network come with the first tick: nobody waits for a slow publisher.
        """
        if "ticker" not in self._roles:
            return
        local = [feed for feed in await self._app.pipeline.claim_due() if is_local(feed.url)]
        async for polled in self._app.pipeline.poll(local):
            if polled.error:
                log.error("feed", url=polled.feed.url, error=polled.error)
        async for count in self._app.pipeline.cluster():
            step(count)
        async for _ in self._app.pipeline.brief():
            step()
        await self._app.announcer.spread()

    async def run(self) -> None:
        """Work until the chats end, or until the process is told to stop.

        Raises:
            BadConfiguration: the web port cannot be had.
        """
        async with AsyncExitStack() as stack:
            settings = self._app.settings
            if settings.web.port is not None:
                await stack.enter_async_context(
                    web.serving(settings.web.host, settings.web.port, self._health, self._posted())
                )
            if "ticker" in self._roles:
                await stack.enter_async_context(self._ticking(settings.schedule.tick_seconds))
            adapters = self._app.adapters if "chat" in self._roles else ()
            await stack.enter_async_context(self._sending(adapters))
            await _until_stopped([adapter.run(self._app.listener) for adapter in adapters])

    async def tick(self) -> None:
        """Look once what is due, and do it; what fails is logged and waits for the next tick.

        One that comes while another is at work, as the timer's may beside the first, does nothing.
        """
        if self._at_work.locked():
            return
        async with self._at_work:
            await self._look()

    async def _look(self) -> None:
        try:
            async for polled in self._app.pipeline.poll(await self._app.pipeline.claim_due()):
                if polled.error:
                    log.warning("feed", url=polled.feed.url, error=polled.error)
            async for _ in self._app.pipeline.cluster():
                await asyncio.sleep(0)
            async for _ in self._app.pipeline.brief():
                await asyncio.sleep(0)
            await self._app.corrector.correct()
            await self._app.announcer.spread()
            await self._app.announcer.compose()
            await self._app.digests.queue_due()
        except StorageError as error:
            log.error("tick", error=str(error))
        except Exception:
            log.exception("tick")
        for deliverer in self._deliverers:
            deliverer.wake()

    @asynccontextmanager
    async def _ticking(self, seconds: float) -> AsyncIterator[None]:
        ticker = Ticker(self.tick, seconds)
        ticker.start()
        first = asyncio.create_task(self.tick())
        try:
            yield
        finally:
            ticker.close()
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)

    @asynccontextmanager
    async def _sending(self, adapters: Sequence[Adapter]) -> AsyncIterator[None]:
        self._deliverers = [
            Deliverer(self._app.store, adapter, self._app.clock, _pace_of(adapter))
            for adapter in adapters
        ]
        tasks = [asyncio.create_task(deliverer.run()) for deliverer in self._deliverers]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _posted(self) -> dict[str, web.Handler]:
        """Give who takes what platforms post to us, by path."""
        if "chat" not in self._roles:
            return {}
        hooks = [one.webhook for one in self._app.adapters if isinstance(one, Hooked)]
        return {hook.path: hook.handle for hook in hooks if hook}

    async def _health(self) -> str | None:
        try:
            async with self._app.store.reading() as tx:
                await tx.articles.oldest()
        except StorageError as error:
            return str(error)
        return None


def _pace_of(adapter: Adapter) -> Pace[str]:
    return adapter.pace if isinstance(adapter, Paced) else Pace(adapter.limits, RESERVE_SECONDS)


async def _until_stopped(talks: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Wait for the chats to end; without any, or on SIGTERM, until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        loop.add_signal_handler(signal.SIGTERM, stop.set)
    stopped = asyncio.create_task(stop.wait())
    tasks = [asyncio.create_task(talk) for talk in talks]
    try:
        if not tasks:
            await stopped
            return
        while tasks and not stopped.done():
            done, _ = await asyncio.wait({stopped, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopped}:
                task.result()
            tasks = [task for task in tasks if task not in done]
    finally:
        for task in (stopped, *tasks):
            task.cancel()
        await asyncio.gather(stopped, *tasks, return_exceptions=True)
