"""What a check found: the value that `bot.doctor` gives, one for each thing it looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        mend: what to do about it; "" where nothing is to be done.
    """

    level: Level
    subject: str
    says: str
    mend: str = ""
