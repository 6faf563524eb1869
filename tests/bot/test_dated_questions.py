"""Questions that name days or an outlet, asked of a store that is alive."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import SEARCHED, Desk
from bot.feeds.articles import from_record
from bot.feeds.fetch import Fetcher
from bot.feeds.records import from_object
from storage.store import Store
from summarizer.editor import Editor
from summarizer.model import Answer, Question
from summarizer.offline import OfflineEngine

FRIDAY = datetime(2026, 4, 24, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


def record(key: str, text: str, published: datetime, source: str = "Gazette") -> dict[str, str]:
    return {
        "id": key,
        "url": f"https://example.org/{key}",
        "title": text.partition(".")[0],
        "text": text,
        "published": published.isoformat(),
        "source": source,
        "language": "en",
    }


NEWS = [
    record("bridge", "The mayor of Oslo opened a bridge on Thursday.", FRIDAY),
    record("school", "The mayor of Oslo opened a school on Thursday.", FRIDAY - WEEK),
    record("trees", "Gardeners in Bergen planted 300 trees on Tuesday.", FRIDAY - WEEK),
    record("herald", "The mayor of Oslo sold a ferry.", FRIDAY - timedelta(days=30), "Herald"),
    *(
        record(f"ferry{n}", f"The mayor of Oslo praised ferry number {n}.", FRIDAY - 5 * WEEK)
        for n in range(2 * SEARCHED)
    ),
]


@pytest.fixture
async def store(ready_file: Path, tmp_path: Path) -> AsyncIterator[Store]:
    path = tmp_path / "news.db"
    path.write_bytes(ready_file.read_bytes())
    async with Store(f"sqlite:///{path}") as opened:
        async with opened.writing() as tx:
            found = [from_record(from_object(each, FRIDAY), FRIDAY) for each in NEWS]
            await tx.articles.add(None, found, FRIDAY)
            await tx.commit()
        yield opened


async def ask(store: Store, text: str, now: datetime = FRIDAY) -> Answer:
    engine = OfflineEngine()
    async with Fetcher() as fetcher:
        desk = Desk(store, Editor(engine, engine), fetcher, lambda: now)
        return await desk.ask(Question(text, now))


async def test_what_happened_on_the_day_is_told_and_nothing_else(store):
    told = await ask(store, "What did the mayor of Oslo open on Thursday?")
    assert [source.article for source in told.sources] == ["bridge"]


async def test_what_happened_a_week_before_is_not_told_as_of_this_week(store):
    told = await ask(store, "How many trees did gardeners in Bergen plant on Tuesday?")
    assert told.abstained
    assert [source.article for source in told.nearest] == ["trees"]


async def test_asked_a_week_earlier_the_same_words_mean_that_week(store):
    text = "How many trees did gardeners in Bergen plant on Tuesday?"
    told = await ask(store, text, FRIDAY - WEEK)
    assert "300" in (told.text or "")


async def test_an_archive_answers_with_the_weekdays_of_its_articles(store):
    text = "How many trees did gardeners in Bergen plant on Tuesday?"
    told = await ask(store, text, FRIDAY + 52 * WEEK)
    assert "300" in (told.text or "")


async def test_an_outlet_is_looked_for_behind_the_first_articles(store):
    told = await ask(store, "What did the Herald report about the ferry of the mayor of Oslo?")
    assert [source.article for source in told.sources] == ["herald"]


async def test_an_outlet_that_said_nothing_of_it_is_not_answered_for_by_others(store):
    assert (await ask(store, "What did the Herald report about the bridge in Oslo?")).abstained
