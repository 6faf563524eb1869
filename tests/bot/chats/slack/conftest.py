"""A Slack for each test, with the app that our own manifest makes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from fakes.slackapi import SlackApi
from fakes.slackbot import manifest
from storage.model import Address, Chat, ChatKind


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    """Enforces its scopes, events and commands: what works here needs no more than it gives."""
    async with SlackApi(manifest()) as api:
        yield api


@pytest.fixture
def a_chat() -> Chat:
    address = Address("slack", "T0HOME", "C1")
    return Chat(1, address, ChatKind.GROUP, "#news", datetime(2024, 5, 2, tzinfo=UTC))
