"""Times as people type them: hours of the day, days of the week, quiet hours. Pure."""

import re
from collections.abc import Mapping
from datetime import time

from bot.conversation.errors import Unclear
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
_PHRASES = {
    "every day": "daily",
    "each day": "daily",
    "week days": "weekdays",
    "her gun": "daily",
    "hafta ici": "weekdays",
    "hafta sonu": "weekends",
}
_FILLERS = frozenset(["at", "on", "every", "each", "the", "from", "o'clock", "saat"])
_SEPARATORS = re.compile(r"[,;&+\s]+(?:(?:and|ve)\s+)?|\s+(?:and|ve)\s+")
_HALF = re.compile(r"(?<=\d)\s*([ap])\.?\s?m\b\.?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})|h)?(am|pm)?")
_BARE = re.compile(r"(\d{1,2})(\d{2})(am|pm)?")
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*")


def time_of_day(text: str) -> time:
    """Read an hour: 8:30, 0830, 8.30, 8h30, 8am, 8:30 pm, 20, noon.

    Raises:
        Unclear: it is no hour of a day.
    """
    typed = _HALF.sub(r"\1m", fold(text).strip())
    if named := _NAMED.get(typed):
        return named
    found = _CLOCK.fullmatch(typed) or _BARE.fullmatch(typed)
    if not found:
        raise Unclear(failures.not_a_time(text))
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise Unclear(failures.not_a_time(text))
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Unclear(failures.not_a_time(text))
    return time(hour, minute)


def digest_times(text: str, language: str = "en") -> tuple[DigestTime, ...]:
    """Read a plan such as "08:30", "weekdays 8am", "mon, wed 08:30, sat-sun 10".

    Days count for every hour after them until other days come; hours before any day are daily.

    Args:
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
            plan.setdefault(time_of_day(word), set()).update(days or _EVERY_DAY)
            complete = True
    if not plan or not complete or len(plan) > MOST_TIMES:
        raise Unclear(failures.not_a_plan(text))
    return tuple(DigestTime(tuple(sorted(plan[at])), at) for at in sorted(plan))


def quiet_hours(text: str) -> tuple[time, time] | None:
    """Read quiet hours: "22:00-07:00", "10pm to 7am"; None for "off".

    Raises:
        Unclear: these are not two different hours.
    """
    typed = fold(text).strip().removeprefix("from ")
    if typed in ("off", "none", "never", "no"):
        return None
    parts = _RANGE.split(typed)
    if len(parts) != 2:
        raise Unclear(failures.not_quiet_hours(text))
    begin, end = time_of_day(parts[0]), time_of_day(parts[1])
    if begin == end:
        raise Unclear(failures.not_quiet_hours(text))
    return begin, end


def _plan_words(text: str) -> list[str]:
    typed = _HALF.sub(r"\1m", " ".join(fold(text).split()))
    for phrase, word in _PHRASES.items():
        typed = typed.replace(phrase, word)
    typed = re.sub(r"\s*[-–—]\s*", "-", typed)
    return [word for word in _SEPARATORS.split(typed) if word and word not in _FILLERS]


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
