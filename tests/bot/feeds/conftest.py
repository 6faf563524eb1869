"""A server on this machine, and a fetcher that may ask it."""

from datetime import UTC, datetime

import pytest

from bot.feeds.fetch import Fetcher, FetchSettings
from fakes.feedserver import FeedServer

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
async def server():
    async with FeedServer() as running:
        yield running


@pytest.fixture
async def fetcher():
    settings = FetchSettings(
        timeout=1.0, max_bytes=1_000_000, host_pause=0.0, allow_private=("127.0.0.0/8",)
    )
    async with Fetcher(settings, now=lambda: NOW) as opened:
        yield opened
