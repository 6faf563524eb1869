"""Errors of chats are told apart by what to do about them."""

import pytest

from bot.chats import errors
from storage.model import Address


def test_a_wait_tells_how_long_and_is_a_kind_of_not_sent():
    wait = errors.Wait(2.5)
    assert isinstance(wait, errors.NotSent)
    assert (wait.seconds, str(wait)) == (2.5, "told to wait: 2.5 s")


def test_a_move_tells_where_to():
    moved = errors.Moved(Address("telegram", "bot", "-100"))
    assert moved.address.chat == "-100"
    assert str(moved) == "moved to telegram chat -100"


@pytest.mark.parametrize("kind", [errors.ReplyLost, errors.Blocked, errors.Refused])
def test_what_surely_or_perhaps_arrived_or_never_will_is_not_retried_as_not_sent(kind):
    assert issubclass(kind, errors.ChatError)
    assert not issubclass(kind, errors.NotSent)
