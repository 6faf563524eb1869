"""A line of text to a command and its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.parse import Typed, first, link, parse, story_number


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("/help", Typed("help", "")),
        ("  /Help  ", Typed("help", "")),
        ("/digest 08:30", Typed("digest", "08:30")),
        ("/digest@tellal_bot now", Typed("digest", "now")),
        ("/ subscribe  world ", Typed("subscribe", "world")),
        ("/mute\nfootball", Typed("mute", "football")),
        ("who is it?", Typed(None, "who is it?")),
        ("/", Typed(None, "/")),
        ("//x", Typed(None, "//x")),
        ("/3", Typed(None, "/3")),
        ("/usr/bin", Typed(None, "/usr/bin")),
        ("", Typed(None, "")),
    ],
)
def test_a_command_is_told_from_plain_text(text, typed):
    assert parse(text) == typed


@given(st.text())
def test_whatever_is_typed_what_comes_can_be_stored(text):
    typed = parse(text)
    assert "\0" not in typed.words
    typed.words.encode("utf-8")


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("https://example.com/feed?x=1", "https://example.com/feed?x=1"),
        ("HTTP://EXAMPLE.com", "HTTP://EXAMPLE.com"),
        ("feed://example.com/rss", "https://example.com/rss"),
        ("example.com", "https://example.com"),
        ("news.example.co.uk/world", "https://news.example.co.uk/world"),
        ("bücher.example", "https://bücher.example"),
        ("world", None),
        ("8.30", None),
        ("see https://example.com", None),
        ("javascript:alert(1)", None),
        ("ftp://example.com", None),
    ],
)
def test_an_address_is_told_from_words(words, url):
    assert link(words) == url


@pytest.mark.parametrize(
    ("words", "number"),
    [("12", 12), ("#12", 12), ("story 12", 12), ("Story #12", 12), ("12a", None), ("", None),
     ("9" * 30, None)],
)  # fmt: skip
def test_a_storys_number_is_read(words, number):
    assert story_number(words) == number


def test_the_first_word_is_cut_off_and_lowered():
    assert first("Zone Europe/Istanbul ") == ("zone", "Europe/Istanbul")
    assert first("") == ("", "")
