"""Names in a sentence: what capitals tell, and what they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import roles
from summarizer.grammar import grammar
from summarizer.names import find


def names(text, language="en", **options):
    return [" ".join(t.text for t in name.tokens) for name in find(text, language, **options)[1]]


def told(text, language="en"):
    """Give each name with the role beside it."""
    words = grammar(language)
    tokens, found = find(text, language)
    return {
        " ".join(t.text for t in name.tokens): roles.before(text, tokens, name, words)
        or roles.after(text, tokens, name, words)
        for name in found
    }


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "On Monday Ola Berg left the Bank of England.", ["Ola Berg", "Bank of England"]),
        ("en", "The U.S. Fish and Wildlife Service met AT&T.",
         ["U.S. Fish and Wildlife Service", "AT&T"]),
        ("en", "It was Ursula von der Leyen, not Mohammed bin Salman.",
         ["Ursula von der Leyen", "Mohammed bin Salman"]),
        ("en", "Norway's Storting met.", ["Norway", "Storting"]),
        ("tr", "Dün Türkgözü Sınır Kapısı'nın önünde Ticaret ve Sanayi Odası toplandı.",
         ["Türkgözü Sınır Kapısı", "Ticaret ve Sanayi Odası"]),
        ("es", "El Banco de España y la Universidad de Nueva York firmaron.",
         ["Banco de España", "Universidad de Nueva York"]),
        ("fr", "Hier l'Allemagne et l’Italie ont signé.", ["Allemagne", "Italie"]),
        ("nl", "De topman van Apple sprak met Mark van Bommel.", ["Apple", "Mark van Bommel"]),
    ],
)  # fmt: skip
def test_capitals_and_particles_make_a_name(language, text, found):
    assert names(text, language) == found


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        ("en", "Norway's Prime Minister Ola Berg spoke.", "Ola Berg", "Norway's Prime Minister"),
        ("en", "He met Transport and Trade Minister Kari Nordmann.", "Kari Nordmann",
         "Transport and Trade Minister"),
        ("en", "They saw Berg’s chief advisor Per Hansen leave.", "Per Hansen",
         "Berg’s chief advisor"),
        ("en", "It was Per Hansen, the head of the Harbour Board, who left.", "Per Hansen",
         "head of the Harbour Board"),
        ("en", "So said Eva Berg, 52, former director of Borealis.", "Eva Berg",
         "former director of Borealis"),
        ("en", "They sold the Oslo-based chip maker Borealis Inc. today.", "Borealis Inc.",
         "Oslo-based chip maker"),
        ("tr", "Norveç Dışişleri Bakan Yardımcısı Kari Nordmann geldi.", "Kari Nordmann",
         "Norveç Dışişleri Bakan Yardımcısı"),
        ("de", "Da sprach der norwegische Ministerpräsident Ola Nordmann.", "Ola Nordmann",
         "Ministerpräsident"),
        ("es", "Habló el presidente turco Ahmet Demir.", "Ahmet Demir", "presidente turco"),
        ("fr", "Ainsi parla le président de la Norvège Ola Nordmann.", "Ola Nordmann",
         "président de la Norvège"),
        ("it", "Ieri il CEO di Borealis e cofondatore Marco Rossi ha parlato.", "Marco Rossi",
         "CEO di Borealis e cofondatore"),
        ("nl", "De voormalig topman, Mark Jansen, vertrekt.", "Mark Jansen", "voormalig topman"),
        ("ru", "Вчера президент Норвегии Иван Петров уехал.", "Иван Петров", "президент Норвегии"),
    ],
)  # fmt: skip
def test_roles_stand_as_the_sources_put_them(language, text, name, role):
    assert told(text, language)[name] == role


def test_a_role_that_leads_to_another_name_is_not_taken_for_this_one():
    roles_told = told("There were Ola Nordmann, Trade Minister Kari Berg, and Per Hansen.")
    assert roles_told == {"Ola Nordmann": None, "Kari Berg": "Trade Minister", "Per Hansen": None}


def test_turkish_commas_after_the_subject_are_no_apposition():
    assert told("Bugün Kari Nordmann, genel başkanı eleştirdi.", "tr") == {"Kari Nordmann": None}


def test_a_pope_stays_pope_and_a_title_alone_names_nobody():
    assert names("Then Pope Francis met the Prime Minister.") == ["Pope Francis"]


@pytest.mark.parametrize(
    "text",
    ["SHARES FALL AFTER BOREALIS WARNING IN OSLO", "Team Executives Meet With Star Player In Oslo"],
)
def test_capitals_throughout_tell_nothing(text):
    assert names(text) == []


def test_a_headline_in_title_case_gives_no_names_and_one_in_sentence_case_does():
    assert names("Minister Meets Borealis Chief In Oslo", headline=True) == []
    assert names("Minister meets Borealis in Oslo", headline=True)[-2:] == ["Borealis", "Oslo"]


def test_scripts_without_capitals_give_known_places_and_people():
    found = names("زار الرئيس محمد أحمد إسرائيل يوم الخميس.", "ar")
    assert "إسرائيل" in " ".join(found)
    assert any(name.startswith("محمد") for name in found)


@given(st.text(max_size=120), st.sampled_from(["en", "tr", "de", "ru", "ar", "fr", "und"]))
def test_every_name_stands_in_its_sentence(text, language):
    tokens, found = find(text, language)
    words = grammar(language)
    for name in found:
        assert name.first < name.after <= len(tokens)
        for role in (
            roles.before(text, tokens, name, words),
            roles.after(text, tokens, name, words),
        ):
            assert role is None or role in text
