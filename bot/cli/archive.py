"""`poll`, `import` and `export`: articles and feeds in and out."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from itertools import islice
from typing import Annotated

import typer

from bot.app import App
from bot.cli import documents
from bot.cli.options import EXIT_PART_FAILED, Options, in_loop
from bot.cli.output import Step, complain, progress, say, say_json
from bot.feeds import files, opml
from bot.feeds.articles import from_record
from bot.feeds.errors import FeedError
from bot.feeds.model import BadLine, ListedFeed, Record
from bot.pipeline import LEASE
from bot.topics import slug_of
from storage.model import Feed

BATCH = 200
"""How many articles are stored in one transaction: what a crash in an import costs at most."""


def poll(
    context: typer.Context,
    feeds: Annotated[list[str] | None, typer.Argument(metavar="[FEED]...")] = None,
) -> None:
    """Poll what is due, or these feeds now, once; then brief what is new."""
    options: Options = context.obj
    raise typer.Exit(in_loop(_poll(options, feeds or ())))


async def _poll(options: Options, addresses: Sequence[str]) -> int:
    failed = 0
    new = 0
    async with options.open() as app:
        due = await _named(app, addresses) if addresses else await app.pipeline.claim_due()
        with progress("Polling feeds", total=len(due)) as step:
            async for polled in app.pipeline.poll(due):
                step()
                new += len(polled.added.new)
                if polled.error:
                    failed += 1
                    complain(f"{polled.feed.url}: {polled.error}")
        briefed = await _think(app)
    say(f"{len(due)} feed(s) polled, {failed} failed; {new} new article(s), {briefed} brief(s).")
    return EXIT_PART_FAILED if failed else 0


async def _named(app: App, addresses: Sequence[str]) -> tuple[Feed, ...]:
    """Take the feeds of these addresses, storing those that are not known yet."""
    now = app.clock()
    ids = []
    async with app.store.writing() as tx:
        for address in addresses:
            feed = await tx.feeds.by_url(address) or await tx.feeds.add(address, now)
            ids.append(feed.id)
        claimed = await tx.feeds.claim(ids, now, LEASE)
        await tx.commit()
    return claimed


async def _think(app: App) -> int:
    """Cluster, brief and embed whatever is new; gives the number of briefs."""
    with progress("Finding stories") as step:
        async for clustered in app.pipeline.cluster():
            step(clustered)
    briefed = 0
    with progress("Writing briefs") as step:
        async for _ in app.pipeline.brief():
            step()
            briefed += 1
    if app.embedding.is_on:
        with progress("Embedding articles") as step:
            async for embedded in app.embedding.run():
                step(embedded)
    return briefed


def import_(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...")],
) -> None:
    """Add articles from .jsonl, .txt, .html or saved feed files, or feeds from .opml; - is stdin.

    A line that cannot be read is reported and skipped, the rest is kept.
    """
    options: Options = context.obj
    raise typer.Exit(in_loop(_import(options, files)))


async def _import(options: Options, paths: Sequence[str]) -> int:
    bad = 0
    async with options.open() as app:
        with progress("Importing", total=files.size(paths)) as step:
            for path in paths:
                bad += await _import_one(app, path, step)
        briefed = await _think(app)
    say(f"{briefed} brief(s) written.")
    if bad:
        complain(f"{bad} part(s) could not be read; the rest was kept.")
    return EXIT_PART_FAILED if bad else 0


async def _import_one(app: App, path: str, step: Step) -> int:
    """Store what a file holds, batch by batch; gives how many parts of it were bad."""
    bad = new = changed = known = feeds = 0
    items = files.read_file(path, app.clock(), stdin=sys.stdin.buffer, progress=step)
    try:
        while batch := list(islice(items, BATCH)):
            now = app.clock()
            for item in batch:
                if isinstance(item, BadLine):
                    bad += 1
                    complain(str(item))
            articles = [from_record(item, now) for item in batch if isinstance(item, Record)]
            listed = [item for item in batch if isinstance(item, ListedFeed)]
            async with app.store.writing() as tx:
                added = await tx.articles.add(None, articles, now)
                for feed in listed:
                    topics = {slug_of(topic): topic for topic in feed.topics[:1]}
                    await tx.feeds.tag(await tx.feeds.add(feed.url, now, feed.title), topics)
                await tx.commit()
            feeds += len(listed)
            new, changed = new + len(added.new), changed + len(added.changed)
            known += added.known
    except FeedError as error:
        complain(f"{path}: {error.sentence}")
        return bad + 1
    told = [f"{new} new, {changed} changed, {known} known article(s)"] * bool(new + changed + known)
    told += [f"{feeds} feed(s)"] * bool(feeds) + [f"{bad} bad"] * bool(bad)
    say(f"{path}: {'; '.join(told) or 'nothing'}.")
    return bad


# --- withdraw ----------------------------------------------------------------------------------


def withdraw(
    context: typer.Context,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Ids or addresses.")],
) -> None:
    """Take articles back: no answer, digest or list has them any more, and who was told hears.

    Messages that told them are changed, or a reply says so, when the bot next looks what is due.
    """
    options: Options = context.obj
    raise typer.Exit(in_loop(_withdraw(options, articles)))


async def _withdraw(options: Options, named: Sequence[str]) -> int:
    wrong = 0
    async with options.open() as app, app.store.writing() as tx:
        for name in named:
            found = (await tx.articles.get([name])).get(name) or await tx.articles.by_url(name)
            if found is None:
                wrong += 1
                complain(f"{name}: there is no such article.")
            elif await tx.articles.withdraw(found.id, app.clock()):
                say(f"{found.id}: withdrawn ({found.title})")
            else:
                say(f"{found.id}: was withdrawn already")
        await tx.commit()
    return EXIT_PART_FAILED if wrong else 0


# --- export ------------------------------------------------------------------------------------


class Exported(StrEnum):
    """What can be taken out."""

    OPML = "opml"
    ARTICLES = "articles"
    BRIEFS = "briefs"
    FEEDBACK = "feedback"


def export(
    context: typer.Context, what: Annotated[Exported, typer.Argument(help="What to write.")]
) -> None:
    """Write feeds as OPML, or articles, briefs or readers' ratings as JSON lines, to stdout."""
    options: Options = context.obj
    in_loop(_export(options, what))


async def _export(options: Options, what: Exported) -> None:
    async with options.open() as app, app.store.reading() as tx:
        match what:
            case Exported.OPML:
                feeds = [
                    ListedFeed(feed.url, feed.title, feed.topics) for feed in await tx.feeds.all()
                ]
                written = opml.write(feeds, "Tellal", app.clock())
                sys.stdout.write(written.decode())
            case Exported.ARTICLES:
                async for article in tx.articles.all():
                    say_json(documents.of_article(article))
            case Exported.BRIEFS:
                async for brief in tx.briefs.all():
                    say_json(documents.of_brief(brief))
            case Exported.FEEDBACK:
                async for verdict in tx.feedback.export():
                    say_json(documents.of_feedback(verdict))
