"""Direct messages and the assistant's pane."""

from bot.messages.words import say
from bot.post import Block, Line
from fakes.slackapi import Fault
from fakes.slackbot import running
from fakes.telegrambot import Scripted, brief_post, source


class Growing(Scripted):
    """Shows its answer sentence by sentence."""

    async def handle_growing(self, said, grow):
        (post, *rest) = await self.handle(said)
        for upto in range(1, len(post.blocks) + 1):
            part = type(post)(title=post.title, blocks=post.blocks[:upto], language=post.language)
            await grow(part)
            await self.pause()
        return (post, *rest)

    async def pause(self):
        import asyncio

        await asyncio.sleep(0.05)


def answer_post(**changes):
    blocks = tuple(
        Block((Line(f"Sentence {n} of the *answer* <!channel>.", (n,)),)) for n in (1, 2)
    )
    return brief_post(title="", blocks=blocks, story=None, **changes)


async def test_a_question_in_a_direct_message_is_answered_there(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        await ada.says(slack.bot, "what happened?")
        (answer,) = await slack.answers(ada.direct)
    assert not answer.thread_ts
    (said,) = bot.listener.heard
    assert (said.kind.value, said.thread, said.may_change) == ("private", "", True)


async def test_the_assistant_suggests_what_could_be_asked(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        bot.pages.news = ("Talks in <!channel> Ankara", "Two", "Three")
        talk = await ada.opens_assistant()
        await slack.until(lambda: talk.prompts)
    assert [prompt["title"] for prompt in talk.prompts] == [
        "What is new?", "Talks in &lt;!channel&gt; Ankara", "Two", "What can you do?",
    ]  # fmt: skip
    assert talk.prompts[0]["message"] == "brief latest"


async def test_in_the_assistant_an_answer_streams_with_status_title_and_sources(slack):
    ada = slack.person("Ada")
    async with running(slack, Growing(otherwise=lambda said: answer_post())) as bot:
        talk = await ada.opens_assistant()
        await ada.says(talk, "what was agreed in Ankara?")
        (answer,) = await slack.answers(ada.direct)
        await slack.until(lambda: not answer.streaming and not talk.status)
    assert talk.title == "what was agreed in Ankara?"
    assert [status for status in talk.statuses if status] == ["is looking through the articles…"]
    assert answer.thread_ts == talk.ts
    assert len(slack.called("chat.startStream")) == 1
    shown = slack.rendered(answer)
    assert "Sentence 1 of the ∗answer* <!channel>. [1]" in shown.text
    assert shown.text.count("Sentence 2") == 1
    assert "Headline 2" in shown.text
    assert shown.broadcasts + shown.mentions == []
    assert "More" in answer.buttons
    assert bot.listener.heard[0].thread == talk.ts


async def test_a_follow_up_in_the_assistant_belongs_to_its_thread(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        first, second = await ada.opens_assistant(), await ada.opens_assistant()
        await ada.says(first, "one")
        await ada.says(second, "two")
        await ada.says(first, "three")
        await slack.answers(ada.direct, 3)
    by_thread = {said.text: said.thread for said in bot.listener.heard}
    assert by_thread == {"one": first.ts, "two": second.ts, "three": first.ts}
    assert {said.address.thread for said in bot.listener.heard} == {""}


async def test_an_answer_that_ends_otherwise_than_it_began_is_shown_as_it_ended(slack):
    class Changing(Growing):
        async def handle_growing(self, said, grow):
            await grow(say("I began so."))
            await slack.until(lambda: slack.called("chat.startStream"))
            return (answer_post(),)

    ada = slack.person("Ada")
    async with running(slack, Changing()):
        talk = await ada.opens_assistant()
        await ada.says(talk, "what?")
        (answer,) = await slack.answers(ada.direct)
        await slack.until(lambda: "Sentence 2" in slack.rendered(answer).text)
    assert "I began so" not in slack.rendered(answer).text
    assert not answer.streaming


async def test_where_streams_do_not_work_the_answer_comes_as_a_message(slack):
    ada = slack.person("Ada")
    slack.faults.append(Fault("chat.startStream", "method_not_supported_for_channel_type"))
    async with running(slack, Scripted(otherwise=lambda said: answer_post())):
        talk = await ada.opens_assistant()
        await ada.says(talk, "what?")
        (answer,) = await slack.answers(ada.direct)
    assert answer.thread_ts == talk.ts
    assert "Sentence 2" in slack.rendered(answer).text


async def test_an_endless_answer_comes_in_several_messages(slack):
    long = tuple(Block((Line(f"Sentence {n}. " * 60),)) for n in range(40))
    ada = slack.person("Ada")
    async with running(
        slack, Scripted(otherwise=lambda said: answer_post(sources=(source(1),)))
    ) as bot:
        bot.listener.otherwise = lambda said: say(*(b.lines[0].text for b in long))
        talk = await ada.opens_assistant()
        await ada.says(talk, "tell me all")
        answers = await slack.answers(ada.direct, 3)
    assert "Sentence 39." in slack.rendered(answers[-1]).text


async def test_a_file_without_words_is_not_understood(slack):
    ada = slack.person("Ada")
    async with running(slack, Scripted()) as bot:
        await ada.says(slack.bot, "")
        (answer,) = await slack.answers(ada.direct)
    assert "text only" in slack.rendered(answer).text
    assert bot.listener.heard == []
