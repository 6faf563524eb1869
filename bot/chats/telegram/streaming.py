"""What is shown while an answer is made: that we type, and the answer as far as it is known."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import structlog
from telegram import Bot
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError

from bot.chats.errors import ChatError
from bot.chats.telegram.render import draft
from bot.chats.telegram.sending import Answering, Extras, Wire
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
"""Seconds between two edits in a group, which takes twenty messages a minute from us in all."""

Show = Callable[[Post], Awaitable[bool]]
"""Shows a state; False when there is no use in showing another."""


@asynccontextmanager
async def typing(bot: Bot, address: Address) -> AsyncIterator[None]:
    """Show that we are typing while the block runs, unless it is quick."""
    task = asyncio.create_task(_keep_typing(bot, address))
    try:
        yield
    finally:
        await _stop(task)


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


class Growth:
    """Shows the newest state of an answer every so often, and skips those in between.

    Args:
        every: seconds from one state that is shown to the next.
    """

    def __init__(self, show: Show, every: float) -> None:
        self._show = show
        self._every = every
        self._newest: Post | None = None
        self._news = asyncio.Event()

    async def grow(self, post: Post) -> None:
        """Take the answer as far as it is known; waits for nothing."""
        self._newest = post
        self._news.set()

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Show while the block runs."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            await _stop(task)

    async def _run(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            if self._newest and not await self._show(self._newest):
                return
            await asyncio.sleep(self._every)


class Drafts:
    """Shows growing answers as drafts, which private chats have.

    A server that knows no drafts is not asked again in this process.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known = True

    def growth(self, address: Address, question: int) -> Growth:
        """Begin to show the answer to a message."""

        async def show(post: Post) -> bool:
            if self._known:
                await self._draft(address, question, draft(post))
            return self._known

        return Growth(show, DRAFT_EVERY)

    async def _draft(self, address: Address, number: int, html: str) -> None:
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
            self._known = False


class GrowingMessage:
    """Shows a growing answer in a group: sends its beginning, and edits it.

    Attributes:
        message: id of the message once there is one; the whole answer belongs into it.
    """

    def __init__(self, wire: Wire, answering: Answering, address: Address, extras: Extras) -> None:
        self._wire = wire
        self._answering = answering
        self._address = address
        self._extras = extras
        self.message: int | None = None

    def growth(self) -> Growth:
        """Begin to show the answer."""
        return Growth(self._show, EDIT_EVERY)

    async def _show(self, post: Post) -> bool:
        payload = {"html": draft(post)}
        if self.message is None:
            sent = await self._answering.send(self._address, (payload,), self._extras)
            self.message = sent[0] if sent else None
            return self.message is not None
        try:
            await self._wire.edit(self._address, self.message, payload)
        except ChatError as error:
            log.info("telegram.growth_ends", error=str(error))
            return False
        return True

    async def finish(self, payloads: Sequence[Json]) -> tuple[int, ...]:
        """Put the whole answer where its beginning stands; gives the messages that it takes."""
        first, *others = payloads
        if self.message is None or not await self._answering.edit(
            self._address, self.message, first
        ):
            return await self._answering.send(self._address, payloads, self._extras)
        return (self.message, *await self._answering.send(self._address, others))


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    # Waited for, not suppressed: our own being told to stop must get through.
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
