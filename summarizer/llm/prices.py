"""What tokens cost. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from summarizer.errors import EngineMisconfigured

ENGINE = "llm"
"""The engine's name in values, errors and accounts."""

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Count:
    """Tokens of one call.

    Attributes:
        read: of what we sent, the cached ones among them.
        cached: of those, how many the endpoint had seen before and charges less for.
        written: of the reply, hidden reasoning included.
    """

    read: int = 0
    cached: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True)
class Prices:
    """What a model charges per million tokens, in whatever currency the operator counts.

    Attributes:
        read: for tokens sent.
        written: for tokens of the reply.
        cached: for tokens sent that it has in its cache; None for no discount.
    """

    read: float
    written: float
    cached: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is no price."""
        for price in (self.read, self.written, self.cached or 0.0):
            if not math.isfinite(price) or price < 0:
                raise EngineMisconfigured(ENGINE, f"{price} is not a price per million tokens")

    def cost(self, count: Count) -> float:
        """Give what a call costs."""
        cached_price = self.read if self.cached is None else self.cached
        cached = min(count.cached, count.read)
        fresh = count.read - cached
        total = fresh * self.read + cached * cached_price + count.written * self.written
        return total / _MILLION

    def at_most(self, read: int, written: int) -> float:
        """Bound what a call can cost, whatever the cache does."""
        dearest = max(self.read, self.cached or 0.0)
        return (read * dearest + written * self.written) / _MILLION


FREE = Prices(0.0, 0.0)
"""The prices of a model that runs on the operator's own machine."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices by model.

    Attributes:
        free: nothing costs anything here, listed or not.
    """

    models: Mapping[str, Prices] = field(default_factory=dict)
    free: bool = False

    def of(self, model: str) -> Prices:
        """Give a model's prices.

        Raises:
            EngineMisconfigured: it is not listed; spending blindly would make every ceiling void.
        """
        if self.free:
            return FREE
        if model not in self.models:
            raise EngineMisconfigured(
                ENGINE,
                f"the price list has no {model!r}: add its prices per million tokens,"
                " or declare the endpoint free",
            )
        return self.models[model]
