"""Two lists of articles become one that loses nothing that is surely right."""

from hypothesis import given
from hypothesis import strategies as st

from summarizer.fusion import CLEAR, FAMILIAR, KEPT, fuse, leader

SCORES = st.lists(st.floats(0, 1e4), max_size=30).map(lambda scores: sorted(scores, reverse=True))
LISTS = SCORES.map(lambda scores: list(enumerate(scores)))
SHARES = st.floats(0, 1)
LIKE = st.lists(st.integers(0, 60), unique=True, max_size=30)


def keys(fused):
    return [key for key, _ in fused]


@given(LISTS, LIKE, SHARES)
def test_what_words_put_first_by_a_clear_margin_is_never_lost(words, like, share):
    first = leader(words)
    if first is not None:
        place = 1 if share >= FAMILIAR else KEPT
        assert first in keys(fuse(words, like, share))[:place]


@given(LISTS, LIKE, SHARES)
def test_every_article_of_both_lists_is_in_the_one_exactly_once_and_points_fall(words, like, share):
    fused = fuse(words, like, share)
    assert sorted(keys(fused)) == sorted({key for key, _ in words} | set(like))
    points = [number for _, number in fused]
    assert points == sorted(points, reverse=True)


@given(LISTS)
def test_with_nothing_alike_the_order_by_words_stays(words):
    assert keys(fuse(words, [])) == [key for key, _ in words]


@given(LIKE)
def test_with_nothing_found_by_words_the_order_by_likeness_stays(like):
    assert keys(fuse([], like)) == like


@given(LISTS, LIKE)
def test_both_first_is_first(words, like):
    if words:
        top = words[0][0]
        both = [top, *(key for key in like if key != top)]
        assert keys(fuse(words, both))[0] == top


def test_an_article_in_both_lists_passes_those_in_one():
    words = [(1, 10.0), (2, 9.9), (3, 9.8)]
    assert keys(fuse(words, [3, 8, 9]))[0] == 3


def test_likeness_leads_where_the_words_are_strange():
    words = [(1, 5.0), (2, 4.9)]
    assert keys(fuse(words, [8, 9], 0.9)) == [1, 2, 8, 9]
    assert keys(fuse(words, [8, 9], 0.1)) == [8, 9, 1, 2]


def test_only_a_clear_margin_makes_a_leader():
    assert leader([]) is None
    assert leader([(1, 0.0)]) is None
    assert leader([(1, 2.0)]) == 1
    assert leader([(1, CLEAR), (2, 1.0)]) == 1
    assert leader([(1, CLEAR * 0.99), (2, 1.0)]) is None
