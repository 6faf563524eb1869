"""When it fails: what is tried again, what is charged, who hears of it, and that it ends."""

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable

import pytest

from fakes.modelscripts import (
    DOWN,
    FILTERED,
    NO_CREDIT,
    NO_JSON,
    REFUSES,
    TOO_MANY,
    honest,
    in_turn,
)
from fakes.modelserver import ModelServer
from fakes.modelwords import Drops, Fails, Raw, Says
from fakes.strike import KEY, PRICES, Make, article, asking, story
from summarizer.errors import (
    EngineFailed,
    EngineIncoherent,
    EngineMisconfigured,
    EngineRefused,
    EngineUnavailable,
    OverBudget,
)
from summarizer.llm.budget import Limits
from summarizer.llm.ledger import Outcome
from summarizer.llm.options import Endpoint, Patience
from summarizer.llm.prices import PriceList, Prices


@pytest.mark.parametrize(
    "passing",
    [TOO_MANY, DOWN, Fails(408), Fails(409), Fails(500), Fails(502), Fails(529), Drops()],
    ids=lambda each: str(getattr(each, "status", "dropped")),
)
async def test_what_fails_in_passing_is_tried_again(
    make: Make, server: ModelServer, passing: Fails | Drops
):
    server.script = in_turn(honest, passing, honest)
    engine, ledger = make()
    await engine.brief(story())
    assert await engine.answer(*asking(), [article()])
    assert [call.outcome for call in ledger.calls] == [Outcome.OK, Outcome.ERROR, Outcome.OK]
    assert [call.retries for call in ledger.calls] == [0, 0, 1]


async def test_what_keeps_failing_ends_after_its_retries(make: Make, server: ModelServer):
    server.script = in_turn(DOWN)
    engine, ledger = make()
    with pytest.raises(EngineUnavailable, match="HTTP 503"):
        await engine.brief(story())
    assert len(server.asked) == len(ledger.calls) == 3
    assert sum(call.cost for call in ledger.calls) == 0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Fails(401, "who are you"), EngineMisconfigured),
        (Fails(403, "not from there"), EngineMisconfigured),
        (Fails(404, "no such model"), EngineMisconfigured),
        (Fails(402, "pay first"), EngineMisconfigured),
        (NO_CREDIT, EngineMisconfigured),
        (Fails(400, "too long", "context_length_exceeded"), EngineMisconfigured),
        (Fails(413, "too large"), EngineMisconfigured),
        (Raw(b"<html>router login</html>", "text/html"), EngineMisconfigured),
        (Fails(400, "blocked", "content_filter"), EngineRefused),
        (FILTERED, EngineRefused),
        (REFUSES, EngineRefused),
    ],
    ids=[
        "key", "country", "model", "no payment", "no credit", "context", "size", "no api",
        "filtered before", "filtered behind", "refusal",
    ],
)  # fmt: skip
async def test_what_no_retry_mends_is_asked_once(
    make: Make, server: ModelServer, answer: object, error: type[EngineFailed]
):
    server.script = in_turn(answer)
    engine, ledger = make()
    with pytest.raises(error):
        await engine.brief(story())
    assert len(server.asked) == len(ledger.calls) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Says(""),
        Says(None),
        Says("null"),
        Says("[]"),
        Says('{"headline": 7}'),
        Says("{" * 5000),
        Raw(b"{}"),
        Raw(b"null"),
        Raw(b'{"choices": null}'),
        Raw(b'{"choices": [{"message": null}]}'),
        Raw(b'{"choices": [{"message": {"content": ["parts"]}}], "usage": "none"}'),
        Raw(b'{"choices": [{"message": {"content": "\\ud800"}, "finish_reason": 7}]}'),
    ],
    ids=range(12),
)
async def test_nonsense_is_incoherent_and_never_another_error(
    make: Make, server: ModelServer, answer: object
):
    server.script = in_turn(answer)
    engine, _ = make()
    with pytest.raises(EngineIncoherent):
        await engine.brief(story())


async def test_an_error_dressed_as_a_success_is_an_error(make: Make, server: ModelServer):
    body = b'{"error": {"message": "upstream is down", "code": 502}}'
    server.script = in_turn(Raw(body), honest)
    engine, _ = make()
    assert (await engine.brief(story())).headline


async def test_json_in_a_code_block_behind_thoughts_is_read(make: Make, server: ModelServer):
    def script(asked):
        content = honest(asked).content
        return Says(f"<think>Hm, {{not}} yet.</think>\nHere it is:\n```json\n{content}\n```")

    server.script = script
    engine, _ = make()
    assert (await engine.brief(story())).summary


async def test_a_cut_reply_gets_twice_the_room_once(make: Make, server: ModelServer):
    server.script = lambda asked: Says(honest(asked).content, finish="length")
    engine, ledger = make()
    with pytest.raises(EngineIncoherent, match="cut"):
        await engine.brief(story())
    assert [asked.limit for asked in server.asked] == [1500, 3000]
    assert [call.outcome for call in ledger.calls] == [Outcome.CUT] * 2
    assert all(call.cost > 0 for call in ledger.calls)


async def test_a_slow_endpoint_is_given_up_and_may_have_charged(make: Make, server: ModelServer):
    server.script = in_turn(Says("{}", after=3))
    engine, ledger = make(patience=Patience(attempt=0.1, retries=0, pause=0.001))
    with pytest.raises(EngineUnavailable, match="time"):
        await engine.brief(story())
    (call,) = ledger.calls
    assert call.outcome is Outcome.TIMEOUT
    assert call.cost == pytest.approx(PRICES.cost(call.count))
    assert call.cost > 0


async def test_all_retries_together_end_within_the_bound_on_the_whole(
    make: Make, server: ModelServer
):
    server.script = in_turn(Says("{}", after=10))
    engine, ledger = make(patience=Patience(attempt=8, urgent=0.3, whole=0.3, pause=0.001))
    began = time.monotonic()
    with pytest.raises(EngineUnavailable):
        await engine.answer(*asking(), [article()])
    assert time.monotonic() - began < 2
    assert [call.outcome for call in ledger.calls] == [Outcome.TIMEOUT]


async def test_nobody_there_costs_nothing(make: Make):
    engine, ledger = make(url="http://127.0.0.1:9/v1")
    with pytest.raises(EngineUnavailable, match="no connection"):
        await engine.brief(story())
    assert [call.cost for call in ledger.calls] == [0, 0, 0]


async def test_a_wait_that_is_asked_for_is_kept(make: Make, server: ModelServer):
    server.script = in_turn(Fails(429, headers={"retry-after-ms": "300"}), honest)
    engine, _ = make()
    began = time.monotonic()
    await engine.brief(story())
    assert time.monotonic() - began >= 0.3


async def test_an_endpoint_that_asks_for_a_long_wait_is_left_alone_that_long(
    make: Make, server: ModelServer
):
    server.script = in_turn(Fails(429, headers={"retry-after": "600"}))
    heard: list[EngineFailed] = []
    engine, _ = make(alarm=heard.append)
    for _ in range(3):
        with pytest.raises(EngineUnavailable):
            await engine.brief(story())
    assert len(server.asked) == 1
    assert [type(error) for error in heard] == [EngineUnavailable]


async def test_after_three_failures_the_breaker_opens_and_the_operator_hears_once(
    make: Make, server: ModelServer
):
    server.script = in_turn(DOWN)
    heard: list[EngineFailed] = []
    engine, _ = make(alarm=heard.append, patience=Patience(retries=0, pause=0.001))
    for _ in range(6):
        with pytest.raises(EngineUnavailable):
            await engine.brief(story())
    # While nothing is proven, a failure is also laid to the form of the reply; 503 is not.
    assert len(server.asked) == 3
    assert len(heard) == 1


async def test_a_refused_key_is_told_once_and_not_tried_for_every_story(
    make: Make, server: ModelServer
):
    heard: list[EngineFailed] = []
    engine, _ = make(key="sk-wrong-key-0000", alarm=heard.append)
    for _ in range(4):
        with pytest.raises(EngineFailed):
            await engine.brief(story())
    assert len(server.asked) == 1
    assert [type(error) for error in heard] == [EngineMisconfigured]


@pytest.mark.parametrize("useless", [NO_JSON, REFUSES], ids=["nonsense", "refusals"])
async def test_a_model_that_says_nothing_useful_three_times_in_a_row_is_told_once(
    make: Make, server: ModelServer, useless: Says
):
    heard: list[EngineFailed] = []
    engine, _ = make(alarm=heard.append)

    async def one(number: int) -> None:
        await engine.brief(story(article("a", body=f"The council met for day {number}.")))

    server.script = in_turn(useless)
    for number in range(5):
        with pytest.raises(EngineFailed):
            await one(number)
        assert len(heard) == int(number >= 2)
    server.script = honest
    await one(5)
    server.script = in_turn(useless)
    with pytest.raises(EngineFailed):
        await one(6)
    assert len(heard) == 1


async def test_background_work_leaves_a_place_to_readers(make: Make, server: ModelServer):
    server.script = lambda asked: Says(honest(asked).content, after=0.3)
    engine, _ = make(concurrency=3)
    briefs = [
        asyncio.create_task(engine.brief(story(article(str(n), body=f"Thing {n} happened."))))
        for n in range(6)
    ]
    await asyncio.sleep(0.1)
    assert server.under_way == 2
    began = time.monotonic()
    await engine.answer(*asking(), [article()])
    assert time.monotonic() - began < 0.55
    await asyncio.gather(*briefs)
    assert server.most_under_way == 3


async def test_one_who_leaves_does_not_take_the_brief_from_the_others(
    make: Make, server: ModelServer
):
    server.script = lambda asked: Says(honest(asked).content, after=0.2)
    engine, _ = make()
    first = asyncio.create_task(engine.brief(story()))
    second = asyncio.create_task(engine.brief(story()))
    await asyncio.sleep(0.05)
    first.cancel()
    assert (await second).headline
    assert len(server.asked) == 1


async def test_what_is_broken_off_is_settled_in_full(make: Make, server: ModelServer):
    server.script = in_turn(Says("{}", after=5))
    engine, ledger = make()
    asked = asyncio.create_task(engine.answer(*asking(), [article()]))
    await asyncio.sleep(0.1)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    (call,) = ledger.calls
    assert call.cost > 0
    assert ledger.spent().day == pytest.approx(call.cost)


async def test_fifty_stories_at_once_with_a_budget_of_one_end_at_or_below_it_on_both_sides(
    make: Make, server: ModelServer
):
    dear = Prices(read=20.0, written=80.0)
    heard: list[EngineFailed] = []
    engine, ledger = make(
        limits=Limits(day=1.00),
        prices=PriceList({"small": dear}),
        concurrency=50,
        alarm=heard.append,
    )
    body = "The council of Norvik decided on Tuesday to build a bridge. " * 40
    stories = [story(article(f"a{n}", body=f"Number {n}. {body}")) for n in range(50)]
    results = await asyncio.gather(
        *(engine.brief(each) for each in stories), return_exceptions=True
    )
    written = [one for one in results if not isinstance(one, BaseException)]
    assert all(isinstance(one, OverBudget) for one in results if isinstance(one, BaseException))
    assert 0 < len(written) < 50
    assert ledger.spent().day <= 1.00
    assert server.cost(dear.read, dear.written) <= 1.00
    assert ledger.spent().day == pytest.approx(server.cost(dear.read, dear.written))
    assert [error.ceiling for error in heard if isinstance(error, OverBudget)] == ["day"]


async def test_retries_cannot_pass_the_ceiling_either(make: Make, server: ModelServer):
    server.script = lambda asked: Says(honest(asked).content, finish="length")
    engine, ledger = make(limits=Limits(day=0.011))
    with pytest.raises(OverBudget):
        await engine.brief(story())
    assert len(server.asked) == 1
    assert ledger.spent().day <= 0.011


async def settled(awaited: Awaitable[object]) -> object:
    (result,) = await asyncio.gather(awaited, return_exceptions=True)
    return result


async def test_one_chat_at_its_ceiling_leaves_the_others_theirs(make: Make):
    engine, _ = make(limits=Limits(chat_day=0.006))
    one, other = asking(chat=1), asking(chat=2)
    results = [await settled(engine.answer(*one, [article()])) for _ in range(9)]
    ceilings = {result.ceiling for result in results if isinstance(result, OverBudget)}
    assert results[0] == await engine.answer(*other, [article()])
    assert ceilings == {"chat_day"}
    assert (await engine.brief(story())).headline


async def test_an_endpoint_that_counts_nothing_is_charged_at_most(make: Make, server: ModelServer):
    engine, ledger = make()
    server.able = type(server.able)(usage=False)
    await engine.brief(story())
    (call,) = ledger.calls
    assert call.cost >= server.cost(PRICES.read, PRICES.written) > 0


async def test_cached_tokens_are_cheaper(make: Make, server: ModelServer):
    usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "prompt_tokens_details": {"cached_tokens": 800},
    }
    server.script = lambda asked: Says(honest(asked).content, usage=usage)
    engine, ledger = make()
    await engine.brief(story())
    (call,) = ledger.calls
    assert (call.count.read, call.count.cached, call.count.written) == (1000, 800, 100)
    assert call.cost == pytest.approx((200 * 1.0 + 800 * 0.25 + 100 * 4.0) / 1e6)


async def test_the_key_is_in_no_error_log_or_repr(
    make: Make, server: ModelServer, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    wrong = KEY.upper() + "-unknown"
    heard: list[EngineFailed] = []
    engine, _ = make(key=wrong, alarm=heard.append)
    with pytest.raises(EngineMisconfigured) as failure:
        await engine.brief(story())
    shown = "".join(traceback.format_exception(failure.value))
    assert "HTTP 401" in shown
    for text in (shown, repr(failure.value), repr(heard), caplog.text, repr(vars(engine))):
        assert wrong not in text
        assert wrong[3:20] not in text


async def test_what_headers_and_parameters_hold_is_in_no_error(make: Make, server: ModelServer):
    """Some endpoints take their key there, and some repeat what they do not understand."""
    server.script = lambda _: Fails(400, "no account for hidden-in-query, hidden-in-header")
    endpoint = Endpoint(
        base_url=server.url, api_key=KEY, headers={"X-Key": "hidden-in-header"},
        query={"code": "hidden-in-query"},
    )  # fmt: skip
    engine, _ = make(endpoint=endpoint)
    with pytest.raises(EngineFailed) as failure:
        await engine.brief(story())
    shown = "".join(traceback.format_exception(failure.value))
    assert "no account for ***, ***" in shown
    assert "hidden-in" not in shown
