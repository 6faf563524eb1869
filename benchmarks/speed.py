"""How fast articles come in, and how the time of an answer grows with the archive.

    python -m benchmarks.speed [--sizes 10000 100000] [--imported 10000] [--keep FOLDER]

Archives are made by `benchmarks.generated`, in a folder that is gone afterwards. Every question
of `news_qa_realtime` is answered once by the desk without a model, so that no article was read
before. Beside it stands one bare FTS5 query that ranks whatever holds any of its words, over the
same rows in the same run, for as many questions as take a minute (n). "Full search" scores every
article that could be among the best, all of them if need be; in an archive above `LARGE` that
takes seconds, and a quarter of the questions is searched so. How far the search goes was set on
another quarter. A million articles take some 6 GB of disk and, with everything else quiet, twenty
minutes to make: `--sizes 1000000`.
"""

import argparse
import asyncio
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import asking, corpora
from benchmarks.asking import Asked, share
from benchmarks.generated import UNTIL, Press, fill
from bot import collection
from bot.config import Polling
from bot.desk import Desk
from bot.feeds.articles import from_record
from bot.feeds.fetch import Fetcher
from bot.feeds.records import from_object
from bot.logs import configure
from bot.pipeline import Pipeline
from storage.store import Store
from summarizer import question
from summarizer.editor import Editor
from summarizer.model import Article, Query
from summarizer.offline import OfflineEngine
from summarizer.question import own

AIMS = {10_000: 50, 100_000: 100, 1_000_000: 150}
"""Milliseconds in which 95 of 100 questions are answered, by articles."""

LARGE = 200_000
"""Articles from which on only one question in four is searched in full."""

REPORTED, OF = 2, 4
"""Which one of four. The first of four set the bounds of the search."""

PATIENCE, LEAST = 60, 5
"""Seconds after which no more bare queries are made, and how many are made all the same."""

FOUND, SHOWN = 10, 5
BATCH = 200
WIDTH = 40
"""Characters of the longest bar."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--imported", type=int, default=10_000, help="articles; 0 imports none")
    parser.add_argument("--keep", type=Path, help="make the archives here, or find them here")
    parser.add_argument("--import-from", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    configure("error", "text")
    if options.import_from:
        collection.rarely()
        return asyncio.run(_import(options.import_from))
    if options.imported:
        sys.stdout.write(_imported(options.imported) + "\n")
    with _folder(options.keep) as folder:
        grown = [asyncio.run(_ask(folder, size)) for size in options.sizes]
    if grown:
        sys.stdout.write(_table(grown) + "\n" + _picture(grown))
    return 0


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


# --- questions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grown:
    """What questions took at one size; times in milliseconds, ascending.

    Attributes:
        wall, cpu: of answers.
        bare: of bare FTS5 queries, for some of the questions.
        near, full: of how many compared questions a right article was among the first five.
        same: share of the full search's first five that ours has, too.
        compared: how many questions those were.
    """

    size: int
    bytes: int
    wall: tuple[float, ...]
    cpu: tuple[float, ...]
    bare: tuple[float, ...]
    near: int
    full: int
    same: float
    compared: int


async def _ask(folder: Path, size: int) -> Grown:
    path = folder / f"{size}.db"
    made = path.exists()
    asked = asking.realtime().asked
    engine = OfflineEngine()
    async with Store(f"sqlite:///{path}") as store, Fetcher() as fetcher:
        if not made:
            sys.stderr.write(f"making {size:,} articles ...\n")
        await store.upgrade()
        if not made:
            await fill(store, Press(), size)
        desk = Desk(store, Editor(engine, engine), fetcher, lambda: UNTIL)
        await desk.ask(asked[0].question)  # reads word lists, counts the archive
        wall, cpu = [], []
        for each in asked:
            wall_before, cpu_before = time.perf_counter(), time.process_time()
            await desk.ask(each.question)
            cpu.append((time.process_time() - cpu_before) * 1000)
            wall.append((time.perf_counter() - wall_before) * 1000)
        some = [each for each in asked if each.answerable]
        some = some if size <= LARGE else some[REPORTED::OF]
        async with store.reading() as tx:
            languages = await tx.articles.languages()
        queries = [question.understand(each.question, languages=languages) for each in asked]
        bare = list(
            _bare(path, [query for at in range(OF * OF) for query in queries[at :: OF * OF]])
        )
        near = await _found(store, some, languages, {})
        sys.stderr.write(f"searching {size:,} articles in full, {len(some)} times ...\n")
        everything = {"candidates": size, "listed": size, "reached": 1.0}
        full = await _found(store, some, languages, everything)
    return Grown(
        size=size,
        bytes=path.stat().st_size,
        wall=tuple(sorted(wall)),
        cpu=tuple(sorted(cpu)),
        bare=tuple(sorted(bare)),
        near=_hits(some, near),
        full=_hits(some, full),
        same=_same(near, full),
        compared=len(some),
    )


async def _found(
    store: Store, asked: Sequence[Asked], languages: Sequence[str], bounds: Mapping[str, Any]
) -> list[list[str]]:
    """Search for questions; gives for each the ids of the first articles."""
    found = []
    for each in asked:
        query = question.understand(each.question, languages=languages)
        async with store.reading() as tx:
            hits = await tx.search.search(query, FOUND, **bounds)
        found.append([hit.article.id for hit in hits[:SHOWN]])
    return found


def _hits(asked: Sequence[Asked], found: Sequence[Sequence[str]]) -> int:
    """Count the questions that found a right article."""
    return sum(not each.articles.isdisjoint(ids) for each, ids in zip(asked, found, strict=True))


def _same(found: Sequence[Sequence[str]], full: Sequence[Sequence[str]]) -> float:
    """Give the share of what the full search found that was found."""
    same = sum(len(set(a) & set(b)) for a, b in zip(found, full, strict=True))
    return same / (sum(map(len, full)) or 1)


def _bare(path: Path, queries: Sequence[Query]) -> Iterator[float]:
    """Take the time of FTS5 alone: the ten best of all that hold any word of a question."""
    connection = sqlite3.connect(path)
    began = time.perf_counter()
    for made, query in enumerate(queries):
        if made >= LEAST and time.perf_counter() - began > PATIENCE:
            break
        forms = dict.fromkeys(form for term in own(query) for form in term.forms)
        match = " OR ".join('"' + form.replace('"', '""') + '"' for form in forms)
        started = time.perf_counter()
        connection.execute(
            "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?", (match, FOUND)
        ).fetchall()
        yield (time.perf_counter() - started) * 1000
    connection.close()


def _table(grown: Sequence[Grown]) -> str:
    header = ("articles", "MB", "answer, wall ms p50 / p95", "CPU ms p50 / p95", "aim p95",
              "bare FTS5 OR query, wall ms p50 / p95 (n)", "hit@5", "full search",
              "same five", "n")  # fmt: skip
    rows: list[tuple[str, ...]] = [
        (f"{each.size:,}", f"{each.bytes / 1e6:.0f}", _times(each.wall), _times(each.cpu),
         str(AIMS.get(each.size, "–")), f"{_times(each.bare)} ({len(each.bare)})",
         share(each.near, each.compared), share(each.full, each.compared),
         f"{each.same:.3f}", str(each.compared))
        for each in grown
    ]  # fmt: skip
    return corpora.table(header, rows)


def _times(ascending: Sequence[float]) -> str:
    return f"{_share_of(ascending, 50):.0f} / {_share_of(ascending, 95):.0f}"


def _share_of(ascending: Sequence[float], percent: int) -> float:
    return ascending[min(len(ascending) - 1, len(ascending) * percent // 100)]


def _picture(grown: Sequence[Grown]) -> str:
    """Draw how the 95th percentile grows, as bars of characters."""
    bars = [
        (f"{each.size:>9,}  {name}", _share_of(times, 95))
        for each in grown
        for name, times in (("answer   ", each.wall), ("bare FTS5", each.bare))
    ]
    longest = max((value for _, value in bars), default=1.0)
    lines = (
        f"{name}  {'█' * max(1, round(WIDTH * value / longest))} {value:.0f} ms"
        for name, value in bars
    )
    return "```text\n" + "\n".join(lines) + "\n```\n"


# --- import ------------------------------------------------------------------------------------


def _imported(count: int) -> str:
    """Import articles in a process of its own, which shows what memory it takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for new in Press().archive(count):
                file.write(json.dumps(_record(new.article), ensure_ascii=False) + "\n")
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.speed", "--import-from", str(path)],
            capture_output=True, text=True, check=True, cwd=corpora.ROOT,
        )  # fmt: skip
    spent: dict[str, float] = json.loads(done.stdout)
    memory = spent.pop("memory")
    total = sum(spent.values())
    rows: list[tuple[str, ...]] = [
        (stage, f"{seconds:.1f}", f"{count / seconds:,.0f}") for stage, seconds in spent.items()
    ]
    rows.append(("all", f"{total:.1f}", f"{count / total:,.0f}"))
    table = corpora.table((f"import of {count:,}", "CPU s", "articles a CPU second"), rows)
    return f"{table}\nPeak memory: {memory / 1024:.0f} MB.\n"


def _record(article: Article) -> dict[str, Any]:
    """Write an article as a line of an import."""
    paragraphs: dict[int, list[str]] = {}
    for sentence in article.sentences:
        if not sentence.is_headline:
            paragraphs.setdefault(sentence.paragraph, []).append(sentence.text)
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "language": article.language,
        "published": article.published.isoformat(),
        "text": "\n\n".join(" ".join(texts) for texts in paragraphs.values()),
    }


async def _import(path: Path) -> int:
    """Take a file in as `tellal import` does, cluster and brief it; prints what each took."""
    spent: dict[str, float] = {}
    engine = OfflineEngine()
    with tempfile.TemporaryDirectory() as folder:
        async with Store(f"sqlite:///{folder}/import.db") as store, Fetcher() as fetcher:
            await store.upgrade()
            editor = Editor(engine, engine)
            pipeline = Pipeline(
                store, editor, fetcher, Polling(), timedelta(hours=72), lambda: UNTIL
            )
            spent["read, split, index"] = await _cpu(_stored(store, path))
            spent["cluster"] = await _cpu(pipeline.cluster())
            spent["brief, actors"] = await _cpu(pipeline.brief())
    spent["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps(spent))
    return 0


async def _stored(store: Store, path: Path) -> AsyncIterator[None]:
    lines = corpora.lines(path)
    while batch := [one for _, one in zip(range(BATCH), lines, strict=False)]:
        found = [from_record(from_object(record, UNTIL), UNTIL) for record in batch]
        async with store.writing() as tx:
            await tx.articles.add(None, found, UNTIL)
            await tx.commit()
        yield


async def _cpu(steps: AsyncIterator[object]) -> float:
    """Go through some steps; gives their CPU seconds."""
    started = time.process_time()
    async for _ in steps:
        pass
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
