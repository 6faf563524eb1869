"""How fast messages may leave one account: the platform's limits, kept by counting.

A limit of n messages in s seconds is kept over every window of s seconds (a sliding log, not a
bucket that refills): whatever moment the platform begins to count at, it counts no more than n.
The platform counts what arrives, we what leaves: whatever was slow on its way counts from later on.
Times are seconds of any clock that does not go back, given as arguments.
"""

import math
from bisect import bisect_right, insort
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, runtime_checkable

from bot.chats.port import Limits, Rate

ASK_AGAIN = 0.05
"""Seconds to wait when only answers can make room."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class _Window:
    """When the latest messages under one rate left, oldest first."""

    rate: Rate
    left: deque[float] = field(default_factory=deque)

    def opens(self, now: float, lost: int = 0) -> float:
        """Tell when one more may leave; `now` or earlier if it may already.

        Args:
            lost: messages that left before, and may be counted at any moment.
        """
        while self.left and self.left[0] + self.rate.seconds <= now:
            self.left.popleft()
        most = self.rate.messages - lost
        if most <= 0:
            return now + ASK_AGAIN
        if len(self.left) < most:
            return now
        return self.left[-most] + self.rate.seconds

    def postpone(self, left: float, until: float) -> None:
        """Count a message that left then as if it had left later."""
        if left in self.left:
            self.left.remove(left)
        insort(self.left, until)

    def room(self, now: float) -> int:
        """Tell how many may leave at once then."""
        over = bisect_right(self.left, now, key=lambda left: left + self.rate.seconds)
        return max(0, self.rate.messages - len(self.left) + over)


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
        self._quickest = math.inf
        self._away: deque[float] = deque()

    def room(self, now: float, most: int) -> int:
        """Tell how many messages may leave by then over all chats, at most `most`."""
        if now < self._held_overall:
            return 0
        if self._overall is None:
            return most
        return max(0, min(most, self._overall.room(now) - self._lost(now)))

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
            insort(self._overall.left, now)
        windows = self._chats.get(chat)
        if windows is None:
            rates = (self._limits.chat, self._limits.group if group else None)
            windows = [window for rate in rates if (window := self._window(rate))]
            if not windows:
                return
            self._chats[chat] = windows
        for window in windows:
            insort(window.left, now)

    def came(self, chat: Key, left: float, now: float) -> None:
        """Say that the answer to a message that left then has come back now.

        How long a message takes to the platform's counter, nobody tells. But what took longer than
        the quickest so far may have been counted later by as much, so it counts from then on.
        """
        took = now - left
        self._quickest = min(took, self._quickest)
        late = took - self._quickest
        if late > 0:
            windows = (*([self._overall] if self._overall else ()), *self._chats.get(chat, ()))
            for window in windows:
                window.postpone(left, left + late)

    @contextmanager
    def away(self, chat: Key, left: float, clock: Callable[[], float]) -> Iterator[None]:
        """Hold the room of a message that leaves now, until the block ends with its answer.

        While nothing is heard of it, the platform may be counting it at any moment.

        Args:
            left: when it was counted to leave.
            clock: the one that all times here are of.
        """
        insort(self._away, left)
        try:
            yield
        finally:
            self._away.remove(left)
            self.came(chat, left, clock())

    def reserve(self, chat: Key, *, group: bool, now: float) -> float:
        """Count a message that leaves at the first moment that is free, and give the moment.

        Whatever asks for room later comes behind it.
        """
        moment = max(self.opens(now), self.free(chat, now))
        self.left(chat, group=group, now=moment)
        return moment

    def free(self, chat: Key, now: float) -> float:
        """Tell when a chat may be written to next, as far as it goes; `now` if it may already."""
        windows = self._chats.get(chat, ())
        return max(now, self._held.get(chat, now), *(one.opens(now) for one in windows))

    def hold(self, chat: Key | None, until: float) -> None:
        """Send nothing to a chat, or to nobody (None), before `until`: the platform said so."""
        if chat is None:
            self._held_overall = max(self._held_overall, until)
        else:
            self._held[chat] = max(self._held.get(chat, until), until)

    def opens(self, now: float) -> float:
        """Tell when the next message may leave to anybody; `now` if it may already."""
        overall = self._overall.opens(now, self._lost(now)) if self._overall else now
        return max(now, overall, self._held_overall)

    def _lost(self, now: float) -> int:
        """Tell how many messages left a whole window ago and were not heard of since."""
        if self._overall is None:
            return 0
        seconds = self._overall.rate.seconds
        return bisect_right(self._away, now, key=lambda left: left + seconds)

    def _window(self, rate: Rate | None) -> _Window | None:
        if rate is None:
            return None
        return _Window(Rate(rate.messages, rate.seconds + self._reserve))


@runtime_checkable
class Paced(Protocol):
    """An adapter that also writes by itself, and keeps count of everything in one place."""

    @property
    def pace(self) -> Pace[str]:
        """By the platform's id of the chat."""
        ...
