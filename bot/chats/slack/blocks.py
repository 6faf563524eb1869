"""Slack's blocks, none of which Slack would refuse. Pure.

Limits are those of slack_sdk.models.blocks and of Slack's reference for Block Kit.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.chats.slack.markup import Row, cut, mrkdwn, plain
from bot.post import Button

Shape = dict[str, Any]
"""A block, an element of one, or a view, as Slack takes it."""

SECTION, HEADER, CONTEXT_TEXT = 3000, 150, 2000
"""Characters of text."""

CONTEXT_ELEMENTS, ACTIONS = 10, 25
"""Elements of one block."""

LABEL, VALUE, OPTION = 75, 2000, 75
"""Characters of a button's label and value, and of an option's text."""

OPTIONS = 100
"""Options of one menu."""

ACTION = "tellal"
"""How the ids of our buttons begin."""

NOTHING = "…"
"""Shown where there is nothing to see: Slack refuses an empty text."""


def text(words: str, most: int) -> Shape:
    """Make a plain text object."""
    return {"type": "plain_text", "text": plain(words, most) or NOTHING, "emoji": False}


def marked(markup: str) -> Shape:
    """Make a text object of what `mrkdwn` wrote; Slack adds no links or mentions of its own."""
    return {"type": "mrkdwn", "text": markup if markup.strip() else NOTHING, "verbatim": True}


def header(words: str) -> Shape:
    """Make a header; cut where it is too long."""
    return {"type": "header", "text": text(words, HEADER)}


def divider() -> Shape:
    """Make a line across."""
    return {"type": "divider"}


def sections(rows: Iterable[Row]) -> Iterator[Shape]:
    """Lay rows into sections, as many as they need."""
    for lines in _packed(rows, SECTION):
        yield {"type": "section", "text": marked(lines)}


def section(rows: Iterable[Row], accessory: Shape | None = None) -> Shape:
    """Lay rows into one section, with something to press at its side; what is too long is cut."""
    first = next(_packed(rows, SECTION), NOTHING)
    made: Shape = {"type": "section", "text": marked(first)}
    return made if accessory is None else {**made, "accessory": accessory}


def contexts(rows: Iterable[Row]) -> Iterator[Shape]:
    """Lay rows into small print, as many blocks as they need."""
    lines = list(_packed(rows, CONTEXT_TEXT))
    for at in range(0, len(lines), CONTEXT_ELEMENTS):
        shown = lines[at : at + CONTEXT_ELEMENTS]
        yield {"type": "context", "elements": [marked(line) for line in shown]}


def actions(rows: Sequence[Sequence[Button]], most: int) -> Iterator[Shape]:
    """Lay rows of buttons into blocks, a row each; denser where that makes too many blocks.

    Args:
        most: blocks; buttons that do not fit are left out.
    """
    kept = [list(row) for row in rows if row]
    if len(kept) > most or any(len(row) > ACTIONS for row in kept):
        every = [button for row in kept for button in row]
        kept = [every[at : at + ACTIONS] for at in range(0, len(every), ACTIONS)]
    for number, row in enumerate(kept[:most]):
        elements = [button(one, f"{ACTION}:{number}:{at}") for at, one in enumerate(row)]
        yield {"type": "actions", "block_id": f"{ACTION}:{number}", "elements": elements}


def button(shown: Button, action: str, style: str | None = None) -> Shape:
    """Make a button.

    Args:
        action: its id, unique among the buttons beside it.
        style: "primary", "danger" or None.
    """
    made: Shape = {
        "type": "button",
        "action_id": action,
        "text": text(shown.label, LABEL),
        "value": shown.command[:VALUE],
    }
    return made if style is None else {**made, "style": style}


def option(label: str, value: str) -> Shape:
    """Make a choice of a menu."""
    return {"text": text(label, OPTION), "value": value[:OPTION]}


def _packed(rows: Iterable[Row], most: int) -> Iterator[str]:
    """Join rows by line breaks into texts of at most so many characters."""
    kept = ""
    for row in rows:
        for piece in cut(row, most):
            line = mrkdwn(piece)
            if kept and len(kept) + 1 + len(line) > most:
                yield kept
                kept = ""
            kept = f"{kept}\n{line}" if kept else line
    if kept.strip():
        yield kept
