"""Which time zone somebody means by a city, a country or an offset. Pure."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from bot.languages import city, zones_of_countries
from summarizer.text import fold

_MORE_PLACES = {
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria",
    "America/Chicago": "Austin, Dallas, Houston, Minneapolis, New Orleans, San Antonio",
    "America/Los_Angeles": "Las Vegas, LA, Portland, San Diego, San Francisco, Seattle",
    "America/Mexico_City": "Guadalajara",
    "America/New_York": "Atlanta, Boston, Miami, NYC, Philadelphia, Washington, Washington DC",
    "America/Sao_Paulo": "Brasilia, Rio, Rio de Janeiro",
    "America/Toronto": "Montreal, Ottawa",
    "Asia/Almaty": "Astana, Nur-Sultan, Shymkent",
    "Asia/Dubai": "Abu Dhabi, Sharjah",
    "Asia/Ho_Chi_Minh": "Hanoi, Saigon",
    "Asia/Jerusalem": "Haifa, Tel Aviv",
    "Asia/Kolkata": "Bangalore, Bengaluru, Bombay, Chennai, Delhi, Hyderabad, Mumbai, New Delhi",
    "Asia/Karachi": "Islamabad, Lahore",
    "Asia/Riyadh": "Jeddah, Mecca",
    "Asia/Shanghai": "Beijing, Guangzhou, Peking, Shenzhen, Wuhan",
    "Asia/Tokyo": "Kyoto, Osaka, Yokohama",
    "Australia/Sydney": "Canberra",
    "Europe/Amsterdam": "Rotterdam, The Hague, Utrecht",
    "Europe/Berlin": "Cologne, Frankfurt, Hamburg, Köln, Munich, München, Stuttgart",
    "Europe/Istanbul": "Adana, Ankara, Antalya, Bursa, Diyarbakır, İzmir, Konya, Trabzon, Turkey",
    "Europe/Kyiv": "Kharkiv, Lviv, Odesa",
    "Europe/Lisbon": "Porto",
    "Europe/London": "Cardiff, Edinburgh, England, Glasgow, Leeds, Liverpool, Manchester, UK",
    "Europe/Madrid": "Barcelona, Bilbao, Seville, Valencia",
    "Europe/Moscow": "Saint Petersburg, St Petersburg",
    "Europe/Paris": "Bordeaux, Lille, Lyon, Marseille, Nice, Strasbourg, Toulouse",
    "Europe/Rome": "Bologna, Florence, Milan, Milano, Naples, Turin, Venice",
    "Europe/Warsaw": "Gdańsk, Kraków, Łódź, Poznań, Wrocław",
    "Europe/Zurich": "Basel, Bern, Geneva, Genève, Lausanne",
}
"""Large cities and old names of countries that the tz database has no zone of their own for."""

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-]|−)\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
_NOT_PLACES = ("posix/", "right/", "SystemV/", "localtime", "posixrules", "Factory")


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    """Every zone of the tz database by its lower-case name."""
    return {
        name.lower(): name for name in available_timezones() if not name.startswith(_NOT_PLACES)
    }


def find(text: str, language: str = "en") -> tuple[str, ...]:
    """Find the zones that a text may mean.

    Understood are IANA names in any case, cities (also those that are not in the tz database, the
    larger ones), countries, and whole offsets such as UTC+3.

    Args:
        text: as somebody typed it.
        language: cities and countries are known by their names in it and in English.

    Returns:
        IANA names, the likeliest first; more than one for a country of several zones.
    """
    asked = " ".join(text.split())
    exact = _zones().get(asked.replace(" ", "_").lower())
    if exact and "/" in exact:
        return (exact,)
    if offset := _OFFSET.fullmatch(asked):
        return _fixed(offset.group(1), int(offset.group(2)))
    name = _plain(asked)
    return (
        _cities("en").get(name)
        or _cities(language).get(name)
        or zones_of_countries(language).get(name)
        or ((exact,) if exact else ())  # last: names such as Turkey and Singapore are old ones
    )


def suggest(text: str, language: str = "en") -> tuple[str, ...]:
    """Give up to three zones whose city is written somewhat like the text."""
    known = {**_cities(language), **_cities("en")}
    near = get_close_matches(_plain(text.rpartition("/")[2]), known, n=3, cutoff=0.75)
    return tuple(dict.fromkeys(known[name][0] for name in near))


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("_", " ").replace("-", " ").split())


def _fixed(sign: str, hours: int) -> tuple[str, ...]:
    # The signs of these zones are the other way round, by POSIX: Etc/GMT-3 is three hours ahead.
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"
    return (name,) if name.lower() in _zones() else ()


@lru_cache(maxsize=32)
def _cities(language: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for zone in sorted(_zones().values(), key=lambda name: (not _is_current(name), name)):
        area, _, place = zone.partition("/")
        if not place or area in ("Etc", "US", "Brazil", "Canada", "Chile", "Mexico"):
            continue
        found.setdefault(_plain(place.rpartition("/")[2]), (zone,))
        if _is_current(zone):
            found.setdefault(_plain(city(zone, language)), (zone,))
    for zone, names in _MORE_PLACES.items():
        for name in names.split(", "):
            found.setdefault(_plain(name), (zone,))
    return found


def _is_current(zone: str) -> bool:
    """Whether a name is the zone's own, not one of the old ones kept for compatibility."""
    return any(zone in zones for zones in zones_of_countries("en").values())
