"""A year of ten thousand chats in all time zones, with digests and quiet hours, in minutes.

    python -m benchmarks.simulate [--chats 10000] [--days 365] [--seed 1] [--processes 2]

The pure rules (`bot.hours`, `bot.alerts`) in simulated time. Each chat has a zone, a plan and quiet
hours of its own. The bot looks up to a minute after an hour has come, and is down for some hours
now and then. What a chat gets is compared with what the clocks of its zone show: every local date
that its plan names has its digest, once; none comes at another time, unless the bot was down, or
the clocks skip the hour, and then at the gap's end; an alert never falls into quiet hours.
"""

import argparse
import random
import sys
import time as stopwatch
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from multiprocessing import get_context
from zoneinfo import ZoneInfo, available_timezones

from benchmarks import corpora
from bot.alerts import Manners, alert_for
from bot.hours import Occurrence, due, following
from storage.model import (
    Address,
    Chat,
    ChatKind,
    DigestTime,
    StoryHead,
    Subscription,
    Target,
)

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
CATCH_UP = timedelta(hours=24)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
DAILY, WEEKDAYS = tuple(range(7)), tuple(range(5))
OUTAGES = 12
"""In a year; each of up to six hours."""
ALERTS = 1
"""Stories a day that break for each chat."""
MANNERS = Manners()

Outages = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Work:
    """A share of the chats, for one process."""

    numbers: range
    days: int
    seed: int
    outages: Outages


def main() -> int:
    """Simulate and print a table; 1 when a rule was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    begin = stopwatch.perf_counter()
    outages = _outages(random.Random(chosen.seed), chosen.days)
    shares = [
        Work(range(first, chosen.chats, chosen.processes), chosen.days, chosen.seed, outages)
        for first in range(chosen.processes)
    ]
    with get_context("spawn").Pool(chosen.processes) as pool:
        counts = sum(pool.map(_lives, shares), Counter())
    took = stopwatch.perf_counter() - begin
    sys.stdout.write(
        f"python -m benchmarks.simulate --chats {chosen.chats} --days {chosen.days} "
        f"--seed {chosen.seed}; {datetime.now(UTC):%Y-%m-%d}\n\n"
    )
    zones = min(chosen.chats, len(available_timezones()))
    ratio = chosen.days * DAY.total_seconds() / took
    rows = [
        ("chats, zones, days", f"{chosen.chats}, {zones}, {chosen.days}", ""),
        ("digests", str(counts["digests"]), ""),
        ("of these, late after an outage", str(counts["late"]), ""),
        ("of these, at the end of a gap", str(counts["gap"]), ""),
        ("hours folded into a later one, by an outage or a gap", str(counts["folded"]), ""),
        ("dates of a plan without a digest", str(counts["missing"]), "0"),
        ("digests too many", str(counts["twice"]), "0"),
        ("digests in the wrong hour", str(counts["wrong"]), "0"),
        ("alerts", str(counts["alerts"]), ""),
        ("of these, held until the end of quiet hours", str(counts["held"]), ""),
        ("alerts within quiet hours", str(counts["loud"]), "0"),
        ("alerts held without need", str(counts["needless"]), "0"),
        ("seconds it took", f"{took:.0f}", "minutes"),
        ("times as fast as life", f"{ratio:,.0f}", ""),
    ]
    sys.stdout.write(corpora.table(("question", "measured", "aim"), rows))
    return int(any(counts[kind] for kind in ("missing", "twice", "wrong", "loud", "needless")))


def _outages(dice: random.Random, days: int) -> list[tuple[datetime, datetime]]:
    begins = sorted(SINCE + dice.random() * days * DAY for _ in range(OUTAGES * days // 365))
    return [(begin, begin + timedelta(hours=6) * dice.random()) for begin in begins]


def _lives(work: Work) -> Counter[str]:
    counts: Counter[str] = Counter()
    zones = sorted(available_timezones())
    for number in work.numbers:
        dice = random.Random(work.seed * 1_000_003 + number)
        chat = _chat(number, zones[number % len(zones)], dice)
        _digests(chat, work, dice, counts)
        _alerts(chat, work, dice, counts)
    return counts


def _chat(number: int, zone: str, dice: random.Random) -> Chat:
    quarters = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
    plan = dice.choice(
        [
            (DigestTime(DAILY, dice.choice(quarters)),),
            (DigestTime(WEEKDAYS, dice.choice(quarters)),),
            (DigestTime((dice.randrange(7),), dice.choice(quarters)),),
            tuple(DigestTime(DAILY, at) for at in sorted(dice.sample(quarters, 3))),
        ]
    )
    begin, end = dice.sample(quarters, 2)
    return Chat(
        number, Address("fake", "", str(number)), ChatKind.PRIVATE, "", SINCE,
        zone=zone, digest=plan, digest_since=SINCE,
        quiet=(begin, end) if dice.random() < 0.7 else None,
    )  # fmt: skip


# --- digests -----------------------------------------------------------------------------------


def _digests(chat: Chat, work: Work, dice: random.Random, counts: Counter[str]) -> None:
    """Play a chat's year and compare what it got with what its plan names."""
    zone, end = ZoneInfo(chat.zone), SINCE + work.days * DAY
    served: set[str] = set()
    dates: Counter[date] = Counter()
    looks = sorted(
        SINCE + dice.random() * work.days * DAY for _ in range(work.days)
    )  # at any time, beside those when an hour has come
    at = SINCE
    while (coming := following(chat.digest, chat.zone, at)) and coming.at < end:
        while looks and looks[0] <= at:
            looks.pop(0)
        look = coming.at + MINUTE * dice.random()
        if looks and looks[0] < look:
            look = looks.pop(0)
        up = _up(look, work.outages)
        owed = due(chat, up, CATCH_UP)
        if owed is not None and owed.slot not in served:
            # The row of a slot exists once: whoever comes later claims nothing.
            served.add(owed.slot)
            dates[owed.at.astimezone(zone).date()] += 1
            _judge(chat, zone, owed, up, up != look, counts)
        at = up
    if len(chat.digest) == 1:
        counts["twice"] += sum(number > 1 for number in dates.values())
    _complete(chat, served, end, work.outages, counts)


def _up(at: datetime, outages: Outages) -> datetime:
    """Give when the bot looks that would have looked at a time."""
    index = bisect_right(outages, at, key=lambda one: one[0]) - 1
    while index >= 0:
        if outages[index][1] > at:
            return outages[index][1]
        index -= 1
        if index >= 0 and at - outages[index][0] > timedelta(hours=6):
            break
    return at


def _judge(
    chat: Chat, zone: ZoneInfo, owed: Occurrence, now: datetime, down: bool, counts: Counter[str]
) -> None:
    """Compare the moment of a digest with the clock on the wall."""
    counts["digests"] += 1
    wanted = datetime.fromisoformat(owed.slot)
    shown = owed.at.astimezone(zone)
    if shown.replace(tzinfo=None) != wanted:
        # Right only where the clocks skip this hour, and then at the end of the gap.
        skipped = not _exists(wanted, zone)
        before = (owed.at - MINUTE).astimezone(zone).replace(tzinfo=None)
        in_gap = before < wanted < shown.replace(tzinfo=None)
        counts["gap" if skipped and in_gap else "wrong"] += 1
    elif shown.fold:
        counts["wrong"] += 1
    if not any(wanted.weekday() in one.days and wanted.time() == one.at for one in chat.digest):
        counts["wrong"] += 1
    late = now - owed.at > MINUTE
    counts["late"] += late
    counts["wrong"] += late and not down


def _end_of_gap(wanted: datetime, zone: ZoneInfo) -> datetime:
    while not _exists(wanted, zone):
        wanted += MINUTE
    return wanted


def _exists(wanted: datetime, zone: ZoneInfo) -> bool:
    there = wanted.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there.replace(tzinfo=None) == wanted


def _complete(
    chat: Chat, served: set[str], end: datetime, outages: Outages, counts: Counter[str]
) -> None:
    """Look for hours of the plan that had no digest, and for digests of no hour of the plan."""
    zone = ZoneInfo(chat.zone)
    expected = set()
    for day in _dates(end):
        for hour in chat.digest:
            if day.weekday() in hour.days:
                expected.add(datetime.combine(day, hour.at))
    safe = (SINCE + DAY, end - DAY)
    for wanted in expected:
        at = wanted.replace(tzinfo=zone).astimezone(UTC)
        if not safe[0] < at < safe[1]:
            continue
        if wanted.isoformat(timespec="minutes") not in served:
            down = any(_up(look, outages) != look for look in (at, at + MINUTE))
            ends = _end_of_gap(wanted, zone)  # where two hours of a plan may meet
            met = any(wanted < other <= ends for other in expected)
            folded = met or (down and len(chat.digest) > 1)
            counts["folded" if folded else "missing"] += 1
    known = {wanted.isoformat(timespec="minutes") for wanted in expected}
    counts["twice"] += len(served - known)


def _dates(end: datetime) -> Iterator[date]:
    day = (SINCE - 2 * DAY).date()
    while day < (end + 2 * DAY).date():
        yield day
        day += DAY


# --- alerts ------------------------------------------------------------------------------------


def _alerts(chat: Chat, work: Work, dice: random.Random, counts: Counter[str]) -> None:
    """Let stories break for a chat, and compare when they may come with its quiet hours."""
    zone = ZoneInfo(chat.zone)
    follows = (Subscription(chat.id, Target.TOPIC, "world", SINCE),)
    for _ in range(work.days * ALERTS):
        now = SINCE + dice.random() * work.days * DAY
        alert = alert_for(_head(now), chat, follows, (), None, now, MANNERS)
        if alert is None:
            raise RuntimeError("a story that is followed brought no alert")
        counts["alerts"] += 1
        usual = now + MANNERS.gather
        counts["loud"] += _is_quiet(chat, alert.due, zone) and not _is_end(chat, alert.due, zone)
        if alert.due != usual:
            counts["held"] += 1
            span = alert.due - usual
            between = (usual, *(usual + span * dice.random() for _ in range(6)))
            # Clocks that go back may show an hour before quiet hours again: that ends none.
            needless = any(
                not _is_quiet(chat, moment, zone) and not moment.astimezone(zone).fold
                for moment in between
            )
            counts["needless"] += needless


def _head(now: datetime) -> StoryHead:
    return StoryHead(
        id=1, version=1, title="", language="en", first=now, latest=now, size=1,
        topics=("world",), feeds=(1,), outlets=("Gazette",), articles=("a1",),
        briefed=1, sequence=1,
    )  # fmt: skip


def _is_end(chat: Chat, at: datetime, zone: ZoneInfo) -> bool:
    """Whether quiet hours end then because the clocks skip their end.

    So they do even where the next ones begin before the gap is over: an alert that had to wait for
    an hour that never came would wait another day.
    """
    if chat.quiet is None:
        return False
    shown = at.astimezone(zone).replace(tzinfo=None)
    end = datetime.combine(shown.date(), chat.quiet[1])
    return not _exists(end, zone) and _end_of_gap(end, zone) == shown


def _is_quiet(chat: Chat, at: datetime, zone: ZoneInfo) -> bool:
    if chat.quiet is None:
        return False
    begin, end = chat.quiet
    clock = at.astimezone(zone).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end


if __name__ == "__main__":
    raise SystemExit(main())
