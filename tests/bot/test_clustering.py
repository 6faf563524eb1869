"""The clustering stage: merges reach storage, once, and survive being cut off."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

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


async def test_what_was_put_into_a_story_stays_there(store: Store):
    await keep(store, -1, q1=QUAKE, v1=VOTE)
    await arrive(store, v2=VOTE_AGAIN, q2=AGAIN)
    await clustering(store).step()
    q1, v1 = await places(store, "q1", "v1")
    assert q1 == v1


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


async def clustered_until(database_url: str, statement: int) -> int:
    """Cluster once in a process that dies before a statement; gives how it ended."""
    tests = Path(__file__).parents[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "fakes.clusterprocess", database_url, str(statement), NOW.isoformat(),
        env={**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"},
    )  # fmt: skip
    return await process.wait()


async def test_killed_while_it_merges_all_or_nothing_is_kept_and_the_next_step_does_it(
    store: Store, database_url: str
):
    kept = await keep(store, q1=QUAKE, q2=AGAIN)
    await arrive(store, q3=f"{QUAKE}. {AGAIN}")
    statement, ended = 2, -signal.SIGKILL
    while ended == -signal.SIGKILL:
        ended = await clustered_until(database_url, statement)
        async with store.reading() as tx:
            found = await tx.stories.of_articles(["q1", "q2", "q3"])
            current = await tx.stories.current([kept["q2"]])
        if ended == -signal.SIGKILL:
            assert found == kept
            assert current == {kept["q2"]: kept["q2"]}
            statement += 12
    assert statement > 14  # it was killed in the middle of the merge, too
    assert ended == 0
    assert found == dict.fromkeys(["q1", "q2", "q3"], kept["q1"])
    assert current == {kept["q2"]: kept["q1"]}
