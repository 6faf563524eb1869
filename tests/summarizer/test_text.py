"""Words, stems and tokens: what search and clustering see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.model import UNDETERMINED
from summarizer.text import LEAD_WORDS, figure, sentences, stem, stems, tokens, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Türkiye'nin 15,000 askeri", ["Türkiye'nin", "15,000", "askeri"]),
        ("cease-fire at 5.4%", ["cease", "fire", "at", "5", "4"]),
        ("don’t stop", ["don’t", "stop"]),
        ("东京大学 wins", ["东京", "京大", "大学", "wins"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_are_cut_as_readers_read_them(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "running", "runs"),
        ("en", "Kazakhstan's", "Kazakhstan"),
        ("en", "15,000", "15000"),
        ("tr", "Erdoğan'ın", "Erdogan"),
        ("tr", "bakanlıkları", "Bakanlığı"),
        ("tr", "2005'te", "2005"),
        ("fr", "l'Italie", "Italie"),
        ("it", "dell’Unione", "unione"),
        ("ru", "Президента", "президентом"),
        ("de", "Häuser", "hauser"),
        ("es", "acciones", "acción"),
        ("pl", "Łodzi", "Lodzi"),
        (UNDETERMINED, "IŞIK", "isik"),
    ],
)
def test_forms_of_one_word_have_one_stem(language, one, other):
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize("name", ["Erdogan", "Bektenov", "Putin"])
def test_an_inflected_russian_name_is_found_as_english_text_writes_it(write, name):
    russian = {"Erdogan": "Эрдогана", "Bektenov": "Бектеновым", "Putin": "Путину"}[name]
    seen = tokens(write(f"Вчера видели {russian} в городе.", language="ru"))
    assert stem(name, "en") in seen.body


def test_turkish_stems_keep_a_name_that_holds_an_apostrophe():
    assert stem("O'Reilly'nin", "tr") == stem("O'Reilly", "tr")


@pytest.mark.parametrize(
    ("written", "one_way"),
    [
        ("15,000", "15000"),
        ("15.000", "15000"),
        ("5,4", "5.4"),
        ("5.4", "5.4"),
        ("1.234.567", "1234567"),
    ],
)
def test_a_figure_is_written_one_way(written, one_way):
    assert figure(written) == one_way


def test_the_headline_is_sentence_zero_and_the_body_counts_on():
    found = sentences("  Two  lines\n of headline ", "One. Two.\nThree.", "en")
    assert [(s.number, s.paragraph, s.text) for s in found] == [
        (0, 0, "Two lines of headline"),
        (1, 1, "One."),
        (2, 1, "Two."),
        (3, 2, "Three."),
    ]


def test_without_a_headline_the_body_begins_at_zero():
    found = sentences(None, "One. Two.")
    assert [s.number for s in found] == [0, 1]
    assert not any(s.is_headline for s in found)


def test_the_lead_is_the_beginning_of_the_body(write):
    seen = tokens(write("word " * 300, title="Head line"))
    assert seen.lead == seen.body[:LEAD_WORDS]
    assert seen.body[:2] == ("head", "line")


def test_marks_are_names_and_figures_not_what_only_begins_a_sentence(write):
    seen = tokens(
        write(
            "Yesterday Ömer Bolat met traders. Traders paid 5,4 million to Bolat.",
            title="Minister Meets Traders In Ankara",
        )
    )
    assert "bolat" in seen.marks
    assert "omer" in seen.marks
    assert "5.4" in seen.marks
    assert "yesterday" not in seen.marks
    assert "traders" not in seen.marks


@given(st.text(max_size=200), st.sampled_from(["en", "tr", "ru", "ar", "fr", "xx"]))
def test_every_word_has_a_folded_stem(text, language):
    for found in stems(text, language):
        assert found == found.casefold()
        assert not set(found) & set(" \t\n'’")
