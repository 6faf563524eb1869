"""What a half-typed line may become: commands, topics, settings. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from zoneinfo import available_timezones

from bot.catalogue import Words
from bot.conversation.commands import BY_NAME, COMMANDS
from storage.model import Length

MOST = 50
"""Choices offered at once."""

LEAVING = ("quit", "exit")
"""Commands of the terminal alone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to go on.

    Attributes:
        text: what replaces the last `replaces` letters of the line.
        meaning: shown beside it.
    """

    text: str
    replaces: int
    meaning: str = ""


def choices(t: Words, line: str, topics: Sequence[str]) -> tuple[Choice, ...]:
    """Give the ways to complete a line up to the cursor; none for plain text.

    Args:
        t: for what they mean.
        line: what stands before the cursor.
        topics: slugs on offer.
    """
    if not line.startswith("/"):
        return ()
    name, blank, rest = line[1:].partition(" ")
    found = _words(name.lower(), rest.lower(), topics) if blank else _commands(t, name.lower())
    return tuple(islice(found, MOST))


def _commands(t: Words, begun: str) -> Iterator[Choice]:
    for command in COMMANDS:
        if command.name.startswith(begun):
            blank = " " if command.takes else ""
            yield Choice(f"/{command.name}{blank}", len(begun) + 1, t(command.does))
    for name in LEAVING:
        if name.startswith(begun):
            yield Choice(f"/{name}", len(begun) + 1, t("leave"))


def _words(name: str, rest: str, topics: Sequence[str]) -> Iterator[Choice]:
    command = BY_NAME.get(name)
    if command is None:
        return
    if command.name == "settings" and " " in rest:
        yield from _settings(*rest.split(" ", 1))
        return
    offered = topics if command.name in ("subscribe", "unsubscribe") else ()
    for word in (*offered, *command.choices):
        if word.startswith(rest) and word != rest:
            yield Choice(word, len(rest))


def _settings(name: str, begun: str) -> Iterator[Choice]:
    values: Sequence[str] = ()
    if name == "length":
        values = [length.value for length in Length]
    elif name == "quiet":
        values = ("22:00-07:00", "off")
    elif name == "empty":
        values = ("silent", "say")
    elif name == "zone":
        values = sorted(zone for zone in available_timezones() if "/" in zone)
    for value in values:
        if begun in value.lower() and begun != value.lower():
            yield Choice(value, len(begun))
