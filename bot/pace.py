"""How fast messages may leave one account: the platform's limits, kept by counting.

A limit of n messages in s seconds is kept over every window of s seconds (a sliding log, not a
bucket that refills): whatever moment the platform begins to count at, it counts no more than n.
Times are seconds of any clock that does not go back, given as arguments.
"""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.chats.port import Limits, Rate

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class _Window:
    """When the latest messages under one rate left, oldest first."""

    rate: Rate
    left: deque[float] = field(default_factory=deque)

    def opens(self, now: float) -> float:
        """Tell when one more may leave; `now` or earlier if it may already."""
        while self.left and self.left[0] + self.rate.seconds <= now:
            self.left.popleft()
        if len(self.left) < self.rate.messages:
            return now
        return self.left[-self.rate.messages] + self.rate.seconds

    def room(self, now: float) -> int:
        """Tell how many may leave at once now."""
        self.opens(now)
        return max(0, self.rate.messages - len(self.left))


class Pace(Generic[Key]):
    """Keeps count of one account's messages; chats are told apart by any key.

    Args:
        limits: what the platform allows.
        reserve: seconds added to every window, for clocks and networks that are not exact.
    """

    def __init__(self, limits: Limits, reserve: float = 0.0) -> None:
        self._limits = limits
        self._reserve = reserve
        self._overall = self._window(limits.overall)
        self._chats: dict[Key, list[_Window]] = {}
        self._held: dict[Key, float] = {}
        self._held_overall = 0.0

    def room(self, now: float, most: int) -> int:
        """Tell how many messages may leave now over all chats, at most `most`."""
        if now < self._held_overall:
            return 0
        return most if self._overall is None else min(most, self._overall.room(now))

    def resting(self, now: float) -> frozenset[Key]:
        """Give the chats that may not be written to now; the others are forgotten."""
        rest = {chat for chat, until in self._held.items() if until > now}
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        for chat, windows in list(self._chats.items()):
            if any(window.opens(now) > now for window in windows):
                rest.add(chat)
            elif not any(window.left for window in windows):
                del self._chats[chat]
        return frozenset(rest)

    def left(self, chat: Key, *, group: bool, now: float) -> None:
        """Count a message that leaves now."""
        if self._overall is not None:
            self._overall.left.append(now)
        windows = self._chats.get(chat)
        if windows is None:
            rates = (self._limits.chat, self._limits.group if group else None)
            windows = [window for rate in rates if (window := self._window(rate))]
            if not windows:
                return
            self._chats[chat] = windows
        for window in windows:
            window.left.append(now)

    def reserve(self, chat: Key, *, group: bool, now: float) -> float:
        """Count a message that leaves at the first moment that is free, and give the moment.

        For what somebody waits for: whatever asks for room later comes behind it.
        """
        windows = self._chats.get(chat, ())
        free = [self.opens(now), self._held.get(chat, now), *(one.opens(now) for one in windows)]
        self.left(chat, group=group, now=max(free))
        return max(free)

    def hold(self, chat: Key | None, until: float) -> None:
        """Send nothing to a chat, or to nobody (None), before `until`: the platform said so."""
        if chat is None:
            self._held_overall = max(self._held_overall, until)
        else:
            self._held[chat] = max(self._held.get(chat, until), until)

    def opens(self, now: float) -> float:
        """Tell when the next message may leave to anybody; `now` if it may already."""
        overall = self._overall.opens(now) if self._overall else now
        return max(now, overall, self._held_overall)

    def _window(self, rate: Rate | None) -> _Window | None:
        if rate is None:
            return None
        return _Window(Rate(rate.messages, rate.seconds + self._reserve))
