"""Subscriptions: wished for once, counted, and given back by chat."""

import pytest

from fakes.news import NOW, minutes
from storage.model import Address, ChatKind, Subscription, Target
from storage.store import Store, Transaction


async def chats(tx: Transaction, count: int) -> list[int]:
    return [
        (await tx.chats.open(Address("t", "", str(n)), ChatKind.PRIVATE, "", NOW))[0].id
        for n in range(count)
    ]


async def test_a_subscription_is_new_once_and_removed_once(store: Store):
    async with store.writing() as tx:
        (chat,) = await chats(tx, 1)
        assert await tx.subscriptions.add(chat, Target.TOPIC, "world", NOW)
        assert not await tx.subscriptions.add(chat, Target.TOPIC, "world", NOW + minutes(1))
        assert await tx.subscriptions.add(chat, Target.FEED, "1", NOW + minutes(2))
        assert await tx.subscriptions.of(chat) == (
            Subscription(chat, Target.TOPIC, "world", NOW),
            Subscription(chat, Target.FEED, "1", NOW + minutes(2)),
        )
        assert await tx.subscriptions.remove(chat, Target.TOPIC, "world")
        assert not await tx.subscriptions.remove(chat, Target.TOPIC, "world")
        assert [s.key for s in await tx.subscriptions.of(chat)] == ["1"]


async def test_subscriptions_are_counted_and_given_for_many_chats(store: Store):
    async with store.writing() as tx:
        one, two, three = await chats(tx, 3)
        for chat in (one, two):
            await tx.subscriptions.add(chat, Target.TOPIC, "world", NOW)
        await tx.subscriptions.add(two, Target.FEED, "7", NOW)
        found = await tx.subscriptions.of_many([one, two, three])
        assert {chat: len(theirs) for chat, theirs in found.items()} == {one: 1, two: 2}
        assert await tx.subscriptions.counts() == {
            (Target.TOPIC, "world"): 2,
            (Target.FEED, "7"): 1,
        }
        assert await tx.subscriptions.count(Target.TOPIC, "world") == 2
        assert await tx.subscriptions.count(Target.FEED, "8") == 0


async def test_a_chat_that_is_gone_cannot_subscribe(store: Store):
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with store.writing() as tx:
            await tx.subscriptions.add(99, Target.TOPIC, "world", NOW)
