"""The clustering stage: merges and splits reach storage, once, and survive being cut off."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clustering import Clustering
from fakes.news import NOW, article, minutes, new
from fakes.quakes import KESTEL, MALUKU
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


async def mixed(store: Store) -> int:
    """Store a story of one quake into which reports of another slipped; gives its id."""
    reports = {f"k{n}": text for n, text in enumerate(KESTEL)}
    reports |= {f"m{n}": text for n, text in enumerate(MALUKU[:2])}
    return (await keep(store, -1, **reports))["k0"]


async def test_what_slipped_into_a_story_leaves_it_for_one_of_its_own(store: Store):
    story = await mixed(store)
    await arrive(store, m2=MALUKU[2])
    stage = clustering(store)
    await stage.step()
    own, *others = await places(store, "m0", "m1", "m2")
    assert others == [own, own]
    assert own > story
    assert await places(store, "k0", "k1", "k2") == [story] * 3
    async with store.reading() as tx:
        assert await tx.stories.apart(NOW) == ((own, story),)
    await arrive(store, m3=MALUKU[3])
    await stage.step()
    assert await places(store, "m3") == [own]


@pytest.mark.parametrize("restarted", [False, True])
async def test_stories_that_parted_stay_apart_however_alike_they_grow(
    store: Store, restarted: bool
):
    reports = {"k0": KESTEL[0], "m0": MALUKU[0], "m1": MALUKU[1]}
    story = (await keep(store, -1, **reports))["k0"]
    stage = clustering(store)
    await arrive(store, m2=MALUKU[2])
    await stage.step()
    (own,) = await places(store, "m2")
    assert await places(store, "k0", "m0") == [story, own]
    for n in range(4):  # they are of both
        await arrive(store, **{f"x{n}": f"{MALUKU[n]}. {KESTEL[1 + n % 2]}"})
        await (clustering(store) if restarted else stage).step()
    assert await places(store, "k0", "m0") == [story, own]
    async with store.reading() as tx:
        assert await tx.stories.current([story, own]) == {story: story, own: own}
        assert await tx.stories.apart(NOW) == ((own, story),)


async def test_two_events_that_come_in_one_batch_are_two_stories(store: Store):
    await arrive(store, **{f"k{n}": text for n, text in enumerate(KESTEL)},
                 **{f"m{n}": text for n, text in enumerate(MALUKU)})  # fmt: skip
    await clustering(store).step()
    found = await places(store, *(f"k{n}" for n in range(3)), *(f"m{n}" for n in range(4)))
    assert len(set(found[:3])) == len(set(found[3:])) == 1
    assert found[0] != found[3]


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


class Cut(Exception):
    """The process ends here."""


async def stepped(store: Store, end_at: int) -> None:
    """Cluster all there is, in a process that ends when it looks at the clock for the nth time."""
    looks = count(1)

    def clock() -> datetime:
        if next(looks) == end_at:
            raise Cut
        return NOW

    with suppress(Cut):
        while await Clustering(store, SPAN, clock).step():
            pass
    while await clustering(store).step():
        pass


async def streamed(store: Store, order: Sequence[str], ends: Sequence[int]) -> set[frozenset[str]]:
    """Let reports of both quakes come one by one; gives which of them are together in the end."""
    texts = {f"k{n}": text for n, text in enumerate(KESTEL)}
    texts |= {f"m{n}": text for n, text in enumerate(MALUKU)}
    for name, end_at in zip(order, ends, strict=True):
        await arrive(store, **{name: texts[name]})
        await stepped(store, end_at)
    found: dict[int, set[str]] = {}
    for name, story in zip(order, await places(store, *order), strict=True):
        found.setdefault(story, set()).add(name)
    return {frozenset(names) for names in found.values()}


REPORTS = [*(f"k{n}" for n in range(len(KESTEL))), *(f"m{n}" for n in range(len(MALUKU)))]


@settings(max_examples=12, deadline=None)
@given(st.permutations(REPORTS), st.lists(st.integers(0, 4), min_size=7, max_size=7))
async def test_however_often_it_is_cut_off_the_stories_in_the_end_are_the_same(
    order: list[str], ends: list[int]
):
    stories = []
    for kills in (ends, [0] * 7):
        with TemporaryDirectory() as folder:
            async with Store(f"sqlite:///{folder}/tellal.db") as store:
                await store.upgrade()
                stories.append(await streamed(store, order, kills))
    assert stories[0] == stories[1]


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


async def test_killed_while_it_splits_all_or_nothing_is_kept_and_the_next_step_does_it(
    store: Store, database_url: str
):
    story = await mixed(store)
    await arrive(store, m2=MALUKU[2])
    statement, ended = 2, -signal.SIGKILL
    while ended == -signal.SIGKILL:
        ended = await clustered_until(database_url, statement)
        async with store.reading() as tx:
            found = await tx.stories.of_articles(["k0", "k1", "k2", "m0", "m1", "m2"])
            apart = await tx.stories.apart(NOW)
        if ended == -signal.SIGKILL:
            assert found == dict.fromkeys(["k0", "k1", "k2", "m0", "m1"], story)
            assert apart == ()
            statement += 9
    assert statement > 11  # it was killed in the middle of the split, too
    assert ended == 0
    own = found["m2"]
    assert found == dict.fromkeys(["k0", "k1", "k2"], story) | dict.fromkeys(
        ["m0", "m1", "m2"], own
    )
    assert apart == ((own, story),)
