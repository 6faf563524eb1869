"""A Slack for each test, with the app that our own manifest makes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from fakes.slackapi import SlackApi
from storage.model import Address, Chat, ChatKind

MANIFEST = Path(__file__).parents[4] / "slack" / "manifest.yaml"


@pytest.fixture(scope="session")
def manifest() -> dict[str, object]:
    given: dict[str, object] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return given


@pytest.fixture
async def slack(manifest: dict[str, object]) -> AsyncIterator[SlackApi]:
    """Enforces its scopes, events and commands: what works here needs no more than it gives."""
    async with SlackApi(manifest=manifest) as api:
        yield api


@pytest.fixture
def a_chat() -> Chat:
    address = Address("slack", "T0HOME", "C1")
    return Chat(1, address, ChatKind.GROUP, "#news", datetime(2024, 5, 2, tzinfo=UTC))
