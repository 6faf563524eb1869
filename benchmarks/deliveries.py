"""How fast the outbox carries messages when nothing limits it, beside the bare client in a loop.

    python -m benchmarks.deliveries [--chats 3000] [--rounds 3]

A chat platform runs in a process of its own. Its client is called in a loop, as many requests
under way at once as the outbox has; then the outbox sends the same text to the same chats with the
same client: claimed, sent, recorded. The two take turns, so that their ratio means something on a
busy machine; the median of the rounds is told, on both databases.
"""

import argparse
import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))

from benchmarks import corpora
from bot.chats.port import Limits
from bot.deliver import IN_FLIGHT, Deliverer
from bot.pace import Pace
from fakes.chatserver import ChatServer, ServerAdapter
from fakes.postgres import Postgres
from storage.model import Address, ChatKind, Delivery, DeliveryState, Outgoing
from storage.store import Store

TEXT = "Harbour workers in Norvik ended their strike on Tuesday after 12 days. " * 6
AIM = 0.7
"""Of what the bare client does."""


@dataclass(slots=True)
class Rates:
    """Messages a second, one for each round."""

    bare: list[float] = field(default_factory=list)
    outbox: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """What the outbox leaves of the bare client's speed."""
        return median(ours / bare for ours, bare in zip(self.outbox, self.bare, strict=True))


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chats", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _platform() as url:
        places = {"SQLite": f"sqlite:///{folder}/tellal.db"}
        with Postgres() as server:
            database = server.create()
            places["PostgreSQL"] = server.url(database)

            def analyze(name: str) -> None:
                if name == "PostgreSQL":  # as autovacuum would, which rests in this server
                    server.execute("VACUUM ANALYZE", database)

            measured = {
                name: asyncio.run(
                    _measured(place, url, arguments.chats, arguments.rounds, partial(analyze, name))
                )
                for name, place in places.items()
            }
    rows = [
        (
            name,
            f"{median(rates.bare):.0f}",
            f"{median(rates.outbox):.0f}",
            f"{rates.share:.2f}",
            f"{AIM:g}",
        )
        for name, rates in measured.items()
    ]
    command = f"python -m benchmarks.deliveries --chats {arguments.chats}"
    sys.stdout.write(f"{command} --rounds {arguments.rounds}; {datetime.now(UTC):%Y-%m-%d}\n\n")
    sys.stdout.write(
        corpora.table(("database", "bare client, 1/s", "outbox, 1/s", "share", "aim"), rows)
    )
    return 0


@contextmanager
def _platform() -> Iterator[str]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    theirs.close()  # so that its early end is noticed
    try:
        yield str(ours.recv())
    finally:
        ours.send("end")
        process.join()


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        async with ChatServer() as server:
            pipe.send(server.url)
            await asyncio.to_thread(pipe.recv)

    asyncio.run(serve())


async def _measured(
    place: str, url: str, chats: int, rounds: int, analyze: Callable[[], None]
) -> Rates:
    rates = Rates()
    async with Store(place) as store, ServerAdapter(url) as adapter:
        await store.upgrade()
        for number in range(rounds):
            await _queue(store, chats, number)
            analyze()
            rates.bare.append(chats / await _bare(adapter, chats))
            begin = time.perf_counter()
            await Deliverer(store, adapter, _now, Pace(Limits())).drain()
            rates.outbox.append(chats / (time.perf_counter() - begin))
        async with store.reading() as tx:
            counts = await tx.deliveries.counts()
        if counts != {DeliveryState.SENT: chats * rounds}:
            raise RuntimeError(f"not all were sent: {counts}")
    return rates


async def _bare(adapter: ServerAdapter, chats: int) -> float:
    now = _now()
    left = iter(range(chats))

    async def one_after_the_other() -> None:
        for number in left:
            address = Address("fake", "", str(number))
            await adapter.send(
                Delivery(
                    number, 1, number, address, "x", "alert", 0, 1,
                    DeliveryState.SENDING, {"text": TEXT}, now, now,
                )
            )  # fmt: skip

    begin = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
    return time.perf_counter() - begin


async def _queue(store: Store, chats: int, number: int) -> None:
    now = _now()
    parts = ({"text": TEXT},)
    async with store.writing() as tx:
        ids = [
            (await tx.chats.open(Address("fake", "", str(chat)), ChatKind.PRIVATE, "", now))[0].id
            for chat in range(chats)
        ]
        await tx.deliveries.queue(
            [
                Outgoing(chat, f"story:{number}", "alert", parts, {}, {}, (), now)
                for chat in ids
            ],
            now,
        )  # fmt: skip
        await tx.commit()


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    raise SystemExit(main())
