"""Embeddings in the running bot: made beside all other work, on the budget, and never missed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr, ValidationError

from bot.app import open_app
from bot.cli.archive import _think
from bot.config import Settings
from bot.doctor import _embeddings
from bot.embedding import PAUSE, REST, Embedding, embedding, tried
from bot.engine_settings import EmbeddingSettings, EngineSettings, Price
from bot.errors import BadConfiguration
from bot.finding import Level
from bot.secrets import Secrets
from bot.service import Service
from fakes.embeddings import DIMENSIONS, Gives, by_word, hashed
from fakes.modelserver import ModelServer
from fakes.modelwords import Asked, Drops, Fails
from fakes.news import NOW, article, new
from storage.model import NewArticle
from storage.store import Store
from summarizer.llm.budget import Limits
from summarizer.llm.ledger import MemoryLedger
from summarizer.model import Exchange, Question
from summarizer.nearness import Near, vector
from summarizer.text import tokens

KEYED = Secrets(openai_api_key=SecretStr("sk-hush"))
STRIKE = article("strike", "Harbour strike ended in Norvik.", title="Harbour strike ended")
APPLES = article("apples", "Apple harvest ruined in Tarnau.", title="Apple harvest ruined")


def chosen(server: ModelServer, **more: object) -> EngineSettings:
    settings = {
        "base_url": server.url, "name": "offline", "free": True, "attempt_seconds": 5,
        "embeddings": {"model": "meaning", "batch": 4, **more.pop("embeddings", {})},
    }  # fmt: skip
    return EngineSettings.model_validate({**settings, **more})


class Watch:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as running:
        yield running


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
async def embeds(store: Store, server: ModelServer, clock: Watch) -> AsyncIterator[Embedding]:
    async with embedding(chosen(server), Secrets(), store, clock) as opened:
        yield opened


async def stored(store: Store, *found: NewArticle) -> None:
    async with store.writing() as tx:
        await tx.articles.add(None, found, NOW)
        await tx.commit()


async def run(embeds: Embedding) -> int:
    return sum([count async for count in embeds.run()])


async def waiting(store: Store, now=NOW) -> int:
    async with store.reading() as tx:
        return await tx.embeddings.waiting("meaning", now)


async def spent(store: Store) -> dict[str, tuple[int, float]]:
    async with store.reading() as tx:
        totals = await tx.usage.totals(NOW - timedelta(days=1), NOW + timedelta(days=9), "task")
    return {one.key: (one.calls, one.cost) for one in totals}


async def test_articles_are_embedded_in_batches_and_once(
    store: Store, server: ModelServer, embeds: Embedding
):
    await stored(store, *(new(article(f"a{n}", f"Strike {n}.")) for n in range(10)))
    assert await run(embeds) == 10
    assert [len(each.texts) for each in server.embedded] == [4, 4, 2]
    assert await run(embeds) == 0
    assert len(server.embedded) == 3
    assert (await spent(store))["embed"] == (3, 0.0)


async def test_a_changed_article_is_embedded_anew(
    store: Store, server: ModelServer, embeds: Embedding
):
    await stored(store, new(STRIKE), new(APPLES))
    await run(embeds)
    changed = article("strike", "Harbour strike goes on.", title="No end of the harbour strike")
    await stored(store, new(changed))
    assert await run(embeds) == 1
    assert server.embedded[-1].texts == ["No end of the harbour strike Harbour strike goes on."]


async def test_an_outage_is_waited_out_and_what_failed_is_made_up_for(
    store: Store, server: ModelServer, embeds: Embedding, clock: Watch
):
    await stored(store, *(new(article(f"a{n}", f"Strike {n}.")) for n in range(10)))
    server.embeds = lambda asked: Fails(503)
    assert await run(embeds) == 0
    assert await run(embeds) == 0
    assert len(server.embedded) == 1
    server.embeds = by_word
    clock.now = NOW + PAUSE
    assert await run(embeds) == 6
    clock.now = NOW + REST
    assert await run(embeds) == 4
    assert await waiting(store, clock.now) == 0


async def test_an_article_that_alone_is_refused_rests_for_a_day(
    store: Store, server: ModelServer, embeds: Embedding, clock: Watch
):
    def picky(asked):
        bad = any("Poison" in text for text in asked.texts)
        return Fails(400, "input is too long") if bad else by_word(asked)

    server.embeds = picky
    await stored(store, new(STRIKE), new(article("bad", "Poison.")), new(APPLES))
    assert await run(embeds) == 3
    assert await run(embeds) == 0
    assert await waiting(store, NOW + timedelta(hours=23)) == 0
    assert await waiting(store, NOW + timedelta(hours=25)) == 1


async def test_the_budget_holds_and_opens_again(store: Store, server: ModelServer, clock: Watch):
    settings = chosen(
        server, free=False, prices={"meaning": Price(read=10, written=0)}, budget={"day": 0.0017}
    )
    texts = [new(article(f"a{n}", f"Strike number {n} in the harbour.")) for n in range(10)]
    await stored(store, *texts)
    async with embedding(settings, Secrets(), store, clock) as embeds:
        first = await run(embeds)
        assert 0 < first < 10
        assert (await spent(store))["embed"][1] <= 0.0017
        assert await waiting(store) == 10 - first
        calls = len(server.embedded)
        assert await run(embeds) == 0
        assert len(server.embedded) == calls
        clock.now = NOW + timedelta(days=1)
        assert await run(embeds) > 0


async def test_two_processes_embed_each_article_once(
    store: Store, another: Store, server: ModelServer, clock: Watch
):
    await stored(store, *(new(article(f"a{n}", f"Strike {n}.")) for n in range(30)))
    server.embeds = lambda asked: replace(by_word(asked), after=0.02)
    async with AsyncExitStack() as stack:
        both = [
            await stack.enter_async_context(embedding(chosen(server), Secrets(), where, clock))
            for where in (store, another)
        ]
        counts = await asyncio.gather(*map(run, both))
    assert sum(counts) == 30
    sent = [text for each in server.embedded for text in each.texts]
    assert len(sent) == len(set(sent)) == 30


async def test_without_a_model_nothing_is_asked(store: Store, server: ModelServer, clock: Watch):
    await stored(store, new(STRIKE))
    for settings in (EngineSettings(), chosen(server, embeddings={"model": None})):
        async with embedding(settings, KEYED, store, clock) as embeds:
            assert not embeds.is_on
            assert await run(embeds) == 0
            assert await embeds.locate("Who ended the strike?", None) is None
    assert server.embedded == []


async def test_a_model_without_an_endpoint_is_refused(store: Store, clock: Watch):
    settings = EngineSettings(
        embeddings=EmbeddingSettings(model="meaning"), free=True, name="offline"
    )
    with pytest.raises(BadConfiguration, match="model is set, but there is no endpoint"):
        async with embedding(settings, Secrets(), store, clock):
            pass


async def test_an_endpoint_of_its_own_gets_its_own_key_and_no_headers_of_the_engines(
    store: Store, clock: Watch
):
    async with ModelServer() as own:
        settings = EngineSettings.model_validate(
            {
                "name": "offline", "free": True, "base_url": "http://127.0.0.1:9/v1",
                "headers": {"X-Secret": "hush"}, "query": {"secret": "hush"},
                "embeddings": {"model": "meaning", "base_url": own.url},
            }
        )  # fmt: skip
        for secrets, shown in (
            (KEYED, "Bearer none"),
            (replace(KEYED, embeddings_api_key=SecretStr("sk-own")), "Bearer sk-own"),
        ):
            async with embedding(settings, secrets, store, clock) as embeds:
                assert await embeds.locate("Who?", None) is not None
            headers = own.embedded[-1].headers
            assert headers["Authorization"] == shown
            assert "hush" not in str(headers)


# --- questions ---------------------------------------------------------------------------------


def served(url: str, server: ModelServer, **more: object) -> Settings:
    engine = chosen(server, **more).model_dump(by_alias=True)
    return Settings.model_validate({"database": {"url": url}, "topics": {}, "engine": engine})


async def ready(store: Store) -> None:
    await stored(store, *(NewArticle(one, tokens(one)) for one in (STRIKE, APPLES)))


async def test_a_question_in_other_words_finds_its_article(
    store: Store, database_url: str, server: ModelServer
):
    await ready(store)
    seen: list[Asked] = []

    def remembers(asked: Asked):
        seen.append(asked)
        return Drops()

    server.script = remembers
    more = {"name": "llm", "models": {"brief": "small"}, "retries": 0}
    async with open_app(served(database_url, server, **more), Secrets()) as app:
        await run(app.embedding)
        await app.desk.ask(Question("Wann war der Streik im Hafen beendet?", NOW))
        assert any("Harbour strike ended" in asked.text for asked in seen)
        assert server.embedded[-1].texts == ["Wann war der Streik im Hafen beendet?"]


@pytest.mark.parametrize(
    "trouble", [Fails(503), Fails(401), Drops(), Gives([[1.0, 2.0]]), Gives([[1.0]], after=9)]
)
async def test_an_answer_is_the_same_when_the_model_does_not_answer(
    store: Store, database_url: str, server: ModelServer, trouble
):
    await ready(store)
    question = Question("What ended in Norvik?", NOW)
    async with open_app(served(database_url, server, embeddings={"model": None}), Secrets()) as app:
        without = await app.desk.ask(question)
    settings = served(database_url, server, embeddings={"question_seconds": 0.2})
    async with open_app(settings, Secrets()) as app:
        await run(app.embedding)
        server.embeds = lambda asked: trouble
        async with asyncio.timeout(5):
            assert await app.desk.ask(question) == without
    assert without.claims


async def test_what_the_articles_do_not_say_is_still_not_answered(
    store: Store, database_url: str, server: ModelServer
):
    await ready(store)
    async with open_app(served(database_url, server), Secrets()) as app:
        await run(app.embedding)
        answer = await app.desk.ask(Question("Who won the chess championship in Reykjavik?", NOW))
    assert not answer.claims


async def test_the_running_bot_embeds_and_a_slow_model_holds_nothing_up(
    store: Store, database_url: str, server: ModelServer
):
    await ready(store)
    server.embeds = lambda asked: replace(by_word(asked), after=3)
    where = Near("meaning", vector(hashed("strike")))
    async with open_app(served(database_url, server), Secrets()) as app:
        service = asyncio.create_task(Service(app, frozenset(["ticker"])).run())
        async with asyncio.timeout(2.5):
            while True:
                async with store.reading() as tx:
                    if len(await tx.stories.heads()) == 2:
                        break
                await asyncio.sleep(0.05)
        assert await waiting(store, app.clock()) == 0  # claimed, not yet there
        async with asyncio.timeout(20):
            while True:
                async with store.reading() as tx:
                    if await tx.embeddings.nearest(where, 5):
                        break
                await asyncio.sleep(0.1)
        service.cancel()
        await asyncio.wait([service])


# --- the operator ------------------------------------------------------------------------------


async def test_the_doctor_has_one_word_embedded(server: ModelServer):
    ledger = MemoryLedger(Limits(), lambda: NOW)
    assert await tried(chosen(server), Secrets(), ledger, lambda: NOW, 5) == DIMENSIONS
    assert [each.texts for each in server.embedded] == [["news"]]
    found = await _embeddings(chosen(server), Secrets(), lambda: NOW)
    assert (found.level, found.subject) == (Level.OK, "embeddings")
    server.embeds = lambda asked: Fails(404, "no such model")
    found = await _embeddings(chosen(server), Secrets(), lambda: NOW)
    assert found.level is Level.WRONG
    assert "does not exist" in found.says


def test_an_embedding_model_needs_a_price_and_an_address_without_secrets():
    with pytest.raises(ValidationError, match="no price for 'meaning'"):
        EngineSettings.model_validate({"name": "offline", "embeddings": {"model": "meaning"}})
    with pytest.raises(ValidationError, match="no price for 'meaning'"):
        EngineSettings.model_validate({"embeddings": {"model": "meaning"}})
    for url in ("ftp://x.example/v1", "https://me:hush@x.example/v1"):
        with pytest.raises(ValidationError, match="must"):
            EngineSettings.model_validate({"free": True, "embeddings": {"base_url": url}})


async def test_who_polls_or_imports_by_command_has_articles_embedded_as_well(
    store: Store, database_url: str, server: ModelServer
):
    await ready(store)
    async with open_app(served(database_url, server), Secrets()) as app:
        assert await _think(app) == 2
        assert await waiting(store, app.clock()) == 0
    assert [len(each.texts) for each in server.embedded] == [2]


async def test_a_follow_up_that_says_nothing_by_itself_is_not_embedded(
    store: Store, database_url: str, server: ModelServer
):
    await ready(store)
    told = Exchange("Who ended the strike in Norvik?", "Astrid Holm ended it.", ("strike",))
    async with open_app(served(database_url, server), Secrets()) as app:
        await app.desk.ask(Question("And what did she sign?", NOW, context=(told,)))
        assert server.embedded == []
        await app.desk.ask(Question("Who ruined the apple harvest?", NOW, context=(told,)))
    assert len(server.embedded) == 1
