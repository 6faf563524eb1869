"""Passes: what can be shown once, and only until its time is over."""

import asyncio

from fakes.news import NOW, minutes
from storage.model import Pass
from storage.passes import digest
from storage.store import Store


async def issued(store: Store, secret: str = "open sesame", kind: Pass = Pass.LINK) -> None:
    async with store.writing() as tx:
        await tx.passes.issue(kind, secret, NOW, NOW + minutes(10))
        await tx.commit()


async def used(store: Store, secret: str = "open sesame", kind: Pass = Pass.LINK) -> bool:
    async with store.writing() as tx:
        good = await tx.passes.use(kind, secret, NOW + minutes(5))
        await tx.commit()
    return good


async def test_of_many_who_show_it_at_once_one_is_let_in(store: Store):
    await issued(store)
    assert sorted(await asyncio.gather(*(used(store) for _ in range(5)))) == [False] * 4 + [True]


async def test_looking_does_not_use_it_up(store: Store):
    await issued(store)
    async with store.reading() as tx:
        assert await tx.passes.valid(Pass.LINK, "open sesame", NOW)
        assert not await tx.passes.valid(Pass.LINK, "open poppy", NOW)
        assert not await tx.passes.valid(Pass.LINK, "open sesame", NOW + minutes(10))
    assert await used(store)


async def test_one_kind_does_not_do_for_another(store: Store):
    await issued(store)
    assert not await used(store, kind=Pass.STATE)


async def test_what_is_too_old_is_not_let_in_and_dropped_by_the_next(store: Store):
    await issued(store)
    async with store.writing() as tx:
        assert not await tx.passes.use(Pass.LINK, "open sesame", NOW + minutes(10))
        await tx.passes.issue(Pass.LINK, "another", NOW + minutes(10), NOW + minutes(20))
        await tx.commit()
    assert (await store.stats())["passes"].rows == 1


async def test_what_is_not_committed_was_not_used(store: Store):
    await issued(store)
    async with store.writing() as tx:
        assert await tx.passes.use_digest(Pass.LINK, digest("open sesame"), NOW)
    assert await used(store)


async def test_the_database_holds_no_secret(store: Store):
    await issued(store)
    async with store.writing() as tx:
        assert not await tx.passes.use_digest(Pass.LINK, "open sesame", NOW)
        assert not await tx.passes.use(Pass.LINK, digest("open sesame"), NOW)
