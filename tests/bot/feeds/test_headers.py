"""What servers say beside the body is read, and never believed beyond reason."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import headers

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("Tue, 24 Nov 2026 09:05:00 GMT", timedelta(minutes=5)),
        ("Tue, 24 Nov 2026 08:00:00 GMT", timedelta()),
        ("999999999999999", headers.LONGEST_WAIT),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(said, wait):
    """Both forms of the standard; a time that is over means now."""
    assert headers.retry_after({"Retry-After": said}, NOW) == wait


def test_dates_are_read_against_the_servers_own_clock():
    """A server whose clock is wrong is at least consistent."""
    said = {
        "Retry-After": "Tue, 24 Nov 2026 12:05:00 GMT",
        "Date": "Tue, 24 Nov 2026 12:00:00 GMT",
    }
    assert headers.retry_after(said, NOW) == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ({"Cache-Control": "public, max-age=300"}, timedelta(minutes=5)),
        ({"Cache-Control": 'MAX-AGE="300"'}, timedelta(minutes=5)),
        ({"Cache-Control": "max-age=300", "Age": "120"}, timedelta(minutes=3)),
        ({"Cache-Control": "max-age=300", "Age": "900"}, timedelta()),
        ({"Cache-Control": "s-maxage=900, max-age=60"}, timedelta(minutes=1)),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        ({"Cache-Control": "no-store"}, None),
        ({"Expires": "Tue, 24 Nov 2026 10:00:00 GMT"}, timedelta(hours=1)),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
def test_freshness_is_what_the_server_says(said, age):
    """Cache-Control before Expires; what may not be kept has no age."""
    assert headers.max_age(said, NOW) == age


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Application/RSS+XML; charset=UTF-8", ("application/rss+xml", "utf-8")),
        ("text/html", ("text/html", None)),
        ('text/xml; charset="iso-8859-9"', ("text/xml", "iso-8859-9")),
        ("nonsense", ("text/plain", None)),
    ],
)
def test_the_media_type_and_the_charset_are_taken_apart(said, read):
    """In lower case, quotes or not."""
    assert headers.media_type({"Content-Type": said}) == read


def test_no_content_type_is_no_content_type():
    """Nothing is made up."""
    assert headers.media_type({}) == ("", None)


def test_only_validators_that_may_be_sent_are_kept():
    """Line breaks, endless and foreign ones are none."""
    assert headers.validator('W/"abc"') == 'W/"abc"'
    for odd in (None, "", "a\r\nb", "é", "x" * 1001):
        assert headers.validator(odd) is None


@given(st.text(), st.text(), st.text())
def test_whatever_a_server_says_is_survived(one, two, three):
    """Headers are as foreign as bodies."""
    said = {"Retry-After": one, "Cache-Control": two, "Expires": three, "Age": one, "Date": two}
    for read in (headers.retry_after, headers.max_age):
        wait = read(said, NOW)
        assert wait is None or timedelta() <= wait <= headers.LONGEST_WAIT
    headers.media_type({"Content-Type": one.replace("\r", "").replace("\n", "")})
