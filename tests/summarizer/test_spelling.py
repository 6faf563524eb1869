"""Slips are forgiven, strangers are not taken for acquaintances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.spelling import distance, nearest

NAMES = ["erdogan", "bektenov", "kazakhstan", "yilmaz", "gaza", "bolat", "ankara"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("erdogna", "erdogan"),
        ("erdgan", "erdogan"),
        ("bektneov", "bektenov"),
        ("bektenof", "bektenov"),
        ("kazahkstan", "kazakhstan"),
        ("erdogan", "erdogan"),
    ],
)
def test_a_slip_finds_the_name(typed, meant):
    assert nearest(typed, NAMES) == meant


@pytest.mark.parametrize("typed", ["tokayev", "mccartney", "bola", "gata", "xi"])
def test_a_stranger_finds_nobody(typed):
    assert nearest(typed, ["erdogan", "bektenov", "kazakhstan", "yilmaz", "ankara"]) is None


def test_two_names_equally_near_are_no_answer():
    assert nearest("marta", ["maria", "marla"]) is None


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_the_same_both_ways_and_zero_only_for_the_same(one: str, other: str):
    assert distance(one, other, 8) == distance(other, one, 8)
    assert (distance(one, other, 8) == 0) is (one == other)


@given(st.text("abcd", min_size=1, max_size=8), st.integers(0, 7))
def test_one_letter_missing_is_one_slip(word: str, at: int):
    shorter = word[: at % len(word)] + word[at % len(word) + 1 :]
    assert distance(word, shorter, 3) == 1
