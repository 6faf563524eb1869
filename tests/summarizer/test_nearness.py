"""Vectors: kept in few bytes, they still tell what lies near what."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.nearness import (
    MOST_DIMENSIONS,
    Vector,
    centre,
    nearest,
    ranked,
    unpacked,
    vector,
)

NUMBERS = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=70)
DIRECTIONS = NUMBERS.filter(lambda numbers: math.hypot(*numbers) > 1e-3)


def about(topics: int, each: int, dimensions: int = 128):
    """Give vectors of some topics: those of one are alike, as texts of one event are."""
    chance = random.Random(1)
    for _ in range(topics):
        centre = [chance.gauss(0, 1) for _ in range(dimensions)]
        yield [vector([at + chance.gauss(0, 1) for at in centre]) for _ in range(each)]


@given(DIRECTIONS)
def test_a_vector_is_most_like_itself_whatever_its_length(numbers):
    made = vector(numbers)
    assert made.likeness(made.packed) == pytest.approx(1, abs=2e-3)
    assert vector([7 * number for number in numbers]).likeness(made.packed) == pytest.approx(
        made.likeness(made.packed), abs=2e-3
    )
    opposite = vector([-number for number in numbers])
    assert opposite.likeness(made.packed) == pytest.approx(-1, abs=2e-3)


@given(DIRECTIONS)
def test_what_is_packed_is_unpacked_as_it_was_but_for_rounding(numbers):
    made = vector(numbers)
    assert unpacked(made.packed).values == pytest.approx(made.values, abs=1e-3)
    assert unpacked(made.packed).packed == made.packed


@given(DIRECTIONS)
def test_a_sketch_has_a_bit_for_each_number_and_packs_into_whole_bytes(numbers):
    made = vector(numbers)
    assert len(made.sketch()) == -(-len(numbers) // 8)
    assert len(made.packed) == 2 * len(numbers)
    bits = int.from_bytes(made.sketch(), "big")
    assert bits.bit_count() == sum(number > 0 for number in made.values)


@pytest.mark.parametrize(
    "numbers",
    [[], [0.0, 0.0], [math.nan, 1.0], [math.inf, 1.0], [1.0] * (MOST_DIMENSIONS + 1), ["x"]],
)
def test_what_is_no_direction_is_refused(numbers):
    with pytest.raises(ValueError):  # noqa: PT011 (each says something else)
        vector(numbers)


def test_the_most_like_come_first_and_others_lengths_are_left_out():
    asked = vector([1.0, 1.0, 0.0])
    kept = {
        1: vector([1.0, 0.0, 0.0]).packed,
        2: vector([1.0, 1.0, 0.1]).packed,
        3: vector([1.0, 1.0]).packed,
        4: vector([-1.0, -1.0, 0.0]).packed,
    }
    assert list(ranked(asked, kept)) == [2, 1, 4]


def test_of_sketches_that_are_equally_near_the_newer_comes_first():
    kept = {1: 0x0F, 2: 0x0F, 3: 0xF0, 4: 0x0E}
    assert nearest(b"\x0f", kept, 3) == [2, 1, 4]
    assert nearest(b"\x0f", kept, 9) == [2, 1, 4, 3]
    assert nearest(b"\x0f", kept, 0) == nearest(b"\x0f", {}, 3) == []


def found_by_sketch(topics, middle=()):
    """Of 200 truly nearest, count those that are among the 100 nearest by sketch."""
    kept = [one for topic in topics for one in topic[1:]]
    others = {key: int.from_bytes(one.sketch(middle), "big") for key, one in enumerate(kept)}
    packed = {key: one.packed for key, one in enumerate(kept)}
    met = 0
    for topic in topics[:20]:
        truly = set(ranked(topic[0], packed)[:10])
        met += len(truly & set(nearest(topic[0].sketch(middle), others, 100)))
    return met


def test_the_nearest_by_sketch_hold_nearly_all_of_the_truly_nearest():
    assert found_by_sketch(list(about(300, 11))) >= 0.98 * 200


def test_where_all_vectors_point_much_the_same_way_sketches_need_their_centre():
    topics = [
        [vector([value + 0.4 for value in one.values]) for one in topic] for topic in about(300, 11)
    ]
    middle = centre([one for topic in topics for one in topic[1:]][:400])
    assert found_by_sketch(topics) < 0.5 * 200
    assert found_by_sketch(topics, middle) >= 0.95 * 200


def test_a_centre_is_the_mean_of_the_vectors_of_one_length():
    assert centre([Vector((1.0, 0.0)), Vector((0.0, 1.0)), Vector((1.0,))]) == (0.5, 0.5)
    assert centre([]) == ()
    assert Vector((1.0, 0.5)).sketch((2.0, 0.25)) == b"\x40"
    assert Vector((1.0, 0.5)).sketch((2.0,)) == Vector((1.0, 0.5)).sketch()
