"""Digest hours in every zone of the world, over three years: one for each local date.

Around every change of a zone's clocks each quarter of an hour is a plan of its own; days without a
change are all alike, so of those a seeded sample is looked at. What the clocks show is read off
the zone itself, minute by minute, not off the code under test.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.hours import due, following, latest, moment
from storage.model import Address, Chat, ChatKind, DigestTime

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SINCE, YEARS = date(2025, 1, 1), 3
DAY, QUARTER, MINUTE = timedelta(days=1), timedelta(minutes=15), timedelta(minutes=1)
DAILY = tuple(range(7))
QUARTERS = tuple(time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45))
ZONES = sorted(available_timezones())
ORDINARY = 3
"""Days without a change that are looked at in each zone, each with a few hours."""
CATCH_UP = timedelta(hours=36)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def days() -> Iterator[date]:
    day, end = SINCE, SINCE.replace(year=SINCE.year + YEARS)
    while day < end:
        yield day
        day += DAY


def offset(at: datetime, zone: ZoneInfo) -> timedelta:
    shown = at.astimezone(zone).utcoffset()
    assert shown is not None
    return shown


def changes(zone: ZoneInfo) -> list[datetime]:
    """Give the moments, to the minute, from which the clocks show something else."""
    found = []
    at = datetime.combine(SINCE, time(), UTC)
    end = at.replace(year=at.year + YEARS)
    while at < end:
        coming = at + timedelta(hours=12)
        if offset(at, zone) != offset(coming, zone):
            low, high = at, coming
            while high - low > MINUTE:
                middle = low + (high - low) // 2 // MINUTE * MINUTE
                low, high = (middle, high) if offset(middle, zone) == offset(at, zone) else (
                    low, middle)  # fmt: skip
            found.append(high)
        at = coming
    return found


def dates_around(change: datetime, zone: ZoneInfo) -> set[date]:
    """Give the local dates that a change can touch, and their neighbours."""
    here = change.astimezone(zone).date()
    before = (change - MINUTE).astimezone(zone).date()
    return {day + n * DAY for day in (here, before) for n in (-1, 0, 1)}


def first_shown(day: date, zone: ZoneInfo, change: datetime) -> dict[time, datetime]:
    """Read off the clocks when each quarter of a day is first shown, or skipped over.

    Args:
        change: the only one near that day.
    """
    seen: dict[time, datetime] = {}
    at = datetime.combine(day, time(), UTC) - timedelta(hours=16)
    end = at + timedelta(hours=58)
    while at < end:  # the quarter hours of any zone are quarter hours of UTC, too
        local = at.astimezone(zone).replace(tzinfo=None)
        if local.date() == day:
            seen.setdefault(local.time(), at)
        at += QUARTER
    return {quarter: seen.get(quarter, change) for quarter in QUARTERS}


@pytest.fixture(scope="module")
def turning() -> dict[str, list[datetime]]:
    return {name: changes(ZoneInfo(name)) for name in ZONES}


def test_the_world_has_changes_to_look_at(turning):
    assert len(ZONES) > 400
    assert sum(map(len, turning.values())) > 1000


def test_around_every_change_each_quarter_of_an_hour_comes_when_the_clocks_first_show_it(turning):
    looked = 0
    for name in ZONES:
        zone = ZoneInfo(name)
        for change in turning[name]:
            for day in dates_around(change, zone):
                expected = first_shown(day, zone, change)
                for quarter, at in expected.items():
                    assert moment(datetime.combine(day, quarter), zone) == at, (name, day, quarter)
                looked += len(expected)
    assert looked > 100_000


def test_around_every_change_each_date_has_one_digest_and_the_plan_finds_it(turning):
    """What is latest at every moment, and what follows, are the one occurrence of each date."""
    dice = random.Random(20261124)
    for name in ZONES:
        zone = ZoneInfo(name)
        for change in turning[name]:
            near = [change.astimezone(zone).time().replace(second=0, microsecond=0)]
            near = [q for q in QUARTERS if abs(_minutes(q) - _minutes(near[0])) <= 120]
            for quarter in {*near, *dice.sample(QUARTERS, 4)}:
                _assert_once_a_day(name, quarter, change - 3 * DAY, change + 3 * DAY)


def test_on_ordinary_days_too(turning):
    dice = random.Random(20261124)
    every = list(days())
    for name in ZONES:
        zone = ZoneInfo(name)
        touched = {day for change in turning[name] for day in dates_around(change, zone)}
        for day in dice.sample(every, ORDINARY):
            if day in touched:
                continue
            for quarter in dice.sample(QUARTERS, 4):
                at = moment(datetime.combine(day, quarter), zone)
                assert at.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, quarter)
                plan = (DigestTime(DAILY, quarter),)
                slot = f"{day}T{quarter:%H:%M}"
                assert latest(plan, name, at).slot == slot
                assert following(plan, name, at - MINUTE).slot == slot


def test_a_zone_changed_on_any_day_gives_neither_two_digests_for_a_date_nor_none():
    """Readers move from every zone to some others, also on days when the clocks change."""
    dice = random.Random(20261124)
    moves = 0
    for home in ZONES:
        for away in dice.sample(ZONES, 4):
            day = dice.choice((date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 4)))
            since = datetime.combine(day - 3 * DAY, time(), UTC)
            moved = datetime.combine(day, time(), UTC) + QUARTER * dice.randrange(96)
            if offset(moved, ZoneInfo(away)) - offset(moved, ZoneInfo(home)) > DAY:
                continue  # over the date line: a whole date may not exist for this reader
            served = _served(home, away, dice.choice(QUARTERS), since, moved)
            dates = [slot[:10] for slot in served]
            first = date.fromisoformat(dates[0])
            assert dates == [f"{first + n * DAY}" for n in range(len(dates))], (home, away, moved)
            moves += 1
    assert moves > 1500


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _assert_once_a_day(name: str, quarter: time, since: datetime, until: datetime) -> None:
    plan = (DigestTime(DAILY, quarter),)
    slots, at = [], since
    while (coming := following(plan, name, at)) and coming.at < until:
        slots.append(coming.slot)
        assert latest(plan, name, coming.at) == coming, (name, quarter, coming)
        assert latest(plan, name, coming.at - MINUTE) != coming
        at = coming.at
    dates = [date.fromisoformat(slot[:10]) for slot in slots]
    assert len(dates) >= 5
    assert dates == [dates[0] + n * DAY for n in range(len(dates))], (name, quarter, slots)


def _served(home: str, away: str, quarter: time, since: datetime, moved: datetime) -> list[str]:
    """Play a week of a chat that moves, looking every half an hour; give what it was served."""
    plan = (DigestTime(DAILY, quarter),)
    chat = Chat(
        1, Address("terminal", "", "1"), ChatKind.PRIVATE, "", LONG_AGO, zone=home, digest=plan
    )
    served: list[str] = []
    at = since
    while at < since + 7 * DAY:
        here = replace(chat, zone=away) if at >= moved else chat
        owed = due(here, at, CATCH_UP)
        if owed and owed.slot not in served:
            served.append(owed.slot)
        at += 2 * QUARTER
    return served
