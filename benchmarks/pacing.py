"""Ten thousand Telegram chats at the limits that Telegram documents, in simulated time.

    python -m benchmarks.pacing [--chats 10000] [--messages 2] [--reserve 0.03] [--jitter 0.01]

The outbox itself sends: `bot.deliver.Deliverer` with `bot.pace`, on an event loop whose clock
jumps to the next thing that happens instead of waiting for it. Behind it is an outbox kept in
memory, and a platform that counts every message over sliding windows when it gets there, some
milliseconds after it left, and refuses what is too much with 429. A fifth of the chats are groups,
and some of these get more than a group may in a minute.
"""

import argparse
import asyncio
import heapq
import random
import selectors
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))

from benchmarks import corpora
from bot import logs
from bot.chats.errors import Wait
from bot.chats.telegram.adapter import LIMITS, RESERVE
from bot.deliver import Deliverer
from bot.pace import Pace
from fakes.botapi_limits import Flood, FloodLimits
from storage.model import Address, Delivery, DeliveryState

EPOCH = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
LATENCY = 0.04
"""Seconds from us to the platform, and as many back."""
BUSY_GROUPS, BUSY_MESSAGES = 50, 60
AIM = 0.02
"""What may be missing from the limit."""


class Jumping(selectors.DefaultSelector):  # type: ignore[misc,valid-type]
    """A selector that does not wait: its clock jumps."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        """Give what is ready; when nothing is, let the time pass that was to be waited."""
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("everybody waits, and nothing will happen")
            self.now += max(timeout, 0.0)
        return list(ready)


@dataclass
class Outbox:
    """What the outbox asks of its store, in memory: one transaction is as good as another."""

    queues: dict[int, deque[Delivery]] = field(default_factory=dict)
    heads: list[tuple[int, int]] = field(default_factory=list)
    later: list[tuple[datetime, int, int]] = field(default_factory=list)
    sent: int = 0

    def put(self, chat: int, number: int, id_: int, *, group: bool) -> None:
        """Queue a message."""
        address = Address("telegram", "1", str(chat))
        one = Delivery(
            id_, id_, chat, address, f"story:{number}", "alert", 0, 1,
            DeliveryState.QUEUED, {}, EPOCH, EPOCH, group=group,
        )  # fmt: skip
        queue = self.queues.setdefault(chat, deque())
        queue.append(one)
        if len(queue) == 1:
            heapq.heappush(self.heads, (id_, chat))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SimpleNamespace]:
        """Give what the deliverer calls a transaction."""
        yield SimpleNamespace(deliveries=self, commit=self._commit)

    async def _commit(self) -> None: ...

    async def recover(self, *_: object) -> int:
        """Nobody died before."""
        return 0

    async def claim(
        self, _platform: str, _account: str, now: datetime, limit: int,
        exclude: Collection[int] = (),
    ) -> tuple[Delivery, ...]:  # fmt: skip
        """Take the earliest open message of each chat that may get one."""
        while self.later and self.later[0][0] <= now:
            _, id_, chat = heapq.heappop(self.later)
            heapq.heappush(self.heads, (id_, chat))
        taken: list[Delivery] = []
        passed: list[tuple[int, int]] = []
        while self.heads and len(taken) < limit:
            head = heapq.heappop(self.heads)
            if head[1] in exclude:
                passed.append(head)
            else:
                one = self.queues[head[1]][0]
                taken.append(replace(one, attempts=one.attempts + 1))
        for head in passed:
            heapq.heappush(self.heads, head)
        return tuple(taken)

    async def sent_all(self, messages: Mapping[int, str], _now: datetime) -> None:
        """Forget what arrived; the next of its chat is open."""
        self.sent += len(messages)
        for place in messages.values():
            chat = int(place)
            self.queues[chat].popleft()
            if self.queues[chat]:
                heapq.heappush(self.heads, (self.queues[chat][0].id, chat))

    async def retry(self, id_: int, not_before: datetime, _error: str) -> None:
        """Keep a message for later."""
        chat = next(chat for chat, queue in self.queues.items() if queue and queue[0].id == id_)
        heapq.heappush(self.later, (not_before, id_, chat))


@dataclass
class Platform:
    """Counts what gets there, and refuses what is too much."""

    flood: Flood
    dice: random.Random
    jitter: float
    platform: str = "telegram"
    account: str = "1"

    @classmethod
    def on(cls, loop: asyncio.AbstractEventLoop, jitter: float) -> Self:
        """Set one up that reads a loop's clock."""
        return cls(Flood(FloodLimits(), loop.time), random.Random(1), jitter)

    async def send(self, delivery: Delivery) -> str:
        """Take a message, or ask to wait; both ways take their time."""
        await asyncio.sleep(LATENCY + self.dice.uniform(0, self.jitter))
        wait = self.flood.admit(delivery.chat, group=delivery.group)
        await asyncio.sleep(LATENCY)
        if wait is not None:
            raise Wait(wait)
        return str(delivery.chat)


def main() -> int:
    """Measure and print a table; 1 when the limit was passed or not reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=2, help="to each chat")
    parser.add_argument("--reserve", type=float, default=RESERVE, help="seconds, of bot.pace")
    parser.add_argument("--jitter", type=float, default=0.01, help="seconds on the way, at most")
    chosen = parser.parse_args()
    logs.configure("critical", "text")
    selector = Jumping()
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.now  # type: ignore[method-assign]
    outbox, platform = _filled(chosen.chats, chosen.messages), Platform.on(loop, chosen.jitter)
    wanted = sum(map(len, outbox.queues.values()))
    begin = time.perf_counter()
    simulated = loop.run_until_complete(_run(loop, outbox, platform, chosen.reserve, wanted))
    took = time.perf_counter() - begin
    ideal = wanted / FloodLimits().overall.messages  # type: ignore[union-attr]
    missing = 1 - ideal / simulated
    sys.stdout.write(
        f"python -m benchmarks.pacing --chats {chosen.chats} --messages {chosen.messages} "
        f"--reserve {chosen.reserve:g} --jitter {chosen.jitter:g}; {datetime.now(UTC):%Y-%m-%d}\n\n"
    )
    rows = [
        ("messages", str(outbox.sent), str(wanted)),
        ("simulated seconds", f"{simulated:.1f}", f"{ideal:.1f}"),
        ("messages a second", f"{wanted / simulated:.2f}", "30"),
        ("missing from the limit", f"{missing:.1%}", f"{AIM:.0%}"),
        ("refused with 429", str(platform.flood.refused), "0"),
        ("seconds it took", f"{took:.0f}", ""),
    ]
    sys.stdout.write(corpora.table(("question", "measured", "aim"), rows))
    return int(missing > AIM or platform.flood.refused > 0)


def _filled(chats: int, messages: int) -> Outbox:
    outbox = Outbox()
    id_ = 0
    for number in range(BUSY_MESSAGES):
        for chat in range(0, min(5 * BUSY_GROUPS, chats), 5):
            id_ += 1
            outbox.put(chat, number, id_, group=True)
    for number in range(messages):
        for chat in range(chats):
            id_ += 1
            outbox.put(chat, BUSY_MESSAGES + number, id_, group=chat % 5 == 0)
    return outbox


async def _run(
    loop: asyncio.AbstractEventLoop,
    outbox: Outbox,
    platform: Platform,
    reserve: float,
    wanted: int,
) -> float:
    """Send everything; gives the simulated seconds that it took."""

    def clock() -> datetime:
        return EPOCH + timedelta(seconds=loop.time())

    deliverer = Deliverer(outbox, platform, clock, Pace(LIMITS, reserve))  # type: ignore[arg-type]
    begin = loop.time()
    running = asyncio.create_task(deliverer.run())
    while outbox.sent < wanted and not running.done():  # noqa: ASYNC110 (time jumps here)
        await asyncio.sleep(0.05)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return loop.time() - begin


if __name__ == "__main__":
    raise SystemExit(main())
