"""Stories that proved to be one: what was said of the younger stays true, nothing comes twice."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.news import NOW, article, brief, minutes, new, outgoing
from storage.model import About, Address, Alert, ChatKind, FilterKind
from storage.store import Store, Transaction


async def chat(tx: Transaction, name: str = "1") -> int:
    opened, _ = await tx.chats.open(Address("telegram", "bot", name), ChatKind.PRIVATE, "", NOW)
    return opened.id


async def stories(tx: Transaction, *names: str) -> list[int]:
    """Store a story of one article for each name, each with a brief; gives their ids."""
    made = [new(article(name, published=NOW + minutes(n))) for n, name in enumerate(names)]
    await tx.articles.add(None, made, NOW)
    found = await tx.stories.assign(dict.fromkeys(names), NOW)
    for one in made:
        await tx.briefs.put(brief(found[one.article.id], one.article), NOW)
    return [found[name] for name in names]


async def test_the_articles_of_the_younger_are_the_older_ones_and_it_wants_a_new_brief(
    store: Store,
):
    async with store.writing() as tx:
        old, young = await stories(tx, "a", "b")
        await tx.stories.merge({young: old}, NOW)
        (head,) = await tx.stories.heads()
        assert (head.id, set(head.articles), head.size) == (old, {"a", "b"}, 2)
        claimed = await tx.stories.claim_unbriefed(NOW, 9, minutes(1))
        assert [story.id for story in claimed] == [old]


async def test_whoever_asks_for_the_younger_gets_the_older(store: Store):
    async with store.writing() as tx:
        old, young, other = await stories(tx, "a", "b", "c")
        await tx.stories.merge({young: old}, NOW)
        assert (await tx.stories.get(young)).id == old
        assert [head.id for head in await tx.stories.heads(ids=[young])] == [old]
        assert (await tx.briefs.latest([young, other]))[young].story == old
        assert await tx.stories.current([young, other]) == {young: old, other: other}


async def test_a_chain_of_merges_ends_at_the_oldest_in_whatever_steps_it_came(store: Store):
    async with store.writing() as tx:
        one, two, three, four = await stories(tx, "a", "b", "c", "d")
        await tx.stories.merge({three: two}, NOW)
        await tx.stories.merge({four: three, two: one}, NOW)
        assert set((await tx.stories.current([two, three, four])).values()) == {one}
        assert set((await tx.stories.of_articles([*"abcd"])).values()) == {one}


async def test_merging_twice_changes_nothing(store: Store):
    async with store.writing() as tx:
        old, young = await stories(tx, "a", "b")
        await tx.stories.merge({young: old}, NOW)
        once = await tx.stories.heads()
        await tx.stories.merge({young: old}, NOW)
        await tx.stories.merge({old: old}, NOW)
        assert await tx.stories.heads() == once


async def test_a_merge_that_was_cut_off_left_nothing_and_can_be_done_again(store: Store):
    async with store.writing() as tx:
        old, young = await stories(tx, "a", "b")
        await tx.commit()
    async with store.writing() as tx:
        await tx.stories.merge({young: old}, NOW)
    async with store.writing() as tx:
        assert (await tx.stories.of_articles(["b"])) == {"b": young}
        assert await tx.stories.current([young]) == {young: young}
        await tx.stories.merge({young: old}, NOW)
        assert (await tx.stories.of_articles(["b"])) == {"b": old}


async def test_a_chat_that_knows_the_younger_knows_the_older_and_its_thread(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        old, young = await stories(tx, "a", "b")
        (post,) = await tx.deliveries.queue([outgoing(me, "s", stories=[young])], NOW)
        await tx.stories.merge({young: old}, NOW)
        assert (await tx.deliveries.told(me, [old]))[old].post == post
        assert [one.id for one in await tx.deliveries.posts_of(me, old)] == [post]


async def test_who_was_told_of_both_goes_on_in_the_first_thread(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        old, young = await stories(tx, "a", "b")
        first, second = await tx.deliveries.queue(
            [outgoing(me, "s1", stories=[old]), outgoing(me, "s2", stories=[young])], NOW
        )
        await tx.stories.merge({young: old}, NOW)
        told = (await tx.deliveries.told(me, [old]))[old]
        assert told.post == first
        assert told.sequence == (await tx.deliveries.post(second)).sequences[0]


async def test_a_post_that_told_both_keeps_both_lines(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        old, young, third = await stories(tx, "a", "b", "c")
        await tx.deliveries.queue([outgoing(me, "d", stories=[old, young, third])], NOW)
        await tx.stories.merge({young: old, third: old}, NOW)
        (record,) = await tx.deliveries.posts_of(me, old)
        assert record.stories == (old, young, third)


async def test_a_post_made_before_the_merge_and_queued_after_it_tells_the_older(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        old, young, third = await stories(tx, "a", "b", "c")
        await tx.stories.merge({young: old, third: old}, NOW)
        await tx.deliveries.queue([outgoing(me, "d", stories=[young, third])], NOW)
        assert list(await tx.deliveries.told(me, [old])) == [old]


async def test_an_alert_that_waits_is_of_the_older_and_comes_once(store: Store):
    async with store.writing() as tx:
        me, you = await chat(tx), await chat(tx, "2")
        old, young = await stories(tx, "a", "b")
        waiting = [Alert(me, young, 2, "topic", "x", NOW), Alert(you, young, 2, "topic", "x", NOW)]
        await tx.alerts.put([*waiting, Alert(you, old, 1, "topic", "x", NOW)])
        await tx.stories.merge({young: old}, NOW)
        due = await tx.alerts.due(NOW, ["telegram"], 9)
        assert {who: [alert.story for alert in found] for who, found in due.items()} == {
            me: [old],
            you: [old],
        }


async def test_the_younger_is_announced_no_more_even_when_its_brief_comes_late(store: Store):
    async with store.writing() as tx:
        old, young = await stories(tx, "a", "b")
        await tx.stories.merge({young: old}, NOW)
        await tx.briefs.put(brief(young, article("b")), NOW)
        assert {head.id for head in await tx.briefs.unannounced(9)} == {old}
        assert [one.story async for one in tx.briefs.all()] == [old]


async def test_who_muted_the_younger_has_muted_the_older(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        old, young = await stories(tx, "a", "b")
        await tx.filters.add(me, FilterKind.MUTE_STORY, str(young), NOW)
        await tx.stories.merge({young: old}, NOW)
        assert str(old) in {one.text for one in await tx.filters.of(me)}


async def test_turns_and_verdicts_are_about_the_older(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        old, young = await stories(tx, "a", "b")
        await tx.turns.add(me, "", NOW, "Who?", None, [], young)
        await tx.feedback.put(me, "ann", About.STORY, young, 1, NOW)
        await tx.feedback.put(me, "ann", About.POST, young, -1, NOW)
        await tx.feedback.put(me, "bob", About.STORY, young, -1, NOW)
        await tx.feedback.put(me, "bob", About.STORY, old, 1, NOW)
        await tx.stories.merge({young: old}, NOW)
        (turn,) = await tx.turns.thread(me, "", 9)
        assert turn.story == old
        found = {(v.person, v.about, v.key): v.value for v in await tx.feedback.of(me)}
        assert found["ann", About.STORY, old] == 1
        assert found["ann", About.POST, young] == -1
        assert found["bob", About.STORY, old] == 1


async def test_a_correction_that_the_younger_owes_is_made_by_the_older(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        old, young = await stories(tx, "a", "b")
        await tx.deliveries.queue([outgoing(me, "s", stories=[young])], NOW)
        changed = article("b", "They signed nothing.", published=NOW + minutes(1))
        await tx.articles.add(None, [new(changed)], NOW)
        await tx.stories.merge({young: old}, NOW)
        (story,) = await tx.stories.claim_unbriefed(NOW, 9, minutes(1))
        await tx.briefs.put(brief(old, article("a"), version=story.version), NOW)
        assert await tx.corrections.spread(NOW, 9) == 1
        assert await tx.corrections.due(NOW, ["telegram"], 9) == ((me, old),)


@pytest.mark.parametrize("kind", ["sqlite"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=6))
async def test_whatever_is_merged_each_article_is_in_a_story_that_stands(
    store: Store, merges: list[tuple[int, int]]
):
    async with store.writing() as tx:
        ids = await stories(tx, *"abcdef")
        for one, other in merges:
            if one != other:
                await tx.stories.merge({max(ids[one], ids[other]): min(ids[one], ids[other])}, NOW)
        places = await tx.stories.of_articles([*"abcdef"])
        assert {head.id for head in await tx.stories.heads()} == set(places.values())
        assert list((await tx.stories.current(ids)).values()) == [places[name] for name in "abcdef"]
