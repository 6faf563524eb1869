"""A Slack for each test."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from fakes.slackapi import SlackApi
from storage.model import Address, Chat, ChatKind


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi() as api:
        yield api


@pytest.fixture
def a_chat() -> Chat:
    address = Address("slack", "T0HOME", "C1")
    return Chat(1, address, ChatKind.GROUP, "#news", datetime(2024, 5, 2, tzinfo=UTC))
