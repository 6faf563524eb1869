"""Whatever is said, whatever breaks: an answer comes, and the log holds nothing foreign."""

import asyncio
import json
import os
import re
import unicodedata
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import catalogue
from bot.chats.terminal.render import Look, text
from bot.conversation.commands import BY_NAME
from bot.messages import failures
from fakes.desk import answer
from fakes.world import VISIT
from storage.errors import Busy, Full
from summarizer.errors import OverBudget

CORPORA = Path(os.environ.get("TELLAL_CORPORA", Path(__file__).parents[4] / "shared" / "corpora"))
HAZARDS = CORPORA / "hazards" / "strings.jsonl"

anything = st.text(max_size=60)
words = st.one_of(
    anything,
    st.sampled_from(
        ["story 3", "3", "latest", "now", "more 2", "https://news.example/visit", "all", "yes",
         "zone Istanbul", "zone", "quiet 7-9", "08:30", "/(a*)*/", "story 3 up", "world"]
    ),
)  # fmt: skip
lines = st.one_of(
    anything,
    st.builds("/{} {}".format, st.sampled_from(sorted(BY_NAME)), words),
    st.builds("/{}{}".format, anything, anything),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(line=lines, reply_to=st.one_of(st.none(), anything), thread=st.one_of(st.just(""), anything))
async def test_whatever_is_said_an_answer_comes(say, line, reply_to, thread):
    with structlog.testing.capture_logs() as logs:
        post = await say.post(line, reply_to=reply_to, thread=thread, operator=True)
    assert post.blocks
    assert post != failures.failed(catalogue.words("en"))
    assert logs == []


@pytest.mark.skipif(not HAZARDS.exists(), reason="the corpora are not here")
async def test_hazardous_strings_are_questions_names_and_words_like_any_other(say):
    hazards = [json.loads(line)["text"] for line in HAZARDS.read_text("utf-8").splitlines()]
    for hazard in hazards:
        for line in (hazard, f"/who {hazard}", f"/subscribe {hazard}"):
            post = await say.post(line)
            assert post != failures.failed(catalogue.words("en")), line
            shown = text(post, Look(80))
            assert not [c for c in shown if unicodedata.category(c) == "Cc" and c != "\n"], line


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Busy("db", "locked"), "I cannot get at my articles just now."),
        (Full("db"), "I cannot get at my articles just now."),
        (OverBudget("llm", "spent"), "I could not put an answer together just now."),
        (RuntimeError("secret words"), "Something went wrong on my side"),
    ],
)
async def test_what_breaks_is_confessed_and_logged_without_what_was_typed(say, error, sentence):
    say.desk.answers["secret words?"] = error
    with structlog.testing.capture_logs() as logs:
        assert sentence in await say("secret words?")
    (entry,) = logs
    assert entry["error"] == type(error).__name__
    assert entry["chat"] == "local"
    assert any("questions.py" in place for place in entry["at"])
    assert "secret" not in str(logs)


async def test_an_exchange_that_cannot_be_kept_costs_the_reader_no_answer(say, monkeypatch):
    say.desk.answers["what?"] = answer("what?", "They met.")
    await say("/sources")

    def refuse():
        raise Full("db")

    monkeypatch.setattr(say.store, "writing", refuse)
    with structlog.testing.capture_logs() as logs:
        post = await say.post("what?")
    assert post.blocks[0].lines[0].text == "They met."
    assert post.buttons == ()
    assert [entry["event"] for entry in logs] == ["turn.lost"]


async def test_many_people_talk_at_once(say):
    shown = await asyncio.gather(*(say("/brief latest", thread=str(n)) for n in range(20)))
    assert all(VISIT.headline in one for one in shown)


async def test_a_command_meant_for_us_by_name_is_a_command(say):
    assert "/subscribe" in await say("/help@tellal_bot")


async def test_from_first_start_to_brief_question_follow_up_and_abstention(say):
    """The first minutes of a reader."""
    say.desk.answers["what did erdogan and bektenov discuss?"] = answer(
        "what did Erdoğan and Bektenov discuss?", "They discussed bilateral relations."
    )
    say.desk.answers["and what about gaza?"] = answer(
        "and what about Gaza?", "Erdoğan stressed the need for a cease-fire."
    )
    assert "I am Tellal." in await say("/start")
    assert "You now follow World." in await say("/subscribe world")
    brief = await say("/brief latest")
    assert re.search(r"Key actors\n• Recep Tayyip Erdoğan, President \[1\]", brief)
    assert "bilateral relations. [1]" in await say("what did Erdoğan and Bektenov discuss?")
    assert "cease-fire. [1]" in await say("and what about Gaza?")
    context = say.desk.asked[-1][0].context
    assert [one.question for one in context] == [
        VISIT.headline,
        "what did Erdoğan and Bektenov discuss?",
    ]
    assert "My articles do not say." in await say("who won the world cup?")
