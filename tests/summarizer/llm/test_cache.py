"""What was said is not asked again; what is being asked is shared."""

import asyncio

import pytest

from summarizer.llm.cache import Flights, MemoryCache, key
from summarizer.llm.prompts import Prompt
from summarizer.llm.task import Task


def test_the_key_tells_model_task_and_words_apart():
    prompt = Prompt(Task.BRIEF, "words")
    others = [
        key("large", prompt),
        key("small", Prompt(Task.BRIEF, "other words")),
        key("small", Prompt(Task.UPDATE, "words")),
    ]
    assert key("small", Prompt(Task.BRIEF, "words")) == key("small", prompt)
    assert len({key("small", prompt), *others}) == 4


async def test_the_memory_forgets_what_was_asked_for_longest_ago():
    cache = MemoryCache(size=2)
    await cache.put("a", "1")
    await cache.put("b", "2")
    assert await cache.get("a") == "1"
    await cache.put("c", "3")
    assert [await cache.get(name) for name in "abc"] == ["1", None, "3"]


async def test_those_who_want_the_same_share_one_making():
    flights: Flights[int] = Flights()
    made = 0

    async def make() -> int:
        nonlocal made
        made += 1
        await asyncio.sleep(0.01)
        return made

    assert await asyncio.gather(*(flights.once("a", make) for _ in range(5))) == [1] * 5
    assert await flights.once("a", make) == 2


async def test_an_error_reaches_all_and_is_not_kept():
    flights: Flights[int] = Flights()

    async def fail() -> int:
        await asyncio.sleep(0)
        raise ValueError("no")

    results = await asyncio.gather(
        *(flights.once("a", fail) for _ in range(3)), return_exceptions=True
    )
    assert [type(result) for result in results] == [ValueError] * 3
    with pytest.raises(ValueError, match="no"):
        await flights.once("a", fail)


async def test_an_error_that_nobody_waits_for_any_more_makes_no_noise():
    flights: Flights[int] = Flights()

    async def fail() -> int:
        await asyncio.sleep(0.01)
        raise ValueError("no")

    waiting = asyncio.create_task(flights.once("a", fail))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0.03)


async def test_closing_breaks_off_what_is_under_way():
    flights: Flights[int] = Flights()
    waiting = asyncio.create_task(flights.once("a", lambda: asyncio.sleep(60, 1)))
    await asyncio.sleep(0)
    await flights.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
