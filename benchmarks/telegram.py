"""How fast one story reaches many Telegram chats, and at what cost of CPU.

    python -m benchmarks.telegram [--chats 3000] [--limits]

A fake Bot API runs in a process of its own. Three ways to send are timed one after the other, so
that their ratios mean something on a busy machine: the SDK alone with its own transport, the
adapter's sending alone, and the whole outbox (database, pacing, adapter). With `--limits` only the
outbox, at the limits that Telegram documents, which the fake enforces; at thirty messages a second
10,000 chats take 334 seconds at best.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from telegram import Bot
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest

from bot import logs
from bot.chats.port import Limits
from bot.chats.telegram.adapter import LIMITS, RESERVE, TelegramAdapter
from bot.chats.telegram.options import Options
from bot.chats.telegram.render import render
from bot.deliver import IN_FLIGHT, Deliverer
from bot.pace import Pace
from bot.post import to_json
from bot.presence import StoredPresence
from fakes.botapi import TOKEN, FakeBotApi
from fakes.botapi_limits import UNLIMITED, FloodLimits
from fakes.recent import RecentMemory
from fakes.telegrambot import brief_post
from storage.model import Address, ChatKind, Delivery, DeliveryState, Outgoing
from storage.store import Store

ACCOUNT = TOKEN.partition(":")[0]
FIRST = 1001
"""Id of the first person of a fake; the others count on."""

AIM = 0.7
"""What part of the bare SDK's messages a second the whole outbox is to reach."""

Send = Callable[[int], Awaitable[object]]


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def serve(chats: int, limits: FloodLimits, pipe: Connection) -> None:
    """Run the fake: tells its port, and when asked how many messages came and were refused."""

    async def main() -> None:
        async with FakeBotApi(limits) as api:
            for number in range(chats):
                api.world.private(api.world.person(str(number)))
            pipe.send(api.port)
            while not await asyncio.to_thread(pipe.poll, 3600):
                pass
            pipe.recv()
            sent = sum(len(api.of_bot(chat)) for chat in api.world.chats.values())
            pipe.send((sent, api.flood.refused))

    asyncio.run(main())


class Fake:
    """The fake in its own process."""

    def __init__(self, chats: int, limits: FloodLimits) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(
            target=serve, args=(chats, limits, theirs)
        )
        self._process.start()
        self.url = f"http://127.0.0.1:{self._pipe.recv()}"

    def close(self) -> tuple[int, int]:
        """End it; gives how many messages arrived and how many requests were refused."""
        self._pipe.send("end")
        counted: tuple[int, int] = self._pipe.recv()
        self._process.join()
        return counted


async def side_by_side(send: Send, chats: int) -> None:
    """Send one message to each chat, as many at once as the outbox has under way."""
    slots = asyncio.Semaphore(IN_FLIGHT)

    async def one(number: int) -> None:
        async with slots:
            await send(FIRST + number)

    await asyncio.gather(*(one(number) for number in range(chats)))


async def sdk(url: str, chats: int) -> tuple[float, float]:
    """The SDK with its own transport, in a loop."""
    html = str(render(brief_post())[0]["html"])
    async with Bot(TOKEN, f"{url}/bot", request=HTTPXRequest(IN_FLIGHT)) as bot:
        begin = time.perf_counter(), time.process_time()
        await side_by_side(lambda id_: bot.send_message(id_, html, ParseMode.HTML), chats)
        return time.perf_counter() - begin[0], time.process_time() - begin[1]


async def adapter_alone(url: str, chats: int) -> tuple[float, float]:
    """What the outbox calls, without the outbox."""
    payload = render(brief_post())[0]
    async with _adapter(url, None) as adapter:

        def send(id_: int) -> Awaitable[str]:
            address = Address("telegram", ACCOUNT, str(id_))
            return adapter.send(
                Delivery(id_, 1, 1, address, "x", "alert", 0, 1, DeliveryState.SENDING, payload,
                         now(), now())
            )  # fmt: skip

        begin = time.perf_counter(), time.process_time()
        await side_by_side(send, chats)
        return time.perf_counter() - begin[0], time.process_time() - begin[1]


async def outbox(url: str, chats: int, limits: Limits) -> tuple[float, float]:
    """The whole way from the queue: claim, pace, send, record."""
    with tempfile.TemporaryDirectory() as folder:
        async with Store(f"sqlite:///{folder}/bench.db") as store:
            await store.upgrade()
            await _queue(store, chats)
            async with _adapter(url, store) as adapter:
                deliverer = Deliverer(store, adapter, now, Pace(limits, RESERVE))
                begin = time.perf_counter(), time.process_time()
                task = asyncio.create_task(deliverer.run())
                while await _open(store):  # noqa: ASYNC110 - another task empties it
                    await asyncio.sleep(0.1)
                spent = time.perf_counter() - begin[0], time.process_time() - begin[1]
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                return spent


@contextlib.asynccontextmanager
async def _adapter(url: str, store: Store | None) -> AsyncIterator[TelegramAdapter]:
    presence = StoredPresence(store, now)  # type: ignore[arg-type] # nobody blocks or moves here
    async with TelegramAdapter(Options(TOKEN, url), RecentMemory(), presence) as adapter:
        yield adapter


async def _queue(store: Store, chats: int) -> None:
    post = brief_post()
    async with store.writing() as tx:
        outgoing = []
        for number in range(chats):
            address = Address("telegram", ACCOUNT, str(FIRST + number))
            chat, _ = await tx.chats.open(address, ChatKind.PRIVATE, "", now())
            outgoing.append(
                Outgoing(chat.id, "story:1", "alert", render(post), to_json(post), {}, (), now())
            )
        await tx.deliveries.queue(outgoing, now())
        await tx.commit()


async def _open(store: Store) -> int:
    async with store.reading() as tx:
        counts = await tx.deliveries.counts()
    return sum(counts.get(state, 0) for state in (DeliveryState.QUEUED, DeliveryState.SENDING))


@dataclass(frozen=True, slots=True)
class Measured:
    """What one way of sending took.

    Attributes:
        seconds: by the clock.
        cpu: seconds of the sending process.
        arrived: messages that the fake has.
        refused: requests that it answered with 429.
    """

    seconds: float
    cpu: float
    arrived: int
    refused: int


def measured(way: Callable[[str], Awaitable[tuple[float, float]]], fake: Fake) -> Measured:
    """Send by one way, and end the fake."""
    seconds, cpu = asyncio.run(_run(way(fake.url)))
    return Measured(seconds, cpu, *fake.close())


def row(name: str, chats: int, took: Measured) -> str:
    """Give a row of the table."""
    return (
        f"| {name} | {took.seconds:.1f} | {chats / took.seconds:.0f} | {took.cpu:.1f} "
        f"| {chats / took.cpu:.0f} | {took.arrived} | {took.refused} |"
    )


def freely(chats: int) -> None:
    """Measure the three ways, and how the outbox stands to the SDK alone."""
    ways: dict[str, Callable[[str], Awaitable[tuple[float, float]]]] = {
        "SDK alone": lambda url: sdk(url, chats),
        "adapter alone": lambda url: adapter_alone(url, chats),
        "whole outbox": lambda url: outbox(url, chats, Limits()),
    }
    took: dict[str, Measured] = {}
    for name, way in ways.items():
        took[name] = measured(way, Fake(chats, UNLIMITED))
        print(row(name, chats, took[name]), flush=True)
    bare, whole = took["SDK alone"], took["whole outbox"]
    print("\n| whole outbox / SDK alone | measured | aim |\n| --- | --- | --- |")
    print(f"| messages a second | {bare.seconds / whole.seconds:.2f} | {AIM} |")
    print(f"| messages a CPU second | {bare.cpu / whole.cpu:.2f} |  |")


def limited(chats: int) -> None:
    """Measure the outbox at Telegram's limits."""
    took = measured(lambda url: outbox(url, chats, LIMITS), Fake(chats, FloodLimits()))
    print(row("whole outbox, limits kept", chats, took), flush=True)
    assert LIMITS.overall is not None
    least = chats * LIMITS.overall.seconds / LIMITS.overall.messages
    print("\n| at the limits | measured | aim |\n| --- | --- | --- |")
    print(f"| messages a second | {chats / took.seconds:.1f} | {chats / least:.0f} |")
    print(f"| refused with 429 | {took.refused} | 0 |")


def main() -> None:
    """Run the benchmark that the command line names."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chats", type=int, default=3000)
    options.add_argument("--limits", action="store_true")
    chosen = options.parse_args()
    logs.configure("error", "text")
    print(f"One message to each of {chosen.chats:,} chats.\n")
    print("| way | seconds | a second | CPU seconds | a CPU second | arrived | refused |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    (limited if chosen.limits else freely)(chosen.chats)


async def _run(way: Awaitable[tuple[float, float]]) -> tuple[float, float]:
    return await way


if __name__ == "__main__":
    main()
