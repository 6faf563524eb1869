"""Messages on Telegram are changed when their source is."""

import pytest

from bot.chats.port import Editing
from bot.corrector import Corrector
from fakes.newsroom import VISIT, newsroom
from fakes.world import NOON


@pytest.fixture
async def room(api, tmp_path):
    async with newsroom(api, tmp_path) as opened:
        yield opened


async def test_a_withdrawn_story_is_taken_out_of_its_message(api, room):
    ada = api.world.person("Ada")
    chat = api.world.private(ada)
    api.says(ada, "/subscribe world")
    await api.answers(chat, 1)
    await room.breaks(VISIT)
    *_, alert = await api.answers(chat, 2)
    assert "cease-fire" in alert.text
    async with room.store.writing() as tx:
        await tx.articles.withdraw("visit", NOON)
        await tx.commit()
    assert isinstance(room.adapter, Editing)
    corrector = Corrector(room.store, {"telegram": room.adapter.render}, {"telegram"}, room.clock)
    assert await corrector.correct() == 1
    await room.tick()
    assert alert.edits == 1
    assert alert.text.startswith(f"Withdrawn by its source: {VISIT.headline}")
    assert "cease-fire" not in alert.text
    assert alert.buttons == []
    assert await corrector.correct() == 0
