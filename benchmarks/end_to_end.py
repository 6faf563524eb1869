"""The whole way, as a user goes it: articles imported, questions asked, briefs written.

    python -m benchmarks.end_to_end [--database sqlite|postgresql|both]

Runs the real pipeline and desk on a real store. Sets: news_qa_realtime (776 articles of the first
half of 2023, 276 quiz questions, 79 of them about later events) and briefs (15 articles, 184
questions and turns, scored by the corpus's own scorer).
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import corpora
from bot.cli import documents
from bot.config import Polling
from bot.desk import Desk
from bot.feeds.articles import from_record
from bot.feeds.fetch import Fetcher
from bot.feeds.records import from_object
from bot.logs import configure
from bot.pipeline import Pipeline
from storage.store import Store
from summarizer.editor import Editor
from summarizer.model import Answer, Exchange, Question, Story
from summarizer.offline import OfflineEngine
from summarizer.text import fold

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BATCH = 200
FLOORS = {
    "hit@1": ".832",
    "hit@5": ".995",
    "answer contained": ".553",
    "later events declined": "0 of 79",
    "accuracy": ".726",
    "abstention": ".844",
    "balanced": ".717",
    "actors F1": ".615",
    "roles": "0",
    "outcome recall": ".509",
    "outcome precision": ".644",
}
"""What simple methods reach on the same sets, from the READMEs of the corpora."""


@dataclass
class Bench:
    """A store filled with one set."""

    store: Store
    desk: Desk
    editor: Editor

    async def fill(self, records: Sequence[dict[str, Any]], fetcher: Fetcher) -> float:
        """Import, cluster and brief; gives articles a CPU second."""
        started = time.process_time()
        for at in range(0, len(records), BATCH):
            found = [from_record(from_object(r, NOW), NOW) for r in records[at : at + BATCH]]
            async with self.store.writing() as tx:
                await tx.articles.add(None, found, NOW)
                await tx.commit()
        pipeline = Pipeline(
            self.store, self.editor, fetcher, Polling(), timedelta(hours=72), lambda: NOW
        )
        async for _ in pipeline.cluster():
            pass
        async for _ in pipeline.brief():
            pass
        return len(records) / (time.process_time() - started)


@asynccontextmanager
async def bench(url: str) -> AsyncIterator[tuple[Bench, Fetcher]]:
    """Open an empty store at an address."""
    offline = OfflineEngine()
    editor = Editor(offline, offline)
    async with Store(url) as store, Fetcher() as fetcher:
        await store.upgrade()
        yield Bench(store, Desk(store, editor, fetcher, lambda: NOW), editor), fetcher


# --- news_qa_realtime --------------------------------------------------------------------------


async def realtime(url: str) -> dict[str, str]:
    """Ask the quiz questions; each at the time it was asked in."""
    folder = corpora.folder("news_qa_realtime")
    articles = list(corpora.lines(folder / "articles.jsonl.xz"))
    questions = list(corpora.lines(folder / "questions.jsonl"))
    async with bench(url) as (one, fetcher):
        speed = await one.fill(articles, fetcher)
        answers, spent = [], []
        for item in questions:
            asked = datetime.fromisoformat(item["date"]).replace(hour=12, tzinfo=UTC)
            started = time.process_time()
            answers.append(await one.desk.ask(Question(item["question"], asked)))
            spent.append((time.process_time() - started) * 1000)
    known = [(q, a) for q, a in zip(questions, answers, strict=True) if q["answerable"]]
    later = [a for q, a in zip(questions, answers, strict=True) if not q["answerable"]]
    told = [(q, a) for q, a in known if not a.abstained]
    spent.sort()
    return {
        "hit@1": _share(bool(set(a.retrieved[:1]) & set(q["gold"])) for q, a in known),
        "hit@5": _share(bool(set(a.retrieved[:5]) & set(q["gold"])) for q, a in known),
        "answer contained": _share(_holds(a, q["answer"]) for q, a in known),
        "of those answered": _share(_holds(a, q["answer"]) for q, a in told),
        "answerable, declined": f"{len(known) - len(told)} of {len(known)}",
        "later events declined": f"{sum(a.abstained for a in later)} of {len(later)}",
        "articles a CPU second": f"{speed:.0f}",
        "CPU ms a question, p50 / p95": f"{median(spent):.0f} / {_p95(spent):.0f}",
    }


def _p95(ascending: Sequence[float]) -> float:
    return ascending[len(ascending) * 95 // 100]


def _holds(answer: Answer, wanted: str) -> bool:
    return fold(wanted) in fold(answer.text or "")


def _share(marks: Iterator[bool]) -> str:
    seen = list(marks)
    return f"{sum(seen) / len(seen):.3f}".lstrip("0")


# --- briefs ------------------------------------------------------------------------------------


async def briefs(url: str) -> dict[str, str]:
    """Ask and brief, and let the corpus's own scorer judge."""
    folder = corpora.folder("briefs")
    articles = list(corpora.lines(folder / "articles.jsonl"))
    async with bench(url) as (one, fetcher):
        await one.fill(articles, fetcher)
        answers = [
            documents.of_answer(answer, id=key, elapsed_ms=0)
            async for key, answer in _asked(one.desk, folder)
        ]
        async with one.store.reading() as tx:
            stored = [article async for article in tx.articles.all()]
        written = [
            documents.of_brief(await one.editor.brief(Story(0, 1, (article,))), id=article.id)
            for article in stored
        ]
    score = _scored(folder, answers, written)
    told, made = score["answers"], score["briefs"]
    turns = [told["conversations"][f"turn {n}"]["accuracy"] for n in (1, 2, 3)]
    return {
        "accuracy": _figure(told["accuracy"]),
        "abstention": _figure(told["abstention"]),
        "balanced": _figure(told["balanced"]),
        "cites a gold sentence": _figure(told["cite_sentence"]),
        "quotes verbatim": _figure(told["quotes_verbatim"]),
        "turns 1 / 2 / 3": " / ".join(map(_figure, turns)),
        "actors F1": _figure(made["key_actors_f1"]),
        "key actors recalled": _figure(made["key_actors_recall"]),
        "roles": _figure(made["role_accuracy"]),
        "outcome recall": _figure(made["outcomes_recall"]),
        "outcome precision": _figure(made["outcomes_precision"]),
        "numbers that the article lacks": str(made["numbers_not_in_article"]),
    }


async def _asked(desk: Desk, folder: Path) -> AsyncIterator[tuple[str, Answer]]:
    for item in corpora.lines(folder / "questions.jsonl"):
        yield item["id"], await desk.ask(Question(item["question"], NOW))
    for talk in corpora.lines(folder / "conversations.jsonl"):
        context: tuple[Exchange, ...] = ()
        for turn in talk["turns"]:
            answer = await desk.ask(Question(turn["question"], NOW, context))
            cited = tuple(source.article for source in answer.sources)
            context = (*context, Exchange(turn["question"], answer.text, cited))
            yield turn["id"], answer


def _scored(
    folder: Path, answers: list[dict[str, Any]], written: list[dict[str, Any]]
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as made:
        paths = {}
        for name, rows in (("answers", answers), ("briefs", written)):
            paths[name] = Path(made) / f"{name}.jsonl"
            lines = (json.dumps(row, ensure_ascii=False) for row in rows)
            paths[name].write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(folder / "score.py"), "--json", "--answers", str(paths["answers"]),
             "--briefs", str(paths["briefs"])],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    scored: dict[str, Any] = json.loads(done.stdout)
    return scored


def _figure(value: float) -> str:
    return f"{value:.3f}".lstrip("0") if value < 1 else f"{value:.3f}"


# --- both databases ----------------------------------------------------------------------------


@contextmanager
def addresses(wanted: str) -> Iterator[dict[str, list[str]]]:
    """Give two empty databases of each kind: addresses by kind."""
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        if wanted in ("sqlite", "both"):
            found["SQLite"] = [f"sqlite:///{folder}/{name}.db" for name in ("a", "b")]
        if wanted in ("postgresql", "both"):
            sys.path.insert(0, str(corpora.ROOT / "tests"))
            from fakes.postgres import Postgres  # noqa: PLC0415  the tests' own server

            with Postgres() as server:
                found["PostgreSQL"] = [server.url(server.create()) for _ in range(2)]
                yield found
                return
        yield found


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print a table for each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    wanted = parser.parse_args(argv).database
    configure("error", "text")
    with addresses(wanted) as found:
        for name, measure, at in (("news_qa_realtime", realtime, 0), ("briefs", briefs, 1)):
            columns = {kind: asyncio.run(measure(urls[at])) for kind, urls in found.items()}
            first = next(iter(columns.values()))
            rows = [
                (figure, *(column[figure] for column in columns.values()), FLOORS.get(figure, ""))
                for figure in first
            ]
            sys.stdout.write(f"\n{name}\n\n{corpora.table((name, *columns, 'floor'), rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
