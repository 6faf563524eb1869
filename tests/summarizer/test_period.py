"""A question's words of time bound the search, or say which days it is about."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import wording
from summarizer.period import Period, period
from summarizer.vocabulary import LANGUAGES

NOW = datetime(2024, 4, 27, 12, tzinfo=UTC)


WORDS = (
    "who",
    "won",
    "on",
    "in",
    "may",
    "3",
    "thursday",
    "last",
    "week",
    "year",
    "ago",
    "two",
    "days",
)


def of(text: str, language: str = "en", now: datetime = NOW) -> Period:
    return period(text, wording.read(text, language), language, now)


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("What did Ada say on Thursday?", "en", date(2024, 4, 25)),
        ("what did ada say on thursday", "en", date(2024, 4, 25)),
        ("what did ada announce in may", "en", date(2023, 5, 1)),
        ("Perşembe günü Ada ne dedi?", "tr", date(2024, 4, 25)),
        ("Was hat Ada am Donnerstag gesagt?", "de", date(2024, 4, 25)),
        ("¿Qué dijo Ada el jueves?", "es", date(2024, 4, 25)),
        ("Who won two days ago?", "en", date(2024, 4, 25)),
        ("Who won last year?", "en", date(2023, 1, 1)),
    ],
)
def test_bare_days_are_those_just_before_asking(text, language, first):
    found = of(text, language)
    assert found.days is not None
    assert found.days.first == first
    assert (found.since, found.until) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "What did USA Today write?",
        "Who won in May 2005?",
        "Which treaty was signed in 2009?",
        "Who may win?",
        "Who will speak on Friday?",
        "Who is set to speak on Friday?",
        "Who speaks next Friday?",
    ],
)
def test_named_years_and_what_is_to_come_set_nothing(text):
    assert of(text) == Period()


def test_last_week_in_german_is_seen_although_its_noun_has_a_capital():
    assert of("Wer gewann letzte Woche?", "de").since is not None


def test_the_newest_may_be_old_where_nothing_is_newer():
    found = of("What is the latest iPhone?")
    assert found.since is None
    assert found.days is not None
    assert found.days.words == ()


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.sampled_from(LANGUAGES),
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)),
)
def test_no_question_ends_before_it_begins(text, language, now):
    found = of(text, language, now.replace(tzinfo=UTC))
    if found.since and found.until:
        assert found.since <= found.until
    if found.days:
        assert found.days.first <= found.days.last
        assert found.days.first <= now.date() + timedelta(days=1)
