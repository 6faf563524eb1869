"""What a reader is told when something cannot be done."""

import inspect

import pytest

from bot.feeds import errors
from bot.messages.failures import page_unavailable


def kinds():
    """Give every kind of error that fetching and reading a page can end in."""
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass)]
    return [c for c in classes if issubclass(c, errors.FeedError)]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_trouble_with_a_page_has_a_sentence_without_technicalities(kind):
    error = kind.__new__(kind)
    Exception.__init__(error, "https://user:secret@inner.example: EHOSTUNREACH 10.0.0.1")
    sentence = page_unavailable(error)
    assert sentence.endswith((".", "?"))
    assert "secret" not in sentence
    assert "10.0.0.1" not in sentence


def test_the_nearest_kind_decides():
    missing = errors.NotFound.__new__(errors.NotFound)
    assert page_unavailable(missing) == "There is no such page on that site."
