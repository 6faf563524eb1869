"""Numbers and dates are the same however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures import Figure, FigureKind, figures


def only(text: str, language: str = "en") -> Figure:
    (found,) = figures(text, language)
    return found


@pytest.mark.parametrize(
    ("one", "first", "other", "second"),
    [
        ("15,000 people", "en", "15.000 kişi", "tr"),
        ("15,000 people", "en", "15 bin kişi", "tr"),
        ("fifteen thousand people", "en", "15 000 personnes", "fr"),
        ("five women", "en", "5 vrouwen", "nl"),
        ("3.000 millones de canciones", "es", "3 billion songs", "en"),
        ("1 milyar 350 milyon lira", "tr", "1.35 billion lira", "en"),
        ("for the third time", "en", "por tercera vez", "es"),
        ("5,4 miliardi", "it", "5.4 billion", "en"),
        ("at 17:20", "en", "saat 17.20'de", "tr"),
        ("twenty-five", "en", "fünfundzwanzig 25", "de"),
        ("in October", "en", "ekim ayında Ekim 3", "tr"),
        ("on Thursday", "en", "perşembe günü", "tr"),
        ("nisanda", "tr", "in aprile", "it"),
    ],
)
def test_a_figure_equals_itself_in_another_writing(one, first, other, second):
    assert any(figure.equals(only(one, first)) for figure in figures(other, second))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15,000 people", "15 people"),
        ("in 2009", "in 2019"),
        ("on Thursday", "on Friday"),
        ("in May", "5 people"),
        ("5.4 billion", "5.4 million"),
    ],
)
def test_different_figures_are_not_equal(one, other):
    assert not only(one).equals(only(other))


@pytest.mark.parametrize(
    ("text", "language"),
    [("85% of them", "en"), ("85 per cent of them", "en"), ("yüzde 85'i", "tr"), ("%85'i", "tr")],
)
def test_a_share_is_known_as_a_share(text, language):
    assert only(text, language).kind is FigureKind.PERCENT


@pytest.mark.parametrize(
    "text", ["one of them", "it may rain", "they march on", "a second try", "the pair left"]
)
def test_words_that_only_look_like_figures_are_none(text):
    assert figures(text, "en") == ()


def test_a_date_gives_its_parts():
    kinds = [figure.kind for figure in figures("on Thursday, 7 May 2005", "en")]
    assert kinds == [FigureKind.WEEKDAY, FigureKind.NUMBER, FigureKind.MONTH, FigureKind.YEAR]


@given(st.text(max_size=80), st.sampled_from(["en", "tr", "es", "it", "nl", "de", "fr", "und"]))
def test_any_text_can_be_read(text: str, language: str):
    for figure in figures(text, language):
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.values


@given(st.integers(0, 10**9))
def test_a_number_with_separators_is_the_number(number: int):
    assert str(number) in only(f"{number:,} people").values
