"""Following topics, feeds and sites."""

from bot.conversation.errors import NotAllowed, PageUnavailable
from fakes.desk import Feed
from fakes.memory import WORLD_FEED
from fakes.world import NOON
from storage.model import ChatKind, FeedOutcome, Subscription, Target


def buttons(post):
    return [button.command for row in post.buttons for button in row]


async def followed(say):
    async with say.store.reading() as tx:
        return [(s.target, s.key) for s in await tx.subscriptions.of((await say.chat()).id)]


async def test_the_only_topic_on_offer_is_taken(say_one_topic):
    shown = await say_one_topic("/subscribe")
    assert "You now follow World." in shown
    assert await followed(say_one_topic) == [(Target.TOPIC, "world")]


async def test_the_only_topic_is_not_taken_by_who_may_not_change_the_group(say_one_topic):
    post = await say_one_topic.post("/subscribe", kind=ChatKind.GROUP, may_change=False)
    assert buttons(post) == ["/subscribe world"]
    assert await followed(say_one_topic) == []


async def test_topics_are_offered_as_buttons_those_followed_no_more(say):
    assert buttons(await say.post("/subscribe")) == ["/subscribe world", "/subscribe sport"]
    await say("/subscribe world")
    post = await say.post("/subscribe")
    assert buttons(post) == ["/subscribe sport"]
    await say("/subscribe sport")
    assert "You follow World and Sport, and there is no other topic." in await say("/subscribe")


async def test_a_topic_is_found_by_title_and_several_at_once(say):
    assert "You now follow World and Sport." in await say("/sub WORLD, sport")
    assert "You follow World already." in await say("/subscribe world")


async def test_all_topics_are_followed_at_once(say):
    assert "You now follow World and Sport." in await say("/subscribe all")


async def test_a_misspelt_topic_gets_the_nearest(say):
    post = await say.post("/subscribe wrold")
    assert buttons(post) == ["/subscribe world"]


async def test_a_topic_that_is_like_none_gets_all_of_them(say):
    post = await say.post("/subscribe xyzzy")
    assert "I have no topic “xyzzy”." in await say("/subscribe xyzzy")
    assert buttons(post) == ["/subscribe world", "/subscribe sport"]


async def test_a_sites_only_feed_is_followed(say):
    say.desk.sites["https://blog.example"] = (Feed("https://blog.example/rss", "A blog"),)
    assert "You now follow A blog." in await say("/subscribe blog.example")
    assert "well" not in await say("/sources")
    assert "A blog: not read yet" in await say("/sources")


async def test_a_site_with_several_feeds_offers_them_by_number(say):
    feeds = (Feed("https://blog.example/rss", "Posts"), Feed("https://blog.example/c", ""))
    say.desk.sites["https://blog.example"] = feeds
    post = await say.post("/subscribe https://blog.example")
    assert buttons(post) == ["/subscribe https://blog.example 1",
                             "/subscribe https://blog.example 2"]  # fmt: skip
    shown = await say("/subscribe https://blog.example")
    assert "1. Posts. https://blog.example/rss" in shown
    assert "2. Untitled. https://blog.example/c" in shown
    assert "You now follow https://blog.example/c." in await say(buttons(post)[1])


async def test_a_feed_that_is_read_already_is_followed_without_asking_the_desk(say):
    assert f"You now follow {WORLD_FEED}." in await say(f"/subscribe {WORLD_FEED}")


async def test_a_site_without_feeds_or_out_of_reach_gets_an_honest_sentence(say):
    assert "I find no feed on that site." in await say("/subscribe nothing.example")
    say.desk.sites["https://down.example"] = PageUnavailable("That site does not answer.")
    assert await say("/subscribe down.example") == "That site does not answer."
    say.desk.sites["https://closed.example"] = NotAllowed("Feeds are the operator's to add.")
    assert await say("/subscribe closed.example") == "Feeds are the operator's to add."


async def test_sources_tell_health(say):
    await say("/subscribe world")
    assert "World: 1 feed, all well" in await say("/sources")
    async with say.store.writing() as tx:
        feed = await tx.feeds.by_url(WORLD_FEED)
        await tx.feeds.record(FeedOutcome(feed.id, NOON, NOON, title="Wire", error="timed out"))
        await tx.commit()
    assert "World: 1 feed, 1 not readable now (Wire)" in await say("/sources")
    await say(f"/subscribe {WORLD_FEED}")
    assert "Wire: not readable now, tried 1 time" in await say("/sources")


async def test_a_chat_that_follows_nothing_is_told_how_to_begin(say):
    for words in ("/sources", "/unsubscribe"):
        assert buttons(await say.post(words)) == ["/subscribe"]


async def test_following_is_ended_by_button_title_address_or_all(say):
    await say("/subscribe all")
    await say(f"/subscribe {WORLD_FEED}")
    post = await say.post("/unsubscribe")
    assert {"/unsubscribe world", "/unsubscribe sport"} < set(buttons(post))
    assert len(buttons(post)) == 3
    assert "You no longer follow World." in await say("/unsubscribe WORLD")
    assert f"You no longer follow {WORLD_FEED}." in await say(f"/unsubscribe {WORLD_FEED}")
    assert "You do not follow “world”." in await say("/unsubscribe world")
    await say("/subscribe world")
    assert "you follow nothing now (2 subscriptions ended)" in await say("/unsubscribe all")
    assert await followed(say) == []


async def test_a_feed_is_ended_by_its_number(say):
    await say(f"/subscribe {WORLD_FEED}")
    (words,) = buttons(await say.post("/unsubscribe"))
    assert words.startswith("/unsubscribe feed ")
    assert "You no longer follow" in await say(words)


async def test_a_readers_own_feed_that_nobody_follows_is_polled_no_more(say):
    say.desk.sites["https://blog.example"] = (Feed("https://blog.example/rss", "A blog"),)
    await say("/subscribe blog.example")
    await say("/unsubscribe A blog")
    async with say.store.reading() as tx:
        assert await tx.feeds.by_url("https://blog.example/rss") is None
        assert await tx.feeds.by_url(WORLD_FEED) is not None


async def test_a_topic_that_is_gone_from_configuration_can_still_be_ended(say):
    await say("/help")
    await say("/sources")
    async with say.store.writing() as tx:
        await tx.subscriptions.add((await say.chat()).id, Target.TOPIC, "old", NOON)
        await tx.commit()
    assert "old: it has no feeds now" in await say("/sources")
    assert "You no longer follow old." in await say("/unsubscribe old")


async def test_what_is_followed_is_kept_as_a_subscription(say):
    await say("/subscribe world")
    async with say.store.reading() as tx:
        (one,) = await tx.subscriptions.of((await say.chat()).id)
    assert one == Subscription((await say.chat()).id, Target.TOPIC, "world", NOON)
