"""Stories that proved to be two: what was sent stays, the second is told once, none is lost."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.news import NOW, article, brief, claim, minutes, new, outgoing
from storage.model import About, Address, Alert, ChatKind, FilterKind
from storage.store import Store, Transaction
from summarizer.model import Actor, ActorType, Brief, Citation, Source

ALL = "abcdef"


def written(story: int, names: Sequence[str], version: int = 1) -> Brief:
    """Write a brief of a story with these articles; everybody in it is called Ada Berg."""
    made = [article(name) for name in names]
    sources = tuple(Source(o.id, o.title, o.url, o.outlet, o.published) for o in made)
    actor = Actor("Ada Berg", ActorType.PERSON, (), "minister", tuple(
        Citation(one.id, 1, one.sentences[1].text) for one in made
    ))  # fmt: skip
    return replace(
        brief(story, made[0], [actor], version),
        summary=tuple(claim("Ministers met in Ankara.", one) for one in made),
        sources=sources,
    )


async def chat(tx: Transaction, name: str = "1") -> int:
    opened, _ = await tx.chats.open(Address("telegram", "bot", name), ChatKind.PRIVATE, "", NOW)
    return opened.id


async def store_articles(tx: Transaction, names: str = ALL) -> None:
    made = [new(article(name, published=NOW + minutes(n))) for n, name in enumerate(names)]
    await tx.articles.add(None, made, NOW)


async def mixed(tx: Transaction, names: str = ALL) -> int:
    """Store a story of these articles, with a brief; gives its id."""
    await store_articles(tx, names)
    found = await tx.stories.assign(dict.fromkeys(names, -1), NOW)
    story = found[names[0]]
    await tx.briefs.put(written(story, names), NOW)
    return story


async def split(tx: Transaction, origin: int, leaving: str = "def") -> int:
    """Let articles leave a story; gives the id of the new one."""
    found = await tx.stories.assign(dict.fromkeys(leaving, -1), NOW)
    story = found[leaving[0]]
    await tx.stories.part({story: origin}, NOW)
    return story


async def rebrief(tx: Transaction) -> None:
    """Write every brief that is missing."""
    for story in await tx.stories.claim_unbriefed(NOW, 99, minutes(0)):
        names = [one.id for one in story.articles]
        await tx.briefs.put(written(story.id, names, story.version), NOW)


async def test_both_have_their_articles_and_both_want_a_brief(store: Store):
    async with store.writing() as tx:
        origin = await mixed(tx)
        story = await split(tx, origin)
        heads = {head.id: set(head.articles) for head in await tx.stories.heads()}
        assert heads == {origin: set("abc"), story: set("def")}
        assert {s.id for s in await tx.stories.claim_unbriefed(NOW, 9, minutes(1))} == set(heads)


async def test_the_mixed_brief_is_told_no_more(store: Store):
    async with store.writing() as tx:
        origin = await mixed(tx)
        story = await split(tx, origin)
        assert await tx.briefs.latest([origin, story]) == {}
        assert await tx.briefs.unannounced(9) == ()
        # Somebody was still writing it.
        await tx.briefs.put(written(origin, ALL), NOW)
        assert await tx.briefs.latest([origin, story]) == {}
        assert await tx.briefs.unannounced(9) == ()
        await rebrief(tx)
        told = await tx.briefs.latest([origin, story])
        assert [s.article for s in told[origin].sources] == [*"cba"]
        assert [s.article for s in told[story].sources] == [*"fed"]
        assert {head.id for head in await tx.briefs.unannounced(9)} == {origin, story}


async def test_actors_go_with_the_articles_that_name_them(store: Store):
    async with store.writing() as tx:
        origin = await mixed(tx)
        await split(tx, origin)
        (found,) = await tx.actors.find("Ada Berg")
        assert (found.stories, found.mentions) == (2, 6)
        await rebrief(tx)
        (found,) = await tx.actors.find("Ada Berg")
        assert (found.stories, found.mentions) == (2, 6)


async def test_who_was_told_of_both_in_one_does_not_know_the_second_yet(store: Store):
    async with store.writing() as tx:
        me, origin = await chat(tx), await mixed(tx)
        (post,) = await tx.deliveries.queue([outgoing(me, "s", stories=[origin])], NOW)
        story = await split(tx, origin)
        told = await tx.deliveries.told(me, [origin, story])
        assert list(told) == [origin]
        assert told[origin].post == post


async def test_who_was_told_of_the_second_alone_knows_it_and_its_thread(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await store_articles(tx)
        origin = (await tx.stories.assign(dict.fromkeys("de", -1), NOW))["d"]
        first = await tx.briefs.put(written(origin, "de"), NOW)
        (post,) = await tx.deliveries.queue(
            [outgoing(me, "s", stories=[origin], sequences=[first])], NOW
        )
        await tx.stories.assign(dict.fromkeys("abcf", origin), NOW)
        await tx.briefs.put(written(origin, ALL, 2), NOW)
        story = await split(tx, origin)
        assert list(await tx.deliveries.told(me, [origin, story])) == [story]
        assert [one.id for one in await tx.deliveries.posts_of(me, story)] == [post]


async def test_a_post_made_before_the_split_and_queued_after_it_tells_where_its_articles_are(
    store: Store,
):
    async with store.writing() as tx:
        me = await chat(tx)
        await store_articles(tx)
        origin = (await tx.stories.assign(dict.fromkeys("de", -1), NOW))["d"]
        first = await tx.briefs.put(written(origin, "de"), NOW)
        await tx.stories.assign(dict.fromkeys("abcf", origin), NOW)
        both = await tx.briefs.put(written(origin, ALL, 2), NOW)
        story = await split(tx, origin)
        for what, sequence in (("one", first), ("both", both)):
            made = outgoing(me, what, stories=[origin], sequences=[sequence])
            await tx.deliveries.queue([made], NOW)
        told = await tx.deliveries.told(me, [origin, story])
        assert {id_: how.sequence for id_, how in told.items()} == {story: first, origin: both}


async def test_what_was_merged_and_parts_again_is_known_to_those_who_were_told(store: Store):
    async with store.writing() as tx:
        me, you = await chat(tx), await chat(tx, "2")
        await store_articles(tx)
        found = await tx.stories.assign(dict.fromkeys("abc", -1) | dict.fromkeys("def", -2), NOW)
        old, young = sorted({found["a"], found["d"]})
        names = {story: [n for n in ALL if found[n] == story] for story in (old, young)}
        sequences = [await tx.briefs.put(written(one, names[one]), NOW) for one in (old, young)]
        both = outgoing(me, "both", stories=[old, young], sequences=sequences)
        (post,) = await tx.deliveries.queue([both], NOW)
        alone = outgoing(you, "one", stories=[young], sequences=sequences[1:])
        await tx.deliveries.queue([alone], NOW)
        await tx.filters.add(you, FilterKind.MUTE_STORY, str(young), NOW)
        await tx.stories.merge({young: old}, NOW)
        story = await split(tx, old, "".join(names[young]))
        assert set(await tx.deliveries.told(me, [old, story])) == {old, story}
        assert (await tx.deliveries.post(post)).stories == (old, story)
        assert set(await tx.deliveries.told(you, [old, story])) == {story}
        assert await tx.stories.current([old, young]) == {old: old, young: story}
        assert str(story) in {one.text for one in await tx.filters.of(you)}


async def test_numbers_mutings_verdicts_and_turns_stay_with_the_story_that_keeps_its_number(
    store: Store,
):
    async with store.writing() as tx:
        me, origin = await chat(tx), await mixed(tx)
        await tx.filters.add(me, FilterKind.MUTE_STORY, str(origin), NOW)
        await tx.feedback.put(me, "ann", About.STORY, origin, 1, NOW)
        await tx.turns.add(me, "", NOW, "Who?", None, [], origin)
        story = await split(tx, origin)
        assert [one.text for one in await tx.filters.of(me)] == [str(origin)]
        assert [one.key for one in await tx.feedback.of(me)] == [origin]
        assert [one.story for one in await tx.turns.thread(me, "", 9)] == [origin]
        assert (await tx.stories.get(origin)).id == origin
        assert (await tx.stories.get(story)).id == story


async def test_an_alert_that_waits_stays_with_the_first(store: Store):
    async with store.writing() as tx:
        me, origin = await chat(tx), await mixed(tx)
        await tx.alerts.put([Alert(me, origin, 1, "topic", "x", NOW)])
        await split(tx, origin)
        due = await tx.alerts.due(NOW, ["telegram"], 9)
        assert [alert.story for alert in due[me]] == [origin]


async def test_a_change_of_what_has_left_is_looked_at_in_the_posts_of_both(store: Store):
    async with store.writing() as tx:
        me, origin = await chat(tx), await mixed(tx)
        await tx.deliveries.queue([outgoing(me, "s", stories=[origin])], NOW)
        story = await split(tx, origin)
        await rebrief(tx)
        await tx.articles.withdraw("d", NOW)
        await rebrief(tx)
        assert await tx.corrections.spread(NOW, 9) == 2
        assert await tx.corrections.due(NOW, ["telegram"], 9) == ((me, origin),)
        await tx.articles.withdraw("a", NOW)
        assert story not in {s.id for s in await tx.stories.claim_unbriefed(NOW, 9, minutes(1))}


async def test_a_correction_that_was_owed_is_owed_by_both(store: Store):
    async with store.writing() as tx:
        me = await chat(tx)
        await store_articles(tx)
        origin = (await tx.stories.assign(dict.fromkeys("def", -1), NOW))["d"]
        first = await tx.briefs.put(written(origin, "def"), NOW)
        await tx.deliveries.queue([outgoing(me, "s", stories=[origin], sequences=[first])], NOW)
        await tx.stories.assign(dict.fromkeys("abc", origin), NOW)
        changed = article("d", "They signed nothing.", published=NOW + minutes(3))
        await tx.articles.add(None, [new(changed)], NOW)
        story = await split(tx, origin)
        await rebrief(tx)
        assert await tx.corrections.spread(NOW, 9) == 2
        assert await tx.corrections.due(NOW, ["telegram"], 9) == ((me, story),)


async def test_splitting_twice_changes_nothing(store: Store):
    async with store.writing() as tx:
        me, origin = await chat(tx), await mixed(tx)
        story = await split(tx, origin)
        await rebrief(tx)
        await tx.deliveries.queue([outgoing(me, "s", stories=[story])], NOW)
        before = await tx.stories.heads(), await tx.deliveries.told(me, [origin, story])
        await tx.stories.part({story: origin}, NOW)
        assert (await tx.stories.heads(), await tx.deliveries.told(me, [origin, story])) == before


async def test_a_split_that_was_cut_off_left_nothing(store: Store):
    async with store.writing() as tx:
        origin = await mixed(tx)
        await tx.commit()
    async with store.writing() as tx:
        await split(tx, origin)
    async with store.reading() as tx:
        assert set((await tx.stories.of_articles([*ALL])).values()) == {origin}
        assert await tx.stories.apart(NOW) == ()
        assert list(await tx.briefs.latest([origin])) == [origin]


async def test_that_stories_parted_is_kept_and_goes_on_when_one_joins_a_third(store: Store):
    async with store.writing() as tx:
        third = await mixed(tx, "abc")
        await tx.articles.add(None, [new(article(name)) for name in "defg"], NOW)
        origin = (await tx.stories.assign(dict.fromkeys("defg", -1), NOW))["d"]
        story = await split(tx, origin, "efg")
        assert await tx.stories.apart(NOW) == ((story, origin),)
        assert await tx.stories.apart(NOW + minutes(9)) == ()
        await tx.stories.merge({origin: third}, NOW)
        assert await tx.stories.apart(NOW) == ((story, third),)
        await tx.stories.merge({story: third}, NOW)
        assert await tx.stories.apart(NOW) == ()


STEPS = st.lists(
    st.tuples(st.sampled_from(["tell", "merge", "split"]), st.integers(0, 5), st.integers(0, 63)),
    max_size=9,
)


@pytest.mark.parametrize("kind", ["sqlite"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
async def test_whatever_joins_and_parts_nobody_is_told_twice_of_a_story_as_new(
    store: Store, steps: list[tuple[str, int, int]]
):
    async with store.writing() as tx:
        me = await chat(tx)
        await store_articles(tx)
        await tx.stories.assign(dict.fromkeys(ALL), NOW)
        await rebrief(tx)
        as_new: list[set[str]] = []
        for number, (step, which, some) in enumerate(steps):
            places = await tx.stories.of_articles([*ALL])
            standing = sorted(set(places.values()))
            story = standing[which % len(standing)]
            its = [name for name in ALL if places[name] == story]
            if step == "tell":
                if story not in await tx.deliveries.told(me, [story]):
                    as_new.append(set(its))
                sequence = (await tx.briefs.newest([story]))[story][0]
                post = outgoing(me, f"p{number}", stories=[story], sequences=[sequence])
                await tx.deliveries.queue([post], NOW)
            elif step == "merge":
                other = standing[some % len(standing)]
                if other != story:
                    await tx.stories.merge({max(story, other): min(story, other)}, NOW)
            elif leaving := "".join(n for at, n in enumerate(its[1:]) if some >> at & 1):
                await split(tx, story, leaving)
            await rebrief(tx)
        places = await tx.stories.of_articles([*ALL])
        assert {head.id for head in await tx.stories.heads()} == set(places.values())
        known = await tx.deliveries.told(me, sorted(set(places.values())))
        for told in as_new:  # whose articles are in one story: the chat knows that story
            now = {places[name] for name in told}
            assert len(now) > 1 or now <= known.keys()
