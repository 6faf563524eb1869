"""What adapters learn of chats is kept: gone, back, moved."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chats.memory import Context
from bot.memory import StoredMemory
from bot.presence import StoredPresence
from fakes.memory import empty_store
from storage.model import Address, ChatKind, ChatState, Outgoing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GROUP = Address("telegram", "1", "-100")
TOPIC = Address("telegram", "1", "-100", "7")
OTHER = Address("telegram", "1", "-200")
ADA = Address("telegram", "1", "5")


@pytest.fixture
async def store(tmp_path):
    async with empty_store(tmp_path) as opened:
        async with opened.writing() as tx:
            for address, kind in (
                (GROUP, ChatKind.GROUP), (TOPIC, ChatKind.GROUP), (OTHER, ChatKind.GROUP),
                (ADA, ChatKind.PRIVATE),
            ):  # fmt: skip
                await tx.chats.open(address, kind, "", NOW)
            await tx.commit()
        yield opened


@pytest.fixture
def presence(store):
    return StoredPresence(store, lambda: NOW)


async def states(store):
    async with store.reading() as tx:
        return [chat.state for chat in await tx.chats.all()]


async def queued(store, address, stories=(1,)):
    async with store.writing() as tx:
        chat = await tx.chats.by_address(address)
        post = Outgoing(chat.id, "x", "alert", ({},), {}, {}, stories, NOW)
        await tx.deliveries.queue([post], NOW)
        await tx.commit()


async def test_a_group_that_is_gone_pauses_with_its_topics_and_no_other(store, presence):
    await queued(store, TOPIC)
    await presence.gone(GROUP)
    blocked, active = ChatState.BLOCKED, ChatState.ACTIVE
    assert await states(store) == [blocked, blocked, active, active]
    async with store.reading() as tx:
        assert await tx.deliveries.counts() == {"cancelled": 1}


async def test_a_topic_that_is_gone_leaves_its_group_and_comes_back_alone(store, presence):
    await presence.gone(TOPIC)
    assert await states(store) == [ChatState.ACTIVE, ChatState.BLOCKED, *[ChatState.ACTIVE] * 2]
    await presence.back(TOPIC)
    assert await states(store) == [ChatState.ACTIVE] * 4


async def test_who_stopped_stays_stopped_whatever_the_platform_says(store, presence):
    async with store.writing() as tx:
        chat = await tx.chats.by_address(ADA)
        await tx.chats.save(replace(chat, state=ChatState.STOPPED))
        await tx.commit()
    await presence.gone(ADA)
    await presence.back(ADA)
    assert (await states(store))[-1] is ChatState.STOPPED


async def test_a_chat_that_nobody_knows_is_no_trouble(store, presence):
    await presence.gone(Address("telegram", "1", "999"))
    before = await states(store)
    await presence.moved(Address("telegram", "1", "999"), GROUP)
    assert await states(store) == before


async def test_a_group_that_moves_is_followed_with_its_topics_and_twice_is_no_harm(store, presence):
    new = Address("telegram", "1", "-300")
    for _ in range(2):
        await presence.moved(GROUP, new)
    async with store.reading() as tx:
        assert await tx.chats.by_address(new)
        assert await tx.chats.by_address(Address("telegram", "1", "-300", "7"))
        assert not await tx.chats.by_address(GROUP)


async def test_an_answer_is_remembered_over_a_restart_and_a_post_of_the_outbox_for_good(store):
    memory = StoredMemory(store, lambda: NOW)
    await memory.remember(ADA, "10", Context("9", 3, 7))
    assert await StoredMemory(store, lambda: NOW).recall(ADA, "10") == Context("9", 3, 7)
    assert await memory.recall(GROUP, "10") is None
    await queued(store, GROUP, stories=(1,))
    async with store.writing() as tx:
        (delivery,) = await tx.deliveries.claim("telegram", "1", NOW, 10)
        await tx.deliveries.sent(delivery.id, "77", NOW)
        await tx.commit()
    assert await memory.recall(GROUP, "77") == Context("77", 1)
    assert await memory.recall(GROUP, "78") is None
