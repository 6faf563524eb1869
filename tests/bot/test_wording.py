"""Briefs in the chats' languages: each paid for once, checked, and the original where it fails."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import announce, edition, wording
from bot.corrector import Corrector
from bot.post import from_json
from bot.updates import said
from bot.wording import Interpreter, fitted
from fakes.modelscripts import DOWN, in_turn, translating
from fakes.modelserver import ModelServer
from fakes.modelwords import Asked, Says, Script
from fakes.office import Office, breaks, posts, render, sent, subscribed
from fakes.strike import BODY, NOW, RUSSIAN, TURKISH, article
from fakes.world import VISIT, claim, source
from storage.model import NewArticle, Wording
from storage.store import Store
from summarizer.llm.budget import Limits
from summarizer.llm.task import Task
from summarizer.text import tokens
from summarizer.withdrawal import without

BOTH = translating({"tr": TURKISH, "ru": RUSSIAN})


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with ModelServer(BOTH) as server, AsyncExitStack() as stack:
        yield Office(server, stack)


async def test_each_chat_reads_the_story_in_its_language_with_the_same_sources(
    office: Office, store: Store
):
    chats = await subscribed(store, "en", "tr", "ru")
    await breaks(store)
    desks = await office.open(store)
    assert await desks.tell() == 3
    english, turkish, russian = await posts(store, *chats)
    assert english.title == "Harbour workers end strike in Norvik"
    assert turkish.title == TURKISH[english.title]
    assert russian.title == RUSSIAN[english.title]
    assert english.sources == turkish.sources == russian.sources
    cited = [[line.cites for line in post.blocks[0].lines] for post in (english, turkish, russian)]
    assert cited[0] == cited[1] == cited[2]


@pytest.mark.parametrize(
    "chats", [300, pytest.param(10_000, marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)
async def test_a_story_for_many_chats_in_three_languages_costs_three_calls(
    office: Office, store: Store, chats: int
):
    await subscribed(store, *(["en", "tr", "ru"] * chats)[:chats])
    await breaks(store)
    desks = await office.open(store)
    assert await desks.tell() == chats
    assert [asked.task for asked in office.server.asked] == [
        Task.BRIEF, Task.TRANSLATE, Task.TRANSLATE,
    ]  # fmt: skip


async def test_whoever_reads_the_original_does_not_wait_for_translations(
    office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(announce, "COMPOSED_AT_ONCE", 2)
    *foreign, english, last = await subscribed(store, "tr", "ru", "tr", "en", "en")
    await breaks(store)
    desks = await office.open(store)
    async for _ in desks.pipeline.brief():
        pass
    await desks.announcer.spread()
    begun = asyncio.Event()

    def slow(asked: Asked) -> Says:
        begun.set()
        return replace(BOTH(asked), after=0.5)

    office.server.script = slow
    composed = asyncio.create_task(desks.compose())
    await begun.wait()
    assert len(await posts(store, english, last)) == 2
    async with store.reading() as tx:
        waiting = await tx.alerts.due(NOW, ["fake"], 9)
    assert set(waiting) == {chat.id for chat in foreign}
    assert await composed == 5
    assert {post.title for post in await posts(store, *foreign)} == {
        TURKISH["Harbour workers end strike in Norvik"],
        RUSSIAN["Harbour workers end strike in Norvik"],
    }


async def test_what_comes_due_while_words_are_written_waits_for_its_own(
    office: Office, store: Store
):
    turkish, russian = await subscribed(store, "tr", "ru")
    await breaks(store)
    desks = await office.open(store)
    async for _ in desks.pipeline.brief():
        pass
    await desks.announcer.spread()
    async with store.writing() as tx:
        (late,) = (await tx.alerts.due(NOW, ["fake"], 9))[russian.id]
        await tx.alerts.done([late])
        await tx.alerts.put([replace(late, due=NOW + timedelta(minutes=1))])
        await tx.commit()

    def and_time_passes(asked: Asked) -> Says:
        desks.now = NOW + timedelta(minutes=1)
        return BOTH(asked)

    office.server.script = and_time_passes
    assert await desks.compose() == 2
    (first,) = await posts(store, turkish)
    (second,) = await posts(store, russian)
    assert first.title == TURKISH["Harbour workers end strike in Norvik"]
    assert second.title == RUSSIAN["Harbour workers end strike in Norvik"]


async def test_nothing_is_translated_into_a_language_that_nobody_waits_for(
    office: Office, store: Store
):
    await subscribed(store, "en", "en")
    await breaks(store)
    desks = await office.open(store)
    assert await desks.tell() == 2
    assert office.calls(Task.TRANSLATE) == []


async def test_by_setting_nothing_is_translated(office: Office, store: Store):
    await subscribed(store, "tr")
    await breaks(store)
    desks = await office.open(store)
    async for _ in desks.pipeline.brief():
        pass
    async with store.reading() as tx:
        (head,) = await tx.stories.heads()
    plain = Interpreter(store, desks.editor, desks.clock, translates=False)
    assert await plain.briefs([(head.sequence, head.brief)], "tr") == (head.brief,)
    assert office.calls(Task.TRANSLATE) == []


async def test_who_writes_and_dies_is_waited_for_once(
    office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wording, "PATIENCE", 0.3)
    await subscribed(store, "tr")
    await breaks(store)
    desks = await office.open(store)
    async for _ in desks.pipeline.brief():
        pass
    async with store.writing() as tx:
        (head,) = await tx.stories.heads()
        await tx.wordings.claim([Wording(head.sequence, 0, "tr")], NOW, wording.LEASE)
        await tx.commit()
    told = [(head.sequence, head.brief)]
    began = time.monotonic()
    assert await desks.desk.worded(told, "tr") == (head.brief,)
    assert time.monotonic() - began >= 0.3
    began = time.monotonic()
    assert await desks.desk.worded(told, "tr") == (head.brief,)
    assert time.monotonic() - began < 0.3
    desks.now = NOW + wording.LEASE
    (brief,) = await desks.desk.worded(told, "tr")
    assert brief.language == "tr"


async def test_who_is_told_to_stop_leaves_the_translation_to_the_next(
    store: Store, another: Store, office: Office
):
    await subscribed(store, "tr")
    await breaks(store)
    desks, other = await office.open(store), await office.open(another)
    async for _ in desks.pipeline.brief():
        pass
    async with store.reading() as tx:
        (head,) = await tx.stories.heads()
    told = [(head.sequence, head.brief)]
    begun = asyncio.Event()

    def slow(asked: Asked) -> Says:
        begun.set()
        return replace(BOTH(asked), after=5)

    office.server.script = slow
    stopped = asyncio.create_task(desks.desk.worded(told, "tr"))
    await begun.wait()
    stopped.cancel()
    await asyncio.wait([stopped])
    assert stopped.cancelled()
    office.server.script = BOTH
    (brief,) = await other.desk.worded(told, "tr")
    assert brief.language == "tr"


async def test_a_digest_is_in_the_chats_language_and_so_is_its_first_line(
    office: Office, store: Store
):
    (chat,) = await subscribed(store, "tr")
    await breaks(store)
    desks = await office.open(store)
    async for _ in desks.pipeline.brief():
        pass
    made = await edition.unscheduled(store, desks.desk.opening, chat, NOW, desks.desk.worded)
    headline = TURKISH["Harbour workers end strike in Norvik"]
    assert [brief.headline for s in made.digest.sections for brief in s.briefs] == [headline]
    (first,) = made.digest.opening
    assert first.text in {headline, *TURKISH.values()}


async def test_two_processes_pay_for_a_translation_once(
    office: Office, store: Store, another: Store
):
    await subscribed(store, "tr")
    await breaks(store)
    one, other = await office.open(store), await office.open(another)
    async for _ in one.pipeline.brief():
        pass
    async with store.reading() as tx:
        (head,) = await tx.stories.heads()
    told = [(head.sequence, head.brief)]
    both = await asyncio.gather(
        *(desks.desk.worded(told, "tr") for desks in (one, other, one, other))
    )
    assert {brief.headline for (brief,) in both} == {TURKISH[head.brief.headline]}
    assert len(office.calls(Task.TRANSLATE)) == 1


async def test_a_translation_serves_alerts_digests_and_brief_alike(office: Office, store: Store):
    await subscribed(store, "tr")
    await breaks(store)
    desks = await office.open(store)
    await desks.tell()
    async with store.reading() as tx:
        (head,) = await tx.stories.heads()
    for _ in range(3):
        (told,) = await desks.desk.worded([(head.sequence, head.brief)], "tr-TR")
        assert told.language == "tr"
    assert len(office.calls(Task.TRANSLATE)) == 1


async def test_without_the_model_the_original_goes_out_and_it_is_not_asked_again_at_once(
    office: Office, store: Store
):
    chats = await subscribed(store, "tr", "tr")
    await breaks(store)
    office.server.script = only_briefs(in_turn(DOWN))
    desks = await office.open(store)
    assert await desks.tell() == 2
    for post in await posts(store, *chats):
        assert post.title == "Harbour workers end strike in Norvik"
    assert len(office.calls(Task.TRANSLATE)) == 1
    async with store.reading() as tx:
        (head,) = await tx.stories.heads()
    await desks.desk.worded([(head.sequence, head.brief)], "tr")
    assert len(office.calls(Task.TRANSLATE)) == 1


async def test_without_budget_the_original_goes_out_and_nothing_is_asked(
    office: Office, store: Store
):
    chats = await subscribed(store, "tr")
    await breaks(store)
    rich, poor = await office.open(store), await office.open(store, Limits(day=0.0001))
    async for _ in rich.pipeline.brief():
        pass
    await poor.tell()
    (post,) = await posts(store, *chats)
    assert post.title == "Harbour workers end strike in Norvik"
    assert office.calls(Task.TRANSLATE) == []


@pytest.mark.parametrize(
    "wrong",
    ["Oslo'da liman işçileri grevi bitirdi, 9 ölü", "Harbour workers end strike in Norvik", ""],
    ids=["a number of its own", "untranslated", "empty"],
)
async def test_a_translation_without_a_faithful_headline_does_not_go_out(
    office: Office, store: Store, wrong: str
):
    chats = await subscribed(store, "tr")
    await breaks(store)
    headline = "Harbour workers end strike in Norvik"
    lines = TURKISH | {headline: wrong}
    if wrong == headline:
        lines = {line: line for line in TURKISH}
    office.server.script = translating({"tr": lines})
    desks = await office.open(store)
    await desks.tell()
    (post,) = await posts(store, *chats)
    assert post.title == headline


async def test_a_statement_with_a_wrong_number_is_asked_for_again_then_left_out(
    office: Office, store: Store
):
    chats = await subscribed(store, "tr")
    await breaks(store)
    line = "Harbour workers in Norvik ended their strike on Tuesday after 12 days."
    wrong = TURKISH | {line: TURKISH[line].replace("12", "21")}
    office.server.script = translating({"tr": wrong})
    desks = await office.open(store)
    await desks.tell()
    (post,) = await posts(store, *chats)
    text = " ".join(said.text for block in post.blocks for said in block.lines)
    assert "21" not in text
    assert "Astrid Holm" in text
    assert len(office.calls(Task.TRANSLATE)) == 2
    assert "number: 21" in office.calls(Task.TRANSLATE)[1].user


def test_what_was_withdrawn_since_is_gone_from_the_translation_as_well():
    other = claim("Wages rise.", "a2")
    whole = replace(VISIT, summary=(*VISIT.summary, other), sources=(source(), source("a2")))
    turkish = replace(whole, headline="Görüşme", language="tr")
    left = without(whole, {"a2"})
    assert left is not None
    assert fitted(turkish, left).summary == VISIT.summary
    assert fitted(turkish, left).headline == "Görüşme"
    assert fitted(None, left) is left


async def test_a_correction_comes_in_the_words_that_were_told(office: Office, store: Store):
    """The source takes back a number: the Turkish post is changed, in Turkish."""
    line = "Harbour workers in Norvik ended their strike on Tuesday after 12 days."
    corrected = {line.replace("12", "14"): TURKISH[line].replace("12", "14")}
    office.server.script = translating({"tr": TURKISH | corrected})
    chats = await subscribed(store, "tr")
    await breaks(store)
    desks = await office.open(store)
    await desks.tell()
    await sent(store)
    changed = article(body=BODY.replace("12 days", "14 days"))
    async with store.writing() as tx:
        feed = await tx.feeds.by_url("https://news.example/feed")
        await tx.articles.add(feed.id, [NewArticle(changed, tokens(changed))], NOW)
        await tx.commit()
    async for _ in desks.pipeline.brief():
        pass
    corrector = Corrector(store, {"fake": render}, {"fake"}, desks.clock, desks.interpreter)
    assert await corrector.correct() == 1
    async with store.reading() as tx:
        newest, _ = await tx.deliveries.recent_posts(chats[0].id, 10)
    assert newest.kind == "correction"
    text = said(from_json(newest.post))
    assert corrected[line.replace("12", "14")] in text
    assert "Harbour workers in Norvik" not in text


def only_briefs(otherwise: Script) -> Script:
    """Write briefs well, and all else as another script."""

    def script(asked: Asked):
        return BOTH(asked) if asked.task is Task.BRIEF else otherwise(asked)

    return script
