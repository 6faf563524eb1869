"""Where the test corpora are, and their questions and articles as our values.

The folder is named by `TELLAL_CORPORA`; by default it stands beside the repository.
"""

import hashlib
import json
import lzma
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summarizer import text
from summarizer.model import Article

ROOT = Path(__file__).resolve().parent.parent
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Publishing time of articles that have none."""


def folder(name: str) -> Path:
    """Give a corpus's folder; leaves the program, with exit code 0, where it is not there."""
    base = Path(os.environ.get("TELLAL_CORPORA", ROOT.parent / "shared" / "corpora"))
    found = base / name
    if not found.is_dir():
        sys.stdout.write(f"No corpus {name!r} in {base}: nothing measured. Set TELLAL_CORPORA.\n")
        raise SystemExit(0)
    return found


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read a `.jsonl` or `.jsonl.xz` file."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def article(record: Mapping[str, Any], language: str | None = None) -> Article:
    """Make an article of a corpus's record, cut and numbered as when it is stored."""
    spoken = language or record.get("lang") or "en"
    title = record.get("title") or None
    body = record["text"]
    when = record.get("published") or record.get("published_at")
    published = datetime.fromisoformat(when) if when else EPOCH
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    return Article(
        id=str(record["id"]),
        url=record.get("url"),
        title=title or body[:80],
        language=spoken,
        published=published,
        outlet=record.get("source") or "",
        sentences=text.sentences(title, body, spoken),
        dated=bool(when),
    )


def half(key: str) -> int:
    """Put a key into one of two halves: parameters are set on 0 and reported on 1."""
    return hashlib.sha256(key.encode()).digest()[0] % 2


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    ruled = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in ruled) + "\n"
