"""The model dies in the middle of the morning's digests: every chat still gets its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.chats.port import Limits
from bot.deliver import Deliverer
from bot.digests import Digests
from bot.pace import Pace
from fakes.chatserver import ChatServer, ServerAdapter
from fakes.modelscripts import honest
from fakes.modelserver import ModelServer
from fakes.modelwords import Answer, Asked, Drops
from fakes.office import TOPICS, Office, breaks, subscribed
from fakes.strike import NOW
from storage.model import Chat, DigestTime
from storage.store import Store
from summarizer.llm.task import Task

EVERY_DAY = (DigestTime(tuple(range(7)), time(9, 0)),)
OTHER = {
    "title": "Late frost ruins apple harvest in Tarnau",
    "body": "Late frost destroyed most of the apple harvest around Tarnau, growers said. "
    "The growers' association demanded help from the agriculture ministry.",
}


class Dying:
    """A model that works until it is told to die, then drops every connection."""

    def __init__(self) -> None:
        self.lives_for = 0
        self.digests = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.task in (Task.OPENING, Task.TRANSLATE):
            self.digests += 1
            if self.digests > self.lives_for:
                return Drops()
        return honest(asked)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with ModelServer(Dying()) as server, AsyncExitStack() as stack:
        yield Office(server, stack)


async def planned(store: Store, chats: list[Chat]) -> None:
    """Let the chats have a digest that is due now, and no alerts."""
    async with store.writing() as tx:
        for chat in chats:
            since = NOW - timedelta(hours=1)
            await tx.chats.save(replace(chat, digest=EVERY_DAY, digest_since=since, digest_due=NOW))
        await tx.commit()


@pytest.mark.parametrize("lives_for", [0, 1, 3])
async def test_every_chat_gets_its_digest_whenever_the_model_dies(
    office: Office, store: Store, lives_for: int
):
    office.server.script.lives_for = lives_for
    chats = await subscribed(store, *["en", "tr", "de", "ru", "en", "tr"])
    await breaks(store, "a1")
    await breaks(store, "a2", **OTHER)
    await planned(store, chats)
    desks = await office.open(store)
    async with ChatServer() as platform, ServerAdapter(platform.url) as adapter:
        async for _ in desks.pipeline.brief():
            pass
        await digests_of(desks, adapter).queue_due()
        await Deliverer(store, adapter, desks.clock, Pace(Limits())).drain()
        for number in range(len(chats)):
            said = "\n".join(platform.texts(str(number)))
            assert "Holm" in said
            assert "apple harvest" in said
    assert office.server.script.digests > lives_for


def digests_of(desks, adapter: ServerAdapter) -> Digests:
    return Digests(
        desks.store,
        desks.desk.opening,
        {"fake": adapter.render},
        TOPICS,
        timedelta(hours=24),
        desks.clock,
        desks.desk.worded,
    )
