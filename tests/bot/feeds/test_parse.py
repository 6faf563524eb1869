"""A feed of any format becomes the same kind of value."""

import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds import parse as module
from bot.feeds.errors import NotAFeed
from bot.feeds.parse import parse

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
URL = "https://feeds.news.example/rss"
EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
     xmlns:media="http://search.yahoo.com/mrss/">
 <channel>
  <title>Example &amp; News</title><link>https://www.news.example/</link>
  <atom:link href="https://feeds.news.example/rss" rel="self"/>
  <description>All the news</description><language>en-GB</language><ttl>30</ttl>
  <item>
   <title>Council &#8216;agrees&#8217; budget</title>
   <link>/2026/budget?utm_source=rss</link>
   <guid isPermaLink="false">tag-1</guid>
   <pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate>
   <dc:creator>Ada Writer</dc:creator>
   <media:title>A picture</media:title>
   <description>The council agreed.</description>
   <content:encoded><![CDATA[<p>The council agreed.</p>
   <p>It takes effect in May.</p>]]></content:encoded>
  </item>
 </channel>
</rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="tr" xml:base="https://haber.example/">
 <title type="text">Haber</title><link rel="alternate" href="/"/>
 <link rel="self" href="/atom.xml"/>
 <entry>
  <id>urn:1</id><title type="html">Meclis &lt;b&gt;toplandı&lt;/b&gt;</title>
  <link rel="enclosure" href="/ses.mp3"/><link href="haber/1"/>
  <published>2026-11-24T11:00:00+03:00</published><updated>2026-11-24T11:30:00+03:00</updated>
  <author><name>Yazar Bir</name><email>bir@haber.example</email></author>
  <author><name>Yazar İki</name></author>
  <summary>Kısa.</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Uzun <i>metin</i>.</p>
  <p>Son.</p></div></content>
 </entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <channel rdf:about="https://rdf.example/"><title>RDF News</title><link>https://rdf.example/</link></channel>
 <item rdf:about="https://rdf.example/1"><title>One</title><link>https://rdf.example/1</link>
  <description>First.</description><dc:date>2026-11-24T08:00:00Z</dc:date></item>
</rdf:RDF>"""

JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "JSON News",
 "home_page_url": "https://json.example/", "language": "de", "items": [
 {"id": 7, "url": "https://json.example/7", "title": "Sieben",
  "content_html": "<p>Ein.</p><p>Zwei.</p>", "summary": "Kurz.",
  "date_published": "2026-11-24T08:00:00Z", "authors": [{"name": "A. B."}]}]}"""


def entry(document, **said):
    return parse(document.encode(), URL, NOW, **said).entries[0]


def test_rss_is_read():
    """Title, address, id, time, author, teaser and text, from the usual vocabularies."""
    feed = parse(RSS.encode(), URL, NOW)
    assert (feed.title, feed.link, feed.language) == (
        "Example & News",
        "https://www.news.example/",
        "en",
    )
    assert (feed.subtitle, feed.ttl) == ("All the news", timedelta(minutes=30))
    (entry,) = feed.entries
    assert entry.title == "Council ‘agrees’ budget"
    assert entry.url == "https://www.news.example/2026/budget?utm_source=rss"
    assert (entry.id, entry.author, entry.language) == ("tag-1", "Ada Writer", "en")
    assert entry.published == EIGHT
    assert entry.summary == "The council agreed."
    assert entry.content == "The council agreed.\nIt takes effect in May."
    assert entry.text == entry.content


def test_atom_is_read():
    """With its bases, languages, types of text and several authors."""
    feed = parse(ATOM.encode(), URL, NOW)
    assert (feed.title, feed.link, feed.language) == ("Haber", "https://haber.example/", "tr")
    (entry,) = feed.entries
    assert entry.title == "Meclis toplandı"
    assert entry.url == "https://haber.example/haber/1"
    assert (entry.published, entry.updated) == (EIGHT, EIGHT + timedelta(minutes=30))
    assert (entry.author, entry.language) == ("Yazar Bir", "tr")
    assert (entry.summary, entry.content) == ("Kısa.", "Uzun metin.\nSon.")


def test_rdf_is_read():
    """Its items stand beside the channel."""
    feed = parse(RDF.encode(), URL, NOW)
    assert (feed.title, feed.entries[0].id) == ("RDF News", "https://rdf.example/1")
    assert feed.entries[0].published == EIGHT


def test_json_feed_is_read():
    """Numbers for ids included."""
    feed = parse(JSON.encode(), URL, NOW)
    assert (feed.title, feed.language) == ("JSON News", "de")
    (entry,) = feed.entries
    assert (entry.id, entry.title, entry.author) == ("7", "Sieben", "A. B.")
    assert (entry.summary, entry.content) == ("Kurz.", "Ein.\nZwei.")


@pytest.mark.parametrize(
    ("inside", "title", "text"),
    [
        ("<title>a &lt;b&gt;b&lt;/b&gt;</title>", "a b", ""),
        ("<title>AT&amp;amp;T</title>", "AT&T", ""),
        ("<title>5 &lt; 6</title>", "5 < 6", ""),
        ("<title><b>bare</b> markup</title>", "bare markup", ""),
        ("<title>two\n lines</title>", "two lines", ""),
        ("<media:title xmlns:media='u'>x</media:title><title>y</title>", "y", ""),
        ("<description>&lt;script&gt;bad()&lt;/script&gt;good</description>", "", "good"),
        ("<description>a &amp;nbsp; b</description>", "", "a b"),
        ("<body xmlns='http://www.w3.org/1999/xhtml'><p>x</p><p>y</p></body>", "", "x\ny"),
    ],
)
def test_texts_are_plain_however_they_are_wrapped(inside, title, text):
    """Escaped once, twice, or not at all."""
    found = entry(f"<rss><channel><item>{inside}</item></channel></rss>")
    assert (found.title, found.text) == (title, text)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<content type="text">a &lt;b&gt; c</content>', "a <b> c"),
        ('<content type="html">a &lt;b&gt; c</content>', "a c"),
        ('<content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content>', "x"),
        ('<content type="text/html" mode="base64">PHA+eDwvcD4=</content>', "x"),
        ('<content type="application/octet-stream">aGVsbG8=</content>', "hello"),
        ('<content type="application/json">{"a": 1}</content>', '{"a": 1}'),
        ('<content type="xhtml">&lt;p&gt;x&lt;/p&gt;</content>', "x"),
    ],
)
def test_atom_says_what_its_texts_are(content, text):
    """And where it says so, we do not guess; where it is wrong, we do."""
    document = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{content}</entry></feed>'
    assert entry(document).content == text


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<author>ada@x.example (Ada Writer)</author>", "Ada Writer"),
        ("<author>Ada Writer (ada@x.example)</author>", "Ada Writer"),
        ("<author>Ada Writer &lt;ada@x.example&gt;</author>", "Ada Writer"),
        ("<author>ada@x.example</author>", "ada@x.example"),
        ("<author><name>Ada</name></author>", "Ada"),
        ("<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Ada</dc:creator>", "Ada"),
        ("", None),
    ],
)
def test_authors_are_names_not_mail_addresses(author, name):
    """Where there is a name at all."""
    assert (
        entry(f"<rss><channel><item><title>x</title>{author}</item></channel></rss>").author == name
    )


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>https://a.example/1</link>", "https://a.example/1"),
        ("<link href='https://a.example/1'/>", "https://a.example/1"),
        ("<guid>https://a.example/1</guid>", "https://a.example/1"),
        ("<guid isPermaLink='false'>https://a.example/1</guid>", None),
        ("<link>1</link>", "https://feeds.news.example/1"),
        ("<link>javascript:alert(1)</link>", None),
        ("<atom:link href='https://a.example/1'/>", "https://a.example/1"),
        ("<atom:link rel='self' href='https://a.example/1'/>", None),
        ("<enclosure url='https://a.example/1.mp3'/>", None),
    ],
)
def test_the_page_of_an_entry_is_found(inside, url):
    """Wherever a feed keeps it, and nothing that is no web page."""
    assert entry(f"<rss><channel><item><title>x</title>{inside}</item></channel></rss>").url == url


def test_times_to_come_are_bounded():
    """A wrong clock does not put an entry ahead of the news for ever."""
    found = entry("<rss><item><title>x</title><pubDate>1 Jan 2030 00:00 GMT</pubDate></item></rss>")
    assert found.published == NOW


def test_nothing_is_made_up():
    """An entry without a time has none."""
    found = entry("<rss><channel><item><title>x</title></item></channel></rss>")
    assert (found.published, found.url, found.language, found.author) == (None, None, None, None)
    assert len(found.id) == 16


def ids(*items):
    body = "".join(f"<item>{item}</item>" for item in items)
    feed = parse(f"<rss><channel>{body}</channel></rss>".encode(), URL, NOW)
    return [found.title for found in feed.entries], len({found.id for found in feed.entries})


def test_the_same_entry_comes_once():
    """By id, by address and title, or by title alone."""
    one = "<guid>1</guid><title>a</title><link>https://x.example/1</link>"
    assert ids(one, one) == (["a"], 1)
    same_id = "<guid>1</guid><title>a, updated</title><link>https://x.example/1</link>"
    assert ids(one, same_id) == (["a"], 1)
    same_page = "<guid>2</guid><title>a</title><link>https://x.example/1</link>"
    assert ids(one, same_page) == (["a"], 1)
    assert ids("<title>a</title>", "<title>a</title>") == (["a"], 1)


def test_different_entries_are_kept_though_a_feed_is_careless():
    """One id or one address for all of them is a fault of the feed, not of the news."""
    titles = [f"<guid>0</guid><title>{n}</title><link>https://x.example/{n}</link>" for n in "abc"]
    assert ids(*titles) == (["a", "b", "c"], 3)
    titles = [f"<guid>{n}</guid><title>{n}</title><link>https://x.example/</link>" for n in "abc"]
    assert ids(*titles) == (["a", "b", "c"], 3)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("<!DOCTYPE html><html><body>x</body></html>", "web page"),
        ("<html><head><title>x</title></head></html>", "web page"),
        ("<opml><body/></opml>", "OPML"),
        ("<urlset/>", "not a feed"),
        ('{"version": "1"}', "not a feed"),
        ('{"items": [', "not a feed"),
        ("[1, 2]", "not a feed"),
        ("just words", "not a feed"),
        ("\x00\x01\x02", "not a feed"),
    ],
)
def test_what_is_no_feed_says_what_it_is(document, reason):
    """The operator reads why, with the address."""
    with pytest.raises(NotAFeed, match=reason) as caught:
        parse(document.encode(), URL, NOW)
    assert caught.value.url == URL


def test_a_feed_without_entries_is_a_feed():
    """A new blog has nothing to say yet."""
    assert parse(b"<rss><channel><title>New</title></channel></rss>", URL, NOW).entries == ()


def test_a_huge_feed_is_bounded(monkeypatch):
    """Neither the number of entries nor their length is without end."""
    item = "<item><title>{0}</title><link>https://x.example/{0}</link><description>{1}</description></item>"
    many = "".join(item.format(n, "x") for n in range(2_100))
    assert len(parse(f"<rss><channel>{many}</channel></rss>".encode(), URL, NOW).entries) == 2_000
    monkeypatch.setattr(module, "MAX_TEXT_CHARS", 50)
    long = parse(
        f"<rss><channel>{item.format(1, 'word ' * 100)}</channel></rss>".encode(), URL, NOW
    )
    assert len(long.entries[0].text) <= 50


def test_endless_ids_are_shortened_and_stay_apart():
    """An id is a key in a database, not a place for a novel."""
    item = "<item><guid>{}</guid><title>{}</title></item>"
    items = "".join(item.format("x" * 5_000 + n, n) for n in "ab")
    feed = parse(f"<rss><channel>{items}</channel></rss>".encode(), URL, NOW)
    assert len({found.id for found in feed.entries}) == 2
    assert all(len(found.id) <= 300 for found in feed.entries)


TEXTS = st.text(max_size=20)
ITEMS = st.lists(
    st.sampled_from(["title", "link", "guid", "pubDate", "description", "dc:date", "content"])
    .flatmap(lambda name: TEXTS.map(lambda text: f"<{name}>{text}</{name}>")),
    max_size=6,
).map("".join)  # fmt: skip


@given(st.lists(ITEMS, max_size=5), st.sampled_from(["rss", "feed", "rdf:RDF", "x"]), TEXTS)
@settings(deadline=None, max_examples=200)
def test_whatever_a_feed_holds_comes_out_clean(items, root, junk):
    """Ids are unique, addresses are web addresses, texts are plain, times are believable."""
    body = "".join(f"<item>{item}</item><entry>{item}</entry>" for item in items)
    try:
        feed = parse(f"{junk}<{root}><channel>{body}</channel></{root}>".encode(), URL, NOW)
    except NotAFeed:
        return
    assert len({found.id for found in feed.entries}) == len(feed.entries)
    for found in feed.entries:
        assert found.url is None or found.url.startswith(("http://", "https://"))
        assert found.published is None or found.published <= NOW
        assert found.id
        assert "\n" not in found.title
        for text in (found.title, found.summary, found.content, found.author or "", found.id):
            assert "\x00" not in text
            text.encode("utf-8")


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["items", "id", "url", "title", "content_html", "authors", "name"]),
        inner, max_size=5),
    max_leaves=20,
))  # fmt: skip
@settings(deadline=None)
def test_any_json_is_a_feed_or_none(value):
    """JSON of the right keys and the wrong types is survived."""
    with contextlib.suppress(NotAFeed):
        parse(json.dumps(value).encode(), URL, NOW)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_a_feed_or_none(data):
    """There is one way to fail."""
    for start in (b"", b"<rss>", b"{", b"<feed><entry>"):
        with contextlib.suppress(NotAFeed):
            parse(start + data, URL, NOW)
