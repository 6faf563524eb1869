"""A circuit breaker: an endpoint that fails again and again is left alone for a while. Pure."""


class Breaker:
    """Counts failures in a row and says whether to ask again.

    After `threshold` failures nothing is asked for `rest` seconds; then one request may try. If it
    fails too, the rest doubles, up to `longest`. The first success closes the breaker.

    Times are seconds of a clock that does not go back.
    """

    def __init__(self, threshold: int = 3, rest: float = 30.0, longest: float = 600.0) -> None:
        self._threshold = threshold
        self._rest = rest
        self._longest = longest
        self._failures = 0
        self._next_rest = rest
        self._until: float | None = None
        self._trying = False
        self.reason = ""

    @property
    def is_open(self) -> bool:
        """Whether requests are held back, but for the one that tries."""
        return self._until is not None

    def admits(self, now: float) -> bool:
        """Say whether a request may leave; once a rest is over, one may, and a new rest begins."""
        if self._until is None:
            return True
        if now < self._until:
            return False
        self._until = now + self._next_rest
        self._trying = True
        return True

    def remaining(self, now: float) -> float:
        """Tell how long the rest still lasts."""
        return max(0.0, (self._until or now) - now)

    def succeed(self) -> None:
        """Note that the endpoint serves."""
        self._failures = 0
        self._next_rest = self._rest
        self._until = None
        self._trying = False
        self.reason = ""

    def fail(self, now: float, reason: str, rest: float | None = None) -> None:
        """Note that the endpoint does not serve.

        Requests that were under way when it opened, and fail later, tell nothing new.

        Args:
            now: when.
            reason: a sentence for those who are held back.
            rest: how long to leave it alone, where the endpoint says so or no retry can help.
        """
        if self.is_open and not self._trying:
            return
        self._trying = False
        self._failures += 1
        self.reason = reason
        if rest is not None:
            self._until = now + rest
        elif self._failures >= self._threshold:
            self._until = now + self._next_rest
            self._next_rest = min(2 * self._next_rest, self._longest)
