"""The words that every message is made of: plain posts, counts, lists, short quotes. Pure."""

from collections.abc import Sequence

from bot.languages import clock, day_name
from bot.post import Block, Button, Line, Post
from storage.model import DigestTime


def say(*paragraphs: str, buttons: Sequence[tuple[Button, ...]] = (), note: str = "") -> Post:
    """Make a post of plain paragraphs."""
    return Post(
        blocks=tuple(Block((Line(text),)) for text in paragraphs),
        buttons=tuple(one for one in buttons if one),
        note=note,
    )


def short(text: str, most: int = 60) -> str:
    """Quote what somebody typed or a source said, on one line and not longer than needed."""
    shown = " ".join(text.split())
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"


def count(number: int, one: str, many: str = "") -> str:
    """Tell a number of things; `many` where an s is not enough."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def capital(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def listed(texts: Sequence[str]) -> str:
    """Put texts in a row: "a, b and c"."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def plan_in_words(plan: Sequence[DigestTime], language: str = "en") -> str:
    """Tell a plan: "every day at 08:30, Saturday and Sunday at 10:00"."""
    at_days: dict[tuple[int, ...], list[str]] = {}
    for hour in plan:
        at_days.setdefault(hour.days, []).append(clock(hour.at))
    return "; ".join(
        f"{_days(days, language)} at {listed(hours)}" for days, hours in at_days.items()
    )


def _days(days: tuple[int, ...], language: str) -> str:
    if len(days) == 7:
        return "every day"
    if days == (0, 1, 2, 3, 4):
        return f"{day_name(0, language)} to {day_name(4, language)}"
    return listed([day_name(day, language) for day in days])
