"""Where sentences end, in the languages of the news."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.segment import LONGEST, split


def cut(text, language="en"):
    return [sentence for paragraph in split(text, language) for sentence in paragraph]


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Smith met Dr. J. R. Jones and Gov. Palin in the U.S. on Oct. 7 last year.",
        "Sen. Ron Wyden, D-Ore., spoke to Prof. O'Neil at 9 a.m. Monday.",
        "Shares of Intel Corp. rose 5.4 percent to $3.50 in No. 5 position.",
        "U.N. Secretary-General António Guterres spoke.",
        "Apple Inc. chief Tim Cook spoke.",
        '"Is it over?" he asked.',
        "Yahoo! has won.",
        "He left (see p. 7. Also the annex) at once.",
        "1. First item of a list.",
    ],
)
def test_english_abbreviations_quotes_and_lists_stay_whole(whole):
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        ("tr", "Prof. Dr. Ahmet Yılmaz, 2. Dünya Savaşı'nı 29 Ekim 2023'te andı."),
        ("tr", "Tören saat 17.20'de Av. Ali Bey vb. kişilerle başladı."),
        ("de", "Am 3. Oktober kam Dr. Müller, z. B. im 19. Jahrhundert."),
        ("es", "El Sr. García y la Dra. Pérez llegaron a EE. UU. con 3.000 personas."),
        ("fr", "M. Macron et MM. Dupont et J.-P. Martin sont venus."),
        ("it", "Il dott. Rossi e l'avv. Bianchi sono arrivati con il sig. Verdi."),
        ("nl", "Dhr. De Vries en prof. dr. Jansen kwamen om 10.30 uur."),
        ("pt", "O Sr. Silva e a Sra. Souza chegaram."),
        ("ru", "В 1999 г. И. И. Иванов и проф. Петров приехали на ул. Ленина."),
    ],
)
def test_abbreviations_ordinals_and_dates_of_other_languages_stay_whole(language, whole):
    assert cut(whole, language) == [whole]


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "He left at 5 p.m. Police came.", 2),
        ("en", "They moved to the U.S. The children stayed.", 2),
        ("en", "It was Plan B. The end came in 1999. Then all was over...", 3),
        ("en", '"We will not go." The president left.', 2),
        ("en", "And then… Nothing. Is it so? Yes!", 4),
        ("en", "he said.The next day he left.", 2),
        ("tr", "Ali geldi vb. Sonra gitti. 19. yüzyılda oldu.", 3),
        ("fr", "« Oui. » Il est parti.", 2),
        ("es", "¿Qué pasó? ¡Nada! Se fue.", 3),
        ("ar", "قال الرئيس. ماذا حدث؟ لا شيء.", 3),
        ("zh", "他说。你好！再见。", 3),
    ],
)
def test_sentences_end_where_readers_end_them(language, text, parts):
    assert len(cut(text, language)) == parts


def test_a_word_of_the_language_is_no_abbreviation_of_another():
    """Italian has "on. Rossi"; an English sentence may end with "on"."""
    assert cut("The talks went on. Bektenov left.", "en") == [
        "The talks went on.",
        "Bektenov left.",
    ]
    assert cut("L'on. Rossi disse no.", "it") == ["L'on. Rossi disse no."]


def test_a_day_before_its_month_ends_no_sentence():
    whole = "Am 18. Mai 1756 erklärte England den Krieg."
    assert cut(whole, "de") == [whole]


def test_every_line_is_a_paragraph_and_bullets_part_sentences():
    assert split("One. Two.\n\n  Three.\n") == [["One.", "Two."], ["Three."]]
    assert cut("They want: • more money • less work") == [
        "They want:",
        "• more money",
        "• less work",
    ]


def test_a_text_that_never_ends_is_cut_at_blanks():
    parts = cut("word " * 1000)
    assert all(len(part) <= LONGEST for part in parts)
    assert " ".join(parts).split() == ["word"] * 1000


@given(st.text(max_size=300), st.sampled_from(["en", "tr", "de", "ru", "zh", "und"]))
def test_nothing_but_blanks_is_lost_or_added(text, language):
    joined = "".join(cut(text, language))
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)
    assert all(part and part == part.strip() for part in cut(text, language))
