"""Occurrences: a digest's slot is taken once."""

import asyncio

from fakes.news import NOW
from storage.model import Address, ChatKind
from storage.store import Store

SLOT = "2026-11-24T08:00"


async def test_a_slot_is_free_once_for_each_chat(store: Store):
    async with store.writing() as tx:
        one, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        two, _ = await tx.chats.open(Address("t", "", "2"), ChatKind.PRIVATE, "", NOW)
        assert await tx.occurrences.claim(one.id, SLOT, NOW)
        assert not await tx.occurrences.claim(one.id, SLOT, NOW)
        assert await tx.occurrences.claim(two.id, SLOT, NOW)
        assert await tx.occurrences.claim(one.id, "2026-11-25T08:00", NOW)


async def test_a_slot_whose_taker_failed_is_free_again(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        await tx.commit()
    async with store.writing() as tx:
        assert await tx.occurrences.claim(chat.id, SLOT, NOW)
    async with store.writing() as tx:
        assert await tx.occurrences.claim(chat.id, SLOT, NOW)


async def test_of_two_tickers_one_gets_the_slot(store: Store, another: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        await tx.commit()

    async def tick(one: Store) -> bool:
        async with one.writing() as tx:
            got = await tx.occurrences.claim(chat.id, SLOT, NOW)
            await asyncio.sleep(0.01)
            await tx.commit()
        return got

    assert sorted(await asyncio.gather(tick(store), tick(another))) == [False, True]
