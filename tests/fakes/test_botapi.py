"""The fake Bot API enforces what Telegram does, so that tests against it mean something."""

import asyncio
import json

import pytest
from aiohttp import ClientError, ClientSession

from fakes.botapi import FakeBotApi, Fault
from fakes.botapi_limits import FloodLimits
from fakes.botapi_text import Unparsable, parse_html, read


@pytest.fixture
async def api():
    async with FakeBotApi() as server:
        yield server


async def call(api: FakeBotApi, method: str, **given):
    given = {k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()}
    url = f"{api.url}/bot{api.token}/{method}"
    async with ClientSession() as session, session.post(url, data=given) as answer:
        return answer.status, await answer.json()


# --- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text", "kinds"),
    [
        ("<b>a</b> &lt;b&gt; &amp;amp; &quot;", 'a <b> &amp; "', ["bold"]),
        ("&copy; &nbsp; &#65;&#x42;", "&copy; &nbsp; AB", []),
        ("<B>x</B><i></i>", "x", ["bold"]),
        ('<a href="https://x.org/?a=1&amp;b=2">x</a>', "x", ["text_link"]),
        ("<blockquote expandable>q</blockquote>", "q", ["expandable_blockquote"]),
        ("<tg-spoiler>s</tg-spoiler>", "s", ["spoiler"]),
    ],
)
def test_html_is_read_as_telegram_reads_it(html, text, kinds):
    parsed = parse_html(html)
    assert (parsed.text, [e["type"] for e in parsed.entities]) == (text, kinds)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("a < b", "Unclosed start tag"),
        ("<p>x</p>", 'Unsupported start tag "p"'),
        ("<b>x", "Can't find end tag"),
        ("<b><i>x</b></i>", "Unmatched end tag"),
        ("x</b>", "Unexpected end tag"),
        ("<b", "Unclosed start tag"),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "must not be nested"),
        ('<a href="javascript:x">y</a>', "would drop this link"),
    ],
)
def test_broken_html_is_refused_and_says_why(html, why):
    with pytest.raises(Unparsable, match=why):
        parse_html(html)


def test_offsets_count_utf16_units_and_follow_what_is_trimmed_and_dropped():
    kept = read(" 😀\u202e\r<b>é</b> x ", "HTML")
    assert kept.text == "😀é x"
    assert kept.entities == ({"type": "bold", "offset": 2, "length": 1},)


def test_addresses_mentions_commands_and_tags_are_linked_but_not_inside_of_links():
    kept = read('@durov /stop #news $USD a@b.org <a href="https://x.org">@other</a>', "HTML")
    kinds = sorted(e["type"] for e in kept.entities)
    assert kinds == ["bot_command", "cashtag", "email", "hashtag", "mention", "text_link"]


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u3000\u2800"])
def test_a_text_in_which_nothing_can_be_seen_is_refused(text):
    with pytest.raises(Unparsable, match="empty"):
        read(text, "HTML")


def test_four_thousand_and_ninety_six_units_fit_and_one_more_does_not():
    assert read("😀" * 2048, "HTML")
    with pytest.raises(Unparsable, match="too long"):
        read("😀" * 2048 + "x", "HTML")
    assert read("<b>" + "x" * 4096 + "</b>", "HTML")


def test_entities_behind_the_hundredth_are_dropped():
    assert len(read("<b>x</b> " * 120, "HTML").entities) == 100


# --- messages ----------------------------------------------------------------------------------


async def test_a_message_to_nobody_is_refused_and_one_to_a_blocker_forbidden(api):
    assert await call(api, "sendMessage", chat_id=5, text="x") == (
        400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"},
    )  # fmt: skip
    ada = api.world.person("Ada")
    chat = api.world.private(ada)
    assert (await call(api, "sendMessage", chat_id=chat.id, text="x"))[0] == 200
    api.blocks(ada)
    status, answer = await call(api, "sendMessage", chat_id=chat.id, text="x")
    assert (status, answer["description"]) == (403, "Forbidden: bot was blocked by the user")


async def test_button_data_is_counted_in_bytes(api):
    chat = api.world.private(api.world.person("Ada"))
    for data, status in (("ğ" * 32, 200), ("ğ" * 32 + "x", 400), ("", 400)):
        markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
        got, _ = await call(api, "sendMessage", chat_id=chat.id, text="x", reply_markup=markup)
        assert got == status


async def test_an_edit_that_changes_nothing_is_refused(api):
    chat = api.world.private(api.world.person("Ada"))
    await call(api, "sendMessage", chat_id=chat.id, text="x")
    for text, status in (("x", 400), ("y", 200), ("y", 400)):
        got, answer = await call(api, "editMessageText", chat_id=chat.id, message_id=1, text=text)
        assert got == status, answer


async def test_a_migrated_group_tells_where_it_is_now(api):
    group = api.world.group("G", api.world.person("Ada"), kind="group")
    new = api.migrates(group)
    _, answer = await call(api, "sendMessage", chat_id=group.id, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}


async def test_topics_must_be_there_and_open(api):
    ada = api.world.person("Ada")
    forum = api.world.group("F", ada, forum=True)
    topic = api.world.topic(forum, "World")
    for thread, closed, status in ((topic, False, 200), (99, False, 400), (topic, True, 400)):
        forum.topics[topic].open = not closed
        got, _ = await call(
            api, "sendMessage", chat_id=forum.id, text="x", message_thread_id=thread
        )
        assert got == status


async def test_limits_are_kept_and_told(api):
    api.flood.limits = api.limits = FloodLimits()
    now = [0.0]
    api.flood.clock = lambda: now[0]
    chats = [api.world.private(api.world.person(str(n))) for n in range(31)]
    assert [(await call(api, "sendMessage", chat_id=c.id, text="x"))[0] for c in chats] == (
        [200] * 30 + [429]
    )
    now[0] = 1.0
    status, answer = await call(api, "sendMessage", chat_id=chats[0].id, text="x")
    assert status == 200
    status, answer = await call(api, "sendMessage", chat_id=chats[0].id, text="x")
    assert (status, answer["parameters"]) == (429, {"retry_after": 1})


async def test_a_group_takes_twenty_messages_a_minute(api):
    api.flood.limits = api.limits = FloodLimits(overall=None, chat=None)
    group = api.world.group("G")
    got = [(await call(api, "sendMessage", chat_id=group.id, text="x"))[0] for _ in range(21)]
    assert got == [200] * 20 + [429]


async def test_drafts_are_for_private_chats(api):
    chat, group = api.world.private(api.world.person("Ada")), api.world.group("G")
    assert (await call(api, "sendMessageDraft", chat_id=chat.id, draft_id=1, text="x"))[0] == 200
    assert (await call(api, "sendMessageDraft", chat_id=group.id, draft_id=1, text="x"))[0] == 400


async def test_faults_happen_as_often_as_asked_before_or_after_acting(api):
    chat = api.world.private(api.world.person("Ada"))
    api.faults += [Fault("sendmessage", "before"), Fault("sendmessage", "after"),
                   Fault("sendmessage", 500), Fault("sendmessage", 429, retry_after=7)]  # fmt: skip
    for there in (0, 1):
        with pytest.raises(ClientError):
            await call(api, "sendMessage", chat_id=chat.id, text="x")
        assert len(chat.messages) == there
    assert (await call(api, "sendMessage", chat_id=chat.id, text="x"))[0] == 500
    _, answer = await call(api, "sendMessage", chat_id=chat.id, text="x")
    assert answer["parameters"] == {"retry_after": 7}
    assert (await call(api, "sendMessage", chat_id=chat.id, text="x"))[0] == 200


# --- updates -----------------------------------------------------------------------------------


async def test_updates_come_again_until_the_offset_passes_them(api):
    ada = api.world.person("Ada")
    api.says(ada, "one")
    api.says(ada, "two")
    for _ in range(2):
        _, answer = await call(api, "getUpdates")
        assert [u["message"]["text"] for u in answer["result"]] == ["one", "two"]
    _, answer = await call(api, "getUpdates", offset=answer["result"][1]["update_id"])
    assert [u["message"]["text"] for u in answer["result"]] == ["two"]


async def test_a_long_poll_waits_for_something_to_happen(api):
    poll = asyncio.create_task(call(api, "getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()
    api.says(api.world.person("Ada"), "hello")
    _, answer = await poll
    assert len(answer["result"]) == 1


async def test_a_second_poller_ends_the_first(api):
    first = asyncio.create_task(call(api, "getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(call(api, "getUpdates", timeout=1))
    assert (await first)[0] == 409
    assert (await second)[0] == 200


async def test_with_a_webhook_nobody_may_poll(api):
    await call(api, "setWebhook", url="http://127.0.0.1:1/x")
    assert (await call(api, "getUpdates"))[0] == 409


async def test_kinds_that_were_not_asked_for_never_come(api):
    ada = api.world.person("Ada")
    await call(api, "getUpdates", allowed_updates=["callback_query"])
    api.says(ada, "hello")
    assert not api.updates


async def test_in_privacy_mode_a_bot_hears_what_is_meant_for_it(api):
    ada = api.world.person("Ada")
    group = api.world.group("G", ada)
    for text in ("chatter", "/digest", "hey @tellal_bot, what is new?"):
        api.says(ada, text, group)
    assert [u["message"]["text"] for u in api.updates] == [
        "/digest", "hey @tellal_bot, what is new?",
    ]  # fmt: skip


async def test_another_token_is_not_authorised(api):
    async with ClientSession() as session, session.get(f"{api.url}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
