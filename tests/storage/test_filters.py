"""Filters: kept as typed, known again however they are spelled."""

from fakes.news import NOW, minutes

from storage.model import Address, ChatKind, Filter, FilterKind
from storage.store import Store


async def test_a_rule_is_kept_as_typed_and_known_again_in_any_spelling(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        assert await tx.filters.add(chat.id, FilterKind.WATCH, "Cevdet  Yılmaz", NOW)
        assert not await tx.filters.add(chat.id, FilterKind.WATCH, "cevdet YILMAZ", NOW)
        later = NOW + minutes(1)
        assert await tx.filters.add(chat.id, FilterKind.MUTE, "cevdet yilmaz", later)
        rules = (
            Filter(chat.id, FilterKind.WATCH, "Cevdet  Yılmaz", NOW),
            Filter(chat.id, FilterKind.MUTE, "cevdet yilmaz", later),
        )
        assert await tx.filters.of(chat.id) == rules
        assert await tx.filters.of_many([chat.id, 99]) == {chat.id: rules}
        assert await tx.filters.remove(chat.id, FilterKind.WATCH, "CEVDET yilmaz")
        assert not await tx.filters.remove(chat.id, FilterKind.WATCH, "CEVDET yilmaz")
        assert await tx.filters.of(chat.id) == rules[1:]
