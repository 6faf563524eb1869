"""What is known of names beforehand, and that the lists are well kept."""

from importlib.resources import files

import pytest

from summarizer.gazetteer import is_forename, is_surname, people, place, territory
from summarizer.inflection import name_stem
from summarizer.lexicon import every, table

LISTS = sorted(
    entry.name.removesuffix(".tsv")
    for entry in files("summarizer.lexicon").iterdir()
    if entry.name.endswith(".tsv")
)


def test_countries_are_known_in_many_languages_and_in_any_case():
    codes = {territory(name) for name in ("turkey", "turkiye", "turquie", "turkei", "turchia")}
    assert codes == {"tr"}
    assert territory(name_stem("Казахстаном", "ru")) == "kz"


def test_cities_are_places_and_words_are_not():
    assert place("istanbul") == "tr.istanbul"
    assert place("table") is None


def test_given_names_family_names_and_peoples_are_told_apart():
    assert is_forename("mehmet")
    assert is_surname("yilmaz")
    assert people("turkish") == "tr"
    assert people("turkey") is None
    assert not is_forename("the")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_read_and_no_entry_is_empty(name):
    entries = table(name)
    assert entries
    assert all(key and words for key, words in entries.items())
    assert len(every(name)) > 1
