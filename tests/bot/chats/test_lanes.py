"""Work side by side, but in order within a lane."""

import asyncio

from bot.chats.lanes import Lanes


async def test_a_lane_keeps_its_order_and_lanes_run_side_by_side():
    lanes, done = Lanes(), []

    def work(name, seconds=0.0):
        async def do():
            await asyncio.sleep(seconds)
            done.append(name)

        return do

    for lane, name, seconds in (("a", "a1", 0.05), ("a", "a2", 0), ("b", "b1", 0)):
        assert await lanes.add(lane, work(name, seconds))
    await lanes.close(1.0)
    assert done == ["b1", "a1", "a2"]


async def test_a_failure_stops_neither_its_lane_nor_others():
    lanes, done = Lanes(), []

    async def fails():
        raise RuntimeError

    async def works():
        done.append(1)

    await lanes.add("a", fails)
    await lanes.add("a", works)
    await lanes.close(1.0)
    assert done == [1]


async def test_a_full_lane_takes_no_more():
    lanes, gate = Lanes(queue=2), asyncio.Event()
    taken = [await lanes.add("a", gate.wait)]
    await asyncio.sleep(0)  # the first is under way now
    taken += [await lanes.add("a", gate.wait) for _ in range(3)]
    assert taken == [True, True, True, False]
    gate.set()
    await lanes.close(1.0)


async def test_no_more_lanes_run_at_once_than_allowed():
    lanes, running, most = Lanes(most=3), set(), []

    def work(number):
        async def do():
            running.add(number)
            most.append(len(running))
            await asyncio.sleep(0.01)
            running.discard(number)

        return do

    for number in range(10):
        await lanes.add(number, work(number))
    await lanes.close(1.0)
    assert len(most) == 10
    assert max(most) == 3


async def test_what_takes_too_long_at_the_end_is_dropped():
    lanes, ended = Lanes(), []

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("dropped")

    await lanes.add("a", endless)
    await asyncio.wait_for(lanes.close(0.01), 1.0)
    assert ended == ["dropped"]
