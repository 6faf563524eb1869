"""The operators' book: what they grant holds until it is taken back, over restarts as well."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.access import Grants, Role
from bot.book import StoredBook
from storage.model import Address, ChatKind, Usage
from storage.store import Store

NOW = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
HERE = Address("telegram", "9", "-1")


async def test_grants_outlive_the_process(store: Store, another: Store):
    book = StoredBook(store)
    await book.grant("telegram:1", Role.OPERATOR, "telegram:1", NOW)
    await book.grant("telegram:2", Role.GUEST, "telegram:1", NOW)
    await book.grant("telegram:2", Role.GUEST, "telegram:1", NOW)
    later = StoredBook(another)
    assert await later.grants() == Grants(frozenset({"telegram:1"}), frozenset({"telegram:2"}))
    assert await later.revoke("telegram:2", Role.GUEST)
    assert not await later.revoke("telegram:2", Role.GUEST)
    assert await book.grants() == Grants(frozenset({"telegram:1"}))


async def test_a_chat_has_spent_what_its_calls_cost_since_midnight(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(HERE, ChatKind.GROUP, "", NOW)
        call = Usage(NOW, "answer", "llm", "small", 1, 0, 1, 0.25, 1.0, "ok", chat=chat.id)
        await tx.usage.add(call)
        await tx.usage.add(replace(call, at=NOW - timedelta(hours=1)))
        await tx.commit()
    book = StoredBook(store)
    assert await book.spent(HERE, NOW) == 0.25
    assert await book.spent(HERE, NOW + timedelta(days=1)) == 0.0
