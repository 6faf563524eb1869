"""What the machine tells of the person at it."""

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import available_timezones

from bot.languages import is_language

_UTC = ("Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")


def zone(
    environment: Mapping[str, str],
    localtime: Path = Path("/etc/localtime"),
    timezone: Path = Path("/etc/timezone"),
) -> str | None:
    """Give the machine's time zone by its IANA name; None when it does not tell.

    Args:
        environment: `TZ` in it comes first, as everywhere.
        localtime: the link to the zone's file that most systems have.
        timezone: the file with the zone's name that Debian has.
    """
    for found in (environment.get("TZ"), _linked(localtime), _written(timezone)):
        name = (found or "").removeprefix(":")
        if name in _UTC:
            return "UTC"
        if name in available_timezones():
            return name
    return None


def language(environment: Mapping[str, str]) -> str | None:
    """Give the language that somebody chose for the machine; None for English.

    English is what machines speak when nobody chose: it tells nothing of the person.
    """
    chosen = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = chosen[:2].lower()
    return code if code != "en" and is_language(code) and not chosen[2:3].isalnum() else None


def state_folder(environment: Mapping[str, str]) -> Path:
    """Give the folder for what belongs to the person, such as what was typed before."""
    base = environment.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "tellal"


def _linked(path: Path) -> str | None:
    try:
        _, mark, name = str(path.resolve(strict=True)).partition("/zoneinfo/")
    except (OSError, RuntimeError):
        return None
    return name if mark else None


def _written(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
