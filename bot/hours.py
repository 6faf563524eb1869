"""When a chat's hours fall: digests, quiet hours, in its own zone, whatever the clocks do. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from storage.model import Chat, DigestTime

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One hour of a chat's plan on one day.

    Attributes:
        slot: its name in the chat, the local date and hour ("2026-11-24T08:30"): whatever
            happens to the zone meanwhile, one name is served once.
        at: the moment, in UTC.
    """

    slot: str
    at: datetime


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Give a zone by its IANA name."""
    return ZoneInfo(name)


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the moment, in UTC, at which a local wall clock shows a time.

    A time that the clocks skip gives the end of the gap; one that they show twice, the first.

    Args:
        local: naive, whole minutes.
    """
    at = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == local:
        return at
    # In a gap. Read with the offset before it the time lies after the change, with the offset
    # after it, before; the change itself is found in between, to the minute.
    before, after = local.replace(tzinfo=zone, fold=1).astimezone(UTC), at
    offset = before.astimezone(zone).utcoffset()
    while after - before > _MINUTE:
        middle = before + ((after - before) // 2 // _MINUTE or 1) * _MINUTE
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def latest(plan: tuple[DigestTime, ...], zone: str, now: datetime) -> Occurrence | None:
    """Give the newest occurrence that has come; None where the plan is empty."""
    return max(
        (o for o in _around(plan, zone, now, back=8, ahead=1) if o.at <= now),
        key=lambda o: (o.at, o.slot),
        default=None,
    )


def following(plan: tuple[DigestTime, ...], zone: str, now: datetime) -> Occurrence | None:
    """Give the next occurrence after now; None where the plan is empty."""
    return min(
        (o for o in _around(plan, zone, now, back=1, ahead=9) if o.at > now),
        key=lambda o: (o.at, o.slot),
        default=None,
    )


def _around(
    plan: tuple[DigestTime, ...], zone: str, now: datetime, *, back: int, ahead: int
) -> Iterator[Occurrence]:
    """Give the occurrences of the local days around now; a weekly plan needs a week's."""
    info = zone_of(zone)
    today = now.astimezone(info).date()
    daily = any(len(hour.days) == 7 for hour in plan)
    # With an hour on every day the answer is at most two days off.
    for offset in range(-min(back, 2) if daily else -back, min(ahead, 3) if daily else ahead):
        day = today + offset * _DAY
        for hour in plan:
            if day.weekday() in hour.days:
                yield _occurrence(day, hour.at, info)


def _occurrence(day: date, at: time, zone: ZoneInfo) -> Occurrence:
    local = datetime.combine(day, at)
    return Occurrence(local.isoformat(timespec="minutes"), moment(local, zone))


def due(chat: Chat, now: datetime, catch_up: timedelta) -> Occurrence | None:
    """Give the digest hour that a chat is owed, if any.

    Only the newest counts: after a long pause one digest tells everything, late, rather than one
    for every hour that was missed. Whether it was served already, only its slot's row can say.

    Args:
        catch_up: how late a digest may still come.
    """
    newest = latest(chat.digest, chat.zone, now)
    if newest is None or now - newest.at > catch_up:
        return None
    if chat.digest_since is not None and newest.at <= chat.digest_since:
        return None  # the plan is younger than this hour
    return newest


def quiet_until(chat: Chat, now: datetime) -> datetime | None:
    """Give when the quiet hours end that now falls into; None outside of them."""
    if chat.quiet is None:
        return None
    begin, end = chat.quiet
    zone = zone_of(chat.zone)
    clock = now.astimezone(zone).time()
    inside = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not inside:
        return None
    today = now.astimezone(zone).date()
    # Behind midnight the end may be tomorrow's; a gap may have moved it by an hour, and clocks
    # that go back may show it once more.
    ends = (
        at
        for day in (0, 1)
        for at in _shown(datetime.combine(today + day * _DAY, end), zone)
        if at > now
    )
    return min(ends)


def _shown(local: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Give every moment, in UTC, at which a local wall clock shows a time; of a gap, its end."""
    again = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    first = moment(local, zone)
    repeated = again > first and again.astimezone(zone).replace(tzinfo=None) == local
    return (first, again) if repeated else (first,)
