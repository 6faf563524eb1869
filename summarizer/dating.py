"""Which days words speak of: "on Thursday", "May 3", "two days ago", seen from a day. Pure.

A weekday or a date without a year is the latest such day by then: news tells what was. Where the
words speak of what is to come, it is the next one.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from summarizer import vocabulary
from summarizer.figures import Figure, FigureKind, figures
from summarizer.folding import fold
from summarizer.model import Days
from summarizer.text import words

_DAY = timedelta(days=1)

_BETWEEN = re.compile(r"(?:st|nd|rd|th|er|º|°)?[\s.,]*(?:of|de|del|di|the)?\s*$", re.IGNORECASE)
"""What may stand between the parts of a date: "3rd of May", "3. Mai", "3 de mayo de 2024"."""

_YEARS = range(1000, 9000)
"""Years that can be counted back and ahead from."""

_REACH = 3
"""Words between a number of days and what says that they are past."""

_KEPT = 4_096
"""Sentences that are kept with their days: those that begin an article are asked about often."""

_SPANS = (
    "before_yesterday", "yesterday", "today", "weekend", "last_week", "last_month", "last_year",
)  # fmt: skip
"""Phrases that speak of days by themselves; roles of the list of questions."""


@lru_cache(maxsize=_KEPT)
def told(text: str, language: str, spoken: date, *, ahead: bool = False) -> tuple[Days, ...]:
    """Give the days that a text speaks of, in no order.

    Args:
        text: a sentence or a question.
        language: ISO 639-1.
        spoken: the day on which it is said.
        ahead: it speaks of what is to come.
    """
    if spoken.year not in _YEARS:
        return ()
    found = figures(text, language)
    tall = language in vocabulary.TALL_NOUNS
    read = [
        # A capital makes a name of it: "USA Today".
        "" if at and word[0].isupper() and not tall else fold(_bare(word, language))
        for at, word in enumerate(words(text))
    ]
    return (
        *_named(text, found, language, spoken, ahead=ahead),
        *_relative(read, language, spoken),
    )


def _bare(word: str, language: str) -> str:
    return vocabulary.without_ending(word, language)


# --- by their names ----------------------------------------------------------------------------


def _named(
    text: str, found: Sequence[Figure], language: str, spoken: date, *, ahead: bool
) -> Iterator[Days]:
    """Read weekdays, months, dates and years."""
    used: set[Figure] = set()
    for at, figure in enumerate(found):
        if figure.kind is not FigureKind.MONTH:
            continue
        day = _day(text, found, at)
        last = day if day is not None and day.start > figure.start else figure
        year = _year(text, found, figure, last)
        used.update(each for each in (figure, day, year) if each is not None)
        parts = [each for each in (figure, day, year) if each is not None]
        number = _value(year)
        if year is None and _is_of_last_year(text, last, language):
            number = spoken.year - 1
        days = _dated(_value(figure), _value(day), number, spoken, ahead=ahead)
        if days is not None:
            yield Days(*days, _said(text, parts, language))
    for figure in found:
        if figure.kind is FigureKind.WEEKDAY and not _is_dated(text, figure, used):
            last_one = _is_last(text, figure, language)
            that = _weekday(_value(figure) or 0, spoken, last=last_one, ahead=ahead)
            yield Days(that, that, _said(text, [figure], language))
        elif figure.kind is FigureKind.YEAR and figure not in used:
            number = _value(figure) or spoken.year
            yield Days(date(number, 1, 1), date(number, 12, 31), _said(text, [figure], language))


def _value(figure: Figure | None) -> int | None:
    if figure is None:
        return None
    return next((int(float(value)) for value in sorted(figure.values)), None)


def _said(text: str, parts: Sequence[Figure], language: str) -> tuple[str, ...]:
    return tuple(
        fold(_bare(word, language)) for part in parts for word in words(text[part.start : part.end])
    )


def _day(text: str, found: Sequence[Figure], at: int) -> Figure | None:
    """Give the day of a month: the number beside its name."""
    month = found[at]
    for other in (*found[at + 1 : at + 2], *found[max(0, at - 1) : at]):
        if other.kind is not FigureKind.NUMBER or other.spelled:
            continue
        if other.values.isdisjoint(_MONTH_DAYS) or not _adjoins(text, month, other):
            continue
        return other
    return None


_MONTH_DAYS = frozenset(str(day) for day in range(1, 32))


def _adjoins(text: str, one: Figure, other: Figure) -> bool:
    first, second = sorted((one, other), key=lambda each: each.start)
    return _BETWEEN.match(text[first.end : second.start]) is not None


def _year(text: str, found: Sequence[Figure], month: Figure, last: Figure) -> Figure | None:
    """Give the year of a date: behind it, or right before the month ("2009 Mayıs")."""
    for other in found:
        if other.kind is FigureKind.YEAR and (
            (other.start >= last.end and _adjoins(text, last, other))
            or (other.end <= month.start and _adjoins(text, other, month))
        ):
            return other
    return None


def _is_of_last_year(text: str, last: Figure, language: str) -> bool:
    """Say whether "last year" stands right behind a date."""
    behind = vocabulary.folded_words(text[last.end :])[:3]
    found = vocabulary.find(behind, language, "last_year")
    return found is not None and found[0] <= 1


def _dated(
    month: int | None, day: int | None, year: int | None, spoken: date, *, ahead: bool
) -> tuple[date, date] | None:
    """Give the first and last day of a month or date; without a year the latest such."""
    if month is None or not 1 <= month <= 12:
        return None
    years = (year,) if year else (spoken.year, spoken.year + (1 if ahead else -1))
    for each in years:
        span = _span(each, month, day)
        if span is None:
            continue
        if year or (span[1] >= spoken if ahead else span[0] <= spoken):
            return span
    return None


def _span(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    """Give a month, or one day of it; None for a day that it has not."""
    first = date(year, month, 1)
    last = (first + 31 * _DAY).replace(day=1) - _DAY
    if day is None:
        return first, last
    if day > last.day:
        return None
    return first.replace(day=day), first.replace(day=day)


def _is_dated(text: str, weekday: Figure, dates: set[Figure]) -> bool:
    """Say whether a weekday stands beside a date that says the same: "Thursday, May 3"."""
    return any(each.kind is not FigureKind.YEAR and _adjoins(text, weekday, each) for each in dates)


def _is_last(text: str, figure: Figure, language: str) -> bool:
    """Say whether "last" stands before or behind a weekday, so that today is not meant."""
    ahead = vocabulary.folded_words(text[: figure.start])[-1:]
    behind = vocabulary.folded_words(text[figure.end :])[:1]
    return not vocabulary.single(language, "last").isdisjoint((*ahead, *behind))


def _weekday(weekday: int, spoken: date, *, last: bool, ahead: bool) -> date:
    """Give the latest such weekday, the day itself included unless it is the "last" one."""
    if ahead:
        return spoken + timedelta(days=(weekday - spoken.weekday()) % 7)
    back = (spoken.weekday() - weekday) % 7
    return spoken - timedelta(days=back or (7 if last else 0))


# --- by their distance -------------------------------------------------------------------------


def _relative(read: Sequence[str], language: str, spoken: date) -> Iterator[Days]:
    """Read "yesterday", "last month", "two days ago"; of phrases in one another the longest."""
    used: set[int] = set()
    for role in _SPANS:
        for at, length in vocabulary.find_all(read, language, role):
            places = range(at, at + length)
            if used.isdisjoint(places):
                yield Days(*_phrase(role, spoken), tuple(read[at : at + length]))
            used.update(places)
    yield from _ago(read, language, spoken)


def _phrase(role: str, spoken: date) -> tuple[date, date]:
    monday = spoken - spoken.weekday() * _DAY
    if role == "weekend":
        saturday = spoken - ((spoken.weekday() - 5) % 7) * _DAY
        return saturday, saturday + _DAY
    if role == "last_week":
        return monday - 7 * _DAY, monday - _DAY
    if role == "last_month":
        before = spoken.replace(day=1) - _DAY
        return before.replace(day=1), before
    if role == "last_year":
        return date(spoken.year - 1, 1, 1), date(spoken.year - 1, 12, 31)
    back = ("today", "yesterday", "before_yesterday").index(role)
    return spoken - back * _DAY, spoken - back * _DAY


_UNITS = {"day_unit": (1, 0), "week_unit": (7, 3), "month_unit": (30, 15), "year_unit": (365, 183)}
"""Days of each unit, and how far off "so many ago" may be."""


def _ago(read: Sequence[str], language: str, spoken: date) -> Iterator[Days]:
    """Read "two days ago", "vor zwei Tagen", "iki gün önce": number, unit and a word for past."""
    for at, size in vocabulary.find_all(read, language, "ago"):
        for unit, (length, slack) in _UNITS.items():
            near = range(max(0, at - _REACH), min(len(read), at + size + _REACH))
            units = vocabulary.single(language, unit)
            place = next((other for other in near if read[other] in units), None)
            count = None if place is None else _count(read, place, language)
            if place is None or count is None:
                continue
            back = count * length
            if back + slack < (spoken - date.min).days:
                middle = spoken - back * _DAY
                said = tuple(read[min(at, place - 1) : max(at + size, place + 1)])
                yield Days(middle - slack * _DAY, middle + slack * _DAY, said)


def _count(read: Sequence[str], unit: int, language: str) -> int | None:
    """Give the number before a unit: "two", "2", "a"."""
    if not unit:
        return None
    word = read[unit - 1]
    if word in vocabulary.single(language, "one"):
        return 1
    for figure in figures(word, language):
        value = _value(figure)
        if value is not None and figure.kind is FigureKind.NUMBER:
            return value
    return None
