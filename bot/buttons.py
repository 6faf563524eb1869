"""Rows of buttons, none of which any platform would refuse. Pure."""

from collections.abc import Iterable

from bot.post import Button

LONGEST_COMMAND = 64
"""Bytes in UTF-8: what Telegram carries, the least of all."""

LONGEST_LABEL = 40
"""Letters; a longer label is cut on a telephone anyway."""


def row(*choices: tuple[str, str]) -> tuple[Button, ...]:
    """Make one row of buttons from labels and commands; a command that is too long is left out."""
    return tuple(
        Button(_cut(label), command)
        for label, command in choices
        if len(command.encode("utf-8", "replace")) <= LONGEST_COMMAND
    )


def grid(choices: Iterable[tuple[str, str]], width: int) -> tuple[tuple[Button, ...], ...]:
    """Lay buttons out in rows of at most `width`."""
    buttons = row(*choices)
    return tuple(buttons[at : at + width] for at in range(0, len(buttons), width))


def _cut(label: str) -> str:
    shown = " ".join(label.split())
    return shown if len(shown) <= LONGEST_LABEL else shown[: LONGEST_LABEL - 1].rstrip() + "…"
