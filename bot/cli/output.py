"""How commands speak: JSON or text on stdout, progress and complaints on stderr."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from shutil import get_terminal_size
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.chats.terminal.render import Look, clean, text
from bot.post import Post

_complaints = Console(stderr=True, highlight=False, markup=False)


def say(text: str = "") -> None:
    """Print a line of the command's result."""
    sys.stdout.write(text + "\n")


def say_post(post: Post) -> None:
    """Print a post as a reader would see it; the buttons are for chats."""
    lively = sys.stdout.isatty()
    width = get_terminal_size().columns if lively else 80
    say(text(replace(post, buttons=()), Look(width, colour=lively)))


def say_json(document: Mapping[str, Any]) -> None:
    """Print one JSON document on a line of its own, at once, so that a pipe can follow."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def say_table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows under headings, as wide as the terminal; foreign text is taken literally."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(clean(cell) for cell in row))
    # Into a pipe a row stays one line, however long.
    width = None if sys.stdout.isatty() else 10_000
    Console(highlight=False, markup=False, width=width).print(table)


def complain(sentence: str) -> None:
    """Tell the operator, on stderr, of something that went wrong or is worth knowing."""
    _complaints.print(clean(sentence), soft_wrap=True)


class Step(Protocol):
    """Reports progress of a long work."""

    def __call__(self, done: int = 1, total: int | None = None) -> None:
        """Say that `done` more are finished, out of `total` if that is known now."""
        ...


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Step]:
    """Show a bar on stderr while a long work runs; nothing where stderr is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=_complaints,
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task(title, total=total)

        def step(done: int = 1, total: int | None = None) -> None:
            bar.update(task, advance=done, total=total)

        yield step
