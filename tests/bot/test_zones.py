"""Which zone somebody means."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Istanbul", "Europe/Istanbul"),
        ("europe/istanbul", "Europe/Istanbul"),
        ("İstanbul", "Europe/Istanbul"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("Ankara", "Europe/Istanbul"),
        ("Mumbai", "Asia/Kolkata"),
        ("san francisco", "America/Los_Angeles"),
        ("Türkiye", "Europe/Istanbul"),
        ("turkey", "Europe/Istanbul"),
        ("Singapore", "Asia/Singapore"),
        ("UTC", "UTC"),
        ("UTC+3", "Etc/GMT-3"),
        ("gmt-5", "Etc/GMT+5"),
        ("+05:00", "Etc/GMT-5"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_zone_is_found_by_name_city_country_or_offset(typed, zone):
    assert zones.find(typed) == (zone,)


def test_cities_and_countries_are_known_in_the_readers_language():
    assert zones.find("Londra", "tr") == ("Europe/London",)
    assert "Asia/Almaty" in zones.find("Kazakistan", "tr")


def test_a_country_of_several_zones_gives_them_all():
    found = zones.find("Kazakhstan")
    assert len(found) > 1
    assert "Asia/Almaty" in found


def test_a_slip_of_the_pen_gets_a_suggestion():
    assert zones.suggest("Istambul") == ("Europe/Istanbul",)
    assert zones.suggest("Europe/Isanbul") == ("Europe/Istanbul",)


@given(st.text(max_size=60))
def test_whatever_is_typed_every_zone_found_exists(typed):
    for zone in (*zones.find(typed), *zones.suggest(typed)):
        assert ZoneInfo(zone)
