"""Who is answering keeps what was said, however long it takes; who died does not."""

from datetime import datetime, timedelta

import pytest

from bot.inbox import LEASE, StoredInbox
from fakes.news import NOW
from storage.store import Store

MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that is set by hand."""

    now = NOW

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def one(store: Store, clock: Clock) -> StoredInbox:
    return StoredInbox(store, "fake", "", clock)


@pytest.fixture
def other(another: Store, clock: Clock) -> StoredInbox:
    return StoredInbox(another, "fake", "", clock)


async def test_an_answer_may_take_longer_than_its_lease_while_its_process_looks(
    one: StoredInbox, other: StoredInbox, clock: Clock
):
    assert await one.keep("a", {"text": "slow"})
    for _ in range(20):
        clock.now += MINUTE
        assert await one.left(every=False) == []
        assert await other.left(every=False) == []
    await one.done("a")
    clock.now += LEASE
    assert await other.left(every=False) == []


async def test_who_looks_no_more_is_taken_for_dead_and_the_event_goes_to_another(
    one: StoredInbox, other: StoredInbox, clock: Clock
):
    await one.keep("a", {"text": "cut off"})
    clock.now += 3 * MINUTE
    assert await one.left(every=False) == []
    clock.now += LEASE
    assert await other.left(every=False) == [("a", {"text": "cut off"})]
    for _ in range(10):  # and the other keeps it as well
        clock.now += MINUTE
        assert await other.left(every=False) == []


async def test_an_event_is_kept_once_whoever_hears_it(one: StoredInbox, other: StoredInbox):
    assert await one.keep("a", {})
    assert not await other.keep("a", {})
