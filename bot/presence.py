"""Keeps what adapters learn of chats: gone, back, moved. See `bot.chats.presence.Presence`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from storage.errors import StorageError
from storage.model import Address, Chat, ChatKind, ChatState
from storage.store import Store, Transaction

log = structlog.get_logger()


class StoredPresence:
    """Keeps it in the store.

    A chat that stopped by itself stays stopped, whatever the platform says of it.

    Args:
        clock: gives the time, aware and in UTC.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def gone(self, address: Address) -> None:
        """Pause the chats there, and cancel what they wait for."""
        await self._turn(address, ChatState.ACTIVE, ChatState.BLOCKED)

    async def back(self, address: Address) -> None:
        """Take up the chats there that were only blocked."""
        await self._turn(address, ChatState.BLOCKED, ChatState.ACTIVE)

    async def moved(self, old: Address, new: Address) -> None:
        """Let the chats there follow; again is no harm."""
        try:
            async with self._store.writing() as tx:
                await tx.chats.moved(old, new)
                await tx.commit()
        except StorageError as error:
            log.error("presence.lost", chat=old.chat, error=str(error))

    async def left(self, platform: str, account: str) -> None:
        """Pause all chats of an account, and cancel what they wait for."""
        await self._turn_account(platform, account, ChatState.ACTIVE, ChatState.BLOCKED)

    async def returned(self, platform: str, account: str) -> None:
        """Take up the chats of an account that were only blocked."""
        await self._turn_account(platform, account, ChatState.BLOCKED, ChatState.ACTIVE)

    async def _turn(self, address: Address, before: ChatState, after: ChatState) -> None:
        try:
            async with self._store.writing() as tx:
                await self._turn_chats(tx, await _at(tx, address), before, after)
                await tx.commit()
        except StorageError as error:
            log.error("presence.lost", chat=address.chat, error=str(error))

    async def _turn_account(
        self, platform: str, account: str, before: ChatState, after: ChatState
    ) -> None:
        try:
            async with self._store.writing() as tx:
                every = await tx.chats.all(platform=platform, state=before)
                theirs = tuple(one for one in every if one.address.account == account)
                await self._turn_chats(tx, theirs, before, after)
                await tx.commit()
        except StorageError as error:
            log.error("presence.lost", account=account, error=str(error))

    async def _turn_chats(
        self, tx: Transaction, chats: tuple[Chat, ...], before: ChatState, after: ChatState
    ) -> None:
        for chat in chats:
            if chat.state is before:
                await tx.chats.save(replace(chat, state=after))
                if after is ChatState.BLOCKED:
                    await tx.deliveries.cancel(chat.id, self._clock())


async def _at(tx: Transaction, address: Address) -> tuple[Chat, ...]:
    """Give the chats of an address; without a thread, those of its threads as well."""
    chat = await tx.chats.by_address(address)
    if address.thread or (chat and chat.kind is ChatKind.PRIVATE):
        return (chat,) if chat else ()
    every = await tx.chats.all(platform=address.platform)
    return tuple(one for one in every if replace(one.address, thread="") == address)
