"""Summaries of the offline engine against the highlights that editors wrote: ROUGE, no stemming.

python -m benchmarks.quality_summaries
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from benchmarks import corpora
from summarizer.briefing import summarise
from summarizer.model import Article

FLOORS = {
    "lead-3": "27.8 / 10.4 / 18.9",
    "LexRank": "22.9 / 7.2 / 15.7",
    "best possible extraction": "46.2 / 24.9 / 34.8",
}
"""What the corpus's README reports."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args(arguments)
    folder = corpora.folder("summaries")
    pairs = []
    for record in corpora.lines(folder / "articles.jsonl.xz"):
        # The corpus gives no headlines.
        article = corpora.article({**record, "title": None}, "en")
        pairs.append((article, _tokens(" ".join(record["highlights"]))))
    rows: list[tuple[str, ...]] = []
    for name, part in (("reported half", slice(1, None, 2)), ("all", slice(None))):
        for system, texts in (("ours", _ours), ("lead-3", _lead)):
            rows.append((name, system, *_scores(pairs[part], texts), FLOORS.get(system, "–")))
    others = [system for system in FLOORS if system != "lead-3"]
    rows += [("all", system, "–", "–", FLOORS[system]) for system in others]
    header = ("articles", "summary", "R-1 / R-2 / R-L here", "words", "corpus's README")
    sys.stdout.write(corpora.table(header, rows))
    return 0


def _ours(article: Article) -> list[str]:
    return [claim.text for claim in summarise([article])]


def _lead(article: Article) -> list[str]:
    return [sentence.text for sentence in article.body[:3]]


def _scores(
    pairs: Sequence[tuple[Article, list[str]]], texts: Callable[[Article], list[str]]
) -> tuple[str, str]:
    told = [(_tokens(" ".join(texts(article))), gold) for article, gold in pairs]
    means = [
        100 * sum(measure(said, gold) for said, gold in told) / len(told)
        for measure in (_rouge_1, _rouge_2, _rouge_l)
    ]
    words = sum(len(said) for said, _ in told) / len(told)
    return " / ".join(f"{mean:.1f}" for mean in means), f"{words:.0f}"


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _rouge_1(said: Sequence[str], gold: Sequence[str]) -> float:
    return _overlap(Counter(said), Counter(gold))


def _rouge_2(said: Sequence[str], gold: Sequence[str]) -> float:
    return _overlap(Counter(_pairs(said)), Counter(_pairs(gold)))


def _pairs(tokens: Sequence[str]) -> list[str]:
    return [f"{one} {other}" for one, other in pairwise(tokens)]


def _overlap(said: Counter[str], gold: Counter[str]) -> float:
    shared = sum((said & gold).values())
    return _f1(shared, said.total(), gold.total())


def _rouge_l(said: Sequence[str], gold: Sequence[str]) -> float:
    row = [0] * (len(gold) + 1)
    for word in said:
        above = 0
        for at, other in enumerate(gold, start=1):
            kept = row[at]
            row[at] = above + 1 if word == other else max(row[at], row[at - 1])
            above = kept
    return _f1(row[-1], len(said), len(gold))


def _f1(shared: int, said: int, gold: int) -> float:
    return 2 * shared / (said + gold) if shared else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
