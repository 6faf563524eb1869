"""Actors: one record across stories, found under any spelling of any of their names."""

from fakes.news import NOW, article, brief, minutes, new
from storage.model import ActorRecord
from storage.store import Store, Transaction
from summarizer.model import Actor, ActorType, Article, Citation, Mention

NUMBERS = (1, 2)


def actor(
    name: str,
    *aliases: str,
    of: Article,
    role: str | None = None,
    type: ActorType = ActorType.PERSON,  # noqa: A002
    sentences: tuple[int, ...] = NUMBERS,
) -> Actor:
    return Actor(name, type, aliases, role, tuple(Citation(of.id, n, "") for n in sentences))


async def tell(tx: Transaction, found: Article, *actors: Actor) -> int:
    """Store an article as a story of its own with a brief that names these actors."""
    await tx.articles.add(None, [new(found)], NOW)
    story = (await tx.stories.assign({found.id: None}, NOW))[found.id]
    await tx.briefs.put(brief(story, found, actors), NOW)
    return story


async def names(tx: Transaction, asked: str) -> list[str]:
    return [record.name for record in await tx.actors.find(asked)]


async def test_an_actor_is_one_record_across_stories_whatever_the_spelling(store: Store):
    first, second = article("a1"), article("a2")
    async with store.writing() as tx:
        await tell(tx, first, actor("Cevdet Yılmaz", "Yılmaz", of=first))
        await tell(tx, second, actor("CEVDET YILMAZ", "Vice President Yılmaz", of=second))
        (record,) = await tx.actors.find("cevdet yilmaz")
    assert record == ActorRecord(
        id=record.id,
        name="Cevdet Yılmaz",
        type=ActorType.PERSON,
        aliases=("Vice President Yılmaz", "Yılmaz"),
        stories=2,
        mentions=2,
    )
    assert record.actor == Actor("Cevdet Yılmaz", ActorType.PERSON, record.aliases)


async def test_one_name_of_two_types_is_two_actors(store: Store):
    found = article()
    async with store.writing() as tx:
        await tell(
            tx,
            found,
            actor("Washington", of=found),
            actor("Washington", of=found, type=ActorType.PLACE),
        )
        types = {record.type for record in await tx.actors.find("Washington")}
    assert types == {ActorType.PERSON, ActorType.PLACE}


async def test_a_whole_name_goes_before_a_surname_and_both_before_the_beginning_of_a_word(
    store: Store,
):
    found = article()
    async with store.writing() as tx:
        await tell(
            tx,
            found,
            actor("Banker", of=found),
            actor("Ban Ki-moon", of=found),
            actor("Ban", of=found),
            actor("Steven Ban", of=found),
            actor("Urban", of=found),
        )
        assert await names(tx, "ban") == ["Ban", "Ban Ki-moon", "Steven Ban", "Banker"]
        assert await names(tx, "BAN KI") == ["Ban Ki-moon"]
        assert await names(tx, "nobody") == []
        assert await names(tx, " ?! ") == []
        assert len(await tx.actors.find("ban", limit=2)) == 2


async def test_of_equal_matches_the_one_with_more_stories_goes_first(store: Store):
    one, two = article("a1"), article("a2")
    async with store.writing() as tx:
        await tell(tx, one, actor("Erdal", "Kaya", of=one), actor("Metin", "Kaya", of=one))
        await tell(tx, two, actor("Metin", of=two))
        assert await names(tx, "kaya") == ["Metin", "Erdal"]


async def test_names_of_other_scripts_are_found_by_their_latin_letters(store: Store):
    found = article()
    async with store.writing() as tx:
        await tell(tx, found, actor("Эрдоган", of=found))
        assert await names(tx, "Erdogan") == ["Эрдоган"]


async def test_mentions_come_newest_first_with_the_role_where_it_stands(store: Store):
    old, fresh = article("old", published=NOW - minutes(9)), article("new")
    async with store.writing() as tx:
        await tx.articles.add(None, [new(old), new(fresh)], NOW)
        story = (await tx.stories.assign({"old": -1, "new": -1}, NOW))["old"]
        citations = (Citation("old", 2, ""), Citation("new", 1, ""), Citation("old", 1, ""))
        minister = Actor("Ömer Bolat", ActorType.PERSON, (), "Trade Minister", citations)
        await tx.briefs.put(brief(story, fresh, [minister]), NOW)
        (record,) = await tx.actors.find("bolat")
        found = await tx.actors.mentions(record.id, 9)
        assert found == (
            Mention("new", story, None, NOW, (1,)),
            Mention("old", story, "Trade Minister", NOW - minutes(9), (2, 1)),
        )
        assert await tx.actors.mentions(record.id, 1) == found[:1]
        await tx.articles.withdraw("new", NOW)
        assert [one.article for one in await tx.actors.mentions(record.id, 9)] == ["old"]


async def test_the_newest_brief_replaces_what_an_older_one_said(store: Store):
    found = article()
    async with store.writing() as tx:
        story = await tell(tx, found, actor("Ali", of=found), actor("Veli", of=found))
        await tx.briefs.put(brief(story, found, [actor("Veli", of=found)], version=2), NOW)
        (ali,), (veli,) = await tx.actors.find("ali"), await tx.actors.find("veli")
        assert (ali.mentions, veli.mentions) == (0, 1)


async def test_beside_an_actor_are_those_of_the_same_stories_most_often_first(store: Store):
    async with store.writing() as tx:
        for n, others in enumerate((["Ayşe"], ["Ayşe", "Barış"], ["Ayşe", "Barış", "Can"], ["Ed"])):
            found = article(f"a{n}")
            named = others if others == ["Ed"] else ["Deniz", *others]
            await tell(tx, found, *(actor(name, of=found) for name in named))
        (record,) = await tx.actors.find("deniz")
        assert await tx.actors.beside(record.id, 9) == ("Ayşe", "Barış", "Can")
        assert await tx.actors.beside(record.id, 1) == ("Ayşe",)


async def test_an_actor_whose_citations_point_nowhere_is_known_without_mentions(store: Store):
    found, gone = article(), article("gone")
    async with store.writing() as tx:
        await tell(tx, found, actor("Ghost", of=gone), actor("···", of=found))
        (record,) = await tx.actors.find("ghost")
        assert record.mentions == 0
