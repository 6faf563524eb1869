"""Vectors from an endpoint: on the accounts, in time or not at all, never half right."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from fakes.embeddings import DIMENSIONS, Gives, by_word, hashed
from fakes.modelserver import ModelServer
from fakes.modelwords import Drops, Fails, Raw
from fakes.strike import BODY, KEY, NOW, PRICES, TITLE, article
from summarizer.errors import (
    EngineFailed,
    EngineIncoherent,
    EngineMisconfigured,
    EngineUnavailable,
    OverBudget,
)
from summarizer.llm.budget import Limits
from summarizer.llm.embedded import LONGEST, text_of
from summarizer.llm.embedder import Embedder, Embeddings
from summarizer.llm.ledger import MemoryLedger, Outcome
from summarizer.llm.options import Endpoint
from summarizer.llm.task import Task
from summarizer.llm.tokens import at_most
from summarizer.nearness import vector

Make = Callable[..., tuple[Embedder, MemoryLedger]]
QUICK = Embeddings("meaning", question_seconds=0.3, seconds=5)


@pytest.fixture
async def told() -> list[EngineFailed]:
    return []


@pytest.fixture
async def make(server: ModelServer, told: list[EngineFailed]) -> AsyncIterator[Make]:
    async with AsyncExitStack() as open_ones:

        def build(limits: Limits | None = None, key: str = KEY, **more: object):
            ledger = MemoryLedger(limits or Limits(), lambda: NOW)
            endpoint = Endpoint(server.url, key)
            options = replace(QUICK, **more)
            embedder = Embedder(endpoint, options, PRICES, ledger, lambda: NOW, told.append)
            open_ones.push_async_callback(embedder.close)
            return embedder, ledger

        yield build


async def test_texts_become_vectors_in_their_order_on_one_call(make: Make, server: ModelServer):
    embedder, ledger = make()
    texts = ["strike in the harbour", "apple harvest", "harbour strike"]
    assert await embedder.articles(texts) == tuple(vector(hashed(text)) for text in texts)
    (call,) = ledger.calls
    assert (call.task, call.model, call.outcome, call.chat) == (
        Task.EMBED, "meaning", Outcome.OK, None,
    )  # fmt: skip
    assert (call.count.read, call.count.written) == (server.read, 0)
    assert call.cost == pytest.approx(server.cost(PRICES.read, PRICES.written))
    assert server.embedded[0].body == {
        "model": "meaning", "input": texts, "encoding_format": "float",
    }  # fmt: skip


async def test_prefixes_and_dimensions_are_sent_and_name_the_space(make: Make, server: ModelServer):
    embedder, _ = make(question_prefix="query: ", article_prefix="passage: ", dimensions=16)
    (found,) = await embedder.articles(["strike"])
    near = await embedder.question("Who strikes?")
    assert near is not None
    assert len(found.values) == len(near.vector.values) == 16
    assert [each.texts for each in server.embedded] == [
        ["passage: strike"],
        ["query: Who strikes?"],
    ]
    spaces = {embedder.space, make()[0].space, make(article_prefix="passage: ")[0].space}
    assert len(spaces) == 3
    assert make(question_prefix="query: ")[0].space == make()[0].space == "meaning"


async def test_a_question_is_paid_by_its_chat(make: Make):
    embedder, ledger = make()
    near = await embedder.question("Who ended the strike?", 7)
    assert near is not None
    assert near.space == embedder.space
    assert [call.chat for call in ledger.calls] == [7]
    assert ledger.spent(7).chat_day == ledger.calls[0].cost > 0


@pytest.mark.parametrize(
    "trouble",
    [
        Fails(500), Fails(503), Fails(429), Fails(401), Fails(404), Fails(400, "bad input"),
        Drops(), Raw(b"<html>"), Raw(b"{}"), Raw(b'{"data": 7}'), Raw(b'{"data": [{"index": 0}]}'),
        Raw(b'{"data": [{"index": 0, "embedding": "AAAA"}]}'),
        Raw(b'{"data": [{"index": 0, "embedding": [1e999, 1]}]}'),
        Raw(b'{"error": {"message": "no"}}'),
        Gives([]), Gives([[0.0, 0.0]]), Gives([[1.0], [1.0]]), Gives([[1.0]], after=2),
    ],
)  # fmt: skip
async def test_a_question_that_cannot_be_embedded_is_none_soon(
    make: Make, server: ModelServer, trouble
):
    embedder, ledger = make()
    server.embeds = lambda asked: trouble
    async with asyncio.timeout(1):
        assert await embedder.question("Who ended the strike?") is None
    (call,) = ledger.calls
    assert call.outcome is not Outcome.OK
    assert ledger.spent().day == call.cost


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (Fails(503), EngineUnavailable), (Fails(401), EngineMisconfigured),
        (Fails(404), EngineMisconfigured), (Drops(), EngineUnavailable),
        (Fails(400, "this model does not embed"), EngineMisconfigured),
        (Raw(b"{}"), EngineIncoherent), (Gives([[1.0, 0.0]]), EngineIncoherent),
    ],
)  # fmt: skip
async def test_articles_that_cannot_be_embedded_raise_after_few_calls(
    make: Make, server: ModelServer, trouble, kind
):
    embedder, ledger = make(dimensions=3)
    server.embeds = lambda asked: trouble
    with pytest.raises(kind) as caught:
        await embedder.articles(["one", "two", "three", "four"])
    assert KEY not in str(caught.value)
    assert len(ledger.calls) <= 2


@pytest.mark.parametrize("bad", [0, 3, 7])
async def test_one_text_that_the_endpoint_refuses_does_not_hold_up_the_others(
    make: Make, server: ModelServer, bad: int
):
    def picky(asked):
        if any("poison" in text for text in asked.texts):
            return Fails(400, "maximum input length is exceeded")
        return by_word(asked)

    embedder, _ = make()
    server.embeds = picky
    texts = [f"text {n}" if n != bad else "poison" for n in range(8)]
    found = await embedder.articles(texts)
    assert [at for at, one in enumerate(found) if one is None] == [bad]
    assert all(one == vector(hashed(text)) for one, text in zip(found, texts, strict=True) if one)
    assert len(server.embedded) <= 8


async def test_an_endpoint_that_fails_again_and_again_is_left_alone(
    make: Make, server: ModelServer, told: list[EngineFailed]
):
    embedder, _ = make()
    server.embeds = lambda asked: Fails(503)
    for _ in range(6):
        assert await embedder.question("Who?") is None
    assert len(server.embedded) == 3
    assert [type(one) for one in told] == [EngineUnavailable]
    with pytest.raises(EngineUnavailable, match="left alone"):
        await embedder.articles(["one"])


async def test_nothing_leaves_beyond_the_ceiling_and_the_operator_hears_once(
    make: Make, server: ModelServer, told: list[EngineFailed]
):
    embedder, ledger = make(Limits(day=0.0001))
    texts = ["harbour strike " * 10] * 3
    with pytest.raises(OverBudget):
        await embedder.articles(texts)
    assert await embedder.question("word " * 200) is None
    assert server.embedded == []
    assert ledger.calls == ()
    assert [type(one) for one in told] == [OverBudget]


async def test_calls_side_by_side_cannot_pass_the_ceiling_together(make: Make, server: ModelServer):
    server.embeds = lambda asked: replace(by_word(asked), after=0.05)
    embedder, ledger = make(Limits(day=0.0003))
    tasks = [embedder.question(f"Who ended strike number {n} in the harbour?") for n in range(30)]
    found = await asyncio.gather(*tasks)
    assert 0 < sum(one is not None for one in found) < 30
    assert ledger.spent().day <= 0.0003


async def test_a_call_without_a_count_is_charged_by_the_bound(make: Make, server: ModelServer):
    embedder, ledger = make()
    server.embeds = lambda asked: replace(by_word(asked), read=0)
    await embedder.articles(["harbour strike"])
    assert ledger.calls[0].count.read >= at_most("harbour strike")


async def test_vectors_of_another_length_than_before_are_not_mixed_in(
    make: Make, server: ModelServer
):
    embedder, _ = make()
    await embedder.articles(["one"])
    server.embeds = lambda asked: Gives([[1.0, 2.0]] * len(asked.texts))
    assert await embedder.question("two") is None
    with pytest.raises(EngineIncoherent, match=f"2 numbers for a text, not {DIMENSIONS}"):
        await embedder.articles(["two"])


def test_headline_and_lead_are_sent_on_one_line_without_addresses():
    found = text_of(article(body=f"See https://secret.example/x or mail a@b.example.\n{BODY}"))
    assert found.startswith(TITLE)
    assert "\n" not in found
    assert "secret" not in found
    assert "a@b" not in found
    assert "The Example" not in found


@pytest.mark.parametrize("word", ["harbour ", "ğüş", "新闻", "7 "])
def test_however_long_an_article_is_what_is_sent_has_a_bound(word: str):
    sent = text_of(article(body=". ".join(word * 90 for _ in range(60))))
    assert LONGEST // 2 < at_most(sent) <= LONGEST
