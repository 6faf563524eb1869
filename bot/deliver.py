"""Carries what is queued to the chats: each message once, in order, no faster than allowed.

`react` decides, from what came of an attempt, what becomes of the delivery; it is pure. The
`Deliverer` does: claim, send, record. Whatever is claimed is marked as being sent before its
request leaves, so a crash leaves a trace and never a silent loss.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.chats.errors import Blocked, ChatError, Moved, Refused, ReplyLost, Wait
from bot.chats.port import Adapter
from bot.pace import Pace
from storage.errors import StorageError
from storage.model import Address, ChatState, Delivery
from storage.store import Store, Transaction

log = structlog.get_logger()

IN_FLIGHT = 64
"""Requests under way at once; a crash leaves at most so many in doubt."""

BACKOFF_FIRST, BACKOFF_LAST = timedelta(seconds=2), timedelta(minutes=15)
"""Between attempts that surely did not arrive: doubling, from the first to the last."""

UNKNOWN_AFTER = timedelta(minutes=1)
"""When a delivery whose fate is unknown gets its one more attempt."""

GIVE_UP_AFTER = timedelta(hours=24)
"""What could not be sent by then is dead, and the operator hears: old news is no news."""

IDLE_SECONDS = 1.0
"""How often the queue is looked at unasked: other processes queue, too."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived, as this message of the platform."""

    message: str


@dataclass(frozen=True, slots=True)
class Retry:
    """It surely did not arrive; again at this time. `hold` keeps the whole chat waiting."""

    at: datetime
    error: str
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Nobody knows; one more attempt at `again`, or none any more."""

    again: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It will never arrive."""

    error: str


@dataclass(frozen=True, slots=True)
class Pause:
    """The chat does not want or cannot get anything."""

    error: str


@dataclass(frozen=True, slots=True)
class Follow:
    """The chat lives at another address now."""

    address: Address


Reaction = Sent | Retry | Doubt | GiveUp | Pause | Follow


def react(delivery: Delivery, outcome: str | ChatError, now: datetime) -> Reaction:
    """Decide what becomes of a delivery.

    Args:
        delivery: as claimed, this attempt counted.
        outcome: the platform's id of the message, or what went wrong.
        now: when the outcome was known.
    """
    if isinstance(outcome, str):
        return Sent(outcome)
    error = str(outcome)
    match outcome:
        case Moved():
            return Follow(outcome.address)
        case Blocked():
            return Pause(error)
        case Refused():
            return GiveUp(error)
        case ReplyLost():
            return Doubt(None if delivery.retried_unknown else now + UNKNOWN_AFTER, error)
    if now - delivery.created >= GIVE_UP_AFTER:
        return GiveUp(f"given up after {GIVE_UP_AFTER}: {error}")
    if isinstance(outcome, Wait):
        return Retry(now + timedelta(seconds=outcome.seconds), error, hold=True)
    doubled = BACKOFF_FIRST * 2 ** min(delivery.attempts - 1, 16)
    return Retry(now + min(doubled, BACKOFF_LAST), error)


class Deliverer:
    """The one sender of an account.

    Args:
        adapter: of the account.
        clock: gives the time, aware and in UTC.
        pace: keeps the platform's limits.
    """

    def __init__(
        self, store: Store, adapter: Adapter, clock: Callable[[], datetime], pace: Pace[int]
    ) -> None:
        self._store = store
        self._adapter = adapter
        self._clock = clock
        self._pace = pace
        self._news = asyncio.Event()
        self._under_way: dict[asyncio.Task[str | ChatError], Delivery] = {}

    def wake(self) -> None:
        """Say that something was queued."""
        self._news.set()

    async def run(self) -> None:
        """Send until cancelled; what is under way then is in doubt and gets one more attempt."""
        await self._recover()
        try:
            while True:
                try:
                    await self.step()
                except StorageError as error:
                    # Nothing is lost: what was claimed is in doubt, the rest still queued.
                    log.error("deliver.storage", error=str(error))
                    await asyncio.sleep(IDLE_SECONDS)
                await self._rest()
        finally:
            for task in self._under_way:
                task.cancel()

    async def drain(self) -> None:
        """Send until nothing is due any more; for one look at the queue rather than a service."""
        await self._recover()
        while await self.step() or self._under_way:
            if self._under_way:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)

    async def step(self) -> int:
        """Record what has come back and send what may leave now.

        Returns:
            How many requests it started.
        """
        done = {task: self._under_way[task] for task in self._under_way if task.done()}
        now = self._clock()
        seconds = now.timestamp()
        room = self._pace.room(seconds, IN_FLIGHT - len(self._under_way) + len(done))
        if not done and not room:
            return 0
        busy = {delivery.chat for task, delivery in self._under_way.items() if task not in done}
        async with self._store.writing() as tx:
            for task, delivery in done.items():
                await self._record(tx, delivery, task.result(), now)
            claimed: tuple[Delivery, ...] = ()
            if room:
                claimed = await tx.deliveries.claim(
                    self._adapter.platform,
                    self._adapter.account,
                    now,
                    room,
                    exclude={*busy, *self._pace.resting(seconds)},
                )
            await tx.commit()
        for task in done:
            del self._under_way[task]
        for delivery in claimed:
            self._pace.left(delivery.chat, group=delivery.group, now=seconds)
            self._under_way[asyncio.create_task(self._send(delivery))] = delivery
        return len(claimed)

    async def _send(self, delivery: Delivery) -> str | ChatError:
        try:
            return await self._adapter.send(delivery)
        except ChatError as error:
            return error
        except Exception as error:
            # A bug of ours must not stop the others' news. Nobody knows how far it came.
            log.exception("deliver.bug", delivery=delivery.id)
            return ReplyLost(f"{type(error).__name__} while sending")

    async def _record(
        self, tx: Transaction, delivery: Delivery, outcome: str | ChatError, now: datetime
    ) -> None:
        reaction = react(delivery, outcome, now)
        if not isinstance(reaction, Sent):
            log.warning("deliver.failed", delivery=delivery.id, reaction=type(reaction).__name__)
        match reaction:
            case Sent(message):
                await tx.deliveries.sent(delivery.id, message, now)
            case Retry(at, error, hold):
                if hold:
                    self._pace.hold(delivery.chat, at.timestamp())
                await tx.deliveries.retry(delivery.id, at, error)
            case Doubt(again, error):
                await tx.deliveries.unknown(delivery.id, error, again)
            case GiveUp(error):
                await tx.deliveries.dead(delivery.id, error, now)
            case Pause(error):
                await tx.deliveries.dead(delivery.id, error, now)
                await _block(tx, delivery.chat, now)
            case Follow(address):
                await tx.chats.moved(delivery.address, address)
                await tx.deliveries.retry(delivery.id, now, "the chat moved")

    async def _recover(self) -> None:
        now = self._clock()
        async with self._store.writing() as tx:
            count = await tx.deliveries.recover(
                self._adapter.platform, self._adapter.account, now, now + UNKNOWN_AFTER
            )
            await tx.commit()
        if count:
            log.warning("deliver.recovered", in_doubt=count)

    async def _rest(self) -> None:
        """Wait until a request came back, something was queued, or the limits allow more."""
        self._news.clear()
        now = self._clock().timestamp()
        opens = self._pace.opens(now) - now
        news = asyncio.create_task(self._news.wait())
        waiting = {news, *self._under_way}
        timeout = min(IDLE_SECONDS, opens) if opens > 0 else IDLE_SECONDS
        await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        news.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await news


async def _block(tx: Transaction, chat_id: int, now: datetime) -> None:
    """Keep the chat and its settings, but send it nothing until it comes back with /start."""
    if chat := await tx.chats.get(chat_id):
        await tx.chats.save(replace(chat, state=ChatState.BLOCKED))
    await tx.deliveries.cancel(chat_id, now)
