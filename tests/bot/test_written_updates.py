"""Updates in a model's words: what is new since a chat was told, checked like everything else."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.corrector import Corrector
from bot.post import Post, from_json
from bot.updates import said
from fakes.modelscripts import DOWN, honest, stating
from fakes.modelserver import ModelServer
from fakes.modelwords import Answer, Asked, Script
from fakes.office import Office, breaks, render, sent, subscribed
from fakes.strike import NOW, article
from storage.model import Chat, NewArticle
from storage.store import Store
from summarizer.llm.task import Task
from summarizer.text import tokens

LATER = (
    "Norvik court annuls harbour agreement",
    "A court in Norvik annulled the agreement between harbour workers and the Norvik Port "
    "Authority on Wednesday. Judge Henrik Dahl ordered both sides to pay 300,000 crowns. "
    "The union leader Astrid Holm announced an appeal.",
)


WORDED = "On Wednesday a court in Norvik annulled the agreement."


def written(update: Script) -> Script:
    """Write updates by a script, all else honestly."""

    def script(asked: Asked) -> Answer:
        return update(asked) if asked.task is Task.UPDATE else honest(asked)

    return script


def annulled(asked: Asked) -> Answer:
    """Say what is new in words of its own."""
    line = next(number for number, text in asked.lines.items() if "annulled" in text)
    return stating((WORDED, [line]))(asked)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with ModelServer(written(annulled)) as server, AsyncExitStack() as stack:
        yield Office(server, stack)


async def goes_on(store: Store, office: Office, *chats: str) -> list[Chat]:
    """Tell chats of a story, then let it go on a day later; gives the chats."""
    opened = await subscribed(store, *chats)
    await breaks(store)
    desks = await office.open(store)
    await desks.tell()
    later = article("b1", *LATER)
    async with store.writing() as tx:
        feed = await tx.feeds.by_url("https://news.example/feed")
        await tx.articles.add(feed.id, [NewArticle(later, tokens(later))], NOW)
        story = (await tx.stories.of_articles(["a1"]))["a1"]
        await tx.stories.assign({"b1": story}, NOW)
        await tx.commit()
    desks.now = NOW + timedelta(hours=20)
    await desks.tell()
    return opened


async def updates(store: Store, chat: Chat) -> list[Post]:
    async with store.reading() as tx:
        found = await tx.deliveries.recent_posts(chat.id, 10)
    return [from_json(record.post) for record in found if record.kind == "update"]


async def test_an_update_is_in_the_models_words_and_cites_its_source(office: Office, store: Store):
    (chat,) = await goes_on(store, office, "en")
    (post,) = await updates(store, chat)
    (line,) = post.blocks[0].lines
    assert line.text == WORDED
    assert post.sources[line.cites[0] - 1].article == "b1"


async def test_many_chats_share_one_update(office: Office, store: Store):
    chats = await goes_on(store, office, *["en"] * 20)
    assert all([await updates(store, chat) for chat in chats])
    assert len(office.calls(Task.UPDATE)) == 1


async def test_an_invented_update_gives_way_to_what_the_briefs_tell(office: Office, store: Store):
    office.server.script = written(stating(("Zebulon Quackenbush fled with 9,999 crowns.", [1])))
    (chat,) = await goes_on(store, office, "en")
    (post,) = await updates(store, chat)
    assert "Quackenbush" not in said(post)
    assert "annulled" in said(post)
    assert len(office.calls(Task.UPDATE)) == 2


async def test_when_the_model_fails_the_update_comes_all_the_same(office: Office, store: Store):
    office.server.script = written(lambda asked: DOWN)
    (chat,) = await goes_on(store, office, "en")
    (post,) = await updates(store, chat)
    assert "annulled" in said(post)


async def test_where_the_model_finds_nothing_new_only_new_numbers_are_told(
    office: Office, store: Store
):
    office.server.script = written(stating())
    (chat,) = await goes_on(store, office, "en")
    (post,) = await updates(store, chat)
    assert [line.text for line in post.blocks[0].lines] == [
        "Judge Henrik Dahl ordered both sides to pay 300,000 crowns."
    ]


async def test_an_update_in_the_models_words_is_corrected_like_every_other(
    office: Office, store: Store
):
    (chat,) = await goes_on(store, office, "en")
    await sent(store)
    (desks,) = office.desks
    changed = article("b1", LATER[0], LATER[1].replace("Wednesday", "Thursday"))
    async with store.writing() as tx:
        feed = await tx.feeds.by_url("https://news.example/feed")
        await tx.articles.add(feed.id, [NewArticle(changed, tokens(changed))], NOW)
        await tx.commit()
    async for _ in desks.pipeline.brief():
        pass
    corrector = Corrector(store, {"fake": render}, {"fake"}, desks.clock, desks.interpreter)
    await corrector.correct()
    async with store.reading() as tx:
        found = await tx.deliveries.recent_posts(chat.id, 10)
    corrected = [from_json(one.post) for one in found if one.kind == "correction"]
    (put_right,) = [post for post in corrected if WORDED.rstrip(".") in said(post)]
    (noted,) = [line.text for line in put_right.blocks[-1].lines]
    assert noted == f"It no longer says “{WORDED.rstrip('.')}”."
    told = [line.text for block in put_right.blocks[:-1] for line in block.lines]
    assert WORDED not in told
