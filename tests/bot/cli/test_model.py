"""The command line with a model: it writes, its cost is known, and its failures reach no reader."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from fakes.modelscripts import NO_JSON, REFUSES, hallucinating, honest, stating
from fakes.modelserver import ModelServer
from fakes.modelwords import Drops, Fails, Says

KEY = "sk-never-to-be-shown-0123456789"
SIGN = "made without the model"
ARTICLES = [
    {
        "id": "water",
        "title": "Ministers sign water agreement",
        "source": "The Gazette",
        "published": "2026-11-20T08:00:00Z",
        "text": "Ministers Ada Brenn and Olaf Tiede signed an agreement on water in Lund on Friday."
        " The agreement runs for 12 years. Each country will spend 4 million crowns on it.",
    },
    {
        "id": "flood",
        "title": "Flood in Norvik",
        "source": "The Courier",
        "published": "2026-11-21T08:00:00Z",
        "text": "A flood hit Norvik on Saturday. Mayor Ana Holm ordered an evacuation."
        " About 300 people left their houses.",
    },
]


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A model server that runs beside the command."""
    server, started = ModelServer(key=KEY), threading.Event()
    ends: list[Callable[[], object]] = []

    async def serve() -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        ends.append(lambda: loop.call_soon_threadsafe(stop.set))
        async with server:
            started.set()
            await stop.wait()

    # `run` also ends the answers that nobody waits for any more.
    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert started.wait(10)
    yield server
    ends[0]()
    thread.join()


@pytest.fixture
def ready(tellal, model, tmp_path, monkeypatch):
    """Two articles in the store, and the model in the environment."""
    monkeypatch.setenv("OPENAI_BASE_URL", model.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("TELLAL__ENGINE__MODELS__BRIEF", "small")
    monkeypatch.setenv("TELLAL__ENGINE__PRICES", "{small: {in: 10, cached: 5, out: 30}}")
    monkeypatch.setenv("TELLAL__ENGINE__RETRIES", "0")
    lines = "".join(json.dumps(one) + "\n" for one in ARTICLES)
    (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
    ran = tellal("import", "in.jsonl")
    assert ran.code == 0, ran.err
    return ran


def briefs(ran):
    assert ran.code == 0, ran.err
    return {one["articles"][0]: one for one in ran.documents()}


def test_the_model_writes_briefs_and_answers_and_all_is_accounted_for(tellal, ready, model):
    told = briefs(tellal("brief", "--all", "--json"))
    assert {one["engine"] for one in told.values()} == {"llm"}
    assert {one["model"] for one in told.values()} == {"small"}
    (answer,) = tellal("ask", "Who ordered an evacuation?", "--json").documents()
    assert answer["engine"] == "llm"
    assert "Ana Holm" in answer["answer"]
    assert SIGN not in tellal("ask", "Who ordered an evacuation?").out
    (day,) = tellal("usage", "--json").documents()
    assert (day["tokens_in"], day["tokens_out"]) == (model.read, model.written)
    assert day["cost"] == pytest.approx(model.cost(10, 30))
    tasks = {one["task"]: one for one in tellal("usage", "--by", "task", "--json").documents()}
    assert {task: one["calls"] for task, one in tasks.items()} == {"answer": 2, "brief": 2}


def test_a_question_in_another_language_than_its_sources_is_answered_in_its_own(
    tellal, ready, model
):
    said = "Belediye başkanı Ana Holm tahliye emri verdi."

    def turkish(asked):
        number = next(n for n, line in asked.lines.items() if "evacuation" in line)
        return stating((said, [number]))(asked)

    model.script = turkish
    (answer,) = tellal("ask", "Ana Holm tahliye emrini ne zaman verdi?", "--json").documents()
    assert answer["answer"] == said
    assert answer["engine"] == "llm"


def test_stories_are_written_side_by_side(tellal, ready, model, tmp_path):
    model.script = lambda asked: replace(honest(asked), after=0.3)
    (tmp_path / "more.jsonl").write_text(
        "".join(
            json.dumps({"text": f"The council of {town} chose {name} as mayor on Friday."}) + "\n"
            for town, name in (
                ("Lund", "Ada Brenn"),
                ("Norvik", "Olaf Tiede"),
                ("Malm", "Eva Holm"),
            )
        )
    )
    assert tellal("import", "more.jsonl").code == 0
    assert model.most_under_way > 1


def test_usage_is_drawn_by_day_task_model_and_chat(tellal, ready):
    assert tellal("ask", "Who ordered an evacuation?", "--chat", "desk").code == 0
    (chat,) = tellal("chats", "--json").documents()
    for by, key in {"task": "brief", "model": "small", "chat": str(chat["chat"])}.items():
        shown = tellal("usage", "--by", by)
        (line,) = [line for line in shown.out.splitlines() if line.split()[:1] == [key]]
        assert "█" in line
    assert tellal("usage").out.splitlines()[1].endswith("█" * 20)


def test_a_conversation_pays_from_its_own_budget(tellal, ready, monkeypatch):
    monkeypatch.setenv("TELLAL__ENGINE__BUDGET__CHAT_DAY", "0")
    told = tellal("ask", "Who ordered an evacuation?", "--chat", "desk")
    assert "Ana Holm" in told.out
    assert SIGN in told.out
    assert SIGN not in tellal("ask", "Who ordered an evacuation?").out


FAILURES = {
    "500": Fails(500, f"boom {KEY}"),
    "no key": Fails(401, f"Incorrect API key provided: {KEY}", "invalid_api_key"),
    "slow": Says("{}", after=2),
    "gone": Drops(),
    "nonsense": NO_JSON,
    "refusal": REFUSES,
}


@pytest.mark.parametrize("failure", FAILURES)
def test_when_the_model_fails_readers_get_the_offline_text_with_a_sign(
    tellal, ready, model, monkeypatch, failure
):
    monkeypatch.setenv("TELLAL__ENGINE__ATTEMPT_SECONDS", "0.3")
    model.script = lambda _: FAILURES[failure]
    told = tellal("ask", "Who ordered an evacuation?")
    assert told.code == 0
    assert "Ana Holm ordered an evacuation" in told.out
    assert SIGN in told.out
    read = tellal("brief", "water") if failure == "gone" else tellal("brief", "in.jsonl", "--each")
    assert read.code == 0
    for ran in (told, read):
        assert "boom" not in ran.out
        assert KEY not in ran.out + ran.err


def test_what_a_model_invents_reaches_nobody(tellal, ready, model):
    model.script = hallucinating
    before = len(model.asked)
    told = tellal("ask", "Who ordered an evacuation?")
    read = tellal("brief", "water", "flood")
    page = tellal("brief", "in.jsonl", "--each")
    assert len(model.asked) > before
    for ran in (told, read, page):
        assert ran.code == 0
        for invented in ("Quackenbush", "987", "1811", "marmalade"):
            assert invented not in ran.out


def test_without_budget_nothing_leaves_and_the_operator_hears_once(
    tellal, ready, model, monkeypatch, tmp_path
):
    before = len(model.asked)
    monkeypatch.setenv("TELLAL__ENGINE__BUDGET__DAY", "0")
    more = [
        one | {"id": f"new-{one['id']}", "text": f"{one['text']} So it is."} for one in ARTICLES
    ]
    (tmp_path / "more.jsonl").write_text("".join(json.dumps(one) + "\n" for one in more))
    read = tellal("brief", "more.jsonl", "--each")
    assert read.code == 0
    assert read.out.count(SIGN) == 2
    assert len(model.asked) == before
    assert read.err.count("the ceiling day of 0 is reached") == 1


def test_doctor_asks_the_endpoint_for_its_models_and_never_shows_the_key(
    tellal, ready, model, monkeypatch
):
    def finding():
        ran = tellal("doctor", "--json")
        assert KEY not in ran.out + ran.err
        return next(one for one in ran.documents() if one["subject"] == "engine")

    assert finding()["level"] == "ok"
    assert finding()["says"] == f"{model.url} has small"
    model.models = ("large",)
    assert "has no model 'small'" in finding()["says"]
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert finding()["level"] == "wrong"
    monkeypatch.setenv("TELLAL__ENGINE__NAME", "offline")
    assert finding()["level"] == "ok"


def test_doctor_shows_the_prices_and_that_shipped_ones_are_to_be_checked(
    tellal, ready, model, monkeypatch
):
    def finding():
        found = {one["subject"]: one for one in tellal("doctor", "--json").documents()}
        return found.get("prices")

    assert finding()["level"] == "ok"
    assert finding()["says"] == "small 10 in, 30 out, per million tokens"
    monkeypatch.delenv("TELLAL__ENGINE__PRICES")
    monkeypatch.setenv("TELLAL__ENGINE__MODELS__BRIEF", "gpt-4o-mini")
    assert finding()["level"] == "note"
    assert "engine.prices" in finding()["mend"]
    monkeypatch.setenv("TELLAL__ENGINE__FREE", "true")
    assert finding() is None


def test_a_model_that_is_to_write_without_key_and_address_is_refused(tellal, monkeypatch):
    monkeypatch.setenv("TELLAL__ENGINE__NAME", "llm")
    ran = tellal("stories")
    assert ran.code == 2
    assert "OPENAI_API_KEY is not set" in ran.err


def test_the_client_of_models_is_not_loaded_where_none_is_used():
    code = "import sys, bot.cli.main; print('openai' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
