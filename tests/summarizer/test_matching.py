"""A word of a question is met by itself, by what it means, and by what it was a slip for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.matching import LIKE, MEANS, SAME, SLIP, Matched, alike, match
from summarizer.model import Question
from summarizer.question import own, understand
from summarizer.reading import read

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def matched(word: str, sentence: str, asked: str = "en", spoken: str = "en") -> Matched:
    frame = {"en": f"what about the {word}", "tr": f"{word} ile ilgili ne var"}[asked]
    query = understand(Question(frame, NOW), languages=("en", "tr"))
    (term,) = [term for term in own(query) if term.word]
    (found,) = match(query, [term], [read(sentence, spoken)])
    return found


@pytest.mark.parametrize(
    ("word", "sentence", "strength"),
    [
        ("exports", "They discussed an export.", SAME),
        ("purchase", "AMD bought ATI.", MEANS),
        ("merger", "The mergers pleased nobody.", SAME),
        ("Finnish", "Finland agreed.", MEANS),
        ("environmentalists", "An environmental group left.", LIKE),
        ("Bektneov", "Then Bektenov spoke.", SLIP),
        ("harvest", "Then Bektenov spoke.", 0.0),
    ],
)
def test_a_word_is_met_as_well_as_it_should_be(word, sentence, strength):
    assert matched(word, sentence).best == strength


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("toplantı", "The meeting was short."),
        ("Gürcistan", "Georgia agreed."),
        ("vali", "The governor left."),
    ],
)
def test_words_are_met_across_languages(word, sentence):
    assert matched(word, sentence, asked="tr").best >= MEANS


def test_a_source_may_mistype_a_name():
    assert matched("kazakhstan", "Kazakhistan's prime minister came.").best >= LIKE
    assert matched("contract", "The contrast was great.").best == 0


def test_initials_are_met_by_the_name_they_stand_for():
    found = matched("FBI", "He left the Federal Bureau of Investigation.")
    assert found.best > 0


def test_a_name_is_known_by_how_the_articles_write_it():
    assert matched("bektenov", "Then Bektenov spoke.").name
    assert not matched("meeting", "The meeting was short.").name


def test_rare_words_weigh_more_than_common_ones():
    assert matched("bektenov", "x").rarity > matched("year", "x").rarity


@pytest.mark.parametrize(
    ("one", "other"), [("contract", "concert"), ("gaza", "gazi"), ("iran", "iraq")]
)
def test_different_words_are_not_alike(one, other):
    assert not alike(one, other)


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_mutual(one: str, other: str):
    if one.isalpha() and other.isalpha():
        assert alike(one, other) == alike(other, one)


def test_one_word_does_not_meet_two_words_of_a_question():
    """A line may mean a tram; where the question says both, it is only itself."""
    query = understand(Question("How much did the tram line cost?", NOW), languages=("en",))
    met = {
        term.term.word: term.best
        for term in match(query, own(query), [read("The new line of laptops is out.", "en")])
    }
    assert met["line"] == SAME
    assert met["tram"] == 0
