"""A sentence is of the days that it, its article's beginning or its article's date tells."""

from datetime import UTC, date, datetime

import pytest

from summarizer.model import Days
from summarizer.reading import passages
from summarizer.timing import Timing, timing

FRIDAY = datetime(2024, 4, 26, 9, tzinfo=UTC)
ON_THURSDAY = Days(date(2024, 4, 25), date(2024, 4, 25), ("thursday",))
DATED = (
    "The mayor opened the bridge on Thursday.\n"
    "She thanked the builders.\n"
    "The old bridge was closed on Monday.\n"
    "Work began in 2019.\n"
    "Traffic fell in 2019, she said."
)
UNDATED = "The mayor opened the bridge.\nShe thanked the builders."


def timed(write, body: str, place: int, published: datetime = FRIDAY) -> Timing:
    read = passages((write(body, published=published),))
    return timing(read[place], read, ON_THURSDAY)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (0, Timing.SURELY),  # says the day
        (1, Timing.SURELY),  # goes on from the beginning, which says it
        (2, Timing.OTHER),  # says another day
        (3, Timing.OTHER),  # tells of another year
        (4, Timing.SURELY),  # reports what was said that day, of another year
    ],
)
def test_what_a_sentence_says_goes_before_what_its_article_says(write, place, found):
    assert timed(write, DATED, place) is found


def test_a_weekday_is_counted_from_the_day_of_its_article(write):
    older = datetime(2024, 4, 19, 9, tzinfo=UTC)
    assert timed(write, DATED, 0, older) is Timing.OTHER


def test_without_a_day_in_the_text_its_publication_tells(write):
    assert timed(write, UNDATED, 1) is Timing.PERHAPS
    assert timed(write, UNDATED, 1, datetime(2024, 4, 28, 9, tzinfo=UTC)) is Timing.OTHER
