"""The pages of teasers are fetched within bounds, and believed only if they fit."""

import pytest

from bot.feeds import fulltext
from bot.feeds.fulltext import fits, pages
from bot.feeds.model import Entry, Page
from fakes.feedserver import Reply, page

HTML = "text/html; charset=utf-8"
STORY = "The council of the town agreed on Monday on a budget for the coming year. " * 6
CONSENT = "We value your privacy and use cookies. " * 40


def entry(url, number=1, title="Council agrees on budget"):
    return Entry(str(number), url, title, summary="The council agreed.")


async def test_a_page_is_fetched_and_read(server, fetcher):
    """By the entry's id."""
    url = server.serve("1", Reply(page("Council agrees on budget", STORY), content_type=HTML))
    found = await pages([entry(url)], fetcher)
    assert "agreed on Monday" in found["1"].text


@pytest.mark.parametrize(
    "reply",
    [
        Reply(page("Before you continue", CONSENT), content_type=HTML),
        Reply(page("Council agrees on budget", "Short."), content_type=HTML),
        Reply(b"%PDF-1.7", content_type="application/pdf"),
        Reply(b"", content_type=HTML),
        Reply(status=404),
        Reply(status=403),
        Reply(bytes(2_000_000), content_type=HTML),
    ],
    ids=["consent", "shorter", "pdf", "empty", "gone", "denied", "giant"],
)  # fmt: skip
async def test_a_page_that_does_not_help_is_known_not_to(server, fetcher, reply):
    """It need not be asked for again."""
    assert await pages([entry(server.serve("1", reply))], fetcher) == {"1": None}


@pytest.mark.parametrize(
    "reply",
    [Reply(status=500), Reply(status=429), Reply(delay=30), Reply(page("T", "x"), cut=True)],
)
async def test_a_page_that_may_come_another_time_is_left_open(server, fetcher, reply):
    """Trouble of the server says nothing of the page."""
    assert await pages([entry(server.serve("1", reply))], fetcher) == {}


async def test_an_entry_without_an_address_has_no_page(fetcher):
    """Nothing is asked."""
    assert await pages([entry(None)], fetcher) == {"1": None}


async def test_an_entry_may_not_send_us_inside(fetcher):
    """Feeds choose these addresses."""
    assert await pages([entry("http://10.0.0.1/secret")], fetcher) == {"1": None}


async def test_the_number_of_pages_is_bounded(server, fetcher, monkeypatch):
    """A feed of a thousand teasers does not make us ask a thousand times."""
    monkeypatch.setattr(fulltext, "MAX_PAGES", 3)
    server.serve("1", Reply(page("Council agrees on budget", STORY), content_type=HTML))
    entries = [entry(server.url(f"1?{n}"), n) for n in range(10)]
    assert len(await pages(entries, fetcher)) == 3
    assert len(server.seen) == 3


async def test_time_for_pages_is_bounded(server, fetcher, monkeypatch):
    """What came in time is used; the rest is left open."""
    monkeypatch.setattr(fulltext, "PATIENCE", 0.3)
    quick = server.serve("1", Reply(page("Council agrees on budget", STORY), content_type=HTML))
    slow = server.serve("2", Reply(b"x", delay=30))
    found = await pages([entry(quick, 1), entry(slow, 2)], fetcher)
    assert list(found) == ["1"]


@pytest.mark.parametrize(
    ("title", "text", "fit"),
    [
        ("Council agrees on budget", STORY, True),
        ("COUNCIL AGREES ON BUDGET", STORY, True),
        ("Meclis bütçeyi görüştü", "Meclis bugün butceyi gorustu. " * 20, True),
        ("Parliament rejects reform", "Please enable JavaScript to continue. " * 20, False),
        ("", STORY, True),
        ("It is on", "Anything that is longer than the teaser. " * 5, True),
    ],
)
def test_a_page_fits_when_it_holds_the_headlines_words(title, text, fit):
    """Marks and case aside; a headline of short words proves nothing, so the teaser serves."""
    teaser = "" if title == "It is on" else "Council."
    assert fits(Entry("1", "u", title, summary=teaser), Page("", text)) is fit
