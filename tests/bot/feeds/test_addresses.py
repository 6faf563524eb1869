"""Addresses of pages are made absolute, and all spellings of one page are told to be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.addresses import canonical, host, resolved, same_site


@pytest.mark.parametrize(
    ("link", "bases", "whole"),
    [
        ("https://a.example/x?y=1", (), "https://a.example/x?y=1"),
        ("/x", ("https://a.example/feed",), "https://a.example/x"),
        ("x", ("https://a.example/b/feed",), "https://a.example/b/x"),
        ("//b.example/x", ("https://a.example/",), "https://b.example/x"),
        ("x", ("https://a.example/", "deep/"), "https://a.example/deep/x"),
        (" https://a.example/x\n", (), "https://a.example/x"),
        ("https://a.example/a b", (), "https://a.example/a%20b"),
        ("https://bücher.example/ü", (), "https://xn--bcher-kva.example/%C3%BC"),
        ("https://me:pw@a.example/x", (), "https://a.example/x"),
        ("https://a.example/live#post-7", (), "https://a.example/live#post-7"),
        ("mailto:me@a.example", ("https://a.example/",), None),
        ("javascript:alert(1)", ("https://a.example/",), None),
        ("data:text/html,x", ("https://a.example/",), None),
        ("http://[bad", ("https://a.example/",), None),
        ("x", (), None),
        ("", ("https://a.example/",), None),
    ],
)
def test_links_become_web_addresses_or_none(link, bases, whole):
    """Nothing but http and https comes out, and never credentials."""
    assert resolved(link, *bases) == whole


@pytest.mark.parametrize(
    "spelling",
    [
        "https://news.example/a?id=1",
        "http://news.example/a?id=1",
        "HTTP://WWW.News.Example:80/a?id=1",
        "https://news.example/a?id=1#comments",
        "https://news.example/a?utm_source=rss&id=1&utm_medium=feed",
        "https://news.example/a?id=1&fbclid=xyz",
        "https://news.example/a?at_medium=RSS&at_campaign=rss&id=1",
        "https://news.example/a/?id=1&",
    ],
)
def test_all_spellings_of_a_page_are_one(spelling):
    """Scheme, www, fragment, tracking and a last slash do not make another page."""
    assert canonical(spelling) == "https://news.example/a?id=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?id=1", "https://a.example/?id=2"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example/x", "https://a.example/X"),
        ("https://a.example:8080/x", "https://a.example/x"),
    ],
)
def test_different_pages_stay_different(one, other):
    """What a server tells apart is not thrown together."""
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://feeds.news.example/rss", "https://www.news.example/a", True),
        ("https://news.example/rss", "http://news.example/a", True),
        ("https://news.co.uk/rss", "https://other.co.uk/a", False),
        ("https://www.news.co.uk/rss", "https://feeds.news.co.uk/a", True),
        ("https://evil.wordpress.com/feed", "https://good.wordpress.com/a", False),
        ("https://evil.github.io/feed", "https://good.github.io/a", False),
        ("https://news.example/rss", "https://newsnews.example/a", False),
        ("http://10.0.0.1/rss", "http://10.0.0.2/a", False),
        ("http://10.0.0.1/rss", "http://10.0.0.1/a", True),
        ("https://news.example/rss", None, False),
        ("nonsense", "nonsense", False),
    ],
)
def test_one_publisher_is_told_from_another(one, other, same):
    """In doubt they are different."""
    assert same_site(one, other) is same


def test_the_host_is_what_readers_know():
    """Without www and without anything else."""
    assert host("https://user@www.News.example:8080/a") == "news.example"
    assert host("nonsense") is None
    assert host(None) is None


@given(st.text(max_size=100), st.text(max_size=40))
def test_whatever_is_resolved_is_a_clean_address(link, base):
    """No blank, no control character, no bracket that would end a link in a chat."""
    found = resolved(link, f"https://a.example/{base}")
    if found is not None:
        assert found.startswith(("http://", "https://"))
        assert found.isascii()
        assert found.isprintable()
        assert not set(found) & set(' <>"\\^`{}|')


@given(st.text(max_size=100).map(lambda text: f"https://a.example/{text}"))
def test_canonical_is_a_fixed_point(url):
    """A key made of a key is the same key."""
    assert canonical(canonical(url)) == canonical(url)
