"""A second event that slipped into a story: what was sent stays, and it is told once, as new."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts import Manners
from fakes.bot import Bot, running
from fakes.quakes import KESTEL, MALUKU
from storage.model import Chat, FilterKind, PostRecord
from storage.store import Store

HOUR = timedelta(hours=1)
TITLES = {
    "k0": "Earthquake kills 12 in Kestel",
    "k1": "Survivors found in Kestel",
    "k2": "Governor visits tents in Kestel",
    "m0": "Earthquake kills 40 on Maluku",
    "m1": "Survivors found in Ambon",
    "m2": "Mayor visits tents in Ambon",
    "m3": "Doctors reach Ambon",
}
TEXTS = {f"k{n}": text for n, text in enumerate(KESTEL)} | {
    f"m{n}": text for n, text in enumerate(MALUKU)
}


@pytest.fixture
async def bot(store: Store, tmp_path: Path) -> AsyncIterator[Bot]:
    async with running(store, tmp_path / "feed") as opened:
        yield opened


async def slip_in(bot: Bot) -> int:
    """Tell of a quake, with two reports of the other among its own; gives the story."""
    await come(bot, "k0", "k1", "k2")
    first = await story_of(bot, "k0")
    await slip(bot, "m0", first)
    await slip(bot, "m1", first)
    return first


async def come(bot: Bot, *names: str) -> None:
    """Let reports come, and an hour go by."""
    for name in names:
        bot.publish(f"daily-{name}", TITLES[name], f"{TEXTS[name]}.")
    await bot.pass_time(HOUR, HOUR / 4)


async def slip(bot: Bot, name: str, into: int) -> None:
    """Let a report come that is taken for one of a story, and an hour go by."""
    bot.publish(f"daily-{name}", TITLES[name], f"{TEXTS[name]}.")
    async with bot.store.reading() as tx:
        feeds = await tx.feeds.all()
    async for _ in bot.pipeline.poll(feeds):
        pass
    async with bot.store.writing() as tx:
        await tx.stories.assign({f"daily-{name}": into}, bot.now)
        await tx.commit()
    await bot.pass_time(HOUR, HOUR / 4)


async def story_of(bot: Bot, name: str) -> int:
    async with bot.store.reading() as tx:
        return (await tx.stories.of_articles([f"daily-{name}"]))[f"daily-{name}"]


async def posts(bot: Bot, chat: Chat) -> list[PostRecord]:
    async with bot.store.reading() as tx:
        return list((await tx.deliveries.recent_posts(chat.id, 99))[::-1])


async def test_it_is_told_once_as_new_and_its_updates_come_in_its_own_thread(bot: Bot):
    chat = await bot.open("1")
    first = await slip_in(bot)
    mixed = await posts(bot, chat)
    assert [post.kind for post in mixed] == ["alert", "update", "update"]
    assert any("Budi Hartono" in text for text in bot.server.texts("1"))
    await come(bot, "m2")
    second = await story_of(bot, "m0")
    assert second == await story_of(bot, "m2") != first
    told = await posts(bot, chat)
    assert told[:3] == mixed  # what was sent stays, and is of the story whose number it shows
    new = [post for post in told[3:] if post.kind == "alert"]
    assert [post.stories for post in new] == [(second,)]
    assert not [post for post in told[3:] if post.stories == (first,)]
    await come(bot, "m3")
    (update,) = (await posts(bot, chat))[len(told) :]
    assert (update.kind, update.stories) == ("update", (second,))
    shown = {str(message.number): message.reply_to for message in bot.server.messages}
    assert shown[update.messages[0]] in new[0].messages


async def test_the_first_story_is_told_without_it(bot: Bot):
    await bot.open("1")
    first = await slip_in(bot)
    await come(bot, "m2")
    async with bot.store.reading() as tx:
        briefs = await tx.briefs.latest([first, await story_of(bot, "m0")])
        said = {story: " ".join(c.text for c in brief.summary) for story, brief in briefs.items()}
        (hartono,) = await tx.actors.find("Budi Hartono")
    assert len(said) == 2
    assert "Maluku" not in said[first]
    assert "Ambon" not in said[first]
    assert all(len(brief.sources) == 3 for brief in briefs.values())
    assert hartono.stories == 1


async def test_nothing_is_told_again_when_it_is_looked_at_again_and_again(bot: Bot):
    chat = await bot.open("1")
    await slip_in(bot)
    await come(bot, "m2")
    told = await posts(bot, chat)
    await bot.pass_time(6 * HOUR, HOUR / 2)
    assert await posts(bot, chat) == told


async def test_who_muted_the_first_story_still_hears_of_the_second(bot: Bot):
    chat = await bot.open("1")
    first = await slip_in(bot)
    async with bot.store.writing() as tx:
        await tx.filters.add(chat.id, FilterKind.MUTE_STORY, str(first), bot.now)
        await tx.commit()
    before = len(await posts(bot, chat))
    await come(bot, "m2")
    (told,) = (await posts(bot, chat))[before:]
    assert told.stories == (await story_of(bot, "m0"),)


@pytest.fixture
async def patient(store: Store, tmp_path: Path) -> AsyncIterator[Bot]:
    """Give a bot that gathers alerts for an hour."""
    async with running(store, tmp_path / "feed", manners=Manners(gather=HOUR)) as opened:
        yield opened


async def test_an_alert_that_waits_is_told_once_the_story_is_briefed_without_it(patient: Bot):
    bot = patient
    chat = await bot.open("1")
    bot.publish("daily-k0", TITLES["k0"], f"{TEXTS['k0']}.")
    await bot.look()
    first = await story_of(bot, "k0")
    async with bot.store.reading() as tx:
        feeds = await tx.feeds.all()
    for name in ("m0", "m1", "m2"):
        bot.publish(f"daily-{name}", TITLES[name], f"{TEXTS[name]}.")
    async for _ in bot.pipeline.poll(feeds):
        pass
    async with bot.store.writing() as tx:
        names = [f"daily-{name}" for name in ("m0", "m1", "m2")]
        await tx.stories.assign(dict.fromkeys(names, first), bot.now)
        await tx.commit()
    await bot.look()
    async with bot.store.writing() as tx:
        assert await tx.alerts.of(chat.id, first)  # of a brief that mixes both
        second = (await tx.stories.assign(dict.fromkeys(names, -1), bot.now))[names[0]]
        await tx.stories.part({second: first}, bot.now)
        await tx.commit()
    bot.now += 2 * HOUR
    await bot.announcer.spread()
    await bot.announcer.compose()
    assert await posts(bot, chat) == []
    await bot.pass_time(6 * HOUR, HOUR / 2)
    told = await posts(bot, chat)
    assert sorted(story for post in told for story in post.stories) == [first, second]
    assert {post.kind for post in told} == {"alert"}
