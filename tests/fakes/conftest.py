"""What the tests of the fake Slack begin with: the server, and real clients of it."""

from collections.abc import AsyncIterator

import pytest

from fakes.slackapi import SlackApi
from fakes.slackapi_bolt import bolt, over_http, over_socket, sdk


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with SlackApi() as server:
        yield server


@pytest.fixture
def client(slack):
    return sdk(slack)


@pytest.fixture
async def app(slack):
    """An app that listens over a socket."""
    made = bolt(slack)
    async with over_socket(slack, made):
        yield made


@pytest.fixture(params=[over_socket, over_http])
async def either_app(slack, request):
    """An app that listens over a socket, and one that listens over HTTP."""
    made = bolt(slack)
    async with request.param(slack, made):
        yield made
