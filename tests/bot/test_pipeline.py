"""The stage that writes briefs: what is done is stored at once, whatever another story takes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.config import Polling
from bot.feeds.fetch import Fetcher
from bot.pipeline import BRIEFED_AT_ONCE, Pipeline
from fakes.news import NOW, article, new
from storage.store import Store
from summarizer.editor import Editor
from summarizer.engine import BriefDraft
from summarizer.errors import NothingToSay
from summarizer.model import Story
from summarizer.offline import OfflineEngine


class Press(OfflineEngine):
    """Writes offline, but for one article's story only when it may, and nothing for another's."""

    def __init__(self, slow: str = "", silent: str = "") -> None:
        self._slow = slow
        self._silent = silent
        self.may = asyncio.Event()

    async def brief(
        self, story: Story, language: str | None = None, complaints: Sequence[str] = ()
    ) -> BriefDraft:
        ids = {one.id for one in story.articles}
        if self._slow in ids:
            await self.may.wait()
        if self._silent in ids:
            raise NothingToSay("scripted")
        return await super().brief(story, language, complaints)


async def fill(store: Store, count: int) -> dict[str, int]:
    """Store articles, each a story of its own; gives the stories by article."""
    ids = [f"a{number}" for number in range(count)]
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article(id_)) for id_ in ids], NOW)
        stories = await tx.stories.assign(dict.fromkeys(ids), NOW)
        await tx.commit()
    return stories


def pipeline(store: Store, engine: Press, fetcher: Fetcher) -> Pipeline:
    editor = Editor(engine, engine)
    return Pipeline(store, editor, fetcher, Polling(), timedelta(hours=72), lambda: NOW)


async def test_every_story_gets_its_brief_however_many_there_are(store: Store):
    count = 2 * BRIEFED_AT_ONCE + 3
    await fill(store, count)
    async with Fetcher() as fetcher:
        told = [brief.story async for brief in pipeline(store, Press(), fetcher).brief()]
    assert len(set(told)) == len(told) == count
    async with store.reading() as tx:
        assert set(await tx.briefs.latest(told)) == set(told)
        assert [brief.story async for brief in tx.briefs.all()] == told


async def test_briefs_that_are_done_are_stored_while_another_is_still_being_written(store: Store):
    stories = await fill(store, 3)
    press = Press(slow="a1")
    async with Fetcher() as fetcher:
        writing = pipeline(store, press, fetcher).brief()
        first = [await anext(writing), await anext(writing)]
        async with store.reading() as tx:
            assert len(await tx.briefs.latest(list(stories.values()))) == 2
        press.may.set()
        last = [brief async for brief in writing]
    assert [each.sources[0].article for each in last] == ["a1"]
    assert {each.sources[0].article for each in first} == {"a0", "a2"}


async def test_a_story_with_nothing_to_say_keeps_no_other_from_its_brief(store: Store):
    await fill(store, 3)
    async with Fetcher() as fetcher:
        briefs = pipeline(store, Press(silent="a1"), fetcher)
        told = [brief.sources[0].article async for brief in briefs.brief()]
        assert sorted(told) == ["a0", "a2"]
        assert [brief async for brief in briefs.brief()] == []
