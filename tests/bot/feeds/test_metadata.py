"""What a page says of itself is read with the trust that it deserves."""

import pytest

from bot.feeds import metadata

URL = "https://news.example/1"


def read(head="", body=""):
    return metadata.read(f"<html><head>{head}</head><body>{body}</body></html>", URL)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Budget agreed | Example News</title>", "<h1>Budget agreed</h1>", "Budget agreed"),
        ("<title>Budget agreed - Example News</title>", "", "Budget agreed - Example News"),
        (
            "<title>Council agrees on budget - Example News</title>",
            "",
            "Council agrees on budget",
        ),
        (
            "<title>Example News - Council agrees on the budget</title>",
            "<h1>Example News</h1><h2>Council agrees on the budget</h2>",
            "Council agrees on the budget",
        ),
        ("<meta property='og:title' content='Budget &amp; more'>", "", "Budget & more"),
        ("", "<h1>Only a heading</h1>", "Only a heading"),
        ("", "", ""),
    ],
)
def test_the_headline_is_found(head, body, title):
    """The heading that the window's title repeats; the site's name is cut off where it is sure."""
    assert read(head, body).title == title


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<time datetime='2026-11-24T08:00:00Z'>x</time>", 24),
        ("<time datetime='2026-11-24'>x</time><time datetime='2026-11-20'>y</time>", None),
        ("<time pubdate datetime='2026-11-20'>y</time><time datetime='2026-11-24'>x</time>", 20),
        ("<span itemprop='datePublished' content='2026-11-23'>yesterday</span>", 23),
    ],
)
def test_a_time_is_believed_when_it_is_plain_which_is_meant(body, day):
    """Of several times nobody knows whose they are."""
    published = read("", body).published
    assert (published.day if published else None) == day


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("<meta name='author' content='Ada Writer'>", "Ada Writer"),
        ("<meta property='article:author' content='https://facebook.example/ada'>", None),
        (
            "<script type='application/ld+json'>"
            '{"@type": "NewsArticle", "author": ["Ada", {"name": "Bo"}]}</script>',
            "Ada, Bo",
        ),
    ],
)
def test_authors_are_names(head, author):
    """An address is none."""
    assert read(head).author == author


@pytest.mark.parametrize("script", ["{", "[]", '"x"', '{"@type": 5}', '{"@graph": {"@graph": []}}'])
def test_broken_descriptions_are_passed_over(script):
    """The rest of the page is read all the same."""
    head = f"<script type='application/ld+json'>{script}</script><title>T</title>"
    assert read(head).title == "T"


def test_an_empty_page_says_nothing():
    """And raises nothing."""
    assert metadata.read("", None) == metadata.PageFacts()
