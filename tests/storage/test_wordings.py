"""Briefs in other words: written once, whoever needs them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from fakes.news import NOW, article, brief, new
from storage.model import Wording
from storage.store import Store
from summarizer.model import Brief

LEASE = timedelta(minutes=10)


async def stored(store: Store) -> tuple[int, Brief]:
    """Store a brief; gives its number, and the brief."""
    found = article("a1")
    async with store.writing() as tx:
        await tx.articles.add(None, [new(found)], NOW)
        story = (await tx.stories.assign({"a1": None}, NOW))["a1"]
        told = brief(story, found)
        sequence = await tx.briefs.put(told, NOW)
        await tx.commit()
    return sequence, told


async def claimed(store: Store, *keys: Wording, minutes: float = 0) -> tuple[Wording, ...]:
    async with store.writing() as tx:
        mine = await tx.wordings.claim(keys, NOW + timedelta(minutes=minutes), LEASE)
        await tx.commit()
    return mine


async def test_of_two_who_want_to_write_the_same_one_gets_it(store: Store, another: Store):
    sequence, _ = await stored(store)
    turkish, russian = Wording(sequence, 0, "tr"), Wording(sequence, 0, "ru")
    both = await asyncio.gather(
        claimed(store, turkish, russian), claimed(another, turkish, russian)
    )
    assert sorted(key for mine in both for key in mine) == sorted((turkish, russian))


async def test_what_was_written_is_there_and_nobody_writes_it_again(store: Store):
    sequence, told = await stored(store)
    key = Wording(sequence, 0, "tr")
    await claimed(store, key)
    turkish = replace(told, headline="Başlık", language="tr")
    async with store.writing() as tx:
        await tx.wordings.put(key, turkish)
        await tx.commit()
    assert await claimed(store, key, minutes=60) == ()
    async with store.reading() as tx:
        assert await tx.wordings.get([key]) == {key: turkish}
        assert await tx.wordings.of([sequence]) == {key: turkish}
        assert await tx.wordings.missing([key], NOW) == ()


async def test_whoever_dies_while_writing_is_replaced_when_the_lease_ends(store: Store):
    sequence, _ = await stored(store)
    key = Wording(sequence, 0, "tr")
    assert await claimed(store, key) == (key,)
    assert await claimed(store, key, minutes=9) == ()
    assert await claimed(store, key, minutes=11) == (key,)


async def test_what_could_not_be_had_rests_for_a_while(store: Store):
    sequence, _ = await stored(store)
    key = Wording(sequence, 0, "tr")
    await claimed(store, key)
    async with store.writing() as tx:
        assert await tx.wordings.missing([key], NOW) == (key,)
        await tx.wordings.rest(key, NOW + timedelta(minutes=30))
        await tx.commit()
    async with store.reading() as tx:
        assert await tx.wordings.missing([key], NOW) == ()
        assert await tx.wordings.missing([key], NOW + timedelta(minutes=31)) == (key,)
    assert await claimed(store, key, minutes=31) == (key,)


async def test_an_update_and_a_translation_of_one_brief_are_two_things(store: Store):
    sequence, told = await stored(store)
    whole, news = Wording(sequence, 0, "tr"), Wording(sequence, 1, "tr")
    assert await claimed(store, whole, news) == (whole, news)
    async with store.writing() as tx:
        await tx.wordings.put(news, told)
        await tx.commit()
    async with store.reading() as tx:
        assert await tx.wordings.get([whole, news]) == {news: told}
        assert await tx.wordings.missing([whole, news], NOW) == (whole,)
