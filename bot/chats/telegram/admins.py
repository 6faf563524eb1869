"""Who may change a group's settings: its admins, as Telegram knows them."""

import time
from collections import OrderedDict
from collections.abc import Callable

import structlog
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

log = structlog.get_logger()

KEPT_SECONDS = 120.0
"""How long an answer is believed: short enough that a new admin need not wait."""

_MOST = 10_000
_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


class Admins:
    """Asks Telegram who is an admin, and remembers for a while.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, bot: Bot, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], tuple[bool, float]] = OrderedDict()

    async def has(self, chat: int, user: int) -> bool:
        """Tell whether somebody is an admin; nobody is while Telegram does not answer."""
        known = self._known.get((chat, user))
        if known and self._clock() < known[1]:
            return known[0]
        try:
            member = await self._bot.get_chat_member(chat, user)
        except TelegramError as error:
            log.warning("telegram.admins_unknown", chat=chat, error=error.message)
            return False
        is_admin = member.status in _ADMINS
        self._known[chat, user] = (is_admin, self._clock() + KEPT_SECONDS)
        self._known.move_to_end((chat, user))
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return is_admin
