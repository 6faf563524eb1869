"""The dialects of RSS and Atom, the odd and the old, are read alike."""

import pytest

from bot.feeds import safexml, syndication

OLD_RSS = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>F</title></channel>"
    "<item><title>T</title></item></rdf:RDF>"
)


def read(document):
    return syndication.read(safexml.read(document.encode()))


@pytest.mark.parametrize(
    "document",
    [
        "<rss><channel><title>F</title><item><title>T</title></item></channel></rss>",
        "<RSS><CHANNEL><TITLE>F</TITLE><ITEM><TITLE>T</TITLE></ITEM></CHANNEL></RSS>",
        "<rss><channel><title>F</title></channel><item><title>T</title></item></rss>",
        "<channel><title>F</title><item><title>T</title></item></channel>",
        "<rss xmlns='http://backend.userland.com/rss2'><channel><title>F</title>"
        "<item><title>T</title></item></channel></rss>",
        "<rss xmlns='urn:mine'><channel><title>F</title>"
        "<item><title>T</title></item></channel></rss>",
        OLD_RSS,
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>"
        "<entry><title>T</title></entry></feed>",
        "<feed xmlns='http://purl.org/atom/ns#'><title>F</title>"
        "<entry><title>T</title></entry></feed>",
        "<feed xmlns='urn:mine'><title>F</title><entry><title>T</title></entry></feed>",
        "<feed><title>F</title><entry><title>T</title></entry></feed>",
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>F</a:title>"
        "<a:entry><a:title>T</a:title></a:entry></a:feed>",
        "<x><channel><title>F</title><deep><item><title>T</title></item></deep></channel></x>",
    ],
)
def test_a_feed_is_a_feed_in_every_dialect(document):
    """Whatever its root, case, and namespace."""
    feed = read(document)
    assert (feed.title, [entry.title for entry in feed.entries]) == ("F", ["T"])


def test_cdf_keeps_its_news_in_attributes():
    """A format of 1997 that a few archives still have."""
    feed = read(
        "<CHANNEL HREF='https://x.example/'><TITLE>F</TITLE><ABSTRACT>About.</ABSTRACT>"
        "<ITEM HREF='https://x.example/1' LASTMOD='2026-11-24T08:00'><TITLE>T</TITLE>"
        "<ABSTRACT>Text.</ABSTRACT></ITEM></CHANNEL>"
    )
    (entry,) = feed.entries
    assert (feed.link, feed.subtitle) == ("https://x.example/", "About.")
    assert (entry.link, entry.summary) == ("https://x.example/1", "Text.")
    assert entry.published == "2026-11-24T08:00"


@pytest.mark.parametrize("root", ["html", "opml", "urlset", "sitemapindex", "svg", "note"])
def test_other_documents_are_none(root):
    """What has neither a feed's root nor entries."""
    assert read(f"<{root}><title>x</title></{root}>") is None


@pytest.mark.parametrize(
    ("inside", "published"),
    [
        ("<pubDate>A</pubDate><dc:date>B</dc:date>", "A"),
        ("<dc:date>B</dc:date>", "B"),
        ("<updated>C</updated>", "C"),
        ("<atom:published>D</atom:published>", "D"),
    ],
)
def test_the_best_date_is_taken(inside, published):
    """Publishing before anything else."""
    feed = read(f"<rss><channel><item>{inside}</item></channel></rss>")
    assert feed.entries[0].published == published


def test_media_groups_are_looked_into():
    """Video sites keep their texts there."""
    feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'>"
        "<entry><title>T</title><media:group><media:description>Text.</media:description>"
        "</media:group></entry></feed>"
    )
    assert feed.entries[0].summary == "Text."


def test_the_source_of_an_entry_is_not_the_entry():
    """Aggregators quote the feed that an entry is from."""
    feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><id>1</id>"
        "<source><title>Other</title><id>2</id></source></entry></feed>"
    )
    assert (feed.entries[0].title, feed.entries[0].id) == ("T", "1")
