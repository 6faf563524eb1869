"""When the news come."""

from dataclasses import replace
from datetime import UTC, datetime, time

from bot.reasons import Reason, Rule, to_json
from fakes.memory import fill
from fakes.world import VISIT, claim, source
from storage.model import Alerts, DigestTime

DAILY = tuple(range(7))


def buttons(post):
    return [button.command for row in post.buttons for button in row]


async def test_a_plan_is_set_told_and_ended(say):
    assert "There is no digest yet" in await say("/digest")
    shown = await say("/digest weekdays 8.30, sat 10am")
    assert "Your digest comes Monday to Friday at 08:30; Saturday at 10:00 (UTC time)." in shown
    chat = await say.chat()
    assert chat.digest == (
        DigestTime((0, 1, 2, 3, 4), time(8, 30)),
        DigestTime((5,), time(10)),
    )
    assert chat.digest_since == say.now
    assert chat.digest_due == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    assert "Monday to Friday at 08:30" in await say("/digest")
    assert "No more digests." in await say("/digest off")
    chat = await say.chat()
    assert (chat.digest, chat.digest_since, chat.digest_due) == ((), None, None)


async def test_a_plan_in_utc_asks_for_the_zone(say):
    assert "/settings zone Istanbul" in await say("/digest 08:30")
    await say("/settings zone Istanbul")
    assert "/settings zone" not in await say("/digest 08:30")
    assert "(Istanbul time)" in await say("/digest")


async def test_another_zone_moves_the_next_digest_and_nothing_else(say):
    await say("/digest 08:30")
    before = await say.chat()
    await say("/settings zone Istanbul")
    after = await say.chat()
    assert after.digest_due == datetime(2026, 11, 25, 5, 30, tzinfo=UTC)
    assert (after.digest, after.digest_since) == (before.digest, before.digest_since)


async def test_an_impossible_plan_gets_an_example_and_changes_nothing(say):
    await say("/digest 08:30")
    assert "Write it like 08:30" in await say("/digest 25:00")
    assert "08:30" in await say("/digest mon")
    assert (await say.chat()).digest == (DigestTime(DAILY, time(8, 30)),)


async def test_now_tells_what_is_followed_without_moving_the_cursor(say):
    await say("/subscribe world")
    say.desk.first = (claim("Relations and rockets today."),)
    shown = await say("/digest now")
    assert shown.startswith(
        "Digest of 24 Nov 2026, 12:00\n\nRelations and rockets today. [1]\n\nWorld\n3. Erdoğan"
    )
    assert "Ajax" not in shown
    assert (await say.chat()).cursor == 0
    assert await say("/digest now") == shown


async def test_now_for_who_follows_nothing_offers_topics(say):
    assert "You follow nothing yet." in await say("/digest now")


async def test_now_with_nothing_new_says_so(say):
    await say("/subscribe sport")
    chat = await say.chat()
    async with say.store.writing() as tx:
        await tx.chats.advance(chat.id, await tx.briefs.last_sequence(), None)
        await tx.commit()
    assert await say("/digest now") == "There is nothing new since your last digest."


async def test_more_tells_what_now_had_no_room_for(say):
    await fill(say.store, *(_story(n) for n in range(12)))
    await say("/subscribe world")
    await say("/settings length short")
    first = await say.post("/digest now")
    assert "/digest more" in buttons(first)
    second = await say.post("/digest more")
    assert "/digest more 2" in buttons(second)
    third = await say.post("/digest more 2")
    told = [_stories(post) for post in (first, second, third)]
    assert [len(one) for one in told] == [5, 5, 4]
    assert len({story for one in told for story in one}) == 14
    assert await say("/digest more 3") == "That was everything: nothing was left out."


async def test_more_tells_what_the_last_digest_left_out(say):
    await say("/subscribe world")
    chat = await say.chat()
    why = {**to_json({3: Reason(Rule.TOPIC, "world")}), "after": 0}
    await say.was_sent("digest:1", "digest", (3,), message="1", why=why)
    async with say.store.writing() as tx:
        await tx.chats.advance(chat.id, await tx.briefs.last_sequence(), None)
        await tx.commit()
    post = await say.post("/digest more")
    assert _stories(post) == [1]


async def test_more_of_nonsense_gets_an_example(say):
    for words in ("more please", "more 0", "more 1000", "more -1"):
        assert "08:30" in await say(f"/digest {words}")


async def test_alerts_are_told_and_changed(say):
    assert (await say.chat()) is None
    assert "Each new story comes as it breaks." in await say("/alerts")
    assert buttons(await say.post("/alerts")) == ["/alerts watched", "/alerts off"]
    assert "Only stories with names you watch" in await say("/alerts Watched")
    assert (await say.chat()).alerts is Alerts.WATCHED
    assert "For example: /alerts watched" in await say("/alerts loud")


def _story(number):
    article = f"more{number}"
    return replace(
        VISIT,
        headline=f"Story {number}",
        summary=(claim(f"It was story {number}.", article),),
        outcomes=(),
        sources=(source(article, f"Story {number}"),),
    )


def _stories(post):
    return [line.number for block in post.blocks for line in block.lines if line.number]
