"""What an endpoint can do is learnt at the first call and remembered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.modelscripts import NO_JSON, WRONG_FORM, honest, in_turn
from fakes.modelserver import ModelServer
from fakes.modelwords import Able, Fails
from fakes.strike import Make, article, asking, story
from summarizer.errors import EngineIncoherent, EngineMisconfigured
from summarizer.llm.abilities import Abilities, Mode, lessen
from summarizer.llm.ledger import Outcome

ABLE = Able()


@pytest.mark.parametrize(
    ("able", "modes"),
    [
        (ABLE, ["json_schema"]),
        (replace(ABLE, schema="refuse"), ["json_schema", "json_object"]),
        (replace(ABLE, schema="break"), ["json_schema", "json_schema", "json_object"]),
        (
            replace(ABLE, schema="refuse", json="refuse"),
            ["json_schema", "json_object", "prompt"],
        ),
        (
            replace(ABLE, schema="break", json="break"),
            ["json_schema", "json_schema", "json_object", "prompt"],
        ),
    ],
    ids=["all", "no schema", "schema breaks it", "no json", "both break it"],
)
async def test_the_surest_form_that_works_is_found_and_kept(
    make: Make, server: ModelServer, able: Able, modes: list[str]
):
    server.able = able
    engine, ledger = make()
    await engine.brief(story())
    assert [asked.mode for asked in server.asked] == modes
    await engine.brief(story(article("b", body="Something else happened.")))
    assert [asked.mode for asked in server.asked[len(modes) :]] == modes[-1:]
    failed = [call for call in ledger.calls if call.outcome is not Outcome.OK]
    assert all(call.cost == 0 for call in failed)


async def test_one_failure_at_the_first_call_takes_nothing_away(make: Make, server: ModelServer):
    server.script = in_turn(Fails(500, "restarting"), honest)
    engine, _ = make()
    await engine.brief(story())
    await engine.brief(story(article("b", body="Something else happened.")))
    assert [asked.mode for asked in server.asked] == ["json_schema"] * 3


async def test_a_schema_that_is_passed_over_still_works_by_the_words_of_the_prompt(
    make: Make, server: ModelServer
):
    server.script = in_turn(WRONG_FORM, honest)
    engine, ledger = make()
    assert (await engine.brief(story())).headline
    assert [asked.mode for asked in server.asked] == ["json_schema", "json_object"]
    assert "could not be read (headline: Field required)" in server.asked[1].text
    assert [call.outcome for call in ledger.calls] == [Outcome.INVALID, Outcome.OK]
    assert ledger.calls[0].cost > 0


async def test_what_never_is_json_fails_after_every_form_was_tried(make: Make, server: ModelServer):
    server.script = in_turn(NO_JSON)
    engine, ledger = make()
    with pytest.raises(EngineIncoherent):
        await engine.brief(story())
    assert [asked.mode for asked in server.asked] == ["json_schema", "json_object", "prompt"]
    assert [call.retries for call in ledger.calls] == [0, 1, 2]


async def test_a_proven_form_is_not_given_up_for_one_bad_reply(make: Make, server: ModelServer):
    server.script = in_turn(honest, WRONG_FORM, honest)
    engine, _ = make()
    await engine.brief(story())
    await engine.answer(*asking(), [article()])
    assert [asked.mode for asked in server.asked] == ["json_schema"] * 3


@pytest.mark.parametrize(
    "able",
    [
        replace(ABLE, limit=("max_completion_tokens",)),
        replace(ABLE, temperature=False),
        replace(ABLE, system=False),
        Able("refuse", "refuse", ("max_completion_tokens",), temperature=False, system=False),
    ],
    ids=["other bound", "no temperature", "no system message", "next to nothing"],
)
async def test_what_is_refused_is_left_out(make: Make, server: ModelServer, able: Able):
    server.able = able
    engine, _ = make()
    assert (await engine.brief(story())).summary
    before = len(server.asked)
    assert await engine.answer(*asking(), [article()])
    assert len(server.asked) == before + 1
    last = server.asked[-1]
    assert any(name in last.body for name in able.limit)
    assert ("temperature" in last.body) is able.temperature
    assert len(last.body["messages"]) == (2 if able.system else 1)


async def test_an_endpoint_that_refuses_everything_is_misconfigured(
    make: Make, server: ModelServer
):
    server.script = in_turn(Fails(400, "no such thing"))
    engine, _ = make()
    with pytest.raises(EngineMisconfigured, match="no such thing"):
        await engine.brief(story())


async def test_a_stream_asks_for_the_same_schema_as_a_whole_reply(make: Make, server: ModelServer):
    engine, _ = make()
    await engine.answer(*asking(), [article()])
    async for _ in engine.stream(*asking(), [article()]):
        pass
    whole, streamed = (asked.body["response_format"]["json_schema"] for asked in server.asked)
    assert whole["strict"] is streamed["strict"] is True
    assert whole["schema"]["required"] == streamed["schema"]["required"] == ["statements"]
    for schema in (whole["schema"], streamed["schema"]):
        assert schema["additionalProperties"] is False
        assert schema["$defs"]["Statement"]["additionalProperties"] is False


@given(st.text(max_size=60))
def test_whatever_is_complained_of_less_is_asked_until_nothing_is_left(complaint: str):
    abilities: Abilities | None = Abilities()
    steps = 0
    while (less := lessen(abilities, complaint)) is not None:
        assert less != abilities
        abilities, steps = less, steps + 1
    assert steps <= 6
    assert abilities is not None
    assert abilities.mode is Mode.PROMPT
