"""Usage: money set aside for calls under way, so that no ceiling is passed."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fakes.news import NOW
from storage.model import Address, ChatKind, Usage
from storage.store import Store
from storage.usage import LAPSE
from summarizer.errors import OverBudget
from summarizer.llm.budget import Limits, Spent

CALL = Usage(NOW, "brief", "llm", "small", 100, 40, 10, 0.25, 1.5, "ok")
LIMITS = Limits(day=1.0, month=2.0, chat_day=0.5)


async def reserve(store: Store, amount: float, chat: int | None = None, at: datetime = NOW) -> int:
    async with store.writing() as tx:
        number = await tx.usage.reserve(amount, chat, LIMITS, at)
        await tx.commit()
    return number


async def settle(store: Store, reservation: int, call: Usage) -> bool:
    async with store.writing() as tx:
        stood = await tx.usage.settle(reservation, call)
        await tx.commit()
    return stood


async def counted(store: Store, chat: int | None = None, at: datetime = NOW) -> Spent:
    async with store.reading() as tx:
        return await tx.usage.counted(chat, at)


async def someone(store: Store) -> int:
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        await tx.commit()
    return chat.id


async def test_what_is_reserved_counts_until_it_is_settled_and_then_what_it_cost(store: Store):
    first = await reserve(store, 0.75)
    with pytest.raises(OverBudget) as refused:
        await reserve(store, 0.5)
    assert refused.value.ceiling == "day"
    assert await settle(store, first, CALL)
    await reserve(store, 0.75)
    assert await counted(store) == Spent(day=1.0, month=1.0)


async def test_fifty_calls_at_once_do_not_pass_the_ceiling_together(database_url: str):
    async with Store(database_url) as one, Store(database_url) as two:

        async def call(store: Store) -> float:
            try:
                number = await reserve(store, 0.05)
            except OverBudget:
                return 0.0
            await settle(store, number, replace(CALL, cost=0.04))
            return 0.04

        spent = await asyncio.gather(*(call(store) for store in (one, two) * 25))
        async with one.reading() as tx:
            (day,) = await tx.usage.totals(NOW, NOW + timedelta(days=1), "day")
        assert day.cost == pytest.approx(sum(spent))
        assert day.calls >= 20  # as many as fit, whoever comes first
        assert day.cost <= 1.0


async def test_fifty_calls_under_way_hold_no_more_than_the_ceiling(database_url: str):
    async with Store(database_url) as store:
        got = await asyncio.gather(
            *(reserve(store, 0.07) for _ in range(50)), return_exceptions=True
        )
        assert sum(isinstance(one, int) for one in got) == 14  # 15 x 0.07 would be 1.05
        assert all(isinstance(one, int | OverBudget) for one in got)


async def test_a_chat_has_a_ceiling_of_its_own(store: Store):
    chat = await someone(store)
    await reserve(store, 0.4, chat)
    with pytest.raises(OverBudget) as refused:
        await reserve(store, 0.2, chat)
    assert refused.value.ceiling == "chat_day"
    await reserve(store, 0.2)
    spent = await counted(store, chat)
    assert (spent.chat_day, spent.chat_month) == (0.4, 0.4)
    assert (spent.day, spent.month) == pytest.approx((0.6, 0.6))


async def test_the_day_and_month_of_the_reservation_pay(store: Store):
    eve = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
    after = eve + timedelta(seconds=2)
    number = await reserve(store, 1.0, at=eve)
    await reserve(store, 1.0, at=after)
    assert await settle(store, number, replace(CALL, at=after))
    assert await counted(store, at=after) == Spent(day=1.0, month=1.0)


async def test_a_reservation_is_settled_once(store: Store):
    number = await reserve(store, 0.5)
    assert await settle(store, number, CALL)
    assert not await settle(store, number, CALL)
    assert (await counted(store)).day == CALL.cost


async def test_what_a_dead_process_left_lapses_and_its_number_is_never_anothers(store: Store):
    left = await reserve(store, 1.0, at=NOW - LAPSE - timedelta(seconds=1))
    assert await reserve(store, 1.0) > left
    assert not await settle(store, left, CALL)
    assert await counted(store) == Spent(day=1.0, month=1.0)


async def test_a_call_of_a_chat_that_was_forgotten_meanwhile_is_kept_without_it(store: Store):
    chat = await someone(store)
    before = await reserve(store, 0.1, chat)
    async with store.writing() as tx:
        await tx.chats.forget(chat)
        await tx.commit()
    after = await reserve(store, 0.1, chat)
    for number in (before, after):
        assert await settle(store, number, replace(CALL, chat=chat))
    async with store.reading() as tx:
        (total,) = await tx.usage.totals(NOW, NOW + timedelta(days=1), "chat")
    assert (total.key, total.calls) == ("", 2)


async def test_what_is_under_way_joins_the_chat_that_another_became(store: Store):
    old, new = Address("t", "", "1"), Address("t", "", "-1001")
    async with store.writing() as tx:
        kept, _ = await tx.chats.open(old, ChatKind.GROUP, "", NOW)
        other, _ = await tx.chats.open(new, ChatKind.GROUP, "", NOW)
        await tx.usage.reserve(0.1, other.id, LIMITS, NOW)
        await tx.chats.moved(old, new)
        assert (await tx.usage.counted(kept.id, NOW)).chat_day == 0.1
