"""Remarks: what a message was about is known until it is too old, and goes with its chat."""

from datetime import timedelta

from fakes.news import NOW
from storage.model import Address, ChatKind, Remark
from storage.remarks import KEPT
from storage.store import Store

TOLD = Remark("root", 3, 7)


async def opened(store: Store, place: str = "1") -> int:
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", place), ChatKind.PRIVATE, "", NOW)
        await tx.commit()
    return chat.id


async def test_what_a_message_was_about_is_known_in_its_chat_alone(store: Store, another: Store):
    chat, other = await opened(store), await opened(store, "2")
    async with store.writing() as tx:
        await tx.remarks.add(chat, "55", Remark(), NOW)
        await tx.remarks.add(chat, "55", TOLD, NOW)
        await tx.commit()
    async with another.reading() as tx:
        assert await tx.remarks.find(chat, "55") == TOLD
        assert await tx.remarks.find(chat, "56") is None
        assert await tx.remarks.find(other, "55") is None


async def test_what_is_too_old_makes_room(store: Store):
    chat = await opened(store)
    async with store.writing() as tx:
        await tx.remarks.add(chat, "1", TOLD, NOW)
        await tx.remarks.add(chat, "2", TOLD, NOW + KEPT)
        assert await tx.remarks.find(chat, "1") == TOLD
        await tx.remarks.add(chat, "3", TOLD, NOW + KEPT + timedelta(seconds=1))
        assert await tx.remarks.find(chat, "1") is None
        assert await tx.remarks.find(chat, "2") == TOLD


async def test_a_chat_that_is_forgotten_takes_its_messages_along(store: Store):
    chat = await opened(store)
    async with store.writing() as tx:
        await tx.remarks.add(chat, "1", TOLD, NOW)
        await tx.chats.forget(chat)
        assert await tx.remarks.find(chat, "1") is None
