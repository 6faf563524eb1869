"""Feeds are asked as often as they bring news, and left alone when they fail or ask for it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.due import Intervals, after_answer, after_failure

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FEW = Intervals()


def minutes(due):
    return (due - NOW).total_seconds() / 60


def paced(gap, count=10, quiet=timedelta()):
    return [NOW - quiet - gap * n for n in range(count)]


def after(dates=(), changed=None, *asked, feed=0):
    return minutes(after_answer(feed, dates, changed, NOW, FEW, *asked))


@pytest.mark.parametrize(
    ("gap", "wait"),
    [
        (timedelta(minutes=4), 5),
        (timedelta(minutes=40), 10),
        (timedelta(hours=2), 30),
        (timedelta(days=3), 360),
    ],
)
def test_a_feed_is_asked_four_times_between_two_entries(gap, wait):
    """Within the bounds."""
    assert after(paced(gap)) == wait


def test_a_busy_feed_that_fell_silent_is_asked_less():
    """Its archive tells of better days."""
    assert after(paced(timedelta(minutes=10), quiet=timedelta(hours=8))) == 60


def test_a_feed_without_dates_is_asked_as_usual():
    """Too little is known."""
    assert after() == 15
    assert after([NOW, NOW]) == 15


def test_silence_lengthens_the_interval():
    """When answers only say that nothing changed."""
    assert after((), NOW - timedelta(minutes=30)) == 15
    assert after((), NOW - timedelta(hours=16)) == 120
    assert after((), NOW - timedelta(days=30)) == 360


def test_wishes_of_the_server_are_respected_within_reason():
    """A cache of a year does not silence a feed for a year."""
    assert after((), None, timedelta(minutes=40)) == 40
    assert after((), None, timedelta(minutes=2), None) == 15
    assert after((), None, timedelta(days=365)) == 360


def test_feeds_are_spread_out_and_always_alike():
    """A thousand feeds that were added together do not stay together."""
    waits = [after(feed=number) for number in range(100)]
    assert len(set(waits)) == 100
    assert 15 <= min(waits) <= max(waits) <= 16.5
    assert after(feed=7) == after(feed=7)


@pytest.mark.parametrize(
    ("failures", "wait"), [(1, 15), (2, 30), (3, 60), (6, 480), (8, 1440), (10_000, 1440)]
)
def test_each_failure_doubles_the_wait(failures, wait):
    """Up to a day."""
    assert minutes(after_failure(0, failures, NOW, FEW)) == wait


def test_a_server_that_asks_for_more_gets_more():
    """Its word counts beyond ours."""
    assert minutes(after_failure(0, 1, NOW, FEW, timedelta(days=3))) == 3 * 1440
    assert minutes(after_failure(0, 3, NOW, FEW, timedelta(seconds=1))) == 60


PAST = st.datetimes(max_value=NOW.replace(tzinfo=None), timezones=st.just(UTC))
ASKED = st.none() | st.timedeltas(timedelta(), timedelta(days=7))


@given(st.lists(PAST), st.none() | PAST, ASKED, st.integers(0, 10_000))
def test_the_bounds_hold_for_any_feed(dates, changed, asked, feed):
    """Never more often than allowed, never rarer, a tenth of spread aside."""
    due = after_answer(feed, dates, changed, NOW, FEW, asked)
    assert FEW.fastest <= due - NOW <= FEW.slowest * 1.1
