"""Takes what Slack posts to us: a handler for the one web port."""

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

from bot.chats.hook import Route

PATH = "/slack/events"
"""Where events, commands and touches are posted: one address for all three."""


class Doorway:
    """The address that Slack posts to. Bolt checks the signature of everything."""

    def __init__(self) -> None:
        self._app: AsyncApp | None = None

    @property
    def route(self) -> Route:
        """Where it is on the web port."""
        return Route(PATH, self.handle)

    def open(self, app: AsyncApp) -> None:
        """Hand on to an app what is posted from now on."""
        self._app = app

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take one request; Slack tries again where we do not listen yet."""
        if self._app is None:
            return web.Response(status=503)
        answer = await self._app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)
