"""The App Home: settings as a page, changed in windows."""

from dataclasses import replace
from datetime import time

import pytest

from bot.chats.slack import home_view, modals
from bot.chats.slack.page import Page
from bot.messages.words import say
from fakes.slackapi_blocks import check_view
from fakes.slackbot import at, running
from fakes.telegrambot import Scripted
from storage.model import DigestTime, UsageTotal

SHOWN = {
    "followed": (("world", "World"), ("feed 3", "Daily Sabah")),
    "topics": (("world", "World"), ("asia", "Central Asia")),
    "watched": ("Bektenov",),
    "muted": ("football", "source Daily Mail"),
}
PLANNED = {
    "digest": (DigestTime((0, 1, 2, 3, 4), time(8, 30)),),
    "zone": "Europe/Istanbul",
    "quiet": (time(22), time(7)),
}


async def opened(slack, bot, person):
    bot.pages.shown, bot.pages.chat = dict(SHOWN), dict(PLANNED)
    await person.opens_home()
    await slack.until(lambda: person.home)
    return slack.rendered(person.home).text


async def test_the_home_shows_the_settings_of_our_direct_messages(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        text = await opened(slack, bot, ada)
    assert "our direct messages" in text
    for shown in ("World, Daily Sabah", "at 08:30", "Europe/Istanbul", "22:00-07:00",
                  "watched: Bektenov; muted: football, source Daily Mail"):  # fmt: skip
        assert shown in text
    assert "For operators" not in text


async def test_operators_see_what_models_cost(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        bot.pages.shown = {"usage": (UsageTotal("gpt", 3, 0, 1, 0, 1, 0.25, 1.0),)}
        await ada.opens_home()
        await slack.until(lambda: ada.home)
    assert "gpt: 3 calls, 0.25" in slack.rendered(ada.home).text


async def test_a_digest_hour_is_chosen_in_a_window(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted({"/digest daily 07:15": say("Every day at 07:15.")})) as bot:
        await opened(slack, bot, ada)
        await ada.presses(ada.home, modals.DIGEST)
        await slack.until(lambda: ada.modal)
        await ada.submits(ada.modal, {"days": "daily", "at": "07:15"})
        await slack.until(lambda: "Every day at 07:15." in slack.rendered(ada.home).text)
    assert bot.listener.texts == ["/digest daily 07:15"]
    (said,) = bot.listener.heard
    assert said.address == at(slack, ada.direct)


async def test_topics_are_ticked_and_feeds_added(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        await opened(slack, bot, ada)
        await ada.presses(ada.home, modals.SOURCES)
        await slack.until(lambda: ada.modal)
        await ada.submits(
            ada.modal, {"topics": ["asia", "feed 3"], "feeds": "https://a.com/\nhttps://b.com/\n"}
        )
        await slack.until(lambda: len(bot.listener.texts) == 4)
    assert bot.listener.texts == [
        "/subscribe asia", "/unsubscribe world", "/subscribe https://a.com/",
        "/subscribe https://b.com/",
    ]  # fmt: skip


async def test_names_and_words_are_edited_as_lists(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        await opened(slack, bot, ada)
        await ada.presses(ada.home, modals.NAMES)
        await slack.until(lambda: ada.modal)
        await ada.submits(ada.modal, {"watched": "Erdoğan", "muted": "football\nsource Daily Mail"})
        await slack.until(lambda: len(bot.listener.texts) == 2)
    assert bot.listener.texts == ["/watch Erdoğan", "/unwatch Bektenov"]


async def test_place_and_quiet_hours_are_changed_and_nothing_else(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        await opened(slack, bot, ada)
        await ada.presses(ada.home, modals.PLACE)
        await slack.until(lambda: ada.modal)
        await ada.submits(ada.modal, {"language": "tr", "zone": "Almaty"})
        await slack.until(lambda: len(bot.listener.texts) == 2)
        await ada.presses(ada.home, modals.QUIET)
        await slack.until(lambda: ada.modal)
        await ada.submits(ada.modal, {"quiet": "off"})
        await slack.until(lambda: len(bot.listener.texts) == 3)
        await ada.presses(ada.home, modals.QUIET)
        await slack.until(lambda: ada.modal)
        await ada.submits(ada.modal)
        await slack.settled()
    assert bot.listener.texts == [
        "/settings language tr", "/settings zone Almaty", "/settings quiet off",
    ]  # fmt: skip


async def test_alerts_are_chosen_on_the_page_and_everything_paused(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        await opened(slack, bot, ada)
        await ada.chooses(ada.home, "tellal:set:alerts", "/alerts watched")
        await slack.until(lambda: bot.listener.texts == ["/alerts watched"])
        await ada.presses(ada.home, "Pause everything")
        await slack.until(lambda: bot.listener.texts[1:] == ["/stop"])


async def test_the_settings_of_a_channel_are_chosen_and_changed_there(slack):
    ada, bob = slack.person("Ada"), slack.person("Bob")
    news = slack.channel("news", [ada, bob, slack.bot], creator=ada)
    async with running(slack, Scripted(), manners={"settings_by": "creator"}) as bot:
        await opened(slack, bot, ada)
        await ada.chooses(ada.home, "tellal:pick:channel", news.id)
        await slack.until(lambda: "#news" in slack.rendered(ada.home).text)
        await ada.chooses(ada.home, "tellal:set:alerts", "/alerts off")
        await slack.until(lambda: bot.listener.heard)
        assert bot.listener.heard[0].address == at(slack, news)
        await opened(slack, bot, bob)
        await bob.chooses(bob.home, "tellal:pick:channel", news.id)
        await slack.until(lambda: "#news" in slack.rendered(bob.home).text)
        assert "Change…" not in bob.home.buttons
        await bob.presses(bob.home, "Back to our direct messages")
        await slack.until(lambda: "our direct messages" in slack.rendered(bob.home).text)


@pytest.mark.parametrize("kind", modals.SETTINGS)
@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_window_is_one_that_slack_takes_whatever_is_set(kind, language, a_chat):
    from bot.catalogue import words

    nasty = "<!channel> " + "x" * 400
    many = tuple((f"t{n}", f"{nasty} {n}") for n in range(150))
    chat = replace(a_chat, zone=nasty, title=nasty)
    for page in (Page(a_chat), Page(chat, many, many, (nasty,) * 50, (nasty,) * 50)):
        view = modals.settings_window(words(language), kind, page, "C1")
        check_view(view)
        shown = home_view.home(words(language), page, "C1", may_change=True, notes=[nasty])
        check_view(shown)
        assert "<!" not in str(view["blocks"]) or kind == modals.NAMES
        assert "<!" not in str(shown)
