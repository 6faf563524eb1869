"""What the operator hears of the engine: each trouble once, until it is over."""

from collections.abc import Callable
from datetime import datetime

from summarizer.errors import EngineFailed, OverBudget

Alarm = Callable[[EngineFailed], None]
"""Who is told. Must return at once and raise nothing."""


class Alarms:
    """Tells each trouble once."""

    def __init__(self, alarm: Alarm) -> None:
        self._alarm = alarm
        self._told: set[type[EngineFailed]] = set()
        self._ceilings: dict[str, datetime | None] = {}

    def tell(self, error: EngineFailed) -> None:
        """Pass a trouble on, once: a ceiling until it opens again, others until `clear`."""
        if isinstance(error, OverBudget):
            if error.ceiling in self._ceilings and self._ceilings[error.ceiling] == error.until:
                return
            self._ceilings[error.ceiling] = error.until
        elif type(error) in self._told:
            return
        else:
            self._told.add(type(error))
        self._alarm(error)

    def clear(self) -> None:
        """Note that the endpoint serves: the next trouble is a new one."""
        self._told.clear()
