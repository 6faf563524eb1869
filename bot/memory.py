"""What our messages were about, from the store: answers for a while, posts for good."""

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.chats.memory import Context
from storage.errors import StorageError
from storage.model import Address, Remark
from storage.store import Store

log = structlog.get_logger()


class StoredMemory:
    """Remembers answers as long as `storage.remarks` keeps them; see `bot.chats.memory`.

    Args:
        clock: gives the time, aware and in UTC.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def remember(self, address: Address, message: str, context: Context) -> None:
        """Keep the context of an answer."""
        remark = Remark(context.thread, context.story, context.turn)
        try:
            async with self._store.writing() as tx:
                chat = await tx.chats.by_address(address)
                if chat is None:  # forgotten by the very words that this answers
                    return
                await tx.remarks.add(chat.id, message, remark, self._clock())
                await tx.commit()
        except StorageError as error:
            log.error("memory.storage", error=str(error))

    async def recall(self, address: Address, message: str) -> Context | None:
        """Give the context of a message; a post of several stories is about none of them."""
        try:
            async with self._store.reading() as tx:
                chat = await tx.chats.by_address(address)
                if chat is None:
                    return None
                if remark := await tx.remarks.find(chat.id, message):
                    return Context(remark.thread, remark.story, remark.turn)
                post = await tx.deliveries.by_message(chat.id, message)
        except StorageError as error:
            log.error("memory.storage", error=str(error))
            return None
        if post is None:
            return None
        return Context(message, post.stories[0] if len(post.stories) == 1 else None)
