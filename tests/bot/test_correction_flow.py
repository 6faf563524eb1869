"""From a source that corrects or withdraws an article to the messages that told it."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from fakes.bot import Bot, running
from fakes.chatserver import EditingAdapter, ServerAdapter
from storage.model import Alerts, DeliveryState, DigestTime
from storage.store import Store
from storage.versions import touch
from summarizer.model import Question

MINUTE = timedelta(minutes=1)
TITLE = "Quake shakes Tarnau"
TEXT = (
    "An earthquake killed 12 people in Tarnau on Tuesday, the governor said. "
    "Governor Ines Caldeira ordered schools to close for 7 days. "
    "Rescue teams from Norvik arrived in the evening."
)
CORRECTED = TEXT.replace("killed 12", "killed 31")
REWORDED = (
    "An earthquake in Tarnau killed 12 people on Tuesday, said the governor. "
    "Governor Ines Caldeira ordered that schools close for 7 days. "
    "Rescue teams arrived from Norvik in the evening."
)


HARVEST = (
    "Late frost ruins apple harvest on the Lomen",
    "Late frost destroyed most of the apple harvest along the Lomen, growers said on Tuesday. "
    "The association of growers demanded help from the agriculture ministry. "
    "About 2,000 hectares of orchards are affected.",
)


@pytest.fixture
async def bot(store: Store, tmp_path):
    """A bot on a platform where messages can be changed."""
    async with running(store, tmp_path / "feed", EditingAdapter) as opened:
        yield opened


@pytest.fixture
async def plain(store: Store, tmp_path):
    """A bot on a platform where they cannot."""
    async with running(store, tmp_path / "feed", ServerAdapter) as opened:
        yield opened


def said(bot: Bot) -> str:
    return "\n".join(bot.server.texts("1"))


async def withdraw(bot: Bot, name: str) -> None:
    async with bot.store.writing() as tx:
        assert await tx.articles.withdraw(name, bot.now)
        await tx.commit()


async def told(bot: Bot) -> int:
    """Let a chat be told of the quake; gives how many messages that took."""
    await bot.open("1")
    bot.publish("daily-1", TITLE, TEXT)
    await bot.pass_time(2 * MINUTE)
    assert "killed 12 people" in said(bot)
    return len(bot.server.messages)


async def test_a_corrected_number_is_changed_in_the_message_and_marked(bot: Bot):
    first = await told(bot)
    bot.publish("daily-1", TITLE, CORRECTED)
    await bot.pass_time(2 * MINUTE)
    assert said(bot).startswith(f"Corrected: {TITLE}\n")
    assert "killed 31 people in Tarnau on Tuesday" in said(bot)
    assert "It said “An earthquake killed 12 people in Tarnau on Tuesday" in said(bot)
    assert "ordered schools to close" in said(bot)
    assert len(bot.server.messages) == first


async def test_where_nothing_can_be_changed_a_short_reply_says_what_is_wrong(plain: Bot):
    first = await told(plain)
    plain.publish("daily-1", TITLE, CORRECTED)
    await plain.pass_time(2 * MINUTE)
    notice = plain.server.messages[first:]
    assert notice[0].text == f"Corrected: {TITLE}"
    assert notice[0].reply_to == "1"
    assert "now it says “An earthquake killed 31 people" in notice[1].text
    assert "schools" not in "\n".join(message.text for message in notice)


async def test_a_correction_comes_once_and_not_again_as_an_update(plain: Bot):
    await told(plain)
    plain.publish("daily-1", TITLE, CORRECTED)
    await plain.pass_time(2 * MINUTE)
    count = len(plain.server.messages)
    async with plain.store.writing() as tx:  # as if the stage had been cut off before its end
        (head,) = await tx.stories.heads()
        await touch(tx._connection, [head.id], corrected=True)
        await tx.commit()
    await plain.pass_time(timedelta(hours=2), 10 * MINUTE)
    assert len(plain.server.messages) == count
    assert "Update:" not in said(plain)


async def _reword(bot: Bot) -> tuple[list[str], list[str]]:
    """Have an article reworded; gives what the chat shows before and after."""
    await told(bot)
    before = list(bot.server.texts("1"))
    bot.publish("daily-1", TITLE, REWORDED)
    await bot.pass_time(timedelta(hours=1), 10 * MINUTE)
    return before, list(bot.server.texts("1"))


async def test_a_mere_rewording_changes_no_message(bot: Bot):
    before, after = await _reword(bot)
    assert after == before
    assert bot.server.edited == []


async def test_a_mere_rewording_brings_no_notice(plain: Bot):
    before, after = await _reword(plain)
    assert after == before


async def test_a_second_correction_is_made_of_what_was_told_first(bot: Bot):
    await told(bot)
    bot.publish("daily-1", TITLE, CORRECTED)
    await bot.pass_time(2 * MINUTE)
    bot.publish("daily-1", TITLE, CORRECTED.replace("7 days", "21 days"))
    await bot.pass_time(2 * MINUTE)
    assert "killed 31 people" in said(bot)
    assert "schools to close for 21 days" in said(bot)
    assert said(bot).count("It said “") == 2


async def test_what_is_taken_back_to_the_first_words_reads_as_at_first(bot: Bot):
    await told(bot)
    before = bot.server.texts("1")
    bot.publish("daily-1", TITLE, CORRECTED)
    await bot.pass_time(2 * MINUTE)
    bot.publish("daily-1", TITLE, TEXT)
    await bot.pass_time(2 * MINUTE)
    assert bot.server.texts("1") == before


async def test_a_withdrawn_story_is_taken_out_of_the_message(bot: Bot):
    await told(bot)
    await withdraw(bot, "daily-1")
    await bot.pass_time(2 * MINUTE)
    (text,) = bot.server.texts("1")
    assert text.startswith(f"Withdrawn by its source: {TITLE}")
    assert "killed" not in text


async def test_a_withdrawn_story_is_noted_where_nothing_can_be_changed(plain: Bot):
    first = await told(plain)
    await withdraw(plain, "daily-1")
    await plain.pass_time(10 * MINUTE)
    notice = plain.server.messages[first:]
    assert notice[0].text == f"Withdrawn by its source: {TITLE}"
    assert notice[0].reply_to == "1"
    assert "no longer counts" in notice[1].text


async def test_a_story_withdrawn_before_it_was_told_is_never_told(plain: Bot):
    await plain.open("1")
    plain.publish("daily-1", TITLE, TEXT)
    await plain.look()
    await withdraw(plain, "daily-1")
    await plain.pass_time(10 * MINUTE)
    assert plain.server.messages == []


async def test_a_withdrawn_story_is_in_no_digest(plain: Bot):
    plain.publish("daily-1", TITLE, TEXT)
    await plain.open(
        "1",
        alerts=Alerts.OFF,
        digest=(DigestTime(tuple(range(7)), time(12, 30)),),
        digest_since=plain.now,
        digest_due=plain.now,
    )
    await plain.look()
    await withdraw(plain, "daily-1")
    await plain.pass_time(timedelta(hours=1), 10 * MINUTE)
    assert plain.server.messages == []


async def test_a_notice_waits_for_the_end_of_quiet_hours(plain: Bot):
    first = await told(plain)
    async with plain.store.writing() as tx:
        (chat,) = await tx.chats.all()
        await tx.chats.save(replace(chat, quiet=(time(11), time(14))))
        await tx.commit()
    plain.publish("daily-1", TITLE, CORRECTED)
    await plain.pass_time(timedelta(hours=1), 10 * MINUTE)
    assert len(plain.server.messages) == first
    await plain.pass_time(timedelta(hours=1), 10 * MINUTE)
    assert plain.server.messages[first].text == f"Corrected: {TITLE}"


async def test_a_correction_is_never_queued_twice_for_one_message(bot: Bot):
    await told(bot)
    bot.publish("daily-1", TITLE, CORRECTED)
    await bot.pass_time(5 * MINUTE)
    async with bot.store.reading() as tx:
        sent = await tx.deliveries.list(state=DeliveryState.SENT)
    keys = [(one.what, one.part) for one in sent if one.kind == "correction"]
    assert keys
    assert len(keys) == len(set(keys))


async def test_a_digest_is_corrected_in_the_line_that_tells_the_story(bot: Bot):
    bot.publish("daily-1", TITLE, TEXT)
    bot.publish("daily-2", *HARVEST)
    await bot.open(
        "1",
        alerts=Alerts.OFF,
        digest=(DigestTime(tuple(range(7)), time(12, 30)),),
        digest_since=bot.now,
        digest_due=bot.now,
    )
    await bot.pass_time(timedelta(minutes=40), 10 * MINUTE)
    (before,) = bot.server.texts("1")
    assert "close for 7 days" in before
    bot.publish("daily-1", TITLE, TEXT.replace("7 days", "21 days"))
    await bot.pass_time(2 * MINUTE)
    (after,) = bot.server.texts("1")
    assert (
        f"Corrected: {TITLE}. Governor Ines Caldeira ordered schools to close for 21 days" in after
    )
    assert f"Corrected: {HARVEST[0]}" not in after
    assert f"{HARVEST[0]}." in after
    await withdraw(bot, "daily-2")
    await bot.pass_time(2 * MINUTE)
    (last,) = bot.server.texts("1")
    assert f"Withdrawn by its source: {HARVEST[0]}" in last
    assert "growers" not in last
    assert "close for 21 days" in last  # the earlier correction is still there


async def test_a_correction_for_which_a_message_has_no_room_comes_as_a_reply(bot: Bot):
    bot.adapter.longest = 100
    first = await told(bot)
    assert first > 2
    bot.publish("daily-1", TITLE, TEXT.replace("7 days", "21 days"))
    await bot.pass_time(2 * MINUTE)
    assert bot.server.edited == []
    assert bot.server.messages[first].text.startswith(f"Corrected: {TITLE}")
    assert bot.server.messages[first].reply_to == "1"


async def test_an_edit_whose_message_is_not_known_comes_as_a_new_message(bot: Bot):
    await told(bot)
    bot.publish("daily-1", TITLE, CORRECTED)
    async with bot.store.writing() as tx:  # as after a reply that was lost twice
        (delivery,) = await tx.deliveries.list()
        await tx.deliveries._set(delivery.id, state=DeliveryState.UNKNOWN, message=None)
        await tx.commit()
    await bot.pass_time(2 * MINUTE)
    assert bot.server.edited == []
    assert bot.server.messages[-1].text.startswith(f"Corrected: {TITLE}")


async def test_a_withdrawn_article_answers_no_question_and_describes_nobody(plain: Bot):
    await told(plain)
    asked = Question("how many people were killed in Tarnau?", plain.now)
    assert not (await plain.desk.ask(asked)).abstained
    assert await plain.desk.who("Ines Caldeira")
    await withdraw(plain, "daily-1")
    answer = await plain.desk.ask(asked)
    assert (answer.abstained, answer.nearest) == (True, ())
    assert await plain.desk.who("Ines Caldeira") is None
