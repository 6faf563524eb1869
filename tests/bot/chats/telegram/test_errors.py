"""The SDK's errors become ours by the reaction they ask for."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TimedOut,
)

from bot.chats.errors import Blocked, Moved, NotSent, Refused, ReplyLost, Wait
from bot.chats.telegram.errors import changes_nothing, refuses_markup, translate
from bot.chats.telegram.transport import AnswerLost, Flooded, NotReached
from storage.model import Address

HERE = Address("telegram", "1", "-100", "7")


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Blocked),
        (BadRequest("Chat not found"), Blocked),
        (BadRequest("Message thread not found"), Blocked),
        (BadRequest("TOPIC_CLOSED"), Blocked),
        (BadRequest("Not enough rights to send text messages to the chat"), Blocked),
        (BadRequest("Need administrator rights in the channel chat"), Blocked),
        (BadRequest("Message is too long"), Refused),
        (BadRequest("BUTTON_DATA_INVALID"), Refused),
        (TimedOut(), ReplyLost),
        (AnswerLost("x"), ReplyLost),
        (NetworkError("x"), ReplyLost),
        (NotReached("x"), NotSent),
        (InvalidToken(), NotSent),
        (Conflict("x"), NotSent),
    ],
)
def test_each_error_asks_for_its_reaction(error, ours):
    assert type(translate(error, HERE)) is ours


def test_a_wait_carries_its_seconds():
    waits = translate(Flooded(7), HERE)
    assert isinstance(waits, Wait)
    assert waits.seconds == 7


def test_a_group_that_became_a_supergroup_keeps_its_topic():
    moved = translate(ChatMigrated(-1002), HERE)
    assert isinstance(moved, Moved)
    assert moved.address == Address("telegram", "1", "-1002", "7")


def test_a_refused_formatting_is_told_from_other_refusals():
    assert refuses_markup(BadRequest('Can\'t parse entities: unsupported start tag "x"'))
    assert not refuses_markup(BadRequest("Message is too long"))
    assert not refuses_markup(TimedOut("can't parse entities"))


def test_an_edit_that_changes_nothing_is_no_failure():
    assert changes_nothing(BadRequest("Message is not modified: specified new message content"))
    assert not changes_nothing(BadRequest("Message to edit not found"))
