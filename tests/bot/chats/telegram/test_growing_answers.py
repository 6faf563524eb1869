"""A question on Telegram, answered while it is watched: from the model to the screen."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.chats.telegram import adapter, streaming
from bot.desk import Desk
from bot.feeds.fetch import Fetcher
from fakes.botapi import FakeBotApi
from fakes.desk import ScriptedDesk, answer
from fakes.memory import empty_store, fill
from fakes.modelscripts import document
from fakes.modelserver import ModelServer
from fakes.modelwords import Asked, Says
from fakes.newsroom import Newsroom, newsroom
from fakes.world import NOON, VISIT
from summarizer.editor import Editor
from summarizer.errors import EngineUnavailable
from summarizer.llm.budget import Limits
from summarizer.llm.engine import LlmEngine
from summarizer.llm.ledger import MemoryLedger
from summarizer.llm.options import Endpoint, Models, Options
from summarizer.llm.prices import PriceList
from summarizer.offline import OfflineEngine

ASKED = "What did Erdoğan and Bektenov discuss?"
DISCUSSED = "Erdoğan and Bektenov discussed bilateral relations on Thursday."
INVENTED = "Zebulon Quackenbush of Nowhere paid 987,654,321 euros for the invitation."
PRESENT = "Ministers were present at the closed-door meeting of Erdoğan and Bektenov."


def three(asked: Asked) -> Says:
    """Say something true, something invented and something true, slowly."""
    line = next(number for number, text in asked.lines.items() if "bilateral" in text)
    other = next(number for number, text in asked.lines.items() if "closed-door" in text)
    said = document(asked, [(DISCUSSED, [line]), (INVENTED, [line]), (PRESENT, [line, other])])
    return Says(json.dumps(said, ensure_ascii=False), pace=0.02, pieces=4)


@asynccontextmanager
async def watched(api: FakeBotApi, folder: Path) -> AsyncIterator[Newsroom]:
    """Open a bot whose answers a model writes."""
    async with ModelServer(three) as server, empty_store(folder) as store, Fetcher() as fetcher:
        await fill(store, VISIT)
        options = Options(Endpoint(server.url), Models("small"), PriceList(free=True))
        engine = LlmEngine(options, MemoryLedger(Limits(), lambda: NOON), lambda: NOON)
        desk = Desk(store, Editor(engine, OfflineEngine()), fetcher, lambda: NOON)
        room = Newsroom(api, store, desk=desk)
        async with room.open():
            yield room
        await engine.close()


def shown_only_what_stands(texts: list[str]) -> bool:
    """Whether no state shows an invention, or half of a statement."""
    return all(
        "Quackenbush" not in text
        and "987" not in text
        and DISCUSSED in text
        and ("Ministers" in text) == (PRESENT in text)
        for text in texts
    )


async def test_in_private_drafts_show_checked_sentences_and_the_message_is_the_checked_answer(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(streaming, "DRAFT_EVERY", 0.02)
    async with watched(api, tmp_path):
        ada = api.world.person("Ada")
        chat = api.world.private(ada)
        api.says(ada, ASKED)
        (answer,) = await api.answers(chat, 1)
        drafts = [said.text for _, _, said in api.methods.drafts]
        assert drafts
        assert shown_only_what_stands([*drafts, answer.text])
        assert not any(PRESENT in draft for draft in drafts[:1])
        assert PRESENT in answer.text
        assert "Daily Sabah" in answer.text
        assert answer.edits == 0


async def test_in_a_group_one_message_grows_into_the_checked_answer(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(streaming, "EDIT_EVERY", 0.02)
    async with watched(api, tmp_path):
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, f"@tellal_bot {ASKED}", group)
        await api.answers(group, 1)
        (answer,) = api.of_bot(group)
        first = answer.text
        await api.until(lambda: PRESENT in answer.text)
        assert shown_only_what_stands([first, answer.text])
        assert answer.edits >= 1
        assert api.of_bot(group) == [answer]


# --- what was shown, and then is not so ---------------------------------------------------------


class Watched(ScriptedDesk):
    """Shows the beginning of an answer for a moment, and then says something else."""

    async def ask(self, question, chat, grow=None):
        if grow:
            await grow(answer(question.text, DISCUSSED))
            await asyncio.sleep(0.2)
        return await super().ask(question, chat)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "My articles do not say."),
        ({"what?": EngineUnavailable("model", "it went away")}, "Please try again in a minute."),
    ],
)
async def test_an_abstention_or_a_failure_replaces_what_a_group_was_shown(
    api: FakeBotApi, tmp_path: Path, answers: dict[str, object], said: str
):
    desk = Watched()
    desk.answers = answers
    async with newsroom(api, tmp_path, desk=desk):
        ada = api.world.person("Ada")
        group = api.world.group("G", ada)
        api.says(ada, "@tellal_bot what?", group)
        (shown,) = await api.answers(group, 1)
        assert DISCUSSED in shown.text
        await api.until(lambda: DISCUSSED not in shown.text)
        assert api.of_bot(group) == [shown]
        assert said in shown.text


@pytest.mark.parametrize("answers", [{}, {"what?": EngineUnavailable("model", "it went away")}])
async def test_an_abstention_or_a_failure_is_all_that_stays_in_private(
    api: FakeBotApi, tmp_path: Path, answers: dict[str, object]
):
    desk = Watched()
    desk.answers = answers
    async with newsroom(api, tmp_path, desk=desk):
        ada = api.world.person("Ada")
        api.says(ada, "what?")
        (told,) = await api.answers(api.world.private(ada), 1)
        assert len(api.methods.drafts) == 1
        assert DISCUSSED not in told.text


async def test_stopped_in_the_middle_it_leaves_a_beginning_that_says_so_and_may_be_asked_again(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class Dying(ScriptedDesk):
        async def ask(self, question, chat, grow=None):
            await grow(answer(question.text, DISCUSSED))
            await asyncio.Event().wait()

    monkeypatch.setattr(adapter, "GRACE_SECONDS", 0.05)
    ada = api.world.person("Ada")
    group = api.world.group("G", ada)
    async with empty_store(tmp_path) as store:
        room = Newsroom(api, store, desk=Dying())
        async with room.open():
            api.says(ada, "@tellal_bot what?", group)
            (shown,) = await api.answers(group, 1)
        assert shown.text.split("\n\nSources")[0].endswith("…")
        room.desk = Watched()
        async with room.open():
            api.says(ada, "@tellal_bot what?", group, reply_to=shown)
            _, told = await api.answers(group, 2)
            await api.until(lambda: "do not say" in told.text)
