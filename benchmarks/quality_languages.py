"""Which language a text is in, by length: paragraphs, sentences, questions, headlines; no hint.

python -m benchmarks.quality_languages
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from benchmarks import corpora
from summarizer.language import detect_language
from summarizer.model import UNDETERMINED

SENTENCES = 300
"""Of each set of sentences."""

SETS = (
    "germeval2014.de", "kaznerd.kk", "kpwr.pl", "wikiner.ru", "sharealike/newsfane.ar",
    "sharealike/uner_bosque.pt", "sharealike/turkishwikiner.tr", "sharealike/turku.fi",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args(arguments)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    begun, characters = time.process_time(), 0
    for kind, language, text in _texts():
        found = detect_language(text)
        counts[kind, language]["all"] += 1
        counts[kind, language]["right"] += found == language
        counts[kind, language]["open"] += found == UNDETERMINED
        characters += len(text)
    spent = time.process_time() - begun
    rows: list[tuple[str, ...]] = [
        (kind, language, str(count["all"]), _share(count, "right"), _share(count, "open"))
        for (kind, language), count in sorted(counts.items())
    ]
    whole = sum(counts.values(), Counter())
    rows.append(("all", "", str(whole["all"]), _share(whole, "right"), _share(whole, "open")))
    rows.append(
        ("characters a CPU second, reading included", "", f"{characters / spent:.0f}", "", "")
    )
    sys.stdout.write(corpora.table(("texts", "language", "number", "right", "left open"), rows))
    return 0


def _share(count: Counter[str], key: str) -> str:
    return f"{count[key] / count['all']:.3f}"


def _texts() -> Iterator[tuple[str, str, str]]:
    questions = corpora.folder("qa_xquad")
    for row in corpora.lines(questions / "paragraphs.jsonl"):
        yield "paragraphs", row["lang"], row["text"]
    for row in corpora.lines(questions / "questions.jsonl"):
        yield "questions", row["lang"], row["question"]
    for row in corpora.lines(corpora.folder("briefs") / "questions.jsonl"):
        yield "questions as people type them", row["lang"], row["question"]
    for row in corpora.lines(corpora.folder("clustering") / "stories_xling.jsonl.xz"):
        yield "headlines", row["lang"], row["title"]
        yield "articles", row["lang"], row["text"]
    for name in SETS:
        lines = corpora.lines(corpora.folder("ner_train") / f"{name}.jsonl.xz")
        for _, row in zip(range(SENTENCES), lines, strict=False):
            yield "sentences", row["lang"], " ".join(row["tokens"])


if __name__ == "__main__":
    raise SystemExit(main())
