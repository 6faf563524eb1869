"""Sending: what becomes of an attempt, and that nothing is lost or knowingly sent twice."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chats.errors import Blocked, Moved, NotSent, Refused, ReplyLost, Wait
from bot.chats.port import Limits, Rate
from bot.deliver import (
    BACKOFF_LAST,
    GIVE_UP_AFTER,
    UNKNOWN_AFTER,
    Deliverer,
    Doubt,
    Follow,
    GiveUp,
    Pause,
    Retry,
    Sent,
    react,
)
from bot.pace import Pace
from fakes.chatserver import ChatServer, ServerAdapter
from storage.model import Address, ChatKind, ChatState, Delivery, DeliveryState, Outgoing
from storage.store import Store

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
THERE = Address("fake", "", "2")
DELIVERY = Delivery(
    id=1,
    post=1,
    chat=1,
    address=Address("fake", "", "1"),
    what="story:1",
    kind="alert",
    part=0,
    parts=1,
    state=DeliveryState.SENDING,
    payload={"text": "news"},
    not_before=NOW,
    created=NOW,
    attempts=1,
)


class Clock:
    """A clock that goes on only when told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


# --- deciding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "reaction"),
    [
        ("77", Sent("77")),
        (Wait(30), Retry(NOW + timedelta(seconds=30), "told to wait: 30 s", hold=True)),
        (NotSent("refused"), Retry(NOW + timedelta(seconds=2), "refused")),
        (ReplyLost("cut off"), Doubt(NOW + UNKNOWN_AFTER, "cut off")),
        (Blocked("kicked"), Pause("kicked")),
        (Moved(THERE), Follow(THERE)),
        (Refused("too odd"), GiveUp("too odd")),
    ],
)
def test_each_outcome_has_its_reaction(outcome, reaction):
    assert react(DELIVERY, outcome, NOW) == reaction


def test_a_message_whose_fate_is_unknown_twice_is_left_alone():
    again = replace(DELIVERY, retried_unknown=True)
    assert react(again, ReplyLost("cut off"), NOW) == Doubt(None, "cut off")


def test_waits_between_attempts_grow_to_a_limit():
    def wait(attempts: int) -> timedelta:
        reaction = react(replace(DELIVERY, attempts=attempts), NotSent("no"), NOW)
        assert isinstance(reaction, Retry)
        return reaction.at - NOW

    assert [wait(n).total_seconds() for n in (1, 2, 3)] == [2, 4, 8]
    assert wait(100) == BACKOFF_LAST


@pytest.mark.parametrize("outcome", [NotSent("no"), Wait(3600)])
def test_news_that_cannot_be_sent_for_a_day_is_given_up(outcome):
    assert isinstance(react(DELIVERY, outcome, NOW + GIVE_UP_AFTER), GiveUp)


# --- doing -------------------------------------------------------------------------------------


async def open_chat(store: Store, name: str, kind: ChatKind = ChatKind.PRIVATE) -> int:
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("fake", "", name), kind, "", NOW)
        await tx.commit()
    return chat.id


async def queue(store: Store, chat: int, name: str, posts: int, parts: int = 2) -> list[str]:
    """Queue posts; give their texts in order."""
    texts = [[f"{name} post {p} part {n}" for n in range(parts)] for p in range(posts)]
    outgoing = [
        Outgoing(chat, f"story:{p}", "alert", tuple({"text": t} for t in texts[p]), {}, {}, (), NOW)
        for p in range(posts)
    ]
    async with store.writing() as tx:
        await tx.deliveries.queue(outgoing, NOW)
        await tx.commit()
    return [text for post in texts for text in post]


async def send_all(deliverer: Deliverer, store: Store, clock: Clock, rounds: int = 60) -> None:
    """Send until nothing is open, turning the clock on whenever all that is left must wait."""
    for _ in range(rounds):
        await deliverer.drain()
        async with store.reading() as tx:
            counts = await tx.deliveries.counts()
            doubtful = await tx.deliveries.list(state=DeliveryState.UNKNOWN, limit=10_000)
        waiting = counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.SENDING, 0)
        if not waiting and all(one.retried_unknown for one in doubtful):
            return
        clock.now += timedelta(minutes=2)
    raise AssertionError(counts)


async def test_messages_of_a_chat_arrive_once_in_order_and_are_remembered(store: Store):
    chat = await open_chat(store, "1")
    texts = await queue(store, chat, "1", posts=3)
    clock = Clock()
    async with ChatServer() as server, ServerAdapter(server.url) as adapter:
        await Deliverer(store, adapter, clock, Pace(Limits())).drain()
        assert server.texts("1") == texts
    async with store.reading() as tx:
        post = await tx.deliveries.by_message(chat, "3")
        assert post is not None
        assert post.what == "story:1"


async def test_a_blocked_chat_is_paused_and_its_queue_cancelled(store: Store):
    chat = await open_chat(store, "1")
    other = await open_chat(store, "2")
    await queue(store, chat, "1", posts=3)
    texts = await queue(store, other, "2", posts=1)
    async with ChatServer(blocked={"1"}) as server, ServerAdapter(server.url) as adapter:
        await Deliverer(store, adapter, Clock(), Pace(Limits())).drain()
        assert server.texts("1") == []
        assert server.texts("2") == texts
    async with store.reading() as tx:
        paused = await tx.chats.get(chat)
        counts = await tx.deliveries.counts()
    assert paused is not None
    assert paused.state is ChatState.BLOCKED
    assert counts[DeliveryState.CANCELLED] + counts[DeliveryState.DEAD] == 6


async def test_a_chat_that_moved_gets_its_messages_at_the_new_address(store: Store):
    chat = await open_chat(store, "1", ChatKind.GROUP)
    texts = await queue(store, chat, "1", posts=2)
    async with ChatServer(moved={"1": "-100"}) as server, ServerAdapter(server.url) as adapter:
        await send_all(Deliverer(store, adapter, Clock(), Pace(Limits())), store, Clock())
        assert server.texts("-100") == texts


async def test_a_sender_that_was_killed_leaves_at_most_one_more_copy(store: Store):
    chat = await open_chat(store, "1")
    texts = await queue(store, chat, "1", posts=2)
    clock = Clock()
    async with store.writing() as tx:  # claimed and perhaps sent by one that is no more
        await tx.deliveries.claim("fake", "", NOW, 10)
        await tx.commit()
    async with ChatServer() as server, ServerAdapter(server.url) as adapter:
        deliverer = Deliverer(store, adapter, clock, Pace(Limits()))
        await deliverer.drain()
        assert server.texts("1") == []
        clock.now += UNKNOWN_AFTER
        await deliverer.drain()
        assert server.texts("1") == texts


async def test_a_message_in_doubt_stays_so_when_its_chat_then_blocks_us(store: Store):
    chat = await open_chat(store, "1")
    await queue(store, chat, "1", posts=1, parts=1)
    clock = Clock()
    server = ChatServer(faults={"drop_after": 1.0})
    async with server, ServerAdapter(server.url) as adapter:
        deliverer = Deliverer(store, adapter, clock, Pace(Limits()))
        await deliverer.drain()
        server.blocked.add("1")
        clock.now += UNKNOWN_AFTER
        await deliverer.drain()
    assert len(server.texts("1")) == 1  # it had arrived
    async with store.reading() as tx:
        (one,) = await tx.deliveries.list()
        blocked = await tx.chats.get(chat)
    assert one.state is DeliveryState.UNKNOWN
    assert blocked is not None
    assert blocked.state is ChatState.BLOCKED


async def test_a_third_of_all_requests_going_wrong_loses_nothing_and_keeps_the_order(store: Store):
    faults = {"wait": 0.08, "error": 0.08, "drop_before": 0.04, "drop_after": 0.05,
              "block": 0.01, "move": 0.04}  # fmt: skip
    clock = Clock()
    server = ChatServer(dice=random.Random(20261124), faults=faults)
    names = [str(number) for number in range(30)]
    queued = {}
    for name in names:
        kind = ChatKind.GROUP if int(name) % 3 == 0 else ChatKind.PRIVATE
        queued[name] = await queue(store, await open_chat(store, name, kind), name, posts=6)
    async with server, ServerAdapter(server.url) as adapter:
        await send_all(Deliverer(store, adapter, clock, Pace(Limits())), store, clock)
    async with store.reading() as tx:
        ended = await tx.deliveries.list(limit=10_000)
    by_text = {one.payload["text"]: one for one in ended}
    for name in names:
        shown = server.texts(name)
        first_seen = list(dict.fromkeys(shown))
        assert first_seen == [text for text in queued[name] if text in first_seen]
        copies = {text for text, number in Counter(shown).items() if number > 1}
        assert all(by_text[text].retried_unknown for text in copies)
        assert max(Counter(shown).values(), default=0) <= 2
        blocked = not server.blocked.isdisjoint(server.names(name))
        for text in queued[name]:
            state = by_text[text].state
            if text in shown:
                assert state in (DeliveryState.SENT, DeliveryState.UNKNOWN)
            elif blocked:
                assert state in (DeliveryState.CANCELLED, DeliveryState.DEAD, DeliveryState.UNKNOWN)
            else:  # twice in doubt: known to be so, and listed for the operator
                assert state is DeliveryState.UNKNOWN
                assert by_text[text].retried_unknown
    assert sum(server.attempts.values()) > 1.2 * len(by_text)  # faults did happen


async def test_the_topics_of_a_forum_share_what_their_chat_may_get(store: Store):
    topics = []
    async with store.writing() as tx:
        for thread in ("7", "8"):
            address = Address("fake", "", "-1", thread)
            chat, _ = await tx.chats.open(address, ChatKind.GROUP, "", NOW)
            topics.append(chat.id)
        await tx.commit()
    texts = [(await queue(store, chat, f"topic {chat}", posts=1, parts=1))[0] for chat in topics]
    clock = Clock()
    async with ChatServer() as server, ServerAdapter(server.url) as adapter:
        deliverer = Deliverer(store, adapter, clock, Pace(Limits(chat=Rate(1, 60.0))))
        await deliverer.drain()
        assert server.texts("-1") == texts[:1]
        await deliverer.drain()
        assert server.texts("-1") == texts[:1]
        clock.now += timedelta(seconds=61)
        await deliverer.drain()
        assert server.texts("-1") == texts


async def test_the_limit_over_all_chats_holds_at_any_moment(store: Store):
    """Against the wall clock: messages leave one by one as room comes, not in bursts."""
    for name in range(25):
        await queue(store, await open_chat(store, str(name)), str(name), posts=1, parts=1)
    left: list[float] = []

    class Watched(ServerAdapter):
        async def send(self, delivery: Delivery) -> str:
            left.append(time.monotonic())
            return await super().send(delivery)

    async with ChatServer() as server, Watched(server.url) as adapter:
        limits = Limits(overall=Rate(10, 0.5))
        deliverer = Deliverer(store, adapter, lambda: datetime.now(UTC), Pace(limits))
        running = asyncio.create_task(deliverer.run())
        try:
            async with asyncio.timeout(30):
                while len(left) < 25:  # noqa: ASYNC110 - another task sends
                    await asyncio.sleep(0.01)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    for first, eleventh in zip(left, left[10:], strict=False):
        assert eleventh - first > 0.4


@pytest.mark.parametrize("turns", range(12))
async def test_sending_stops_at_whatever_moment_it_is_told_to(store: Store, turns: int):
    deliverer = Deliverer(store, ServerAdapter(""), Clock(), Pace(Limits()))
    back = asyncio.create_task(asyncio.sleep(0, "77"))
    deliverer._under_way[back] = DELIVERY
    resting = asyncio.create_task(deliverer._rest())
    for _ in range(turns):
        await asyncio.sleep(0)
    if resting.cancel():  # not at its end yet
        with pytest.raises(asyncio.CancelledError):
            await resting
    assert resting.done()


async def test_sending_wakes_up_when_something_is_queued(store: Store):
    chat = await open_chat(store, "1")
    async with ChatServer() as server, ServerAdapter(server.url) as adapter:
        deliverer = Deliverer(store, adapter, Clock(), Pace(Limits()))
        running = asyncio.create_task(deliverer.run())
        try:
            texts = await queue(store, chat, "1", posts=1)
            deliverer.wake()
            async with asyncio.timeout(5):
                while server.texts("1") != texts:  # noqa: ASYNC110 - another task sends
                    await asyncio.sleep(0.01)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
