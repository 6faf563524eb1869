"""The one web port: whether we are alive, and what platforms post. Off until a port is set."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.config import HEALTH_PATH
from bot.errors import BadConfiguration

Health = Callable[[], Awaitable[str | None]]
"""Tells what is wrong, or None when all is well."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""Answers a request."""

NOTHING_POSTED: Mapping[str, Handler] = {}

MOST_POSTED = 1 << 20
"""Bytes of a request that are read; updates of chats are far smaller."""


@asynccontextmanager
async def serving(
    host: str, port: int, health: Health, posted: Mapping[str, Handler] = NOTHING_POSTED
) -> AsyncIterator[int]:
    """Serve while the block runs.

    Args:
        host, port: where to listen; port 0 takes a free one.
        posted: who takes what is posted to a path.

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
    for path, handler in posted.items():
        app.router.add_post(path, handler)
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
