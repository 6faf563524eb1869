"""The table of commands."""

import pytest

from bot.access import ADMIN
from bot.conversation.commands import BY_NAME, COMMANDS, changes_chat, nearest
from bot.conversation.core import _COMMANDS
from bot.conversation.parse import parse


def test_every_command_of_the_table_but_the_gates_is_carried_out_and_no_other():
    assert set(_COMMANDS) == {command.name for command in COMMANDS} - {ADMIN}


def test_no_two_commands_answer_to_one_name():
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_fits_the_menus_of_platforms(command):
    assert len(command.name) <= 32
    assert 3 <= len(command.does) <= 256
    assert parse(command.example).command == command.name


@pytest.mark.parametrize(
    ("typed", "meant"), [("hepl", "help"), ("subscrbe", "subscribe"), ("digests", "digest")]
)
def test_a_slip_of_the_pen_is_understood(typed, meant):
    found = nearest(typed)
    assert found is not None
    assert found.name == meant


def test_nonsense_is_near_to_nothing():
    assert nearest("xyzzy") is None


@pytest.mark.parametrize(
    ("name", "words", "changes"),
    [
        ("subscribe", "", False),
        ("subscribe", "world", True),
        ("digest", "now", False),
        ("digest", "more 2", False),
        ("digest", "08:30", True),
        ("settings", "", False),
        ("settings", "length short", True),
        ("stop", "", True),
        ("forget", "", True),
        ("ask", "who?", False),
        ("brief", "latest", False),
        ("rate", "story 1 up", False),
    ],
)
def test_reading_changes_nothing_and_setting_does(name, words, changes):
    assert changes_chat(BY_NAME[name], words) is changes
