"""When a feed is to be asked again. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_RECENT = 10
"""Entries whose times tell the pace of a feed."""
_PER_GAP = 4
"""Looks between two pieces of news: a quarter of a gap is how late news may come."""
_PER_SILENCE = 8
"""A feed that was silent for eight hours is asked every hour."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """How often feeds are asked.

    Attributes:
        usual: a feed that nothing is known about.
        fastest, slowest: bounds of what a feed's own pace makes of it.
        failing: the longest that a failing feed is left alone.
    """

    usual: timedelta = timedelta(minutes=15)
    fastest: timedelta = timedelta(minutes=5)
    slowest: timedelta = timedelta(hours=6)
    failing: timedelta = timedelta(hours=24)


def after_answer(
    feed: int,
    published: Sequence[datetime],
    changed: datetime | None,
    now: datetime,
    intervals: Intervals,
    *asked: timedelta | None,
) -> datetime:
    """Decide when to ask a feed again that answered.

    Args:
        feed: its id; feeds that were asked together are spread out by it.
        published: times of its entries, empty when nothing is new or nothing is dated.
        changed: when it last brought something new; None when it never did.
        now: the time.
        intervals: the bounds.
        asked: for how long the server or the feed wants to be left alone; bounded by `slowest`,
            since caches are often told more than the publisher means.
    """
    pace = _pace(published, now) or _silence(changed, now, intervals)
    interval = min(max(pace, intervals.fastest), intervals.slowest)
    wanted = max((wish for wish in asked if wish is not None), default=timedelta())
    return now + _spread(max(interval, min(wanted, intervals.slowest)), feed)


def after_failure(
    feed: int,
    failures: int,
    now: datetime,
    intervals: Intervals,
    retry_after: timedelta | None = None,
) -> datetime:
    """Decide when to ask a feed again that failed: twice as long after each failure.

    Args:
        feed: its id.
        failures: in a row, this one included.
        now: the time.
        intervals: the bounds.
        retry_after: what the server asked for; kept even beyond `failing`.
    """
    doubled = intervals.usual * 2 ** min(failures - 1, 16)
    interval = _spread(min(doubled, intervals.failing), feed)
    return now + max(interval, retry_after or timedelta())


def _pace(published: Sequence[datetime], now: datetime) -> timedelta | None:
    """Give a quarter of the usual gap between entries; None where too few are dated."""
    recent = sorted(published, reverse=True)[:_RECENT]
    if len(recent) < 3:
        return None
    gap = (recent[0] - recent[-1]) / (len(recent) - 1)
    # A feed that has fallen silent is slower than its archive says.
    return max(gap, (now - recent[0]) / 2) / _PER_GAP


def _silence(changed: datetime | None, now: datetime, intervals: Intervals) -> timedelta:
    if changed is None:
        return intervals.usual
    return max(intervals.usual, (now - changed) / _PER_SILENCE)


def _spread(interval: timedelta, feed: int) -> timedelta:
    """Lengthen an interval by up to a tenth, always the same for one feed."""
    return interval * (1 + (feed * 37 % 100) / 1000)
