"""Values between us and the JSON in which some columns keep them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any

from pydantic import TypeAdapter

from storage.model import DigestTime
from summarizer.model import Brief

_BRIEF = TypeAdapter(Brief)


def write_brief(brief: Brief) -> dict[str, Any]:
    """Give a brief as plain JSON values."""
    written: dict[str, Any] = _BRIEF.dump_python(brief, mode="json")
    return written


def read_brief(stored: Mapping[str, Any]) -> Brief:
    """Read a brief back from what `write_brief` gave."""
    return _BRIEF.validate_python(stored)


def write_hours(hours: Sequence[DigestTime]) -> list[list[Any]]:
    """Give the hours of a digest as plain JSON values."""
    return [[list(hour.days), _clock(hour.at)] for hour in hours]


def read_hours(stored: Iterable[Any]) -> tuple[DigestTime, ...]:
    """Read the hours of a digest back from what `write_hours` gave."""
    return tuple(DigestTime(tuple(days), time.fromisoformat(at)) for days, at in stored)


def write_quiet(quiet: tuple[time, time] | None) -> list[str] | None:
    """Give quiet hours as plain JSON values."""
    return None if quiet is None else [_clock(quiet[0]), _clock(quiet[1])]


def read_quiet(stored: Sequence[str] | None) -> tuple[time, time] | None:
    """Read quiet hours back from what `write_quiet` gave."""
    return (
        None if stored is None else (time.fromisoformat(stored[0]), time.fromisoformat(stored[1]))
    )


def _clock(at: time) -> str:
    return at.isoformat(timespec="minutes")
