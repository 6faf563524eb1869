"""What is shown while an answer is being made."""

import asyncio

import pytest

from bot.chats.telegram import streaming
from bot.chats.telegram.reception import Manners
from bot.messages.words import say
from fakes.botapi import LATE, Fault
from fakes.botapi_limits import FloodLimits, Window
from fakes.telegrambot import Scripted, brief_post, running

WORDS = ["They", "discussed", "relations", "in", "Ankara", "."]


class Growing(Scripted):
    """Lets its answer be watched: a word more every so often."""

    def __init__(self, words, every=0.05):
        super().__init__()
        self.words = words
        self.every = every

    async def handle_growing(self, said, grow):
        self.heard.append(said)
        for number in range(1, len(self.words)):
            await grow(say(" ".join(self.words[:number])))
            await asyncio.sleep(self.every)
        return (say(" ".join(self.words)),)


async def test_a_slow_answer_shows_that_we_type_and_a_quick_one_does_not(api):
    async with running(api, Scripted()) as bot:
        ada = api.world.person("Ada")
        chat = api.world.private(ada)
        api.says(ada, "quick?")
        await api.answers(chat, 1)
        assert not api.methods.actions
        bot.listener.slow = streaming.TYPING_AFTER + 0.2
        api.says(ada, "slow?")
        await api.answers(chat, 2)
        assert api.methods.actions == [(chat.id, None, "typing")]


async def test_typing_is_shown_in_the_topic_where_it_was_asked(api):
    async with running(api, Scripted()) as bot:
        bot.listener.slow = streaming.TYPING_AFTER + 0.2
        ada = api.world.person("Ada")
        forum = api.world.group("F", ada, forum=True)
        world = api.world.topic(forum, "World")
        api.says(ada, "@tellal_bot slow?", forum, thread=world)
        await api.answers(forum, 1)
        assert api.methods.actions == [(forum.id, world, "typing")]


async def test_in_private_the_answer_grows_as_a_draft_and_comes_as_one_message(api, monkeypatch):
    monkeypatch.setattr(streaming, "DRAFT_EVERY", 0.02)
    async with running(api, Growing(WORDS)):
        ada = api.world.person("Ada")
        chat = api.world.private(ada)
        asked = api.says(ada, "what?")
        (answer,) = await api.answers(chat, 1)
        assert answer.text == " ".join(WORDS)
        assert answer.edits == 0
        drafts = [said.text for _, _, said in api.methods.drafts]
        assert len(drafts) >= 3
        assert all(answer.text.startswith(draft) for draft in drafts)
        assert {number for _, number, _ in api.methods.drafts} == {asked.id}


async def test_states_that_follow_each_other_too_fast_are_skipped(api):
    async with running(api, Growing(["word"] * 50, every=0.002)):
        ada = api.world.person("Ada")
        api.says(ada, "what?")
        await api.answers(api.world.private(ada), 1)
        assert len(api.methods.drafts) <= 2


async def test_a_server_without_drafts_is_not_asked_again(api, monkeypatch):
    monkeypatch.setattr(streaming, "DRAFT_EVERY", 0.01)
    api.faults.append(Fault("sendmessagedraft", 404, description="Not Found", times=99))
    async with running(api, Growing(["a", "b", "c", "d", "e"], every=0.03)):
        ada = api.world.person("Ada")
        for number in (1, 2):
            api.says(ada, "what?")
            await api.answers(api.world.private(ada), number)
        assert len(api.called("sendMessageDraft")) == 1


async def test_in_a_group_the_answer_grows_by_edits_of_one_message(api, monkeypatch):
    monkeypatch.setattr(streaming, "EDIT_EVERY", 0.02)
    async with running(api, Growing(WORDS)) as bot:
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        asked = api.says(ada, "@tellal_bot what?", group)
        await api.until(lambda: bot.memory._known)
        (answer,) = api.of_bot(group)
        assert answer.text == " ".join(WORDS)
        assert answer.edits >= 2
        assert answer.reply_to is asked
        assert not api.methods.drafts


async def test_in_a_group_an_answer_that_was_there_at_once_is_just_sent(api):
    async with running(api, Growing(["There."])):
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", group)
        (answer,) = await api.answers(group, 1)
        assert (answer.text, answer.edits) == ("There.", 0)


async def test_a_growing_message_that_was_deleted_comes_again_whole(api, monkeypatch):
    monkeypatch.setattr(streaming, "EDIT_EVERY", 0.01)
    async with running(api, Growing(["a", "b", "c", "d", "e", "f", "g", "h"])) as bot:
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", group)
        await api.answers(group, 1)
        group.messages.remove(api.of_bot(group)[0])
        await api.until(lambda: bot.memory._known)
        assert api.of_bot(group)[-1].text == "a b c d e f g h"


async def test_a_draft_that_is_refused_once_costs_this_answers_drafts_alone(api, monkeypatch):
    monkeypatch.setattr(streaming, "DRAFT_EVERY", 0.01)
    api.faults.append(Fault("sendmessagedraft", 429, retry_after=3))
    async with running(api, Growing(["a", "b", "c", "d"], every=0.03)):
        ada = api.world.person("Ada")
        chat = api.world.private(ada)
        api.says(ada, "what?")
        await api.answers(chat, 1)
        assert len(api.called("sendMessageDraft")) == 1
        api.says(ada, "and what?")
        _, answer = await api.answers(chat, 2)
        assert answer.text == "a b c d"
        assert len(api.called("sendMessageDraft")) > 2


async def test_an_answer_that_is_there_before_its_first_draft_has_none(api):
    async with running(api, Growing(["There."])):
        ada = api.world.person("Ada")
        api.says(ada, "what?")
        (answer,) = await api.answers(api.world.private(ada), 1)
        assert (answer.text, api.methods.drafts) == ("There.", [])


@pytest.mark.parametrize("private", [True, False])
async def test_a_state_that_is_late_never_comes_behind_the_whole_answer(api, monkeypatch, private):
    monkeypatch.setattr(streaming, "DRAFT_EVERY", 0.02)
    monkeypatch.setattr(streaming, "EDIT_EVERY", 0.02)
    api.faults.append(Fault("sendmessagedraft" if private else "editmessagetext", "late"))
    async with running(api, Growing(["a", "b", "c"], every=0.05)) as bot:
        ada = api.world.person("Ada")
        chat = api.world.private(ada) if private else api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", chat)
        await api.answers(chat, 1)
        if not private:
            await api.until(lambda: bot.memory._known)
        await asyncio.sleep(2 * LATE)
        (answer,) = api.of_bot(chat)
        assert answer.text == "a b c"
        drafts = [call.at for call in api.calls if call.method == "sendmessagedraft"]
        (sent,) = (call.at for call in api.calls if call.method == "sendmessage")
        assert all(at + LATE < sent for at in drafts[:1])


async def test_a_beginning_that_is_late_is_waited_for_and_becomes_the_answer(api):
    api.faults.append(Fault("sendmessage", "late"))
    async with running(api, Growing(["a", "b"], every=0.05)) as bot:
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", group)
        await api.until(lambda: bot.memory._known)
        assert [answer.text for answer in api.of_bot(group)] == ["a b"]


async def test_what_is_there_of_an_answer_says_that_it_goes_on(api):
    async with running(api, Growing(["They", "met."], every=0.3)) as bot:
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", group)
        (answer,) = await api.answers(group, 1)
        assert answer.text == "They …"
        await api.until(lambda: bot.memory._known)
        assert answer.text == "They met."


@pytest.mark.parametrize("fault", [429, 502, "after"])
async def test_an_edit_that_fails_ends_the_growing_and_the_whole_answer_takes_its_place(
    api, monkeypatch, fault
):
    monkeypatch.setattr(streaming, "EDIT_EVERY", 0.02)
    wait = 1 if fault == 429 else None
    api.faults.append(Fault("editmessagetext", fault, retry_after=wait))
    async with running(api, Growing(WORDS)) as bot:
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", group)
        await api.until(lambda: bot.memory._known)
        (answer,) = api.of_bot(group)
        assert answer.text == " ".join(WORDS)
        assert len(api.called("editMessageText")) == 2  # the one that failed, and the whole


async def test_what_was_shown_is_taken_back_where_the_answer_cannot_replace_it(api):
    api.faults.append(
        Fault("editmessagetext", 400, description="Bad Request: message can't be edited", times=9)
    )
    async with running(api, Growing(["a", "b"])) as bot:
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", group)
        await api.until(lambda: bot.memory._known)
        assert [answer.text for answer in api.of_bot(group)] == ["a b"]


async def test_two_questions_at_once_in_a_group_grow_side_by_side_within_its_limits(
    api, monkeypatch
):
    monkeypatch.setattr(streaming, "EDIT_EVERY", 0.02)
    api.limits = api.flood.limits = FloodLimits(chat=None, group=Window(20, 60.0))
    async with running(api, Growing(WORDS)) as bot:
        ada, bob = api.world.person("Ada"), api.world.person("Bob")
        group = api.world.group("G", ada, bob)
        asked = [api.says(person, "@tellal_bot what?", group) for person in (ada, bob)]
        await api.until(lambda: len(bot.memory._known) == 2)
        answers = api.of_bot(group)
        assert [answer.text for answer in answers] == [" ".join(WORDS)] * 2
        assert {answer.reply_to for answer in answers} == set(asked)
        assert api.flood.refused == 0


async def test_a_group_is_shown_a_few_states_of_one_answer_and_no_more(api, monkeypatch):
    monkeypatch.setattr(streaming, "EDIT_EVERY", 0.001)
    async with running(api, Growing(["word"] * 30, every=0.01)) as bot:
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", group)
        await api.until(lambda: bot.memory._known)
        (answer,) = api.of_bot(group)
        assert answer.edits == streaming.MOST_STATES


async def test_by_setting_nothing_grows(api):
    async with running(api, Growing(["a", "b"]), manners=Manners(stream=False)) as bot:
        bot.listener.script["what?"] = brief_post()
        ada = api.world.person("Ada")
        api.says(ada, "what?")
        (answer,) = await api.answers(api.world.private(ada), 1)
        assert answer.text.startswith("Erdoğan receives")
        assert not api.methods.drafts
