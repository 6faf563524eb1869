"""The adapter as the outbox sees it: renders, sends, edits, and says what went wrong."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chats.errors import Blocked, Moved, NotSent, Refused, ReplyLost, Wait
from bot.chats.port import Adapter
from bot.chats.telegram.adapter import LIMITS, TelegramAdapter
from bot.chats.telegram.options import Options
from fakes.botapi import Fault
from fakes.recent import RecentMemory
from fakes.telegrambot import ACCOUNT, Comings, brief_post
from storage.model import Address, Delivery, DeliveryState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
async def adapter(api):
    async with TelegramAdapter(Options(api.token, api.url), RecentMemory(), Comings()) as one:
        yield one


@pytest.fixture
def chat(api):
    return api.world.private(api.world.person("Ada"))


def delivery(adapter, chat, **changes) -> Delivery:
    made = Delivery(
        1, 1, 1, Address("telegram", ACCOUNT, str(chat.id)), "story:7", "alert", 0, 1,
        DeliveryState.SENDING, adapter.render(brief_post())[0], NOW, NOW,
    )  # fmt: skip
    return replace(made, **changes)


def test_it_is_an_adapter_of_the_port(adapter):
    port: Adapter = adapter
    assert (port.platform, port.account, port.limits) == ("telegram", ACCOUNT, LIMITS)


async def test_a_delivery_arrives_before_anybody_listens_and_its_id_comes_back(api, adapter, chat):
    sent = await adapter.send(delivery(adapter, chat))
    (message,) = api.of_bot(chat)
    assert sent == str(message.id)
    assert message.buttons[0] == ["Ask", "More", "Mute story"]
    assert not message.silent


async def test_an_update_answers_the_first_message_of_its_story_and_makes_no_sound(
    api, adapter, chat
):
    first = await adapter.send(delivery(adapter, chat))
    await adapter.send(delivery(adapter, chat, kind="update", reply_to_message=first))
    alert, update = api.of_bot(chat)
    assert update.reply_to is alert
    assert update.silent


async def test_an_update_of_a_message_that_was_deleted_comes_all_the_same(api, adapter, chat):
    await adapter.send(delivery(adapter, chat, reply_to_message="99"))
    (message,) = api.of_bot(chat)
    assert message.reply_to is None


async def test_by_setting_other_kinds_are_silent(api, chat):
    options = Options(api.token, api.url, silent=frozenset({"digest"}))
    async with TelegramAdapter(options, RecentMemory(), Comings()) as adapter:
        for kind in ("digest", "update"):
            await adapter.send(delivery(adapter, chat, kind=kind))
    assert [message.silent for message in api.of_bot(chat)] == [True, False]


async def test_a_topic_gets_it_in_the_topic(api, adapter):
    forum = api.world.group("F", forum=True)
    world = api.world.topic(forum, "World")
    address = Address("telegram", ACCOUNT, str(forum.id), str(world))
    await adapter.send(delivery(adapter, forum, address=address))
    assert api.of_bot(forum)[0].thread == world


async def test_a_message_can_be_changed_later_and_changing_nothing_is_no_error(api, adapter, chat):
    sent = await adapter.send(delivery(adapter, chat))
    (payload,) = adapter.render(brief_post(title="Corrected"))
    for _ in range(2):
        await adapter.edit(Address("telegram", ACCOUNT, str(chat.id)), sent, payload)
    (message,) = api.of_bot(chat)
    assert message.text.startswith("Corrected")
    assert message.edits == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("sendmessage", 429, retry_after=3), Wait),
        (Fault("sendmessage", 500), NotSent),
        (Fault("sendmessage", "before"), ReplyLost),
        (Fault("sendmessage", "after"), ReplyLost),
        (Fault("sendmessage", "garbage"), ReplyLost),
        (Fault("sendmessage", 403, description="Forbidden: user is deactivated"), Blocked),
        (Fault("sendmessage", 400, description="Bad Request: CHAT_WRITE_FORBIDDEN"), Blocked),
        (Fault("sendmessage", 400, description="Bad Request: message is too long"), Refused),
        (Fault("sendmessage", 401, description="Unauthorized"), NotSent),
    ],
)
async def test_each_failure_is_told_by_the_reaction_it_asks_for(api, adapter, chat, fault, error):
    api.faults.append(fault)
    with pytest.raises(error) as told:
        await adapter.send(delivery(adapter, chat))
    assert type(told.value) is error
    assert api.token not in str(told.value)


async def test_a_chat_that_moved_says_where(api, adapter):
    group = api.world.group("G", api.world.person("Ada"), kind="group")
    new = api.migrates(group)
    with pytest.raises(Moved) as told:
        await adapter.send(delivery(adapter, group))
    assert told.value.address == Address("telegram", ACCOUNT, str(new.id))


async def test_a_refused_formatting_costs_the_formatting_alone(api, adapter, chat):
    refusal = "Bad Request: can't parse entities: Unsupported start tag"
    api.faults.append(Fault("sendmessage", 400, description=refusal))
    await adapter.send(delivery(adapter, chat))
    (message,) = api.of_bot(chat)
    assert not message.said.of("bold")
    assert "1. Headline 1 (https://example.com/1)" in message.text
