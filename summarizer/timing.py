"""Whether a sentence tells of the days that a question is about. Pure.

What a sentence says itself goes first, then what its article says at its beginning, then when the
article came out. Dates are seen from the article's own day.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import IntEnum

from summarizer import vocabulary
from summarizer.dating import told
from summarizer.model import Article, Days
from summarizer.reading import Passage, Reading

_LEAD = 3
"""Sentences of an article's beginning that say when it happened."""

_DAY = timedelta(days=1)


class Timing(IntEnum):
    """When a sentence tells of, beside the days that are asked about."""

    OTHER = 0
    PERHAPS = 1
    SURELY = 2


def timing(passage: Passage, passages: Sequence[Passage], days: Days) -> Timing:
    """Say whether a sentence tells of some days.

    Args:
        passage: the sentence.
        passages: all that are read, in reading order.
        days: what is asked about.
    """
    article = passage.article
    spoken = article.published.date()
    own = _told(passage.reading, spoken)
    if any(each.meets(days) for each in own):
        return Timing.SURELY
    if any(each.first == each.last for each in own) or (own and not _reports(passage.reading)):
        return Timing.OTHER
    start = passage.at - passage.place
    lead = _of_lead([each.reading for each in passages[start : start + _LEAD + 1]], spoken)
    if lead:
        return Timing.SURELY if any(each.meets(days) for each in lead) else Timing.OTHER
    return Timing.PERHAPS if came_out(article, days, _DAY) else Timing.OTHER


def came_out(article: Article, days: Days, late: timedelta) -> bool:
    """Say whether an article came out on some days or not long after."""
    return days.first <= article.published.date() <= days.last + late


def _told(reading: Reading, spoken: date) -> tuple[Days, ...]:
    language = reading.language
    ahead = vocabulary.looks_ahead(reading.folded, language)
    found = told(reading.text, language, spoken)
    return (*found, *told(reading.text, language, spoken, ahead=True)) if ahead else found


def _of_lead(lead: Sequence[Reading], spoken: date) -> list[Days]:
    """Give the single days of which an article tells at its beginning."""
    return [
        days
        for reading in lead
        for days in told(reading.text, reading.language, spoken)
        if days.first == days.last
    ]


def _reports(reading: Reading) -> bool:
    """Say whether a sentence reports what somebody said, who may have spoken on another day."""
    return not vocabulary.single(reading.language, "speech").isdisjoint(reading.folded)
