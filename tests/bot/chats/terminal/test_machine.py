"""What the machine tells of the person at it."""

import pytest

from bot.chats.terminal.machine import language, zone


def test_the_environment_comes_first(tmp_path):
    (tmp_path / "timezone").write_text("Asia/Tokyo\n", encoding="utf-8")
    paths = (tmp_path / "nothing", tmp_path / "timezone")
    assert zone({"TZ": ":Europe/Istanbul"}, *paths) == "Europe/Istanbul"
    assert zone({}, *paths) == "Asia/Tokyo"


def test_a_link_into_the_zones_tells(tmp_path):
    file = tmp_path / "zoneinfo" / "Europe" / "Istanbul"
    file.parent.mkdir(parents=True)
    file.write_text("", encoding="utf-8")
    (tmp_path / "localtime").symlink_to(file)
    assert zone({}, tmp_path / "localtime", tmp_path / "nothing") == "Europe/Istanbul"


def test_all_names_of_utc_are_one():
    assert zone({"TZ": "Etc/UTC"}) == "UTC"


def test_what_is_no_zone_is_passed_over(tmp_path):
    (tmp_path / "timezone").write_bytes(b"\xff")
    assert zone({"TZ": "EST5EDT,M3.2.0"}, tmp_path / "x", tmp_path / "timezone") is None


def test_a_link_that_leads_round_is_passed_over(tmp_path):
    (tmp_path / "localtime").symlink_to(tmp_path / "localtime")
    assert zone({}, tmp_path / "localtime", tmp_path / "nothing") is None


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "tr_TR.UTF-8"}, "tr"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "tr"}, "tr"),
        ({"LC_MESSAGES": "de_DE@euro"}, "de"),
        ({"LANG": "en_GB.UTF-8"}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": "", "LC_ALL": ""}, None),
        ({}, None),
    ],
)
def test_a_language_that_somebody_chose_is_told_and_english_is_not(environment, code):
    assert language(environment) == code
