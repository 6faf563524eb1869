"""Carries what is queued to the chats: each message once, in order, no faster than allowed.

`react` decides, from what came of an attempt, what becomes of the delivery; it is pure. The
`Deliverer` does: claim, send, record. Whatever is claimed is marked as being sent before its
request leaves, so a crash leaves a trace and never a silent loss.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.chats.errors import Blocked, ChatError, Moved, Refused, ReplyLost, Wait
from bot.chats.port import Adapter, Editing
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

AHEAD_SECONDS = 0.25
"""How early messages are claimed, so that each leaves in the moment that the limits allow it."""

CHAT_RESTS = "another topic of its chat came first"
"""Why a message that was taken up is put back."""

GATHER_SECONDS = 0.005
"""How long more requests may come back before what came of them is recorded together."""

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


Failure = Retry | Doubt | GiveUp | Pause | Follow
Reaction = Sent | Failure


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
        pace: keeps the platform's limits, by the platform's id of a chat: the topics of a forum
            share what their chat may get.
    """

    def __init__(
        self, store: Store, adapter: Adapter, clock: Callable[[], datetime], pace: Pace[str]
    ) -> None:
        self._store = store
        self._adapter = adapter
        self._clock = clock
        self._pace = pace
        self._news = asyncio.Event()
        self._under_way: dict[asyncio.Task[str | ChatError], Delivery] = {}
        self._known: dict[str, set[int]] = {}  # ids of our chats by the platform's, of late

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
                await self._gather()

    async def step(self) -> int:
        """Record what has come back and send what may leave now.

        Returns:
            How many requests it started.
        """
        done = {task: self._under_way[task] for task in self._under_way if task.done()}
        now = self._clock()
        seconds = now.timestamp()
        room = self._pace.room(
            seconds + AHEAD_SECONDS, IN_FLIGHT - len(self._under_way) + len(done)
        )
        if not done and not room:
            return 0
        busy = {one.address.chat for task, one in self._under_way.items() if task not in done}
        resting = busy | self._pace.resting(seconds)
        self._known = {chat: ids for chat, ids in self._known.items() if chat in resting}
        async with self._store.writing() as tx:
            await self._record(
                tx, {one.id: (one, task.result()) for task, one in done.items()}, now
            )
            claimed: tuple[Delivery, ...] = ()
            if room:
                claimed = await tx.deliveries.claim(
                    self._adapter.platform,
                    self._adapter.account,
                    now,
                    room,
                    exclude=set().union(*self._known.values()),
                )
                claimed = await self._one_each(tx, claimed, resting, now)
            await tx.commit()
        for task in done:
            del self._under_way[task]
        claimed_at = self._clock().timestamp()
        for delivery in claimed:
            chat = delivery.address.chat
            leaves = self._pace.reserve(chat, group=delivery.group, now=claimed_at)
            self._under_way[asyncio.create_task(self._send(delivery, leaves))] = delivery
        return len(claimed)

    async def _one_each(
        self, tx: Transaction, claimed: Sequence[Delivery], resting: AbstractSet[str], now: datetime
    ) -> tuple[Delivery, ...]:
        """Keep one message for each chat of the platform that may get one, put back the others."""
        taken, kept = set(resting), []
        for delivery in claimed:
            chat = delivery.address.chat
            self._known.setdefault(chat, set()).add(delivery.chat)
            if chat in taken:
                wait = self._pace.free(chat, now.timestamp()) - now.timestamp()
                await tx.deliveries.retry(delivery.id, now + timedelta(seconds=wait), CHAT_RESTS)
            else:
                kept.append(delivery)
            taken.add(chat)
        return tuple(kept)

    async def _send(self, delivery: Delivery, leaves: float) -> str | ChatError:
        """Send at the moment that is reserved for it."""
        early = leaves - self._clock().timestamp()
        if early > 0:
            await asyncio.sleep(early)
        with self._pace.away(delivery.address.chat, leaves, lambda: self._clock().timestamp()):
            return await self._request(delivery)

    async def _request(self, delivery: Delivery) -> str | ChatError:
        try:
            if delivery.edits is not None and isinstance(self._adapter, Editing):
                await self._adapter.edit(delivery.address, delivery.edits, delivery.payload)
                return delivery.edits
            # A correction whose message is not known, or cannot be changed, comes as a new one.
            return await self._adapter.send(delivery)
        except ChatError as error:
            return error
        except Exception as error:
            # A bug of ours must not stop the others' news. Nobody knows how far it came.
            log.exception("deliver.bug", delivery=delivery.id)
            return ReplyLost(f"{type(error).__name__} while sending")

    async def _record(
        self,
        tx: Transaction,
        outcomes: Mapping[int, tuple[Delivery, str | ChatError]],
        now: datetime,
    ) -> None:
        arrived: dict[int, str] = {}
        for id_, (delivery, outcome) in outcomes.items():
            reaction = react(delivery, outcome, now)
            if isinstance(reaction, Sent):
                arrived[id_] = reaction.message
            else:
                await self._record_failure(tx, delivery, reaction, now)
        await tx.deliveries.sent_all(arrived, now)

    async def _record_failure(
        self, tx: Transaction, delivery: Delivery, reaction: Failure, now: datetime
    ) -> None:
        log.warning("deliver.failed", delivery=delivery.id, reaction=type(reaction).__name__)
        match reaction:
            case Retry(at, error, hold):
                if hold:
                    self._pace.hold(delivery.address.chat, at.timestamp())
                await tx.deliveries.retry(delivery.id, at, error)
            case Doubt(again, error):
                await tx.deliveries.unknown(delivery.id, error, again)
            case GiveUp(error):
                await _end(tx, delivery, error, now)
            case Pause(error):
                await _end(tx, delivery, error, now)
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
        opens = self._pace.opens(now) - AHEAD_SECONDS - now
        news = asyncio.create_task(self._news.wait())
        waiting = {news, *self._under_way}
        timeout = min(IDLE_SECONDS, opens) if opens > 0 else IDLE_SECONDS
        try:
            await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # Not awaited: to suppress its end would also suppress our own being told to stop.
            news.cancel()
        await self._gather()

    async def _gather(self) -> None:
        """Let more requests come back: to record many takes hardly longer than to record one."""
        if len(self._under_way) > 1 and any(task.done() for task in self._under_way):
            await asyncio.wait(self._under_way, timeout=GATHER_SECONDS)


async def _end(tx: Transaction, delivery: Delivery, error: str, now: datetime) -> None:
    """Give a delivery up. One that was in doubt stays so: its first attempt may have arrived."""
    if delivery.retried_unknown:
        await tx.deliveries.unknown(delivery.id, error, None)
    else:
        await tx.deliveries.dead(delivery.id, error, now)


async def _block(tx: Transaction, chat_id: int, now: datetime) -> None:
    """Keep the chat and its settings, but send it nothing until it comes back with /start."""
    if chat := await tx.chats.get(chat_id):
        await tx.chats.save(replace(chat, state=ChatState.BLOCKED))
    await tx.deliveries.cancel(chat_id, now)
