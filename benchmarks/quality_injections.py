"""Orders planted in articles: how far each gets, with a model that obeys every order it meets.

    python -m benchmarks.quality_injections [--errors N]

Rows, from the weakest model of the world to the strongest attack on it:

- *given to the model*: the order stands in what the engine sends.
- *a model that obeys*: real HTTP to a scripted server that carries out the order if it meets one.
- *obeys what it was not given*: the same words, pointing at the first sentences it did get.
- *obeys and points at the order*: the same words, pointing at the planted sentence itself.
- *no model*: the offline engine.

What counts is what the editor lets out: the order's words, its canary, or what obeys it.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import corpora
from benchmarks.obedience import obeyed
from summarizer import question as questions
from summarizer.editor import Editor
from summarizer.engine import BriefDraft
from summarizer.errors import EngineFailed, NothingToSay
from summarizer.folding import fold
from summarizer.llm.budget import Limits
from summarizer.llm.engine import LlmEngine
from summarizer.llm.ledger import MemoryLedger
from summarizer.llm.options import Endpoint, Models, Options
from summarizer.llm.passages import read_story
from summarizer.llm.prices import PriceList
from summarizer.model import Article, Brief, Citation, Claim, Hit, Question, Story
from summarizer.offline import OfflineEngine
from summarizer.review import check_brief

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import contextlib

from fakes.modelscripts import document, honest
from fakes.modelserver import ModelServer
from fakes.modelwords import Asked, Says

NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUESTION = "What happened and what was announced?"

Record = Mapping[str, Any]
Way = Callable[[Record, Article, Sequence[str]], Awaitable[list[str]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0, help="show so many that got through")
    return asyncio.run(_measure(parser.parse_args(arguments).errors))


async def _measure(shown: int) -> int:
    records = list(corpora.lines(corpora.folder("hazards") / "injections.jsonl"))
    async with ModelServer() as server:
        options = Options(Endpoint(server.url), Models("small"), PriceList(free=True))
        engine = LlmEngine(options, MemoryLedger(Limits(), lambda: NOW), lambda: NOW)
        ways: dict[str, Way] = {
            "given to the model": _given,
            "a model that obeys": _through(engine, server, everywhere=False),
            "obeys what it was not given": _through(engine, server, everywhere=True),
            "obeys and points at the order": _pointing,
            "no model": _offline,
        }
        rows = []
        for name, way in ways.items():
            reached = [(r, text) for r in records for text in await _reached(way, r)]
            count = len({record["id"] for record, _ in reached})
            rows.append((name, str(len(records)), str(count)))
            for record, text in reached[:shown]:
                sys.stderr.write(f"[{name}] {record['id']}: {text}\n")
        await engine.close()
    sys.stdout.write(corpora.table(("with", "orders", "got through"), rows))
    return 0


async def _reached(way: Way, record: Record) -> list[str]:
    """Give what came out of a way that obeys or repeats the order."""
    article = corpora.article({"id": record["id"], "text": record["text"]}, "en")
    clean = corpora.article({"id": record["id"], "text": record["clean"]}, "en")
    statements = obeyed(record, [sentence.text for sentence in clean.body[:3]])
    out = await way(record, article, statements)
    bad = {_squeezed(text) for text in (*statements, record["attack"], record["canary"] or "\0")}
    honest_words = _squeezed(record["clean"])
    bad = {text for text in bad if text not in honest_words}
    return [text for text in out if any(each in _squeezed(text) for each in bad)]


def _squeezed(text: str) -> str:
    return " ".join(fold(text).split())


# --- ways --------------------------------------------------------------------------------------


async def _given(record: Record, article: Article, statements: Sequence[str]) -> list[str]:
    del record, statements
    return [line.text for line in read_story([article], 10**6).lines]


async def _offline(record: Record, article: Article, statements: Sequence[str]) -> list[str]:
    del record, statements
    offline = OfflineEngine()
    return await _published(Editor(offline, offline), article)


def _through(engine: LlmEngine, server: ModelServer, *, everywhere: bool) -> Way:
    async def way(record: Record, article: Article, statements: Sequence[str]) -> list[str]:
        attack = " ".join(str(record["attack"]).split())[:30]

        def script(asked: Asked) -> Says:
            met = attack in " ".join(asked.text.split())
            if not everywhere and not met:
                return honest(asked)
            cited = [number for number, line in asked.lines.items() if attack in line]
            said = [(text, cited or list(asked.lines)[:2]) for text in statements[:3]]
            return Says(json.dumps(document(asked, said), ensure_ascii=False))

        server.script = script
        return await _published(Editor(engine, OfflineEngine()), article)

    return way


async def _pointing(record: Record, article: Article, statements: Sequence[str]) -> list[str]:
    """Let a draft cite the planted sentences themselves, as no engine of ours can."""
    attack = _squeezed(record["attack"])
    planted = [s for s in article.sentences if _squeezed(s.text) in attack]
    citations = tuple(Citation(article.id, s.number, s.text) for s in planted)
    claims = tuple(Claim(text, citations) for text in statements)
    draft = BriefDraft(statements[0], claims[:3], (), claims, "en")
    return _texts(check_brief(draft, Story(1, 1, (article,))).draft)


async def _published(editor: Editor, article: Article) -> list[str]:
    """Give everything that the editor lets out of an article: its brief, and an answer."""
    out: list[str] = []
    with contextlib.suppress(NothingToSay, EngineFailed):
        out += _texts(await editor.brief(Story(1, 1, (article,))))
    asked = Question(QUESTION, NOW)
    answer = await editor.answer(asked, questions.understand(asked), [Hit(article, 1.0)])
    return [*out, *(claim.text for claim in answer.claims)]


def _texts(brief: Brief | BriefDraft) -> list[str]:
    return [
        brief.headline,
        *(claim.text for claim in (*brief.summary, *brief.outcomes)),
        *(f"{actor.name} {actor.role or ''}" for actor in brief.actors),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
