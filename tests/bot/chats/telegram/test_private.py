"""A person and the bot, alone: asking, tapping, choosing, blocking."""

import asyncio

import pytest

from bot.chats.telegram import reception, texts
from bot.chats.telegram.touches import ANSWER_TAP_WITHIN
from bot.messages.words import say
from bot.post import Block, Button, Line, Post
from fakes.botapi import Fault
from fakes.botapi_limits import FloodLimits
from fakes.telegrambot import ACCOUNT, Scripted, brief_post, running
from storage.model import Address, ChatKind


@pytest.fixture
def ada(api):
    return api.world.person("Ada", "tr-TR")


@pytest.fixture
def chat(api, ada):
    return api.world.private(ada)


async def test_what_is_said_in_private_is_answered_there(api, bot, ada, chat):
    api.says(ada, "what of Gaza?")
    (answer,) = await api.answers(chat, 1)
    assert answer.text == "You said: what of Gaza?"
    assert answer.reply_to is None
    (said,) = bot.listener.heard
    assert said.address == Address("telegram", ACCOUNT, str(ada.id))
    assert (said.kind, said.title, said.thread, said.reply_to) == (ChatKind.PRIVATE, "", "", None)
    assert (said.person.id, said.person.language, said.may_change) == (str(ada.id), "tr", True)


async def test_a_link_to_the_bot_brings_its_word(api, bot, ada, chat):
    api.says(ada, "/start topic_world")
    await api.answers(chat, 1)
    assert bot.listener.texts == ["/start topic_world"]


async def test_what_is_no_text_is_answered_kindly(api, bot, ada, chat):
    voice = {"voice": {"file_id": "x", "file_unique_id": "y", "duration": 3}}
    api.says(ada, "", extra=voice)
    (answer,) = await api.answers(chat, 1)
    assert answer.text == texts.ONLY_TEXT


async def test_a_caption_is_read_like_a_text(api, bot, ada, chat):
    photo = {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]}
    api.says(ada, "", extra={**photo, "caption": "/brief https://example.com"})
    await api.answers(chat, 1)
    assert bot.listener.texts == ["/brief https://example.com"]


async def test_one_update_that_is_malformed_stops_nothing(api, bot, ada, chat):
    api.says(ada, "before")
    api.update("message", {"message_id": 1, "text": "no date, no chat"})
    api.update("callback_query", {"id": "x"})
    api.says(ada, "after")
    await api.answers(chat, 2)
    assert bot.listener.texts == ["before", "after"]
    await api.until(lambda: not api.updates)


async def test_a_failure_of_ours_with_one_message_silences_nobody(api, ada, chat):
    class Broken(Scripted):
        async def handle(self, said):
            if said.text == "boom":
                raise RuntimeError
            return await super().handle(said)

    async with running(api, Broken()):
        api.says(ada, "boom")
        api.says(ada, "hello")
        (answer,) = await api.answers(chat, 1)
        assert answer.text == "You said: hello"


async def test_one_persons_messages_are_answered_in_order_and_others_need_not_wait(api, ada, chat):
    class Slow(Scripted):
        async def handle(self, said):
            await asyncio.sleep(0.3 if said.text == "slow" else 0)
            return await super().handle(said)

    async with running(api, Slow()) as bot:
        bob = api.world.person("Bob")
        for person, text in ((ada, "slow"), (ada, "quick"), (bob, "hello")):
            api.says(person, text)
        await api.answers(chat, 2)
        assert bot.listener.texts == ["hello", "slow", "quick"]


# --- buttons -----------------------------------------------------------------------------------


async def test_a_thumb_is_acknowledged_with_a_note_and_no_message(api, bot, ada, chat):
    bot.listener.script |= {"/brief": brief_post(), "/rate story 7 up": say("Thank you.")}
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    query = api.taps(ada, told, "👍")
    await api.until(lambda: query.answer)
    assert query.answer["text"] == "Thank you."
    assert len(api.of_bot(chat)) == 1
    said = bot.listener.heard[-1]
    assert (said.text, said.story, said.reply_to) == ("/rate story 7 up", 7, str(told.id))


async def test_more_comes_as_a_reply_to_the_brief(api, bot, ada, chat):
    bot.listener.script |= {"/brief": brief_post(), "/brief 7 more": brief_post(title="All of it")}
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    query = api.taps(ada, told, "More")
    _, more = await api.answers(chat, 2)
    assert more.reply_to is told
    assert told.edits == 0
    await api.until(lambda: query.answer)


async def test_a_touch_is_acknowledged_within_a_second_however_long_it_takes(api, bot, ada, chat):
    bot.listener.script["/brief"] = brief_post()
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    bot.listener.slow = 2 * ANSWER_TAP_WITHIN
    query = api.taps(ada, told, "Mute story")
    await api.until(lambda: query.answer)
    assert query.answered - query.asked < 1.0
    assert "text" not in query.answer
    _, late = await api.answers(chat, 2)  # what no note could say any more
    assert late.text == "You said: /mute story 7"


async def test_a_touch_is_acknowledged_while_the_persons_own_question_is_still_being_answered(
    api, ada, chat
):
    class Slow(Scripted):
        async def handle(self, said):
            await asyncio.sleep(1.5 if said.text == "slow?" else 0)
            return await super().handle(said)

    listener = Slow({"/brief": brief_post(), "/rate story 7 up": say("Thanks.")})
    async with running(api, listener):
        api.says(ada, "/brief")
        (told,) = await api.answers(chat, 1)
        api.says(ada, "slow?")
        query = api.taps(ada, told, "👍")
        await api.until(lambda: query.answer)
        assert query.answered - query.asked < 1.0
        *_, answer, note = await api.answers(chat, 3)
        assert (answer.text, note.text) == ("You said: slow?", "Thanks.")


async def test_a_button_of_an_older_version_says_so_and_goes(api, bot, ada, chat):
    bot.listener.script["/brief"] = brief_post()
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    query = api.taps_data(ada, told, "v0|mute|7")
    await api.until(lambda: query.answer and not told.markup)
    assert query.answer["text"] == texts.OLD_BUTTON
    assert bot.listener.texts == ["/brief"]


async def test_a_touch_that_telegram_has_forgotten_is_done_all_the_same(api, bot, ada, chat):
    bot.listener.script |= {"/brief": brief_post(), "/mute story 7": say("Muted.")}
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    api.methods.queries.clear()
    query = api.taps(ada, told, "Mute story")
    del api.methods.queries[query.id]
    _, late = await api.answers(chat, 2)
    assert late.text == "Muted."


async def test_ask_opens_an_answer_to_it_and_the_question_is_about_the_story(api, bot, ada, chat):
    invitation = Post(blocks=say("What would you like to know?").blocks, story=7)
    bot.listener.script |= {"/brief": brief_post(), "/ask story 7": invitation}
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    api.taps(ada, told, "Ask")
    _, asks = await api.answers(chat, 2)
    assert asks.markup == {"force_reply": True}
    api.says(ada, "who is he?", reply_to=asks)
    await api.answers(chat, 3)
    assert (bot.listener.heard[-1].story, bot.listener.heard[-1].thread) == (7, "")


async def test_a_button_that_is_touched_twice_by_a_slip_of_the_finger_does_its_work_once(
    api, bot, ada, chat
):
    bot.listener.script |= {
        "/brief": brief_post(), "/brief 7 more": brief_post(), "/rate story 7 up": say("Thanks."),
    }  # fmt: skip
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    slips = [api.taps(ada, told, "More") for _ in range(3)]
    thumbs = [api.taps(ada, told, "👍") for _ in range(2)]
    await api.until(lambda: all(query.answer for query in (*slips, *thumbs)))
    assert len(api.of_bot(chat)) == 2
    assert [query.answer["text"] for query in thumbs] == ["Thanks.", "Thanks."]
    assert bot.listener.texts == ["/brief", "/brief 7 more", "/rate story 7 up"]


async def test_the_same_button_works_for_two_people_and_again_after_a_moment(
    api, bot, ada, chat, monkeypatch
):
    monkeypatch.setattr(reception, "TWICE_WITHIN", 0.05)
    bot.listener.script |= {"/brief": brief_post(), "/brief 7 more": brief_post()}
    bob = api.world.person("Bob")
    group = api.world.group("G", ada, bob)
    api.says(ada, "/brief", group)
    (told,) = await api.answers(group, 1)
    api.taps(ada, told, "More")
    api.taps(bob, told, "More")
    await api.answers(group, 3)
    await asyncio.sleep(0.1)
    api.taps(ada, told, "More")
    await api.answers(group, 4)
    assert bot.listener.texts == ["/brief", *["/brief 7 more"] * 3]


# --- menus -------------------------------------------------------------------------------------


def topics(*titles: str) -> Post:
    rows = tuple((Button(title, f"/subscribe {title.lower()}"),) for title in titles)
    return say("Which topic?", buttons=rows)


async def test_a_long_list_of_topics_is_turned_page_by_page_in_place(api, bot, ada, chat):
    bot.listener.script["/subscribe"] = topics(*(f"Topic{n}" for n in range(20)))
    api.says(ada, "/subscribe")
    (menu,) = await api.answers(chat, 1)
    assert menu.buttons[0] == ["Topic0"]
    assert menu.buttons[-1] == ["1/3", "›"]
    api.taps(ada, menu, "›")
    await api.until(lambda: menu.buttons[-1] == ["‹", "2/3", "›"])
    assert menu.buttons[0] == ["Topic8"]
    api.taps(ada, menu, "›")
    await api.until(lambda: menu.buttons[-1] == ["‹", "3/3"])
    assert len(api.of_bot(chat)) == 1


async def test_the_number_of_a_page_is_only_to_be_read(api, bot, ada, chat):
    bot.listener.script["/subscribe"] = topics(*(f"Topic{n}" for n in range(20)))
    api.says(ada, "/subscribe")
    (menu,) = await api.answers(chat, 1)
    query = api.taps(ada, menu, "1/3")
    await api.until(lambda: query.answer)
    assert bot.listener.texts == ["/subscribe"]


async def test_choosing_a_topic_notes_it_and_leaves_the_menu_for_the_next(api, bot, ada, chat):
    more = (Button("Digest at 08:30", "/digest 08:30"),)
    bot.listener.script |= {
        "/subscribe": topics("World", "Sport"),
        "/subscribe world": say("You now follow World.", buttons=(more,)),
    }
    api.says(ada, "/subscribe")
    (menu,) = await api.answers(chat, 1)
    bot.listener.script["/subscribe"] = topics("Sport")
    query = api.taps(ada, menu, "World")
    await api.until(lambda: query.answer)
    assert query.answer["text"] == "You now follow World."
    assert menu.buttons == [["Sport"], ["Digest at 08:30"]]
    assert len(api.of_bot(chat)) == 1


async def test_choosing_what_is_so_already_is_no_failure(api, bot, ada, chat):
    alerts = say("Each story comes.", buttons=((Button("Off", "/alerts off"),),))
    bot.listener.script |= {"/alerts": alerts, "/alerts off": say("Alerts are off.")}
    api.says(ada, "/alerts")
    (menu,) = await api.answers(chat, 1)
    query = api.taps(ada, menu, "Off")  # and the menu that comes again is the same
    await api.until(lambda: query.answer)
    assert len(api.of_bot(chat)) == 1


async def test_the_hour_of_a_digest_is_picked_in_three_touches(api, bot, ada, chat):
    bot.listener.script["/digest"] = say("There is no digest yet.")
    api.says(ada, "/digest")
    (menu,) = await api.answers(chat, 1)
    for label in ("Another time…", "Weekdays", "07"):
        query = api.taps(ada, menu, label)
        await api.until(lambda query=query: query.answer)
    api.taps(ada, menu, "07:45")
    await api.until(lambda: menu.text == "You said: /digest weekdays 07:45")
    assert len(api.of_bot(chat)) == 1


async def test_quiet_hours_are_picked_from_and_until(api, bot, ada, chat):
    bot.listener.script["/settings"] = say("Settings")
    api.says(ada, "/settings")
    (menu,) = await api.answers(chat, 1)
    for label in ("Quiet hours…", "22"):
        query = api.taps(ada, menu, label)
        await api.until(lambda query=query: query.answer)
    query = api.taps(ada, menu, "07")
    await api.until(lambda: query.answer)
    assert query.answer["text"] == "You said: /settings quiet 22:00-07:00"
    assert "Time zone…" in menu.buttons[0]


async def test_the_time_zone_is_found_by_a_location_that_is_shared(api, bot, ada, chat):
    bot.listener.speaks = "tr"
    api.says(ada, "/settings zone")
    (asks,) = await api.answers(chat, 1)
    assert asks.markup["keyboard"][0][0]["request_location"] is True
    api.shares_location(ada, 38.5, 43.4)
    _, offers = await api.answers(chat, 2)
    assert offers.buttons[0][0] == "İstanbul"
    assert offers.data("İstanbul") == "/settings zone Europe/Istanbul"


async def test_the_time_zone_is_found_by_a_city_that_is_typed(api, bot, ada, chat):
    bot.listener.script["/settings"] = say("Settings")
    api.says(ada, "/settings")
    (menu,) = await api.answers(chat, 1)
    api.taps(ada, menu, "Time zone…")
    _, asks = await api.answers(chat, 2)
    api.says(ada, "Konya", reply_to=asks)
    await api.answers(chat, 3)
    assert bot.listener.texts[-1] == "/settings zone Konya"


async def test_the_city_need_not_be_a_reply_and_a_question_is_none(api, bot, ada, chat):
    bot.listener.script["/settings"] = say("Settings")
    for number, (text, heard) in enumerate(
        (
            ("Konya", "/settings zone Konya"),
            ("what of Gaza?", "what of Gaza?"),
            ("they met in Ankara on Thursday", "they met in Ankara on Thursday"),
            ("/help", "/help"),
        )
    ):
        api.says(ada, "/settings zone")
        await api.answers(chat, 2 * number + 1)
        api.says(ada, text)
        await api.answers(chat, 2 * number + 2)
        assert bot.listener.texts[-1] == heard
    api.says(ada, "Konya")  # only what comes next
    await api.answers(chat, 9)
    assert bot.listener.texts[-1] == "Konya"


async def test_a_greeting_stays_when_one_of_its_buttons_is_touched(api, bot, ada, chat):
    hello = say(
        "I am Tellal.",
        buttons=((Button("Choose topics", "/subscribe"), Button("Newest", "/brief latest")),),
    )
    bot.listener.script |= {"/start": hello, "/subscribe": topics("World")}
    api.says(ada, "/start")
    (greeting,) = await api.answers(chat, 1)
    api.taps(ada, greeting, "Choose topics")
    _, menu = await api.answers(chat, 2)
    assert (greeting.text, menu.text) == ("I am Tellal.", "Which topic?")


# --- long and difficult ------------------------------------------------------------------------


async def test_a_long_answer_comes_in_parts_and_its_buttons_below_the_last(api, bot, ada, chat):
    long = brief_post(blocks=(Block((Line("This was said again. " * 300),)),))
    bot.listener.script["/brief"] = long
    api.says(ada, "/brief")
    first, second = await api.answers(chat, 2)
    assert not first.buttons
    assert second.buttons[0] == ["Ask", "More", "Mute story"]
    assert first.preview == {"url": "https://example.com/1"}
    assert second.preview == {"is_disabled": True}


async def test_what_telegram_cannot_parse_comes_as_plain_text(api, bot, ada, chat):
    bot.listener.script["/brief"] = brief_post()
    refusal = "Bad Request: can't parse entities: Unsupported start tag"
    api.faults.append(Fault("sendmessage", 400, description=refusal))
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    assert not told.said.of("bold")
    assert told.text.startswith("Erdoğan receives")
    assert told.buttons[0] == ["Ask", "More", "Mute story"]


async def test_an_answer_is_sent_again_when_it_surely_did_not_arrive(api, bot, ada, chat):
    api.faults.append(Fault("sendmessage", 502, times=2))
    api.says(ada, "hello")
    await api.answers(chat, 1)
    await asyncio.sleep(0.05)
    assert len(api.of_bot(chat)) == 1


async def test_an_answer_whose_fate_is_unknown_is_sent_at_most_once_more(api, bot, ada, chat):
    api.faults.append(Fault("sendmessage", "after", times=10))
    api.says(ada, "hello")
    await api.answers(chat, 2)
    await asyncio.sleep(1.2)
    assert len(api.of_bot(chat)) == 2


async def test_a_wait_that_telegram_asks_for_is_kept(api, bot, ada, chat):
    api.faults.append(Fault("sendmessage", 429, retry_after=1))
    api.says(ada, "hello")
    await api.answers(chat, 1)
    first, second = (c.at for c in api.calls if c.method == "sendmessage")
    assert second - first >= 1.0


async def test_answers_keep_within_telegrams_limits_by_themselves(api, ada, chat):
    api.limits = api.flood.limits = FloodLimits()
    async with running(api, Scripted()):
        for number in range(3):
            api.says(ada, str(number))
        await api.answers(chat, 3)
        assert api.flood.refused == 0


async def test_a_person_who_blocks_us_is_paused_and_one_who_comes_back_is_taken_up(api, bot, ada):
    api.blocks(ada)
    await api.until(lambda: bot.comings.events)
    api.unblocks(ada)
    await api.until(lambda: len(bot.comings.events) == 2)
    here = Address("telegram", ACCOUNT, str(ada.id))
    assert bot.comings.events == [("gone", here), ("back", here)]


async def test_a_block_that_shows_when_we_answer_pauses_as_well(api, bot, ada, chat):
    bot.listener.slow = 0.1
    api.says(ada, "hello")
    await api.until(lambda: bot.listener.heard)
    chat.bot = "kicked"
    await api.until(lambda: bot.comings.events)
    assert bot.comings.events == [("gone", Address("telegram", ACCOUNT, str(ada.id)))]


async def test_a_thumb_put_on_a_message_rates_its_story(api, bot, ada, chat):
    bot.listener.script["/brief"] = brief_post()
    api.says(ada, "/brief")
    (told,) = await api.answers(chat, 1)
    await api.until(lambda: bot.memory._known)
    api.reacts(ada, told, "👎")
    await api.until(lambda: len(bot.listener.heard) == 2)
    assert bot.listener.texts[-1] == "/rate story 7 down"
    assert len(api.of_bot(chat)) == 1
