"""Briefs of the offline engine against hand-made gold: actors, roles, outcomes.

Briefs of every article are written and judged by the corpus's own scorer, as are its baseline's.
Parameters were set on every second article, from the first on; the other half is the one to read.

    python -m benchmarks.quality_briefs [--errors N]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import corpora
from summarizer import briefing
from summarizer.engine import BriefDraft
from summarizer.model import Story

FIGURES = {
    "actors_precision": "actors: precision",
    "key_actors_recall": "key actors: recall",
    "role_accuracy": "roles right",
    "outcomes_recall": "outcomes: recall",
    "outcomes_precision": "outcomes: precision",
    "main_outcome_in_headline_or_summary": "a main outcome in headline or summary",
    "numbers_not_in_article": "numbers that the article lacks",
}
"""The scorer's figures by our name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", type=int, default=0, help="show so many misses")
    options = parser.parse_args(arguments)
    folder = corpora.folder("briefs")
    records = list(corpora.lines(folder / "articles.jsonl"))
    drafts = [(record, _brief(record)) for record in records]
    written = [_json(record["id"], draft) for record, draft in drafts]
    whole = {record["id"] for record in records}
    reported = {record["id"] for record in records[1::2]}
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as scratch:
        floor = _baseline(folder, Path(scratch))
        for name, ids in (("reported half", reported), ("all", whole)):
            ours = _score(folder, written, ids, Path(scratch), options.errors * (name == "all"))
            theirs = _score(folder, floor, ids, Path(scratch), 0)
            rows += [
                (name, said, _figure(ours[key]), _figure(theirs[key]))
                for key, said in FIGURES.items()
            ]
    claims = [claim for _, draft in drafts for claim in (*draft.summary, *draft.outcomes)]
    verbatim = sum(all(claim.text in c.quote for c in claim.citations) for claim in claims)
    rows.append(("all", "claims that stand in what they cite", f"{verbatim} of {len(claims)}", "–"))
    sys.stdout.write(corpora.table(("articles", "figure", "ours", "corpus's baseline"), rows))
    return 0


def _brief(record: Mapping[str, Any]) -> BriefDraft:
    titled = {**record, "title": None} if record.get("title_added") else record
    return briefing.write(Story(1, 1, (corpora.article(titled),)))


def _json(id: str, draft: BriefDraft) -> dict[str, Any]:  # noqa: A002
    return {
        "id": id,
        "headline": draft.headline,
        "summary": [{"text": claim.text} for claim in draft.summary],
        "actors": [
            {"name": actor.name, "aliases": list(actor.aliases), "role": actor.role}
            for actor in draft.actors
        ],
        "outcomes": [{"text": claim.text} for claim in draft.outcomes],
    }


def _baseline(folder: Path, scratch: Path) -> list[dict[str, Any]]:
    """Give the briefs of the corpus's own baseline: lead-3 and frequent capitals."""
    _run(folder, "--write", "baseline", str(scratch / "baseline"))
    return list(corpora.lines(scratch / "baseline" / "briefs.jsonl"))


def _score(
    folder: Path, briefs: list[dict[str, Any]], ids: set[str], scratch: Path, errors: int
) -> Mapping[str, Any]:
    """Let the corpus's scorer judge the briefs of some articles."""
    data = scratch / "data"
    data.mkdir(exist_ok=True)
    for name in ("articles", "gold"):
        kept = [row for row in corpora.lines(folder / f"{name}.jsonl") if row["id"] in ids]
        _write(data / f"{name}.jsonl", kept)
    _write(scratch / "briefs.jsonl", [brief for brief in briefs if brief["id"] in ids])
    told = _run(
        folder, "--briefs", str(scratch / "briefs.jsonl"), "--data", str(data), "--json",
        "--errors", str(errors),
    )  # fmt: skip
    scores, end = json.JSONDecoder().raw_decode(told)
    sys.stderr.write(told[end:].lstrip())
    return dict(scores["briefs"])


def _write(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, str(folder / "score.py"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _figure(value: float | int) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    raise SystemExit(main())
