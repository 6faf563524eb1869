"""From the address of a site to the feeds that it offers."""

import pytest

from bot.feeds import errors
from bot.feeds.discover import discover, links
from bot.feeds.model import FoundFeed
from fakes.feedserver import Reply, item, page, rss

FEED = rss(item(1), title="Example News")
HTML = "text/html; charset=utf-8"


def alternate(href, title="", kind="application/rss+xml"):
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


async def test_a_feed_finds_itself(server, fetcher):
    """Who gives the address of a feed gets that feed."""
    url = server.serve("feed", Reply(FEED))
    assert await discover(url, fetcher) == (FoundFeed(url, "Example News"),)


async def test_a_feed_that_moved_for_good_is_found_where_it_is(server, fetcher):
    """What is subscribed to is the new address."""
    new = server.serve("new", Reply(FEED))
    assert await discover(server.redirect("old", new, 301), fetcher) == (
        FoundFeed(new, "Example News"),
    )


async def test_a_page_names_its_feeds(server, fetcher):
    """In the page's order, comments last, broken ones left out, with the feeds' own titles."""
    head = (
        alternate("/comments/feed", "Comments")
        + alternate("/feed", "whatever")
        + alternate("/broken")
        + alternate("/atom", kind="application/atom+xml")
        + alternate("/page.fr", kind="text/html")
    )
    site = server.serve("", Reply(page("News", "x", head=head), content_type=HTML))
    server.serve("feed", Reply(FEED))
    server.serve("atom", Reply(rss(title="The Atom One")))
    server.serve("comments/feed", Reply(rss(title="Comments on News")))
    assert await discover(site, fetcher) == (
        FoundFeed(server.url("feed"), "Example News"),
        FoundFeed(server.url("atom"), "The Atom One"),
        FoundFeed(server.url("comments/feed"), "Comments on News"),
    )


async def test_links_that_look_like_feeds_serve_too(server, fetcher):
    """Old sites have an orange button and no link element."""
    site = server.serve(
        "news", Reply(page("News", "<a href='/rss.xml'>RSS</a>"), content_type=HTML)
    )
    server.serve("rss.xml", Reply(FEED))
    assert [found.url for found in await discover(site, fetcher)] == [server.url("rss.xml")]


async def test_the_usual_places_are_tried_last(server, fetcher):
    """A site that names no feed may still have one where everybody has it."""
    site = server.serve("blog/", Reply(page("Blog", "x"), content_type=HTML))
    server.serve("atom.xml", Reply(FEED))
    assert [found.url for found in await discover(site, fetcher)] == [server.url("atom.xml")]


async def test_a_site_without_feeds_gives_none(server, fetcher):
    """That is an answer, not an error."""
    site = server.serve("site", Reply(page("Site", "x"), content_type=HTML))
    assert await discover(site, fetcher) == ()


async def test_a_site_that_is_not_there_is_an_error(server, fetcher):
    """The reader who typed it should know."""
    with pytest.raises(errors.NotFound):
        await discover(server.url("nowhere"), fetcher)


async def test_an_address_without_a_scheme_is_meant_to_be_https(fetcher):
    """People type names of sites."""
    with pytest.raises(errors.Refused) as caught:
        await discover("10.0.0.1/feed", fetcher)
    assert caught.value.url == "https://10.0.0.1/feed"


async def test_feeds_inside_are_not_asked_for_a_page_outside(server, fetcher):
    """A page cannot send us into the network behind us."""
    head = alternate("http://10.0.0.1/feed") + alternate("file:///etc/passwd")
    site = server.serve("site", Reply(page("Site", "x", head=head), content_type=HTML))
    assert await discover(site, fetcher) == ()


def test_links_are_resolved_and_cleaned():
    """Bases count; addresses that are no web addresses do not."""
    source = (
        "<base href='/deep/'>"
        + alternate("feed.xml", "<b>The</b>\n feed")
        + alternate("javascript:x")
        + alternate("/wp-json/oembed/1.0/embed", kind="application/json")
    )
    assert links(source, "https://news.example/a") == (
        FoundFeed("https://news.example/deep/feed.xml", "<b>The</b> feed"),
    )
    assert links("", "https://news.example/") == ()
