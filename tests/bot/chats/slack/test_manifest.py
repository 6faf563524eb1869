"""The manifest makes an app that has all that we use, and nothing more."""

from pathlib import Path

from bot.chats.slack import shortcuts
from bot.chats.slack.markup import COMMAND
from bot.chats.slack.scopes import BOT_SCOPES
from fakes.slackapi_manifest import Manifest
from fakes.slackbot import at, manifest, running
from fakes.telegrambot import Scripted, brief_post

ROOT = Path(__file__).parents[4]


def test_slack_takes_it_and_it_asks_for_the_scopes_that_we_explain():
    read = Manifest.read(manifest())
    assert read.scopes == set(BOT_SCOPES)
    assert read.commands == {COMMAND}
    assert read.shortcuts == {shortcuts.BRIEF, shortcuts.ASK}


def test_every_scope_is_explained_in_the_documentation():
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    for scope in manifest()["oauth_config"]["scopes"]["bot"]:
        assert f"`{scope}`" in page


async def test_with_nothing_but_what_it_gives_everything_works(slack):
    async with running(slack, Scripted({"/brief 7": brief_post()})) as bot:
        ada = slack.person("Ada")
        news = slack.channel("news", [ada])
        await ada.slash("/tellal", "subscribe world", news)
        await slack.answers(news, 2)  # that we have come in, and what we follow
        await ada.slash("/tellal", "brief 7", news)
        brief = (await slack.answers(news, 3))[2]
        await slack.until(lambda: (at(slack, news), brief.ts) in bot.memory._known)
        await ada.says(news, "who is he?", thread=brief)
        await slack.answers(news, 4)
        await ada.reacts(brief, "+1")
        await slack.until(lambda: "/rate story 7 up" in bot.listener.texts)
        await ada.presses(brief, "Ask")
        await slack.until(lambda: ada.modal)
        await ada.opens_home()
        await slack.until(lambda: ada.home)
        talk = await ada.opens_assistant()
        await slack.until(lambda: talk.prompts)
        await ada.says(talk, "what is new?")
        await slack.until(lambda: talk.title)
        await slack.answers(ada.direct)
        refused = [(call.method, call.error) for call in slack.calls if call.error]
        assert refused == []
