"""From a feed to a chat: each story once, updates in its thread, at the hours the chat chose."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from fakes.bot import NOON, Bot, running
from storage.model import Alerts, Chat, DeliveryState, DigestTime, FilterKind
from storage.store import Store

DAILY = tuple(range(7))
MINUTE = timedelta(minutes=1)

STRIKE = (
    "Harbour workers end strike in Norvik",
    "Harbour workers in Norvik ended their strike on Tuesday after 12 days. "
    "The union leader Astrid Holm signed an agreement with the Norvik Port Authority. "
    "Wages rise by 4.5 percent from June, the Port Authority said.",
)
STRIKE_AGAIN = (
    "Norvik harbour workers' strike ends",
    "The strike of harbour workers in Norvik ended on Tuesday after 12 days. "
    "Union leader Astrid Holm signed an agreement with the Norvik Port Authority. "
    "Wages will rise by 4.5 percent from June, the Port Authority said.",
)
STRIKE_LATER = (
    "Norvik court annuls agreement that ended harbour strike",
    "A court in Norvik annulled the agreement between harbour workers and the Norvik Port "
    "Authority on Wednesday. Judge Henrik Dahl ordered both sides to pay 300,000 crowns. "
    "The union leader Astrid Holm announced an appeal. The strike of harbour workers in Norvik "
    "ended on Tuesday after 12 days.",
)
ORCHARD = (
    "Late frost ruins apple harvest in Tarnau",
    "Late frost destroyed most of the apple harvest around Tarnau, growers said on Tuesday. "
    "The growers' association demanded help from the agriculture ministry. "
    "About 2,000 hectares of orchards are affected.",
)
BRIDGE = (
    "Ferry replaces closed bridge on the Lomen river",
    "A ferry will carry cars over the Lomen river from Friday, the transport ministry announced. "
    "The bridge at Lomen was closed after engineers found cracks in two pillars. "
    "Repairs will take eight months and cost 14 million euros.",
)
OBSERVATORY = (
    "Observatory on Mount Seld sees faintest comet yet",
    "Astronomers at the observatory on Mount Seld photographed the faintest comet ever seen. "
    "Director Ines Caldeira said that the comet will pass the Sun in March.",
)


@pytest.fixture
async def bot(store: Store, tmp_path):
    async with running(store, tmp_path / "feed") as opened:
        yield opened


async def change(bot: Bot, chat: Chat, **settings: object) -> Chat:
    async with bot.store.writing() as tx:
        changed = replace(chat, **settings)
        await tx.chats.save(changed)
        await tx.commit()
    return changed


def said(bot: Bot, chat: str = "1") -> str:
    return "\n".join(bot.server.texts(chat))


async def test_a_story_reaches_a_chat_once_however_often_it_is_looked_at(bot: Bot):
    await bot.open("1")
    bot.publish("daily-1", *STRIKE)
    await bot.pass_time(3 * MINUTE)
    before = bot.server.texts("1")
    assert before[0] == STRIKE[0]
    assert any("Astrid Holm signed an agreement" in text for text in before)
    await bot.pass_time(3 * MINUTE)
    assert bot.server.texts("1") == before


async def test_another_outlet_with_the_same_story_brings_nothing(bot: Bot):
    await bot.open("1")
    bot.publish("daily-1", *STRIKE)
    await bot.pass_time(2 * MINUTE)
    before = bot.server.texts("1")
    bot.publish("evening-1", *STRIKE_AGAIN)
    await bot.pass_time(60 * MINUTE, 10 * MINUTE)
    assert bot.server.texts("1") == before


async def test_later_news_of_a_story_come_as_an_update_in_its_thread(bot: Bot):
    await bot.open("1")
    bot.publish("daily-1", *STRIKE)
    await bot.pass_time(2 * MINUTE)
    told = len(bot.server.messages)
    bot.publish("daily-2", *STRIKE_LATER, at=bot.now + 5 * MINUTE)
    await bot.pass_time(60 * MINUTE, 10 * MINUTE)
    update = bot.server.messages[told:]
    assert update
    assert update[0].text.startswith("Update:")
    assert update[0].reply_to == "1"
    text = "\n".join(message.text for message in update)
    assert "annulled the agreement" in text
    assert "after 12 days" not in text  # that was told


async def test_a_chat_that_came_later_is_not_told_what_was_before(bot: Bot):
    await bot.open("1")
    bot.publish("daily-1", *STRIKE)
    await bot.pass_time(2 * MINUTE)
    await bot.open("2")
    await bot.pass_time(2 * MINUTE)
    assert bot.server.texts("2") == []


async def test_old_news_break_no_more(bot: Bot):
    await bot.open("1")
    bot.publish("daily-1", *STRIKE, at=NOON - timedelta(days=3))
    await bot.pass_time(2 * MINUTE)
    assert bot.server.texts("1") == []


async def test_a_burst_comes_as_one_message(bot: Bot):
    await bot.open("1")
    for number, story in enumerate((STRIKE, ORCHARD, BRIDGE, OBSERVATORY)):
        bot.publish(f"daily-{number}", *story)
    await bot.pass_time(2 * MINUTE)
    titles = [text for text in bot.server.texts("1") if text.startswith("4 ")]
    assert len(titles) == 1
    assert len(bot.server.messages) == 2  # its title and its list


async def test_quiet_hours_hold_alerts_until_morning_and_fold_them(bot: Bot):
    await bot.open("1", quiet=(time(11), time(14)))
    for number, story in enumerate((STRIKE, ORCHARD, BRIDGE, OBSERVATORY)):
        bot.publish(f"daily-{number}", *story)
        await bot.pass_time(20 * MINUTE, 10 * MINUTE)
    assert bot.server.texts("1") == []
    await bot.pass_time(60 * MINUTE, 10 * MINUTE)
    assert len(bot.server.messages) == 2


async def test_a_chat_without_alerts_gets_none_and_one_that_watches_gets_its_names(bot: Bot):
    await bot.open("1", alerts=Alerts.OFF)
    watching = await bot.open("2", alerts=Alerts.WATCHED)
    async with bot.store.writing() as tx:
        await tx.filters.add(watching.id, FilterKind.WATCH, "astrid holm", bot.now)
        await tx.commit()
    bot.publish("daily-1", *STRIKE)
    bot.publish("daily-2", *ORCHARD)
    await bot.pass_time(2 * MINUTE)
    assert bot.server.texts("1") == []
    assert STRIKE[0] in said(bot, "2")
    assert ORCHARD[0] not in said(bot, "2")


async def test_a_muted_word_keeps_a_story_away(bot: Bot):
    chat = await bot.open("1")
    async with bot.store.writing() as tx:
        await tx.filters.add(chat.id, FilterKind.MUTE, "frost", bot.now)
        await tx.commit()
    bot.publish("daily-1", *STRIKE)
    bot.publish("daily-2", *ORCHARD)
    await bot.pass_time(2 * MINUTE)
    assert STRIKE[0] in said(bot)
    assert ORCHARD[0] not in said(bot)


# --- digests -----------------------------------------------------------------------------------


async def with_digest(bot: Bot, at: time, **settings: object) -> Chat:
    chat = await bot.open("1", alerts=Alerts.OFF)
    return await change(
        bot,
        chat,
        digest=(DigestTime(DAILY, at),),
        digest_since=bot.now,
        digest_due=bot.now,
        **settings,
    )


async def test_a_digest_comes_at_its_hour_once_and_tells_all_stories(bot: Bot):
    await with_digest(bot, time(12, 30))
    bot.publish("daily-1", *STRIKE)
    bot.publish("daily-2", *ORCHARD)
    await bot.pass_time(20 * MINUTE, 10 * MINUTE)
    assert bot.server.texts("1") == []
    await bot.pass_time(120 * MINUTE, 10 * MINUTE)
    text = said(bot)
    assert text.count(STRIKE[0]) >= 1
    assert text.count(ORCHARD[0]) >= 1
    first = len(bot.server.messages)
    await bot.pass_time(timedelta(hours=23), timedelta(hours=1))
    assert len(bot.server.messages) == first  # nothing new: silence


async def test_the_next_digest_tells_only_what_came_after(bot: Bot):
    await with_digest(bot, time(12, 30))
    bot.publish("daily-1", *STRIKE)
    await bot.pass_time(60 * MINUTE, 30 * MINUTE)
    first = len(bot.server.messages)
    bot.publish("daily-2", *ORCHARD)
    await bot.pass_time(timedelta(hours=24), timedelta(hours=1))
    second = "\n".join(message.text for message in bot.server.messages[first:])
    assert ORCHARD[0] in second
    assert STRIKE[0] not in second


async def test_after_a_pause_one_digest_comes_late_and_complete(bot: Bot):
    await with_digest(bot, time(12, 30))
    bot.publish("daily-1", *STRIKE)
    await bot.pass_time(MINUTE)
    bot.now += timedelta(days=2, hours=3)
    bot.publish("daily-2", *ORCHARD)
    await bot.pass_time(3 * MINUTE)
    assert STRIKE[0] in said(bot)
    assert ORCHARD[0] in said(bot)
    async with bot.store.reading() as tx:
        posts = {one.post for one in await tx.deliveries.list(state=DeliveryState.SENT)}
    assert len(posts) == 1


async def test_an_empty_digest_says_so_in_a_line_where_the_chat_wants_it(bot: Bot):
    await with_digest(bot, time(12, 30), quiet_digest=False)
    await bot.pass_time(60 * MINUTE, 30 * MINUTE)
    assert len(bot.server.messages) >= 1
    assert "nothing new" in said(bot).lower()


async def test_a_story_told_as_an_alert_is_not_told_again_in_the_digest(bot: Bot):
    chat = await with_digest(bot, time(13, 0))
    await change(bot, chat, alerts=Alerts.ON)
    bot.publish("daily-1", *STRIKE)
    await bot.pass_time(5 * MINUTE)
    told = len(bot.server.messages)
    assert told
    bot.publish("daily-2", *ORCHARD, at=datetime(2026, 11, 20, 12, tzinfo=NOON.tzinfo))
    await bot.pass_time(timedelta(hours=2), 10 * MINUTE)
    digest = "\n".join(message.text for message in bot.server.messages[told:])
    assert ORCHARD[0] in digest
    assert STRIKE[0] not in digest
