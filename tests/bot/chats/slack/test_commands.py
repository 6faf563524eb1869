"""The slash command: in the channel, or to who typed it alone."""

import asyncio

import pytest

from bot.messages.words import say
from fakes.slackbot import at, running
from fakes.telegrambot import Scripted, brief_post


async def test_a_subscription_is_confirmed_in_the_channel(slack):
    ada = slack.person("Ada", tz="Asia/Almaty")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        await ada.slash("/tellal", "subscribe world", news)
        (answer,) = await slack.answers(news)
    assert "/subscribe world" in answer.text.replace("/tellal ", "/")
    assert not answer.thread_ts
    (said,) = bot.listener.heard
    assert (said.text, said.address, said.zone) == (
        "/subscribe world",
        at(slack, news),
        "Asia/Almaty",
    )


async def test_help_is_shown_to_who_asks_alone(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        deed = await ada.slash("/tellal", "", news)
        await slack.until(lambda: deed.replies)
    assert bot.listener.texts == ["/help"]
    assert deed.replies[0].only_for is ada
    assert slack.of_bot(news) == []


async def test_a_command_is_acknowledged_at_once_however_long_it_takes(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted(slow=1.0)):
        deed = await ada.slash("/tellal", "digest now", news)
        assert deed.seconds < 0.5
        await slack.answers(news)


async def test_a_question_is_shown_in_the_channel_and_answered_in_its_thread(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        await ada.slash("/tellal", "ask what happened in Ankara?", news)
        question, answer = await slack.answers(news, 2)
        assert "ada asked: what happened in Ankara?" in slack.rendered(question).text
        assert answer.thread_ts == question.ts
        await ada.says(news, "and in Gaza?", thread=question)
        await slack.answers(news, 3)
    assert bot.listener.texts == ["/ask what happened in Ankara?", "and in Gaza?"]
    assert {said.thread for said in bot.listener.heard} == {question.ts}


@pytest.mark.parametrize("typed", ["?!", "ask ???", ":tada:", "/////", "why? " * 8000])
async def test_what_is_no_question_is_not_shown_to_everybody(slack, typed):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted(otherwise=lambda said: say("How to ask."))):
        deed = await ada.slash("/tellal", typed, news)
        await slack.until(lambda: deed.replies)
    assert deed.replies[0].only_for is ada
    assert slack.of_bot(news) == []


async def test_where_we_are_no_member_a_question_is_answered_all_the_same(slack):
    ada = slack.person("Ada")
    secret = slack.channel("secret", [ada], private=True)
    async with running(slack, Scripted()):
        deed = await ada.slash("/tellal", "what happened?", secret)
        await slack.until(lambda: len(deed.replies) >= 2)
    assert "what happened?" in slack.rendered(deed.replies[-1]).text


async def test_to_subscribe_we_enter_a_public_channel_and_ask_to_be_invited_to_a_private_one(slack):
    ada = slack.person("Ada")
    public, secret = slack.channel("public", [ada]), slack.channel("secret", [ada], private=True)
    async with running(slack, Scripted()):
        await ada.slash("/tellal", "subscribe world", public)
        await slack.answers(public)
        assert slack.bot.id in public.members
        deed = await ada.slash("/tellal", "subscribe world", secret)
        await slack.until(lambda: len(deed.replies) >= 2)
        assert "/invite" in deed.text
        assert deed.replies[-1].only_for is ada


async def test_the_only_topic_on_offer_needs_no_name(slack):
    ada = slack.person("Ada")
    public = slack.channel("public", [ada])
    async with running(slack, Scripted()) as bot:
        bot.pages.shown = {"topics": (("world", "World"),)}
        await ada.slash("/tellal", "subscribe", public)
        await slack.answers(public)
        assert slack.bot.id in public.members
        bot.pages.shown |= {"followed": (("world", "World"),)}
        deed = await ada.slash("/tellal", "subscribe", public)
        await slack.until(lambda: deed.replies)
        bot.pages.shown = {"topics": (("world", "World"), ("asia", "Asia"))}
        deed = await ada.slash("/tellal", "subscribe", public)
        await slack.until(lambda: deed.replies)
    assert bot.listener.texts == ["/subscribe world", "/subscribe", "/subscribe"]


async def test_a_refusal_is_shown_to_who_was_refused_alone(slack):
    ada, bob = slack.person("Ada"), slack.person("Bob")
    news = slack.channel("news", [ada, bob, slack.bot], creator=ada)
    async with running(slack, Scripted(), manners={"settings_by": "creator"}) as bot:
        deed = await bob.slash("/tellal", "digest 08:30", news)
        await slack.until(lambda: deed.replies)
        assert deed.replies[0].only_for is bob
        assert not bot.listener.heard[0].may_change


async def test_what_one_person_types_is_done_in_order(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted(slow=0.05)) as bot:
        typed = [f"watch Name {n}" for n in range(5)]
        await asyncio.gather(*(ada.slash("/tellal", text, news) for text in typed))
        await slack.answers(news, 5)
        assert bot.listener.texts == [f"/{text}" for text in typed]


async def test_in_direct_messages_commands_need_no_slash(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted({"/brief latest": brief_post(), "/help": say("Hi")})) as bot:
        await ada.says(slack.bot, "brief latest")
        (brief,) = await slack.answers(ada.direct)
        assert not brief.thread_ts
        await ada.says(slack.bot, "who is he?", thread=brief)
        await slack.answers(ada.direct, 2)
    said = bot.listener.heard[-1]
    assert (said.text, said.story, said.kind.value, said.title) == ("who is he?", 7, "private", "")
