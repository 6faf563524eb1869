"""Filters: kept as typed, known again however they are spelled."""

from fakes.news import NOW, article, brief, minutes, new
from storage.model import Address, ChatKind, Filter, FilterKind
from storage.store import Store, Transaction
from summarizer.model import Actor, ActorType


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


async def tell(tx: Transaction, id_: str, name: str, *aliases: str) -> None:
    """Store a story that names somebody."""
    found = article(id_)
    await tx.articles.add(None, [new(found)], NOW)
    story = (await tx.stories.assign({id_: None}, NOW))[id_]
    await tx.briefs.put(brief(story, found, [Actor(name, ActorType.PERSON, aliases)]), NOW)


async def test_a_watched_name_comes_with_what_else_the_articles_call_whom_it_names(store: Store):
    async with store.writing() as tx:
        await tell(tx, "a1", "Recep Tayyip Erdoğan", "Erdoğan", "أردوغان")
        await tell(tx, "a2", "Olzhas Bektenov", "Bektenov")
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        await tx.filters.add(chat.id, FilterKind.WATCH, "recep tayyip erdogan", NOW)
        await tx.filters.add(chat.id, FilterKind.MUTE, "Bektenov", NOW)
        also = {one.text: one.also for one in await tx.filters.of(chat.id)}
        assert also == {"recep tayyip erdogan": ("Erdoğan", "أردوغان"), "Bektenov": ()}


async def test_a_name_that_somebody_else_goes_by_as_well_is_not_watched_with_it(store: Store):
    async with store.writing() as tx:
        await tell(tx, "a1", "Astrid Holm", "Holm", "A. Holm")
        await tell(tx, "a2", "Bjarne Holm", "Holm")
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        await tx.filters.add(chat.id, FilterKind.WATCH, "Astrid Holm", NOW)
        await tx.filters.add(chat.id, FilterKind.WATCH, "Holm", NOW)
        also = {one.text: one.also for one in await tx.filters.of(chat.id)}
        assert also["Astrid Holm"] == ("A. Holm",)
        assert set(also["Holm"]) == {"A. Holm", "Astrid Holm", "Bjarne Holm"}
