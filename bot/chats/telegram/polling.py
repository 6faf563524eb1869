"""Asks Telegram what happened, by long polling.

Updates are fetched raw: the SDK parses a batch as a whole, so that one malformed update would
come again and again and nothing behind it ever.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.chats.telegram.transport import Flooded
from bot.errors import BadConfiguration

log = structlog.get_logger()

POLL_SECONDS = 25
"""How long Telegram holds a request open until something happens."""

BACKOFF_FIRST, BACKOFF_LAST = 1.0, 30.0
"""Seconds between two attempts while Telegram cannot be reached; doubling."""

IMPATIENT_SECONDS = 0.2
"""Between two polls of a server that does not hold them open, as some stand-ins do not."""

CONFLICT_SECONDS = 5.0
"""How long another poller on our token is left alone: it may be a process that is just ending."""

NOT_ACCEPTED = (
    "Telegram does not accept TELEGRAM_BOT_TOKEN. Copy it anew from @BotFather: /mybots, your "
    "bot, API Token."
)

Take = Callable[[Mapping[str, Any]], Awaitable[bool]]
"""Takes one raw update, and tells whether it is done with; raises nothing."""


class Client(Bot):
    """The SDK's client, which also gives updates as they come."""

    async def raw_updates(
        self, offset: int, seconds: int, limit: int, wanted: tuple[str, ...]
    ) -> list[dict[str, Any]]:
        """Ask for updates from a number on, and wait so long for the first."""
        data = {"offset": offset, "timeout": seconds, "limit": limit, "allowed_updates": wanted}
        result = await self._post("getUpdates", data, read_timeout=seconds + 10)
        return result if isinstance(result, list) else []


class Poller:
    """Polls one bot's updates.

    Args:
        wanted: kinds of updates.
        take: given each update once, in order.
    """

    def __init__(self, client: Client, wanted: tuple[str, ...], take: Take) -> None:
        self._client = client
        self._wanted = wanted
        self._take = take
        self._offset = 0

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            BadConfiguration: the token is not accepted any more.
        """
        backoff = BACKOFF_FIRST
        while True:
            began = time.monotonic()
            try:
                updates = await self._fetch(POLL_SECONDS)
            except InvalidToken:
                raise BadConfiguration(NOT_ACCEPTED) from None
            except Conflict as error:
                log.error("telegram.conflict", error=error.message)
                await asyncio.sleep(CONFLICT_SECONDS)
            except Flooded as error:
                await asyncio.sleep(error.seconds)
            except TelegramError as error:
                log.warning("telegram.unreachable", error=error.message, again_in=backoff)
                await asyncio.sleep(backoff)
                backoff = min(2 * backoff, BACKOFF_LAST)
            else:
                backoff = BACKOFF_FIRST
                for update in updates:
                    self._offset = max(self._offset, int(update.get("update_id", -1)) + 1)
                    await self._take(update)
                if not updates and time.monotonic() - began < 1.0:
                    await asyncio.sleep(IMPATIENT_SECONDS)

    async def confirm(self) -> None:
        """Tell Telegram what was taken, so that it does not come again after a restart."""
        if self._offset:
            try:
                await self._fetch(0, limit=1)
            except TelegramError as error:
                log.info("telegram.not_confirmed", error=error.message)

    async def _fetch(self, seconds: int, limit: int = 100) -> list[dict[str, Any]]:
        return await self._client.raw_updates(self._offset, seconds, limit, self._wanted)
