"""Search: the same articles found on both databases, best first, in archives of any size."""

import asyncio
import itertools
import random
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.news import NOW, article, minutes, new, plain
from fakes.postgres import Postgres
from storage import fulltext, search
from storage.model import NewArticle
from storage.store import Store
from summarizer.model import Hit, Query, Term, Tokens
from summarizer.text import fold, stem

PAIRS = [
    ("Erdogan", "Erdoğan"), ("Yilmaz", "Yılmaz"), ("IŞIK", "ışık"), ("Lodz", "Łódź"),
    ("Oresund", "Øresund"), ("Strasse", "Straße"), ("Dokovic", "Đoković"), ("Aero", "Ærø"),
    ("Simsek", "Şimşek"), ("Zizek", "Žižek"), ("Istanbul", "İstanbul"), ("Ozal", "Özal"),
]  # fmt: skip


def asked(*words: str, weight: float = 1.0, **more: object) -> Query:
    """Ask for index tokens as they are."""
    terms = tuple(Term(word, (word,), weight) for word in words)
    return Query(" ".join(words), terms, **more)


async def stored(store: Store, *found: NewArticle) -> None:
    async with store.writing() as tx:
        await tx.articles.add(None, found, NOW)
        await tx.commit()


async def find(store: Store, query: Query, limit: int = 5, **more: float) -> tuple[Hit, ...]:
    async with store.reading() as tx:
        return await tx.search.search(query, limit, **more)


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.article.id for hit in hits]


@pytest.mark.parametrize(("written", "typed"), [*PAIRS, *((b, a) for a, b in PAIRS)])
async def test_a_name_is_found_however_its_marks_are_typed(store: Store, written: str, typed: str):
    await stored(store, new(article("it", f"Then {written} spoke.", title="News")))
    await stored(store, new(article("not", "Nobody spoke.", title="News")))
    forms = tuple({stem(typed, language) for language in ("en", "tr")})
    assert ids(await find(store, Query(typed, (Term(fold(typed), forms),)))) == ["it"]


async def test_the_best_match_comes_first_and_others_with_less(store: Store):
    await stored(
        store,
        plain("both", "gaza talks x y", lead="gaza talks"),
        plain("one", "gaza x y z", lead="x y"),
        plain("none", "w x y z", lead="w x"),
    )
    hits = await find(store, asked("gaza", "talks"))
    assert ids(hits) == ["both", "one"]
    assert hits[0].score > hits[1].score > 0
    assert ids(await find(store, asked("gaza", "talks"), limit=1)) == ["both"]


async def test_a_word_nowhere_and_no_word_at_all_find_nothing(store: Store):
    await stored(store, plain("a", "gaza talks"))
    assert await find(store, asked("absent")) == ()
    assert await find(store, asked()) == ()
    assert await find(store, asked("gaza", "absent")) != ()


async def test_an_empty_archive_finds_nothing(store: Store):
    assert await find(store, asked("gaza")) == ()


async def test_any_form_of_a_word_finds(store: Store):
    await stored(store, plain("tr", "erdog dedi"), plain("en", "erdogan said"), plain("no", "x"))
    query = Query("Erdoğan", (Term("erdogan", ("erdog", "erdogan")),))
    assert set(ids(await find(store, query))) == {"tr", "en"}


async def test_only_articles_of_the_asked_time_are_found(store: Store):
    days = {"old": 9, "mid": 5, "new": 1}
    await stored(
        store,
        *(plain(id_, "gaza", published=NOW - timedelta(days=n)) for id_, n in days.items()),
    )
    since, until = NOW - timedelta(days=6), NOW - timedelta(days=4)
    assert ids(await find(store, asked("gaza", since=since))) == ["new", "mid"]
    assert set(ids(await find(store, asked("gaza", until=until)))) == {"mid", "old"}
    assert ids(await find(store, asked("gaza", since=since, until=until))) == ["mid"]
    assert await find(store, asked("gaza", since=NOW + minutes(1))) == ()
    everything = asked("gaza", since=NOW - timedelta(days=99), until=NOW)
    assert len(await find(store, everything)) == 3


async def test_a_long_time_is_searched_like_a_short_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    await stored(store, *archive(80, 3))
    asked_for = [
        asked("t1", "t9", since=NOW - minutes(8000), until=NOW - minutes(1000)),
        asked("t2", since=NOW - minutes(5000)),
    ]
    looked_at_closely = [await find(store, query) for query in asked_for]
    assert all(looked_at_closely)
    monkeypatch.setattr(search, "NARROW_PART", 1)
    for narrow in (80, 5):
        monkeypatch.setattr(search, "NARROW", narrow)
        assert [await find(store, query) for query in asked_for] == looked_at_closely


async def test_what_most_articles_of_another_time_say_hides_none_of_the_asked_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search, "NARROW", 5)
    monkeypatch.setattr(search, "AT_ONCE", 2)
    asked_time = [plain(f"old{n}", "gaza x", published=NOW - timedelta(days=9)) for n in range(9)]
    others = [plain(f"new{n}", "gaza talks", published=NOW) for n in range(200)]
    await stored(store, *asked_time, *others)
    query = asked("gaza", "talks", until=NOW - timedelta(days=8))
    found = await find(store, query, limit=20, candidates=20)
    assert set(ids(found)) == {f"old{n}" for n in range(9)}


async def test_the_articles_of_the_thread_are_always_among_the_found(store: Store):
    await stored(store, plain("thread", "x y z"), plain("other", "gaza x"))
    assert ids(await find(store, asked("gaza", articles=("thread", "gone")))) == [
        "other",
        "thread",
    ]
    assert ids(await find(store, asked("absent", articles=("thread",)))) == ["thread"]


async def test_what_a_writer_has_not_committed_is_found_by_nobody_else(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [plain("a", "gaza")], NOW)
        assert ids(await tx.search.search(asked("gaza"), 5)) == ["a"]
        assert await find(store, asked("gaza")) == ()
    assert await find(store, asked("gaza")) == ()


async def test_frequencies_and_size_follow_the_archive(store: Store):
    async with store.reading() as tx:
        assert (await tx.search.size(), await tx.search.document_frequencies(["gaza"])) == (0, {})
    await stored(store, plain("a", "gaza gaza port", lead="gaza"), plain("b", "gaza"))
    async with store.reading() as tx:
        assert await tx.search.size() == 2
        assert await tx.search.document_frequencies(["gaza", "port", "none"]) == {
            "gaza": 2,
            "port": 1,
        }
    await stored(store, plain("c", "port"))
    async with store.reading() as tx:
        assert await tx.search.size() == 3
        assert await tx.search.document_frequencies(["port"]) == {"port": 2}


async def test_an_archive_searched_by_many_at_once_is_counted_once(store: Store):
    await stored(store, *(plain(f"a{n}", "gaza x") for n in range(50)))
    async with AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(store.reading()) for _ in range(4)]
        for tx in readers:
            await tx.articles.count()  # connected, so that the next is done at the same time
        assert await asyncio.gather(*(tx.search.size() for tx in readers)) == [50] * 4


SPECIAL = [
    '"', "'", "a\"b", "a'b", "c++", "a-b", "a:b", "body:gaza", "lead", "and", "or", "not", "near",
    "near(a", "*", "gaza*", "^gaza", "(", ")", "{", "\\", "\\'", "a\\b", "|", "&", "!", "<->", "%",
    "%s", ":v0", "$1", "?", ";", "--", "/*", "3.5", "1,000", "e-mail@x.y", "http://x", "日本", "😀",
    "é", "ı", "ß", "\u0301", "\u200d", "\x01",
]  # fmt: skip


async def test_every_letter_that_means_something_to_a_query_language_is_only_a_letter(
    store: Store,
):
    await stored(
        store, *(plain(f"a{n}", f"{token} end", lead=token) for n, token in enumerate(SPECIAL))
    )
    for n, token in enumerate(SPECIAL):
        assert ids(await find(store, asked(token))) == [f"a{n}"], token
    for start in range(0, len(SPECIAL), 16):
        some = SPECIAL[start : start + 16]
        assert len(await find(store, asked(*some), limit=99)) == len(some)


@pytest.mark.parametrize("token", ["", " ", "a b", "\0", "\ud800", "x" * 5000, "\u3000"])
async def test_what_can_be_no_token_finds_nothing_and_does_no_harm(store: Store, token: str):
    await stored(store, plain("a", "gaza a b x"))
    assert await find(store, asked(token)) == ()
    assert ids(await find(store, asked("gaza", token))) == ["a"]


async def test_a_question_of_a_thousand_words_is_answered(store: Store):
    await stored(store, plain("a", " ".join(f"w{n}" for n in range(40))), plain("b", "w7"))
    words = [f"w{n}" for n in range(1000)]
    assert ids(await find(store, asked(*words)))[0] == "a"


async def test_a_text_of_a_million_words_is_stored_and_found(store: Store):
    many = " ".join(f"word{n}" for n in range(200_000))
    await stored(store, plain("long", many), plain("wide", "x" * 3_000_000 + " near"))
    assert ids(await find(store, asked("word7"))) == ["long"]
    assert ids(await find(store, asked("near"))) == ["wide"]


def archive(count: int, seed: int) -> list[NewArticle]:
    """Make articles of common and rare words, as news has them."""
    chance = random.Random(seed)
    vocabulary = [f"t{n}" for n in range(400)]
    weights = list(itertools.accumulate(1 / (n + 3) for n in range(400)))
    made = []
    for n in range(count):
        words = chance.choices(vocabulary, cum_weights=weights, k=chance.randint(20, 60))
        published = NOW - minutes(chance.randrange(10_000))
        found = article(f"a{n}", published=published)
        made.append(NewArticle(found, Tokens(tuple(words[:8]), tuple(words), ())))
    return made


QUESTIONS = [
    asked("t0", "t1"), asked("t2", "t350"), asked("t5", "t90", "t200"), asked("t399"),
    asked("t0"), asked("t1", "t2", "t3", "t4"), asked("t10", since=NOW - minutes(3000)),
    asked("t300", "t301", "t302", until=NOW - minutes(5000)), asked("t7", articles=("a3", "a4")),
]  # fmt: skip


@pytest.fixture
async def both(tmp_path: Path, postgres: Postgres, ready_database: str):
    """A store of each kind with the same articles."""
    path = f"sqlite:///{tmp_path / 'same.db'}"
    async with Store(path) as sqlite, Store(postgres.url(ready_database)) as server:
        await sqlite.upgrade()
        for store in (sqlite, server):
            for batch in (archive(600, 1)[:250], archive(600, 1)[250:]):
                await stored(store, *batch)
        yield sqlite, server
    postgres.empty(ready_database)


@pytest.mark.parametrize("listed", [20_000, 100, 10])
async def test_both_databases_find_the_same_with_the_same_scores(
    both: tuple[Store, Store], listed: int
):
    """Whatever the archive's size makes of the limits: here the limits come to the archive."""
    sqlite, server = both
    bounds = {"candidates": 40, "listed": listed}
    for query in QUESTIONS:
        here, there = await asyncio.gather(
            find(sqlite, query, **bounds), find(server, query, **bounds)
        )
        assert here
        assert here == there


RARE_AND_COMMON = [
    asked(f"t{chance.randrange(60, 400)}", f"t{chance.randrange(20, 60)}", f"t{n % 20}")
    for chance in [random.Random(2)]
    for n in range(20)
]


async def test_looking_at_a_part_of_a_large_archive_finds_what_looking_at_all_does(
    both: tuple[Store, Store],
):
    sqlite, _ = both
    whole = [await find(sqlite, query, candidates=600) for query in RARE_AND_COMMON]
    part = [await find(sqlite, query, candidates=60, listed=100) for query in RARE_AND_COMMON]
    assert shared(whole, part) > 0.9


def shared(whole: Sequence[Sequence[Hit]], part: Sequence[Sequence[Hit]]) -> float:
    """Give the share of some hits that others are, on the average."""
    same = [len(set(ids(a)) & set(ids(b))) / len(a) for a, b in zip(whole, part, strict=True)]
    return sum(same) / len(same)


@pytest.mark.parametrize("listed", [20_000, 100, 3])
async def test_reading_stops_no_sooner_than_nothing_better_can_follow(
    both: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, listed: int
):
    sqlite, _ = both
    queries = [*QUESTIONS, *RARE_AND_COMMON]
    monkeypatch.setattr(search, "AT_ONCE", 1_000)
    bounds = {"listed": listed, "candidates": 600, "reached": 1.0}
    all_read = [await find(sqlite, query, **bounds) for query in queries]
    monkeypatch.setattr(search, "AT_ONCE", 1)
    assert [await find(sqlite, query, **bounds) for query in queries] == all_read


async def test_to_read_no_more_than_what_can_be_expected_to_score_loses_little(
    both: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
):
    sqlite, _ = both
    monkeypatch.setattr(search, "AT_ONCE", 10)
    whole = [await find(sqlite, query, reached=1.0) for query in RARE_AND_COMMON]
    found = [await find(sqlite, query) for query in RARE_AND_COMMON]
    assert shared(whole, found) > 0.97


async def test_a_rare_word_of_little_weight_does_not_fill_the_list(store: Store):
    """As one that has a like meaning, or the same in another language."""
    names = [plain(f"name{n}", "damar hamlin x") for n in range(9)]
    likes = [plain(f"like{n}", "speler x") for n in range(3)]
    await stored(store, *names, *likes, *(plain(f"other{n}", "x y z") for n in range(60)))
    heavy = asked("hamlin", "damar").terms
    query = Query("Hamlin", (Term("~player", ("speler",), 0.2), *heavy))
    assert set(ids(await find(store, query, limit=9, listed=9))) == {f"name{n}" for n in range(9)}


async def test_sqlite_estimates_how_common_a_word_is_and_counts_a_rare_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fulltext, "SAMPLED", 100)
    monkeypatch.setattr(fulltext, "SLICE", 20)
    monkeypatch.setattr(fulltext, "COMMON", 0.2)
    async with Store(f"sqlite:///{tmp_path / 'large.db'}") as store:
        await store.upgrade()
        texts = (f'often{n % 2} w{n} always "quoted' for n in range(400))
        await stored(store, *(plain(f"a{n}", text) for n, text in enumerate(texts)))
        async with store.reading() as tx:
            wanted = ["often1", "w7", "always", "nowhere", '"quoted']
            found = await tx.search.document_frequencies(wanted)
    assert found["w7"] == 1
    assert found["always"] == found['"quoted'] == 400
    assert 150 <= found["often1"] <= 250
    assert "nowhere" not in found


async def test_postgresql_estimates_what_is_too_common_to_count(
    postgres: Postgres, ready_database: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fulltext, "COUNTED", 50)
    async with Store(postgres.url(ready_database)) as store:
        await stored(store, *(plain(f"a{n}", f"common w{n}") for n in range(400)))
        postgres.execute("ANALYZE tokens", ready_database)
        async with store.reading() as tx:
            found = await tx.search.document_frequencies(["common", "w7"])
    postgres.empty(ready_database)
    assert found["w7"] == 1
    assert 200 <= found["common"] <= 600


async def test_frequencies_that_are_remembered_do_not_fill_the_memory(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search, "REMEMBERED", 3)
    await stored(store, plain("a", "t0 t1 t2 t3 t4"))
    async with store.reading() as tx:
        for _ in range(2):
            assert await tx.search.document_frequencies([f"t{n}" for n in range(5)]) == {
                f"t{n}": 1 for n in range(5)
            }
        assert await tx.search.document_frequencies(["t0"]) == {"t0": 1}
    assert len(store._statistics.counts) <= 5


TOKEN = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).map(str.casefold)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(TOKEN, min_size=1, max_size=6))
async def test_any_token_can_be_asked_for(store: Store, words: list[str]):
    async with store.writing() as tx:
        tokens = Tokens((), tuple(words), ())
        await tx.articles.add(None, [replace(plain("a", ""), tokens=tokens)], NOW)
        whole = [word for word in words if "\0" not in word and word.split() == [word]]
        hits = await tx.search.search(asked(*dict.fromkeys(words)), 5)
    assert ids(hits) == (["a"] if whole else [])
