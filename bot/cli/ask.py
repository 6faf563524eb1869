"""`ask`, `who`, `brief` and `stories`: what the stored articles say, on the command line."""

import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot import compose
from bot.app import App
from bot.cli import documents
from bot.cli.options import EXIT_PART_FAILED, Options, in_loop
from bot.cli.output import complain, progress, say_json, say_post, say_table
from bot.cli.reader import READER
from bot.compose import Searched
from bot.errors import BadUsage, NotFound
from storage.model import Address, ChatKind
from summarizer.model import Answer, Exchange, Question

REMEMBERED = 6
"""How many earlier questions of a conversation a follow-up may lean on."""

_Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def ask(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="QUESTION")] = None,
    batch: Annotated[
        Path | None, typer.Option(help='Lines {"id","question","now"?,"chat"?}; - is stdin.')
    ] = None,
    now: Annotated[str | None, typer.Option(help="The time of asking, ISO 8601.")] = None,
    chat: Annotated[str | None, typer.Option(help="A conversation to ask in, by any name.")] = None,
    as_json: _Json = False,
) -> None:
    """Answer a question from the stored articles, with sources.

    With --batch FILE many: those with one "chat" are one conversation, and each answer is a
    JSON line, in order.
    """
    options: Options = context.obj
    if batch is not None:
        if words or now or chat:
            raise BadUsage("--batch takes its questions, times and chats from the file.")
        raise typer.Exit(in_loop(_ask_batch(options, batch)))
    text = " ".join(words or ()).strip()
    if not text:
        raise BadUsage('What is the question? For example: tellal ask "who met Erdoğan?"')
    in_loop(_ask_one(options, text, _time(now) if now else None, chat, as_json))


async def _ask_one(
    options: Options, text: str, asked: datetime | None, chat: str | None, as_json: bool
) -> None:
    async with options.open() as app:
        started = time.perf_counter()
        asked = asked or app.clock()
        if chat is None:
            answer = await app.desk.ask(Question(text, asked))
        else:
            answer = await _ask_in_chat(app, text, asked, chat)
        elapsed = (time.perf_counter() - started) * 1000
        if as_json:
            say_json(documents.of_answer(answer, id=None, elapsed_ms=elapsed))
        else:
            async with app.store.reading() as tx:
                searched = Searched(await tx.articles.count(), await tx.articles.oldest())
            say_post(compose.answer(answer, READER, searched))


async def _ask_in_chat(app: App, text: str, asked: datetime, name: str) -> Answer:
    """Ask within a stored conversation: its earlier questions are the context."""
    async with app.store.writing() as tx:
        known = await tx.chats.get(int(name)) if name.isdecimal() else None
        if known is None:
            address = Address("cli", "", name)
            known, _ = await tx.chats.open(address, ChatKind.PRIVATE, name, asked)
        await tx.commit()
    async with app.store.reading() as tx:
        turns = await tx.turns.thread(known.id, "", REMEMBERED)
    earlier = tuple(Exchange(turn.question, turn.answer, turn.articles) for turn in turns)
    answer = await app.desk.ask(Question(text, asked, earlier), known.id)
    async with app.store.writing() as tx:
        cited = tuple(source.article for source in answer.sources)
        await tx.turns.add(known.id, "", asked, text, answer.text, cited)
        await tx.commit()
    return answer


@dataclass(frozen=True, slots=True)
class _Asked:
    id: str
    question: str
    now: datetime | None
    chat: str | None


async def _ask_batch(options: Options, path: Path) -> int:
    """Answer a file of questions; returns the exit code."""
    failed = 0
    threads: dict[str, tuple[Exchange, ...]] = {}
    async with options.open() as app:
        with _opened(path) as lines, progress("Answering") as step:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    asked = _read_question(line, number)
                except BadUsage as error:
                    complain(f"{path}: {error}")
                    failed += 1
                    continue
                started = time.perf_counter()
                context = threads.get(asked.chat, ()) if asked.chat else ()
                answer = await app.desk.ask(
                    Question(asked.question, asked.now or app.clock(), context)
                )
                if asked.chat:
                    cited = tuple(source.article for source in answer.sources)
                    turn = Exchange(asked.question, answer.text, cited)
                    threads[asked.chat] = (*context, turn)[-REMEMBERED:]
                elapsed = (time.perf_counter() - started) * 1000
                say_json(documents.of_answer(answer, id=asked.id, elapsed_ms=elapsed))
                step()
    if failed:
        complain(f"{failed} line(s) could not be read; the others are answered.")
    return EXIT_PART_FAILED if failed else 0


def _opened(path: Path) -> TextIO:
    if str(path) == "-":
        return sys.stdin
    try:
        return path.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadUsage(f"{path}: cannot be read: {error.strerror}") from error


def _read_question(line: str, number: int) -> _Asked:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadUsage(f"line {number}: is not JSON: {error}") from error
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise BadUsage(f'line {number}: has no "question" text.')
    now, chat = record.get("now"), record.get("chat")
    if now is not None and not isinstance(now, str):
        raise BadUsage(f'line {number}: "now" is no time such as 2026-11-24T08:30:00Z.')
    try:
        asked = _time(now) if now else None
    except BadUsage as error:
        raise BadUsage(f"line {number}: {error}") from error
    return _Asked(
        id=str(record.get("id", number)),
        question=record["question"],
        now=asked,
        chat=str(chat) if chat is not None else None,
    )


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadUsage(f"{text!r} is no time such as 2026-11-24T08:30:00Z.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def who(
    context: typer.Context,
    name: Annotated[list[str], typer.Argument(metavar="NAME")],
    as_json: _Json = False,
) -> None:
    """Tell what the articles say of a person or an organisation."""
    options: Options = context.obj
    in_loop(_who(options, " ".join(name), as_json))


async def _who(options: Options, name: str, as_json: bool) -> None:
    async with options.open() as app:
        dossier = await app.desk.who(name)
    if dossier is None:
        raise NotFound(f"The stored articles do not name {name!r}.")
    if as_json:
        say_json(documents.of_dossier(dossier))
    else:
        say_post(compose.dossier(dossier, READER))


def stories(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option(help="Only stories with news since, ISO 8601.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON document a line.")] = False,
) -> None:
    """List the stories as they stand, newest first."""
    options: Options = context.obj
    in_loop(_stories(options, _time(since) if since else None, limit, as_json))


async def _stories(
    options: Options, since: datetime | None, limit: int | None, as_json: bool
) -> None:
    async with options.open() as app, app.store.reading() as tx:
        heads = await tx.stories.heads(since=since, limit=limit)
    if as_json:
        for head in heads:
            say_json(documents.of_story(head))
        return
    rows = [
        (str(head.id), f"{head.latest:%Y-%m-%d %H:%M}", str(head.size), head.language, head.title)
        for head in heads
    ]
    say_table(("story", "latest (UTC)", "articles", "lang", "title"), rows)
