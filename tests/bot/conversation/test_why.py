"""Why something came, or did not."""

from dataclasses import replace

from bot.reasons import Reason, Rule, to_json
from fakes.memory import WORLD_FEED
from fakes.world import NOON, tokens_of
from storage.model import NewArticle

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


async def test_a_wanted_story_that_was_not_sent_says_what_it_waits_for(say):
    await say("/subscribe world")
    assert "it was there before you followed" in await say("/why 3")
    await say("/alerts off")
    assert "Alerts are off here, so it waits for /digest now." in await say("/why 3")
    await say("/digest 08:30")
    await say("/alerts watched")
    assert "Only watched names come as alerts here, so it waits for the next digest." in await say(
        "/why 3"
    )


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
