"""Politeness to hosts: few requests at once, a pause between, and rest when they ask for it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass

_MANY_HOSTS = 4096


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    users: int = 0
    next_start: float = 0.0
    rest_until: float = 0.0

    def idle(self, now: float) -> bool:
        return not self.users and max(self.next_start, self.rest_until) <= now


class Courtesy:
    """Gives turns at hosts. Those that nobody uses or rests from are forgotten."""

    def __init__(self, at_once: int, pause: float, clock: Callable[[], float]) -> None:
        """Set the manners.

        Args:
            at_once: requests to one host at the same time.
            pause: seconds between the starts of two requests to one host.
            clock: monotonic, in seconds.
        """
        self._at_once = at_once
        self._pause = pause
        self._clock = clock
        self._hosts: dict[Hashable, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: Hashable) -> AsyncIterator[None]:
        """Wait for a turn at a host and hold it."""
        state = self._known(host)
        state.users += 1
        try:
            async with state.turns:
                now = self._clock()
                start = max(now, state.next_start)
                state.next_start = start + self._pause
                if start > now:
                    await asyncio.sleep(start - now)
                yield
        finally:
            state.users -= 1

    def rest(self, host: Hashable, seconds: float) -> None:
        """Leave a host alone for so long."""
        state = self._known(host)
        state.rest_until = max(state.rest_until, self._clock() + seconds)

    def resting(self, host: Hashable) -> float:
        """Give how many seconds a host is still to be left alone; 0 when it may be asked."""
        state = self._hosts.get(host)
        return max(0.0, state.rest_until - self._clock()) if state else 0.0

    def _known(self, host: Hashable) -> _Host:
        if host not in self._hosts:
            if len(self._hosts) >= _MANY_HOSTS:
                now = self._clock()
                self._hosts = {h: s for h, s in self._hosts.items() if not s.idle(now)}
            self._hosts[host] = _Host(asyncio.Semaphore(self._at_once))
        return self._hosts[host]
