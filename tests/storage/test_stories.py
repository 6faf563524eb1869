"""Stories: what belongs together, what wants a brief, and how they are listed."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from fakes.news import NOW, article, brief, minutes, new
from storage.model import ClusteredArticle
from storage.store import Store, Transaction

LEASE = timedelta(minutes=5)
CORRECTED = "Ministers met in Ankara. They signed nothing."


async def stored(tx: Transaction, **stories: list[str]) -> dict[str, int]:
    """Store articles by story, the later the newer; gives the stories' ids by their names."""
    ids = [id_ for found in stories.values() for id_ in found]
    times = {id_: NOW + minutes(n) for n, id_ in enumerate(ids)}
    await tx.articles.add(None, [new(article(id_, published=times[id_])) for id_ in ids], NOW)
    numbers = {name: -n for n, name in enumerate(stories, start=1)}
    places = {id_: numbers[name] for name, found in stories.items() for id_ in found}
    assigned = await tx.stories.assign(places, NOW)
    return {name: assigned[found[0]] for name, found in stories.items()}


async def test_equal_negative_numbers_make_one_new_story_and_none_makes_one_each(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article(id_)) for id_ in "abcde"], NOW)
        assigned = await tx.stories.assign({"a": -1, "b": -2, "c": -1, "d": None, "e": None}, NOW)
        assert assigned["a"] == assigned["c"]
        assert len(set(assigned.values())) == 4
        assert await tx.stories.of_articles(["a", "e", "none"]) == {
            "a": assigned["a"],
            "e": assigned["e"],
        }


async def test_a_story_has_its_articles_newest_first(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, talks=["old", "new"])
        story = await tx.stories.get(ids["talks"])
        assert [found.id for found in story.articles] == ["new", "old"]
        assert story.version == 1
        assert await tx.stories.get(99) is None


async def test_an_article_that_moves_makes_both_stories_the_next_version(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, one=["a", "b"], two=["c"])
        assert await tx.stories.assign({"b": ids["two"]}, NOW) == {"b": ids["two"]}
        one, two = await tx.stories.get(ids["one"]), await tx.stories.get(ids["two"])
        assert (one.version, two.version) == (2, 2)
        assert [found.id for found in two.articles] == ["c", "b"]


async def test_assigning_an_article_to_the_story_it_is_in_changes_nothing(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, one=["a"])
        await tx.stories.assign({"a": ids["one"]}, NOW)
        assert (await tx.stories.get(ids["one"])).version == 1


async def test_a_story_that_lost_all_articles_is_in_no_list(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, one=["a"], two=["b"])
        await tx.stories.assign({"a": ids["two"]}, NOW)
        assert [head.id for head in await tx.stories.heads()] == [ids["two"]]
        assert await tx.stories.heads(ids=[ids["one"]]) == ()
        assert [story.id for story in await tx.stories.claim_unbriefed(NOW, 9, LEASE)] == [
            ids["two"]
        ]


async def test_the_window_gives_clustered_articles_of_its_time_oldest_first(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, talks=["a", "b", "c"])
        await tx.articles.add(None, [new(article("lone", published=NOW))], NOW)
        found = await tx.stories.window(NOW, NOW + minutes(1))
        expected = new(article("a")).tokens
        assert found == (
            ClusteredArticle(ids["talks"], "a", NOW, "en", expected),
            ClusteredArticle(ids["talks"], "b", NOW + minutes(1), "en", expected),
        )
        assert found[0].tokens.body[0] is found[1].tokens.body[0]


async def test_stories_without_a_brief_are_claimed_newest_first_and_once(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, first=["a"], second=["b"], third=["c"])
        claimed = await tx.stories.claim_unbriefed(NOW, 2, LEASE)
        assert [story.id for story in claimed] == [ids["third"], ids["second"]]
        rest = await tx.stories.claim_unbriefed(NOW, 9, LEASE)
        assert [story.id for story in rest] == [ids["first"]]
        assert await tx.stories.claim_unbriefed(NOW, 9, LEASE) == ()
        assert len(await tx.stories.claim_unbriefed(NOW + LEASE, 9, LEASE)) == 3


async def test_a_briefed_story_is_claimed_again_once_it_changed(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, talks=["a"])
        (story,) = await tx.stories.claim_unbriefed(NOW, 9, LEASE)
        await tx.briefs.put(brief(story.id, story.articles[0], version=story.version), NOW)
        assert await tx.stories.claim_unbriefed(NOW, 9, LEASE) == ()
        changed = article("a", CORRECTED, published=story.articles[0].published)
        await tx.articles.add(None, [new(changed)], NOW)
        (again,) = await tx.stories.claim_unbriefed(NOW, 9, LEASE)
        assert (again.id, again.version) == (ids["talks"], 2)


async def test_a_story_that_changed_while_its_brief_was_written_is_claimable_at_once(store: Store):
    async with store.writing() as tx:
        await stored(tx, talks=["a"])
        (story,) = await tx.stories.claim_unbriefed(NOW, 9, LEASE)
        changed = article("a", CORRECTED, published=story.articles[0].published)
        await tx.articles.add(None, [new(changed)], NOW)
        await tx.briefs.put(brief(story.id, story.articles[0], version=story.version), NOW)
        (again,) = await tx.stories.claim_unbriefed(NOW, 9, LEASE)
        assert again.version == story.version + 1


async def test_two_claimers_never_get_the_same_story(store: Store, another: Store):
    async with store.writing() as tx:
        await stored(tx, **{f"s{n}": [f"a{n}"] for n in range(30)})
        await tx.commit()

    async def take(one: Store) -> list[int]:
        mine: list[int] = []
        while True:
            async with one.writing() as tx:
                claimed = await tx.stories.claim_unbriefed(NOW, 2, LEASE)
                await asyncio.sleep(0.001)
                await tx.commit()
            if not claimed:
                return mine
            mine += [story.id for story in claimed]

    taken = [id_ for ids in await asyncio.gather(take(store), take(another)) for id_ in ids]
    assert len(taken) == len(set(taken)) == 30


async def test_clustering_is_done_by_one_at_a_time(store: Store, another: Store):
    order: list[str] = []

    async def cluster(one: Store, name: str) -> None:
        async with one.writing() as tx:
            await tx.stories.lock()
            order.append(name)
            await asyncio.sleep(0.02)
            order.append(name)

    await asyncio.gather(cluster(store, "a"), cluster(another, "b"))
    assert order in (["a", "a", "b", "b"], ["b", "b", "a", "a"])


async def test_a_head_tells_all_of_a_story_but_its_texts(store: Store):
    async with store.writing() as tx:
        await tx.feeds.sync({"world": ["https://w.example"], "asia": ["https://w.example"]}, NOW)
        (feed,) = await tx.feeds.all()
        old = article("old", outlet="The Gazette", published=NOW - minutes(3))
        fresh = article("new", outlet="Daily", title="Signed", language="tr")
        await tx.articles.add(feed.id, [new(old, "1"), new(fresh, "2")], NOW)
        story = (await tx.stories.assign({"old": -1, "new": -1}, NOW))["old"]
        told = brief(story, fresh)
        sequence = await tx.briefs.put(told, NOW)
        (head,) = await tx.stories.heads()
    assert (head.id, head.version, head.briefed, head.sequence) == (story, 1, 1, sequence)
    assert (head.title, head.language, head.size) == ("Signed", "tr", 2)
    assert (head.first, head.latest) == (NOW - minutes(3), NOW)
    assert (head.topics, head.feeds) == (("asia", "world"), (feed.id,))
    assert (head.outlets, head.articles) == (("Daily", "The Gazette"), ("new", "old"))
    assert head.brief == told


async def test_lists_are_newest_first_and_narrowed_as_asked(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, first=["a"], second=["b"], third=["c"])
        first, second, third = ids.values()

        async def listed(**asked: object) -> list[int]:
            return [head.id for head in await tx.stories.heads(**asked)]

        assert await listed() == [third, second, first]
        assert await listed(limit=2) == [third, second]
        assert await listed(since=NOW + minutes(1)) == [third, second]
        assert await listed(ids=[first, third], limit=1) == [third]
        assert await listed(briefed=True) == []
        number = await tx.briefs.put(brief(first, article("a")), NOW)
        assert await listed(briefed=True) == [first]
        assert await listed(after_sequence=number - 1) == [first]
        assert await listed(after_sequence=number) == []


async def test_topics_and_feeds_are_listed_together(store: Store):
    async with store.writing() as tx:
        await tx.feeds.sync({"world": ["https://w.example"]}, NOW)
        (world,) = await tx.feeds.all()
        mine = await tx.feeds.add("https://mine.example", NOW)
        for feed, id_ in ((world, "w"), (mine, "m")):
            await tx.articles.add(feed.id, [new(article(id_), id_)], NOW)
        await tx.articles.add(None, [new(article("imported"))], NOW)
        ids = await tx.stories.assign(dict.fromkeys(("w", "m", "imported")), NOW)

        async def listed(**asked: object) -> set[int]:
            return {head.id for head in await tx.stories.heads(**asked)}

        assert await listed(topics=["world"]) == {ids["w"]}
        assert await listed(feeds=[mine.id]) == {ids["m"]}
        assert await listed(topics=["world"], feeds=[mine.id]) == {ids["w"], ids["m"]}
        assert await listed(topics=[], feeds=[]) == set()


async def test_a_story_whose_articles_were_all_withdrawn_is_listed_only_by_its_id(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, talks=["a", "b"])
        for id_ in "ab":
            await tx.articles.withdraw(id_, NOW)
        assert await tx.stories.heads() == ()
        assert await tx.stories.claim_unbriefed(NOW, 9, LEASE) == ()
        (head,) = await tx.stories.heads(ids=list(ids.values()))
        assert head.articles == ("b", "a")
        assert all(found.withdrawn for found in (await tx.stories.get(head.id)).articles)


async def test_a_withdrawn_article_leaves_the_times_and_the_size_of_its_story(store: Store):
    async with store.writing() as tx:
        await stored(tx, talks=["a", "b"])
        await tx.articles.withdraw("b", NOW)
        (head,) = await tx.stories.heads()
        assert (head.first, head.latest, head.size, head.articles) == (NOW, NOW, 1, ("a",))


async def test_articles_keep_their_place_when_they_are_revised(store: Store):
    async with store.writing() as tx:
        ids = await stored(tx, talks=["a"])
        found = (await tx.articles.get(["a"]))["a"]
        sentences = (replace(found.sentences[0], text="Other"), *found.sentences[1:])
        await tx.articles.add(None, [new(replace(found, sentences=sentences))], NOW)
        assert await tx.stories.of_articles(["a"]) == {"a": ids["talks"]}
