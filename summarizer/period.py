"""Spans of time that questions set: "last week", "yesterday". Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from summarizer import vocabulary
from summarizer.wording import Word

_LATE = timedelta(days=3)
"""News of an event may come this long after it."""

_RECENT = timedelta(days=60)
"""How far back "recently" reaches."""


def span(
    read: Sequence[Word], language: str, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Resolve words like "last week" against the day of asking, with room for late reports.

    A bare weekday or month sets no bounds: articles speak of days long past in the same words.
    A word with a capital is part of a name ("USA Today").
    """
    asked = ["" if word.is_capital and at else word.folded for at, word in enumerate(read)]
    today = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    month_before = (month - timedelta(days=1)).replace(day=1)
    day = timedelta(days=1)
    spans = {
        "today": (today - day, None),
        "yesterday": (today - 2 * day, None),
        "last_week": (monday - 8 * day, monday + _LATE),
        "this_week": (today - 9 * day, None),
        "last_month": (month_before, month + _LATE),
        "this_month": (month - day, None),
        "recent": (today - _RECENT, None),
    }
    for role, (since, until) in spans.items():
        if vocabulary.find(asked, language, role):
            return since, until
    return None, None
