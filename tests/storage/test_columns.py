"""Column types: what goes in comes out alike on both databases."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Moment, Words, clean, dump
from storage.model import DeliveryState

DIALECTS = [sqlite.dialect(), postgresql.dialect()]
ANYTHING = st.text(st.characters(codec=None))
TIMES = st.datetimes(
    datetime(1900, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]),
)


@given(ANYTHING)
def test_a_cleaned_text_can_be_written_and_is_the_same_when_cleaned_again(text: str):
    cleaned = clean(text)
    cleaned.encode()
    assert "\0" not in cleaned
    assert clean(cleaned) == cleaned


@given(st.text())
def test_a_clean_text_stays_as_it_is(text: str):
    assert clean(text.replace("\0", "")) == text.replace("\0", "")


def test_halves_of_a_pair_that_belong_together_are_joined():
    assert clean("\ud83d\ude00") == "😀"


@given(st.dictionaries(ANYTHING, st.lists(ANYTHING)))
def test_json_is_compact_and_keeps_every_letter(value: dict[str, list[str]]):
    written = dump(value)
    written.encode()
    json.loads(written)
    assert dump({"ş": ["ğ", 1]}) == '{"ş":["ğ",1]}'


@given(TIMES, TIMES)
def test_a_time_comes_back_in_utc_and_sorts_as_text_as_it_does_in_time(
    one: datetime, two: datetime
):
    kept = Moment()
    lite = DIALECTS[0]
    first, second = (kept.process_bind_param(moment, lite) for moment in (one, two))
    assert (first < second) == (one < two)
    assert kept.process_result_value(first, lite) == one
    assert kept.process_result_value(first, lite).tzinfo is UTC


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_naive_time_is_refused(dialect):
    with pytest.raises(ValueError, match="must be aware"):
        Moment().process_bind_param(datetime(2026, 1, 1), dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_nothing_stays_nothing(dialect):
    assert Moment().process_bind_param(None, dialect) is None
    assert Moment().process_result_value(None, dialect) is None
    assert Words().process_bind_param(None, dialect) is None


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_member_of_an_enumeration_goes_in_as_plain_text(dialect):
    written = Words().process_bind_param(DeliveryState.DEAD, dialect)
    assert written == "dead"
    assert type(written) is str
