"""Rows of buttons that no platform refuses."""

from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import LONGEST_COMMAND, LONGEST_LABEL, grid, row
from bot.post import Button


def test_buttons_stand_in_a_row():
    assert row(("Yes", "/yes"), ("No", "/no")) == (Button("Yes", "/yes"), Button("No", "/no"))


def test_a_command_that_no_platform_carries_is_left_out():
    assert row(("long", "/mute " + "ğ" * 40), ("short", "/mute g")) == (Button("short", "/mute g"),)


def test_buttons_stand_in_rows_of_a_width():
    assert [len(one) for one in grid((("a", "/a") for _ in range(5)), 2)] == [2, 2, 1]


@given(st.lists(st.tuples(st.text(), st.text())))
def test_whatever_is_offered_labels_and_commands_fit(choices):
    for one in row(*choices):
        assert len(one.label) <= LONGEST_LABEL
        assert len(one.command.encode("utf-8", "replace")) <= LONGEST_COMMAND
