"""Runs the benchmarks one after another and writes what they print to RESULTS.md.

    python -m benchmarks [quality] [NAME ...]

Each is a process of its own: one that fails is noted, and the others go on.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"

QUALITY = {
    "end_to_end": "Import, questions and briefs, the whole way",
    "quality_search": "Search",
    "quality_answers": "Answers and abstention",
    "quality_briefs": "Briefs",
    "quality_actors": "Key actors",
    "quality_stories": "Stories",
    "quality_summaries": "Summaries",
    "quality_grounding": "Grounding as a classifier",
    "quality_injections": "Injected instructions",
    "quality_feeds": "Feeds",
    "quality_extraction": "Article text",
    "safety": "Hostile addresses and documents",
}
SPEED = {
    "two_days": "Two days of stories in one chat",
    "simulate": "A year of digests in all zones",
    "pacing": "Pacing at Telegram's limits",
    "deliveries": "Deliveries a second",
    "crashes": "Killed at random moments",
    "telegram": "Telegram, per CPU second",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run those asked for, all by default; 1 when one failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="'quality', or names of benchmarks")
    names = parser.parse_args(argv).names
    known = QUALITY | SPEED
    chosen = [n for n in known if not names or n in names or ("quality" in names and n in QUALITY)]
    sections, failed = [], 0
    for name in chosen:
        if not (HERE / f"{name}.py").exists():
            continue
        sys.stderr.write(f"{name} ...\n")
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"],
            capture_output=True, text=True, cwd=HERE.parent, check=False,
        )  # fmt: skip
        failed += bool(done.returncode)
        note = "" if not done.returncode else "\nIt ended with a complaint; see its own output.\n"
        sections.append(
            f"## {known[name]}\n\n`python -m benchmarks.{name}`, {datetime.now(UTC):%Y-%m-%d}\n\n"
            f"{done.stdout.strip()}\n{note}"
        )
        sys.stdout.write(sections[-1] + "\n")
    if not names or names == ["quality"]:
        RESULTS.write_text("\n".join((_head(), *sections)), encoding="utf-8")
    return int(failed > 0)


def _head() -> str:
    return (
        "# Results\n\n"
        "Written by `make bench`. Figures on quality do not depend on the machine; speeds do, and\n"
        "stand as ratios within one run or per CPU second.\n\n"
        f"Machine: {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {platform.system()}.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
