"""Workers: woken, they do what is due; none of them twice at once, and none for ever silent."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.workers import Wakeable, Work, Worker
from storage.errors import Unreachable


@asynccontextmanager
async def working(work: Work, then: Sequence[Wakeable] = ()) -> AsyncIterator[Worker]:
    worker = Worker("sweeper", work, then)
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Bell:
    """Counts how often it was woken."""

    rung = 0

    def wake(self) -> None:
        """Ring once."""
        self.rung += 1


async def idle() -> None:
    """Let everybody else come to rest."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_nothing_is_done_before_it_is_woken():
    begun: list[int] = []

    async def work() -> AsyncIterator[int]:
        begun.append(1)
        yield 1

    async with working(work) as worker:
        await idle()
        assert begun == []
        worker.wake()
        await idle()
        assert begun == [1]


async def test_woken_while_at_work_it_looks_once_more_and_never_twice_at_once():
    at_work, most, looks = 0, 0, 0
    go_on = asyncio.Event()

    async def work() -> AsyncIterator[int]:
        nonlocal at_work, most, looks
        at_work, looks = at_work + 1, looks + 1
        most = max(most, at_work)
        await go_on.wait()
        yield looks
        at_work -= 1

    async with working(work) as worker:
        worker.wake()
        await idle()
        for _ in range(5):
            worker.wake()
        await idle()
        assert looks == 1
        go_on.set()
        await idle()
    assert (looks, most) == (2, 1)


async def test_followers_are_woken_after_each_step():
    bell = Bell()
    second = asyncio.Event()

    async def work() -> AsyncIterator[int]:
        yield 1
        await second.wait()
        yield 2

    async with working(work, [bell]) as worker:
        worker.wake()
        await idle()
        assert bell.rung == 1
        second.set()
        await idle()
        assert bell.rung == 2


@pytest.mark.parametrize("error", [Unreachable("sqlite:", "disk full"), ZeroDivisionError()])
async def test_what_fails_is_told_and_tried_again_when_next_woken(error: Exception):
    tries = 0

    async def work() -> AsyncIterator[int]:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise error
        yield tries

    bell = Bell()
    with capture_logs() as logged:
        async with working(work, [bell]) as worker:
            worker.wake()
            await idle()
            assert (tries, bell.rung) == (1, 0)
            worker.wake()
            await idle()
            assert (tries, bell.rung) == (2, 1)
    assert [(line["event"], line["worker"]) for line in logged] == [("work", "sweeper")]
