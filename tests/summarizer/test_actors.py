"""Who takes part: under all names, typed, ranked, with the sentences that say so."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.actors import LIMIT, find
from summarizer.model import ActorType, Article
from summarizer.text import sentences

STORY = """Norway's Prime Minister Ola Nordmann met Chancellor Eva Lindt in Oslo on Monday.
Nordmann and Lindt discussed the Nordic Energy Council (NEC), officials said.
"It went well," Lindt said. The NEC will meet again in Oslo.
Borealis Technologies Inc. chief executive Per Hansen praised Mr. Nordmann. Borealis employs 900."""


@pytest.fixture
def told(write):
    def found(body, title=None, language="en"):
        return {actor.name: actor for actor in find([write(body, title, language)])}

    return found


def test_surnames_titles_and_abbreviations_join_the_whole_name(told):
    actors = told(STORY)
    assert "Nordmann" in actors["Ola Nordmann"].aliases
    assert "NEC" in actors["Nordic Energy Council"].aliases
    assert "Borealis" in actors["Borealis Technologies Inc."].aliases
    assert not {"Nordmann", "Lindt", "NEC", "Borealis"} & set(actors)


def test_roles_are_told_and_the_sentence_that_tells_one_comes_first(told):
    nordmann = told("Nordmann left. He is gone. " + STORY)["Ola Nordmann"]
    assert nordmann.role == "Norway's Prime Minister"
    assert nordmann.role in nordmann.citations[0].quote
    assert len(nordmann.citations) == 4


def test_people_organisations_and_places_are_told_apart(told):
    kinds = {name: actor.type for name, actor in told(STORY).items()}
    assert kinds["Ola Nordmann"] is ActorType.PERSON
    assert kinds["Per Hansen"] is ActorType.PERSON
    assert kinds["Borealis Technologies Inc."] is ActorType.ORGANISATION
    assert kinds["Nordic Energy Council"] is ActorType.ORGANISATION
    assert kinds["Oslo"] is ActorType.PLACE


def test_those_the_story_is_about_come_first(told):
    assert set(list(told(STORY))[:2]) == {"Ola Nordmann", "Eva Lindt"}


def test_turkish_endings_fall_off_and_two_surnames_side_by_side_are_two_people(told):
    actors = told(
        "Başbakan Kemal Demir, Norveç Başbakanı Ola Nordmann'ı kabul etti. "
        "Demir'in danışmanı da Nordmann'a eşlik etti.",
        "Demir Nordmann'ı kabul etti",
        "tr",
    )
    assert actors["Kemal Demir"].aliases == ("Demir",)
    assert actors["Ola Nordmann"].aliases == ("Nordmann",)
    assert actors["Ola Nordmann"].role == "Norveç Başbakanı"


def test_russian_cases_are_one_person(told):
    actors = told(
        "Премьер Сергей Иванов приехал в Осло. Вчера видели Иванова. Говорили с Ивановым.",
        language="ru",
    )
    assert set(actors["Сергей Иванов"].aliases) == {"Иванова", "Ивановым"}


def test_names_of_one_country_are_one_place_even_misspelt(told):
    actors = told(
        "Today Kazakhstan agreed. Then Kazakhistan signed. Yesterday Turkey and Türkiye did."
    )
    assert actors["Kazakhstan"].aliases == ("Kazakhistan",)
    assert len(actors) == 2


def test_what_only_begins_a_sentence_is_no_actor(told):
    assert told("Analysts agreed. Reports differ. Yesterday was calm. Everybody left.") == {}


def test_a_word_that_opens_a_sentence_does_not_cling_to_the_name_behind_it(told):
    actors = told(
        "Karar Sağlık Bakanlığı tarafından alındı. Bu karar dün açıklandı.", language="tr"
    )
    assert list(actors) == ["Sağlık Bakanlığı"]


def test_the_same_surname_goes_to_whoever_is_named_most(told):
    actors = told("So Anna Berg met Karl Berg. Later Anna Berg spoke. Then Berg left.")
    assert actors["Anna Berg"].aliases == ("Berg",)
    assert actors["Karl Berg"].aliases == ()


def test_articles_of_a_story_share_their_actors(write):
    first = write("Norway's Prime Minister Ola Nordmann resigned.", id="a")
    second = write("In Oslo Nordmann said goodbye. He met Nordmann's heir.", id="b")
    (nordmann,) = [a for a in find([second, first]) if a.type is ActorType.PERSON]
    assert nordmann.name == "Ola Nordmann"
    assert {citation.article for citation in nordmann.citations} == {"a", "b"}


def test_no_article_no_actor():
    assert find([]) == ()


@given(st.text(max_size=200), st.sampled_from(["en", "tr", "de", "ru", "ar", "und"]))
def test_whatever_comes_in_every_actor_is_carried_by_its_article(text, language):
    cut = sentences(None, text, language)
    article = Article("x", None, "", language, datetime(2026, 1, 1, tzinfo=UTC), "", cut)
    found = find([article])
    assert len(found) <= LIMIT
    by_number = {s.number: s.text for s in cut}
    for actor in found:
        assert actor.name not in actor.aliases
        assert actor.citations
        assert all(by_number[c.sentence] == c.quote for c in actor.citations)
