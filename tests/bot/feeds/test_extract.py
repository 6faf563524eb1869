"""A page's article is found, and what stands around it is left out."""

import contextlib
import json
import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds import extract as module
from bot.feeds.errors import NoText
from bot.feeds.extract import extract
from fakes.feedserver import page

URL = "https://news.example/2026/11/24/budget"
STORY = [
    "The council of the town agreed on Monday on a budget for the coming year, after three days "
    "of talks that had begun with a quarrel over the swimming pool.",
    "Mayor Ada Example said that the vote was a relief, and that the pool would be mended in May.",
    "The opposition voted against, because the plan borrows four million for roads that it does "
    "not think are needed before the new bridge is built.",
]
EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_the_article_is_told_from_the_page_around_it():
    """Paragraphs are lines; menus are not in it."""
    found = extract(page("Council agrees on budget", *STORY), URL)
    assert found.text.splitlines()[-3:] == STORY
    assert "Sport" not in found.text
    assert (found.title, found.language, found.url) == ("Council agrees on budget", "en", URL)


LD = json.dumps(
    {
        "@graph": [
            {"@type": "WebSite", "name": "ignored"},
            {
                "@type": ["NewsArticle"],
                "headline": "Council agrees on budget",
                "datePublished": "2026-11-24T11:00:00+03:00",
                "author": [{"@type": "Person", "name": "Ada Writer"}, {"name": "Bo Second"}],
                "publisher": {"name": "Example News"},
                "inLanguage": "tr-TR",
                "articleBody": "\n".join(STORY),
            },
        ]
    }
)


def test_what_a_page_tells_machines_is_read():
    """Time with its hour, authors, publisher, from the description of the article."""
    head = f'<script type="application/ld+json">{LD}</script>'
    found = extract(page("Council agrees on budget", *STORY, head=head), URL)
    assert found.published == EIGHT
    assert (found.author, found.outlet) == ("Ada Writer, Bo Second", "Example News")


def test_what_a_page_tells_machines_serves_where_it_shows_nothing():
    """A page that is drawn by a script still gives its text in its description."""
    empty = f"<html><script type='application/ld+json'>{LD}</script><div id=app></div></html>"
    assert extract(empty.encode(), URL).text.splitlines() == STORY


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-11-24T08:00:00Z">',
        '<meta name="DC.date.issued" content="2026-11-24T08:00:00Z">',
        '<meta itemprop="datePublished" content="2026-11-24T08:00:00Z">',
    ],
)
def test_the_time_is_read_from_meta_elements(head):
    """The several habits of saying when."""
    assert extract(page("Budget", *STORY, head=head), URL).published == EIGHT


def test_the_day_is_found_in_the_address_if_nowhere_else():
    """A day without an hour is better than none."""
    assert extract(page("Budget", *STORY), URL).published.date() == EIGHT.date()


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("", "Council agrees on budget"),
        ('<meta property="og:title" content="Council agrees on budget | Example News">'
         '<meta property="og:site_name" content="Example News">', "Council agrees on budget"),
    ],
)  # fmt: skip
def test_the_headline_is_without_the_name_of_the_site(head, title):
    """Readers see the headline; the outlet stands beside it."""
    data = page("Council agrees on budget - Example News", *STORY, head=head)
    data = data.replace(
        b"<h1>Council agrees on budget - Example News</h1>", b"<h1>" + title.encode() + b"</h1>"
    )
    assert extract(data, URL).title == title


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://news.example/budget", "https://news.example/budget"),
        ("/budget", "https://news.example/budget"),
        ("https://www.news.example/budget", "https://www.news.example/budget"),
        ("https://other.example/their-story", URL),
        ("javascript:alert(1)", URL),
    ],
)
def test_a_page_may_name_its_own_address_but_nobody_elses(canonical, url):
    """Otherwise a hostile page could pass for another publisher's article."""
    head = f'<link rel="canonical" href="{canonical}">'
    assert extract(page("Budget", *STORY, head=head), URL).url == url


def test_other_encodings_are_read():
    """By the server's word or the page's own."""
    text = "Başbakan İstanbul'da bütçeyi görüştü ve çok şey söyledi. " * 6
    data = page("Bütçe", text).decode().encode("iso-8859-9")
    assert "bütçeyi görüştü" in extract(data, URL, "iso-8859-9").text


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"<html></html>", b"<html><script>x()</script></html>", b"\x00\xff"]
)
def test_a_page_without_an_article_says_so(data):
    """Nothing is made up out of menus."""
    with pytest.raises(NoText):
        extract(data, URL)


def test_a_page_of_endless_markup_is_not_read():
    """Millions of elements cost minutes; no article has them."""
    with pytest.raises(NoText):
        extract(b"<p>" * 60_000 + b"x", URL)


def test_a_giant_page_is_not_read(monkeypatch):
    """It is data, not an article."""
    monkeypatch.setattr(module, "MAX_BYTES", 500)
    with pytest.raises(NoText):
        extract(page("Budget", *STORY), URL)


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 20_000 + b"deep",
        b"<p>" * 5_000 + b"x",
        b"<a href=/x>link</a> " * 5_000,
        b"<table>" + b"<tr><td>x" * 3_000,
        b"<script type='application/ld+json'>" + b"[" * 100_000,
        b"<script type='application/ld+json'>" + b'{"@graph":' * 5_000 + b"1" + b"}" * 5_000,
    ],
)
def test_hostile_pages_are_survived(data):
    """Towers, tangles and endless lists end in text or in none."""
    with contextlib.suppress(NoText):
        extract(b"<html><body>" + data, URL)


def test_nothing_is_fetched(monkeypatch):
    """Neither pictures nor scripts nor anything else that a page names."""

    def refuse(*_):
        raise AssertionError("extraction opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    head = '<link rel="stylesheet" href="http://10.0.0.1/x.css"><base href="http://10.0.0.1/">'
    data = page("Budget", *STORY, '<img src="http://10.0.0.1/x.png">', head=head)
    assert extract(data, URL).text


HTML = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<article>", "<h1>", "<title>", "<meta property='og:title' content='", "'>",
         "<script type='application/ld+json'>", "</script>", '{"@type": "NewsArticle", "headline":',
         '["x"]', "}", "<time datetime='2026'>", "<link rel=canonical href=", "words " * 20, "&#0;"]
    )
    | st.text(max_size=10),
    max_size=20,
).map("".join)  # fmt: skip


@given(HTML)
@settings(deadline=None, max_examples=60)
def test_any_page_is_an_article_or_none(source):
    """There is one way to fail, and what comes out is plain."""
    try:
        found = extract(source.encode("utf-8", errors="replace"), URL)
    except NoText:
        return
    assert found.text
    assert "\x00" not in found.text + found.title
    assert "\n" not in found.title
    assert found.url is None or found.url.startswith("http")
