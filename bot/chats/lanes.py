"""Work side by side, but what one person says in one chat in order."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

import structlog

log = structlog.get_logger()

Work = Callable[[], Awaitable[None]]


class Lanes:
    """Runs work: in the order it came within a lane, side by side in different lanes.

    Args:
        most: how many lanes run at once; more wait, and whoever adds work with them.
        queue: how much work may wait in one lane.
    """

    def __init__(self, most: int = 256, queue: int = 20) -> None:
        self._room = asyncio.Semaphore(most)
        self._queue = queue
        self._lanes: dict[Hashable, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def add(self, lane: Hashable, work: Work) -> bool:
        """Have work done after what is in its lane; False when the lane is full and it is not.

        Waits while too many lanes run.
        """
        waiting = self._lanes.get(lane)
        if waiting is not None:
            if len(waiting) >= self._queue:
                return False
            waiting.append(work)
            return True
        self._lanes[lane] = deque([work])
        await self._room.acquire()
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def close(self, seconds: float) -> None:
        """Let what is under way come to its end, for at most so long; the rest is dropped."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, lane: Hashable) -> None:
        waiting = self._lanes[lane]
        try:
            while waiting:
                try:
                    await waiting.popleft()()
                except Exception:
                    # A bug of ours with one message must not silence us for all others.
                    log.exception("chats.bug")
        finally:
            del self._lanes[lane]
            self._room.release()
