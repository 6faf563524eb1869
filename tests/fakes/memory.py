"""A real store on SQLite with the small world of `fakes.world` in it."""

import shutil
import tempfile
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from fakes.world import MATCH, NOON, ROCKET, VISIT, articles_of, tokens_of
from storage.model import NewArticle
from storage.store import Store

WORLD_FEED = "https://news.example/feed"
SPORT_FEED = "https://sport.example/feed"
TOPICS = {"world": (WORLD_FEED,), "sport": (SPORT_FEED,)}


@cache
def _folder():
    return tempfile.TemporaryDirectory(prefix="ready-")


async def _ready_file():
    """Give a file with all tables and no rows, made once."""
    path = Path(_folder().name) / "ready.db"
    if not path.exists():
        async with Store(f"sqlite:///{path}") as store:
            await store.upgrade()
    return path


@asynccontextmanager
async def empty_store(folder):
    """Open an empty store in a folder."""
    path = folder / "tellal.db"
    shutil.copyfile(await _ready_file(), path)
    async with Store(f"sqlite:///{path}") as store:
        yield store


async def fill(store, *briefs, topics=None, now=NOON):
    """Store briefs with their articles: sport where they are of a match, else world."""
    async with store.writing() as tx:
        await tx.feeds.sync(topics or TOPICS, now)
        for told in briefs or (ROCKET, MATCH, VISIT):
            await _add(tx, told, now)
        await tx.commit()


async def _add(tx, told, now):
    url = SPORT_FEED if told.sources[0].outlet == "Sportblad" else WORLD_FEED
    feed = await tx.feeds.by_url(url) or await tx.feeds.by_url(WORLD_FEED)
    articles = articles_of(told)
    new = [NewArticle(article, tokens_of(article)) for article in articles]
    await tx.articles.add(feed.id, new, now)
    places = await tx.stories.assign({article.id: -1 for article in articles}, now)
    story = places[articles[0].id]
    await tx.briefs.put(replace(told, story=story), now)


def earlier(told, **how):
    """Give a brief whose articles came out earlier."""
    shift = timedelta(**how)
    sources = tuple(replace(one, published=one.published - shift) for one in told.sources)
    return replace(told, sources=sources)
