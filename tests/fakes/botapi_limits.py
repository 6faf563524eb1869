"""How fast the fake Bot API lets a bot write: what Telegram documents, over sliding windows."""

import math
from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many messages in any so many seconds."""

    messages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """What one bot may do; None for no limit. The defaults are those that Telegram documents."""

    overall: Window | None = Window(30, 1.0)
    chat: Window | None = Window(1, 1.0)
    group: Window | None = Window(20, 60.0)


UNLIMITED = FloodLimits(None, None, None)


@dataclass(slots=True)
class Flood:
    """Counts what was let through; what was refused does not count."""

    limits: FloodLimits
    clock: Callable[[], float]
    seen: dict[Hashable, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    refused: int = 0

    def admit(self, chat: int, *, group: bool) -> int | None:
        """Count a message to a chat, or give the seconds to wait for."""
        now = self.clock()
        asked = [("overall", self.limits.overall), (chat, self.limits.chat)]
        if group:
            asked.append((("group", chat), self.limits.group))
        waits = [self._wait(key, window, now) for key, window in asked if window]
        if longest := max(waits, default=0.0):
            self.refused += 1
            return max(1, math.ceil(longest))
        for key, window in asked:
            if window:
                self.seen[key].append(now)
        return None

    def _wait(self, key: Hashable, window: Window, now: float) -> float:
        times = self.seen[key]
        while times and times[0] + window.seconds <= now:
            times.popleft()
        return times[0] + window.seconds - now if len(times) >= window.messages else 0.0
