"""When things are done: a timer that only asks the pipeline to look what is due.

The timer holds no truth. What is due stands in rows, so a tick that is missed, late or doubled
changes nothing; a restart needs no memory of what was planned.
"""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Ticker:
    """Calls `tick` every so often, never twice at once, until closed.

    A tick that takes longer than the interval swallows those that fall into it (`coalesce`), and
    one that comes late still runs (`misfire_grace_time=None`: the default drops it after a second).

    Args:
        tick: what to do; its exceptions are its own affair and must not escape.
        seconds: from one start to the next.
    """

    def __init__(self, tick: Callable[[], Awaitable[None]], seconds: float) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            tick,
            IntervalTrigger(seconds=seconds, timezone="UTC"),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin; the first tick comes after one interval. Needs a running event loop."""
        self._scheduler.start()

    def close(self) -> None:
        """Stop; a tick under way is cancelled with its loop."""
        self._scheduler.shutdown(wait=False)
