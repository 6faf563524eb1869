"""What a monitor reads: counts by task, reason, outcome and state, in Prometheus' own format."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import replace

import pytest
from aiohttp import ClientConnectionError, ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot import web
from bot.app import open_app
from bot.config import Database, Settings, Topic
from bot.metrics import CONTENT_TYPE, METRICS_PATH, Metrics
from bot.secrets import Secrets
from bot.service import Service
from fakes.desk import abstention, answer
from fakes.modelscripts import hallucinating
from fakes.modelserver import ModelServer
from fakes.office import Office, breaks, subscribed
from fakes.strike import NOW
from storage.store import Store
from summarizer.editor import Event


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with ModelServer() as server, AsyncExitStack() as stack:
        yield Office(server, stack)


def by(*values: str) -> frozenset[str]:
    """Name a sample by its labels' values."""
    return frozenset(values)


def read(text: str, name: str) -> dict[frozenset[str], float]:
    """Give the samples of a name, by the values of their labels in any order."""
    return {
        frozenset(sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name
    }


async def test_calls_and_their_cost_are_counted_by_task_and_outcome(office: Office, store: Store):
    await subscribed(store, "en")
    await breaks(store)
    desks = await office.open(store)
    await desks.tell()
    text = (await Metrics().text(store, NOW.replace(year=2025))).decode()
    assert read(text, "tellal_model_calls_total") == {by("brief", "ok"): 1}
    (cost,) = read(text, "tellal_model_cost_total").values()
    assert cost == pytest.approx(office.server.cost(1.0, 4.0))
    tokens = read(text, "tellal_model_tokens_total")
    assert tokens[by("brief", "ok", "in")] == office.server.read
    assert tokens[by("brief", "ok", "out")] == office.server.written


async def test_messages_are_counted_by_their_state(office: Office, store: Store):
    await subscribed(store, "en", "en")
    await breaks(store)
    await (await office.open(store)).tell()
    text = (await Metrics().text(store, NOW)).decode()
    assert read(text, "tellal_deliveries") == {by("queued"): 2}


async def test_dropped_statements_are_counted_by_what_was_wrong(office: Office, store: Store):
    office.server.script = hallucinating
    await subscribed(store, "en")
    await breaks(store)
    metrics = Metrics()
    desks = await office.open(store, count=metrics.drafted)
    await desks.tell()
    text = (await metrics.text(store, NOW)).decode()
    dropped = read(text, "tellal_grounding_dropped_total")
    assert dropped[by("brief", "llm", "name")] >= 1
    assert dropped[by("brief", "llm", "number")] >= 1
    assert read(text, "tellal_drafts_total")[by("brief", "offline", "written")] == 1


async def test_questions_polls_and_failures_are_counted(store: Store):
    metrics = Metrics()
    metrics.asked(answer("What?", "That."))
    metrics.asked(abstention("Who?"))
    metrics.asked(replace(abstention("Who?"), reason=None))
    metrics.polled(failed=False)
    metrics.polled(failed=True)
    metrics.drafted(Event("answer", "llm", "failed", "EngineUnavailable"))
    text = (await metrics.text(store, NOW)).decode()
    assert read(text, "tellal_questions_total") == {
        by(outcome, "scripted"): 1 for outcome in ("answered", "no_match", "abstained")
    }
    assert read(text, "tellal_feed_polls_total") == {by("ok"): 1, by("failed"): 1}
    assert read(text, "tellal_engine_failures_total") == {
        by("answer", "llm", "EngineUnavailable"): 1
    }


async def test_the_web_port_gives_them_to_whoever_asks(store: Store):
    metrics = Metrics()
    metrics.polled(failed=False)
    page = web.page(METRICS_PATH, CONTENT_TYPE, lambda: metrics.text(store, NOW))
    async with (
        web.serving("127.0.0.1", 0, _well, [page]) as port,
        ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as found,
    ):
        assert found.status == 200
        assert found.headers["Content-Type"] == CONTENT_TYPE
        text = await found.text()
    assert read(text, "tellal_feed_polls_total") == {by("ok"): 1}


async def test_while_the_memory_fails_the_page_says_so(empty_url: str):
    async with Store(empty_url) as unprepared:  # it has no tables
        metrics = Metrics()
        page = web.page(METRICS_PATH, CONTENT_TYPE, lambda: metrics.text(unprepared, NOW))
        async with (
            web.serving("127.0.0.1", 0, _well, [page]) as port,
            ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/metrics") as found,
        ):
            assert found.status == 503


async def _well() -> None:
    return None


async def test_a_process_with_a_web_port_shows_what_it_has_done(tmp_path):
    """Polled feeds of the built-in topic, counted where the work is done."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(
        database=Database(url=f"sqlite:///{tmp_path / 'tellal.db'}"),
        web={"port": port},
        topics={"none": Topic(title="None", feeds=((tmp_path / "none").as_uri(),))},
    )
    async with open_app(settings, Secrets()) as app:
        service = asyncio.create_task(Service(app, frozenset({"ticker"})).run())
        counted: dict[frozenset[str], float] = {}
        async with ClientSession() as session:
            while not counted and not service.done():
                await asyncio.sleep(0.05)
                with suppress(ClientConnectionError):
                    async with session.get(f"http://127.0.0.1:{port}/metrics") as found:
                        counted = read(await found.text(), "tellal_feed_polls_total")
        assert counted == {by("failed"): 1}
        service.cancel()
        await asyncio.wait([service])
