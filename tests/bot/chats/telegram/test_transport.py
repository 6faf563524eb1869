"""What becomes of a message hangs on whether its request left: the transport can tell."""

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.chats.telegram.transport import AnswerLost, Flooded, NotReached, Transport
from fakes.botapi import TOKEN, Fault


def bot_at(url: str) -> Bot:
    return Bot(TOKEN, f"{url}/bot", request=Transport(4), get_updates_request=Transport(1))


@pytest.fixture
async def bot(api):
    async with bot_at(api.url) as one:
        yield one


async def test_a_message_is_sent_with_whatever_letters_it_has(api, bot):
    chat = api.world.private(api.world.person("Ada"))
    await bot.send_message(chat.id, "İstanbul & <Gaza> 😀 +%")
    assert chat.messages[0].text == "İstanbul & <Gaza> 😀 +%"


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_that_failed_did_not_act(api, bot, status):
    chat = api.world.private(api.world.person("Ada"))
    api.faults.append(Fault("sendmessage", status))
    with pytest.raises(NotReached):
        await bot.send_message(chat.id, "x")


@pytest.mark.parametrize("how", [504, "before", "after"])
async def test_without_an_answer_nobody_knows(api, bot, how):
    chat = api.world.private(api.world.person("Ada"))
    api.faults.append(Fault("sendmessage", how))
    with pytest.raises(AnswerLost):
        await bot.send_message(chat.id, "x")


async def test_an_answer_that_does_not_come_in_time_is_lost(api, bot):
    chat = api.world.private(api.world.person("Ada"))
    api.faults.append(Fault("sendmessage", "hang"))
    with pytest.raises(AnswerLost):
        await bot.send_message(chat.id, "x", read_timeout=0.1)
    assert len(chat.messages) == 1


async def test_where_nothing_listens_nothing_left():
    bot = bot_at("http://127.0.0.1:9")
    with pytest.raises(NotReached):
        await bot.initialize()
    await bot.shutdown()


async def test_being_told_to_wait_carries_the_seconds_and_warns_of_nothing(api, bot):
    chat = api.world.private(api.world.person("Ada"))
    api.faults.append(Fault("sendmessage", 429, retry_after=7))
    with pytest.raises(Flooded) as told:
        await bot.send_message(chat.id, "x")
    assert told.value.seconds == 7


async def test_other_refusals_are_the_sdks_own(bot):
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "x")
