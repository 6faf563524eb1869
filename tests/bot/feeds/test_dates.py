"""Dates are read as they are written in the wild, into UTC."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import dates


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-24T08:30:00Z", at(2026, 11, 24, 8, 30)),
        ("2026-11-24t08:30:00z", at(2026, 11, 24, 8, 30)),
        ("2026-11-24T08:30:00.123456789+03:00", at(2026, 11, 24, 5, 30)),
        ("2026-11-24T08:30+0300", at(2026, 11, 24, 5, 30)),
        ("2026-11-24 08:30:00 -0500", at(2026, 11, 24, 13, 30)),
        ("2026-11-24T08:30:00−05", at(2026, 11, 24, 13, 30)),
        ("2026-11-24", at(2026, 11, 24)),
        ("20261124", at(2026, 11, 24)),
        ("2026-11", at(2026, 11, 1)),
        ("2026", at(2026, 1, 1)),
        ("2026-11-24T24:00:00Z", at(2026, 11, 25)),
        ("2026-12-31T23:59:60Z", at(2026, 12, 31, 23, 59, 59)),
        ("Tue, 24 Nov 2026 08:30:00 GMT", at(2026, 11, 24, 8, 30)),
        ("Tue, 24 Nov 2026 08:30:00 +0300", at(2026, 11, 24, 5, 30)),
        ("24 Nov 26 08:30 EST", at(2026, 11, 24, 13, 30)),
        ("Tue, 24 November 2026 08:30 PDT", at(2026, 11, 24, 15, 30)),
        ("Tue Nov 24 08:30:00 2026", at(2026, 11, 24, 8, 30)),
        ("Tue Nov 24 08:30:00 MSK 2026", at(2026, 11, 24, 5, 30)),
        ("Nov 24, 2026, 8:30 p.m.", at(2026, 11, 24, 20, 30)),
        ("November 24, 2026 at 12:05 AM", at(2026, 11, 24, 0, 5)),
        ("24 Kasım 2026 Salı 08:30", at(2026, 11, 24, 8, 30)),
        ("Çar, 29 Nis 2026 10:15:00 +0300", at(2026, 4, 29, 7, 15)),
        ("29 Ağustos 2026", at(2026, 8, 29)),
        ("mar. 3 mars 2026", at(2026, 3, 3)),
        ("martes, 3 de febrero de 2026", at(2026, 2, 3)),
        ("8. März 2026, 10:00 Uhr", at(2026, 3, 8, 10, 0)),
        ("12 gennaio 2007", at(2007, 1, 12)),
        ("17-Jan-11", at(2011, 1, 17)),
        ("3 мая 2026 г., 10:20", at(2026, 5, 3, 10, 20)),
        ("24 қараша 2026", at(2026, 11, 24)),
        ("24.11.2026 08:30", at(2026, 11, 24, 8, 30)),
        ("24/11/2026", at(2026, 11, 24)),
        ("11/24/2026", at(2026, 11, 24)),
        ("2026/11/24 8:30", at(2026, 11, 24, 8, 30)),
        ("2026年11月24日 08:30", at(2026, 11, 24, 8, 30)),
        ("1795509000", at(2026, 11, 24, 8, 30)),
        ("1795509000000", at(2026, 11, 24, 8, 30)),
    ],
)
def test_every_manner_of_writing_a_date_is_read(written, moment):
    """Standards, habits of programs, and habits of languages."""
    assert dates.parse(written) == moment


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "May", "12:30", "31 Feb 2026", "2026-13-01", "0001-01-01", "99", "1/2", "½"],
)
def test_what_is_no_date_is_none(written):
    """Nothing is guessed."""
    assert dates.parse(written) is None


def test_a_time_to_come_is_now():
    """The news is out, whatever the clock of its server says."""
    now = at(2026, 11, 24, 9, 0)
    assert dates.bounded(at(2026, 11, 24, 12, 0), now) == now
    assert dates.bounded(at(2026, 11, 24, 8, 0), now) == at(2026, 11, 24, 8, 0)


def test_the_beginning_of_an_era_is_no_date():
    """Programs write it when they have none."""
    assert dates.bounded(at(1970, 1, 1), at(2026, 1, 1)) is None
    assert dates.bounded(None, at(2026, 1, 1)) is None


@given(st.datetimes(min_value=datetime(1700, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_iso_dates_always_come_back(moment, offset):
    """Any date that Python writes is read, in any zone."""
    from datetime import timedelta, timezone

    aware = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    try:
        expected = aware.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return
    read = dates.parse(aware.isoformat())
    assert read is None or read == expected
    assert read is not None or not 1600 <= expected.year <= 9998


@given(st.text(max_size=60))
def test_no_text_raises(text):
    """Foreign text gives a moment in UTC or none."""
    read = dates.parse(text)
    assert read is None or read.tzinfo is UTC


@given(st.text("0123456789:-/. +TZJanuryFebmpAM,", max_size=40))
def test_no_text_that_looks_like_a_date_raises(text):
    """The closer to a date, the more paths it takes."""
    read = dates.parse(text)
    assert read is None or read.tzinfo is UTC
