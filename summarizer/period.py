"""Spans of time that questions set: "last week", "on Thursday", "in May". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from summarizer import vocabulary
from summarizer.dating import told
from summarizer.folding import fold
from summarizer.model import Days
from summarizer.wording import Word, last_asked

LATE = timedelta(days=3)
"""News of an event may come this long after it."""

_RECENT = timedelta(days=60)
"""How far back "recently" and "newest" reach."""

_LONGEST = 366
"""Days of a stretch that is looked for by when articles came out; a year of long ago is not."""


@dataclass(frozen=True, slots=True)
class Period:
    """When a question is about.

    Attributes:
        since, until: bounds that articles must keep, with room for late reports.
        days: when what is asked about happened, where that says less of the article's own time.
    """

    since: datetime | None = None
    until: datetime | None = None
    days: Days | None = None


def period(text: str, read: Sequence[Word], language: str, now: datetime) -> Period:
    """Resolve a question's words of time against the day of asking.

    A word with a capital is part of a name ("USA Today"). What is to come sets nothing, and
    neither does a year that is named: articles of any time may tell of it.

    Args:
        text: the question.
        read: its words.
        language: of them.
        now: when it is asked, aware.
    """
    tall = language in vocabulary.TALL_NOUNS
    asked = [
        "" if at and word.is_capital and not tall else word.folded for at, word in enumerate(read)
    ]
    for role, (since, until) in _bounds(now).items():
        if vocabulary.find(asked, language, role):
            return Period(since, until)
    if vocabulary.find(asked, language, "newest"):
        today = now.date()
        return Period(days=Days(today - _RECENT, today))
    ahead = vocabulary.find(asked, language, "ahead")
    if ahead or vocabulary.asks_ahead(asked, language):
        return Period()
    return Period(days=_days(last_asked(text), language, now.date()))


def _bounds(now: datetime) -> dict[str, tuple[datetime, datetime | None]]:
    today = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    month_before = (month - timedelta(days=1)).replace(day=1)
    day = timedelta(days=1)
    return {
        "today": (today - day, None),
        "before_yesterday": (today - 3 * day, None),
        "yesterday": (today - 2 * day, None),
        "last_week": (monday - 8 * day, monday + LATE),
        "this_week": (today - 9 * day, None),
        "last_month": (month_before, month + LATE),
        "this_month": (month - day, None),
        "recent": (today - _RECENT, None),
    }


def _days(text: str, language: str, today: date) -> Days | None:
    """Give the days that a question names without a year; of several the shortest stretch."""
    found = [
        each
        for each in told(_with_capitals(text, language), language, today)
        if each.last - each.first < timedelta(days=_LONGEST)
        and not any(word.isdigit() and len(word) == _YEAR for word in each.words)
    ]
    return min(found, key=lambda each: each.last - each.first, default=None)


_YEAR = 4
"""Digits of a year."""

_WORD = re.compile(r"[^\W\d_]+")


def _with_capitals(text: str, language: str) -> str:
    """Write "in may" as "in May": readers leave capitals out, and then only "in" tells a month."""
    leads = vocabulary.single(language, "place")
    months = vocabulary.calendar(language)
    pieces, end, before = [], 0, ""
    for word in _WORD.finditer(text):
        folded = fold(word[0])
        if folded in months and before in leads:
            pieces += [text[end : word.start()], word[0].capitalize()]
            end = word.end()
        before = folded
    return "".join((*pieces, text[end:]))
