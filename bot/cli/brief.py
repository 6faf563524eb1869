"""`tellal brief`: stories in short, of stored articles, of files, of pages."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Annotated

import typer

from bot import compose
from bot.app import App
from bot.cli import documents
from bot.cli.options import EXIT_PART_FAILED, Options, in_loop
from bot.cli.output import complain, progress, say, say_json, say_post
from bot.cli.reader import READER
from bot.conversation.errors import CannotDo
from bot.errors import BadUsage
from bot.feeds import files
from bot.feeds.articles import from_record
from bot.feeds.errors import FeedError
from bot.feeds.model import BadLine, Record
from storage.model import NewArticle
from summarizer.cluster import Window, cluster
from summarizer.errors import NothingToSay
from summarizer.model import Article, Brief, Story


def brief(
    context: typer.Context,
    targets: Annotated[list[str] | None, typer.Argument(metavar="[FILE|URL|ID]...")] = None,
    each: Annotated[
        bool, typer.Option("--each", help="One brief for every article by itself.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Of the whole store.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON, a document a line for each brief.")
    ] = False,
) -> None:
    """Brief the stories that articles belong to: stored ones by id, files, or pages by URL."""
    if bool(targets) == everything:
        raise BadUsage("Name files, URLs or article ids to brief, or say --all.")
    options: Options = context.obj
    raise typer.Exit(in_loop(_brief(options, targets, each, as_json)))


async def _brief(options: Options, targets: list[str] | None, each: bool, as_json: bool) -> int:
    async with options.open() as app:
        work = _Work(app, each=each)
        found = work.everything() if targets is None else work.of(targets)
        with progress("Writing briefs") as step:
            async for article, told in found:
                if as_json:
                    say_json(documents.of_brief(told, id=article))
                else:
                    say_post(compose.brief(told, READER, everything=True))
                    say()
                step()
    return EXIT_PART_FAILED if work.failed else 0


Told = tuple[str | None, Brief]
"""The article that was asked for by itself, if one was, and the brief."""


class _Work:
    """Finds what is to be briefed; counts what could not be."""

    def __init__(self, app: App, *, each: bool) -> None:
        self._app = app
        self._each = each
        self.failed = 0

    async def everything(self) -> AsyncIterator[Told]:
        if self._each:
            async with self._app.store.reading() as tx:
                async for article in tx.articles.all():
                    async for told in self._written(article.id, (article,)):
                        yield told
            return
        async with self._app.store.reading() as tx:
            async for stored in tx.briefs.all():
                yield None, stored

    async def of(self, targets: Sequence[str]) -> AsyncIterator[Told]:
        stored: list[str] = []
        loose: list[NewArticle] = []
        for target in targets:
            if target.startswith(("http://", "https://")):
                async for told in self._page(target):
                    yield told
            elif target == "-" or files.is_there(target):
                loose += self._read(target)
            else:
                stored.append(target)
        async with self._app.store.reading() as tx:
            known = await tx.articles.get(stored + [new.article.id for new in loose])
        for missing in (name for name in stored if name not in known):
            self._complain(f"{missing}: is no file, and no stored article has this id")
        unknown = [new for new in loose if new.article.id not in known]
        found = self._one_by_one if self._each else self._by_story
        async for told in found(tuple(known.values()), unknown):
            yield told

    async def _one_by_one(
        self, known: Sequence[Article], unknown: Sequence[NewArticle]
    ) -> AsyncIterator[Told]:
        for article in (*known, *(new.article for new in unknown)):
            async for told in self._written(article.id, (article,)):
                yield told

    async def _by_story(
        self, known: Sequence[Article], unknown: Sequence[NewArticle]
    ) -> AsyncIterator[Told]:
        async with self._app.store.reading() as tx:
            stories = await tx.stories.of_articles([article.id for article in known])
            briefs = await tx.briefs.latest(sorted(set(stories.values())))
        for stored in briefs.values():
            yield None, stored
        placed = cluster([(new.article, new.tokens) for new in unknown], Window()).places
        together: dict[int, list[Article]] = {}
        for new in unknown:
            together.setdefault(placed[new.article.id], []).append(new.article)
        for articles in together.values():
            newest_first = sorted(articles, key=lambda a: a.published, reverse=True)
            async for told in self._written(None, newest_first):
                yield told

    async def _written(
        self, article: str | None, articles: Iterable[Article]
    ) -> AsyncIterator[Told]:
        try:
            yield article, await self._app.editor.brief(Story(0, 1, tuple(articles)))
        except NothingToSay as error:
            self._complain(f"{article or 'a story'}: {error}")

    async def _page(self, url: str) -> AsyncIterator[Told]:
        try:
            yield None, await self._app.desk.brief_page(url)
        except CannotDo as error:
            self._complain(f"{url}: {error.sentence}")
        except NothingToSay as error:
            self._complain(f"{url}: {error}")

    def _read(self, path: str) -> list[NewArticle]:
        now = self._app.clock()
        articles = []
        try:
            for item in files.read_file(path, now):
                if isinstance(item, BadLine):
                    self._complain(str(item))
                elif isinstance(item, Record):
                    articles.append(from_record(item, now))
        except FeedError as error:
            self._complain(f"{path}: {error.sentence}")
        return articles

    def _complain(self, sentence: str) -> None:
        self.failed += 1
        complain(sentence)
