"""Feeds: who they are, which topics they serve, when they are due."""

import asyncio
from datetime import timedelta

from fakes.news import NOW, article, minutes, new
from storage.model import Address, ChatKind, Feed, FeedOutcome, Target
from storage.store import Store

WORLD, SPORT = "https://world.example/feed", "https://sport.example/feed"
LEASE = timedelta(minutes=10)


async def add(store: Store, *urls: str) -> list[Feed]:
    async with store.writing() as tx:
        feeds = [await tx.feeds.add(url, NOW) for url in urls]
        await tx.commit()
    return feeds


async def sync(store: Store, **topics: list[str]) -> tuple[Feed, ...]:
    async with store.writing() as tx:
        await tx.feeds.sync(topics, NOW)
        await tx.commit()
    async with store.reading() as tx:
        return await tx.feeds.all()


async def test_a_feed_of_the_configuration_is_built_in_due_at_once_and_has_its_topics(store: Store):
    feeds = await sync(store, world=[WORLD], politics=[WORLD, SPORT])
    assert {feed.url: feed.topics for feed in feeds} == {
        WORLD: ("politics", "world"),
        SPORT: ("politics",),
    }
    assert all(feed.builtin and feed.due == NOW and feed.checked is None for feed in feeds)


async def test_syncing_twice_changes_nothing(store: Store):
    first = await sync(store, world=[WORLD])
    assert await sync(store, world=[WORLD]) == first


async def test_a_readers_feed_that_is_configured_later_becomes_built_in_and_keeps_its_id(
    store: Store,
):
    (mine,) = await add(store, WORLD)
    (synced,) = await sync(store, world=[WORLD])
    assert not mine.builtin
    assert (synced.id, synced.builtin, synced.topics) == (mine.id, True, ("world",))


async def test_a_feed_gone_from_the_configuration_stays_only_for_its_subscribers(store: Store):
    world, sport = await sync(store, world=[WORLD, SPORT])
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("terminal", "", "me"), ChatKind.PRIVATE, "me", NOW)
        await tx.subscriptions.add(chat.id, Target.FEED, str(world.id), NOW)
        await tx.commit()
    kept = await sync(store)
    assert [(feed.id, feed.builtin, feed.topics) for feed in kept] == [(world.id, False, ())]
    assert sport.url not in {feed.url for feed in kept}


async def test_the_id_of_a_removed_feed_is_never_given_again(store: Store):
    (first,) = await add(store, WORLD)
    async with store.writing() as tx:
        await tx.feeds.remove(first.id)
        await tx.commit()
    (second,) = await add(store, SPORT)
    assert second.id > first.id


async def test_removing_a_feed_ends_the_subscriptions_to_it_and_keeps_its_articles(store: Store):
    (feed,) = await add(store, WORLD)
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("terminal", "", "me"), ChatKind.PRIVATE, "me", NOW)
        await tx.subscriptions.add(chat.id, Target.FEED, str(feed.id), NOW)
        await tx.articles.add(feed.id, [new(article(), "e1")], NOW)
        await tx.feeds.remove(feed.id)
        assert await tx.subscriptions.of(chat.id) == ()
        assert await tx.articles.count() == 1
        assert await tx.feeds.all() == ()


async def test_adding_a_known_feed_gives_the_one_that_is_there(store: Store):
    first, again = await add(store, WORLD, WORLD)
    assert first == again


async def test_due_feeds_are_claimed_longest_due_first_and_once(store: Store):
    late, later, _ = await add(store, WORLD, SPORT, "https://new.example/feed")
    async with store.writing() as tx:
        for feed, due in ((late, NOW - minutes(9)), (later, NOW - minutes(5))):
            await tx.feeds.record(FeedOutcome(feed.id, NOW, due))
        await tx.commit()
    async with store.writing() as tx:
        claimed = await tx.feeds.claim_due(NOW, 2, LEASE)
        await tx.commit()
    assert [feed.url for feed in claimed] == [WORLD, SPORT]
    assert {feed.due for feed in claimed} == {NOW + LEASE}
    async with store.writing() as tx:
        assert [f.url for f in await tx.feeds.claim_due(NOW, 9, LEASE)] == [
            "https://new.example/feed"
        ]


async def test_a_claim_lapses_with_its_lease(store: Store):
    await add(store, WORLD)
    async with store.writing() as tx:
        assert await tx.feeds.claim_due(NOW, 9, LEASE)
        await tx.commit()
    async with store.writing() as tx:
        assert not await tx.feeds.claim_due(NOW + LEASE - minutes(1), 9, LEASE)
        assert await tx.feeds.claim_due(NOW + LEASE, 9, LEASE)


async def test_two_claimers_never_get_the_same_feed(store: Store, another: Store):
    await add(store, *(f"https://{n}.example/feed" for n in range(40)))

    async def take(one: Store) -> list[int]:
        mine: list[int] = []
        while True:
            async with one.writing() as tx:
                claimed = await tx.feeds.claim_due(NOW, 3, LEASE)
                await asyncio.sleep(0.001)
                await tx.commit()
            if not claimed:
                return mine
            mine += [feed.id for feed in claimed]

    taken = [id_ for ids in await asyncio.gather(take(store), take(another)) for id_ in ids]
    assert len(taken) == len(set(taken)) == 40


async def test_named_feeds_are_claimed_in_the_order_asked_due_or_not(store: Store):
    world, sport = await add(store, WORLD, SPORT)
    async with store.writing() as tx:
        claimed = await tx.feeds.claim([sport.id, world.id, 99], NOW, LEASE)
    assert [feed.url for feed in claimed] == [SPORT, WORLD]


async def test_a_good_poll_is_recorded_and_a_failure_counts_and_keeps_the_validators(store: Store):
    (feed,) = await add(store, WORLD)
    due = NOW + minutes(15)
    good = FeedOutcome(feed.id, NOW, due, title="World", etag='"1"', modified="Tue")
    async with store.writing() as tx:
        await tx.feeds.record(good)
        await tx.commit()
    async with store.reading() as tx:
        after = await tx.feeds.get(feed.id)
    assert after is not None
    assert (after.title, after.etag, after.modified, after.failures) == ("World", '"1"', "Tue", 0)
    assert (after.checked, after.due) == (NOW, due)
    async with store.writing() as tx:
        for _ in range(2):
            await tx.feeds.record(FeedOutcome(feed.id, NOW, due, error="it does not answer"))
        await tx.commit()
    async with store.reading() as tx:
        failed = await tx.feeds.get(feed.id)
    assert failed is not None
    assert (failed.failures, failed.error, failed.etag) == (2, "it does not answer", '"1"')
    async with store.writing() as tx:
        await tx.feeds.record(good)
        recovered = await tx.feeds.get(feed.id)
    assert recovered is not None
    assert (recovered.failures, recovered.error) == (0, None)


async def test_a_feed_follows_its_new_address_unless_taken_or_configured(store: Store):
    (mine,) = await add(store, "https://old.example/feed")
    built_in = next(f for f in await sync(store, world=[WORLD]) if f.url == WORLD)
    moved = "https://new.example/feed"
    async with store.writing() as tx:
        await tx.feeds.record(FeedOutcome(built_in.id, NOW, NOW, url=moved))
        assert (await tx.feeds.get(built_in.id)).url == WORLD
        await tx.feeds.record(FeedOutcome(mine.id, NOW, NOW, url=WORLD))
        assert (await tx.feeds.get(mine.id)).url == "https://old.example/feed"
        await tx.feeds.record(FeedOutcome(mine.id, NOW, NOW, url=moved))
        assert (await tx.feeds.by_url(moved)).id == mine.id


async def test_a_feed_knows_its_entries_and_their_stamps(store: Store):
    world, sport = await add(store, WORLD, SPORT)
    async with store.writing() as tx:
        await tx.articles.add(world.id, [new(article(), "e1", "s1")], NOW)
        assert await tx.feeds.stamps(world.id, ["e1", "e2"]) == {"e1": "s1"}
        assert await tx.feeds.known_entries(world.id, ["e1", "e2"]) == {"e1"}
        assert await tx.feeds.known_entries(sport.id, ["e1"]) == set()
        await tx.articles.add(world.id, [new(article(), "e1", "s2")], NOW)
        assert await tx.feeds.stamps(world.id, ["e1"]) == {"e1": "s2"}
