"""Takes updates that Telegram posts to us: a handler for the one web port."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from aiohttp import web

from bot.chats.telegram.polling import Take

log = structlog.get_logger()

HEADER = "X-Telegram-Bot-Api-Secret-Token"


def secret_of(token: str) -> str:
    """Give the secret that Telegram shall show us: bound to the token, and not the token."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram posts updates to.

    Attributes:
        url: as Telegram knows it, https and public.
        path: of it, to be served on the web port.
        secret: that every request must show.
    """

    url: str
    path: str
    secret: str
    take: Take

    async def handle(self, request: web.Request) -> web.Response:
        """Take one update; answers as soon as it waits for its turn."""
        shown = request.headers.get(HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), self.secret.encode()):
            log.warning("telegram.webhook_refused", remote=request.remote)
            return web.Response(status=HTTPStatus.FORBIDDEN)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if isinstance(update, dict) and not await self.take(update):
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)  # it will come again
        return web.Response()
