"""Search: how often the right article is found, first and among five.

    python -m benchmarks.quality_search

Every corpus is stored in SQLite and searched as the desk does. Parameters of the ranking were set
on one half of each set; the other is the one to read.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from benchmarks import asking, corpora
from benchmarks.asking import Asked, share
from benchmarks.stored import Shelf, shelf

FLOORS = {
    "briefs": ("0.944", "–", "–"),
    "news_qa_realtime": ("0.832", "0.995", "0.900"),
    "news_qa_multihop": ("0.841", "–", "–"),
    "qa_xquad en": ("0.919", "–", "–"),
    "qa_xquad tr": ("0.820", "–", "–"),
    "qa_xquad de": ("0.895", "–", "–"),
    "qa_xquad es": ("0.916", "–", "–"),
}
"""What plain BM25 reaches, as each corpus's README gives it: hit@1, hit@5, MRR."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args(arguments)
    rows: list[tuple[str, ...]] = []
    for each in asking.sets():
        found = each()
        ranks = asyncio.run(_ranks(found))
        floor = FLOORS[found.name]
        for name, half in (("reported half", 1), ("all", None)):
            kept = [rank for asked, rank in ranks if half is None or asked.half == half]
            rows.append((found.name, name, str(len(kept)), *_figures(kept), *floor))
    header = ("set", "questions", "n", "hit@1", "hit@5", "MRR@10")
    sys.stdout.write(corpora.table((*header, "floor hit@1", "hit@5", "MRR"), rows))
    return 0


async def _ranks(found: asking.Set) -> list[tuple[Asked, int | None]]:
    """Give for each answerable question the place of the first right article, from 0."""
    async with shelf(found.articles) as stored:
        return [(asked, await _rank(stored, asked)) for asked in found.asked if asked.answerable]


async def _rank(stored: Shelf, asked: Asked) -> int | None:
    _, hits = await stored.ask(asked.question)
    places = (at for at, hit in enumerate(hits) if hit.article.id in asked.articles)
    return next(places, None)


def _figures(ranks: Sequence[int | None]) -> tuple[str, str, str]:
    met = [rank for rank in ranks if rank is not None]
    return (
        share(sum(rank == 0 for rank in met), ranks),
        share(sum(rank < 5 for rank in met), ranks),
        share(sum(1 / (1 + rank) for rank in met), ranks),
    )


if __name__ == "__main__":
    sys.exit(main())
