"""Names of languages, days, countries and cities."""

from datetime import UTC, datetime, time

import pytest

from bot import languages


@pytest.mark.parametrize(
    ("typed", "code"),
    [("tr", "tr"), ("Turkish", "tr"), ("türkçe", "tr"), ("TURKCE", "tr"), ("Deutsch", "de"),
     ("german", "de"), ("EN", "en"), ("Kazakh", "kk")],
)  # fmt: skip
def test_a_language_is_known_by_code_english_and_own_name(typed, code):
    assert languages.language_named(typed) == code


def test_a_language_is_known_by_its_name_in_the_readers_language():
    assert languages.language_named("Almanca", "tr") == "de"


@pytest.mark.parametrize("typed", ["", "xx", "Klingonish", "\x00", "e" * 5000])
def test_what_is_no_language_gives_none(typed):
    assert languages.language_named(typed) is None


def test_only_codes_of_two_letters_are_languages():
    known = [code for code in ("tr", "en", "xx", "TR", "pt_BR", "yue", "", "t") if
             languages.is_language(code)]  # fmt: skip
    assert known == ["tr", "en"]


def test_days_are_known_in_english_and_in_the_readers_language():
    days = languages.days_named("tr")
    assert [days[name] for name in ("monday", "mon", "pazartesi", "sali", "sun")] == [0, 0, 0, 1, 6]


def test_times_are_told_in_the_readers_zone_and_language():
    when = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
    assert languages.moment(when, "UTC") == "24 Nov 2026, 21:30"
    assert languages.moment(when, "Europe/Istanbul", "tr") == "25 Kasım 2026, 00:30"


def test_a_language_without_data_falls_back_to_english():
    assert languages.moment(datetime(2026, 1, 5, tzinfo=UTC), "UTC", "qq") == "5 Jan 2026, 00:00"


def test_numbers_are_written_as_the_language_does():
    assert [languages.decimal(12345, code) for code in ("en", "tr", "qq")] == [
        "12,345",
        "12.345",
        "12,345",
    ]


def test_lists_end_in_the_languages_and():
    assert languages.listed(["a{", "b", "c}"], "tr") == "a{, b ve c}"
    assert languages.listed(["a", "b", "c"]) == "a, b and c"
    assert languages.listed([]) == ""


def test_capitals_and_weekdays_follow_the_languages_spelling():
    assert (languages.capital("izle", "tr"), languages.capital("izle")) == ("İzle", "Izle")
    assert (languages.day_name(0, "tr"), languages.day_name(0)) == ("pazartesi", "Monday")


def test_clocks_show_two_digits():
    assert languages.clock(time(8, 5)) == "08:05"
