"""What people do in channels and threads, and what they get."""

from dataclasses import replace

from bot.messages.words import say
from fakes.slackapi import Fault
from fakes.slackbot import at, running
from fakes.telegrambot import Scripted, brief_post


async def test_somebody_mentions_us_and_is_answered_in_a_thread(slack):
    ada = slack.person("Ada", tz="Europe/Istanbul")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        asked = await ada.mentions(news, "what happened in Ankara?")
        (answer,) = await slack.answers(news)
    assert answer.thread_ts == asked.ts
    assert "what happened in Ankara?" in slack.rendered(answer).text
    (said,) = bot.listener.heard
    assert said.text == "what happened in Ankara?"
    assert said.address == at(slack, news)
    assert (said.title, said.zone, said.person.name) == ("#news", "Europe/Istanbul", "ada")
    assert said.thread == asked.ts


async def test_a_mention_comes_as_two_events_and_each_of_them_twice_but_is_answered_once(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        await ada.mentions(news, "what happened?", times=4)
        await slack.answers(news)
        await slack.settled()
        await ada.mentions(news, "and then?")
        await slack.answers(news, 2)
    assert bot.listener.texts == ["what happened?", "and then?"]


async def test_follow_ups_in_our_thread_need_no_mention(slack):
    ada, bob = slack.person("Ada"), slack.person("Bob")
    news = slack.channel("news", [ada, bob, slack.bot])
    async with running(slack, Scripted()) as bot:
        asked = await ada.mentions(news, "what happened?")
        await slack.answers(news)
        await bob.says(news, "and in Gaza?", thread=asked)
        await slack.answers(news, 2, thread=asked)
        await bob.says(news, "@ada did you read that?", thread=asked)
        await bob.says(news, "not for you")
        await ada.mentions(news, "last", thread=asked)
        await slack.answers(news, 3, thread=asked)
    assert bot.listener.texts == ["what happened?", "and in Gaza?", "last"]
    assert {said.thread for said in bot.listener.heard} == {asked.ts}
    assert not slack.called("conversations.replies")


async def test_emoji_and_files_in_our_thread_are_for_the_others(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        asked = await ada.mentions(news, "what happened?")
        await slack.answers(news)
        for text in (":tada: :+1:", "", ":thumbsup::skin-tone-2:"):
            await ada.says(news, text, thread=asked)
        await ada.says(news, ":tada: and then?", thread=asked)
        await slack.answers(news, 2)
    assert bot.listener.texts == ["what happened?", ":tada: and then?"]


async def test_follow_ups_need_a_mention_where_the_operator_wants_that(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted(), manners={"follow_threads": False}) as bot:
        asked = await ada.mentions(news, "what happened?")
        await slack.answers(news)
        await ada.says(news, "and in Gaza?", thread=asked)
        await ada.mentions(news, "and here?", thread=asked)
        await slack.answers(news, 2)
    assert bot.listener.texts == ["what happened?", "and here?"]


async def test_a_question_in_the_thread_of_a_brief_is_about_its_story(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted({"/brief 7": brief_post()})) as bot:
        await ada.slash("/tellal", "brief 7", news)
        (brief,) = await slack.answers(news)
        assert not brief.thread_ts
        await ada.says(news, "who is Bektenov?", thread=brief)
        await slack.answers(news, 2)
    said = bot.listener.heard[-1]
    assert (said.story, said.reply_to) == (7, brief.ts)


async def test_a_command_is_typed_as_a_mention(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        await ada.mentions(news, "subscribe world")
        await slack.answers(news)
        await ada.mentions(news, "why did the talks fail?")
        await slack.answers(news, 2)
    assert bot.listener.texts == ["/subscribe world", "why did the talks fail?"]


async def test_bots_are_not_answered_unless_the_operator_wants_that(slack):
    other = slack.person("Robot", app=True)
    news = slack.channel("news", [other, slack.bot])
    async with running(slack, Scripted()) as bot:
        await other.mentions(news, "hello")
        await slack.settled()
        assert bot.listener.heard == []
    async with running(slack, Scripted(), manners={"ignore_bots": False}) as bot:
        await other.mentions(news, "hello again")
        await slack.answers(news)
        assert bot.listener.texts == ["hello again"]


async def test_who_may_change_a_channel_is_the_operators_choice(slack):
    ada, bob, root = slack.person("Ada"), slack.person("Bob"), slack.person("Root", admin=True)
    news = slack.channel("news", [ada, bob, root, slack.bot], creator=ada)
    for who, may in {
        "members": (True, True, True),
        "creator": (True, False, True),
        "admins": (False, False, True),
    }.items():
        async with running(slack, Scripted(), manners={"settings_by": who}) as bot:
            for person in (ada, bob, root):
                done = len(slack.of_bot(news))
                await person.mentions(news, "digest 08:30")
                await slack.answers(news, done + 1)
            assert tuple(said.may_change for said in bot.listener.heard) == may


async def test_taken_out_of_a_channel_we_pause_it_and_brought_back_go_on(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted({"/start": say("Hello!")})) as bot:
        await ada.removes(slack.bot, news)
        await slack.until(lambda: ("gone", at(slack, news)) in bot.presence.events)
        await ada.invites(slack.bot, news)
        await slack.until(lambda: ("back", at(slack, news)) in bot.presence.events)
        await slack.until(lambda: bot.listener.texts == ["/start"])
    (said,) = bot.listener.heard
    assert said.person.id == ada.id


async def test_a_renamed_channel_is_known_by_its_new_name(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        await ada.mentions(news, "one")
        await slack.answers(news)
        await ada.renames(news, "world-news")
        await slack.settled()
        await ada.mentions(news, "two")
        await slack.answers(news, 2)
    assert [said.title for said in bot.listener.heard] == ["#news", "#world-news"]


async def test_who_comes_from_another_company_is_known_as_an_outsider(slack):
    other = slack.workspace("Other", known_as="T0OTHER", installed=False)
    ada, eve = slack.person("Ada"), slack.person("Eve", workspace=other)
    news = slack.channel("news", [ada, eve, slack.bot], workspace=slack.team, shared=True)
    slack.faults.append(Fault("users.info", "user_not_found", times=9))
    async with running(slack, Scripted()) as bot:
        asked = await eve.says(news, f"@{slack.bot.username} what happened?")
        await slack.answers(news)
        await ada.says(news, "and here?", thread=asked)
        await slack.answers(news, 2)
    outside = {said.person.id: said.outsider for said in bot.listener.heard}
    assert outside == {eve.id: True, ada.id: False}


async def test_whom_an_operator_lets_in_is_known_by_id_not_by_name(slack):
    ada, bob = slack.person("Ada"), slack.person("Bob")
    news = slack.channel("news", [ada, bob, slack.bot])
    async with running(slack, Scripted()) as bot:
        await ada.mentions(news, "admin allow @bob")
        await slack.until(lambda: bot.listener.texts)
        deed = await ada.slash("/tellal", "admin deny @bob", news)
        await slack.until(lambda: deed.replies)
        await ada.mentions(news, "ask what did @bob say?")
        await slack.until(lambda: len(bot.listener.texts) == 3)
    assert bot.listener.texts == [
        f"/admin allow {bob.id}", f"/admin deny {bob.id}", f"/ask what did @{bob.id} say?",
    ]  # fmt: skip


async def test_who_goes_on_before_the_answer_is_there_is_answered_too(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted(slow=0.2), manners={"stream": False}) as bot:
        asked = await ada.mentions(news, "what happened?")
        await slack.until(lambda: bot.listener.texts)
        await ada.says(news, "and in Gaza?", thread=asked)
        await slack.answers(news, 2)
    assert bot.listener.texts == ["what happened?", "and in Gaza?"]
    assert {said.thread for said in bot.listener.heard} == {asked.ts}


async def test_a_thumb_on_a_brief_rates_its_story(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted({"/brief 7": brief_post()})) as bot:
        await ada.slash("/tellal", "brief 7", news)
        (brief,) = await slack.answers(news)
        await ada.reacts(brief, "+1")
        await slack.until(lambda: "/rate story 7 up" in bot.listener.texts)


async def test_a_thumb_on_an_answer_rates_the_answer_also_in_the_thread_of_a_brief(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    script = {"/brief 7": brief_post(), "who is he?": replace(say("A minister."), turn=3)}
    async with running(slack, Scripted(script)) as bot:
        await ada.slash("/tellal", "brief 7", news)
        (brief,) = await slack.answers(news)
        await slack.until(lambda: bot.memory._known)
        await ada.says(news, "who is he?", thread=brief)
        answer = (await slack.answers(news, 2))[1]
        await slack.until(lambda: (at(slack, news), answer.ts) in bot.memory._known)
        await ada.reacts(answer, "-1")
        await slack.until(lambda: "/rate answer 3 down" in bot.listener.texts)
        await ada.reacts(brief, "thumbsup::skin-tone-3")
        await slack.until(lambda: "/rate story 7 up" in bot.listener.texts)
