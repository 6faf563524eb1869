"""Answers that are shown while they grow, by Slack's streams."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from slack_sdk.web.async_chat_stream import AsyncChatStream

from bot.chats.growth import Growth
from bot.chats.slack.errors import FAILURES, code
from bot.chats.slack.render import LONGEST, body, render, tail
from bot.chats.slack.sending import Answering, Ref
from bot.post import Post
from storage.model import Address

log = structlog.get_logger()

EVERY = 0.7
"""Seconds between two looks at how far the answer has come."""

Start = Callable[[], Awaitable[AsyncChatStream]]
"""Makes a stream; it is opened with its first words."""


class Stream:
    """One answer on its way into a thread.

    A stream only grows. A state of the answer that does not begin with what is shown is passed
    over, and an answer that ends otherwise replaces the message as a whole.

    Attributes:
        growth: takes the states of the answer, and shows them.

    Args:
        start: makes the stream.
        root: of the thread that it stands in.
    """

    def __init__(self, start: Start, answering: Answering, address: Address, root: str) -> None:
        self._start = start
        self._answering = answering
        self._address = address
        self._root = root
        self._stream: AsyncChatStream | None = None
        self._shown = ""
        self._broken = False
        self.growth = Growth(self._show, EVERY)

    async def _show(self, post: Post) -> bool:
        # Shielded: an append that is cut off may or may not be shown.
        await asyncio.shield(self._append(body(post)))
        return not self._broken

    async def _append(self, text: str) -> None:
        more = text[len(self._shown) :]
        if self._broken or not more or not text.startswith(self._shown) or len(text) > LONGEST:
            return
        try:
            if self._stream is None:
                self._stream = await self._start()
            self._shown = text
            await self._stream.append(markdown_text=more)
        except FAILURES as error:
            log.info("slack.stream_broken", error=code(error) or type(error).__name__)
            self._broken = True

    async def finish(self, post: Post) -> tuple[Ref, ...]:
        """Bring the answer to its end: in the stream, or as plain messages where that fails.

        Returns:
            The messages that it takes; none where it could not be shown at all.
        """
        payloads = render(post)
        if len(payloads) == 1 and not self._broken:
            if not self._shown:
                for paragraph in _paragraphs(body(post)):
                    await self._append(self._shown + paragraph)
            if await self._close(post):
                return (self._ref(),)
        ts = self._stream.ts if self._stream else None
        if ts is None:
            return await self._answering.send(self._address, payloads, self._root)
        await self._abandon()
        first, *others = payloads
        if not await self._answering.edit(self._address, ts, first):
            return await self._answering.send(self._address, payloads, self._root)
        return (self._ref(), *await self._answering.send(self._address, others, self._root))

    async def _close(self, post: Post) -> bool:
        """End the stream with what is missing; False where it says something else by now."""
        text = body(post)
        if self._stream is None or self._broken or not text.startswith(self._shown):
            return False
        more = text[len(self._shown) :]
        try:
            await self._stream.stop(markdown_text=more or None, blocks=tail(post) or None)
        except FAILURES as error:
            log.info("slack.stream_broken", error=code(error) or type(error).__name__)
            self._broken = True
            return False
        return True

    async def _abandon(self) -> None:
        if self._stream is None or self._broken:
            return
        try:
            await self._stream.stop()
        except FAILURES as error:
            log.info("slack.stream_broken", error=code(error) or type(error).__name__)

    def _ref(self) -> Ref:
        return Ref(str(self._stream.ts if self._stream else ""), self._root)


def _paragraphs(text: str) -> list[str]:
    """Cut a text behind each blank line; nothing of it is lost."""
    parts = text.split("\n\n")
    return [f"{part}\n\n" for part in parts[:-1]] + parts[-1:]
