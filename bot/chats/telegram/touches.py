"""Touches on buttons, which want to be acknowledged."""

import asyncio

import structlog
from telegram import Bot
from telegram.error import TelegramError

log = structlog.get_logger()

ANSWER_TAP_WITHIN = 0.8
"""Seconds after which a touch is acknowledged, whatever it takes: a second feels broken."""


class Touch:
    """A touch on a button, which Telegram wants acknowledged once and soon."""

    def __init__(self, bot: Bot, query: str) -> None:
        self._bot = bot
        self._query = query
        self._acknowledged = False

    async def acknowledge(self, note: str = "") -> bool:
        """Acknowledge with a note; False when that was done before, so that nobody saw the note."""
        if self._acknowledged:
            return False
        self._acknowledged = True
        try:
            await self._bot.answer_callback_query(self._query, note or None)
        except TelegramError as error:
            log.info("telegram.touch_too_old", error=error.message)
            return False
        return True

    async def watch(self) -> None:
        """Acknowledge when nobody else has done it in time."""
        await asyncio.sleep(ANSWER_TAP_WITHIN)
        await self.acknowledge()
