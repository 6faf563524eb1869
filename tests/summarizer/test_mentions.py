"""Whom a claim names, its sources name: the same one, as a whole."""

import pytest

from summarizer.mentions import foreign_names, is_form, mentioned
from summarizer.reading import read


def foreign(claim: str, *sources: str, around: tuple[str, ...] = (), language: str = "en"):
    readings = [read(source, language) for source in sources]
    return foreign_names(
        read(claim, language), readings, lambda: [read(text, language) for text in around]
    )


def test_a_general_word_of_a_name_does_not_make_it_known():
    source = "The court heard the party on Monday."
    assert foreign("On Monday, the Labor Party won.", source) == ["Labor Party"]
    assert foreign("On Monday, the High Court sat.", source, around=("The High Court sat.",)) == [
        "High Court"
    ]


def test_words_of_two_names_are_nobody():
    around = ("Barbara Starr met Recep Erdoğan.",)
    source = "In Ankara Erdoğan spoke and Barbara listened."
    assert foreign("There Barbara Erdoğan spoke.", source, around=around) == ["Barbara Erdoğan"]


def test_a_name_may_be_completed_from_its_article():
    around = ("Prime Minister Olzhas Bektenov came.",)
    assert foreign("There Olzhas Bektenov spoke.", "Bektenov spoke.", around=around) == []
    assert foreign("There Olzhas Bektenov spoke.", "Bektenov spoke.") == ["Olzhas Bektenov"]


def test_two_names_side_by_side_are_two():
    source = "Tim Cook, head of Apple, spoke."
    assert foreign("On Monday Apple CEO Tim Cook spoke.", source) == []


@pytest.mark.parametrize("claim", ["In Geneva, NTSB staff met.", "In Geneva, the NTSB met."])
def test_initials_stand_for_the_name_that_they_begin(claim):
    assert foreign(claim, "In Geneva the National Transportation Safety Board met.") == []


def test_endings_belong_to_languages_that_have_them():
    assert foreign("Dün Bektenovla görüştü.", "Bektenov geldi.", language="tr") == []
    assert foreign("Then Presidential Radio spoke.", "The President spoke.") != []


def test_capitals_throughout_hide_no_foreign_name():
    claim = "Contributing: Hannah Yasharoff, Joey Garrison, Michael Collins"
    source = "Contributing: George Petras, Joey Garrison, Michael Collins"
    assert "Yasharoff" in foreign(claim, source)
    assert foreign(source, source) == []


def test_a_word_is_mentioned_in_another_case_script_and_language():
    assert mentioned("bektenov", [read("Встреча с Бектеновым", "ru")], "en")
    assert mentioned("turkey", [read("Türkiye kazandı", "tr")], "en")
    assert not mentioned("tokayev", [read("Встреча с Бектеновым", "ru")], "en")


def test_forms_of_a_name_are_told_from_other_names():
    assert is_form("bektenov", "bektenova")
    assert not is_form("apple", "appel", loose=False)
    assert not is_form("president", "presidential", loose=False)
