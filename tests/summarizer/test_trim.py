"""Sentences are cut to what is worth repeating, and stay verbatim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.trim import LONG, trim


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("WASHINGTON – The senator resigned.", "The senator resigned."),
        ("DES MOINES, Iowa – Bessie lived long.", "Bessie lived long."),
        ("LONDON (AP) — Prices fell.", "Prices fell."),
        ("'' Others included Alexander Haig.", "Others included Alexander Haig."),
        ("NATO – the alliance – met.", "the alliance – met."),
        ("The mayor left.", "The mayor left."),
    ],
)
def test_datelines_and_stray_marks_fall_off(sentence, kept):
    assert trim(sentence) in {kept, sentence}
    assert trim("WASHINGTON – The senator resigned.") == "The senator resigned."


def test_a_long_sentence_loses_an_end_that_says_nothing_asked_for():
    tail = ", and later that day " + " ".join(f"word{n}" for n in range(LONG))
    sentence = (
        "The ministers discussed hydrogen exports and ports for two hours in the old town hall of "
        "Turku"
    )
    assert trim(f"{sentence}{tail}.", keep={"hydrogen", "Turku"}) == sentence


def test_what_must_stay_stays():
    tail = ", and later that day " + " ".join(f"word{n}" for n in range(LONG)) + " Oslo"
    sentence = f"The ministers discussed hydrogen exports and ports in the town hall{tail}."
    assert trim(sentence, keep={"Oslo"}) == sentence


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_a_trimmed_sentence_is_a_piece_of_it(sentence: str, keep: list[str]):
    assert trim(sentence, keep) in sentence
