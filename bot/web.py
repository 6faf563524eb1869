"""The one web port: whether we are alive, and what platforms ask. Off until a port is set."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.chats.hook import Route
from bot.config import HEALTH_PATH
from bot.errors import BadConfiguration
from storage.errors import StorageError

Health = Callable[[], Awaitable[str | None]]
"""Tells what is wrong, or None when all is well."""

MOST_POSTED = 1 << 20
"""Bytes of a request that are read; updates of chats are far smaller."""


def page(path: str, content_type: str, write: Callable[[], Awaitable[bytes]]) -> Route:
    """Give a page that is written anew whenever somebody asks for it.

    Args:
        path: with a leading slash.
        content_type: of what is written.
        write: writes it; where the memory fails, the page says so with status 503.
    """

    async def handle(_request: web.Request) -> web.StreamResponse:
        try:
            written = await write()
        except StorageError as error:
            return web.Response(text=str(error), status=503)
        return web.Response(body=written, headers={"Content-Type": content_type})

    return Route(path, handle, "GET")


@asynccontextmanager
async def serving(
    host: str, port: int, health: Health, routes: Sequence[Route] = ()
) -> AsyncIterator[int]:
    """Serve while the block runs.

    Args:
        host, port: where to listen; port 0 takes a free one.
        routes: what is served besides.

    Yields:
        The port.

    Raises:
        BadConfiguration: nothing can listen there.
    """

    async def healthz(_request: web.Request) -> web.Response:
        wrong = await health()
        return web.Response(text=wrong or "ok", status=503 if wrong else 200)

    app = web.Application(client_max_size=MOST_POSTED)
    app.router.add_get(HEALTH_PATH, healthz)
    for route in routes:
        app.router.add_route(route.method, route.path, route.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise BadConfiguration(
                f"web: cannot listen on {host}:{port}: {error.strerror}"
            ) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
