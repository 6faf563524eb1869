"""A fake Bot API, and a bot on it with a scripted listener."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from fakes.botapi import FakeBotApi
from fakes.telegrambot import Bot, Scripted, running

# How long an example takes says more of what else runs on the machine than of us.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with running(api, Scripted()) as one:
        yield one
