"""Briefs: numbered, announced once, and read back as they were written."""

import asyncio
from datetime import timedelta

from fakes.news import NOW, article, brief, claim, new
from storage.store import Store, Transaction
from summarizer.model import Actor, ActorType, Brief


async def stories(tx: Transaction, *ids: str) -> list[int]:
    await tx.articles.add(None, [new(article(id_)) for id_ in ids], NOW)
    assigned = await tx.stories.assign(dict.fromkeys(ids), NOW)
    return [assigned[id_] for id_ in ids]


async def test_a_brief_comes_back_exactly_as_it_was_stored(store: Store):
    found = article("a1", title="Görüşme 😀")
    async with store.writing() as tx:
        (story,) = await stories(tx, "a1")
        whole = Brief(
            story=story,
            version=3,
            headline="Görüşme 😀",
            summary=(claim("They met.", found), claim("They signed.", found, 2)),
            actors=(
                Actor(
                    "Olzhas Bektenov",
                    ActorType.PERSON,
                    ("Bektenov",),
                    "Prime Minister",
                    claim("", found).citations,
                ),
            ),
            outcomes=(claim("An agreement was signed.", found, 2),),
            language="tr",
            sources=brief(story, found).sources,
            engine="llm",
            model="some-model",
            prompt_version="2",
        )
        await tx.briefs.put(whole, NOW)
        await tx.commit()
    async with store.reading() as tx:
        assert await tx.briefs.latest([story, 99]) == {story: whole}
        assert [one async for one in tx.briefs.all()] == [whole]


async def test_numbers_grow_and_the_newest_brief_of_a_story_counts(store: Store):
    async with store.writing() as tx:
        assert await tx.briefs.last_sequence() == 0
        one, two = await stories(tx, "a1", "a2")
        first = await tx.briefs.put(brief(one, article("a1"), headline="old"), NOW)
        second = await tx.briefs.put(brief(two, article("a2")), NOW)
        third = await tx.briefs.put(brief(one, article("a1"), headline="new"), NOW)
        assert first < second < third == await tx.briefs.last_sequence()
        assert (await tx.briefs.latest([one]))[one].headline == "new"
        assert [found.story async for found in tx.briefs.all()] == [two, one]


async def test_each_brief_is_announced_once_in_order_and_an_overtaken_one_never(store: Store):
    async with store.writing() as tx:
        one, two = await stories(tx, "a1", "a2")
        await tx.briefs.put(brief(one, article("a1"), headline="old"), NOW)
        second = await tx.briefs.put(brief(two, article("a2")), NOW)
        third = await tx.briefs.put(brief(one, article("a1"), headline="new"), NOW)
        waiting = await tx.briefs.unannounced(9)
        assert [(head.id, head.sequence) for head in waiting] == [(two, second), (one, third)]
        assert waiting[1].brief.headline == "new"
        assert [head.id for head in await tx.briefs.unannounced(1)] == [two]
        await tx.briefs.announced([second])
        assert [head.id for head in await tx.briefs.unannounced(9)] == [one]


async def test_briefs_stored_together_are_each_as_if_stored_alone(store: Store):
    async with store.writing() as tx:
        ids = await stories(tx, "a1", "a2", "a3")
        cited = [claim("", article(id_)).citations for id_ in ("a1", "a2", "a3")]
        told = [
            brief(
                story,
                article(id_),
                (
                    Actor("Olzhas Bektenov", ActorType.PERSON, (), None, citations),
                    Actor(f"Only {id_}", ActorType.PERSON, (), "Minister", citations),
                ),
                headline=id_,
            )
            for story, id_, citations in zip(ids, ("a1", "a2", "a3"), cited, strict=True)
        ]
        old = await tx.briefs.put(brief(ids[1], article("a2"), headline="old"), NOW)
        numbers = await tx.briefs.put_all(told, NOW)
        assert list(numbers) == sorted(numbers)
        assert await tx.briefs.numbered(numbers) == dict(zip(numbers, told, strict=True))
        waiting = await tx.briefs.unannounced(9)
        assert [(head.id, head.sequence) for head in waiting] == list(
            zip(ids, numbers, strict=True)
        )
        assert await tx.briefs.stored(old) == (NOW, True)
        assert await tx.stories.claim_unbriefed(NOW, 9, timedelta(hours=1)) == ()
        (everywhere,) = await tx.actors.find("Bektenov")
        assert (everywhere.stories, everywhere.mentions) == (3, 3)
        (once,) = await tx.actors.find("Only a2")
        (mention,) = await tx.actors.mentions(once.id, 9)
        assert (mention.article, mention.story, mention.role) == ("a2", ids[1], "Minister")
        assert await tx.briefs.put_all([], NOW) == ()


async def test_numbers_become_visible_in_order_though_writers_run_together(
    database_url: str,
):
    """Who has seen a number has seen all below, else a digest's cursor would pass one by."""
    async with Store(database_url) as slow, Store(database_url) as quick:
        async with slow.writing() as tx:
            one, two = await stories(tx, "a1", "a2")
            await tx.commit()

        async def overtake() -> int:
            async with quick.writing() as tx:
                number = await tx.briefs.put(brief(two, article("a2")), NOW)
                await tx.commit()
            return number

        async with slow.writing() as tx:
            first = await tx.briefs.put(brief(one, article("a1")), NOW)
            overtaking = asyncio.create_task(overtake())
            await asyncio.sleep(0.1)
            async with quick.reading() as reader:
                assert await reader.briefs.last_sequence() == 0
            await tx.commit()
        assert await overtaking > first
