"""Usage: what calls to models cost, summed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fakes.news import NOW
from storage.model import Address, ChatKind, Usage, UsageTotal
from storage.store import Store

CALL = Usage(
    at=datetime(2026, 11, 23, 23, 59, tzinfo=UTC),
    task="brief",
    engine="llm",
    model="small",
    tokens_in=100,
    tokens_cached=40,
    tokens_out=10,
    cost=0.25,
    seconds=1.5,
    outcome="ok",
)


async def test_calls_are_summed_by_day_task_model_and_chat(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        await tx.usage.add(CALL)
        failed = replace(CALL, at=NOW, task="answer", outcome="timeout", chat=chat.id)
        await tx.usage.add(failed)
        await tx.usage.add(replace(failed, model="large", outcome="ok", cost=0.5))
        since, until = NOW - timedelta(days=7), NOW + timedelta(days=1)
        days = await tx.usage.totals(since, until, "day")
        assert days == (
            UsageTotal("2026-11-23", 1, 0, 100, 40, 10, 0.25, 1.5),
            UsageTotal("2026-11-24", 2, 1, 200, 80, 20, 0.75, 3.0),
        )
        for by, keys in {
            "task": ["answer", "brief"],
            "model": ["large", "small"],
            "chat": ["", str(chat.id)],
        }.items():
            assert [total.key for total in await tx.usage.totals(since, until, by)] == keys


async def test_the_span_begins_with_its_first_and_ends_before_its_last_moment(store: Store):
    async with store.writing() as tx:
        await tx.usage.add(CALL)
        day = timedelta(days=1)
        assert len(await tx.usage.totals(CALL.at, CALL.at + day, "day")) == 1
        assert await tx.usage.totals(CALL.at - day, CALL.at, "day") == ()


async def test_what_a_chat_has_spent_counts_all_its_topics_since_a_time(store: Store):
    async with store.writing() as tx:
        for chat in (("-1", ""), ("-1", "7"), ("-2", "")):
            opened, _ = await tx.chats.open(Address("t", "", *chat), ChatKind.GROUP, "", NOW)
            await tx.usage.add(replace(CALL, at=NOW, chat=opened.id))
            await tx.usage.add(replace(CALL, chat=opened.id))
        assert await tx.usage.spent(Address("t", "", "-1"), NOW) == 0.5
        assert await tx.usage.spent(Address("t", "", "-1"), CALL.at) == 1.0
        assert await tx.usage.spent(Address("t", "", "-3"), CALL.at) == 0.0
