"""Buttons, shortcuts and windows."""

from bot.messages.words import say
from bot.post import Button
from fakes.slackbot import running
from fakes.telegrambot import Scripted, brief_post


async def briefed(slack, bot, ada, news):
    await ada.slash("/tellal", "brief 7", news)
    return (await slack.answers(news))[0]


async def test_ask_opens_a_window_and_the_answer_comes_in_the_thread(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted({"/brief 7": brief_post()})) as bot:
        brief = await briefed(slack, bot, ada, news)
        await ada.presses(brief, "Ask")
        await slack.until(lambda: ada.modal)
        await ada.submits(ada.modal, {"question": "who is Bektenov?"})
        question, answer = (await slack.answers(news, 3))[1:]
    assert question.thread_ts == answer.thread_ts == brief.ts
    assert "who is Bektenov?" in slack.rendered(question).text
    said = bot.listener.heard[-1]
    assert (said.text, said.story, said.thread, said.reply_to) == (
        "who is Bektenov?", 7, brief.ts, brief.ts,
    )  # fmt: skip


async def test_more_and_mute_answer_in_the_thread(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted({"/brief 7": brief_post()})) as bot:
        brief = await briefed(slack, bot, ada, news)
        await ada.presses(brief, "More")
        await ada.presses(brief, "Mute story")
        sent = (await slack.answers(news, 3))[1:]
    assert [one.thread_ts for one in sent] == [brief.ts, brief.ts]
    assert bot.listener.texts[1:] == ["/brief 7 more", "/mute story 7"]
    assert bot.listener.heard[-1].story == 7


async def test_a_thumb_is_thanked_for_to_who_gave_it_alone(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    answers = {"/brief 7": brief_post(), "/rate story 7 up": say("Thank you.")}
    async with running(slack, Scripted(answers)) as bot:
        brief = await briefed(slack, bot, ada, news)
        deed = await ada.presses(brief, "👍")
        await slack.until(lambda: deed.replies)
    assert deed.replies[0].only_for is ada
    assert len(slack.of_bot(news)) == 1


async def test_a_menu_changes_in_its_place(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    menu = say("Alerts are on.", buttons=((Button("Off", "/alerts off"),),))
    after = say("Alerts are off.", buttons=((Button("On", "/alerts on"),),))
    script = {"/settings": menu, "/alerts off": say("Done."), "/alerts": after}
    async with running(slack, Scripted(script)):
        deed = await ada.slash("/tellal", "settings", news)
        await slack.until(lambda: deed.replies)
        shown = deed.replies[0]
        await ada.presses(shown, "Off")
        await slack.until(lambda: "Alerts are off." in slack.rendered(shown).text)
        assert shown.buttons == ["On"]


async def test_a_link_in_anybodys_message_is_told_in_short_in_its_thread(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        said = await ada.says(news, "look https://example.com/a?b=1&c=2 and https://example.com/d")
        await ada.uses_shortcut("brief_link", said)
        (brief,) = await slack.answers(news)
        assert brief.thread_ts == said.ts
        empty = await ada.says(news, "no link")
        deed = await ada.uses_shortcut("brief_link", empty)
        await slack.until(lambda: deed.replies)
        assert deed.replies[0].only_for is ada
    assert bot.listener.texts == ["/brief https://example.com/a?b=1&c=2"]


async def test_a_question_about_anybodys_message_is_answered_in_its_thread(slack):
    ada = slack.person("Ada")
    news = slack.channel("news", [ada, slack.bot])
    async with running(slack, Scripted()) as bot:
        said = await ada.says(news, "They met <again>.")
        await ada.uses_shortcut("ask_about", said)
        await slack.until(lambda: ada.modal)
        assert "They met <again>." in slack.rendered(ada.modal).text
        await ada.submits(ada.modal, {"question": "who met?"})
        question, answer = await slack.answers(news, 2)
    assert question.thread_ts == answer.thread_ts == said.ts
    (said,) = bot.listener.heard
    assert (said.text, said.quoted, said.turn) == ("who met?", "They met <again>.", None)
