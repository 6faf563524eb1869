"""The clustering stage: second thoughts reach storage, once, and survive being cut off."""

from datetime import timedelta

from bot.clustering import Clustering
from fakes.news import NOW, article, minutes, new
from storage.store import Store

SPAN = timedelta(hours=72)
QUAKE = (
    "A strong earthquake struck Kestel province on Monday, killing 12 people, officials said. "
    "Governor Arda Tekin said rescuers were searching collapsed houses in Kestel"
)
AGAIN = (
    "Rescuers in Kestel pulled survivors from collapsed houses after the earthquake. "
    "Governor Arda Tekin said 12 people had died and that Suren was spared"
)
VOTE = (
    "Parliament in Valdoria approved the budget. Finance Minister Clara Voss said taxes on fuel "
    "would rise. The opposition under Emil Stark voted against it"
)
VOTE_AGAIN = (
    "Drivers in Valdoria will pay more for fuel, Finance Minister Clara Voss said. "
    "Emil Stark called the new budget a mistake and promised to repeal it"
)


async def keep(store: Store, place: int | None = None, **texts: str) -> dict[str, int]:
    """Store articles, in stories of their own or all in one; gives their stories."""
    async with store.writing() as tx:
        made = [
            new(article(id_, text, title="", published=NOW + minutes(n)))
            for n, (id_, text) in enumerate(texts.items())
        ]
        await tx.articles.add(None, made, NOW)
        assigned = await tx.stories.assign(dict.fromkeys(texts, place), NOW)
        await tx.commit()
    return assigned


async def arrive(store: Store, **texts: str) -> None:
    async with store.writing() as tx:
        made = [
            new(article(id_, text, title="", published=NOW + minutes(9 + n)))
            for n, (id_, text) in enumerate(texts.items())
        ]
        await tx.articles.add(None, made, NOW)
        await tx.commit()


async def places(store: Store, *ids: str) -> list[int]:
    async with store.reading() as tx:
        found = await tx.stories.of_articles(ids)
    return [found[id_] for id_ in ids]


def clustering(store: Store) -> Clustering:
    return Clustering(store, SPAN, lambda: NOW)


async def test_two_stories_that_prove_to_be_one_are_merged_into_the_older(store: Store):
    kept = await keep(store, q1=QUAKE, q2=AGAIN)
    await arrive(store, q3=f"{QUAKE}. {AGAIN}")
    assert await clustering(store).step() == 1
    assert await places(store, "q1", "q2", "q3") == [kept["q1"]] * 3
    async with store.reading() as tx:
        assert (await tx.stories.get(kept["q2"])).id == kept["q1"]
        assert [head.id for head in await tx.stories.heads()] == [kept["q1"]]


async def test_an_article_that_was_put_wrongly_moves_to_the_story_that_comes(store: Store):
    kept = await keep(store, -1, q1=QUAKE, q2=AGAIN, v1=VOTE)
    await arrive(store, v2=VOTE_AGAIN)
    await clustering(store).step()
    q1, q2, v1, v2 = await places(store, "q1", "q2", "v1", "v2")
    assert q1 == q2 == kept["q1"]
    assert v1 == v2 != q1


async def test_when_all_is_clustered_nothing_is_done_and_nothing_changes(store: Store):
    await arrive(store, q1=QUAKE, q2=AGAIN, v1=VOTE)
    stage = clustering(store)
    await stage.step()
    async with store.reading() as tx:
        before = await tx.stories.heads()
    assert await stage.step() == 0
    assert await clustering(store).step() == 0
    async with store.reading() as tx:
        assert await tx.stories.heads() == before


async def test_what_another_process_moved_is_seen(store: Store, another: Store):
    await arrive(store, q1=QUAKE, v1=VOTE)
    stage = clustering(store)
    await stage.step()
    q1, v1 = await places(store, "q1", "v1")
    async with another.writing() as tx:
        await tx.stories.merge({max(q1, v1): min(q1, v1)}, NOW)
        await tx.commit()
    await arrive(store, q2=f"{QUAKE}. {AGAIN}")
    await stage.step()
    first, second = await places(store, "q1", "q2")
    assert first == second
    async with store.reading() as tx:
        assert second in {head.id for head in await tx.stories.heads()}
