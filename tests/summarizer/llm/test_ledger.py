"""Accounts: no ceiling is passed, however many calls run side by side, and nothing is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import OverBudget
from summarizer.llm.budget import Limits, Spent, admit, period
from summarizer.llm.ledger import Call, MemoryLedger, Outcome, Reservation
from summarizer.llm.prices import Count
from summarizer.llm.task import Task

NOW = datetime(2024, 2, 29, 23, 30, tzinfo=UTC)


class Clock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def call(reservation: Reservation, cost: float) -> Call:
    return Call(
        at=reservation.at,
        task=Task.BRIEF,
        model="small",
        count=Count(10, 0, 5),
        cost=cost,
        seconds=1.0,
        outcome=Outcome.OK,
        chat=reservation.chat,
    )


async def test_a_reservation_holds_its_money_until_it_is_settled():
    ledger = MemoryLedger(Limits(day=1.0), Clock())
    held = await ledger.reserve(0.7, None)
    with pytest.raises(OverBudget):
        await ledger.reserve(0.4, None)
    await ledger.settle(held, call(held, 0.1))
    assert ledger.spent().day == pytest.approx(0.1)
    await ledger.reserve(0.9, None)


async def test_settling_twice_counts_once():
    ledger = MemoryLedger(Limits(), Clock())
    held = await ledger.reserve(1.0, 5)
    await ledger.settle(held, call(held, 0.5))
    await ledger.settle(held, call(held, 0.5))
    assert ledger.spent(5) == Spent(0.5, 0.5, 0.5, 0.5)
    assert len(ledger.calls) == 1


@pytest.mark.parametrize(
    ("limits", "ceiling", "until"),
    [
        (Limits(day=1.0), "day", datetime(2024, 3, 1, tzinfo=UTC)),
        (Limits(month=1.0), "month", datetime(2024, 3, 1, tzinfo=UTC)),
        (Limits(chat_day=1.0), "chat_day", datetime(2024, 3, 1, tzinfo=UTC)),
        (Limits(day=9.0, chat_month=1.0), "chat_month", datetime(2024, 3, 1, tzinfo=UTC)),
    ],
    ids=["day", "month", "chat's day", "chat's month"],
)
async def test_the_ceiling_that_is_reached_is_named_with_its_end(
    limits: Limits, ceiling: str, until: datetime
):
    ledger = MemoryLedger(limits, Clock())
    with pytest.raises(OverBudget) as failure:
        await ledger.reserve(1.01, 7)
    assert (failure.value.ceiling, failure.value.until) == (ceiling, until)


async def test_a_chats_ceiling_binds_that_chat_alone():
    ledger = MemoryLedger(Limits(chat_day=1.0), Clock())
    held = await ledger.reserve(1.0, 1)
    await ledger.settle(held, call(held, 1.0))
    await ledger.reserve(1.0, 2)
    await ledger.reserve(50.0, None)
    with pytest.raises(OverBudget):
        await ledger.reserve(0.01, 1)


async def test_a_new_day_opens_the_day_and_a_new_month_the_month():
    clock = Clock(datetime(2024, 2, 28, 12, tzinfo=UTC))
    ledger = MemoryLedger(Limits(day=1.0, month=1.5), clock)
    held = await ledger.reserve(1.0, 3)
    await ledger.settle(held, call(held, 1.0))
    clock.now += timedelta(days=1)
    with pytest.raises(OverBudget) as failure:
        await ledger.reserve(0.8, 3)
    assert failure.value.ceiling == "month"
    clock.now += timedelta(days=1)
    held = await ledger.reserve(1.0, 3)
    await ledger.settle(held, call(held, 1.0))
    assert ledger.spent(3) == Spent(1.0, 1.0, 1.0, 1.0)


async def test_a_call_over_midnight_is_paid_by_the_day_it_began():
    clock = Clock()
    ledger = MemoryLedger(Limits(), clock)
    held = await ledger.reserve(1.0, None)
    clock.now += timedelta(hours=1)
    await ledger.settle(held, call(held, 1.0))
    assert ledger.spent() == Spent()


async def test_calls_from_before_a_restart_count():
    first = MemoryLedger(Limits(day=1.0), Clock())
    held = await first.reserve(0.9, 4)
    await first.settle(held, call(held, 0.9))
    second = MemoryLedger(Limits(day=1.0), Clock(), past=first.calls)
    assert second.spent(4) == first.spent(4)
    with pytest.raises(OverBudget):
        await second.reserve(0.2, None)


@given(
    limit=st.floats(0.1, 5.0),
    steps=st.lists(
        st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.booleans(), st.integers(1, 3)),
        max_size=40,
    ),
)
async def test_whatever_is_reserved_and_settled_no_ceiling_is_passed(
    limit: float, steps: list[tuple[float, float, bool, int]]
):
    """Costs are at most what was reserved; a settled call may come any time later."""
    ledger = MemoryLedger(Limits(day=limit, chat_day=limit / 2), Clock())
    held: list[tuple[Reservation, float]] = []
    for amount, share, settle, chat in steps:
        try:
            held.append((await ledger.reserve(amount, chat), amount * share))
        except OverBudget:
            assert ledger.spent(chat).day + amount > limit or (
                ledger.spent(chat).chat_day + amount > limit / 2
            )
        if settle and held:
            reservation, cost = held.pop(0)
            await ledger.settle(reservation, call(reservation, cost))
        assert ledger.spent().day <= limit
        assert all(ledger.spent(each).chat_day <= limit / 2 for each in (1, 2, 3))


@given(st.integers(0, 7_000_000_000))
def test_every_moment_lies_in_its_day_and_month(seconds: int):
    moment = datetime.fromtimestamp(seconds, UTC)
    found = period(moment)
    assert found.month <= found.day <= moment < found.next_day <= found.next_month
    assert found.next_day - found.day == timedelta(days=1)
    assert found.next_month.day == 1
    assert (found.next_month - timedelta(days=1)).month == moment.month


def test_only_a_ceiling_stops_what_is_asked():
    """The same sum passes without one, and not below one."""
    spent = Spent(1e9, 1e9, 1e9, 1e9)
    admit(Limits(), spent, 1e9, NOW, chat=True)
    with pytest.raises(OverBudget):
        admit(Limits(day=1.0), spent, 1e9, NOW, chat=True)


def test_a_ceiling_of_nothing_lets_only_what_is_free_pass():
    admit(Limits(day=0.0), Spent(), 0.0, NOW, chat=False)
    with pytest.raises(OverBudget):
        admit(Limits(day=0.0), Spent(), 1e-9, NOW, chat=False)
