"""The one web port: whether we are alive, and figures for a monitor. Off until a port is set."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import BadConfiguration

Health = Callable[[], Awaitable[str | None]]
"""Tells what is wrong, or None when all is well."""


@asynccontextmanager
async def serving(host: str, port: int, health: Health) -> AsyncIterator[int]:
    """Serve while the block runs.

    Args:
        host, port: where to listen; port 0 takes a free one.

    Yields:
        The port.

    Raises:
        BadConfiguration: nothing can listen there.
    """

    async def healthz(_request: web.Request) -> web.Response:
        wrong = await health()
        return web.Response(text=wrong or "ok", status=503 if wrong else 200)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
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
