"""Names in any case: what stays when the endings fall off."""

import pytest

from summarizer.inflection import inflects, name_stem


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", ["Токаев", "Токаева", "Токаеву", "Токаевым", "Токаеве"]),
        ("ru", ["Зеленский", "Зеленского", "Зеленским"]),
        ("ru", ["Москва", "Москвы", "Москву", "Москвой"]),
        ("uk", ["Київ", "Київу"]),
        ("kk", ["Тоқаев", "Тоқаевтың", "Тоқаевқа", "Тоқаевпен"]),
        ("pl", ["Tusk", "Tuska", "Tuskowi", "Tuskiem"]),
    ],
)
def test_cases_of_a_name_share_their_stem(language, forms):
    assert len({name_stem(form, language) for form in forms}) == 1


def test_languages_without_such_endings_keep_the_whole_name():
    assert not inflects("en")
    assert name_stem("Jones", "en") == "jones"


def test_abbreviations_and_short_names_are_left_whole():
    assert name_stem("ООН", "ru") == "oon"
    assert name_stem("Ли", "ru") == "li"
