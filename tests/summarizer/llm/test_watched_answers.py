"""Answers that are watched while they are written: whatever is shown was checked before."""

import json

import pytest

from fakes.modelscripts import in_turn, stating
from fakes.modelserver import ModelServer
from fakes.modelwords import Says
from fakes.strike import Make, article, asking
from summarizer.editor import Editor
from summarizer.model import Answer, Hit, Query
from summarizer.offline import OfflineEngine

SIGNED = ("Astrid Holm signed the agreement.", [3])
INVENTED = ("Zebulon Quackenbush paid 987,654 euros for it.", [3])
WAGES = ("Wages rise by 4.5 percent from June.", [5])
HITS = [Hit(article(), 1.0)]


class Watcher:
    """Keeps every state that it is shown."""

    def __init__(self) -> None:
        self.seen: list[Answer] = []

    async def grow(self, told: Answer) -> None:
        self.seen.append(told)

    @property
    def texts(self) -> list[str | None]:
        return [state.text for state in self.seen]


async def test_only_what_passed_the_check_is_ever_shown(make: Make, server: ModelServer):
    server.script = stating(SIGNED, INVENTED, WAGES)
    watcher = Watcher()
    engine, _ = make()
    told = await Editor(engine, OfflineEngine()).answer(*asking(), HITS, watcher.grow)
    assert watcher.texts == [SIGNED[0], f"{SIGNED[0]} {WAGES[0]}"]
    assert told == watcher.seen[-1]
    assert len(server.asked) == 1


async def test_what_is_shown_has_its_sources(make: Make, server: ModelServer):
    server.script = stating(SIGNED)
    watcher = Watcher()
    engine, _ = make()
    await Editor(engine, OfflineEngine()).answer(*asking(), HITS, watcher.grow)
    assert [source.article for source in watcher.seen[0].sources] == ["a1"]


async def test_an_answer_that_was_all_invented_is_asked_for_again_unseen(
    make: Make, server: ModelServer
):
    server.script = in_turn(stating(INVENTED), stating(SIGNED))
    watcher = Watcher()
    engine, _ = make()
    told = await Editor(engine, OfflineEngine()).answer(*asking(), HITS, watcher.grow)
    assert watcher.seen == []
    assert told.text == SIGNED[0]
    assert "sent back" in server.asked[1].user


async def test_an_answer_about_somebody_else_is_not_shown(make: Make, server: ModelServer):
    """The question names whom the cited article does not."""
    server.script = stating(WAGES)
    watcher = Watcher()
    engine, _ = make()
    question, _ = asking("What did Quackenbush sign?")
    query = Query(question.text, (), names=("quackenbush",), language="en")
    told = await Editor(engine, OfflineEngine()).answer(question, query, HITS, watcher.grow)
    assert watcher.seen == []
    assert told.abstained


@pytest.mark.parametrize("pieces", [1, 40])
async def test_when_the_stream_breaks_the_offline_answer_takes_its_place(
    make: Make, server: ModelServer, pieces: int
):
    said = [{"text": text, "sentences": numbers} for text, numbers in (SIGNED, WAGES)]
    content = json.dumps({"statements": said})
    broken = Says(content, pieces=pieces, broken_after=(len(content) - 20) // pieces)
    server.script = in_turn(broken)
    watcher = Watcher()
    engine, _ = make()
    told = await Editor(engine, OfflineEngine()).answer(*asking(), HITS, watcher.grow)
    assert watcher.texts == [SIGNED[0]]
    assert told.engine == "offline"
    assert told.fallback


async def test_the_offline_engine_shows_nothing_on_the_way():
    offline, watcher = OfflineEngine(), Watcher()
    told = await Editor(offline, offline).answer(*asking(), HITS, watcher.grow)
    assert watcher.seen == []
    assert told.engine == "offline"
