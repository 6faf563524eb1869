"""Times as people type them."""

import contextlib
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import words
from bot.conversation.errors import Unclear
from bot.conversation.times import digest_times, quiet_hours, time_of_day
from storage.model import DigestTime

DAILY = tuple(range(7))
WEEKDAYS = tuple(range(5))
T = words("en")


@pytest.mark.parametrize(
    "typed",
    ["8:30", "08:30", "0830", "830", "8.30", "8h30", "8:30am", "8:30 AM", "8:30 a.m.", " 8:30 "],
)
def test_an_hour_is_understood_in_many_spellings(typed):
    assert time_of_day(T, typed) == time(8, 30)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("8", 8), ("20", 20), ("8am", 8), ("8 pm", 20), ("12am", 0), ("12pm", 12), ("noon", 12),
     ("midnight", 0), ("0:00", 0), ("2000", 20), ("8h", 8)],
)  # fmt: skip
def test_a_full_hour_is_understood(typed, hour):
    assert time_of_day(T, typed) == time(hour)


@pytest.mark.parametrize(
    "typed", ["24:00", "25", "8:60", "8:5", "13pm", "0am", "", "soon", "8:30:15", "-8", "99999"]
)
def test_an_impossible_hour_gets_a_sentence_with_an_example(typed):
    with pytest.raises(Unclear, match="08:30"):
        time_of_day(T, typed)


@pytest.mark.parametrize(
    ("typed", "plan"),
    [
        ("08:30", [(DAILY, (8, 30))]),
        ("daily 8", [(DAILY, (8, 0))]),
        ("every day at 8am", [(DAILY, (8, 0))]),
        ("weekdays 08:30", [(WEEKDAYS, (8, 30))]),
        ("mon 08:30", [((0,), (8, 30))]),
        ("Mondays at 8.30", [((0,), (8, 30))]),
        ("mon, wed and fri 8:30", [((0, 2, 4), (8, 30))]),
        ("mon-fri 0830", [(WEEKDAYS, (8, 30))]),
        ("fri - mon 10", [((0, 4, 5, 6), (10, 0))]),
        ("08:30, 18:00", [(DAILY, (8, 30)), (DAILY, (18, 0))]),
        ("8:30 and 6 pm", [(DAILY, (8, 30)), (DAILY, (18, 0))]),
        ("weekdays 08:30, sat 10:00", [(WEEKDAYS, (8, 30)), ((5,), (10, 0))]),
        ("weekdays 8 18", [(WEEKDAYS, (8, 0)), (WEEKDAYS, (18, 0))]),
        ("sat 10, weekdays 10", [((0, 1, 2, 3, 4, 5), (10, 0))]),
        ("18:00 08:00 18:00", [(DAILY, (8, 0)), (DAILY, (18, 0))]),
    ],
)
def test_a_plan_is_understood(typed, plan):
    assert digest_times(T, typed) == tuple(DigestTime(days, time(*at)) for days, at in plan)


def test_days_are_understood_in_the_readers_language_too():
    assert digest_times(T, "hafta içi 8:30", "tr") == (DigestTime(WEEKDAYS, time(8, 30)),)
    assert digest_times(T, "salı ve perşembe 8:30", "tr") == (DigestTime((1, 3), time(8, 30)),)


@pytest.mark.parametrize(
    ("typed", "plan"),
    [
        ("her gün saat 08:30", [(DAILY, (8, 30))]),
        ("hergün 8.30'da", [(DAILY, (8, 30))]),
        ("Hafta içi her gün 08:30’da", [(WEEKDAYS, (8, 30))]),
        ("hafta sonu 10", [((5, 6), (10, 0))]),
        ("cumartesi günü saat 10:00'da", [((5,), (10, 0))]),
        ("sabah 8 ve akşam 8", [(DAILY, (8, 0)), (DAILY, (20, 0))]),
        ("akşam 20:30", [(DAILY, (20, 30))]),
        ("Pzt-Cum 07:45, öğlen", [(WEEKDAYS, (7, 45)), (WEEKDAYS, (12, 0))]),
        ("GECE YARISI", [(DAILY, (0, 0))]),
    ],
)
def test_a_plan_is_understood_in_turkish(typed, plan):
    wanted = tuple(DigestTime(days, time(*at)) for days, at in plan)
    assert set(digest_times(T, typed, "tr")) == set(wanted)


@pytest.mark.parametrize(
    "typed", ["22:00 ile 07:00 arası", "22:00'den 07:00'ye kadar", "saat 22 ile 7 arasında"]
)
def test_quiet_hours_are_understood_in_turkish(typed):
    assert quiet_hours(T, typed) == (time(22), time(7))


@pytest.mark.parametrize(
    "typed",
    ["mon", "8:30 tue", "someday 8:30", "mon-someday 8", "8:30 25:00", "", ",", "8:30 maybe"],
)
def test_a_plan_that_is_none_gets_a_sentence_with_an_example(typed):
    with pytest.raises(Unclear, match=r"\d\d:\d\d"):
        digest_times(T, typed)


def test_a_plan_has_at_most_as_many_hours_as_a_day():
    with pytest.raises(Unclear):
        digest_times(T, ", ".join(f"{n // 2}:{n % 2}0" for n in range(30)))


@pytest.mark.parametrize(
    "typed", ["22:00-07:00", "22-7", "22:00 – 07:00", "10pm to 7am", "from 22 until 7"]
)
def test_quiet_hours_are_understood(typed):
    assert quiet_hours(T, typed) == (time(22), time(7))


@pytest.mark.parametrize("typed", ["off", "None", "never"])
def test_quiet_hours_are_switched_off_by_a_word(typed):
    assert quiet_hours(T, typed) is None


@pytest.mark.parametrize("typed", ["22:00", "7-7", "22-7-9", "a-b", ""])
def test_quiet_hours_that_are_none_get_a_sentence_with_an_example(typed):
    with pytest.raises(Unclear, match=r"\d\d:\d\d"):
        quiet_hours(T, typed)


@given(st.text(max_size=80))
def test_whatever_is_typed_a_plan_or_a_sentence_comes(typed):
    with contextlib.suppress(Unclear):
        plan = digest_times(T, typed)
        assert plan
        assert all(set(hour.days) <= set(DAILY) and hour.days for hour in plan)


@given(st.times(), st.sampled_from(["%H:%M", "%H%M", "%H.%M", "%I:%M %p", "%I:%M%p"]))
def test_every_minute_of_the_day_is_read_as_it_was_written(at, spelling):
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    assert time_of_day(T, at.strftime(spelling)) == at
