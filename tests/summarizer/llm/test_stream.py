"""Answers that are read while they are written."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.modelscripts import DOWN, NO_JSON, REFUSES, honest, in_turn, stating
from fakes.modelserver import ModelServer
from fakes.modelwords import Able, Fails, Raw, Says
from fakes.strike import PRICES, Make, article, asking
from summarizer.errors import (
    EngineFailed,
    EngineIncoherent,
    EngineRefused,
    EngineUnavailable,
    OverBudget,
)
from summarizer.llm import schema
from summarizer.llm.budget import Limits
from summarizer.llm.growing import Grower
from summarizer.llm.ledger import Outcome
from summarizer.llm.options import Patience
from summarizer.llm.passages import Line, Numbered
from summarizer.llm.schema import StatementsReply
from summarizer.model import Citation, Claim

TWO = stating(("Holm signed the agreement.", [3]), ("Wages rise [5] by 4.5 percent.", [5]))


async def collect(growing: AsyncIterator[Claim]) -> list[Claim]:
    return [claim async for claim in growing]


async def test_a_stream_gives_the_statements_with_their_citations(make: Make, server: ModelServer):
    server.script = TWO
    engine, ledger = make()
    claims = await collect(engine.stream(*asking(chat=3), [article()]))
    assert [claim.text for claim in claims] == [
        "Holm signed the agreement.",
        "Wages rise by 4.5 percent.",
    ]
    assert [claim.citations[0].sentence for claim in claims] == [2, 4]
    (call,) = ledger.calls
    assert (call.outcome, call.chat) == (Outcome.OK, 3)
    assert call.cost == pytest.approx(server.cost(PRICES.read, PRICES.written))


async def test_each_claim_comes_as_soon_as_its_statement_is_complete(
    make: Make, server: ModelServer
):
    script = stating(("Holm signed the agreement.", [3]), (" and ".join(["Wages rise"] * 30), [5]))
    server.script = lambda asked: Says(script(asked).content, pace=0.01)
    engine, _ = make()
    stream = engine.stream(*asking(), [article()])
    first = await anext(stream)
    assert first.text == "Holm signed the agreement."
    assert server.under_way == 1
    await stream.aclose()


async def test_no_statement_streams_nothing(make: Make, server: ModelServer):
    server.script = stating()
    engine, _ = make()
    assert await collect(engine.stream(*asking(), [article()])) == []
    assert await collect(engine.stream(*asking(), [])) == []
    assert len(server.asked) == 1


async def test_a_statement_with_a_link_never_becomes_a_claim_nor_shows_its_link(
    make: Make, server: ModelServer
):
    server.script = stating(("Get it at https://evil.example now.", [1]), ("Wages rise.", [5]))
    engine, _ = make()
    claims = await collect(engine.stream(*asking(), [article()]))
    assert [claim.text for claim in claims] == ["Wages rise."]


@pytest.mark.parametrize(
    "able",
    [
        Able(stream_usage=False),
        Able(schema="refuse"),
        Able(schema="refuse", json="refuse", temperature=False),
        Able(usage=False),
    ],
    ids=["no count", "no schema", "next to nothing", "never counts"],
)
async def test_a_stream_learns_what_the_endpoint_can_do(
    make: Make, server: ModelServer, able: Able
):
    server.able = able
    engine, ledger = make()
    claims = await collect(engine.stream(*asking(), [article()]))
    assert claims
    before = len(server.asked)
    await collect(engine.stream(*asking(), [article()]))
    assert len(server.asked) == before + 1
    cost = sum(call.cost for call in ledger.calls)
    assert cost >= server.cost(PRICES.read, PRICES.written) - 1e-12


async def test_a_stream_that_fails_before_its_first_word_is_tried_again(
    make: Make, server: ModelServer
):
    server.script = in_turn(DOWN, honest)
    engine, ledger = make()
    claims = await collect(engine.stream(*asking(), [article()]))
    assert claims
    assert [call.retries for call in ledger.calls] == [0, 1]


async def test_a_stream_that_breaks_later_is_a_failure_and_charged_in_full(
    make: Make, server: ModelServer
):
    server.script = lambda asked: Says(honest(asked).content, broken_after=6)
    engine, ledger = make()
    with pytest.raises(EngineUnavailable):
        await collect(engine.stream(*asking(), [article()]))
    assert len(server.asked) == 1
    (call,) = ledger.calls
    assert call.outcome is Outcome.ERROR
    assert call.count.written == 800


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (REFUSES, EngineRefused),
        (NO_JSON, EngineIncoherent),
        (Says('{"statements": [{"text": "Cut off in the mid', finish="length"), EngineIncoherent),
        (Says('{"statements": [{"text": "Ends too early'), EngineIncoherent),
        (Says('{"statements": [', finish="content_filter"), EngineRefused),
        (Fails(400, "blocked", "content_filter"), EngineRefused),
        (Raw(b"data: {broken\n\n", "text/event-stream"), EngineIncoherent),
        (Raw(b'data: {"error": {"message": "gone", "code": 503}}\n\n', "text/event-stream"),
         EngineUnavailable),
        (Raw(b"", "text/event-stream"), EngineIncoherent),
    ],
    ids=["refusal", "no json", "cut", "unfinished", "filtered", "filter", "broken", "error",
         "empty"],
)  # fmt: skip
async def test_what_goes_wrong_in_a_stream_is_one_of_our_errors(
    make: Make, server: ModelServer, answer: object, error: type[EngineFailed]
):
    server.script = in_turn(answer)
    engine, ledger = make()
    with pytest.raises(error):
        await collect(engine.stream(*asking(), [article()]))
    assert len(ledger.calls) == len(server.asked)


async def test_a_stream_that_stalls_is_given_up(make: Make, server: ModelServer):
    server.script = lambda asked: Says(honest(asked).content, pace=1.0)
    engine, ledger = make(patience=Patience(attempt=0.2, urgent=5, retries=0))
    with pytest.raises(EngineUnavailable):
        await collect(engine.stream(*asking(), [article()]))
    assert [call.outcome for call in ledger.calls] == [Outcome.TIMEOUT]


async def test_a_stream_that_drips_is_given_up_as_a_whole(make: Make, server: ModelServer):
    server.script = lambda asked: Says(honest(asked).content, pace=0.05, pieces=1)
    engine, ledger = make(patience=Patience(attempt=5, urgent=0.3, retries=0))
    with pytest.raises(EngineUnavailable):
        await collect(engine.stream(*asking(), [article()]))
    assert [call.outcome for call in ledger.calls] == [Outcome.TIMEOUT]


async def test_a_stream_that_never_ends_is_broken_off(make: Make, server: ModelServer):
    server.script = in_turn(Says('{"statements": [' + " " * 150_000, pieces=9_000))
    engine, _ = make(thinking=1_000_000)
    with pytest.raises(EngineIncoherent, match="does not end"):
        await collect(engine.stream(*asking(), [article()]))


async def test_a_reader_who_leaves_settles_the_stream(make: Make, server: ModelServer):
    server.script = lambda asked: Says(honest(asked).content, pace=0.05)
    engine, ledger = make()
    stream = engine.stream(*asking(), [article()])
    async for _ in stream:
        break
    await stream.aclose()
    (call,) = ledger.calls
    assert call.cost > 0
    await asyncio.sleep(0.1)
    assert server.under_way == 0


async def test_a_stream_keeps_to_the_budget(make: Make, server: ModelServer):
    engine, _ = make(limits=Limits(day=0.0001))
    with pytest.raises(OverBudget):
        await collect(engine.stream(*asking(), [article()]))
    assert not server.asked


NUMBERED = Numbered(
    tuple(Line(n, "Source 1", f"Line {n}.", (Citation("a", n, f"Line {n}."),)) for n in range(1, 6))
)
WORDS = st.text(alphabet=st.sampled_from('abc ."\\[]12*_`#-–éğ漢🙂\u0301{}:/'), max_size=40)


@given(
    statements=st.lists(st.tuples(WORDS, st.lists(st.integers(-2, 9), max_size=3)), max_size=5),
    step=st.integers(1, 9),
)
def test_however_a_reply_is_cut_the_claims_are_those_of_the_whole(
    statements: list[tuple[str, list[int]]], step: int
):
    reply = {"statements": [{"text": t, "sentences": n} for t, n in statements]}
    content = json.dumps(reply, ensure_ascii=False)
    grower = Grower(NUMBERED, "en", most=4)
    claims = [
        claim for at in range(0, len(content), step) for claim in grower.feed(content[: at + step])
    ]
    claims += grower.finish(StatementsReply.model_validate(reply))
    expected = [
        claim
        for t, n in statements[:4]
        for claim in schema.claims_of(schema.Statement(text=t, sentences=n), NUMBERED, "en")
    ]
    assert claims == list(dict.fromkeys(expected))


def test_what_a_model_thinks_aloud_is_no_statement():
    grower = Grower(NUMBERED, "en", most=4)
    thought = '<think>{"statements": [{"text": "Perhaps it rained.", "sentences": [1]}'
    assert grower.feed(thought) == []
    said = '{"statements": [{"text": "It rained.", "sentences": [1]}'
    (claim,) = grower.feed(f"{thought}]}}</think>{said}")
    assert claim.text == "It rained."


@given(st.text(max_size=200))
def test_no_beginning_of_anything_makes_it_stumble(content: str):
    assert all(isinstance(made, Claim) for made in Grower(NUMBERED, "en", most=4).feed(content))
