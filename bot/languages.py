"""Languages, days, countries, cities, dates and numbers as languages write them. Pure."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_time, get_day_names, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal

from summarizer.text import fold

_BRITISH = "en_GB"
"""English here writes 24 Nov 2026 and 08:30, which no reader anywhere misreads."""

_CAPITAL_DAYS = frozenset(["de", "el", "en", "lb"])
"""Languages that write weekdays with a capital wherever they stand."""

_DOTTED = frozenset(["az", "tr"])
"""Languages in which the capital of i keeps its dot."""


@lru_cache(maxsize=128)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_BRITISH if language == "en" else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_BRITISH)


def language_name(code: str, speaking: str = "en") -> str:
    """Name a language in another, "Turkish" for "tr"; the code itself where it has no name."""
    return str(_locale(speaking).languages.get(code, code))


def is_language(code: str) -> bool:
    """Tell whether two letters are the code of a language (ISO 639-1)."""
    return len(code) == 2 and code in _locale("en").languages


def language_named(text: str, speaking: str = "en") -> str | None:
    """Find the language that somebody names by its code or its name.

    Args:
        text: the code, or the name in English, in `speaking` or in the language itself.
        speaking: ISO 639-1.

    Returns:
        An ISO 639-1 code, or None.
    """
    asked = fold(text.strip())
    # Names in the languages themselves come last: to know them, every language has to be loaded.
    return _language_names(speaking).get(asked) or _own_names().get(asked)


def _codes() -> Iterator[str]:
    return (code for code in map(str, _locale("en").languages) if len(code) == 2)


@lru_cache(maxsize=32)
def _language_names(speaking: str) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for code in _codes():
        for name in (code, language_name(code), language_name(code, speaking)):
            names.setdefault(fold(name), code)
    return names


@lru_cache(maxsize=1)
def _own_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for code in _codes():
        with contextlib.suppress(UnknownLocaleError, ValueError):
            if name := Locale.parse(code).get_display_name():
                names.setdefault(fold(name), code)
    return names


@lru_cache(maxsize=32)
def days_named(language: str) -> Mapping[str, int]:
    """Give weekdays, 0 for Monday, by their folded names, long and short, in two languages."""
    found: dict[str, int] = {}
    for spoken in ("en", language):
        for width in ("wide", "abbreviated", "short"):
            for day, name in get_day_names(width, locale=_locale(spoken)).items():
                found.setdefault(fold(name).strip("."), day)
    return found


def day_name(day: int, language: str = "en") -> str:
    """Name a weekday as it stands within a sentence, 0 is Monday."""
    name = str(get_day_names("wide", locale=_locale(language))[day])
    return name if language in _CAPITAL_DAYS else name.lower()


def moment(when: datetime, zone: str, language: str = "en") -> str:
    """Tell a time in somebody's zone and language: "24 Nov 2026, 08:30", "24 Kasım 2026, 08:30"."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{date(when, zone, language)}, {clock(local.time())}"


def date(when: datetime, zone: str, language: str = "en") -> str:
    """Tell a date in somebody's zone and language: "24 Nov 2026", "24 Kasım 2026"."""
    local, locale = when.astimezone(ZoneInfo(zone)).date(), _locale(language)
    # Elsewhere the medium form is often all digits, or a month that is cut off badly.
    form: Literal["medium", "long"] = "medium" if locale.language == "en" else "long"
    return str(format_date(local, format=form, locale=locale))


def clock(at: time) -> str:
    """Tell a time of day: "08:30"."""
    return str(format_time(at, format="HH:mm", locale=_BRITISH))


def decimal(number: float, language: str = "en", places: int = 0) -> str:
    """Write a number as a language does: "12,345", "12.345"; with two places "0.50", "0,50"."""
    form = f"#,##0.{'0' * places}" if places else "#,##0"
    return str(format_decimal(number, form, locale=_locale(language)))


def listed(texts: Sequence[str], language: str = "en") -> str:
    """Put texts in a row: "a, b and c", "a, b ve c"."""
    return format_list(texts, locale=_locale(language))


def capital(text: str, language: str = "en") -> str:
    """Begin with a capital, as the language has it."""
    first = "İ" if language in _DOTTED and text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def city(zone: str, language: str = "en") -> str:
    """Name the city that stands for a zone: "Londra" for Europe/London in Turkish."""
    return str(get_timezone_location(ZoneInfo(zone), locale=_locale(language), return_city=True))


@lru_cache(maxsize=32)
def zones_of_countries(language: str) -> Mapping[str, tuple[str, ...]]:
    """Give the zones of each country by its folded name, in English and in `language`."""
    return {name: zones for spoken in ("en", language) for name, zones in _countries(spoken)}


def _countries(language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = _locale(language).territories
    for code, zones in get_global("territory_zones").items():
        if code.isalpha() and code in names and code != "ZZ":
            yield fold(names[code]), tuple(sorted(zones))
