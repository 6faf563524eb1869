"""The stored accounts: what they refuse, what they do when they cannot be written."""

from datetime import timedelta

import pytest

from bot.ledger import StoredLedger
from fakes.news import NOW
from storage.store import Store
from summarizer.errors import EngineUnavailable, OverBudget
from summarizer.llm.budget import Limits
from summarizer.llm.ledger import Call, Outcome, Reservation
from summarizer.llm.prices import Count
from summarizer.llm.task import Task

CALL = Call(NOW, Task.ANSWER, "small", Count(100, 40, 10), 0.25, 1.5, Outcome.CUT, None, 1)


def ledger(store: Store) -> StoredLedger:
    return StoredLedger(store, Limits(day=1.0), lambda: NOW)


async def test_what_was_spent_is_still_known_to_whoever_opens_the_accounts_next(
    store: Store, another: Store
):
    accounts = ledger(store)
    await accounts.settle(await accounts.reserve(0.9, None), CALL)
    await ledger(another).reserve(0.75, None)
    with pytest.raises(OverBudget, match="is reached: 1"):
        await ledger(another).reserve(0.5, None)


async def test_a_call_is_written_down_as_it_was(store: Store):
    accounts = ledger(store)
    await accounts.settle(await accounts.reserve(0.9, None), CALL)
    async with store.reading() as tx:
        (total,) = await tx.usage.totals(NOW, NOW + timedelta(days=1), "task")
    assert (total.key, total.calls, total.failed, total.cost) == ("answer", 1, 1, 0.25)
    assert (total.tokens_in, total.tokens_cached, total.tokens_out) == (100, 40, 10)


async def test_without_accounts_nothing_is_spent_and_what_is_paid_is_used(empty_url: str):
    async with Store(empty_url) as unprepared:  # it has no tables, so every sentence fails
        accounts = ledger(unprepared)
        with pytest.raises(EngineUnavailable, match="accounts cannot be kept"):
            await accounts.reserve(0.1, None)
        await accounts.settle(Reservation(1, 0.1, None, NOW), CALL)
