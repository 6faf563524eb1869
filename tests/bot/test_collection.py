"""The collector of reference cycles looks seldom once it was told to."""

import gc
from collections.abc import Iterator

import pytest

from bot import collection


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_there_is_left_alone_and_what_is_new_is_looked_through_seldom():
    collection.rarely()
    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold() == (collection.NEW, 10, 10)


def test_told_twice_it_leaves_no_more_alone():
    collection.rarely()
    left = gc.get_freeze_count()
    kept: list[list[int]] = [[] for _ in range(1000)]
    collection.rarely()
    assert gc.get_freeze_count() <= left
    assert len(kept) == 1000
