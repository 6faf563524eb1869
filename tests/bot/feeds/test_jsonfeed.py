"""JSON Feed is read whatever its version, and other JSON is none."""

import json

import pytest

from bot.feeds import jsonfeed


def read(**document):
    return jsonfeed.read(json.dumps(document).encode())


def test_the_version_need_not_be_named():
    """Items that look like news are enough."""
    feed = read(title="F", items=[{"url": "https://x.example/1"}, "odd", None])
    assert [entry.link for entry in feed.entries] == ["https://x.example/1"]


@pytest.mark.parametrize(
    "item",
    [
        {"author": {"name": "Ada"}},
        {"authors": [{"name": "Ada"}, {"name": "Bo"}]},
        {"author": "Ada"},
        {"authors": [], "author": {"name": "Ada"}},
    ],
)
def test_authors_of_both_versions_are_read(item):
    """The first counts."""
    assert read(items=[item | {"title": "T"}]).entries[0].author == "Ada"


def test_html_comes_before_text():
    """Its paragraphs are kept."""
    item = {"content_html": "<p>One</p><p>Two</p>", "content_text": "One Two"}
    assert read(items=[item]).entries[0].content == "One\nTwo"
    assert read(items=[{"content_text": "a <b> c"}]).entries[0].content == "a <b> c"


@pytest.mark.parametrize(
    "document",
    [{}, {"items": {}}, {"items": [{"price": 5}]}, {"version": "https://jsonfeed.org/version/1"}],
)
def test_other_json_is_no_feed(document):
    """A shop's list of goods has items, too."""
    assert read(**document) is None


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b"5", b'{"items": NaN}'])
def test_broken_json_is_no_feed(data):
    """Nothing is raised."""
    assert jsonfeed.read(data) is None
