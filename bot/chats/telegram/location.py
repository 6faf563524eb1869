"""Which time zones somebody may live in, by where they are. Pure.

The zone database comes with the coordinates of each zone's largest city. The nearest city's zone
is often right and sometimes not (borders are not where the middle between two cities is), so this
gives candidates for a person to choose from. A language that has its name from a country breaks
the tie: who speaks Turkish near Lake Van lives by Istanbul's clock, not by Yerevan's.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

_CANDIDATES = 6
_NEIGHBOURS = 24
"""Cities looked through for one of the language's country."""
_COORDINATES = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")


@dataclass(frozen=True, slots=True)
class _City:
    zone: str
    countries: tuple[str, ...]
    latitude: float
    longitude: float


def zones_near(latitude: float, longitude: float, language: str | None = None) -> tuple[str, ...]:
    """Give the zones of the nearest cities, the likeliest first.

    Args:
        latitude, longitude: in degrees, north and east.
        language: of the person, ISO 639-1.
    """
    cities = sorted(_cities(), key=lambda city: _distance(city, latitude, longitude))
    country = (language or "").upper()
    own = [city for city in cities[:_NEIGHBOURS] if country in city.countries]
    return tuple(dict.fromkeys(city.zone for city in (*own[:2], *cities)))[:_CANDIDATES]


def _distance(city: _City, latitude: float, longitude: float) -> float:
    """Give the angle between two points of the globe (haversine), in radians."""
    north, other = radians(city.latitude), radians(latitude)
    across = sin((other - north) / 2) ** 2
    along = cos(north) * cos(other) * sin(radians(longitude - city.longitude) / 2) ** 2
    return 2 * asin(sqrt(min(across + along, 1.0)))


@lru_cache(maxsize=1)
def _cities() -> tuple[_City, ...]:
    table = files("tzdata.zoneinfo").joinpath("zone1970.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and line[0] != "#")
    return tuple(_city(row[2], row[0], row[1]) for row in rows)


def _city(zone: str, countries: str, coordinates: str) -> _City:
    found = _COORDINATES.fullmatch(coordinates)
    assert found is not None, coordinates  # noqa: S101 (the table's own format)
    south, *north, west, east, minutes, seconds = found.groups()
    return _City(
        zone,
        tuple(countries.split(",")),
        _degrees(south, *north),
        _degrees(west, east, minutes, seconds),
    )


def _degrees(sign: str, whole: str, minutes: str, seconds: str | None) -> float:
    value = int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -value if sign == "-" else value
