"""Menus that change in place: every button works, however old it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import words
from bot.chats.telegram import menus
from bot.conversation.commands import BY_NAME
from bot.conversation.parse import parse
from bot.conversation.times import digest_times, quiet_hours
from bot.languages import language_named
from bot.messages.words import say
from bot.post import Button, Post
from fakes.telegrambot import brief_post


def rows(count: int) -> Post:
    return Post(buttons=tuple((Button(f"B{n}", f"/subscribe b{n}"),) for n in range(count)))


def labels(post: Post) -> list[list[str]]:
    return [[button.label for button in row] for row in post.buttons]


# --- pages -------------------------------------------------------------------------------------


def test_what_fits_on_a_page_is_left_alone():
    assert menus.paged(rows(8), "/subscribe") == rows(8)


@given(st.integers(9, 60), st.integers(0, 12))
def test_the_pages_together_show_every_button_once_and_lead_to_each_other(count, page):
    seen, number = [], 0
    while number is not None:
        shown = menus.paged(rows(count), "/subscribe", number)
        *own, turns = shown.buttons
        seen += own
        following = next((b for b in turns if b.label == "›"), None)
        number = menus.page_of(following.command)[0] if following else None
    assert tuple(seen) == rows(count).buttons
    beyond = menus.paged(rows(count), "/subscribe", 999)
    assert beyond == menus.paged(rows(count), "/subscribe", (count - 1) // 8)


def test_a_command_too_long_to_carry_keeps_all_its_buttons():
    assert menus.paged(rows(20), "/subscribe " + "x" * 50) == rows(20)


def test_an_answer_to_plain_text_is_never_paged():
    assert menus.paged(rows(20), "what of Gaza?") == rows(20)


@pytest.mark.parametrize("data", ["page:x:/a", "page:1:help", "page:1000:/a", "/page", "page:1"])
def test_only_our_own_pages_are_turned(data):
    assert menus.page_of(data) is None


# --- pickers -----------------------------------------------------------------------------------


def everywhere(data: str, seen: dict[str, Post]) -> dict[str, Post]:
    """Follow every button of a picker."""
    if data not in seen and data.startswith("pick:") and data != menus.PICK_ZONE:
        seen[data] = menus.pick(words("en"), data)
        for button in (b for row in seen[data].buttons for b in row):
            everywhere(button.command, seen)
    return seen


@pytest.mark.parametrize("start", ["pick:digest", "pick:quiet", "pick:language"])
def test_every_way_through_a_picker_ends_in_a_command_that_the_conversation_reads(start):
    steps = everywhere(start, {})
    ends = {b.command for post in steps.values() for row in post.buttons for b in row}
    assert None not in steps.values()
    for command in ends - set(steps):
        typed = parse(command)
        assert typed.command in BY_NAME
        assert len(command.encode()) <= 64
        what, _, value = typed.words.partition(" ")
        if typed.command == "digest" and typed.words:
            assert len(digest_times(words("en"), typed.words)) == 1
        if what == "quiet":
            assert quiet_hours(words("en"), value)
        if what == "language":
            assert language_named(value) == value


def test_no_step_has_rows_wider_than_a_telephone_shows():
    for start in ("pick:digest", "pick:quiet", "pick:language"):
        for step in everywhere(start, {}).values():
            assert max(len(row) for row in step.buttons) <= 6


def test_weekdays_are_named_in_the_persons_language():
    assert "Pazartesi" in labels(menus.pick(words("tr"), "pick:digest"))[1]


@given(st.text(st.sampled_from("pick:digesquetlanmoday0123456789"), max_size=30))
def test_no_button_however_made_breaks_a_picker(data):
    step = menus.pick(words("en"), "pick:" + data)
    buttons = [button for row in step.buttons for button in row] if step else []
    assert bool(step) is bool(buttons)
    assert all(len(button.command.encode()) <= 64 for button in buttons)
    assert menus.is_ours("pick:" + data) or step is None
    assert not menus.is_menu((data,))


# --- what a touch shows ------------------------------------------------------------------------


def test_menus_are_told_from_briefs_and_greetings():
    brief = [b.command for row in brief_post().buttons for b in row]
    assert not menus.is_menu(brief)
    assert not menus.is_menu(["/subscribe", "/brief latest", "/help"])
    assert not menus.is_menu(["/brief 12", "/digest more 2"])
    assert not menus.is_menu([])
    assert menus.is_menu(["/subscribe world", "/brief latest"])
    assert menus.is_menu(["pick:digest", "/settings"])
    assert menus.is_menu(["page:1:/subscribe"])


def test_settings_menus_show_themselves_again_after_a_choice():
    assert menus.again("/settings length short") == "/settings"
    assert menus.again("/subscribe world") == "/subscribe"
    assert menus.again("/digest 08:30") is None
    assert menus.again("/settings") is None


def test_only_short_plain_words_are_noted():
    assert menus.toast((say("Done.", "Well done."),)) == "Done.\nWell done."
    assert menus.toast((say("x" * 201),)) is None
    assert menus.toast((brief_post(),)) is None
    assert menus.toast(()) is None


def test_buttons_of_other_versions_are_not_ours():
    for data in ("/brief 7", "-", "pick:zone", "pick:quiet:22", "page:1:/subscribe"):
        assert menus.is_ours(data)
    for data in ("mute|7", "pick:", "pick:colour", "page::x", ""):
        assert not menus.is_ours(data)


@pytest.mark.parametrize("text", ["/settings zone", "/settings tz", "/settings Timezone "])
def test_asking_for_the_zone_is_understood(text):
    assert menus.asks_for_zone(text)
    assert not menus.asks_for_zone(text + " Istanbul")


def test_what_takes_long_is_known_beforehand():
    for text in ("what of Gaza?", "/ask x", "/who Erdoğan", "/subscribe example.com"):
        assert menus.is_slow(text)
    for text in ("/subscribe", "/settings", "/nonsense", "/rate story 7 up"):
        assert not menus.is_slow(text)
