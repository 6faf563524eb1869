"""Errors say what happened and how to mend it, and keep secrets."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import errors
from bot.feeds.errors import FeedError, Refused, TooLarge, shown


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://me:hunter2@example.com/feed", "https://example.com/feed"),
        ("https://example.com/f?api_key=abc&a=1", "https://example.com/f?api_key=…&a=1"),
        ("https://example.com/f?a=1&access_token=abc", "https://example.com/f?a=1&access_token=…"),
        ("https://example.com/f?key=abc#x", "https://example.com/f?key=…#x"),
        ("https://example.com/f?keyword=abc", "https://example.com/f?keyword=abc"),
        ("https://example.com/mail@me", "https://example.com/mail@me"),
        ("/home/me/feeds.opml", "/home/me/feeds.opml"),
    ],
)
def test_addresses_are_shown_without_secrets(url, safe):
    """Users, passwords and keys do not reach logs or chats."""
    assert shown(url) == safe


@given(st.text(max_size=500))
def test_whatever_is_shown_is_printable_and_short(text):
    """A hostile address cannot draw on the operator's terminal."""
    assert shown(text).isprintable()
    assert len(shown(text)) <= 300


@given(st.text("abcXYZ0123:%!", min_size=1), st.text("abc123", min_size=8))
def test_no_password_is_shown(user, password):
    """Wherever the colon stands."""
    assert password not in shown(f"https://{user}:{password}@x.example/")


def test_every_error_has_two_sentences():
    """One for the log with the address, one for the operator with the cure."""
    error = Refused("http://me:pw@10.0.0.1/", "10.0.0.1 is a private address")
    assert str(error) == "http://10.0.0.1/: 10.0.0.1 is a private address"
    assert error.sentence.startswith("10.0.0.1 is a private address. If the address is yours")
    assert TooLarge("u", 8_000_000).sentence.startswith("It is larger than 8 MB. ")


def test_the_tree_at_the_top_of_the_file_is_the_tree():
    """The drawing names every class, each below its parent."""
    drawing = inspect.getdoc(errors)
    classes = [
        c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, FeedError)
    ]
    for cls in classes:
        line = next(line for line in drawing.splitlines() if f" {cls.__name__} " in f" {line} ")
        depth = (len(line) - len(line.lstrip(" │├└─"))) // 4
        parents = [c for c in cls.__mro__ if issubclass(c, FeedError)]
        assert depth == len(parents), cls
