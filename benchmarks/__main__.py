"""Runs the benchmarks one after another and keeps what they print in RESULTS.md.

    python -m benchmarks [quality] [NAME ...]

Each is a process of its own: one that fails is noted, and the others go on. A section of the page
is replaced when its benchmark is run; the others stay as they are.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One section of the page.

    Attributes:
        title: of the section.
        runs: the arguments of each run.
    """

    title: str
    runs: tuple[tuple[str, ...], ...] = ((),)


QUALITY = {
    "end_to_end": Benchmark(
        "Import, questions and briefs, the whole way", (("--database", "both"),)
    ),
    "quality_search": Benchmark("Search"),
    "quality_semantic": Benchmark("Search with an embedding model"),
    "quality_answers": Benchmark("Answers and abstention"),
    "quality_briefs": Benchmark("Briefs"),
    "quality_actors": Benchmark("Key actors"),
    "quality_stories": Benchmark("Stories"),
    "quality_summaries": Benchmark("Summaries"),
    "quality_grounding": Benchmark("Grounding as a classifier"),
    "quality_injections": Benchmark("Injected instructions"),
    "quality_orders": Benchmark("Real sentences taken for orders"),
    "quality_feeds": Benchmark("Feeds"),
    "quality_extraction": Benchmark("Article text"),
    "safety": Benchmark("Hostile addresses and documents"),
    "two_days": Benchmark("Two days of stories in one chat"),
}
SPEED = {
    "simulate": Benchmark("A year of digests in all zones"),
    "pacing": Benchmark("Pacing at Telegram's limits"),
    "deliveries": Benchmark("Deliveries a second, beside a bare client"),
    "telegram": Benchmark(
        "One story for ten thousand Telegram chats",
        (("--chats", "10000"), ("--chats", "10000", "--limits")),
    ),
    "crashes": Benchmark("Killed at random moments", ((), ("--postgresql",))),
    "speed": Benchmark("Import and questions as the store grows"),
}
ALL = QUALITY | SPEED


def main(argv: Sequence[str] | None = None) -> int:
    """Run those asked for, all by default; 1 when one failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    known = ("quality", *ALL)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}")
    names = parser.parse_args(argv).names
    if strange := set(names).difference(known):
        parser.error(f"there is no {', '.join(sorted(strange))}; there are {', '.join(known)}")
    failed = 0
    for name in ALL:
        if not names or name in names or ("quality" in names and name in QUALITY):
            section, bad = _measured(name, ALL[name])
            failed += bad
            sys.stdout.write(section + "\n")
            kept = _sections(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
            RESULTS.write_text(_page(kept | {ALL[name].title: section}), encoding="utf-8")
    return int(failed > 0)


def _measured(name: str, benchmark: Benchmark) -> tuple[str, bool]:
    """Run a benchmark; gives its section, and whether it complained."""
    told, bad = [f"## {benchmark.title}\n"], False
    for arguments in benchmark.runs:
        command = ["-m", f"benchmarks.{name}", *arguments]
        sys.stderr.write(f"{name} {' '.join(arguments)}...\n")
        done = subprocess.run(
            [sys.executable, *command], capture_output=True, text=True, cwd=HERE.parent, check=False
        )
        told.append(f"`python {' '.join(command)}`, {datetime.now(UTC):%Y-%m-%d}\n")
        told.append(f"{done.stdout.strip()}\n")
        if done.returncode:
            bad = True
            told.append("It ended with a complaint: an aim is missed, or it failed.\n")
    return "\n".join(told), bad


def _sections(page: str) -> dict[str, str]:
    """Give the sections of a page by their titles."""
    _, *sections = page.split("\n## ")
    return {one.partition("\n")[0]: f"## {one.strip()}\n" for one in sections}


def _page(sections: Mapping[str, str]) -> str:
    """Put the sections in order; those that no benchmark writes any more are dropped."""
    known = [one.title for one in ALL.values()]
    return "\n".join((_head(), *(sections[title] for title in known if title in sections)))


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
