"""Many briefs at half the price: ordered, remembered as JSON, collected, settled."""

import pytest

from fakes.modelscripts import REFUSES, honest
from fakes.modelserver import ModelServer
from fakes.modelwords import Able, Asked, Fails, Says
from fakes.strike import PRICES, Make, article, story
from summarizer.errors import EngineFailed, EngineMisconfigured, OverBudget
from summarizer.llm.batch import from_json, to_json
from summarizer.llm.budget import Limits

A = story(article("a", body="One thing happened in Norvik."), key=1)
B = story(article("b", body="Another thing happened in Norvik."), key=2)
C = story(article("c", body="A third thing happened in Norvik."), key=3)
STORIES = {each.id: each for each in (A, B, C)}
ORDERED = [(A, "en"), (B, "tr"), (C, "en")]


@pytest.fixture
def offering(server: ModelServer) -> ModelServer:
    server.able = Able(batches=True)
    return server


async def test_a_batch_brings_the_same_drafts_as_calls_at_half_the_price(
    make: Make, offering: ModelServer
):
    engine, ledger = make()
    ticket = from_json(to_json(await engine.batches.order(ORDERED)))
    assert await engine.batches.collect(ticket, STORIES) is None
    offering.work_off(ticket.id)
    collected = await engine.batches.collect(ticket, STORIES)
    assert collected is not None
    assert not collected.failed
    assert collected.drafts[1] == await engine.brief(A)
    assert collected.drafts[2] == await engine.brief(B, "tr")
    batched, whole = ledger.calls[:3], ledger.calls[3:]
    assert sum(call.cost for call in batched[:2]) == pytest.approx(
        sum(call.cost for call in whole) / 2
    )
    assert ledger.spent().day == pytest.approx(sum(call.cost for call in ledger.calls))


async def test_what_a_batch_may_cost_is_reserved_until_it_is_collected(
    make: Make, offering: ModelServer
):
    engine, ledger = make()
    ticket = await engine.batches.order(ORDERED)
    held = ledger.spent().day
    assert held == pytest.approx(sum(order.reservation.amount for order in ticket.orders))
    offering.work_off(ticket.id)
    await engine.batches.collect(ticket, STORIES)
    assert ledger.spent().day == pytest.approx(offering.cost(PRICES.read, PRICES.written) / 2)
    assert ledger.spent().day < held


async def test_what_does_not_fit_is_not_ordered(make: Make, offering: ModelServer):
    engine, ledger = make()
    one = (await engine.batches.order(ORDERED[:1])).orders[0].reservation.amount
    engine, ledger = make(limits=Limits(day=2.2 * one))
    assert len((await engine.batches.order(ORDERED)).orders) == 2
    with pytest.raises(OverBudget):
        await engine.batches.order(ORDERED)
    assert ledger.spent().day <= 2.2 * one


async def test_what_fails_in_a_batch_is_named_and_the_rest_kept(make: Make, offering: ModelServer):
    def script(asked: Asked) -> Says | Fails:
        if "Another" in asked.text:
            return REFUSES
        return Fails(500) if "third" in asked.text else honest(asked)

    offering.script = script
    engine, ledger = make()
    ticket = await engine.batches.order(ORDERED)
    offering.work_off(ticket.id)
    collected = await engine.batches.collect(ticket, STORIES)
    assert collected is not None
    assert [*collected.drafts] == [1]
    assert "refuses" in collected.failed[2]
    assert "HTTP 500" in collected.failed[3]
    assert len(ledger.calls) == 3


async def test_a_story_that_changed_meanwhile_gets_no_old_brief(make: Make, offering: ModelServer):
    engine, _ = make()
    ticket = await engine.batches.order(ORDERED)
    offering.work_off(ticket.id)
    newer = {**STORIES, 1: story(article("a"), key=1, version=2)}
    del newer[2]
    collected = await engine.batches.collect(ticket, newer)
    assert collected is not None
    assert [*collected.drafts] == [3]
    assert [*collected.failed] == [1, 2]


async def test_an_endpoint_without_batches_says_so_and_keeps_nothing(make: Make):
    engine, ledger = make()
    with pytest.raises(EngineMisconfigured, match="takes no batch"):
        await engine.batches.order(ORDERED)
    assert ledger.spent().day == 0


async def test_a_batch_that_nobody_knows_is_a_failure_of_ours(make: Make, offering: ModelServer):
    engine, _ = make()
    ticket = await engine.batches.order(ORDERED[:1])
    offering.batches.clear()
    with pytest.raises(EngineFailed):
        await engine.batches.collect(ticket, STORIES)
