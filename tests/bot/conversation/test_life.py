"""A chat from first word to last."""

import pytest

from bot.conversation.said import Person
from storage.model import Address, ChatKind, ChatState, DeliveryState, Outgoing

GROUP = {
    "address": Address("telegram", "bot", "-100"),
    "kind": ChatKind.GROUP,
    "title": "Friends",
}


def buttons(post):
    return [button.command for row in post.buttons for button in row]


async def test_start_says_who_i_am_with_three_buttons(say):
    post = await say.post("/start")
    assert "I am Tellal." in post.blocks[0].lines[0].text
    assert buttons(post) == ["/subscribe", "/brief latest", "/help"]


@pytest.mark.parametrize("words", ["hello", "Hi!", "merhaba", "", "   "])
async def test_a_greeting_is_no_question(say, words):
    assert "I am Tellal." in await say(words)
    assert say.desk.asked == []


@pytest.mark.parametrize("words", ["thanks", "Thank you!", "teşekkürler", "Sağ olun."])
async def test_thanks_are_no_question(say, words):
    assert await say(words) == "You are welcome. Ask me whenever you like."
    assert say.desk.asked == []


@pytest.mark.parametrize("words", ["🙂🙂", "???", "/"])
async def test_a_question_without_words_is_answered_with_how_to_ask(say, words):
    assert (await say(words)).startswith("Ask me in words. For example: /ask what did")


async def test_a_link_with_a_topic_follows_it(say):
    assert "You now follow World." in await say("/start topic_world")


async def test_a_new_chat_begins_with_what_the_platform_tells_of_the_person(say):
    await say("/sources", person=Person("1", "A", language="tr"), zone="Europe/Istanbul")
    chat = await say.chat()
    assert (chat.language, chat.zone) == ("tr", "Europe/Istanbul")


async def test_nonsense_of_a_platform_is_not_taken_over(say):
    await say("/sources", person=Person("1", "A", language="tlh-x"), zone="Mars/Olympus")
    chat = await say.chat()
    assert (chat.language, chat.zone) == ("en", "UTC")


async def test_help_lists_every_command_and_operators_theirs(say):
    shown = await say("/help")
    assert "/subscribe TOPIC · FEED · SITE: follow a topic, a feed or a site" in shown
    assert "/status" not in shown
    assert "/status" in await say("/help", operator=True)
    assert await say("help") == shown


async def test_an_unknown_command_suggests_the_nearest(say):
    post = await say.post("/subscrib world")
    assert "Did you mean /subscribe?" in post.blocks[0].lines[0].text
    assert buttons(post) == ["/subscribe world", "/help"]
    assert await say("/xyzzy") == "I do not know /xyzzy. /help lists what I know."


async def test_stop_pauses_and_start_goes_on_with_everything_kept(say):
    await say("/subscribe world")
    await say.was_sent("story:3", "alert", (3,), message="1")
    assert "Paused" in await say("/stop")
    assert (await say.chat()).state is ChatState.STOPPED
    assert "/start takes it up again" in await say("/subscribe sport")
    assert "I am back" in await say("/start")
    assert (await say.chat()).state is ChatState.ACTIVE
    assert "World" in await say("/sources")


async def test_stop_cancels_what_is_on_its_way(say):
    await say("/subscribe world")
    chat = await say.chat()
    async with say.store.writing() as tx:
        await tx.deliveries.queue(
            [Outgoing(chat.id, "story:3", "alert", ({},), {}, {}, (3,), say.now)], say.now
        )
        await tx.commit()
    await say("/stop")
    async with say.store.reading() as tx:
        assert await tx.deliveries.counts() == {DeliveryState.CANCELLED: 1}


async def test_forget_asks_first_and_then_keeps_nothing(say):
    await say("/subscribe world")
    await say("/watch Bektenov")
    await say("who won?")
    await say("/rate story 3 up")
    chat = await say.chat()
    post = await say.post("/forget")
    assert buttons(post) == ["/forget yes"]
    assert await say.chat() == chat
    assert "I keep nothing of this chat" in await say("/forget yes")
    assert await say.chat() is None
    async with say.store.reading() as tx:
        assert await tx.subscriptions.of(chat.id) == ()
        assert await tx.filters.of(chat.id) == ()
        assert await tx.turns.thread(chat.id, "", 10) == ()
        assert await tx.feedback.of(chat.id) == ()


async def test_after_forget_everything_begins_anew(say):
    await say("/watch Bektenov")
    await say("/forget yes")
    assert "You watch for nothing yet." in await say("/watch")


async def test_in_a_group_only_admins_change_what_it_gets(say):
    for words in ("/subscribe world", "/digest 08:30", "/mute x", "/stop", "/forget yes",
                  "/settings length short", "/alerts off", "/unsubscribe world"):  # fmt: skip
        shown = await say(words, **GROUP, may_change=False)
        assert shown == "Only the admins of this chat can change what it gets."
    assert "You now follow World." in await say("/subscribe world", **GROUP, may_change=True)


async def test_in_a_group_everybody_may_read_and_ask(say):
    for words in ("/subscribe", "/settings", "/digest now", "/brief latest", "who?", "/sources"):
        shown = await say(words, **GROUP, may_change=False)
        assert "Only the admins" not in shown


async def test_a_member_cannot_wake_a_stopped_group(say):
    await say("/subscribe world", **GROUP)
    await say("/stop", **GROUP)
    await say("/start topic_sport", **GROUP, may_change=False)
    async with say.store.reading() as tx:
        chat = await tx.chats.by_address(GROUP["address"])
        assert chat.state is ChatState.STOPPED
        assert len(await tx.subscriptions.of(chat.id)) == 1


async def test_status_is_for_operators(say):
    assert await say("/status") == "Only those who run this bot can use that."
    shown = await say("/status", operator=True)
    assert "Articles: 4 since 23 Nov 2026" in shown
    assert "Feeds: 2, 0 not readable" in shown
    assert "Chats: 1 active" in shown
