"""What every message is made of: plain posts, short quotes, plans of digests. Pure."""

from collections.abc import Sequence

from bot.catalogue import Words
from bot.languages import capital, clock, day_name, listed
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


def in_a_row(t: Words, texts: Sequence[str]) -> str:
    """Quote several short, in a row: "a, b and c"."""
    return listed([short(text) for text in texts], t.language)


def plan_in_words(t: Words, plan: Sequence[DigestTime]) -> str:
    """Tell a plan: "every day at 08:30; Saturday and Sunday at 10:00"."""
    at_days: dict[tuple[int, ...], list[str]] = {}
    for hour in plan:
        at_days.setdefault(hour.days, []).append(clock(hour.at))
    return "; ".join(
        t("{days} at {hours}", days=_days(t, days), hours=listed(hours, t.language))
        for days, hours in at_days.items()
    )


def _days(t: Words, days: tuple[int, ...]) -> str:
    if len(days) == 7:
        return t("every day")
    if days == (0, 1, 2, 3, 4):
        return t("Monday to Friday")
    return listed([day_name(day, t.language) for day in days], t.language)


def day_button(t: Words, day: int) -> str:
    """Label the button of a weekday, 0 is Monday."""
    return capital(day_name(day, t.language), t.language)
