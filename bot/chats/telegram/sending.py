"""Messages on their way out: one request at a time, or as an answer that somebody waits for."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chats.errors import Blocked, ChatError, Moved, Wait
from bot.chats.patience import Patience, changed
from bot.chats.presence import Presence
from bot.chats.telegram.errors import changes_nothing, refuses_markup, translate
from bot.chats.telegram.render import unformatted
from bot.pace import Pace
from storage.model import Address, Json

log = structlog.get_logger()

Markup = InlineKeyboardMarkup | ForceReply | ReplyKeyboardMarkup


@dataclass(frozen=True, slots=True)
class Extras:
    """What may go with one message besides its payload.

    Attributes:
        reply_to: id of the message that it answers; sent without where that one is gone.
        silent: without a sound.
        markup: in place of the payload's own buttons.
    """

    reply_to: int | None = None
    silent: bool = False
    markup: Markup | None = None


class Wire:
    """Single requests that write, each translated into `bot.chats.errors`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, address: Address, payload: Json, extras: Extras | None = None) -> int:
        """Send one payload, as plain text where Telegram refuses its formatting.

        Returns:
            The message's id.

        Raises: see `bot.chats.errors`.
        """
        extras = extras or Extras()
        given: dict[str, Any] = {
            "chat_id": int(address.chat),
            "message_thread_id": int(address.thread) if address.thread else None,
            "disable_notification": extras.silent or None,
            "reply_markup": extras.markup or _buttons(payload),
            "link_preview_options": _preview(payload),
        }
        if extras.reply_to is not None:
            given["reply_parameters"] = ReplyParameters(
                extras.reply_to, allow_sending_without_reply=True
            )
        try:
            sent = await self._formatted(self._bot.send_message, payload, given)
        except TelegramError as error:
            raise translate(error, address) from error
        return sent.message_id

    async def edit(self, address: Address, message: int, payload: Json) -> None:
        """Give a message another text and other buttons; nothing when it has them already.

        Raises: see `bot.chats.errors`.
        """
        given: dict[str, Any] = {
            "chat_id": int(address.chat),
            "message_id": message,
            "reply_markup": _buttons(payload),
            "link_preview_options": _preview(payload),
        }
        try:
            await self._formatted(self._bot.edit_message_text, payload, given)
        except TelegramError as error:
            if not changes_nothing(error):
                raise translate(error, address) from error

    async def delete(self, address: Address, message: int) -> None:
        """Delete one of our messages.

        Raises: see `bot.chats.errors`.
        """
        try:
            await self._bot.delete_message(int(address.chat), message)
        except TelegramError as error:
            raise translate(error, address) from error

    async def _formatted(
        self, call: Callable[..., Any], payload: Json, given: dict[str, Any]
    ) -> Message:
        try:
            sent: Message = await call(text=payload["html"], parse_mode=ParseMode.HTML, **given)
        except TelegramError as error:
            if not refuses_markup(error):
                raise
            log.error("telegram.markup_refused", error=error.message)
            sent = await call(text=unformatted(str(payload["html"])), **given)
        return sent


class Answering:
    """Sends what somebody waits for: in its turn, again when told, never more than twice in doubt.

    Args:
        pace: shared with whoever else writes for this bot.
        presence: hears of chats that block us or move.
        clock: seconds, the same clock that `pace` is asked with elsewhere.
    """

    def __init__(
        self,
        wire: Wire,
        pace: Pace[str],
        presence: Presence,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._wire = wire
        self._pace = pace
        self._clock = clock
        self._presence = presence
        self._patience = Patience(pace, clock)

    async def send(
        self, address: Address, payloads: Sequence[Json], extras: Extras | None = None
    ) -> tuple[int, ...]:
        """Send the parts of an answer in order; the extras go with the first.

        A part that cannot be sent ends it; the log says why.

        Returns:
            The ids of the messages that were sent.
        """
        sent: list[int] = []
        for payload in payloads:
            message = await self._one(address, payload, extras or Extras())
            if message is None:
                break
            sent.append(message)
            extras = Extras()
        return tuple(sent)

    async def edit(self, address: Address, message: int, payload: Json) -> bool:
        """Change a message that somebody just touched; tells whether it is changed now."""
        error = await changed(lambda: self._wire.edit(address, message, payload))
        if error is not None:
            log.info("telegram.not_edited", chat=address.chat, error=str(error))
        return error is None

    async def put(self, address: Address, message: int, payload: Json) -> bool:
        """Change a message in its turn, as patiently as `send`; tells whether it is changed."""

        async def request(where: Address) -> None:
            await self._wire.edit(where, message, payload)

        try:
            await self._patience.send(address, _is_group(address), request)
        except ChatError as error:
            log.info("telegram.not_edited", chat=address.chat, error=str(error))
            return False
        return True

    async def take_back(self, address: Address, message: int) -> None:
        """Delete one of our messages, where it is there and may be deleted."""
        try:
            await self._wire.delete(address, message)
        except ChatError as error:
            log.info("telegram.not_deleted", chat=address.chat, error=str(error))

    def is_free(self, address: Address) -> bool:
        """Tell whether the limits allow a message to a chat right now."""
        now = self._clock()
        return max(self._pace.opens(now), self._pace.free(address.chat, now)) <= now

    async def once(
        self, address: Address, payload: Json, extras: Extras, into: int | None = None
    ) -> int:
        """Send something in one attempt, or put it into a message; gives the message.

        Raises: see `bot.chats.errors`.
        """
        now = self._clock()
        self._pace.left(address.chat, group=_is_group(address), now=now)
        try:
            with self._pace.away(address.chat, now, self._clock):
                if into is None:
                    return await self._wire.send(address, payload, extras)
                await self._wire.edit(address, into, payload)
                return into
        except Wait as wait:
            self._pace.hold(address.chat, self._clock() + wait.seconds)
            raise

    async def _one(self, address: Address, payload: Json, extras: Extras) -> int | None:
        at = address

        async def request(where: Address) -> int:
            nonlocal at
            at = where
            try:
                return await self._wire.send(where, payload, extras)
            except Moved as moved:
                await self._presence.moved(
                    replace(where, thread=""), replace(moved.address, thread="")
                )
                raise

        try:
            return await self._patience.send(address, _is_group(address), request)
        except ChatError as error:
            if isinstance(error, Blocked):
                log.info("telegram.answer_unwanted", chat=at.chat, error=str(error))
                await self._presence.gone(at)
            else:
                log.error("telegram.answer_lost", chat=at.chat, error=str(error))
            return None


def _is_group(address: Address) -> bool:
    return int(address.chat) < 0


def _buttons(payload: Json) -> InlineKeyboardMarkup | None:
    rows = payload.get("buttons")
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


def _preview(payload: Json) -> LinkPreviewOptions:
    url = payload.get("preview")
    return LinkPreviewOptions(url=url) if url else LinkPreviewOptions(is_disabled=True)
