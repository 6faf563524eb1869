"""Embeddings: claimed once, replaced when text or model change, and found by likeness."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from fakes.embeddings import hashed
from fakes.news import NOW, article, minutes, new, plain
from storage import embeddings
from storage.model import NewArticle
from storage.store import Store
from summarizer.fusion import DEPTH
from summarizer.model import Query, Term
from summarizer.nearness import Near, Vector, vector

LEASE = minutes(10)
SPACE = "meaning"


def near(text: str, space: str = SPACE) -> Near:
    return Near(space, vector(hashed(text)))


def asked(*words: str, **more: object) -> Query:
    return Query(" ".join(words), tuple(Term(word, (word,)) for word in words), **more)


async def stored(store: Store, *found: NewArticle) -> None:
    async with store.writing() as tx:
        await tx.articles.add(None, found, NOW)
        await tx.commit()


async def claim(store: Store, space: str = SPACE, limit: int = 100, now=NOW) -> list[str]:
    async with store.writing() as tx:
        claimed = await tx.embeddings.claim(space, now, limit, LEASE)
        await tx.commit()
    return [one.id for one in claimed]


async def put(store: Store, texts: dict[str, str], space: str = SPACE) -> None:
    async with store.writing() as tx:
        await tx.embeddings.put(space, {id_: vector(hashed(text)) for id_, text in texts.items()})
        await tx.commit()


async def embedded(store: Store, texts: dict[str, str], space: str = SPACE, now=NOW) -> None:
    """Store articles of these texts, with their vectors."""
    await stored(store, *(plain(id_, text) for id_, text in texts.items()))
    await claim(store, space, now=now)
    await put(store, texts, space)


async def waiting(store: Store, space: str = SPACE, now=NOW) -> int:
    async with store.reading() as tx:
        return await tx.embeddings.waiting(space, now)


async def find(store: Store, query: Query, where: Near | None, limit: int = 5) -> Sequence[str]:
    async with store.reading() as tx:
        return [hit.article.id for hit in await tx.search.search(query, limit, near=where)]


async def test_each_article_is_claimed_by_one_the_newest_first(store: Store, another: Store):
    await stored(store, *(plain(f"a{n:02}", "gaza") for n in range(40)))
    assert await waiting(store) == 40
    assert await claim(store, limit=2) == ["a39", "a38"]
    halves = await asyncio.gather(claim(store), claim(another), claim(store), claim(another))
    claimed = [id_ for half in halves for id_ in half]
    assert sorted(claimed) == sorted(f"a{n:02}" for n in range(38))
    assert await waiting(store) == 0


async def test_what_was_claimed_and_not_done_is_anybodys_after_the_lease(store: Store):
    await stored(store, plain("a", "gaza"), plain("b", "gaza"))
    await claim(store)
    await put(store, {"a": "gaza"})
    assert await claim(store, now=NOW + minutes(9)) == []
    assert await claim(store, now=NOW + minutes(10)) == ["b"]


async def test_what_rests_is_tried_again_later(store: Store):
    await stored(store, plain("a", "gaza"))
    await claim(store)
    async with store.writing() as tx:
        await tx.embeddings.rest(["a"], NOW + timedelta(days=1))
        await tx.commit()
    assert await waiting(store, now=NOW + timedelta(hours=23)) == 0
    assert await claim(store, now=NOW + timedelta(days=1)) == ["a"]


async def test_a_new_text_is_embedded_anew_and_the_old_vector_serves_until_then(store: Store):
    await stored(store, new(article("a", "Harbour strike.")))
    await claim(store)
    await put(store, {"a": "harbour strike"})
    assert await waiting(store) == 0
    await stored(store, new(article("a", "Apple harvest.")))
    assert await claim(store) == ["a"]
    assert await find(store, asked("absent"), near("harbour strike")) == ["a"]
    await put(store, {"a": "apple harvest"})
    assert await waiting(store) == 0
    async with store.reading() as tx:
        assert len(await tx.embeddings.nearest(near("apple harvest"), 5)) == 1


async def test_another_models_vectors_are_replaced_and_never_compared(store: Store):
    await embedded(store, {"a": "harbour strike", "b": "apple harvest"})
    assert await find(store, asked("absent"), near("harbour strike")) == ["a", "b"]
    assert await find(store, asked("absent"), near("harbour strike", "other")) == []
    assert await claim(store, "other", limit=1) == ["b"]
    # What another claims meanwhile for the old model would be of no use any more.
    await put(store, {"b": "apple harvest"})
    assert await find(store, asked("absent"), near("harbour strike", "other")) == []
    await put(store, {"b": "apple harvest"}, "other")
    assert await find(store, asked("absent"), near("harbour strike", "other")) == ["b"]
    assert await find(store, asked("absent"), near("harbour strike")) == ["a"]
    assert await claim(store, "other") == ["a"]


async def test_vectors_of_another_length_are_passed_over(store: Store):
    await embedded(store, {"a": "harbour strike"})
    short = Near(SPACE, vector(hashed("harbour strike", 16)))
    assert await find(store, asked("absent"), short) == []
    assert await find(store, asked("harbour"), short) == ["a"]


async def test_withdrawn_articles_are_neither_embedded_nor_found_and_come_back(store: Store):
    await embedded(store, {"a": "harbour strike", "b": "harbour"})
    assert await find(store, asked("absent"), near("harbour strike")) == ["a", "b"]
    async with store.writing() as tx:
        assert await tx.articles.withdraw("a", NOW)
        await tx.commit()
    assert await find(store, asked("absent"), near("harbour strike")) == ["b"]
    assert await waiting(store) == 0
    await stored(store, plain("a", "harbour strike"))
    assert await claim(store) == ["a"]


async def test_likeness_finds_what_no_word_of_the_question_does(store: Store):
    texts = {"strike": "harbour strike ended", "apples": "apple harvest ruined"}
    await embedded(store, texts)
    question = asked("streik", "hafen")
    assert await find(store, question, None) == []
    assert (await find(store, question, near("Streik im Hafen")))[0] == "strike"


async def test_without_vectors_the_search_is_by_words_alone(store: Store):
    await stored(store, *(plain(f"a{n}", "gaza " * n + "talks") for n in range(1, 9)))
    for query in (asked("gaza"), asked("gaza", "talks"), asked("absent")):
        assert await find(store, query, near("gaza")) == await find(store, query, None)


async def test_what_words_put_first_by_a_clear_margin_stays_first(store: Store):
    texts = {f"x{n}": "harbour strike ended today" for n in range(20)}
    await embedded(store, {"named": "brenn spoke of apples", **texts})
    query = asked("brenn", "harbour")
    assert (await find(store, query, None))[0] == "named"
    assert (await find(store, query, near("harbour strike ended today")))[0] == "named"


async def test_only_articles_of_the_asked_time_are_found_by_likeness(store: Store):
    days = {"old": 9, "mid": 5, "new": 1}
    await stored(
        store,
        *(plain(id_, "strike", published=NOW - timedelta(days=n)) for id_, n in days.items()),
    )
    await claim(store)
    await put(store, dict.fromkeys(days, "strike"))
    since, until = NOW - timedelta(days=6), NOW - timedelta(days=4)
    where = near("strike")
    assert set(await find(store, asked("absent", since=since), where)) == {"mid", "new"}
    assert set(await find(store, asked("absent", until=until), where)) == {"mid", "old"}
    assert await find(store, asked("absent", since=since, until=until), where) == ["mid"]


async def test_vectors_that_come_later_are_found_by_who_has_searched_before(
    store: Store, another: Store
):
    await embedded(store, {"a": "harbour strike"})
    assert await find(another, asked("absent"), near("strike")) == ["a"]
    await embedded(store, {"b": "strike"})
    assert await find(another, asked("absent"), near("strike")) == ["b", "a"]
    assert await find(store, asked("absent"), near("strike")) == ["b", "a"]


async def test_only_the_articles_stored_last_are_embedded_and_found(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(embeddings, "BOUND", 10)
    await embedded(store, {f"a{n:02}": f"strike number{n}" for n in range(30)})
    async with store.reading() as tx:
        assert len(await tx.embeddings.nearest(near("strike"), 100)) == 10
    await embedded(store, {f"b{n:02}": f"strike number{n}" for n in range(10)})
    found = await find(store, asked("absent"), near("strike"), limit=DEPTH)
    assert sorted(found) == [f"b{n:02}" for n in range(10)]


async def test_vectors_stored_side_by_side_are_all_found(store: Store, another: Store):
    texts = {f"a{n}": f"strike {n}" for n in range(20)}
    await stored(store, *(plain(id_, text) for id_, text in texts.items()))
    await claim(store)
    ids = list(texts)
    await asyncio.gather(
        *(
            put(where, {id_: texts[id_]})
            for where, half in ((store, ids[::2]), (another, ids[1::2]))
            for id_ in half
        )
    )
    async with store.reading() as tx:
        assert len(await tx.embeddings.nearest(near("strike"), 100)) == 20


def leaning(text: str) -> Vector:
    """Give a vector as of a model whose vectors all point much the same way."""
    return vector([value + 5 for value in hashed(text)])


async def test_where_all_vectors_point_much_the_same_way_the_nearest_are_found_all_the_same(
    store: Store, another: Store, monkeypatch: pytest.MonkeyPatch
):
    """Sketches are seen from a centre, once there are vectors enough to make one."""
    monkeypatch.setattr(embeddings, "COMPARED", 12)
    monkeypatch.setattr(embeddings, "CENTRED", 40)
    texts = {f"a{n:02}": f"topic{n % 20} word{n}" for n in range(60)}
    where = Near(SPACE, leaning("topic7"))
    await stored(store, *(plain(id_, text) for id_, text in texts.items()))
    ids = list(texts)
    for start in range(0, 60, 20):
        await claim(store, limit=60)
        async with store.writing() as tx:
            some = {id_: leaning(texts[id_]) for id_ in ids[start : start + 20]}
            await tx.embeddings.put(SPACE, some)
            await tx.commit()
        for one in (store, another):  # each has looked before the centre was made
            await find(one, asked("absent"), where)
    for one in (store, another):
        assert set(await find(one, asked("absent"), where, limit=3)) == {"a07", "a27", "a47"}
