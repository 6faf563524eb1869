"""The web is asked politely, guarded at every hop, and never more is taken than allowed."""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.feeds import errors
from bot.feeds.fetch import Fetcher, FetchSettings
from fakes.feedserver import Reply, gzip_bomb, gzipped, item, rss

FEED = rss(item(1))


async def test_an_answer_comes_with_its_type_charset_and_validators(server, fetcher):
    """What the server says beside the body is kept, to ask conditionally next time."""
    url = server.serve(
        "feed",
        Reply(FEED, content_type="application/rss+xml; charset=UTF-8", etag='"a"', modified="Mon"),
    )
    answer = await fetcher.get(url)
    assert (answer.status, answer.url, answer.body) == (200, url, FEED)
    assert (answer.content_type, answer.charset) == ("application/rss+xml", "utf-8")
    assert (answer.etag, answer.modified) == ('"a"', "Mon")
    assert not answer.not_modified


async def test_what_has_not_changed_is_not_sent_again(server, fetcher):
    """A validator shown back brings 304 and no body."""
    url = server.serve("feed", Reply(FEED, etag='"a"'))
    answer = await fetcher.get(url, etag='"a"')
    assert answer.not_modified
    assert answer.body == b""
    assert answer.etag == '"a"'


async def test_either_validator_serves(server, fetcher):
    """Servers that know only dates are asked by date."""
    url = server.serve("feed", Reply(FEED, modified="Mon, 23 Nov 2026 08:00:00 GMT"))
    answer = await fetcher.get(url, modified="Mon, 23 Nov 2026 08:00:00 GMT")
    assert answer.not_modified


async def test_a_validator_with_line_breaks_is_not_sent(server, fetcher):
    """A stored validator cannot smuggle a header into our request."""
    url = server.serve("feed", Reply(FEED))
    await fetcher.get(url, etag='"a"\r\nX-Evil: 1')
    assert "If-None-Match" not in server.seen[0].headers


async def test_a_304_to_an_unconditional_request_is_an_error(server, fetcher):
    """A server that says "unchanged" to somebody who knows nothing is broken."""
    url = server.serve("feed", Reply(status=304))
    with pytest.raises(errors.HttpStatus):
        await fetcher.get(url)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_packed_answers_are_unpacked(server, fetcher, encoding):
    """What we said we accept, we can read."""
    import zlib

    packed = gzipped(FEED) if encoding == "gzip" else zlib.compress(FEED)
    url = server.serve("feed", Reply(packed, headers={"Content-Encoding": encoding}))
    assert (await fetcher.get(url)).body == FEED


async def test_a_gzip_file_without_a_word_about_it_is_unpacked(server, fetcher):
    """Some servers send feed.xml.gz as it lies on their disk."""
    url = server.serve("feed.xml.gz", Reply(gzipped(FEED), content_type="application/gzip"))
    assert (await fetcher.get(url)).body == FEED


@pytest.mark.parametrize(
    "headers", [{"Content-Encoding": "gzip"}, {"Content-Encoding": "x-gzip"}, {}]
)
async def test_a_bomb_is_stopped_when_the_limit_is_passed(server, fetcher, headers):
    """A hundred megabytes in a hundred kilobytes are not unpacked to the end."""
    url = server.serve("bomb", Reply(gzip_bomb(100), headers=headers))
    with pytest.raises(errors.TooLarge) as caught:
        await fetcher.get(url)
    assert caught.value.limit == 1_000_000


async def test_packing_that_was_not_asked_for_is_refused(server, fetcher):
    """Brotli is nothing that we accept: it is not guessed at."""
    url = server.serve("feed", Reply(b"\x8b\x02", headers={"Content-Encoding": "br"}))
    with pytest.raises(errors.Unreadable):
        await fetcher.get(url)


async def test_a_damaged_packed_answer_is_unreadable(server, fetcher):
    """Half a gzip stream is not taken for a feed."""
    url = server.serve("feed", Reply(gzipped(FEED)[:-20], headers={"Content-Encoding": "gzip"}))
    with pytest.raises(errors.Unreadable):
        await fetcher.get(url)


async def test_an_announced_giant_is_not_read_at_all(server, fetcher):
    """The length that a server announces is enough to refuse it."""
    url = server.serve("giant", Reply(bytes(1_000_001)))
    with pytest.raises(errors.TooLarge):
        await fetcher.get(url)


async def test_an_endless_answer_ends_at_the_limit(server, fetcher):
    """A server that never stops sending is left."""
    url = server.serve("endless", Reply(bytes(50_000), endless=True))
    with pytest.raises(errors.TooLarge):
        await fetcher.get(url)


async def test_a_caller_may_set_a_tighter_limit_but_no_looser_one(server, fetcher):
    """The operator's limit is the last word."""
    url = server.serve("feed", Reply(bytes(2_000), content_type="text/plain"))
    with pytest.raises(errors.TooLarge):
        await fetcher.get(url, max_bytes=1_000)
    large = server.serve("large", Reply(bytes(1_500_000)))
    with pytest.raises(errors.TooLarge):
        await fetcher.get(large, max_bytes=9_000_000)


@pytest.mark.parametrize(
    "reply", [Reply(FEED, delay=30), Reply(FEED, pace=30)], ids=["silent", "dripping"]
)
async def test_a_slow_server_is_left_in_time(server, fetcher, reply):
    """The whole answer has to come within the time allowed, not only its beginning."""
    url = server.serve("slow", reply)
    began = time.monotonic()
    with pytest.raises(errors.TooSlow):
        await fetcher.get(url)
    assert time.monotonic() - began < 5


async def test_an_answer_that_breaks_off_is_unreachable(server, fetcher):
    """A part of a feed is not taken for the feed."""
    url = server.serve("cut", Reply(FEED, cut=True))
    with pytest.raises(errors.Unreachable):
        await fetcher.get(url)


async def test_nobody_at_the_port_is_unreachable(fetcher, unused_tcp_port):
    """A refused connection is something to try again later."""
    with pytest.raises(errors.Unreachable):
        await fetcher.get(f"http://127.0.0.1:{unused_tcp_port}/")


async def test_what_is_no_http_is_unreadable(fetcher):
    """A port that speaks something else is told apart from one that is silent."""

    async def babble(reader, writer):
        await reader.readline()
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    other = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with other:
        port = other.sockets[0].getsockname()[1]
        with pytest.raises(errors.Unreadable):
            await fetcher.get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, errors.Denied),
        (403, errors.Denied),
        (404, errors.NotFound),
        (410, errors.Gone),
        (429, errors.Busy),
        (500, errors.HttpStatus),
        (503, errors.Busy),
    ],
)
async def test_refusals_are_told_apart_by_what_to_do(server, fetcher, status, kind):
    """Each status that asks for a reaction of its own has a class of its own."""
    url = server.serve("feed", Reply(status=status))
    with pytest.raises(kind) as caught:
        await fetcher.get(url)
    assert caught.value.status == status


async def test_a_server_that_asks_for_rest_gets_it(server, fetcher):
    """After 429 with Retry-After nothing of that host is asked until the time is up."""
    busy = server.serve("busy", Reply(status=429, headers={"Retry-After": "120"}))
    other = server.serve("other", Reply(FEED))
    with pytest.raises(errors.Busy) as caught:
        await fetcher.get(busy)
    assert caught.value.retry_after == timedelta(seconds=120)
    with pytest.raises(errors.Busy) as caught:
        await fetcher.get(other)
    assert timedelta(seconds=110) < caught.value.retry_after <= timedelta(seconds=120)
    assert [seen.path for seen in server.seen] == ["/busy"]


# --- redirects ---------------------------------------------------------------------------------


async def test_a_feed_that_moved_for_good_tells_its_new_address(server, fetcher):
    """Only permanent redirects change what is asked next time."""
    new = server.serve("new", Reply(FEED))
    old = server.redirect("old", "/new", 301)
    answer = await fetcher.get(old)
    assert (answer.url, answer.permanent_url) == (new, new)


async def test_a_chain_with_one_temporary_step_is_not_permanent(server, fetcher):
    """A single "for now" on the way keeps the old address."""
    server.serve("end", Reply(FEED))
    server.redirect("middle", "/end", 302)
    answer = await fetcher.get(server.redirect("start", "/middle", 301))
    assert answer.url == server.url("end")
    assert answer.permanent_url is None


async def test_redirects_in_a_circle_end(server, fetcher):
    """We follow a few hops, then we stop."""
    server.redirect("a", "/b")
    with pytest.raises(errors.TooManyRedirects):
        await fetcher.get(server.redirect("b", "/a"))
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "to",
    [
        "http://10.0.0.5/latest",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:192.168.1.1]/",
        "http://0xa9fea9fe/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_INFO",
        "http://[bad",
    ],
)
async def test_a_redirect_to_where_we_may_not_go_is_refused(server, fetcher, to):
    """The guard stands at every hop, not only at the first."""
    with pytest.raises(errors.Refused) as caught:
        await fetcher.get(server.redirect("trap", to))
    assert "redirects" in caught.value.reason


async def test_credentials_go_to_their_own_host_only(server, fetcher):
    """A redirect to another host does not carry the password along."""
    from fakes.feedserver import FeedServer

    async with FeedServer() as elsewhere:
        target = elsewhere.serve("feed", Reply(FEED))
        server.redirect("private", target, 301)
        answer = await fetcher.get(f"http://user:secret@127.0.0.1:{server.port}/private")
        assert server.seen[0].headers["Authorization"].startswith("Basic ")
        assert "Authorization" not in elsewhere.seen[0].headers
    assert answer.permanent_url is None, "the new address would lose the credentials"


async def test_errors_never_show_credentials(server, fetcher):
    """Neither the log line nor the operator's sentence holds a password or a key."""
    server.serve("private", Reply(status=403))
    with pytest.raises(errors.Denied) as caught:
        await fetcher.get(f"http://user:hunter2@127.0.0.1:{server.port}/private?token=s3cret&a=1")
    told = f"{caught.value} {caught.value.sentence} {caught.value.url}"
    assert "hunter2" not in told
    assert "s3cret" not in told
    assert "a=1" in told


# --- addresses ---------------------------------------------------------------------------------


async def test_a_name_is_connected_to_where_it_was_checked(server):
    """A name server that changes its answer between check and use gains nothing."""
    asked = []

    async def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    server.serve("feed", Reply(FEED))
    settings = FetchSettings(allow_private=("127.0.0.1",), host_pause=0.0, timeout=2)
    async with Fetcher(settings, resolve=rebinding) as fetcher:
        answer = await fetcher.get(f"http://rebind.example:{server.port}/feed")
    assert answer.body == FEED
    assert asked == ["rebind.example"]


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "::1", "fe80::1%eth0", "100.64.0.1"])
async def test_a_name_that_leads_inside_is_refused(address):
    """Public names of private addresses are the oldest trick."""

    async def inside(host, port):
        return [address]

    async with Fetcher(FetchSettings(host_pause=0.0), resolve=inside) as fetcher:
        with pytest.raises(errors.Refused) as caught:
            await fetcher.get("http://inside.example/feed?x=1")
    assert caught.value.url == "http://inside.example/feed?x=1"


async def test_a_name_with_good_and_bad_addresses_is_asked_at_the_good_ones(server):
    """One unsafe address of a name is left out; the safe ones serve."""

    async def mixed(host, port):
        return ["10.0.0.1", "127.0.0.1"]

    server.serve("feed", Reply(FEED))
    settings = FetchSettings(allow_private=("127.0.0.1",), host_pause=0.0, timeout=2)
    async with Fetcher(settings, resolve=mixed) as fetcher:
        assert (await fetcher.get(f"http://mixed.example:{server.port}/feed")).status == 200


async def test_an_unknown_name_says_so():
    """A typing mistake is told apart from a server that is down."""

    async def nobody(host, port):
        raise OSError("Name or service not known")

    async with Fetcher(FetchSettings(), resolve=nobody) as fetcher:
        with pytest.raises(errors.NameUnknown):
            await fetcher.get("http://nobody.example/")


async def test_literal_addresses_never_reach_a_socket():
    """A literal address does not pass the resolver, so it is judged before."""

    async def never(host, port):
        raise AssertionError("a literal address was looked up")

    async with Fetcher(FetchSettings(), resolve=never) as fetcher:
        for url in ("http://127.0.0.1/", "http://2130706433/", "http://[::1]/", "http://0/"):
            with pytest.raises(errors.Refused):
                await fetcher.get(url)


async def test_the_default_asks_nobody_on_this_machine(server):
    """Without configuration, a private server is out of reach."""
    server.serve("feed", Reply(FEED))
    async with Fetcher() as fetcher:
        with pytest.raises(errors.Refused) as caught:
            await fetcher.get(server.url("feed"))
    assert "allow_private" in caught.value.sentence
    assert server.seen == []


# --- manners -----------------------------------------------------------------------------------


async def test_one_host_is_asked_by_few_at_once(server):
    """However many feeds a host has, it sees two requests at a time."""
    server.serve("feed", Reply(FEED, delay=0.02))
    settings = FetchSettings(host_pause=0.0, per_host=2, allow_private=("127.0.0.1",))
    async with Fetcher(settings) as fetcher:
        await asyncio.gather(*(fetcher.get(server.url("feed")) for _ in range(8)))
    assert server.most == 2


async def test_waiting_for_a_turn_does_not_count_as_slowness(server):
    """The time allowed is for the server, not for our own queue."""
    server.serve("feed", Reply(FEED, delay=0.2))
    settings = FetchSettings(timeout=0.5, host_pause=0.0, per_host=1, allow_private=("127.0.0.1",))
    async with Fetcher(settings) as fetcher:
        answers = await asyncio.gather(*(fetcher.get(server.url("feed")) for _ in range(5)))
    assert [answer.status for answer in answers] == [200] * 5


async def test_we_say_who_we_are_and_send_no_cookies(server, fetcher):
    """Publishers can tell us apart, and cannot track us."""
    url = server.serve("feed", Reply(FEED, headers={"Set-Cookie": "id=1"}))
    await fetcher.get(url)
    await fetcher.get(url)
    assert server.seen[1].headers["User-Agent"].startswith("Tellal/")
    assert "Cookie" not in server.seen[1].headers


async def test_a_closed_fetcher_says_how_to_open_it():
    """Forgetting the context manager is a fault of ours, told plainly."""
    fetcher = Fetcher()
    with pytest.raises(RuntimeError, match="context manager"):
        await fetcher.get("https://example.com/")
