"""Time zones by where somebody is."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.telegram.location import zones_near


@pytest.mark.parametrize(
    ("latitude", "longitude", "language", "zone"),
    [
        (41.0, 29.0, None, "Europe/Istanbul"),
        (38.5, 43.4, "tr", "Europe/Istanbul"),  # Van: Yerevan is nearer
        (52.5, 13.4, None, "Europe/Berlin"),
        (40.7, -74.0, "en", "America/New_York"),
        (-33.9, 151.2, None, "Australia/Sydney"),
        (-18.1, 178.4, None, "Pacific/Fiji"),
        (-18.1, -179.9, None, "Pacific/Fiji"),  # across the date line
    ],
)
def test_the_likeliest_zone_comes_first(latitude, longitude, language, zone):
    assert zones_near(latitude, longitude, language)[0] == zone


@given(st.floats(-90, 90), st.floats(-180, 180), st.none() | st.text(max_size=3))
def test_everywhere_there_are_six_real_zones_to_choose_from(latitude, longitude, language):
    zones = zones_near(latitude, longitude, language)
    assert len(set(zones)) == 6
    assert set(zones) <= available_timezones()
