"""Deliveries: nothing lost, nothing sent twice knowingly, order kept within a chat."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from fakes.news import NOW, minutes, outgoing
from storage.model import Address, ChatKind, ChatState, Delivery, DeliveryState
from storage.store import Store, Transaction

BOT = ("telegram", "bot")
SENDING, SENT, UNKNOWN = DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN
QUEUED, DEAD, CANCELLED = DeliveryState.QUEUED, DeliveryState.DEAD, DeliveryState.CANCELLED
LATER = NOW + minutes(1)


async def chat(tx: Transaction, name: str = "1", kind: ChatKind = ChatKind.PRIVATE) -> int:
    opened, _ = await tx.chats.open(Address(*BOT, name), kind, "", NOW)
    return opened.id


async def texts(tx: Transaction, now: object = NOW, limit: int = 99, **asked: object) -> list[str]:
    """Claim and give the words that are to be sent."""
    return [one.payload["text"] for one in await tx.deliveries.claim(*BOT, now, limit, **asked)]


async def take(tx: Transaction, now: object = NOW) -> Delivery:
    (one,) = await tx.deliveries.claim(*BOT, now, 99)
    return one


async def state(tx: Transaction, id_: int) -> Delivery:
    return next(one for one in await tx.deliveries.list() if one.id == id_)


async def test_a_claimed_message_says_all_that_a_sender_needs(store: Store):
    async with store.writing() as tx:
        me = await chat(tx, "-100", ChatKind.GROUP)
        (post,) = await tx.deliveries.queue([outgoing(me, "story:7", ["a", "b"])], NOW)
        assert await take(tx) == Delivery(
            id=1,
            post=post,
            chat=me,
            address=Address(*BOT, "-100"),
            what="story:7",
            kind="alert",
            part=0,
            parts=2,
            state=SENDING,
            payload={"text": "a"},
            not_before=NOW,
            created=NOW,
            attempts=1,
            group=True,
        )


async def test_a_chat_gets_one_message_at_a_time_in_the_order_queued(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue(
            [outgoing(me, "one", ["1", "2"]), outgoing(me, "two", ["3"])], NOW
        )
        sent = []
        while claimed := await tx.deliveries.claim(*BOT, NOW, 99):
            (one,) = claimed
            assert await tx.deliveries.claim(*BOT, NOW, 99) == ()
            await tx.deliveries.sent(one.id, f"m{one.id}", NOW)
            sent.append(one.payload["text"])
        assert sent == ["1", "2", "3"]


async def test_different_chats_do_not_wait_for_each_other(store: Store):
    async with store.writing() as tx:
        for name in "abc":
            me = await chat(tx, name)
            await tx.deliveries.queue([outgoing(me, parts=[name, name * 2])], NOW)
        assert await texts(tx, limit=2) == ["a", "b"]
        assert await texts(tx) == ["c"]
        assert await texts(tx) == []


async def test_only_active_chats_of_the_asked_account_that_need_not_wait_are_served(store: Store):
    async with store.writing() as tx:
        names = {name: await chat(tx, name) for name in ("ok", "resting", "stopped", "blocked")}
        other, _ = await tx.chats.open(
            Address("telegram", "other", "ok"), ChatKind.PRIVATE, "", NOW
        )
        for name, id_ in (*names.items(), ("other", other.id)):
            await tx.deliveries.queue([outgoing(id_, parts=[name])], NOW)
        for name in ("stopped", "blocked"):
            found = await tx.chats.get(names[name])
            await tx.chats.save(replace(found, state=ChatState(name)))
        assert await texts(tx, exclude={names["resting"]}) == ["ok"]
        assert await texts(tx) == ["resting"]


async def test_a_message_waits_for_its_time_and_those_behind_it_wait_too(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue(
            [outgoing(me, "one", ["1"], not_before=LATER), outgoing(me, "two", ["2"])], NOW
        )
        assert await texts(tx) == []
        assert await texts(tx, LATER) == ["1"]


async def test_what_surely_did_not_arrive_is_sent_again_before_the_rest(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue([outgoing(me, parts=["1", "2"])], NOW)
        one = await take(tx)
        await tx.deliveries.retry(one.id, LATER, "wait a minute")
        assert await texts(tx) == []
        again = await take(tx, LATER)
        assert (again.id, again.attempts, again.error) == (one.id, 2, "wait a minute")
        await tx.deliveries.sent(again.id, "m", LATER)
        done = await state(tx, one.id)
        assert (done.state, done.message, done.sent, done.error) == (SENT, "m", LATER, None)


async def test_the_unknown_gets_one_more_attempt_and_never_another(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue([outgoing(me, parts=["1", "2"])], NOW)
        one = await take(tx)
        await tx.deliveries.unknown(one.id, "no answer", LATER)
        assert await texts(tx) == []  # those behind wait for its fate
        again = await take(tx, LATER)
        assert (again.id, again.retried_unknown) == (one.id, True)
        await tx.deliveries.unknown(again.id, "no answer", LATER)
        assert (await state(tx, one.id)).state is UNKNOWN
        assert await texts(tx, LATER + timedelta(days=9)) == ["2"]


async def test_an_unknown_that_is_retried_and_refused_for_now_keeps_its_one_attempt(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue([outgoing(me)], NOW)
        one = await take(tx)
        await tx.deliveries.unknown(one.id, "no answer", NOW)
        await tx.deliveries.retry((await take(tx)).id, NOW, "wait")
        again = await take(tx)
        assert again.retried_unknown
        await tx.deliveries.unknown(again.id, "no answer", NOW)
        assert await texts(tx, LATER) == []


async def test_an_unknown_without_another_attempt_is_closed_at_once(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue([outgoing(me, parts=["1", "2"])], NOW)
        await tx.deliveries.unknown((await take(tx)).id, "no answer", None)
        assert await texts(tx) == ["2"]


async def test_a_refused_part_takes_the_rest_of_its_post_along_and_nothing_else(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue(
            [outgoing(me, "one", ["1", "2", "3"]), outgoing(me, "two", ["4"])], NOW
        )
        await tx.deliveries.sent((await take(tx)).id, "m1", NOW)
        await tx.deliveries.dead((await take(tx)).id, "too long", NOW)
        assert await texts(tx) == ["4"]
        assert await tx.deliveries.counts() == {SENT: 1, DEAD: 2, SENDING: 1}
        errors = {one.part: one.error for one in await tx.deliveries.list(state=DEAD)}
        assert errors == {1: "too long", 2: "an earlier part of it was not taken"}


async def test_cancelling_leaves_what_is_under_way(store: Store):
    async with store.writing() as tx:
        me, you = await chat(tx), await chat(tx, "2")
        for id_ in (me, you):
            await tx.deliveries.queue([outgoing(id_, parts=["1", "2"])], NOW)
        await tx.deliveries.claim(*BOT, NOW, 99)
        assert await tx.deliveries.cancel(me, NOW) == 1
        assert await tx.deliveries.counts() == {SENDING: 2, CANCELLED: 1, QUEUED: 1}
        mine = await tx.deliveries.list(chat=me)
        assert [one.state for one in mine] == [CANCELLED, SENDING]


async def test_recovering_puts_in_doubt_only_what_the_dead_sender_was_sending(store: Store):
    async with store.writing() as tx:
        me, you = await chat(tx), await chat(tx, "2")
        other, _ = await tx.chats.open(Address("slack", "t", "1"), ChatKind.PRIVATE, "", NOW)
        for id_ in (me, you, other.id):
            await tx.deliveries.queue([outgoing(id_)], NOW)
        await tx.deliveries.claim("slack", "t", NOW, 9)
        first, second = await tx.deliveries.claim(*BOT, NOW, 9)
        await tx.deliveries.unknown(second.id, "no answer", NOW)
        await take(tx)  # its one more attempt, during which the sender dies
        assert await tx.deliveries.recover(*BOT, NOW, LATER) == 2
        assert await tx.deliveries.counts() == {UNKNOWN: 2, SENDING: 1}
        assert [one.id for one in await tx.deliveries.claim(*BOT, LATER, 9)] == [first.id]
        assert await tx.deliveries.recover(*BOT, LATER, LATER) == 1


async def test_an_operator_may_have_settled_messages_sent_again(store: Store):
    async with store.writing() as tx:
        ids = [await chat(tx, name) for name in "abcd"]
        for id_ in ids:
            await tx.deliveries.queue([outgoing(id_)], NOW)
        unknown, dead, sent, pending = await tx.deliveries.claim(*BOT, NOW, 9)
        await tx.deliveries.unknown(unknown.id, "no answer", None)
        await tx.deliveries.dead(dead.id, "refused", NOW)
        await tx.deliveries.sent(sent.id, "m", NOW)
        await tx.deliveries.unknown(pending.id, "no answer", LATER)
        assert await tx.deliveries.requeue([DEAD], NOW) == 1
        assert await tx.deliveries.requeue([UNKNOWN, SENT, SENDING], LATER) == 1
        again = await tx.deliveries.claim(*BOT, LATER, 9)
        assert [one.id for one in again] == [unknown.id, dead.id, pending.id]


async def test_a_reply_hangs_on_the_first_message_of_the_post_it_answers(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        (first,) = await tx.deliveries.queue([outgoing(me, "one", ["1", "2"])], NOW)
        await tx.deliveries.queue([outgoing(me, "two", ["3"], reply_to=first)], NOW)
        for name in ("m1", "m2"):
            await tx.deliveries.sent((await take(tx)).id, name, NOW)
        assert (await take(tx)).reply_to_message == "m1"


async def test_lists_are_newest_first_and_narrowed_as_asked(store: Store):
    async with store.writing() as tx:
        me, you = await chat(tx), await chat(tx, "2")
        for id_ in (me, you):
            await tx.deliveries.queue([outgoing(id_, parts=["1", "2"])], NOW)
        await tx.deliveries.sent((await tx.deliveries.claim(*BOT, NOW, 1))[0].id, "m", NOW)
        ids = [one.id for one in await tx.deliveries.list()]
        assert ids == sorted(ids, reverse=True)
        assert len(await tx.deliveries.list(limit=3)) == 3
        assert {one.chat for one in await tx.deliveries.list(chat=you)} == {you}
        assert [one.message for one in await tx.deliveries.list(state=SENT)] == ["m"]


async def test_two_senders_never_get_the_same_message(store: Store, another: Store):
    async with store.writing() as tx:
        for n in range(30):
            me = await chat(tx, str(n))
            await tx.deliveries.queue([outgoing(me, parts=[f"{n}a", f"{n}b"])], NOW)
        await tx.commit()
    sent: list[str] = []

    async def send(one: Store) -> None:
        while True:
            async with one.writing() as tx:
                claimed = await tx.deliveries.claim(*BOT, NOW, 4)
                await asyncio.sleep(0.001)
                await tx.commit()
            if not claimed:
                async with one.reading() as tx:
                    if set(await tx.deliveries.counts()) == {SENT}:
                        return
                continue
            async with one.writing() as tx:
                for delivery in claimed:
                    sent.append(delivery.payload["text"])
                    await tx.deliveries.sent(delivery.id, "m", NOW)
                await tx.commit()

    await asyncio.gather(send(store), send(another))
    assert Counter(sent) == Counter(f"{n}{part}" for n in range(30) for part in "ab")
    for n in range(30):
        assert sent.index(f"{n}a") < sent.index(f"{n}b")


@pytest.mark.parametrize("committed", [True, False])
async def test_a_claim_counts_once_it_is_committed(store: Store, committed: bool):
    """A crash before the commit leaves the message queued; after it, in doubt; never lost."""
    async with store.writing() as tx:
        await tx.deliveries.queue([outgoing(await chat(tx))], NOW)
        await tx.commit()
    async with store.writing() as tx:
        await tx.deliveries.claim(*BOT, NOW, 9)
        if committed:
            await tx.commit()
    async with store.writing() as tx:
        assert await tx.deliveries.recover(*BOT, NOW, LATER) == int(committed)
        assert len(await tx.deliveries.claim(*BOT, LATER, 9)) == 1
