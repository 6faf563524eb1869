"""A real model server, llama.cpp: real grammar, real streams, real counts, and a mind too small.

Its model has never heard of instructions, so what it says is nonsense: whatever of that went out
would have passed a check that ought to have held it.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import pytest

from fakes.llamaserver import LlamaServer, missing
from fakes.strike import NOW, article, asking, story
from summarizer.editor import Editor
from summarizer.engine import BriefDraft
from summarizer.errors import EngineFailed
from summarizer.grounding import check_claim
from summarizer.llm.abilities import Abilities
from summarizer.llm.budget import Limits
from summarizer.llm.client import Client
from summarizer.llm.engine import LlmEngine
from summarizer.llm.ledger import MemoryLedger, Outcome
from summarizer.llm.options import Endpoint, Models, Options, Patience
from summarizer.llm.passages import read_story
from summarizer.llm.prices import PriceList
from summarizer.llm.prompts import answer, brief
from summarizer.llm.tokens import PER_MESSAGE, at_most
from summarizer.llm.trouble import Trouble
from summarizer.llm.wire import Ask
from summarizer.model import Answer, Brief, Hit
from summarizer.offline import OfflineEngine
from summarizer.translation import review

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(bool(missing()), reason=f"no witness: {missing()}"),
]

PATIENT = Patience(attempt=300, urgent=900, whole=900, retries=0)


@pytest.fixture(scope="module")
def witness() -> Iterator[LlamaServer]:
    with LlamaServer() as server:
        yield server


@pytest.fixture
async def writing(witness: LlamaServer) -> AsyncIterator[tuple[LlmEngine, MemoryLedger]]:
    ledger = MemoryLedger(Limits(), lambda: NOW)
    options = Options(
        Endpoint(witness.url), Models("any"), PriceList(free=True), patience=PATIENT, concurrency=1
    )
    engine = LlmEngine(options, ledger, lambda: NOW, chance=lambda: 0.0)
    yield engine, ledger
    await engine.close()


async def test_a_grammar_binds_the_reply_and_its_tokens_are_within_our_bounds(
    writing: tuple[LlmEngine, MemoryLedger],
):
    engine, ledger = writing
    with suppress(EngineFailed):  # a headline of dots, or a list without end, is expected of it
        await engine.brief(story())
    call = ledger.calls[0]
    prompt = brief(read_story([article()], 6000), "en")
    assert call.outcome in {Outcome.OK, Outcome.CUT}
    assert 0 < call.count.written <= 1500
    assert 0 < call.count.read <= at_most(prompt.system) + at_most(prompt.user) + 2 * PER_MESSAGE


async def test_a_stream_comes_in_pieces_with_a_count_at_its_end(witness: LlamaServer):
    client = Client(Endpoint(witness.url))
    ask = Ask("any", answer(*asking(), read_story([article()], 6000)), limit=200)
    pieces = []
    with suppress(Trouble):  # it may be cut at its bound, which is told behind the count
        async with client.stream(ask, Abilities(), 300) as stream:
            async for piece in stream:
                pieces.append(piece)
    await client.close()
    assert len([piece for piece in pieces if piece.content]) > 3
    assert "".join(piece.content for piece in pieces).lstrip().startswith("{")
    assert all(piece.count.written > 0 for piece in pieces if piece.count)


async def test_the_endpoint_lists_its_model(witness: LlamaServer):
    client = Client(Endpoint(witness.url))
    assert len(await client.models(30)) == 1
    await client.close()


async def test_nothing_that_it_makes_up_goes_out(writing: tuple[LlmEngine, MemoryLedger]):
    engine, _ = writing
    editor = Editor(engine, OfflineEngine())
    source = article()
    told = await editor.brief(story(source))
    question, query = asking()
    answered = await editor.answer(question, query, [Hit(source, 1.0)])
    shown: list[Answer] = []

    async def grow(state: Answer) -> None:
        shown.append(state)

    watched = await editor.answer(question, query, [Hit(source, 1.0)], grow)
    claims = (*told.summary, *told.outcomes, *answered.claims, *watched.claims)
    claims += tuple(claim for state in shown for claim in state.claims)
    assert claims
    assert all(check_claim(claim, {source.id: source}, "en").ok for claim in claims)


async def test_no_translation_of_its_goes_out_that_is_none(
    writing: tuple[LlmEngine, MemoryLedger],
):
    """It echoes, loops or babbles: whatever of that is let through must be a faithful line."""
    engine, ledger = writing
    told = await Editor(OfflineEngine(), OfflineEngine()).brief(story(article()))
    made = await Editor(engine, OfflineEngine()).translate(told, "tr")
    assert ledger.calls
    assert made is None or review(_draft_of(made), told)[1] == ()


def _draft_of(brief: Brief) -> BriefDraft:
    return BriefDraft(brief.headline, brief.summary, brief.actors, brief.outcomes, brief.language)
