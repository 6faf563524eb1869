"""What our messages were about: those of the outbox from the store, answers from this process."""

import structlog

from bot.chats.memory import Context, RecentMemory
from storage.errors import StorageError
from storage.model import Address
from storage.store import Store

log = structlog.get_logger()


class StoredMemory:
    """Remembers answers for a while, and posts of the outbox for good; see `bot.chats.memory`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._recent = RecentMemory()

    async def remember(self, address: Address, message: str, context: Context) -> None:
        """Keep the context of an answer."""
        await self._recent.remember(address, message, context)

    async def recall(self, address: Address, message: str) -> Context | None:
        """Give the context of a message; a post of several stories is about none of them."""
        known = await self._recent.recall(address, message)
        if known is not None:
            return known
        try:
            async with self._store.reading() as tx:
                chat = await tx.chats.by_address(address)
                post = await tx.deliveries.by_message(chat.id, message) if chat else None
        except StorageError as error:
            log.error("memory.storage", error=str(error))
            return None
        if post is None:
            return None
        return Context(message, post.stories[0] if len(post.stories) == 1 else None)
