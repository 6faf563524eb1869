"""Answers and abstention of the offline engine.

    python -m benchmarks.quality_answers [--misses N] [--whole]

Every corpus is stored in SQLite and asked through search and editor. An answer is right when an
acceptable one stands in it. Weights and thresholds were set on one half of each set; the other
is the one to read. --misses shows questions of the half on which they were set only; --whole
has the scorer of `briefs` judge everything, conversations too.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import asking, corpora
from benchmarks.asking import Asked, share
from benchmarks.stored import Shelf, shelf
from summarizer.editor import Editor
from summarizer.model import Answer, Exchange, Question
from summarizer.offline import OfflineEngine

FLOORS = {
    "briefs": ("0.589", "0.844"),
    "news_qa_realtime": ("0.553", "0.000"),
    "news_qa_multihop": ("–", "–"),
    "qa_xquad en": ("0.787", "–"),
    "qa_xquad tr": ("0.644", "–"),
    "qa_xquad de": ("0.704", "–"),
    "qa_xquad es": ("0.763", "–"),
}
"""BM25 and the best sentence: answer contained, declined. That of `briefs` has a threshold, the
others never decline."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question with what was said to it."""

    asked: Asked
    answer: Answer

    @property
    def right(self) -> bool:
        """Whether an acceptable answer stands in it."""
        return asking.holds(self.answer.text or "", self.asked)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misses", type=int, default=0, help="show so many misses of each set")
    parser.add_argument("--whole", action="store_true", help="also the corpus's own scorer")
    options = parser.parse_args(arguments)
    rows: list[tuple[str, ...]] = []
    misses: list[str] = []
    for each in asking.sets():
        found = each()
        told = asyncio.run(_ask(found))
        for name, half in (("reported half", 1), ("all", None)):
            kept = [one for one in told if half is None or one.asked.half == half]
            rows.append((found.name, name, *_figures(kept), *FLOORS[found.name]))
        misses += [_miss(one) for one in told if one.asked.half == 0 and _missed(one)][
            : options.misses
        ]
    header = ("set", "questions", "n", "answer contained", "of those answered", "declined wrongly",
              "unanswerable declined", "balanced", "words")  # fmt: skip
    sys.stdout.write(corpora.table((*header, "floor contained", "floor declined"), rows))
    if options.whole:
        sys.stdout.write("\n" + _scored())
    sys.stdout.write("".join(f"{miss}\n" for miss in misses))
    return 0


def _editor() -> Editor:
    engine = OfflineEngine()
    return Editor(engine, engine)


async def _ask(found: asking.Set) -> list[Told]:
    editor = _editor()
    async with shelf(found.articles) as stored:
        return [Told(asked, await _answer(stored, editor, asked.question)) for asked in found.asked]


async def _answer(stored: Shelf, editor: Editor, question: Question) -> Answer:
    query, hits = await stored.ask(question)
    return await editor.answer(question, query, hits)


def _figures(told: Sequence[Told]) -> tuple[str, ...]:
    can = [one for one in told if one.asked.answerable]
    cannot = [one for one in told if not one.asked.answerable]
    said = [one for one in can if not one.answer.abstained]
    right = sum(one.right for one in said)
    declined = sum(one.answer.abstained for one in cannot)
    lengths = [len((one.answer.text or "").split()) for one in said]
    balanced = (right / len(can) + declined / len(cannot)) / 2 if can and cannot else None
    return (
        str(len(told)),
        share(right, can),
        share(right, said),
        share(len(can) - len(said), can),
        share(declined, cannot),
        "–" if balanced is None else f"{balanced:.3f}",
        f"{sum(lengths) / len(lengths):.0f}" if lengths else "–",
    )


def _missed(one: Told) -> bool:
    return not one.right if one.asked.answerable else not one.answer.abstained


def _miss(one: Told) -> str:
    want = " / ".join(one.asked.answers) or "nothing"
    said = one.answer.text or f"({one.answer.reason})"
    return f"{one.asked.id}: {one.asked.question.text} | wanted {want} | said {said}"


# --- the scorer of briefs ----------------------------------------------------------------------


def _scored() -> str:
    """Have the corpus's own scorer judge all questions and conversations."""
    folder = corpora.folder("briefs")
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / "answers.jsonl"
        lines = asyncio.run(_lines(folder))
        written.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        scored = subprocess.run(
            [sys.executable, str(folder / "score.py"), "--answers", str(written)],
            capture_output=True,
            text=True,
            check=True,
        )
    return f"```\n{scored.stdout}```\n"


async def _lines(folder: Path) -> list[dict[str, Any]]:
    editor = _editor()
    lines: list[dict[str, Any]] = []
    found = asking.briefs()
    async with shelf(found.articles) as stored:
        for asked in found.asked:
            lines.append(_line(asked.id, await _answer(stored, editor, asked.question)))
        for talk in corpora.lines(folder / "conversations.jsonl"):
            context: tuple[Exchange, ...] = ()
            for turn in talk["turns"]:
                question = Question(turn["question"], asking.TODAY, context)
                answer = await _answer(stored, editor, question)
                cited = tuple(source.article for source in answer.sources)
                context = (*context, Exchange(question.text, answer.text, cited))
                lines.append(_line(turn["id"], answer))
    return lines


def _line(id_: str, answer: Answer) -> dict[str, Any]:
    return {
        "id": id_,
        "answer": answer.text,
        "claims": [
            {
                "text": claim.text,
                "sources": [
                    {"article": each.article, "quote": each.quote} for each in claim.citations
                ],
            }
            for claim in answer.claims
        ],
        "cited": [source.article for source in answer.sources],
        "retrieved": list(answer.retrieved),
    }


if __name__ == "__main__":
    sys.exit(main())
