"""Real sentences that are taken for orders to a machine: how many of each corpus, and which.

    python -m benchmarks.quality_orders [--errors N]

All of these are published news or encyclopedia text, in which nobody planted anything. What is
taken for an order is given to no model and supports no statement. Most of it is what pages say to
their readers ("Sign up for our newsletter"), which is no loss.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import corpora
from summarizer.orders import is_order
from summarizer.text import sentences

CORPORA = (
    *("clustering", "briefs", "summaries", "news_qa_multihop", "news_qa_realtime"),
    *("qa_xquad", "entities"),
)
_NOT_TEXT = ("question", "gold")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0, help="show so many of each corpus")
    shown = parser.parse_args(arguments).errors
    rows: list[tuple[str, ...]] = []
    every: set[str] = set()
    taken = 0
    for name in CORPORA:
        own = {text for file in _files(name) for text in _sentences(file)} - every
        every |= own
        orders = sorted(filter(is_order, own))
        taken += len(orders)
        rows.append(_row(name, len(own), len(orders)))
        for text in orders[:shown]:
            sys.stderr.write(f"[{name}] {text}\n")
    rows.append(_row("all", len(every), taken))
    sys.stdout.write(corpora.table(("corpus", "sentences", "taken for orders", "share"), rows))
    return 0


def _row(name: str, count: int, taken: int) -> tuple[str, ...]:
    return name, str(count), str(taken), f"{taken / count:.4f}" if count else "–"


def _files(name: str) -> list[Path]:
    found = sorted(corpora.folder(name).rglob("*.jsonl*"))
    return [file for file in found if not any(word in file.name for word in _NOT_TEXT)]


def _sentences(file: Path) -> Iterator[str]:
    for record in corpora.lines(file):
        text = record.get("text") or record.get("context")
        language = record.get("lang") or record.get("language") or "en"
        if isinstance(text, str):
            yield from (one.text for one in sentences(record.get("title"), text, language))


if __name__ == "__main__":
    raise SystemExit(main())
