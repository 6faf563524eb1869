"""Why something came, or did not."""

from dataclasses import replace
from datetime import timedelta

from bot.feeds.articles import id_of
from bot.reasons import Reason, Rule, to_json
from fakes.memory import WORLD_FEED
from fakes.world import NOON, tokens_of
from storage.model import Alert, FeedOutcome, NewArticle

BY_TOPIC = to_json({3: Reason(Rule.TOPIC, "world")})


async def test_a_sent_story_is_explained_by_what_brought_it(say):
    await say.was_sent("story:3", "alert", (3,), message="555", why=BY_TOPIC)
    told = "You follow the topic World.\n\nI sent it as an alert on 24 Nov 2026, 12:00."
    assert told in await say("/why", reply_to="555")
    assert told in await say("/why 3")
    assert told in await say("/why https://news.example/visit")
    assert told in await say("/why")  # the last that was sent


async def test_a_reply_known_by_its_story_alone_is_explained(say):
    await say("/subscribe world")
    assert "You follow the topic World." in await say("/why", reply_to="999", story=3)


async def test_a_reply_to_an_answer_is_explained(say):
    await say("/sources")
    assert "That was my answer to you" in await say("/why", reply_to="999")


async def test_a_digest_is_explained_story_by_story(say):
    why = to_json({3: Reason(Rule.WATCHED, "Bektenov"), 2: Reason(Rule.TOPIC, "sport")})
    await say.was_sent("digest:1", "digest", (3, 2), message="556", why=why)
    shown = await say("/why", reply_to="556")
    assert shown.startswith("I sent it as part of a digest on 24 Nov 2026, 12:00.")
    assert "3. Erdoğan, Bektenov discuss relations: You watch for “Bektenov”." in shown
    assert "2. Ajax beat Feyenoord 3-1 in football derby: You follow the topic Sport." in shown


async def test_a_story_that_is_muted_names_the_word(say):
    await say("/subscribe sport")
    await say("/mute football")
    shown = await say("/why 2")
    assert shown.endswith("You mute “football”, so it does not come.\n\nUnmute: /unmute football")
    await say("/unmute football")
    await say("/mute story 2")
    assert "You muted this story.\n\nUnmute: /unmute story 2" in await say("/why 2")


async def test_a_story_of_a_topic_that_is_not_followed_names_the_topic(say):
    shown = await say("/why 2")
    assert "It belongs to Sport, which you do not follow." in shown
    assert "Follow Sport: /subscribe sport" in shown


async def test_a_feed_is_named_by_its_title(say):
    await say(f"/subscribe {WORLD_FEED}")
    assert f"You follow {WORLD_FEED}." in await say("/why 3")


async def announced(say):
    """Let all briefs have been looked at, before the chat followed anything."""
    async with say.store.writing() as tx:
        heads = await tx.stories.heads()
        await tx.briefs.announced([head.sequence for head in heads])
        await tx.commit()


async def test_a_wanted_story_that_was_not_sent_says_what_it_waits_for(say):
    await announced(say)
    await say("/subscribe world")
    before = "It was there before you followed, on 24 Nov 2026, 12:00, so it waits for /digest now."
    assert before in await say("/why 3")
    await say("/alerts off")
    assert "Alerts are off here, so it waits for /digest now." in await say("/why 3")
    await say("/digest 08:30")
    await say("/alerts watched")
    waits = "so it waits for the next digest, on 25 Nov 2026, 08:30."
    shown = " ".join((await say("/why 3")).split())
    assert f"Only watched names come as alerts here, {waits}" in shown


async def test_a_story_that_was_just_written_is_on_its_way(say):
    await say("/subscribe world")
    assert "It is on its way: I have just written it." in await say("/why 3")


async def waits(say, due):
    """Let an alert wait for the chat."""
    chat = await say.chat()
    async with say.store.writing() as tx:
        await tx.alerts.put([Alert(chat.id, 3, 3, "topic", "world", due)])
        await tx.commit()


async def test_a_story_that_quiet_hours_hold_says_until_when(say):
    await say("/subscribe world")
    await say("/settings quiet 11:00-14:00")
    await waits(say, NOON + timedelta(hours=2))
    assert "Your quiet hours hold it; it comes on 24 Nov 2026, 14:00." in await say("/why 3")


async def test_an_update_that_waits_is_named(say):
    await say.was_sent("story:3", "alert", (3,), message="555", why=BY_TOPIC)
    await waits(say, NOON + timedelta(minutes=30))
    assert "the update comes on 24 Nov 2026, 12:30" in await say("/why 3")


async def test_a_paused_chat_is_told_so(say):
    await say("/subscribe world")
    await say("/stop")
    assert "This chat is paused" in await say("/why 3")


async def test_a_story_whose_only_source_is_muted_names_the_source(say):
    await say("/subscribe sport")
    assert "What Sportblad alone tells is dropped" in await say("/mute sportblad")
    shown = await say("/why 2")
    assert "You mute the source Sportblad, and no other tells it." in shown
    assert "Unmute: /unmute source Sportblad" in shown


async def test_a_withdrawn_story_is_explained_as_that(say):
    async with say.store.writing() as tx:
        await tx.articles.withdraw("visit", NOON)
        await tx.commit()
    assert "It was withdrawn by its source" in await say("/why 3")
    assert "It was withdrawn by its source" in await say("/why https://news.example/visit")
    assert "Story 3 was withdrawn by its source" in await say("/brief 3")


async def test_a_page_is_known_by_any_spelling_of_its_address(say):
    url = "https://news.example/visit-2"
    async with say.store.writing() as tx:
        (known,) = (await tx.articles.get(["visit"])).values()
        found = replace(known, id=id_of(url), url=url)
        await tx.articles.add(None, [NewArticle(found, tokens_of(found))], NOON)
        await tx.commit()
    assert "still sorting it" in await say("/why http://www.news.example/visit-2/?utm_source=x#top")


async def test_a_page_whose_feed_fails_names_the_feed(say):
    async with say.store.writing() as tx:
        feed = await tx.feeds.by_url(WORLD_FEED)
        await tx.feeds.record(FeedOutcome(feed.id, NOON, NOON, error="It does not answer."))
        await tx.commit()
    shown = await say("/why https://news.example/other")
    assert "None of the feeds" in shown
    assert f"{WORLD_FEED}, a feed of that site, cannot be read now." in shown


async def test_feeds_of_other_chats_are_not_given_away(say):
    async with say.store.writing() as tx:
        await tx.feeds.add("https://private.example/feed?key=secret", NOON)
        await tx.commit()
    assert "secret" not in await say("/why https://private.example/page")


async def test_a_page_that_was_never_read_says_so_and_can_be_told(say):
    post = await say.post("/why https://elsewhere.example/x")
    assert "None of the feeds" in post.blocks[0].lines[0].text
    assert post.buttons[0][0].command == "/brief https://elsewhere.example/x"


async def test_a_page_that_is_not_sorted_yet_says_so(say):
    async with say.store.writing() as tx:
        (known,) = (await tx.articles.get(["visit"])).values()
        fresh = replace(known, id="fresh", url="https://news.example/fresh", title="Fresh")
        await tx.articles.add(None, [NewArticle(fresh, tokens_of(fresh))], NOON)
        await tx.commit()
    assert "still sorting it" in await say("/why https://news.example/fresh")


async def test_why_of_nothing_gets_an_example(say):
    assert "For example: /why 1" in await say("/why")
    assert "For example: /why 1" in await say("/why not")
    assert "There is no story 99." in await say("/why 99")


async def test_ratings_that_move_a_story_are_named(say):
    await say("/subscribe world")
    await say("/rate story 3 up")
    shown = await say("/why 3")
    assert "You liked 1 story about Recep Tayyip Erdoğan, so it stands a little higher" in shown
    await say("/rate story 3 down")
    assert "You disliked 1 story about Recep Tayyip Erdoğan" in await say("/why 3")
