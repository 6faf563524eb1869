"""What people do, from the first start on, against the real conversation, store and outbox."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.access import Policy
from bot.chats.hook import Route
from bot.chats.port import Rate
from bot.conversation.commands import BY_NAME
from bot.web import serving
from fakes.botapi import Fault
from fakes.desk import answer
from fakes.memory import empty_store
from fakes.newsroom import VISIT, Newsroom, newsroom
from fakes.world import claim
from storage.model import ChatState, DeliveryState
from storage.store import Store


@pytest.fixture
async def room(api, tmp_path):
    async with newsroom(api, tmp_path) as opened:
        yield opened


@pytest.fixture
def ada(api):
    return api.world.person("Ada")


async def test_from_the_first_start_to_the_first_digest(api, room, ada):
    chat = api.world.private(ada)
    api.says(ada, "/start")
    (hello,) = await api.answers(chat, 1)
    assert hello.buttons == [["Choose topics", "Newest story", "Help"]]
    api.taps(ada, hello, "Choose topics")
    _, menu = await api.answers(chat, 2)
    query = api.taps(ada, menu, "World")
    await api.until(lambda: query.answer)
    assert query.answer["text"].startswith("You now follow World.")
    assert menu.buttons[0] == ["Sport"]
    api.taps(ada, menu, "Digest at 08:30")
    await api.until(lambda: "Your digest comes every day at 08:30" in menu.text)

    await room.breaks(VISIT)
    *_, alert = await api.answers(chat, 3)
    assert alert.text.startswith("Erdoğan, Bektenov discuss relations\n\nPresident Recep")
    assert "• Recep Tayyip Erdoğan, President [1]" in alert.text
    assert alert.preview == {"url": "https://news.example/visit"}

    rocket = replace(VISIT, story=0, headline="A second visit to Ankara",
                     sources=(replace(VISIT.sources[0], article="second"),),
                     summary=(claim("A second visit took place in Ankara.", "second"),),
                     actors=(), outcomes=())  # fmt: skip
    api.says(ada, "/alerts off")
    await api.answers(chat, 4)
    await room.breaks(rocket)
    room.now += timedelta(hours=20, minutes=30)
    await room.tick()
    digest = (await api.answers(chat, 5))[-1]
    assert digest.text.startswith("Digest of 25 Nov 2026, 08:30")
    assert "A second visit to Ankara" in digest.text
    assert not any("Bektenov" in words for words in digest.said.of("bold"))  # told already


async def test_asking_in_a_group_by_mention_and_going_on_by_reply(api, room, ada):
    room.desk.answers |= {
        "what did they discuss?": answer("q", "They discussed relations."),
        "and who was there?": answer("q", "Ministers were present."),
    }
    group = api.world.group("Desk", ada)
    asked = api.says(ada, "@tellal_bot what did they discuss?", group)
    (first,) = await api.answers(group, 1)
    assert first.reply_to is asked
    assert first.text.startswith("They discussed relations. [1]")
    assert first.buttons == [["👍", "👎"]]
    api.says(ada, "and who was there?", group, reply_to=first)
    _, second = await api.answers(group, 2)
    assert second.text.startswith("Ministers were present. [1]")
    (_, follow_up) = (question for question, _ in room.desk.asked)
    assert [exchange.question for exchange in follow_up.context] == ["what did they discuss?"]


async def test_a_reply_to_yesterdays_alert_is_a_question_about_its_story(api, room, ada):
    chat = api.world.private(ada)
    api.says(ada, "/start topic_world")
    await api.answers(chat, 1)
    await room.breaks(VISIT)
    _, alert = await api.answers(chat, 2)
    room.now += timedelta(days=1)
    api.says(ada, "who is he?", reply_to=alert)
    await api.answers(chat, 3)
    ((question, _),) = room.desk.asked
    assert question.story == 3
    api.says(ada, "/why", reply_to=alert)
    why = (await api.answers(chat, 4))[-1]
    assert "You follow the topic World." in why.text


async def test_a_reply_to_yesterdays_answer_goes_on_from_there_and_no_further(api, room, ada):
    room.desk.answers |= {
        "what did they discuss?": answer("q", "They discussed relations."),
        "who won the match?": answer("q", "The home side won."),
    }
    chat = api.world.private(ada)
    api.says(ada, "what did they discuss?")
    (first,) = await api.answers(chat, 1)
    api.says(ada, "who won the match?")
    await api.answers(chat, 2)
    room.now += timedelta(days=1)
    api.says(ada, "and who was there?", reply_to=first)
    await api.answers(chat, 3)
    api.says(ada, "and where was it?")
    await api.answers(chat, 4)
    *_, (replied, _), (fresh, _) = room.desk.asked
    assert [exchange.question for exchange in replied.context] == ["what did they discuss?"]
    assert "who won the match?" not in [exchange.question for exchange in fresh.context]


async def test_the_buttons_below_an_alert_do_what_they_say(api, room, ada):
    chat = api.world.private(ada)
    api.says(ada, "/start topic_world")
    await api.answers(chat, 1)
    await room.breaks(VISIT)
    _, alert = await api.answers(chat, 2)
    thumb = api.taps(ada, alert, "👍")
    await api.until(lambda: thumb.answer)
    assert thumb.answer["text"]
    api.taps(ada, alert, "Ask")
    invitation = (await api.answers(chat, 3))[-1]
    assert invitation.text.startswith("What would you like to know about “Erdoğan")
    api.says(ada, "who was there?", reply_to=invitation)
    await api.answers(chat, 4)
    assert room.desk.asked[-1][0].story == 3
    api.taps(ada, alert, "More")
    more = (await api.answers(chat, 5))[-1]
    assert more.reply_to is alert
    assert "closed-door" in more.text


async def test_a_topic_of_a_forum_gets_its_own_news(api, room, ada):
    forum = api.world.group("Newsroom", admins=(ada,), forum=True)
    world, sport = api.world.topic(forum, "World"), api.world.topic(forum, "Sport")
    api.says(ada, "/subscribe world", forum, thread=world)
    api.says(ada, "/subscribe sport", forum, thread=sport)
    await api.answers(forum, 2)
    await room.breaks(VISIT)
    told = (await api.answers(forum, 3))[-1]
    assert told.thread == world
    forum.topics[world].open = False
    room.now += timedelta(hours=1)
    await room.breaks(_again(VISIT))
    assert (await room.chat(forum.id, str(world))).state is ChatState.BLOCKED
    assert (await room.chat(forum.id, str(sport))).state is ChatState.ACTIVE
    api.reopens(ada, forum, world)
    await _until(lambda: room.chat(forum.id, str(world)), ChatState.ACTIVE)


async def test_a_topic_that_was_deleted_is_paused_and_the_others_go_on(api, room, ada):
    forum = api.world.group("Newsroom", admins=(ada,), forum=True)
    world, other = api.world.topic(forum, "World"), api.world.topic(forum, "Other")
    for thread in (world, other):
        api.says(ada, "/subscribe world", forum, thread=thread)
    await api.answers(forum, 2)
    del forum.topics[world]
    await room.breaks(VISIT)
    told = (await api.answers(forum, 3))[-1]
    assert told.thread == other
    assert (await room.chat(forum.id, str(world))).state is ChatState.BLOCKED
    assert (await room.chat(forum.id, str(other))).state is ChatState.ACTIVE


async def test_a_reply_in_a_topic_goes_on_from_yesterdays_answer_even_after_a_restart(
    api, tmp_path, ada
):
    async with newsroom(api, tmp_path) as room:
        room.desk.answers["what did they discuss?"] = answer("q", "They discussed relations.")
        forum = api.world.group("Newsroom", ada, forum=True)
        world = api.world.topic(forum, "World")
        api.says(ada, "@tellal_bot what did they discuss?", forum, thread=world)
        (first,) = await api.answers(forum, 1)
    room.now += timedelta(days=1)
    async with Store(f"sqlite:///{tmp_path / 'tellal.db'}") as room.store, room.open():
        api.says(ada, "and who was there?", forum, thread=world, reply_to=first)
        _, second = await api.answers(forum, 2)
    assert second.thread == world
    context = room.desk.asked[-1][0].context
    assert [exchange.question for exchange in context] == ["what did they discuss?"]


async def test_a_channel_that_follows_a_topic_gets_its_stories(api, room, ada):
    channel = api.world.group("Daily", admins=(ada,), kind="channel", bot="administrator")
    api.posts(channel, "/subscribe world")
    await api.answers(channel, 1)
    await room.breaks(VISIT)
    _, told = await api.answers(channel, 2)
    assert told.text.startswith("Erdoğan, Bektenov discuss relations")


@pytest.mark.parametrize("kind", ["supergroup", "channel"])
async def test_removed_and_added_again_everything_goes_on_as_it_was(api, room, ada, kind):
    status = "administrator" if kind == "channel" else "member"
    chat = api.world.group("Daily", admins=(ada,), kind=kind, bot=status, forum=kind != "channel")
    thread = None if kind == "channel" else api.world.topic(chat, "World")
    if thread is None:
        api.posts(chat, "/subscribe world")
    else:
        api.says(ada, "/subscribe world", chat, thread=thread)
    await api.answers(chat, 1)
    here = str(thread or "")
    api.removes(ada, chat)
    await _until(lambda: room.chat(chat.id, here), ChatState.BLOCKED)
    api.adds(ada, chat, status)
    await _until(lambda: room.chat(chat.id, here), ChatState.ACTIVE)
    await room.breaks(VISIT)
    told = api.of_bot(chat)[-1]
    assert told.text.startswith("Erdoğan, Bektenov discuss relations")
    assert told.thread == thread


async def test_who_blocks_is_paused_and_who_comes_back_goes_on(api, room, ada):
    chat = api.world.private(ada)
    api.says(ada, "/start topic_world")
    await api.answers(chat, 1)
    api.blocks(ada)
    await _until(lambda: room.chat(ada.id), ChatState.BLOCKED)
    await room.breaks(VISIT)
    assert len(api.of_bot(chat)) == 1
    api.unblocks(ada)
    api.says(ada, "/start")
    await api.answers(chat, 2)
    room.now += timedelta(hours=1)
    await room.breaks(_again(VISIT))
    assert (await api.answers(chat, 3))[-1].text.startswith("Again: ")


async def test_a_block_that_nobody_told_us_of_shows_when_we_deliver(api, room, ada):
    chat = api.world.private(ada)
    api.says(ada, "/start topic_world")
    await api.answers(chat, 1)
    chat.bot = "kicked"
    await room.breaks(VISIT)
    assert (await room.chat(ada.id)).state is ChatState.BLOCKED


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_follows(api, room, ada):
    group = api.world.group("Friends", admins=(ada,), kind="group")
    api.says(ada, "/subscribe world", group)
    await api.answers(group, 1)
    before = await room.chat(group.id)
    new = api.migrates(group)
    await _until(lambda: room.chat(new.id), ChatState.ACTIVE)
    assert (await room.chat(new.id)).id == before.id
    await room.breaks(VISIT)
    (told,) = await api.answers(new, 1)
    assert told.text.startswith("Erdoğan, Bektenov")


async def test_a_move_that_nobody_told_us_of_shows_when_we_deliver(api, room, ada):
    group = api.world.group("Friends", admins=(ada,), kind="group")
    api.says(ada, "/subscribe world", group)
    await api.answers(group, 1)
    new = api.world.group("Friends", admins=(ada,))
    group.moved_to = new.id
    await room.breaks(VISIT)
    assert len(await api.answers(new, 1)) == 1


async def test_a_delivery_that_was_cut_off_is_tried_once_more_and_the_story_told(api, room, ada):
    chat = api.world.private(ada)
    api.says(ada, "/start topic_world")
    await api.answers(chat, 1)
    api.faults.append(Fault("sendmessage", "before"))
    await room.breaks(VISIT)
    async with room.store.reading() as tx:
        (open_,) = await tx.deliveries.list()
    assert open_.state is DeliveryState.UNKNOWN
    room.now += timedelta(minutes=2)
    await room.tick()
    assert len(await api.answers(chat, 2)) == 2


async def test_settings_are_changed_by_touching(api, room, ada):
    chat = api.world.private(ada)
    api.says(ada, "/settings")
    (menu,) = await api.answers(chat, 1)
    for label in ("Short", "Quiet 22:00-07:00"):
        query = api.taps(ada, menu, label)
        await api.until(lambda query=query: query.answer)
        assert query.answer["text"]
    assert "Length: short" in menu.text
    assert "Quiet hours: 22:00 to 07:00" in menu.text
    query = api.taps(ada, menu, "Language…")
    await api.until(lambda: query.answer)
    query = api.taps(ada, menu, "Türkçe")
    await api.until(lambda: query.answer)
    assert "Dil: Türkçe" in menu.text
    assert (await room.chat(ada.id)).language == "tr"


async def test_members_of_a_group_are_told_that_only_admins_change_it(api, room, ada):
    bob = api.world.person("Bob")
    group = api.world.group("Friends", bob, admins=(ada,))
    api.says(bob, "/subscribe world", group)
    (refusal,) = await api.answers(group, 1)
    assert refusal.text == "Only the admins of this chat can change what it gets."


async def test_stop_and_forget_are_final(api, room, ada):
    chat = api.world.private(ada)
    api.says(ada, "/start topic_world")
    api.says(ada, "/stop")
    await api.answers(chat, 2)
    await room.breaks(VISIT)
    assert len(api.of_bot(chat)) == 2
    api.says(ada, "/forget")
    asks = (await api.answers(chat, 3))[-1]
    query = api.taps(ada, asks, "Delete everything")
    await api.until(lambda: query.answer)
    assert await room.chat(ada.id) is None


# --- who may -----------------------------------------------------------------------------------


async def test_the_first_with_the_start_code_becomes_operator_and_lets_others_in(api, tmp_path):
    ada, bob = api.world.person("Ada"), api.world.person("Bob")
    mine, his = api.world.private(ada), api.world.private(bob)
    async with newsroom(api, tmp_path, policy=Policy(), code="rosebud"):
        api.says(bob, "/start")
        (closed,) = await api.answers(his, 1)
        assert str(bob.id) in closed.text
        api.says(ada, "/start rosebud")
        welcome, begin = await api.answers(mine, 2)
        assert welcome.text.startswith("You are my operator now.")
        assert begin.buttons == [["Choose topics", "Newest story", "Help"]]
        api.says(ada, f"/admin allow {bob.id}")
        await api.answers(mine, 3)
        api.says(bob, "/start")
        hello = (await api.answers(his, 2))[-1]
        assert "I am Tellal." in hello.text
        api.says(ada, "/status")
        assert "Articles" in (await api.answers(mine, 4))[-1].text
        api.says(bob, "/status")
        assert "Only those who run this bot" in (await api.answers(his, 3))[-1].text


async def test_an_operator_lets_a_whole_group_in(api, tmp_path):
    ada, bob = api.world.person("Ada"), api.world.person("Bob")
    group = api.world.group("Friends", ada, bob)
    policy = Policy(operators=frozenset([f"telegram:{ada.id}"]))
    async with newsroom(api, tmp_path, policy=policy):
        api.says(bob, "/help", group)
        api.says(bob, "/help", group)  # told once, not at every word
        (closed,) = await api.answers(group, 1)
        assert "/admin allow" in closed.text
        api.says(ada, "/admin allow", group)
        await api.answers(group, 2)
        api.says(bob, "/help", group)
        assert "What you can say" in (await api.answers(group, 3))[-1].text


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (Policy(open=True, person=Rate(1, 3600.0)), "You have asked a lot in a short time."),
        (Policy(open=True, chat=Rate(1, 3600.0)), "This chat has asked a lot in a short time."),
    ],
)
async def test_who_has_asked_a_lot_is_told_kindly_when_to_ask_again(api, tmp_path, policy, told):
    ada, bob = api.world.person("Ada"), api.world.person("Bob")
    group = api.world.group("Friends", ada, bob)
    async with newsroom(api, tmp_path, policy=policy) as room:
        for number, person in enumerate((ada, ada, bob), start=1):
            api.says(person, "@tellal_bot what did they discuss?", group)
            await api.answers(group, number)
        _, limited, others = api.of_bot(group)
        assert limited.text == f"{told} Please ask again in 60 minutes."
        assert others.text.startswith(told if policy.chat else "My articles do not say.")
        room.now += timedelta(hours=1)
        api.says(ada, "@tellal_bot what did they discuss?", group)
        assert (await api.answers(group, 4))[-1].text.startswith("My articles do not say.")


# --- by webhook --------------------------------------------------------------------------------


async def test_by_webhook_everything_is_as_by_polling(api, tmp_path, ada):
    async def well() -> None:
        return None

    async def handle(request):
        (route,) = room.adapter.routes
        return await route.handle(request)

    async with (
        empty_store(tmp_path) as store,
        serving("127.0.0.1", 0, well, (Route("/telegram", handle),)) as port,
    ):
        room = Newsroom(api, store, webhook=f"http://127.0.0.1:{port}/telegram")
        async with room.open():
            chat = api.world.private(ada)
            api.says(ada, "/start topic_world")
            await api.answers(chat, 1)
            await room.breaks(VISIT)
            _, alert = await api.answers(chat, 2)
            query = api.taps(ada, alert, "👍")
            await api.until(lambda: query.answer)
            api.says(ada, "who was there?", reply_to=alert)
            await api.answers(chat, 3)
            assert room.desk.asked[-1][0].story == 1
        assert not api.called("getUpdates")
        assert set(api.webhook_answers) == {200}


# --- what the platform shows -------------------------------------------------------------------


async def test_menus_name_the_commands_and_groups_are_not_offered_what_only_admins_may(api, room):
    await api.until(lambda: api.methods.texts.get(("short_description", "")))
    menus = {
        scope: {c["command"] for c in menu} for (scope, _), menu in api.methods.commands.items()
    }
    readers = {name for name in BY_NAME if name == BY_NAME[name].name} - {"status", "admin"}
    assert menus["all_private_chats"] == readers
    assert menus["all_chat_administrators"] == readers
    assert "subscribe" not in menus["all_group_chats"]
    assert {"ask", "brief", "digest"} <= menus["all_group_chats"]


async def test_what_telegram_shows_already_is_not_set_again(api, room):
    await api.until(lambda: api.methods.texts.get(("short_description", "")))
    before = len(api.called("setMyCommands"))
    async with room.open():
        await api.until(lambda: len(api.called("getMyShortDescription")) == 2)
    assert len(api.called("setMyCommands")) == before


def _again(told):
    """Make another story of a brief."""
    return replace(
        told,
        headline=f"Again: {told.headline}",
        sources=(replace(told.sources[0], article="again"),),
        summary=(claim("They met again in Astana.", "again"),),
        actors=(),
        outcomes=(),
    )


async def _until(chat, state):
    async with asyncio.timeout(5):
        while True:
            found = await chat()
            if found and found.state is state:
                return
            await asyncio.sleep(0.01)
