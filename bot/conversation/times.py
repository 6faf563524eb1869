"""Times as people type them: hours of the day, days of the week, quiet hours. Pure."""

import re
from collections.abc import Mapping
from datetime import time
from functools import lru_cache

from bot.catalogue import Words, to_type
from bot.conversation.errors import Unclear
from bot.conversation.meant import ways
from bot.languages import days_named
from bot.messages import failures
from storage.model import DigestTime
from summarizer.text import fold

MOST_TIMES = 24
"""As many hours as a day has; more in one plan is a slip."""

_EVERY_DAY = range(7)
_GROUPS = {
    "daily": _EVERY_DAY,
    "everyday": _EVERY_DAY,
    "weekday": range(5),
    "weekdays": range(5),
    "weekend": range(5, 7),
    "weekends": range(5, 7),
}
_PHRASES = {"every day": "daily", "each day": "daily", "week days": "weekdays"}
_ELSEWHERE = (
    to_type("hours", "daily"),
    to_type("hours", "weekdays"),
    to_type("hours", "weekends"),
    to_type("hours", "at"),
    to_type("hours", "and"),
    to_type("hours", "until"),
    to_type("hours", "noon"),
    to_type("hours", "midnight"),
    to_type("hours", "in the morning"),
    to_type("hours", "in the evening"),
)
"""What other languages say among days and hours."""

_FILLERS = frozenset(["at", "on", "every", "each", "the", "from", "o'clock"])
_SEPARATORS = re.compile(r"[,;&+\s]+(?:and\s+)?|\s+and\s+")
_ENDING = re.compile(r"(?<=\d)['’][a-z]+\b")
"""As in "22:00'den": languages that hang endings on numbers put an apostrophe between."""

_PART_OF_DAY = re.compile(r"in the (morning|evening) (?:at )?((\d{1,2})[\d:.h]*)(?!\S)")
_HALF = re.compile(r"(?<=\d)\s*([ap])\.?\s?m\b\.?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})|h)?(am|pm)?")
_BARE = re.compile(r"(\d{1,2})(\d{2})(am|pm)?")
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*|\s+")


def time_of_day(t: Words, text: str) -> time:
    """Read an hour: 8:30, 0830, 8.30, 8h30, 8am, 8:30 pm, 20, noon.

    Raises:
        Unclear: it is no hour of a day.
    """
    typed = _plain(text)
    if named := _NAMED.get(typed):
        return named
    found = _CLOCK.fullmatch(typed) or _BARE.fullmatch(typed)
    if not found:
        raise Unclear(failures.not_a_time(t, text))
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise Unclear(failures.not_a_time(t, text))
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Unclear(failures.not_a_time(t, text))
    return time(hour, minute)


def digest_times(t: Words, text: str, language: str = "en") -> tuple[DigestTime, ...]:
    """Read a plan such as "08:30", "weekdays 8am", "mon, wed 08:30, sat-sun 10".

    Days count for every hour after them until other days come; hours before any day are daily.

    Args:
        t: for what is said when it cannot be read.
        text: as typed.
        language: weekdays are known by their names in it and in English.

    Returns:
        The plan in the order of the day, hours that stand twice merged.

    Raises:
        Unclear: a word is neither day nor hour, or days stand without an hour.
    """
    named = days_named(language)
    plan: dict[time, set[int]] = {}
    days: set[int] = set()
    complete = True  # whether the last days have got their hour
    for word in _plan_words(text):
        if (new := _days(word, named)) is not None:
            days = (set() if complete else days) | new
            complete = False
        else:
            plan.setdefault(time_of_day(t, word), set()).update(days or _EVERY_DAY)
            complete = True
    if not plan or not complete or len(plan) > MOST_TIMES:
        raise Unclear(failures.not_a_plan(t, text))
    return tuple(DigestTime(tuple(sorted(plan[at])), at) for at in sorted(plan))


def quiet_hours(t: Words, text: str) -> tuple[time, time] | None:
    """Read quiet hours: "22:00-07:00", "10pm to 7am"; None for "off".

    Raises:
        Unclear: these are not two different hours.
    """
    typed = " ".join(word for word in _plain(text).split() if word not in _FILLERS)
    if typed in ("off", "none", "never", "no"):
        return None
    parts = _RANGE.split(typed)
    if len(parts) != 2:
        raise Unclear(failures.not_quiet_hours(t, text))
    begin, end = time_of_day(t, parts[0]), time_of_day(t, parts[1])
    if begin == end:
        raise Unclear(failures.not_quiet_hours(t, text))
    return begin, end


def _plan_words(text: str) -> list[str]:
    typed = re.sub(r"\s*[-–—]\s*", "-", _plain(text))
    return [word for word in _SEPARATORS.split(typed) if word and word not in _FILLERS]


def _plain(text: str) -> str:
    """Fold a text, and put what other languages say among hours into English."""
    typed = _ENDING.sub("", " ".join(fold(text).split()))
    typed = _elsewhere().sub(lambda found: ways(_ELSEWHERE)[found[0]], typed)
    for phrase, word in _PHRASES.items():
        typed = typed.replace(phrase, word)
    return _HALF.sub(r"\1m", _PART_OF_DAY.sub(_halved, typed))


@lru_cache(maxsize=1)
def _elsewhere() -> re.Pattern[str]:
    longest_first = sorted(ways(_ELSEWHERE), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")


def _halved(found: re.Match[str]) -> str:
    """Write "in the evening 8" as "8pm"; a number over twelve says so by itself."""
    half = "am" if found[1] == "morning" else "pm"
    return f"{found[2]}{half}" if 1 <= int(found[3]) <= 12 else found[2]


def _days(word: str, named: Mapping[str, int]) -> set[int] | None:
    """Read a day, a group of days or a range of days; None when it is none of them."""
    if word in _GROUPS:
        return set(_GROUPS[word])
    first, dash, last = word.partition("-")
    begin, end = _day(first, named), _day(last, named)
    if not dash:
        return None if begin is None else {begin}
    if begin is None or end is None:
        return None
    return {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}


def _day(word: str, named: Mapping[str, int]) -> int | None:
    day = named.get(word.strip("."))
    return named.get(word.removesuffix("s")) if day is None else day
