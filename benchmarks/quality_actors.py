"""Who takes part: the first actors of news articles, and names with their types.

News: the share of the gold people and organisations that are met among our first 3, 5 and 10
actors, beside runs of capitals by frequency. A gold actor is met by one of his names, whatever
title stands before it, and by the end of his name: "Bektenov". Parameters were set on every second
article, from the first on; the other half is the one to read.

Documents: names as a set per document, whatever their type and with it. Nothing was set on them
but one bias, on one half.

    python -m benchmarks.quality_actors [--errors N]
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks import corpora
from summarizer import actors
from summarizer.identity import join
from summarizer.model import ActorType, Article
from summarizer.sightings import read
from summarizer.text import fold

FIRST = (3, 5, 10)
FLOOR = {3: "0.546", 5: "0.714", 10: "0.898"}
"""What the corpus's README reports for runs of capitals, by its own way of matching."""

NAMES_FLOOR, TYPED_FLOOR = "0.677", "0.447"

TYPES = {
    ActorType.PERSON: "PER",
    ActorType.ORGANISATION: "ORG",
    ActorType.PLACE: "LOC",
    ActorType.OTHER: "MISC",
}
RUN = re.compile(r"[A-ZÀ-Ž][\w'’.&-]*(?:\s+[A-ZÀ-Ž][\w'’.&-]*)*")

Ranked = Sequence[Sequence[str]]
"""All forms of each actor, the first actor first."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", type=int, default=0, help="show so many missed actors")
    options = parser.parse_args(arguments)
    folder = corpora.folder("entities")
    rows = _news(list(corpora.lines(folder / "actors.jsonl.xz")), options.errors)
    rows += _documents(list(corpora.lines(folder / "docs.jsonl.xz")))
    header = ("set", "figure", "ours", "capital runs, same matching", "corpus's floor")
    sys.stdout.write(corpora.table(header, rows))
    return 0


def _news(records: Sequence[Mapping[str, Any]], errors: int) -> list[tuple[str, ...]]:
    ours = [_found(corpora.article(record)) for record in records]
    plain = [_runs(record) for record in records]
    wanted = [
        [gold["names"] for gold in record["actors"] if gold["type"] in {"PER", "ORG"}]
        for record in records
    ]
    rows: list[tuple[str, ...]] = []
    for name, part in (("news, reported half", slice(1, None, 2)), ("news, all", slice(None))):
        for first in FIRST:
            met = _recall(ours[part], wanted[part], first)
            base = _recall(plain[part], wanted[part], first)
            rows.append((name, f"R@{first}", f"{met:.3f}", f"{base:.3f}", FLOOR[first]))
    for record, found, golds in list(zip(records, ours, wanted, strict=True))[:errors]:
        missed = [names[0] for names in golds if not _is_met(names, found[:5])]
        sys.stderr.write(f"{record['id']}: {missed} not in {[forms[0] for forms in found[:5]]}\n")
    return rows


def _found(article: Article) -> Ranked:
    return [(actor.name, *actor.aliases) for actor in actors.find([article])]


def _runs(record: Mapping[str, Any]) -> Ranked:
    text = f"{record['title'] or ''} . {record['text']}"
    counted = Counter(match[0].strip(" .'") for match in RUN.finditer(text))
    return [(name,) for name, _ in counted.most_common()]


def _recall(
    found: Sequence[Ranked], wanted: Sequence[Sequence[Sequence[str]]], first: int
) -> float:
    met = [
        _is_met(names, ranked[:first])
        for ranked, golds in zip(found, wanted, strict=True)
        for names in golds
    ]
    return sum(met) / len(met)


def _is_met(names: Iterable[str], ranked: Ranked) -> bool:
    golds = {_plain(name) for name in names}
    return any(_is_same(_plain(form), gold) for forms in ranked for form in forms for gold in golds)


def _is_same(form: str, gold: str) -> bool:
    """Say whether a form is the gold name, holds it behind a title, or is its end."""
    if not form or form == gold:
        return bool(form)
    if " " in gold and f" {gold} " in f" {form} ":
        return True
    return f" {gold}".endswith(f" {form}")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


def _documents(records: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    counts: dict[str, Counter[str]] = {}
    for record in records:
        gold = {_plain(one["text"]): one["type"] for one in record["entities"]}
        said = _typed(corpora.article(record))
        both = said.keys() & gold.keys()
        for group in ("all", record["lang"]):
            count = counts.setdefault(group, Counter())
            count["said"] += len(said)
            count["gold"] += len(gold)
            count["both"] += len(both)
            count["typed"] += sum(said[name] == gold[name] for name in both)
    rows: list[tuple[str, ...]] = []
    for group, count in sorted(counts.items()):
        floors = (NAMES_FLOOR, TYPED_FLOOR) if group == "all" else ("–", "–")
        names = 2 * count["both"] / (count["said"] + count["gold"])
        typed = 2 * count["typed"] / (count["said"] + count["gold"])
        rows.append((f"documents, {group}", "names F1", f"{names:.3f}", "–", floors[0]))
        rows.append((f"documents, {group}", "typed F1", f"{typed:.3f}", "–", floors[1]))
    return rows


def _typed(article: Article) -> dict[str, str]:
    """Give every form met, with its actor's type."""
    return {
        _plain(seen.form): TYPES[ranked.kind]
        for ranked in actors.rank(join(read([article])))
        for seen in ranked.entity.seen
        if not (seen.nouns and ranked.kind is ActorType.OTHER)
    }


if __name__ == "__main__":
    raise SystemExit(main())
