"""How fast the fake Slack lets an app call: by method tier, and by channel for new messages."""

import math
from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SlackLimits:
    """What an app may do in a workspace; the defaults are those that Slack documents.

    Attributes:
        tiers: calls of one method in any minute, by tier; None for no limit.
        burst: messages a channel takes at once; then `channel` seconds for each.
        channel: seconds; 0 for no limit.
        workspace: messages in any minute, "several hundred"; 0 for no limit.
    """

    tiers: tuple[int, int, int, int] | None = (1, 20, 50, 100)
    channel: float = 1.0
    burst: int = 1
    workspace: int = 300


UNLIMITED = SlackLimits(None, 0.0, workspace=0)


@dataclass(slots=True)
class Gate:
    """Counts what was let through; what was refused does not count."""

    limits: SlackLimits
    clock: Callable[[], float]
    seen: dict[Hashable, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    refused: int = 0

    def admit(self, method: str, tier: int, workspace: str, channel: str | None) -> int | None:
        """Count a call, or give the seconds to wait for.

        Args:
            method: its name.
            tier: 1 to 4; 0 for those without one (new messages).
            channel: where a new message goes, else None.
        """
        asked: list[tuple[Hashable, int, float]] = []
        if tier and self.limits.tiers:
            asked.append(((method, workspace), self.limits.tiers[tier - 1], 60.0))
        if channel and self.limits.channel:
            burst = self.limits.burst
            asked.append((("channel", workspace, channel), burst, burst * self.limits.channel))
        if channel and self.limits.workspace:
            asked.append((("messages", workspace), self.limits.workspace, 60.0))
        now = self.clock()
        if longest := max((self._wait(*one, now) for one in asked), default=0.0):
            self.refused += 1
            return max(1, math.ceil(longest))
        for key, _, _ in asked:
            self.seen[key].append(now)
        return None

    def _wait(self, key: Hashable, calls: int, seconds: float, now: float) -> float:
        times = self.seen[key]
        while times and times[0] + seconds <= now:
            times.popleft()
        return times[0] + seconds - now if len(times) >= calls else 0.0
