"""What is shown while an answer is made: that we type, and the answer as far as it is known."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
from telegram import Bot
from telegram.constants import ChatAction, ParseMode
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.chats.errors import ChatError
from bot.chats.growth import Grow, Growth, Show, beside
from bot.chats.telegram.render import draft
from bot.chats.telegram.sending import Answering, Extras
from bot.post import Post
from storage.model import Address, Json

log = structlog.get_logger()

TYPING_AFTER = 0.3
"""Seconds before we show that we type: most answers are there earlier."""

TYPING_LASTS = 4.5
"""Telegram shows it for five seconds."""

DRAFT_EVERY = 0.7
"""Seconds between two states of a draft; clients animate in between."""

EDIT_EVERY = 4.0
"""Seconds between two states in a group, which takes twenty messages a minute from us in all."""

MOST_STATES = 4
"""States of one answer that a group is shown: room is left for the answers to others."""


@asynccontextmanager
async def typing(bot: Bot, address: Address) -> AsyncIterator[None]:
    """Show that we are typing while the block runs, unless it is quick."""
    async with beside(_keep_typing(bot, address)):
        yield


async def _keep_typing(bot: Bot, address: Address) -> None:
    await asyncio.sleep(TYPING_AFTER)
    thread = int(address.thread) if address.thread else None
    while True:
        try:
            await bot.send_chat_action(int(address.chat), ChatAction.TYPING, thread)
        except TelegramError as error:
            log.debug("telegram.not_typing", error=error.message)
            return
        await asyncio.sleep(TYPING_LASTS)


@asynccontextmanager
async def showing(show: Show, every: float) -> AsyncIterator[Grow]:
    """Show an answer while the block runs; gives who takes its states.

    A state under way as the block ends is waited for: were it broken off, it could still arrive,
    behind the whole answer.
    """
    under_way: asyncio.Future[bool] | None = None

    async def shielded(post: Post) -> bool:
        nonlocal under_way
        under_way = asyncio.ensure_future(show(post))
        return await asyncio.shield(under_way)

    growth = Growth(shielded, every)
    try:
        async with growth.shown():
            yield growth.grow
    finally:
        if under_way is not None:
            await asyncio.wait([under_way])


class Drafts:
    """Shows growing answers as drafts, which private chats have.

    A server that knows no drafts is not asked again in this process.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known = True

    def showing(self, address: Address, question: int) -> AbstractAsyncContextManager[Grow]:
        """Show the answer to a message while the block runs."""

        async def show(post: Post) -> bool:
            return self._known and await self._draft(address, question, draft(post))

        return showing(show, DRAFT_EVERY)

    async def _draft(self, address: Address, number: int, html: str) -> bool:
        try:
            await self._bot.send_message_draft(
                int(address.chat),
                number,
                html,
                message_thread_id=int(address.thread) if address.thread else None,
                parse_mode=ParseMode.HTML,
            )
        except TelegramError as error:
            log.info("telegram.no_drafts", error=error.message)
            self._known = not isinstance(error, EndPointNotFound | InvalidToken)
            return False
        return True


class GrowingMessage:
    """Shows a growing answer in a group: sends its beginning, and edits it.

    A state that could not leave at once is skipped: the whole answer may be there before its turn.

    Attributes:
        message: id of the message once there is one; the whole answer belongs into it.
    """

    def __init__(self, answering: Answering, address: Address, extras: Extras) -> None:
        self._answering = answering
        self._address = address
        self._extras = extras
        self._states = 0
        self.message: int | None = None

    def showing(self) -> AbstractAsyncContextManager[Grow]:
        """Show the answer while the block runs."""
        return showing(self._show, EDIT_EVERY)

    async def _show(self, post: Post) -> bool:
        if not self._answering.is_free(self._address):
            return True
        payload = {"html": draft(post, goes_on=True)}
        try:
            self.message = await self._answering.once(
                self._address, payload, self._extras, into=self.message
            )
        except ChatError as error:
            log.info("telegram.growth_ends", error=str(error))
            return False
        self._states += 1
        return self._states < MOST_STATES

    async def finish(self, payloads: Sequence[Json]) -> tuple[int, ...]:
        """Put the whole answer where its beginning stands; gives the messages that it takes."""
        first, *others = payloads
        if self.message is None:
            return await self._answering.send(self._address, payloads, self._extras)
        if not await self._answering.put(self._address, self.message, first):
            # What stands there is not the answer, and may say otherwise.
            await self._answering.take_back(self._address, self.message)
            return await self._answering.send(self._address, payloads, self._extras)
        return (self.message, *await self._answering.send(self._address, others))
