"""The inbox: what was said stays until it is answered, and is answered by one."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from fakes.news import NOW, minutes
from storage.store import Store

LEASE = timedelta(minutes=5)


async def keep(store: Store, key: str, after: int = 0, account: str = "1") -> None:
    async with store.writing() as tx:
        body = {"text": f"said {key}"}
        await tx.inbox.keep("fake", account, key, body, NOW + minutes(after), LEASE)
        await tx.commit()


async def left(
    store: Store, after: int = 0, *, every: bool = False, account: str = "1"
) -> Sequence[str]:
    async with store.writing() as tx:
        found = await tx.inbox.take_left("fake", account, NOW + minutes(after), LEASE, every=every)
        await tx.commit()
    assert all(body == {"text": f"said {key}"} for key, body in found)
    return [key for key, _ in found]


async def test_what_is_answered_is_gone(store: Store):
    await keep(store, "a")
    await keep(store, "b")
    async with store.writing() as tx:
        await tx.inbox.done("fake", "1", "a")
        await tx.commit()
    assert await left(store, every=True) == ["b"]


async def test_what_somebody_is_answering_is_left_to_them_for_a_while(store: Store):
    await keep(store, "a")
    assert await left(store, after=4) == []
    assert await left(store, after=5) == ["a"]
    assert await left(store, after=9) == []


async def test_who_is_alone_need_not_wait(store: Store):
    await keep(store, "later", after=1)
    await keep(store, "first")
    assert await left(store, after=2, every=True) == ["first", "later"]


async def test_each_account_has_its_own(store: Store):
    await keep(store, "a", account="1")
    await keep(store, "a", account="2")
    assert await left(store, every=True, account="2") == ["a"]
    assert await left(store, every=True, account="1") == ["a"]


async def test_what_was_begun_twice_is_dropped(store: Store):
    """It may be what ended us."""
    await keep(store, "a")
    assert await left(store, after=10) == ["a"]
    assert await left(store, after=20) == []
    assert await left(store, after=30, every=True) == []


async def test_after_a_day_nobody_waits_for_an_answer(store: Store):
    await keep(store, "old")
    await keep(store, "new", after=60)
    assert await left(store, after=24 * 60 + 30) == ["new"]


async def test_of_many_processes_one_takes_what_is_left(store: Store, another: Store):
    await keep(store, "a")
    taken = await asyncio.gather(*(left(one, after=6) for one in (store, another) * 3))
    assert sorted(map(len, taken)) == [0] * 5 + [1]


async def test_an_event_that_comes_again_is_kept_once(store: Store):
    await keep(store, "a")
    await keep(store, "a", after=1)
    assert await left(store, every=True) == ["a"]
