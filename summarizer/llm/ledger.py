"""The accounts of calls to a model: what may be spent is reserved before, what was is written down.

A reservation holds the most that a call can cost until the call is settled, so calls that run side
by side cannot pass a ceiling together. What a call cost that nobody knows (a time-out, a line that
broke) is settled at its reservation: the endpoint may well charge for it.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Protocol

from summarizer.llm.budget import Limits, Spent, admit, period
from summarizer.llm.prices import Count
from summarizer.llm.task import Task


class Outcome(StrEnum):
    """What became of a call."""

    OK = "ok"
    REFUSED = "refused"
    CUT = "cut"
    INVALID = "invalid"
    TIMEOUT = "timeout"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a model and what became of it; a retry is a call of its own.

    Attributes:
        at: when it began, in UTC.
        count: as the endpoint told; the most it can have been where it did not.
        cost: in the price list's currency.
        seconds: until the last byte, or until it failed.
        chat: whose budget paid, None for nobody's.
        retries: how many attempts at the same thing went before.
    """

    at: datetime
    task: Task
    model: str
    count: Count
    cost: float
    seconds: float
    outcome: Outcome
    chat: int | None = None
    retries: int = 0


@dataclass(frozen=True, slots=True)
class Reservation:
    """Money set aside for a call under way.

    Attributes:
        id: unique in its ledger.
        amount: the most that the call can cost.
        chat: whose budget pays, None for nobody's.
        at: when it was set aside, in UTC; its day and month are those that pay.
    """

    id: int
    amount: float
    chat: int | None
    at: datetime


class Ledger(Protocol):
    """Who keeps the accounts.

    `reserve` adds up what is spent and what is reserved, asks `budget.admit`, and sets the amount
    aside, all as one step that no other call can come between.
    """

    async def reserve(self, amount: float, chat: int | None) -> Reservation:
        """Set money aside for a call.

        Raises:
            summarizer.errors.OverBudget: it does not fit below the ceilings.
        """
        ...

    async def settle(self, reservation: Reservation, call: Call) -> None:
        """Write a call down and give back what it did not need; once for each reservation."""
        ...


class MemoryLedger:
    """Accounts in memory: for one process, and as the model of one that stores them.

    Args:
        limits: the ceilings.
        clock: gives the time in UTC.
        past: calls of this month that were made before, so that a restart forgets nothing.
        kept: how many calls are remembered one by one; the sums count all.
    """

    def __init__(
        self,
        limits: Limits,
        clock: Callable[[], datetime],
        past: Iterable[Call] = (),
        kept: int = 10_000,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._days: defaultdict[tuple[datetime, int | None], float] = defaultdict(float)
        self._months: defaultdict[tuple[datetime, int | None], float] = defaultdict(float)
        self._open: dict[int, Reservation] = {}
        self._ids = count(1)
        self._calls: deque[Call] = deque(maxlen=kept)
        for call in past:
            self._write(call, call.at)

    @property
    def calls(self) -> tuple[Call, ...]:
        """The latest calls, oldest first."""
        return tuple(self._calls)

    def spent(self, chat: int | None = None) -> Spent:
        """Give what the running day and month have spent and reserved, in all and by one chat."""
        now = period(self._clock())
        month = [held for held in self._open.values() if held.at >= now.month]
        day = [held for held in month if held.at >= now.day]
        whole = Spent(
            day=self._days.get((now.day, None), 0.0) + _sum(day),
            month=self._months.get((now.month, None), 0.0) + _sum(month),
        )
        if chat is None:
            return whole
        return replace(
            whole,
            chat_day=self._days.get((now.day, chat), 0.0) + _sum(day, chat),
            chat_month=self._months.get((now.month, chat), 0.0) + _sum(month, chat),
        )

    async def reserve(self, amount: float, chat: int | None) -> Reservation:
        """Set money aside; nothing is awaited, so no other call can come between."""
        now = self._clock()
        admit(self._limits, self.spent(chat), amount, now, chat=chat is not None)
        reservation = Reservation(next(self._ids), amount, chat, now)
        self._open[reservation.id] = reservation
        return reservation

    async def settle(self, reservation: Reservation, call: Call) -> None:
        """Write a call down and give back what it did not need."""
        if self._open.pop(reservation.id, None) is not None:
            self._write(call, reservation.at)

    def _write(self, call: Call, at: datetime) -> None:
        then, now = period(at), period(self._clock())
        for sums, start, current in (
            (self._days, then.day, now.day),
            (self._months, then.month, now.month),
        ):
            for key in [key for key in sums if key[0] < current]:
                del sums[key]
            for whose in {None, call.chat}:
                if start >= current:
                    sums[start, whose] += call.cost
        self._calls.append(call)


def _sum(held: Iterable[Reservation], chat: int | None = None) -> float:
    return sum(one.amount for one in held if chat is None or one.chat == chat)
