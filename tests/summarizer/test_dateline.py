"""Datelines: what agencies put before the first word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.dateline import undated


@pytest.mark.parametrize(
    "line",
    [
        "LONDON (Reuters) - ",
        "(CNN)",
        "KYIV, Ukraine (AP) — ",
        "ANKARA — ",
        "WASHINGTON, March 3 – ",
        "May 8, 2006 ",
        "17 de enero de 2011 ",
        "25-Aug-11 ",
    ],
)
def test_datelines_fall_off(line):
    assert undated(f"{line}Trade grew strongly this year") == "Trade grew strongly this year"


@pytest.mark.parametrize(
    "text",
    [
        "The World Health Organization (WHO) said on Monday that all was well.",
        "NATO - the alliance of old - said it would act today.",
        "President Obama (center) spoke to reporters.",
        "In 2009, trade between the countries grew.",
    ],
)
def test_what_belongs_to_the_sentence_stays(text):
    assert undated(text) == text


@given(st.text(max_size=80))
def test_what_is_left_is_the_sentences_own_end(text):
    assert text.endswith(undated(text))
