"""Lists of feeds travel in OPML, anybody's in and ours out."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds import opml
from bot.feeds.errors import NotAnOpml
from bot.feeds.model import ListedFeed

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SEEDS = Path(__file__).parents[3] / "seeds"


def outlines(body):
    return opml.read(f"<opml version='1.0'><body>{body}</body></opml>".encode(), "list.opml")


def test_outlines_around_feeds_are_their_topics():
    """However deep; a feed at the top has none."""
    assert outlines(
        """<outline text="World"><outline text="Asia">
             <outline type="rss" text="A" title="The A" xmlUrl="https://a.example/feed"/>
           </outline></outline>
           <outline text="B" xmlUrl="https://b.example/feed"/>"""
    ) == (
        ListedFeed("https://a.example/feed", "The A", ("World", "Asia")),
        ListedFeed("https://b.example/feed", "B", ()),
    )


@pytest.mark.parametrize(
    ("outline", "listed"),
    [
        ('<outline xmlurl="https://a.example/"/>', ListedFeed("https://a.example/")),
        ('<OUTLINE XMLURL="https://a.example/" TEXT="A"/>', ListedFeed("https://a.example/", "A")),
        ('<outline text="A &amp; B" xmlUrl="https://a.example/?x=1&y=2"/>',
         ListedFeed("https://a.example/?x=1&y=2", "A & B")),
        ('<outline xmlUrl="feed://a.example/rss"/>', ListedFeed("http://a.example/rss")),
        ('<outline xmlUrl="feed:https://a.example/rss"/>', ListedFeed("https://a.example/rss")),
        ('<outline xmlUrl="https://me:pw@a.example/"/>', ListedFeed("https://me:pw@a.example/")),
        ('<outline xmlUrl="https://a.example/" category="/World/Asia,/x"/>',
         ListedFeed("https://a.example/", "", ("World", "Asia"))),
    ],
)  # fmt: skip
def test_the_habits_of_other_readers_are_understood(outline, listed):
    """Case of names, missing titles, categories instead of nesting."""
    assert outlines(outline) == (listed,)


def test_what_is_no_feed_address_is_left_out():
    """A list cannot smuggle in a file or an empty entry."""
    assert (
        outlines(
            """<outline text="x" xmlUrl="file:///etc/passwd"/><outline text="y" xmlUrl=""/>
           <outline text="z" url="https://a.example/"/><outline xmlUrl="javascript:x"/>"""
        )
        == ()
    )


def test_a_feed_counts_once_in_a_topic():
    """And once in each of several."""
    one = '<outline xmlUrl="https://a.example/"/>'
    found = outlines(f'{one}{one}<outline text="T">{one}{one}</outline>')
    assert [feed.topics for feed in found] == [(), ("T",)]


@pytest.mark.parametrize("data", [b"", b"words", b"<rss/>", b"<html><body/></html>", b"{}"])
def test_what_is_no_list_says_so(data):
    """With the name of the file."""
    with pytest.raises(NotAnOpml) as caught:
        opml.read(data, "list.opml")
    assert caught.value.url == "list.opml"


def test_entities_are_not_expanded():
    """A list is as foreign as a feed."""
    data = (
        b"<!DOCTYPE opml [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><opml><body>"
        b"<outline text='&x;' xmlUrl='https://a.example/'/></body></opml>"
    )
    assert opml.read(data, "x") == (ListedFeed("https://a.example/", "&x;"),)


def test_a_tower_of_outlines_is_climbed_a_little_way():
    """Depth is for the list's writer to choose, and for us to bound."""
    deep = "<outline text='t'>" * 100 + "<outline xmlUrl='https://a.example/'/>"
    (found,) = outlines(deep)
    assert len(found.topics) == opml.MAX_TOPICS


def test_the_number_of_feeds_is_bounded(monkeypatch):
    """A list of millions does not fill memory."""
    monkeypatch.setattr(opml, "MAX_FEEDS", 5)
    many = "".join(f"<outline xmlUrl='https://a.example/{n}'/>" for n in range(50))
    assert len(outlines(many)) == 5


def test_feeds_of_a_topic_are_written_together():
    """Whatever order they come in."""
    feeds = [
        ListedFeed("https://a.example/", "A", ("World",)),
        ListedFeed("https://b.example/", "B"),
        ListedFeed("https://c.example/", "C", ("World",)),
    ]
    written = opml.write(feeds, "Mine", NOW).decode()
    assert written.count('text="World"') == 1
    assert "<title>Mine</title>" in written
    assert "Tue, 24 Nov 2026 09:00:00 +0000" in written


def test_the_list_in_seeds_is_read():
    """Every feed of it, in five topics."""
    found = opml.read((SEEDS / "feeds.opml").read_bytes(), "feeds.opml")
    assert {feed.topics for feed in found} == {
        ("World",),
        ("Türkiye",),
        ("Technology",),
        ("Science",),
        ("Business",),
    }
    assert len({feed.url for feed in found}) == len(found) > 20
    assert all(feed.title and feed.url.startswith("https://") for feed in found)


NAMES = st.text(max_size=30).map(lambda text: " ".join(text.split()))
FEEDS = st.lists(
    st.builds(
        ListedFeed,
        st.integers(0, 50).map(lambda n: f"https://a.example/{n}?x=1&y='\"<>"),
        NAMES,
        st.lists(NAMES, max_size=3).map(tuple),
    ),
    max_size=8,
)


@given(FEEDS, NAMES)
@settings(deadline=None)
def test_what_is_written_is_read_again(feeds, title):
    """Any names survive the journey, as far as XML can hold them."""
    from bot.feeds import markup

    def clean(name):
        return markup.line(name)

    read = opml.read(opml.write(feeds, title, NOW), "x")
    written = {(feed.url, tuple(filter(None, map(clean, feed.topics)))) for feed in feeds}
    assert {(feed.url, feed.topics) for feed in read} == written


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_a_list_or_none(data):
    """There is one way to fail."""
    for start in (b"", b"<opml><body><outline "):
        with contextlib.suppress(NotAnOpml):
            opml.read(start + data, "x")
