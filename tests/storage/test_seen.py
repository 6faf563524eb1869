"""Seen: of all who bring the same event, in whatever process, one is the first."""

import asyncio

from fakes.news import NOW, minutes
from storage.store import Store


async def first(store: Store, key: str = "slack:Ev1", after: int = 0) -> bool:
    now = NOW + minutes(after)
    async with store.writing() as tx:
        is_first = await tx.seen.first(key, now, now + minutes(60))
        await tx.commit()
    return is_first


async def test_of_many_processes_one_is_the_first(store: Store, another: Store):
    asked = await asyncio.gather(*(first(one) for one in (store, another) * 4))
    assert sorted(asked) == [False] * 7 + [True]


async def test_every_key_has_a_first(store: Store):
    assert await first(store, "a")
    assert await first(store, "b")
    assert not await first(store, "a")


async def test_what_has_expired_is_new_again_once(store: Store):
    assert await first(store)
    assert not await first(store, after=59)
    assert await first(store, after=60)
    assert not await first(store, after=61)


async def test_what_has_expired_is_dropped_and_the_rest_kept(store: Store):
    await first(store, "old")
    await first(store, "new", after=30)
    async with store.writing() as tx:
        assert await tx.seen.forget(NOW + minutes(60)) == 1
        await tx.commit()
    assert not await first(store, "new", after=61)
