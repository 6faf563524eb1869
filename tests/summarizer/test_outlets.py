"""Who is asked for as a source is met by who published, not by the text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.answer import decide
from summarizer.model import Question
from summarizer.outlets import attributed
from summarizer.question import own, understand

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
OUTLETS = ("The Gazette", "Daily Planet", "X")


def read(text: str):
    asked = Question(text, NOW)
    return asked, attributed(understand(asked, languages=("en", "tr", "de")), OUTLETS)


@pytest.mark.parametrize(
    "text",
    [
        "What did the Gazette say about the bridge?",
        "what does the gazette report about the bridge",
        "According to the Gazette, who opened the bridge?",
        "Gazette'e göre köprüyü kim açtı?",
        "Was schreibt Gazette über die Brücke?",
    ],
)
def test_an_outlet_that_reports_is_taken_out_of_the_question(text):
    _, query = read(text)
    assert query.outlets == ("The Gazette",)
    assert "gazette" not in {term.word for term in own(query)}
    assert not any("gazette" in name for name in query.names)


@pytest.mark.parametrize("text", ["Who bought the Gazette?", "Where is the Daily Planet printed?"])
def test_an_outlet_that_is_spoken_of_stays_a_name(text):
    _, query = read(text)
    assert query.outlets == ()


def test_only_its_articles_answer(write):
    body = "The mayor opened the new bridge in Oslo on Monday."
    asked, query = read("What did the Gazette say about the new bridge?")
    assert decide(asked, query, [write(body)]).claims
    asked, query = read("What did the Daily Planet say about the new bridge?")
    assert not decide(asked, query, [write(body)]).claims


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=4))
def test_no_name_of_an_outlet_breaks_a_question(text, outlets):
    query = understand(Question(text, NOW))
    assert set(attributed(query, outlets).outlets) <= set(outlets)
