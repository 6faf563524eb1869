"""Words of time are the days that they mean, seen from the day on which they are said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.dating import told
from summarizer.vocabulary import LANGUAGES

SATURDAY = date(2024, 4, 27)
THURSDAY = (date(2024, 4, 25), date(2024, 4, 25))
MAY_3 = (date(2023, 5, 3), date(2023, 5, 3))
LAST_YEAR = (date(2023, 1, 1), date(2023, 12, 31))


WORDS = (
    *("May", "May,", "mayıs", "3", "31", "0", "2009", "1500", "999999999999", "thursday", "jueves"),
    *("last", "year", "ago", "two", "days", "week", "önce", "hace", "vor", "February"),
)


def spans(text: str, language: str, *, ahead: bool = False) -> list[tuple[date, date]]:
    return [(days.first, days.last) for days in told(text, language, SATURDAY, ahead=ahead)]


@pytest.mark.parametrize(
    ("text", "language", "span"),
    [
        ("They met on Thursday.", "en", THURSDAY),
        ("On Thursday morning they met.", "en", THURSDAY),
        ("Perşembe günü görüştüler.", "tr", THURSDAY),
        ("Sie trafen sich am Donnerstag.", "de", THURSDAY),
        ("Se reunieron el jueves.", "es", THURSDAY),
        ("Si sono incontrati giovedì.", "it", THURSDAY),
        ("Ze ontmoetten elkaar donderdag.", "nl", THURSDAY),
        ("Ils se sont vus jeudi.", "fr", THURSDAY),
        ("They met two days ago.", "en", THURSDAY),
        ("İki gün önce görüştüler.", "tr", THURSDAY),
        ("Vor zwei Tagen trafen sie sich.", "de", THURSDAY),
        ("Se reunieron hace dos días.", "es", THURSDAY),
        ("Si sono incontrati due giorni fa.", "it", THURSDAY),
        ("Ze zagen elkaar twee dagen geleden.", "nl", THURSDAY),
        ("Ils se sont vus il y a deux jours.", "fr", THURSDAY),
        ("It was the day before yesterday.", "en", THURSDAY),
        ("Evvelsi gün oldu.", "tr", THURSDAY),
        ("Es war vorgestern.", "de", THURSDAY),
        ("Fue anteayer.", "es", THURSDAY),
        ("It opened on 3 May.", "en", MAY_3),
        ("It opened on May 3rd.", "en", MAY_3),
        ("3 Mayıs'ta açıldı.", "tr", MAY_3),
        ("Es öffnete am 3. Mai.", "de", MAY_3),
        ("Se abrió el 3 de mayo.", "es", MAY_3),
        ("Il a ouvert le 3 mai.", "fr", MAY_3),
        ("The attack of Oct. 7 last year.", "en", (date(2023, 10, 7), date(2023, 10, 7))),
        ("It closed on April 12, 2021.", "en", (date(2021, 4, 12), date(2021, 4, 12))),
        ("It rained in May.", "en", (date(2023, 5, 1), date(2023, 5, 31))),
        ("Mayısta yağmur yağdı.", "tr", (date(2023, 5, 1), date(2023, 5, 31))),
        ("Trade grew last year.", "en", LAST_YEAR),
        ("Ticaret geçen yıl büyüdü.", "tr", LAST_YEAR),
        ("El comercio creció el año pasado.", "es", LAST_YEAR),
        ("Der Handel wuchs letztes Jahr.", "de", LAST_YEAR),
        ("They signed it in 2009.", "en", (date(2009, 1, 1), date(2009, 12, 31))),
        ("They met last night.", "en", (date(2024, 4, 26), date(2024, 4, 26))),
        ("They met last Saturday.", "en", (date(2024, 4, 20), date(2024, 4, 20))),
        ("They met a week ago.", "en", (date(2024, 4, 17), date(2024, 4, 23))),
    ],
)
def test_days_are_the_latest_such_days(text, language, span):
    assert span in spans(text, language)


def test_a_weekday_beside_its_date_is_one_day():
    assert spans("It opened on Thursday, April 25.", "en") == [THURSDAY]


def test_what_is_to_come_is_the_next_such_day():
    assert spans("They will meet on Thursday.", "en", ahead=True) == [
        (date(2024, 5, 2), date(2024, 5, 2))
    ]


@pytest.mark.parametrize(
    "text", ["You may go.", "USA Today wrote it.", "They signed on 31 February.", "Twelve people."]
)
def test_other_words_are_no_days(text):
    assert spans(text, "en") == []


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.sampled_from((*LANGUAGES, "ru", "und")),
    st.dates(),
    st.booleans(),
)
def test_no_text_is_misread_as_days_that_end_before_they_begin(text, language, spoken, ahead):
    for days in told(text, language, spoken, ahead=ahead):
        assert days.first <= days.last
