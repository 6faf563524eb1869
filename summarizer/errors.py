"""What can go wrong in the thinking, by the reaction it asks for.

SummarizerError
├── EngineFailed          the engine gave nothing usable; another engine may
│   ├── EngineUnavailable   time-out, refusal to serve, no answer: try later
│   ├── EngineMisconfigured key, model or endpoint are wrong: tell the operator
│   ├── EngineRefused       the model or its filter will not write of this text
│   ├── EngineIncoherent    what came was cut off, or not what was asked for
│   └── OverBudget          the ceiling on spend is reached: serve offline, tell the operator once
└── NothingToSay          the text holds no sentence that could be used
"""

from datetime import datetime


class SummarizerError(Exception):
    """Base of all errors of this package."""


class EngineFailed(SummarizerError):
    """An engine gave nothing usable.

    Attributes:
        engine: its name.
    """

    def __init__(self, engine: str, message: str) -> None:
        super().__init__(f"{engine}: {message}")
        self.engine = engine


class EngineUnavailable(EngineFailed):
    """The engine did not answer in time or would not serve now."""


class EngineMisconfigured(EngineFailed):
    """The engine refuses our key, model or address."""


class EngineRefused(EngineFailed):
    """The model, or a content filter before it, will not write of this text."""


class EngineIncoherent(EngineFailed):
    """What the engine said was cut off, or is not what it was asked for."""


class OverBudget(EngineFailed):
    """A call would pass the configured ceiling on spend.

    Attributes:
        ceiling: which: "day", "month", "chat_day" or "chat_month"; "" where it is not known.
        until: when it opens again, or None.
    """

    def __init__(
        self, engine: str, message: str, ceiling: str = "", until: datetime | None = None
    ) -> None:
        super().__init__(engine, message)
        self.ceiling = ceiling
        self.until = until


class NothingToSay(SummarizerError):
    """A text has no sentence that a brief could be made of."""
