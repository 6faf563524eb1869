"""What Telegram tells us, as what it means to us."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.chats.telegram.adapter import TelegramAdapter
from bot.chats.telegram.options import Options
from bot.chats.telegram.updates import Heard, Me, read, story_of
from fakes.botapi import FakeBotApi
from fakes.recent import RecentMemory
from fakes.telegrambot import Comings, brief_post

ME = Me(123456, "tellal_bot")


def heard(text: str, kind: str = "supergroup", **changes: Any) -> Heard | None:
    """Give what a message of a person would mean."""
    api = FakeBotApi()
    ada = api.world.person("Ada")
    chat = api.world.private(ada) if kind == "private" else api.world.group("G", ada, kind=kind)
    message = api.says(ada, text, chat).json() | changes
    return read(Update.de_json({"update_id": 1, "message": message}, None), ME)


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("@tellal_bot what of Gaza?", "what of Gaza?"),
        ("@TELLAL_BOT: what of Gaza?", "what of Gaza?"),
        ("what of Gaza, @tellal_bot?", "what of Gaza, ?"),
        ("😀😀 @tellal_bot what?", "😀😀 what?"),
        ("@tellal_bot", ""),
        ("/brief@tellal_bot latest", "/brief latest"),
        ("/ASK what?", "/ASK what?"),
        ("/ask\nwhat?", "/ask\nwhat?"),
    ],
)
def test_our_name_is_cut_out_of_what_is_said_to_us(said, understood):
    assert heard(said).text == understood


@pytest.mark.parametrize(
    "said", ["hello", "@tellal_bot2 hello", "a@tellal_bot.com", "/roll", "/ask@other_bot x", "/"]
)
def test_what_is_said_to_others_in_a_group_is_not_heard(said):
    assert heard(said) is None


@pytest.mark.parametrize("said", ["hello", "/roll", "/?", "@tellal_bot"])
def test_in_private_everything_is_said_to_us(said):
    assert heard(said, "private").text == said


def test_a_mention_by_name_without_a_username_counts_as_well():
    entity = {"type": "text_mention", "offset": 0, "length": 6,
              "user": {"id": ME.id, "is_bot": True, "first_name": "Tellal"}}  # fmt: skip
    assert heard("Tellal what of Gaza?", entities=[entity]).text == "what of Gaza?"


def test_languages_of_people_are_taken_without_their_region():
    api = FakeBotApi()
    for code, language in (("pt-br", "pt"), ("tr", "tr"), ("zh-hans", "zh"), (None, None)):
        ada = api.world.person("Ada", code)
        message = api.says(ada, "hi").json()
        assert (
            read(Update.de_json({"update_id": 1, "message": message}, None), ME).person.language
            == language
        )


def test_the_story_of_a_message_is_read_off_its_buttons():
    data = [b.command for row in brief_post().buttons for b in row]
    assert story_of(data) == 7
    assert story_of(["/brief 7", "/brief 8"]) is None
    assert story_of(["/ask story 7", "/ask story 8"]) is None
    assert story_of([]) is None


# --- whatever comes ----------------------------------------------------------------------------

leaves = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.just([])


@st.composite
def damaged(draw) -> dict[str, Any]:
    """Give an update of a real kind with some value in it replaced or gone."""
    api = FakeBotApi()
    api.allowed = ["message", "callback_query", "my_chat_member", "message_reaction"]
    ada = api.world.person("Ada")
    group = api.world.group("G", ada, forum=True)
    first = api.says(ada, "@tellal_bot hello", group)
    first.markup = {"inline_keyboard": [[{"text": "x", "callback_data": "/help"}]]}
    api.says(ada, "/start", reply_to=first)
    api.taps(ada, first, "x")
    api.reacts(ada, first, "👍")
    api.blocks(ada)
    api.shares_location(ada, 1.0, 2.0)
    update = copy.deepcopy(draw(st.sampled_from(list(api.updates))))
    node: Any = update
    for _ in range(draw(st.integers(1, 6))):
        keys = list(node) if isinstance(node, dict) else range(len(node))
        if not keys:
            break
        key = draw(st.sampled_from(list(keys)))
        if isinstance(node[key], dict | list) and draw(st.booleans()):
            node = node[key]
            continue
        if isinstance(node, dict) and draw(st.booleans()):
            del node[key]
        else:
            node[key] = draw(leaves)
        break
    return update


class Deaf:
    async def handle(self, said):
        return ()


@settings(max_examples=200, deadline=None)
@given(damaged())
async def test_no_update_however_damaged_is_more_than_lost(update):
    options = Options("123456:x", "http://127.0.0.1:9")
    async with TelegramAdapter(options, RecentMemory(), Comings()) as adapter:
        adapter._me = ME
        adapter._work = lambda event: ((0, ""), _nothing)
        assert await adapter.take(update)
        await adapter._lanes.close(1.0)


async def _nothing() -> None:
    return None
