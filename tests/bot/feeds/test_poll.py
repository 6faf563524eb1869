"""One look at one feed brings what is new, and a sentence when it fails; it never raises."""

import json
from datetime import timedelta

import pytest

from bot.feeds import poll as module
from bot.feeds.poll import Intervals, poll
from fakes.feedserver import Reply, gzip_bomb, item, page, rss
from storage.model import Feed

HTML = "text/html; charset=utf-8"
STORY = "The council of the town agreed on Monday on matter 1, which is decided. " * 8


@pytest.fixture
def feed(server, now):
    return Feed(7, server.url("feed"), "", (), builtin=False, due=now)


@pytest.fixture
def look(fetcher, now):
    async def look(feed, **said):
        return await poll(feed, fetcher, now, **said)

    return look


def remembering(polled):
    """Give what storage would know after a poll."""
    stamps = {new.entry: new.stamp for new in polled.articles}

    async def known(ids):
        return {id_: stamps[id_] for id_ in ids if id_ in stamps}

    return known


def titles(polled):
    return [new.article.title for new in polled.articles]


async def test_new_entries_become_articles(server, feed, look, now):
    """With all that is to be remembered of the feed."""
    server.serve("feed", Reply(rss(item(1), item(2)), etag='"a"', modified="Mon"))
    polled = await look(feed)
    assert titles(polled) == ["Matter 1 decided", "Matter 2 decided"]
    assert [new.entry for new in polled.articles] == ["tag-1", "tag-2"]
    outcome = polled.outcome
    assert (outcome.feed, outcome.checked, outcome.title) == (7, now, "Example News")
    assert (outcome.etag, outcome.modified, outcome.error) == ('"a"', "Mon", None)
    assert now < outcome.due <= now + timedelta(hours=7)


async def test_what_is_unchanged_brings_nothing(server, feed, look):
    """Neither an answer of 304 nor the same entries again."""
    server.serve("feed", Reply(rss(item(1)), etag='"a"'))
    first = await look(feed)
    again = await look(Feed(**_values(feed) | {"etag": '"a"'}))
    assert again.articles == ()
    assert (again.outcome.etag, again.outcome.title, again.outcome.error) == ('"a"', None, None)
    assert (await look(feed, known=remembering(first))).articles == ()


async def test_only_what_is_new_is_brought(server, feed, look):
    """Of thirty entries one."""
    server.serve("feed", Reply(rss(item(1))), Reply(rss(item(2), item(1))))
    first = await look(feed)
    assert titles(await look(feed, known=remembering(first))) == ["Matter 2 decided"]


async def test_a_changed_entry_is_brought_again(server, feed, look):
    """With the same id, so that it becomes the next revision."""
    server.serve("feed", Reply(rss(item(1))), Reply(rss(item(1, "Corrected: it was not. " * 30))))
    first = await look(feed)
    second = await look(feed, known=remembering(first))
    assert second.articles[0].article.id == first.articles[0].article.id
    assert "Corrected" in second.articles[0].article.text


async def test_a_set_of_known_ids_serves_too(server, feed, look):
    """Changes are then not noticed."""
    server.serve("feed", Reply(rss(item(1, "Corrected. " * 50), item(2))))

    async def known(ids):
        return {"tag-1"} & set(ids)

    assert titles(await look(feed, known=known)) == ["Matter 2 decided"]


# --- full text ---------------------------------------------------------------------------------


def teaser(server, number):
    return item(number, f"Matter {number} is decided.", url=server.url(f"page/{number}"))


async def test_teasers_are_completed_from_their_pages(server, feed, look):
    """And entries with their text are not."""
    server.serve("feed", Reply(rss(teaser(server, 1), item(2, url=server.url("page/2")))))
    server.serve("page/1", Reply(page("Matter 1 decided", STORY), content_type=HTML))
    polled = await look(feed)
    assert "agreed on Monday on matter 1" in polled.articles[0].article.text
    assert [seen.path for seen in server.seen] == ["/feed", "/page/1"]
    assert (await look(feed, known=remembering(polled))).articles == ()
    assert [seen.path for seen in server.seen[2:]] == ["/feed"], "a page is fetched once"


@pytest.mark.parametrize(("full_text", "asked"), [("never", 0), ("always", 2)])
async def test_the_operator_decides_about_pages(server, feed, look, full_text, asked):
    """Never costs publishers nothing; always is for feeds that cut their text."""
    server.serve("feed", Reply(rss(teaser(server, 1), item(2, url=server.url("page/2")))))
    polled = await look(feed, full_text=full_text)
    assert len(polled.articles) == 2
    assert len(server.seen) == 1 + asked


async def test_a_page_that_is_not_there_leaves_the_teaser(server, feed, look):
    """And is not asked for again."""
    server.serve("feed", Reply(rss(teaser(server, 1))))
    polled = await look(feed)
    assert polled.articles[0].article.text == "Matter 1 is decided."
    assert (await look(feed, known=remembering(polled))).articles == ()
    assert len(server.seen) == 3


async def test_a_page_that_could_not_be_had_is_tried_again(server, feed, look):
    """The teaser goes out meanwhile: news does not wait."""
    server.serve("feed", Reply(rss(teaser(server, 1))))
    server.serve(
        "page/1",
        Reply(status=500),
        Reply(page("Matter 1 decided", STORY), content_type=HTML),
    )
    first = await look(feed)
    assert first.articles[0].article.text == "Matter 1 is decided."
    second = await look(feed, known=remembering(first))
    assert "agreed on Monday" in second.articles[0].article.text
    assert (await look(feed, known=remembering(second))).articles == ()


async def test_a_changed_teaser_does_not_replace_the_text_of_the_page(server, feed, look):
    """When the page cannot be had any more, what is stored is better."""
    changed = item(1, "Matter 1: what we know.", url=server.url("page/1"))
    server.serve("feed", Reply(rss(teaser(server, 1))), Reply(rss(changed)))
    server.serve(
        "page/1",
        Reply(page("Matter 1 decided", STORY), content_type=HTML),
        Reply(status=403),
    )
    first = await look(feed)
    assert (await look(feed, known=remembering(first))).articles == ()


# --- failures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=404), "Nothing is at this address (404). It may have moved"),
        (Reply(status=410), "It is gone for good (410). Remove it."),
        (Reply(status=500), "The server answered with an error (500)."),
        (Reply(b"<html><body>x</body></html>", content_type=HTML), "It is a web page, not a feed."),
        (Reply(b""), "The answer is empty."),
        (Reply(gzip_bomb(20), headers={"Content-Encoding": "gzip"}), "It is larger than 1 MB."),
        (Reply(rss(item(1)), delay=30), "No whole answer came within 1 seconds."),
    ],
)
async def test_a_failure_is_a_sentence_for_the_operator(server, feed, look, now, reply, sentence):
    """With the cure; and the feed is left alone for a while."""
    server.serve("feed", reply)
    polled = await look(feed)
    assert polled.articles == ()
    assert polled.outcome.error.startswith(sentence)
    assert now + timedelta(minutes=15) <= polled.outcome.due <= now + timedelta(minutes=17)


async def test_failures_add_up(server, feed, look, now):
    """The sixth wait is thirty-two times the first."""
    polled = await look(Feed(**_values(feed) | {"failures": 5}))
    assert polled.outcome.due - now >= timedelta(hours=8)


async def test_retry_after_is_kept(server, feed, look, now):
    """To the second."""
    server.serve("feed", Reply(status=429, headers={"Retry-After": "7200"}))
    polled = await look(feed)
    assert polled.outcome.due == now + timedelta(hours=2)


async def test_an_unsafe_address_is_refused_not_asked(feed, look):
    """The sentence says how to allow it."""
    polled = await look(Feed(**_values(feed) | {"url": "http://10.0.0.1/feed"}))
    assert "10.0.0.1 is a private address" in polled.outcome.error
    assert "allow_private" in polled.outcome.error


async def test_even_a_fault_of_ours_stops_only_this_feed(server, feed, look, monkeypatch):
    """The others are polled all the same, and the operator is told."""

    def broken(*_, **__):
        raise KeyError("oops")

    monkeypatch.setattr(module, "parse", broken)
    server.serve("feed", Reply(rss(item(1))))
    polled = await look(feed)
    assert "KeyError" in polled.outcome.error


async def test_a_feed_that_moved_for_good_tells_its_new_address(server, feed, look):
    """So that it is asked there next time."""
    server.serve("new", Reply(rss(item(1))))
    server.redirect("feed", "/new", 308)
    assert (await look(feed)).outcome.url == server.url("new")


async def test_freshness_is_respected(server, feed, look, now):
    """What the server says will not change for an hour is not asked for an hour."""
    server.serve("feed", Reply(rss(item(1)), headers={"Cache-Control": "max-age=3600"}))
    due = (await look(feed, intervals=Intervals(usual=timedelta(minutes=1)))).outcome.due
    assert now + timedelta(hours=1) <= due <= now + timedelta(hours=1.1)


async def test_a_large_feed_is_read_aside(server, feed, look):
    """In a thread; the result is the same."""
    server.serve("feed", Reply(rss(*(item(n, "Long text here. " * 600) for n in range(30)))))
    assert len((await look(feed)).articles) == 30


# --- local files -------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, feed):
    (tmp_path / "a.txt").write_text("One sentence here. Another one.", encoding="utf-8")
    lines = [json.dumps({"id": "b", "text": "Two."}), "{broken"]
    (tmp_path / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return Feed(**_values(feed) | {"url": tmp_path.as_uri()})


async def test_a_folder_is_a_feed(folder, look):
    """Its files are its entries; a broken part is told and the rest is kept."""
    polled = await look(folder)
    assert [new.article.text for new in polled.articles] == [
        "One sentence here. Another one.",
        "Two.",
    ]
    assert polled.articles[1].entry == "b"
    assert [bad.number for bad in polled.bad] == [2]
    assert polled.outcome.error is None
    assert polled.outcome.etag


async def test_a_folder_is_read_again_only_when_it_changes(folder, look, tmp_path):
    """And then only what is new or changed is brought."""
    first = await look(folder)
    unchanged = Feed(**_values(folder) | {"etag": first.outcome.etag})
    assert (await look(unchanged)).articles == ()
    (tmp_path / "c.txt").write_text("Three.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": "b", "text": "Changed."}', encoding="utf-8")
    second = await look(unchanged, known=remembering(first))
    assert [new.article.text for new in second.articles] == ["Changed.", "Three."]


async def test_a_folder_that_is_not_there_is_a_sentence(folder, look):
    """Like any other failure."""
    polled = await look(Feed(**_values(folder) | {"url": "file:///nowhere"}))
    assert "cannot be read" in polled.outcome.error


async def test_a_file_with_nothing_but_broken_lines_is_a_failure(folder, look, tmp_path):
    """The first of them is told."""
    file = tmp_path / "broken.jsonl"
    file.write_text("{\n{\n", encoding="utf-8")
    polled = await look(Feed(**_values(folder) | {"url": file.as_uri()}))
    assert "line 1: it is no JSON" in polled.outcome.error


def _values(feed):
    return {name: getattr(feed, name) for name in Feed.__slots__}


async def test_entries_that_a_feed_has_taken_back_are_named(server, feed, look):
    """By "Atom Deleted Entry" (RFC 6721), in any feed of XML."""
    tombstone = (
        '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" '
        'ref="tag-9" when="2026-11-24T08:00:00Z"/>'
    )
    server.serve("feed", Reply(rss(item(1), tombstone)))
    polled = await look(feed)
    assert polled.deleted == ("tag-9",)
    assert len(polled.articles) == 1
