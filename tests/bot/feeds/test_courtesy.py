"""Hosts get few requests at once, pauses between them, and rest when they ask for it."""

import asyncio

import pytest

from bot.feeds import courtesy
from bot.feeds.courtesy import Courtesy


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


async def test_turns_at_one_host_are_bounded_and_other_hosts_do_not_wait():
    """A slow host holds up nobody else."""
    manners = Courtesy(1, 0.0, Clock())
    order = []

    async def ask(host, seconds):
        async with manners.turn(host):
            order.append(f"{host} begins")
            await asyncio.sleep(seconds)
            order.append(f"{host} ends")

    await asyncio.gather(ask("a", 0.02), ask("a", 0.0), ask("b", 0.0))
    assert order.index("b ends") < order.index("a ends")
    assert order.count("a begins") == 2
    assert order[-2:] == ["a begins", "a ends"]


async def test_requests_to_one_host_are_spaced():
    """The second waits out the pause, though a turn is free."""
    loop = asyncio.get_running_loop()
    manners = Courtesy(5, 0.05, loop.time)
    starts = []

    async def ask():
        async with manners.turn("a"):
            starts.append(loop.time())

    await asyncio.gather(*(ask() for _ in range(3)))
    assert starts[1] - starts[0] >= 0.045
    assert starts[2] - starts[1] >= 0.045


def test_rest_runs_out():
    """A host that asked for rest may be asked again when it is over, not before."""
    clock = Clock()
    manners = Courtesy(1, 0.0, clock)
    assert manners.resting("a") == 0.0
    manners.rest("a", 60)
    manners.rest("a", 10)
    assert manners.resting("a") == 60.0
    clock.now += 61
    assert manners.resting("a") == 0.0


async def test_idle_hosts_are_forgotten_and_resting_ones_are_not(monkeypatch):
    """Memory does not grow with the number of hosts ever asked."""
    monkeypatch.setattr(courtesy, "_MANY_HOSTS", 10)
    clock = Clock()
    manners = Courtesy(1, 0.0, clock)
    manners.rest("tired", 1_000)
    for number in range(100):
        async with manners.turn(number):
            pass
    assert len(manners._hosts) <= 11
    assert manners.resting("tired") == 1_000


async def test_an_error_gives_the_turn_back():
    """A failed request does not block its host for ever."""
    manners = Courtesy(1, 0.0, Clock())
    for _ in range(3):
        with pytest.raises(OSError, match="lost"):
            await _fail(manners)


async def _fail(manners):
    async with manners.turn("a"):
        raise OSError("lost")
