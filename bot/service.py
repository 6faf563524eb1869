"""The running bot: its roles in one process, from start to a graceful stop."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any, Protocol

import structlog

from bot import web
from bot.app import App
from bot.chats.hook import Route, Routed
from bot.chats.port import Adapter, Alone, Manifold
from bot.deliver import Deliverer
from bot.metrics import CONTENT_TYPE, METRICS_PATH
from bot.pace import Pace, Paced
from bot.pipeline import is_local
from bot.schedule import Ticker
from bot.workers import Worker
from storage.errors import StorageError

log = structlog.get_logger()

ROLES = ("ticker", "chat")
"""What a process can do: look what is due, and talk in chats (their one sender included)."""

AGAIN_SECONDS = 2.0
"""After the database was out of reach."""

STAFF_SECONDS = 2.0
"""How often an adapter with many accounts is asked for them."""

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
                    web.serving(settings.web.host, settings.web.port, self._health, self._routes())
                )
            if "ticker" in self._roles:
                await stack.enter_async_context(self._ticking(settings.schedule.tick_seconds))
            adapters = self._app.adapters if "chat" in self._roles else ()
            await stack.enter_async_context(self._sending(adapters))
            await _until_stopped([self._listen(adapter) for adapter in adapters])

    def wake(self) -> None:
        """Have what is queued sent."""
        for deliverer in self._deliverers:
            deliverer.wake()

    def _workers(self) -> tuple[Worker, ...]:
        """Give who does the work that is not talking; each wakes those whom it makes work for."""
        alerts = Worker("alerts", self._alert, [self])
        words = Worker("wordings", self._app.announcer.word, [alerts])
        corrections = Worker("corrections", self._correct, [self])
        briefs = Worker("briefs", self._app.pipeline.brief, [alerts, words, corrections])
        return (
            Worker("feeds", self._gather, [briefs]),
            briefs,
            corrections,
            alerts,
            words,
            Worker("digests", self._digest, [self]),
            Worker("embeddings", self._app.embedding.run),
        )

    async def _gather(self) -> AsyncIterator[object]:
        """Poll the feeds that are due, then put into stories what they brought, together."""
        async for polled in self._app.pipeline.poll(await self._app.pipeline.claim_due()):
            if polled.error:
                log.warning("feed", url=polled.feed.url, error=polled.error)
        async for count in self._app.pipeline.cluster():
            yield count

    async def _correct(self) -> AsyncIterator[object]:
        yield await self._app.corrector.correct()

    async def _alert(self) -> AsyncIterator[object]:
        await self._app.announcer.spread()
        yield await self._app.announcer.compose()

    async def _digest(self) -> AsyncIterator[object]:
        yield await self._app.digests.queue_due()

    @asynccontextmanager
    async def _ticking(self, seconds: float) -> AsyncIterator[None]:
        """Have the workers look what is due, now and every so often."""
        workers = self._workers()

        async def look() -> None:
            for worker in workers:
                worker.wake()

        tasks = [asyncio.create_task(worker.run()) for worker in workers]
        ticker = Ticker(look, seconds)
        ticker.start()
        await look()
        try:
            yield
        finally:
            ticker.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    @asynccontextmanager
    async def _sending(self, adapters: Sequence[Adapter]) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(
                self._staff(one) if isinstance(one, Manifold) else self._deliver(one)
            )
            for one in adapters
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, adapter: Adapter) -> None:
        """Carry what is queued for one account, for as long as it is there."""
        while True:
            deliverer = Deliverer(self._app.store, adapter, self._app.clock, _pace_of(adapter))
            self._deliverers.append(deliverer)
            try:
                await self._alone(f"sending as {_account(adapter)}", deliverer.run)
            except Exception:
                # A bug of ours; silence would be worse. What it had under way is in doubt.
                log.exception("deliver.ended", platform=adapter.platform, account=adapter.account)
                await asyncio.sleep(AGAIN_SECONDS)
            finally:
                self._deliverers.remove(deliverer)

    async def _staff(self, manifold: Manifold) -> None:
        """Carry what is queued for every account that is there, as they come and go."""
        at_work: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                try:
                    senders = {one.account: one for one in await manifold.senders()}
                except StorageError as error:
                    log.error("senders", error=str(error))
                else:
                    for account in at_work.keys() - senders.keys():
                        at_work.pop(account).cancel()
                    for account in senders.keys() - at_work.keys():
                        at_work[account] = asyncio.create_task(self._deliver(senders[account]))
                await asyncio.sleep(STAFF_SECONDS)
        finally:
            for task in at_work.values():
                task.cancel()
            await asyncio.gather(*at_work.values(), return_exceptions=True)

    async def _listen(self, adapter: Adapter) -> None:
        """Have everything answered that is said to an account, in one process where need be."""
        listen = partial(adapter.run, self._app.listener)
        if isinstance(adapter, Alone) and adapter.alone:
            await self._alone(f"listening as {_account(adapter)}", listen)
        else:
            await listen()

    async def _alone(self, office: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do what one process at a time may do on this database, as soon as no other does it."""
        while True:
            log.info("waiting to lead", office=office)
            try:
                async with self._app.store.leading(office) as held:
                    log.info("leading", office=office)
                    if await _before(held.lost(), work()):
                        return
            except StorageError as error:
                log.error("leading", office=office, error=str(error))
                await asyncio.sleep(AGAIN_SECONDS)

    async def _metrics(self) -> bytes:
        """Write what a monitor reads."""
        return await self._app.metrics.text(self._app.store, self._app.clock())

    def _routes(self) -> list[Route]:
        """Give what monitors and platforms ask of us over the web port."""
        metrics = web.page(METRICS_PATH, CONTENT_TYPE, self._metrics)
        if "chat" not in self._roles:
            return [metrics]
        return [
            metrics,
            *(
                route
                for adapter in self._app.adapters
                if isinstance(adapter, Routed)
                for route in adapter.routes
            ),
        ]

    async def _health(self) -> str | None:
        try:
            async with self._app.store.reading() as tx:
                await tx.articles.oldest()
        except StorageError as error:
            return str(error)
        return None


def _account(adapter: Adapter) -> str:
    return f"{adapter.platform} {adapter.account}".strip()


async def _before(end: Coroutine[Any, Any, None], work: Coroutine[Any, Any, None]) -> bool:
    """Work until something else ends; whether the work was finished before."""
    tasks = [asyncio.create_task(work), asyncio.create_task(end)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if finished := tasks[0].done():
            tasks[0].result()
        return finished
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


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
