"""How well the articles of web pages are found, beside trafilatura as it comes.

    python -m benchmarks.quality_extraction

Three corpora, each by its own measure: four-word shingles (zyte), segments that must and must not
be there (trafilatura), bags of words (readability); for the latter two also titles and days.
"""

import re
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import trafilatura

from benchmarks import corpora
from bot.feeds.errors import NoText
from bot.feeds.extract import extract
from bot.feeds.model import Page

Gold = Mapping[str, Any]
Extract = Callable[[bytes, str], Page]


def main() -> int:
    """Measure and print a table."""
    rows: list[tuple[str, ...]] = []
    for corpus, score in (("zyte", _shingles), ("trafilatura", _segments), ("readability", _bags)):
        folder = corpora.folder(f"extraction_{corpus}")
        gold = list(corpora.lines(folder / "gold.jsonl"))
        with tarfile.open(folder / "pages.tar.xz") as packed:
            files = {
                member.name: opened.read()
                for member in packed
                if (opened := packed.extractfile(member)) is not None
            }
        for name, extractor in (("ours", _ours), ("trafilatura", _bare)):
            began = time.process_time()
            pages = [extractor(files[case["file"]], case["url"]) for case in gold]
            seconds = time.process_time() - began
            rows.append(
                (
                    corpus,
                    name,
                    f"{score(pages, gold):.4f}",
                    _share(pages, gold, ("title",), lambda page: page.title),
                    _share(pages, gold, ("date", "publishedTime"), _day),
                    f"{len(gold) / seconds:.0f}",
                )
            )
    header = ("corpus", "extractor", "text F1", "titles", "days", "pages/CPU s")
    sys.stdout.write(corpora.table(header, rows))
    return 0


def _ours(data: bytes, url: str) -> Page:
    try:
        return extract(data, url)
    except NoText:
        return Page("", "")


def _bare(data: bytes, url: str) -> Page:
    from bot.feeds.dates import parse  # noqa: PLC0415 (only to compare days)

    found = trafilatura.bare_extraction(data, url=url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Page("", "")
    return Page(found.title or "", found.text or "", published=parse(found.date or ""))


def _shingles(pages: Sequence[Page], gold: Sequence[Gold]) -> float:
    precisions, recalls = [], []
    for page, case in zip(pages, gold, strict=True):
        ours, theirs = _fours(page.text), _fours(case["articleBody"])
        shared = (ours & theirs).total()
        precisions.append(shared / ours.total() if ours else 0.0)
        recalls.append(shared / theirs.total() if theirs else 1.0)
    return _f1(sum(precisions) / len(pages), sum(recalls) / len(pages))


def _fours(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return (
        Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))
        if words
        else Counter()
    )


def _segments(pages: Sequence[Page], gold: Sequence[Gold]) -> float:
    kept = lost = wrong = 0
    for page, case in zip(pages, gold, strict=True):
        text = " ".join(page.text.split())
        there = [" ".join(segment.split()) in text for segment in case["with"]]
        kept, lost = kept + sum(there), lost + len(there) - sum(there)
        wrong += sum(" ".join(segment.split()) in text for segment in case["without"])
    return _f1(kept / (kept + wrong), kept / (kept + lost))


def _bags(pages: Sequence[Page], gold: Sequence[Gold]) -> float:
    scores = []
    for page, case in zip(pages, gold, strict=True):
        ours = Counter(re.findall(r"\w+", page.text.lower()))
        theirs = Counter(re.findall(r"\w+", case["text"].lower()))
        scores.append(2 * (ours & theirs).total() / max(1, ours.total() + theirs.total()))
    return sum(scores) / len(scores)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def _day(page: Page) -> str:
    return page.published.date().isoformat() if page.published else ""


def _share(
    pages: Sequence[Page], gold: Sequence[Gold], names: tuple[str, ...], read: Callable[[Page], str]
) -> str:
    right = known = 0
    for page, case in zip(pages, gold, strict=True):
        wanted = next((case[name] for name in names if case.get(name)), None)
        if wanted is not None:
            known += 1
            found = read(page)
            right += found == (wanted[:10] if read is _day else " ".join(wanted.split()))
    return f"{right}/{known}" if known else "-"


if __name__ == "__main__":
    raise SystemExit(main())
