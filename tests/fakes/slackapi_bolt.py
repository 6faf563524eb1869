"""Real clients of Slack on the fake one: slack_sdk's, and bolt's over a socket or over HTTP."""

import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from fakes.slackapi import SlackApi


def sdk(slack: SlackApi, token: str = "") -> AsyncWebClient:
    """Make a client of the Web API, the app's in the first workspace unless said otherwise."""
    return AsyncWebClient(token=token or slack.token, base_url=slack.url)


def bolt(slack: SlackApi) -> AsyncApp:
    """Make an app of the first workspace; it hears nothing yet."""
    return AsyncApp(client=sdk(slack), signing_secret=slack.signing_secret)


@contextlib.asynccontextmanager
async def over_socket(slack: SlackApi, app: AsyncApp) -> AsyncIterator[None]:
    """Have an app listen over a socket of its own."""
    before = slack.sockets
    handler = AsyncSocketModeHandler(
        app, slack.app_token, web_client=sdk(slack, slack.app_token), ping_interval=0.1
    )
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.until(lambda: slack.sockets == before + 1)
    yield
    await handler.close_async()  # type: ignore[no-untyped-call]


@contextlib.asynccontextmanager
async def serving(site: web.Application, path: str = "/") -> AsyncIterator[str]:
    """Serve a site, and give its address."""
    runner = web.AppRunner(site, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
    await runner.cleanup()


@contextlib.asynccontextmanager
async def over_http(slack: SlackApi, app: AsyncApp) -> AsyncIterator[str]:
    """Have an app listen over HTTP, and give its address."""
    async with serving(app.web_app("/slack/events"), "/slack/events") as address:
        await slack.deliver_to(address)
        yield address
        await slack.deliver_to(None)


async def refused(call: Coroutine[Any, Any, Any]) -> SlackApiError:
    """Give the error with which Slack refuses a call."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value
