"""Digest hours: one for each local date, whatever the clocks and the zone do."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hours import due, following, latest, moment, quiet_until
from storage.model import Address, Chat, ChatKind, DigestTime

BERLIN = ZoneInfo("Europe/Berlin")
DAILY = tuple(range(7))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CATCH_UP = timedelta(hours=36)


def chat(zone: str = "Europe/Berlin", at: time = time(8, 30), **more: object) -> Chat:
    plan = (DigestTime(DAILY, at),)
    base = Chat(
        1, Address("terminal", "", "1"), ChatKind.PRIVATE, "", LONG_AGO, zone=zone, digest=plan
    )
    return replace(base, **more)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_time_that_spring_skips_comes_at_the_end_of_the_gap():
    assert moment(datetime(2026, 3, 29, 2, 30), BERLIN) == utc("2026-03-29T01:00")
    assert moment(datetime(2026, 3, 29, 3, 0), BERLIN) == utc("2026-03-29T01:00")


def test_a_time_that_autumn_repeats_comes_the_first_time_only():
    assert moment(datetime(2026, 10, 25, 2, 30), BERLIN) == utc("2026-10-25T00:30")


def test_a_gap_of_half_an_hour_ends_where_it_ends():
    # Lord Howe Island moves its clocks by thirty minutes, at two in the morning.
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert moment(datetime(2026, 10, 4, 2, 15), lord_howe) == utc("2026-10-03T15:30")


def test_a_day_that_never_was_ends_at_its_midnight():
    # Samoa had no 30 December 2011.
    apia = ZoneInfo("Pacific/Apia")
    assert moment(datetime(2011, 12, 30, 8, 30), apia) == utc("2011-12-30T10:00")


def test_an_empty_plan_has_no_hours():
    now = utc("2026-11-24T12:00")
    assert latest((), "UTC", now) is None
    assert following((), "UTC", now) is None


def test_a_weekly_plan_looks_a_week_back_and_ahead():
    plan = (DigestTime((1,), time(8, 30)),)  # Tuesdays
    now = utc("2026-11-24T08:29")  # a Tuesday
    assert latest(plan, "UTC", now).slot == "2026-11-17T08:30"
    assert following(plan, "UTC", now).slot == "2026-11-24T08:30"
    assert following(plan, "UTC", utc("2026-11-24T08:30")).slot == "2026-12-01T08:30"


def test_a_plan_made_after_its_hour_waits_for_the_next():
    made = utc("2026-11-24T09:00")
    assert due(chat("UTC", digest_since=made), utc("2026-11-24T09:01"), CATCH_UP) is None
    assert due(chat("UTC", digest_since=made), utc("2026-11-25T08:30"), CATCH_UP) is not None


def test_after_a_long_pause_only_the_newest_hour_is_owed_and_none_that_is_too_old():
    monday = chat("UTC")
    assert due(monday, utc("2026-11-24T09:00"), CATCH_UP).slot == "2026-11-24T08:30"
    weekly = replace(monday, digest=(DigestTime((0,), time(8, 30)),))
    assert due(weekly, utc("2026-11-24T09:00"), CATCH_UP).slot == "2026-11-23T08:30"
    assert due(weekly, utc("2026-11-25T09:00"), CATCH_UP) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-24T20:59", None),
        ("2026-11-24T21:00", "2026-11-25T06:00"),
        ("2026-11-25T05:59", "2026-11-25T06:00"),
        ("2026-11-25T06:00", None),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(now, until):
    quiet = chat(quiet=(time(22), time(7)))  # Berlin, one hour ahead
    assert quiet_until(quiet, utc(now)) == (utc(until) if until else None)


def test_quiet_hours_that_autumn_repeats_end_each_time_and_not_a_day_later():
    quiet = chat(quiet=(time(1), time(2, 30)))
    assert quiet_until(quiet, utc("2026-10-25T00:10")) == utc("2026-10-25T00:30")
    assert quiet_until(quiet, utc("2026-10-25T00:45")) is None
    assert quiet_until(quiet, utc("2026-10-25T01:10")) == utc("2026-10-25T01:30")


def test_quiet_hours_whose_end_spring_skips_end_with_the_gap():
    quiet = chat(quiet=(time(22), time(2, 30)))
    assert quiet_until(quiet, utc("2026-03-29T00:50")) == utc("2026-03-29T01:00")


def test_quiet_hours_within_a_day():
    quiet = chat("UTC", quiet=(time(13), time(14)))
    assert quiet_until(quiet, utc("2026-11-24T13:30")) == utc("2026-11-24T14:00")
    assert quiet_until(quiet, utc("2026-11-24T12:59")) is None


def digests(
    person: Chat, moves: dict[datetime, str], since: datetime, until: datetime
) -> list[str]:
    """Play a chat's life in steps of 15 minutes; give the slots that were served, in order."""
    served: list[str] = []
    now = since
    while now < until:
        if now in moves:
            person = replace(person, zone=moves[now])
        owed = due(person, now, CATCH_UP)
        if owed and owed.slot not in served:
            served.append(owed.slot)
        now += timedelta(minutes=15)
    return served


@given(
    st.sampled_from(sorted(available_timezones())),
    st.sampled_from(sorted(available_timezones())),
    st.integers(0, 24 * 4 - 1),
    st.integers(0, 24 * 4 - 1),
)
def test_a_zone_changed_in_the_middle_of_a_day_gives_neither_two_digests_nor_none(
    home, away, quarter, moved
):
    at = time(quarter // 4, quarter % 4 * 15)
    since, until = utc("2026-06-01T00:00"), utc("2026-06-09T00:00")
    move = utc("2026-06-04T00:00") + timedelta(minutes=15 * moved)
    served = digests(chat(home, at), {move: away}, since, until)
    assert len(served) == len(set(served))
    dates = [slot[:10] for slot in served]
    first, last = dates[0], dates[-1]
    expected = []
    day = datetime.fromisoformat(first)
    while f"{day:%Y-%m-%d}" <= last:
        expected.append(f"{day:%Y-%m-%d}")
        day += timedelta(days=1)
    assert dates == expected
