"""Entries, pages and records become articles that say where they are from."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds.articles import MAX_TITLE_CHARS, from_entry, from_page, from_record, stamp_of
from bot.feeds.model import Entry, Page, ParsedFeed, Record

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
EIGHT = NOW - timedelta(hours=1)
FEED_URL = "https://feeds.news.example/rss"
FEED = ParsedFeed("Example News", "https://www.news.example/", "en", ())
TEXT = "The council agreed on a budget. It takes effect in May.\nThe pool will be mended."


def entry(**said):
    values = {"id": "tag-1", "url": "https://news.example/1", "title": "Council agrees"}
    return Entry(**values | {"content": TEXT, "published": EIGHT} | said)


def of(found, page=None, url=FEED_URL, feed=FEED):
    return from_entry(found, feed, url, NOW, page)


def test_a_record_keeps_what_it_says():
    """Its own id above all: answers are checked by it."""
    new = from_record(Record(TEXT, "a-1", "https://x.example/1", "T", EIGHT, "S", "en"), NOW)
    article = new.article
    assert (article.id, article.url, article.title) == ("a-1", "https://x.example/1", "T")
    assert (article.published, article.dated, article.outlet) == (EIGHT, True, "S")
    assert [s.text for s in article.sentences] == [
        "T",
        "The council agreed on a budget.",
        "It takes effect in May.",
        "The pool will be mended.",
    ]
    assert [s.paragraph for s in article.sentences] == [0, 1, 1, 2]
    assert new.tokens.body


def test_a_record_with_nothing_but_text_is_an_article():
    """Titled by its first sentence, dated by when we first saw it."""
    article = from_record(Record(TEXT), NOW).article
    assert article.title == "The council agreed on a budget."
    assert (article.published, article.dated, article.language) == (NOW, False, "en")
    assert not any(s.is_headline for s in article.sentences)
    assert len(article.id) == 16
    assert article.id == from_record(Record(TEXT), EIGHT).article.id
    assert article.id != from_record(Record(TEXT + "!"), NOW).article.id


def test_a_long_first_sentence_is_cut_between_words():
    """A headline's length, and never half a word."""
    title = from_record(Record("word " * 100), NOW).article.title
    assert len(title) <= MAX_TITLE_CHARS
    assert title.endswith("word…")


def test_records_of_one_page_are_one_article():
    """However its address is spelled."""
    one = from_record(Record(TEXT, url="https://www.news.example/1?utm_source=x"), NOW)
    other = from_record(Record(TEXT, url="http://news.example/1#top"), NOW)
    assert one.article.id == other.article.id
    assert one.article.outlet == "news.example"


def test_an_entry_becomes_an_article_of_its_feed():
    """With the feed's title as outlet and the feed's own id kept beside it."""
    new = of(entry())
    assert (new.article.outlet, new.article.url) == ("Example News", "https://news.example/1")
    assert (new.entry, new.stamp) == ("tag-1", stamp_of(entry()))
    assert new.article.id == from_record(Record(TEXT, url="http://news.example/1"), NOW).article.id


def test_a_page_makes_the_text_but_the_feed_the_headline():
    """What the feed announced is what readers saw."""
    page = Page("Other title", "A much longer text. " * 5, "https://news.example/1", outlet="NE")
    article = of(entry(content="", summary="Teaser."), page).article
    assert article.title == "Council agrees"
    assert article.text.startswith("A much longer text.")
    assert article.outlet == "NE"


def test_a_feed_that_names_anothers_page_does_not_become_that_page():
    """A stranger's feed could otherwise rewrite a publisher's article."""
    evil = of(entry(content="Lies. " * 50), url="https://evil.example/feed")
    good = of(entry())
    assert evil.article.id != good.article.id
    assert evil.article.id == of(entry(), url="https://evil.example/feed").article.id


def test_the_page_itself_may_be_anybodys():
    """What was read at an address is that address's article, whoever pointed there."""
    page = Page("T", TEXT, "https://news.example/1")
    by_stranger = of(entry(), page, "https://aggregator.example/feed")
    assert by_stranger.article.id == of(entry(), page).article.id


def test_an_aggregator_is_not_the_outlet_of_what_it_points_to():
    """The source that a reader sees is who wrote it."""
    feed = ParsedFeed("All Links", "https://links.example/", None, ())
    assert of(entry(), url="https://links.example/rss", feed=feed).article.outlet == "news.example"


def test_entries_without_an_address_are_told_apart_by_their_feed():
    """The same id in two feeds is two entries."""
    one, other = of(entry(url=None)), of(entry(url=None), url="https://b.example/rss")
    assert one.article.id != other.article.id
    assert one.article.url is None


@pytest.mark.parametrize(
    ("said", "published", "dated"),
    [
        ({}, EIGHT, True),
        ({"published": None}, NOW, False),
        ({"published": NOW + timedelta(days=9)}, NOW, True),
    ],
)
def test_no_article_is_from_the_future(said, published, dated):
    """And one without a date says so."""
    article = of(entry(**said)).article
    assert (article.published, article.dated) == (published, dated)


def test_the_page_dates_an_entry_that_has_no_date():
    """The next best word."""
    page = Page("T", TEXT, published=EIGHT)
    assert of(entry(published=None), page).article.published == EIGHT


def test_the_language_is_the_texts_own():
    """A feed that is declared English may bring Turkish."""
    text = "Meclis bugün bütçeyi görüştü ve çok sayıda milletvekili söz aldı. " * 3
    assert of(entry(content=text, language="en")).article.language == "tr"
    assert of(entry(content="", title="Budget", language="en")).article.language == "en"


@pytest.mark.parametrize(
    "added",
    [
        "The post Council agrees appeared first on Example News.",
        "Continue reading…",
        "Read the full story at The Verge...",
        "Devamını oku",
        "Article URL: https://x.example/1\nComments URL: https://y.example/2\nPoints: 5",
        "submitted by /u/somebody [link] [comments]",
        "This article originally appeared on Example News.",
    ],
)
def test_what_programs_add_below_is_no_sentence(added):
    """Nobody wants it in a brief."""
    assert of(entry(content=f"{TEXT}\n{added}")).article.text == TEXT


def test_a_sentence_that_only_begins_like_an_addition_stays():
    """Words of the article are never dropped for their look alone."""
    text = f"{TEXT}\nRead more books, the mayor said. It will help."
    assert of(entry(content=text)).article.text == text


def test_the_headline_is_not_said_twice():
    """Pages repeat it above their text."""
    article = of(entry(content=f"Council Agrees\n{TEXT}")).article
    assert [s.text for s in article.sentences].count("Council agrees") == 1


def test_a_cut_teaser_ends_in_an_ellipsis():
    """Not in the brackets of a program."""
    assert of(entry(content="The council agreed […]")).article.text == "The council agreed…"


def test_an_entry_that_is_all_headline_is_an_article():
    """Some feeds give no more."""
    article = of(entry(content="")).article
    assert [s.text for s in article.sentences] == ["Council agrees"]


def test_a_page_alone_is_an_article():
    """For a brief of an address that no feed named."""
    page = Page("Budget", TEXT, "https://news.example/b", EIGHT, "en", "Example News")
    new = from_page(page, "https://news.example/b?utm_source=x", NOW)
    assert (new.article.title, new.article.url) == ("Budget", "https://news.example/b")
    assert (new.article.published, new.article.outlet) == (EIGHT, "Example News")
    assert new.entry is None


def test_the_stamp_is_of_what_the_feed_says():
    """Another word is another stamp; another time of reading is not."""
    assert stamp_of(entry()) == stamp_of(entry(published=NOW))
    assert stamp_of(entry()) != stamp_of(entry(title="Council disagrees"))
    assert stamp_of(entry()) != stamp_of(entry(content=TEXT + "!"))
