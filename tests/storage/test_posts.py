"""Posts: queued once, in bulk, and remembered with what they told."""

import time
from dataclasses import replace

from sqlalchemy import func, select

from fakes.news import NOW, article, brief, minutes, new, outgoing
from storage.model import Address, ChatKind, PostRecord, Told
from storage.store import Store, Transaction
from storage.tables import contents, deliveries, posts


async def chat(tx: Transaction, name: str = "1") -> int:
    address = Address("telegram", "bot", name)
    opened, _ = await tx.chats.open(address, ChatKind.PRIVATE, "", NOW)
    return opened.id


async def test_a_post_comes_back_as_it_was_queued_with_its_messages(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        post = replace(outgoing(me, "story:7", ["bir 😀", "iki"], [7, 3]), post={"title": "“Öz”"})
        (id_,) = await tx.deliveries.queue([post], NOW)
        (first,) = await tx.deliveries.claim("telegram", "bot", NOW, 9)
        assert first.payload == {"text": "bir 😀"}
        await tx.deliveries.sent(first.id, "m1", NOW)
        expected = PostRecord(
            id_, me, "story:7", "alert", {"title": "“Öz”"}, post.why, (3, 7), NOW, ("m1", None),
            (0, 0),
        )  # fmt: skip
        assert await tx.deliveries.post(id_) == expected
        assert await tx.deliveries.by_message(me, "m1") == expected
        assert await tx.deliveries.by_message(me, "m2") is None
        assert await tx.deliveries.by_message(me + 1, "m1") is None
        assert await tx.deliveries.post(id_ + 1) is None


async def test_a_post_is_found_by_the_last_part_of_an_id_that_has_parts(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        (id_,) = await tx.deliveries.queue([outgoing(me, "story:7", ["bir"], [7])], NOW)
        (first,) = await tx.deliveries.claim("telegram", "bot", NOW, 9)
        await tx.deliveries.sent(first.id, "17.1/18.2", NOW)
        for name in ("17.1/18.2", "18.2"):
            found = await tx.deliveries.by_message(me, name)
            assert found is not None
            assert found.id == id_
        for name in ("17.1", "8.2", "%", "18_2", ""):
            assert await tx.deliveries.by_message(me, name) is None


async def test_a_post_whose_key_its_chat_has_is_skipped(store: Store):
    async with store.writing() as tx:
        me, you = await chat(tx), await chat(tx, "2")
        first = await tx.deliveries.queue([outgoing(me), outgoing(me)], NOW)
        assert len(first) == 1
        again = await tx.deliveries.queue([outgoing(me), outgoing(you), outgoing(99)], NOW)
        (record,) = await tx.deliveries.recent_posts(you, 9)
        assert again == (record.id,)
        assert len(await tx.deliveries.list()) == 2
        assert await tx.deliveries.queue([], NOW) == ()


async def test_recent_posts_come_newest_first(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        ids = await tx.deliveries.queue([outgoing(me, f"n:{n}") for n in range(3)], NOW)
        found = await tx.deliveries.recent_posts(me, 2)
        assert [record.id for record in found] == [ids[2], ids[1]]


async def test_the_same_words_for_many_chats_are_kept_once(store: Store):
    async with store.writing() as tx:
        ids = [await chat(tx, str(n)) for n in range(5)]
        await tx.deliveries.queue([outgoing(id_, parts=["same", "words"]) for id_ in ids], NOW)
        counted = await tx._connection.scalar(select(func.count()).select_from(contents))
        assert counted == 3  # the post and two messages


async def test_a_story_is_told_once_it_is_queued_with_the_newest_brief(store: Store):
    async with store.writing() as tx:
        me, you = await chat(tx), await chat(tx, "2")
        await tx.articles.add(None, [new(article())], NOW)
        story = (await tx.stories.assign({"a1": None}, NOW))["a1"]
        sequence = await tx.briefs.put(brief(story, article()), NOW)
        (post,) = await tx.deliveries.queue([outgoing(me, stories=[story])], NOW)
        assert await tx.deliveries.told(me, [story, 99]) == {story: Told(post, sequence, NOW)}
        assert await tx.deliveries.told(you, [story]) == {}
        assert await tx.deliveries.told_of([story]) == {(me, story): Told(post, sequence, NOW)}


async def test_an_update_moves_the_number_and_the_time_but_not_the_first_post(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        (first,) = await tx.deliveries.queue(
            [outgoing(me, "story:7", stories=[7], sequences=[3])], NOW
        )
        later = NOW + minutes(9)
        update = outgoing(me, "update:7", stories=[7], sequences=[5], reply_to=first)
        (second,) = await tx.deliveries.queue([update], later)
        assert await tx.deliveries.told(me, [7]) == {7: Told(first, 5, later)}
        found = await tx.deliveries.posts_of(me, 7)
        assert [record.id for record in found] == [second, first]


async def test_what_surely_never_arrived_was_not_told(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue([outgoing(me, "story:7", ["a", "b"], [7])], NOW)
        await tx.deliveries.queue([outgoing(me, "story:8", ["a"], [8])], NOW)
        (first,) = await tx.deliveries.claim("telegram", "bot", NOW, 9)
        await tx.deliveries.sent(first.id, "m1", NOW)
        assert await tx.deliveries.cancel(me, NOW) == 2
        assert set(await tx.deliveries.told(me, [7, 8])) == {7}
        assert await tx.deliveries.posts_of(me, 8) == ()


async def test_old_posts_are_dropped_with_their_words_but_not_what_waits(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await tx.deliveries.queue([outgoing(me, "old", ["gone"], [7])], NOW)
        (old,) = await tx.deliveries.claim("telegram", "bot", NOW, 9)
        await tx.deliveries.sent(old.id, "m1", NOW)
        later = NOW + minutes(1)
        (waiting,) = await tx.deliveries.queue([outgoing(me, "waiting", ["kept"])], NOW)
        (fresh,) = await tx.deliveries.queue([outgoing(me, "fresh", ["kept"])], later)
        assert await tx.deliveries.purge(later) == 1
        left = await tx.deliveries.recent_posts(me, 9)
        assert {record.id for record in left} == {waiting, fresh}
        bodies = " ".join(await tx._connection.scalars(select(contents.c.body)))
        assert "kept" in bodies
        assert "gone" not in bodies
        assert await tx.deliveries.told(me, [7]) == {}


async def test_a_post_is_queued_for_ten_thousand_chats_in_seconds(store: Store):
    """The aim is a second; the bound leaves room for a busy machine."""
    async with store.writing() as tx:
        rows = [
            {"platform": "telegram", "account": "bot", "chat": str(n), "thread": "", "title": ""}
            for n in range(10_000)
        ]
        fixed = {
            "kind": "private", "created": NOW, "state": "active", "language": "en",
            "zone": "UTC", "length": "medium", "alerts": "on", "digest": [],
            "quiet_digest": True, "cursor": 0,
        }  # fmt: skip
        await tx._connection.execute(
            posts.metadata.tables["chats"].insert(), [row | fixed for row in rows]
        )
        ids = [found.id for found in await tx.chats.all()]
        sample = outgoing(0, "story:1", ["word " * 400], [1])
        many = [replace(sample, chat=id_) for id_ in ids]
        started = time.perf_counter()
        queued = await tx.deliveries.queue(many, NOW)
        took = time.perf_counter() - started
        count = await tx._connection.scalar(select(func.count()).select_from(deliveries))
    assert len(queued) == count == 10_000
    assert took < 10
