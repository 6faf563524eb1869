"""Search with and without a real embedding model: by words, and by words and meaning.

    python -m benchmarks.quality_semantic [--url http://127.0.0.1:8123/v1] [--whole]

Articles and questions are embedded and searched as the running bot does it. The weights were set on
one half of each set; the other is reported. Two questions are put: does a model help where words
find nearly everything (news_qa_realtime), and does it where they cannot (questions in Turkish,
German and Spanish to English paragraphs)? The server is `benchmarks/embedding_server.py`, run with
a Python that has the models; without it nothing is measured. --whole has the slower model read the
news as well, some three minutes of CPU more.
"""

import argparse
import asyncio
import os
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from benchmarks import asking, corpora
from benchmarks.asking import Asked, share
from benchmarks.stored import FOUND, Shelf, shelf
from storage.embeddings import BOUND, CENTRED, COMPARED
from summarizer.errors import EngineFailed
from summarizer.llm.budget import Limits
from summarizer.llm.embedded import text_of
from summarizer.llm.embedder import Embedder, Embeddings
from summarizer.llm.ledger import MemoryLedger
from summarizer.llm.options import Endpoint
from summarizer.llm.prices import FREE
from summarizer.model import Article
from summarizer.nearness import Near, Vector, centre, nearest, ranked

URL = "http://127.0.0.1:8123/v1"
PATIENCE = 120.0
"""Seconds for one request: quality is measured here, on however slow a machine."""

BATCH = 16
LEASE = timedelta(hours=1)

MINILM = Embeddings("all-MiniLM-L6-v2", seconds=PATIENCE, question_seconds=PATIENCE)
E5 = Embeddings(
    "multilingual-e5-small", "query: ", "passage: ", seconds=PATIENCE, question_seconds=PATIENCE
)


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions of one corpus to articles of one.

    Attributes:
        models: that are tried on it.
    """

    name: str
    articles: tuple[Article, ...]
    asked: tuple[Asked, ...]
    models: tuple[Embeddings, ...]


def trials(*, whole: bool = False) -> list[Trial]:
    """Give what is measured.

    Args:
        whole: with the slower model on the larger set.
    """
    news, english = asking.realtime(), asking.xquad("en")
    found = [
        Trial(news.name, news.articles, news.asked, (MINILM, E5) if whole else (MINILM,)),
        Trial("qa_xquad en", english.articles, english.asked, (MINILM, E5)),
    ]
    for language in ("tr", "de", "es"):
        asked = tuple(map(partial(_to_english, language), asking.xquad(language).asked))
        name = f"qa_xquad {language} to en"
        found.append(Trial(name, english.articles, asked, (E5,)))
    return found


def _to_english(language: str, asked: Asked) -> Asked:
    """Ask an English paragraph instead of the same one in the question's language."""
    there = frozenset(f"en{id_.removeprefix(language)}" for id_ in asked.articles)
    return replace(asked, articles=there)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default=URL, help="up to and with /v1")
    parser.add_argument("--whole", action="store_true", help="the slower model on the news, too")
    options = parser.parse_args(arguments)
    url = options.url
    if not _serves(url):
        sys.stdout.write(
            f"No embedding server at {url}: nothing measured. "
            "See benchmarks/embedding_server.py for how to start one.\n"
        )
        return 0
    os.nice(5)
    rows: list[tuple[str, ...]] = []
    for trial in trials(whole=options.whole):
        rows += asyncio.run(_tried(trial, url))
    header = ("set", "found by", "n", "hit@1", "hit@5", "MRR@10", "better", "worse", "sketches")
    sys.stdout.write(corpora.table(header, rows))
    sys.stdout.write(
        "\nbetter, worse: questions whose first right article stands higher or lower than by words"
        f" alone. sketches: of the {FOUND} truly nearest articles, the share among the nearest"
        f" by sketch, as many as {COMPARED} are of 50,000, but at least {3 * FOUND}.\n"
    )
    return 0


def _serves(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/models", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


async def _tried(trial: Trial, url: str) -> list[tuple[str, ...]]:
    asked = [one for one in trial.asked if one.answerable and one.half == 1]
    async with shelf(trial.articles) as stored:
        words = [await _rank(stored, one, None) for one in asked]
        rows = [(trial.name, "words", str(len(asked)), *_figures(words), "", "", "")]
        for options in trial.models:
            embedder = _embedder(url, options)
            try:
                begun = time.monotonic()
                vectors = await _embed(stored, embedder)
                near = {one.id: await embedder.question(one.question.text) for one in asked}
                spent = time.monotonic() - begun
            except EngineFailed as error:
                rows.append((trial.name, options.model, "0", str(error), *("",) * 5))
                continue
            finally:
                await embedder.close()
            if None in near.values():
                rows.append((trial.name, options.model, "0", "no answer", *("",) * 5))
                continue
            sys.stderr.write(f"{trial.name}, {options.model}: embedded in {spent:.0f} s\n")
            both = [await _rank(stored, one, near[one.id]) for one in asked]
            alone = [await _rank(stored, one, near[one.id], words=False) for one in asked]
            rows.append((trial.name, f"{options.model} alone", str(len(asked)), *_figures(alone),
                         *_changes(words, alone), ""))  # fmt: skip
            rows.append((trial.name, f"words and {options.model}", str(len(asked)),
                         *_figures(both), *_changes(words, both),
                         _sketches(vectors, near)))  # fmt: skip
    return rows


def _embedder(url: str, options: Embeddings) -> Embedder:
    def now() -> datetime:
        return datetime.now(UTC)

    ledger = MemoryLedger(Limits(), now)
    return Embedder(Endpoint(url), options, FREE, ledger, now, lambda _: None)


async def _embed(stored: Shelf, embedder: Embedder) -> list[Vector]:
    """Embed all articles as the bot does."""
    kept: list[Vector] = []
    while True:
        async with stored.store.writing() as tx:
            claimed = await tx.embeddings.claim(embedder.space, asking.TODAY, BATCH, LEASE)
            await tx.commit()
        if not claimed:
            return kept
        vectors = await embedder.articles([text_of(one) for one in claimed])
        made = {one.id: it for one, it in zip(claimed, vectors, strict=True) if it is not None}
        async with stored.store.writing() as tx:
            await tx.embeddings.put(embedder.space, made)
            await tx.commit()
        kept += made.values()


async def _rank(
    stored: Shelf, asked: Asked, near: Near | None, *, words: bool = True
) -> int | None:
    """Give the place of the first right article, from 0."""
    query, hits = await stored.ask(asked.question, near=near)
    if not words:
        async with stored.store.reading() as tx:
            nothing = replace(query, terms=(), articles=())
            hits = await tx.search.search(nothing, FOUND, near=near)
    places = (at for at, hit in enumerate(hits) if hit.article.id in asked.articles)
    return next(places, None)


def _sketches(vectors: Sequence[Vector], near: Mapping[str, Near | None]) -> str:
    """Give the share of the truly nearest articles that their sketches find."""
    middle = centre(vectors[:CENTRED])
    signs = {key: int.from_bytes(one.sketch(middle), "big") for key, one in enumerate(vectors)}
    packed = {key: one.packed for key, one in enumerate(vectors)}
    looked = max(3 * FOUND, len(vectors) * COMPARED // BOUND)
    met, of = 0, 0
    for one in near.values():
        if one is not None:
            truly = ranked(one.vector, packed)[:FOUND]
            met += len(set(truly) & set(nearest(one.vector.sketch(middle), signs, looked)))
            of += len(truly)
    return share(met, of)


def _changes(before: Sequence[int | None], after: Sequence[int | None]) -> tuple[str, str]:
    places = [
        (FOUND if one is None else one, FOUND if other is None else other)
        for one, other in zip(before, after, strict=True)
    ]
    return (
        str(sum(one > other for one, other in places)),
        str(sum(one < other for one, other in places)),
    )


def _figures(ranks: Sequence[int | None]) -> tuple[str, str, str]:
    met = [rank for rank in ranks if rank is not None]
    return (
        share(sum(rank == 0 for rank in met), ranks),
        share(sum(rank < 5 for rank in met), ranks),
        share(sum(1 / (1 + rank) for rank in met), ranks),
    )


if __name__ == "__main__":
    sys.exit(main())
