"""Groups, forums and channels: who is heard, who may change, where answers go."""

from bot.chats.memory import Context
from bot.chats.telegram.reception import Manners
from bot.messages.words import say
from fakes.botapi import Fault
from fakes.telegrambot import ACCOUNT, Scripted, brief_post, running
from storage.model import Address, ChatKind


async def test_in_a_group_mentions_commands_and_replies_are_answered_and_chatter_is_not(api):
    api.privacy = False
    async with running(api, Scripted()) as bot:
        ada, bob = api.world.person("Ada"), api.world.person("Bob")
        group = api.world.group("Newsroom", ada, bob)
        api.says(ada, "what a day", group)
        api.says(ada, "@Tellal_Bot, what of Gaza?", group)
        (first,) = await api.answers(group, 1)
        api.says(bob, "and of Ankara?", group, reply_to=first)
        api.says(bob, "/brief latest", group)
        api.says(bob, "/brief@other_bot latest", group)
        api.says(bob, "/roll 2d6", group)
        api.says(bob, "/nonsense@tellal_bot", group)
        await api.answers(group, 4)
        assert sorted(bot.listener.texts) == [
            "/brief latest", "/nonsense", "and of Ankara?", "what of Gaza?",
        ]  # fmt: skip


async def test_answers_in_a_group_are_replies_to_who_asked(api, bot):
    ada = api.world.person("Ada")
    group = api.world.group("G", ada)
    asked = api.says(ada, "@tellal_bot what of Gaza?", group)
    (answer,) = await api.answers(group, 1)
    assert answer.reply_to is asked
    said = bot.listener.heard[0]
    assert said.address == Address("telegram", ACCOUNT, str(group.id))
    assert (said.kind, said.title, said.person.name) == (ChatKind.GROUP, "G", "Ada")


async def test_a_reply_to_an_answer_goes_on_in_its_thread(api, bot):
    ada, bob = api.world.person("Ada"), api.world.person("Bob")
    group = api.world.group("G", ada, bob)
    asked = api.says(ada, "@tellal_bot what of Gaza?", group)
    (first,) = await api.answers(group, 1)
    api.says(bob, "since when?", group, reply_to=first)
    _, second = await api.answers(group, 2)
    api.says(ada, "and why?", group, reply_to=second)
    await api.answers(group, 3)
    api.says(bob, "@tellal_bot something else", group)
    await api.answers(group, 4)
    threads = [said.thread for said in bot.listener.heard]
    assert threads[:3] == [str(asked.id)] * 3
    assert threads[3] != threads[0]


async def test_a_reply_to_yesterdays_brief_is_a_question_about_its_story_even_after_a_restart(api):
    ada = api.world.person("Ada")
    group = api.world.group("G", ada)
    async with running(api, Scripted({"/brief latest": brief_post()})):
        api.says(ada, "/brief latest", group)
        (told,) = await api.answers(group, 1)
    async with running(api, Scripted()) as bot:
        api.says(ada, "who is he?", group, reply_to=told)
        await api.answers(group, 2)
        (said,) = bot.listener.heard
        assert (said.story, said.reply_to, said.thread) == (7, str(told.id), str(told.id))


async def test_members_may_ask_and_only_admins_may_change(api, bot):
    ada, bob = api.world.person("Ada"), api.world.person("Bob")
    group = api.world.group("G", bob, admins=(ada,))
    for person, text in (
        (bob, "/subscribe world"), (ada, "/subscribe world"), (bob, "/digest now"),
        (ada, "/start"), (bob, "/start"),
    ):  # fmt: skip
        api.says(person, text, group)
        await api.answers(group, len(bot.listener.heard) + 1)
    assert [said.may_change for said in bot.listener.heard] == [False, True, False, True, False]


async def test_telegram_is_asked_once_who_is_an_admin_and_not_at_all_for_questions(api, bot):
    ada = api.world.person("Ada")
    group = api.world.group("G", admins=(ada,))
    for number, text in enumerate(("/brief latest", "/alerts on", "/alerts off"), start=1):
        api.says(ada, text, group)
        await api.answers(group, number)
    assert len(api.called("getChatMember")) == 1


async def test_who_cannot_be_looked_up_may_change_nothing(api, bot):
    ada = api.world.person("Ada")
    group = api.world.group("G", admins=(ada,))
    api.faults.append(Fault("getchatmember", 500))
    api.says(ada, "/alerts on", group)
    await api.answers(group, 1)
    assert not bot.listener.heard[0].may_change


async def test_by_setting_everybody_may_change(api):
    async with running(api, Scripted(), manners=Manners(admins_only=False)) as bot:
        bob = api.world.person("Bob")
        group = api.world.group("G", bob)
        api.says(bob, "/alerts on", group)
        await api.answers(group, 1)
        assert bot.listener.heard[0].may_change
        assert not api.called("getChatMember")


async def test_an_anonymous_admin_is_an_admin_and_a_foreign_channel_is_not(api, bot):
    ada = api.world.person("Ada")
    group = api.world.group("G", ada)
    channel = api.world.group("C", ada, kind="channel")
    api.says(ada, "/alerts on", group, anonymous=True)
    await api.answers(group, 1)
    api.says(ada, "/alerts on", group, through=channel)
    await api.answers(group, 2)
    assert [said.may_change for said in bot.listener.heard] == [True, False]
    assert [said.person.name for said in bot.listener.heard] == ["G", "C"]


async def test_a_channels_post_in_its_discussion_group_is_not_said_to_us(api):
    api.privacy = False
    async with running(api, Scripted()) as bot:
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "/brief latest", group, extra={"is_automatic_forward": True})
        api.says(ada, "/help", group)
        await api.answers(group, 1)
        assert bot.listener.texts == ["/help"]


# --- forums ------------------------------------------------------------------------------------


async def test_each_topic_of_a_forum_is_a_place_of_its_own(api, bot):
    ada = api.world.person("Ada")
    forum = api.world.group("F", ada, forum=True)
    world, sport = api.world.topic(forum, "World"), api.world.topic(forum, "Sport")
    for thread in (world, sport, None):
        api.says(ada, "/sources", forum, thread=thread)
    answers = await api.answers(forum, 3)
    assert {m.thread for m in answers} == {world, sport, None}
    assert {said.address.thread for said in bot.listener.heard} == {str(world), str(sport), ""}


async def test_the_beginning_of_a_topic_is_not_a_message_that_is_replied_to(api):
    api.privacy = False
    async with running(api, Scripted()) as bot:
        ada = api.world.person("Ada")
        forum = api.world.group("F", ada, forum=True)
        world = api.world.topic(forum, "World")
        beginning = api.says(
            ada, "", forum, thread=world,
            extra={"forum_topic_created": {"name": "World", "icon_color": 0}},
        )  # fmt: skip
        beginning.sender = api.world.bot
        api.says(ada, "chatter", forum, thread=world, reply_to=beginning)
        api.says(ada, "/help", forum, thread=world, reply_to=beginning)
        await api.answers(forum, 2)  # the beginning was ours as well
        assert [(said.text, said.reply_to) for said in bot.listener.heard] == [("/help", None)]


async def test_a_closed_topic_pauses_and_an_opened_one_comes_back(api, bot):
    ada = api.world.person("Ada")
    forum = api.world.group("F", admins=(ada,), forum=True)
    world = api.world.topic(forum, "World")
    api.closes(ada, forum, world)
    await api.until(lambda: len(bot.comings.events) == 1)
    api.reopens(ada, forum, world)
    await api.until(lambda: len(bot.comings.events) == 2)
    here = Address("telegram", ACCOUNT, str(forum.id), str(world))
    assert bot.comings.events == [("gone", here), ("back", here)]


# --- channels ----------------------------------------------------------------------------------


async def test_commands_posted_in_a_channel_are_its_admins_and_other_posts_are_left_alone(api, bot):
    ada = api.world.person("Ada")
    channel = api.world.group("Daily", admins=(ada,), kind="channel", bot="administrator")
    api.posts(channel, "Good morning, all")
    api.posts(channel, "/subscribe world")
    await api.answers(channel, 1)
    (said,) = bot.listener.heard
    assert (said.text, said.kind, said.may_change) == ("/subscribe world", ChatKind.CHANNEL, True)


async def test_who_makes_us_an_admin_of_a_channel_is_told_in_private_what_to_do(api, bot):
    ada = api.world.person("Ada")
    private = api.world.private(ada)
    channel = api.world.group("Daily", admins=(ada,), kind="channel", bot="left")
    api.adds(ada, channel, "administrator")
    (told,) = await api.answers(private, 1)
    assert "I may write in Daily now" in told.text
    assert not api.of_bot(channel)


# --- coming, going, moving ---------------------------------------------------------------------


async def test_a_group_that_adds_us_is_greeted(api, bot):
    bot.listener.script["/start"] = say("Here I am.")
    ada = api.world.person("Ada")
    group = api.world.group("G", admins=(ada,), bot="left")
    api.adds(ada, group)
    (greeting,) = await api.answers(group, 1)
    assert greeting.text.replace("\u2060", "") == (
        "Here I am.\n\nIn a group I read only what is meant for me: commands, messages that "
        "mention @tellal_bot, and replies to mine."
    )
    assert bot.listener.heard[0].may_change
    await api.until(lambda: bot.comings.events)
    assert bot.comings.events == [("back", Address("telegram", ACCOUNT, str(group.id)))]


async def test_a_group_that_removes_us_pauses(api, bot):
    ada = api.world.person("Ada")
    group = api.world.group("G", ada)
    api.removes(ada, group)
    await api.until(lambda: bot.comings.events)
    assert bot.comings.events == [("gone", Address("telegram", ACCOUNT, str(group.id)))]


async def test_being_promoted_in_a_group_is_no_news(api, bot):
    ada = api.world.person("Ada")
    group = api.world.group("G", ada)
    api.adds(ada, group, "administrator")
    api.says(ada, "/help", group)
    await api.answers(group, 1)
    assert bot.listener.texts == ["/help"]


async def test_a_group_that_moves_is_followed(api, bot):
    ada = api.world.person("Ada")
    group = api.world.group("G", ada, kind="group")
    new = api.migrates(group)
    await api.until(lambda: bot.comings.events)
    addresses = [Address("telegram", ACCOUNT, str(chat.id)) for chat in (group, new)]
    assert bot.comings.events[0] == ("moved", *addresses)


async def test_what_our_answers_were_about_is_remembered(api, bot):
    ada = api.world.person("Ada")
    group = api.world.group("G", ada)
    asked = api.says(ada, "@tellal_bot what of Gaza?", group)
    (answer,) = await api.answers(group, 1)
    here = Address("telegram", ACCOUNT, str(group.id))
    await api.until(lambda: bot.memory._known)
    assert await bot.memory.recall(here, str(answer.id)) == Context(str(asked.id), None)
