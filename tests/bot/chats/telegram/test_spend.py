"""What a chat may cost a day, from the setting over the model's accounts to what it is told."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App, open_app
from bot.config import load
from bot.secrets import Secrets
from fakes.botapi import FakeBotApi
from fakes.memory import fill
from fakes.modelscripts import honest
from fakes.modelserver import ModelServer
from fakes.world import NOON, VISIT

ASKED = "What did Erdoğan and Bektenov discuss?"
USED_UP = "This chat has used up what it may cost in a day. I answer again tomorrow; digests and "


@dataclass
class Day:
    """A program, as its settings make it, whose clock is turned by hand."""

    api: FakeBotApi
    environment: dict[str, str]
    now: datetime = NOON

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[App]:
        """Run it while the block runs."""
        secrets = Secrets(
            telegram_bot_token=SecretStr(self.api.token), openai_api_key=SecretStr("key")
        )
        settings = load(None, self.environment)
        async with open_app(
            settings, secrets, clock=lambda: self.now, platforms=("telegram",)
        ) as app:
            await fill(app.store, VISIT)
            (adapter,) = app.adapters
            listening = asyncio.create_task(adapter.run(app.listener))
            try:
                yield app
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)


@pytest.fixture
async def day(api: FakeBotApi, tmp_path: Path) -> AsyncIterator[Day]:
    async with ModelServer(honest) as model:
        yield Day(
            api,
            {
                "DATABASE_URL": f"sqlite:///{tmp_path}/day.db",
                "TELEGRAM_API_BASE": api.url,
                "OPENAI_BASE_URL": model.url,
                "TELLAL__ENGINE__NAME": "llm",
                "TELLAL__ENGINE__MODELS__BRIEF": "small",
                "TELLAL__ENGINE__PRICES": '{"small": {"in": 0.1, "out": 0.1}}',
                "TELLAL__ACCESS__OPEN": "true",
                "TELLAL__ACCESS__CHAT_SPEND_PER_DAY": "0.000001",
            },
        )


async def test_a_chat_that_has_cost_its_day_is_told_kindly_and_others_and_tomorrow_are_not(
    api: FakeBotApi, day: Day
):
    ada, bob = api.world.person("Ada"), api.world.person("Bob")
    mine, his = api.world.private(ada), api.world.private(bob)
    async with day.open() as app:
        api.says(ada, ASKED)
        (first,) = await api.answers(mine, 1)
        assert "Daily Sabah" in first.text
        async with app.store.reading() as tx:
            (total,) = await tx.usage.totals(
                NOON - timedelta(days=1), day.now + timedelta(days=1), "chat"
            )
        assert total.cost > 0.000001
        api.says(ada, ASKED)
        assert (await api.answers(mine, 2))[-1].text.startswith(USED_UP)
        api.says(ada, "/settings")
        assert (await api.answers(mine, 3))[-1].text.startswith("Settings")
        api.says(bob, ASKED)
        assert "Daily Sabah" in (await api.answers(his, 1))[-1].text
    async with day.open():  # what was spent is no matter of one process
        api.says(ada, ASKED)
        assert (await api.answers(mine, 4))[-1].text.startswith(USED_UP)
        day.now += timedelta(days=1)
        api.says(ada, ASKED)
        assert "Daily Sabah" in (await api.answers(mine, 5))[-1].text
