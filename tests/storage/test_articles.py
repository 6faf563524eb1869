"""Articles: stored once, found again as they were, revised and withdrawn."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.news import NOW, article, minutes, new
from storage.model import Added
from storage.store import Store
from summarizer.model import Article, Query, Sentence, Term, Tokens

CORRECTED = "Ministers met in Ankara. They signed nothing."


async def test_an_article_comes_back_exactly_as_it_was_stored(store: Store):
    stored = Article(
        id="x",
        url=None,
        title="Öz – “başlık”",
        language="tr",
        published=NOW.replace(microsecond=123456),
        outlet="Gazete",
        sentences=(
            Sentence(0, 0, "Öz – “başlık”"),
            Sentence(1, 1, "Bir."),
            Sentence(2, 1, "İki 😀."),
            Sentence(3, 2, "Üç."),
        ),
        dated=False,
    )
    async with store.writing() as tx:
        added = await tx.articles.add(None, [new(stored)], NOW)
        await tx.commit()
    assert added == Added(new=("x",), changed=(), known=0)
    async with store.reading() as tx:
        assert await tx.articles.get(["x"]) == {"x": stored}


async def test_the_same_article_again_is_known_and_nothing_changes(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article())], NOW)
        again = await tx.articles.add(None, [new(article())], NOW)
        assert again == Added((), (), 1)
        assert (await tx.articles.get(["a1"]))["a1"].revision == 1


async def test_an_article_of_several_feeds_is_one_article(store: Store):
    async with store.writing() as tx:
        first = await tx.feeds.add("https://one.example/feed", NOW)
        second = await tx.feeds.add("https://two.example/feed", NOW)
        await tx.articles.add(first.id, [new(article(), "e1")], NOW)
        again = await tx.articles.add(second.id, [new(article(), "tag:1")], NOW)
        await tx.stories.assign({"a1": None}, NOW)
        (head,) = await tx.stories.heads()
        assert again.known == 1
        assert await tx.articles.count() == 1
        assert head.feeds == (first.id, second.id)


async def test_another_text_makes_the_next_revision_and_the_storys_next_version(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article())], NOW)
        story = (await tx.stories.assign({"a1": None}, NOW))["a1"]
        before = await tx.stories.get(story)
        changed = await tx.articles.add(None, [new(article(body=CORRECTED))], NOW)
        after = await tx.stories.get(story)
    assert changed == Added((), ("a1",), 0)
    assert after.version == before.version + 1
    assert after.articles == (replace(article(body=CORRECTED), revision=2),)


async def test_a_revision_is_found_by_its_new_words_and_no_longer_by_its_old(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article())], NOW)
        await tx.articles.add(None, [new(article(body=CORRECTED))], NOW)
        await tx.commit()
    async with store.reading() as tx:
        found = await tx.search.document_frequencies(["agreement", "noth"])
    assert found == {"noth": 1}


async def test_of_two_with_one_id_in_a_batch_the_first_is_stored(store: Store):
    async with store.writing() as tx:
        added = await tx.articles.add(None, [new(article()), new(article(body=CORRECTED))], NOW)
        assert added == Added(("a1",), (), 1)
        assert (await tx.articles.get(["a1"]))["a1"] == article()


async def test_an_article_that_brought_news_dates_the_feeds_change(store: Store):
    async with store.writing() as tx:
        feed = await tx.feeds.add("https://one.example/feed", NOW)
        await tx.articles.add(feed.id, [], NOW)
        assert (await tx.feeds.get(feed.id)).changed is None
        await tx.articles.add(feed.id, [new(article(), "e1")], NOW + minutes(1))
        await tx.articles.add(feed.id, [new(article(), "e1")], NOW + minutes(2))
        assert (await tx.feeds.get(feed.id)).changed == NOW + minutes(1)


async def test_articles_of_a_feed_that_was_removed_meanwhile_are_kept_without_it(store: Store):
    async with store.writing() as tx:
        feed = await tx.feeds.add("https://one.example/feed", NOW)
        await tx.feeds.remove(feed.id)
        added = await tx.articles.add(feed.id, [new(article(), "e1")], NOW)
        assert added.new == ("a1",)
        assert await tx.feeds.known_entries(feed.id, ["e1"]) == set()


async def test_articles_are_given_in_the_order_asked_without_unknown_ones(store: Store):
    ids = [f"a{n:04}" for n in range(1203)]  # more than one statement takes
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article(id_)) for id_ in ids], NOW)
        asked = ["none", *reversed(ids)]
        assert list(await tx.articles.get(asked)) == list(reversed(ids))
        assert await tx.articles.count() == len(ids)
        assert [found.id async for found in tx.articles.all()] == ids


async def test_the_newest_article_of_a_page_is_the_pages(store: Store):
    page = "https://news.example/live"
    async with store.writing() as tx:
        await tx.articles.add(
            None,
            [
                new(article("old", url=page, published=NOW - minutes(9))),
                new(article("new", url=page)),
            ],
            NOW,
        )
        assert (await tx.articles.by_url(page)).id == "new"
        assert await tx.articles.by_url("https://news.example/none") is None


async def test_recent_articles_come_newest_first_a_page_at_a_time(store: Store):
    async with store.writing() as tx:
        assert await tx.articles.oldest() is None
        ages = {"b": 1, "c": 2, "a": 0}
        added = [new(article(id_, published=NOW - minutes(age))) for id_, age in ages.items()]
        await tx.articles.add(None, added, NOW)
        assert [found.id for found in await tx.articles.recent(2)] == ["a", "b"]
        assert [found.id for found in await tx.articles.recent(2, offset=2)] == ["c"]
        assert await tx.articles.oldest() == NOW - minutes(2)


async def test_a_withdrawn_article_is_marked_and_no_longer_searched_or_clustered(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article("a1")), new(article("a2"))], NOW)
        story = (await tx.stories.assign({"a1": -1, "a2": -1}, NOW))["a1"]
        version = (await tx.stories.get(story)).version
        assert await tx.articles.withdraw("a1", NOW)
        assert not await tx.articles.withdraw("a1", NOW)
        assert (await tx.articles.get(["a1"]))["a1"].withdrawn
        after = await tx.stories.get(story)
        assert after.version == version + 1
        assert [one.id for one in after.articles] == ["a2"]
        query = Query("minister", (Term("minister", ("minist",)),))
        assert [hit.article.id for hit in await tx.search.search(query, 5)] == ["a2"]
        assert [one.article for one in await tx.stories.window(NOW, NOW)] == ["a2"]
        assert [one.id for one in await tx.articles.recent(5)] == ["a2"]


async def test_a_withdrawn_article_that_comes_again_is_back(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article())], NOW)
        await tx.articles.withdraw("a1", NOW)
        assert (await tx.articles.add(None, [new(article())], NOW)).changed == ("a1",)
        assert await tx.articles.get(["a1"]) == {"a1": replace(article(), revision=2)}
        assert await tx.search.document_frequencies(["ankara"]) == {"ankara": 1}


async def test_articles_without_a_story_come_oldest_first_with_their_tokens(store: Store):
    first, second = article("b", published=NOW - minutes(5)), article("a")
    async with store.writing() as tx:
        await tx.articles.add(None, [new(second), new(first)], NOW)
        assert await tx.articles.unclustered(9) == (
            (first, new(first).tokens),
            (second, new(second).tokens),
        )
        assert len(await tx.articles.unclustered(1)) == 1
        await tx.stories.assign({"a": None, "b": None}, NOW)
        assert await tx.articles.unclustered(9) == ()


async def test_a_naive_time_is_refused_rather_than_guessed(store: Store):
    naive = replace(article(), published=NOW.replace(tzinfo=None))
    async with store.writing() as tx:
        with pytest.raises(Exception, match="must be aware"):
            await tx.articles.add(None, [new(naive)], NOW)


FOREIGN = st.text(st.characters(codec=None), min_size=1, max_size=40)
"""Any text that Python can hold: every script, NUL, halves of surrogate pairs."""


def whole(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=FOREIGN, texts=st.lists(FOREIGN, max_size=4), words=st.lists(FOREIGN, max_size=6))
async def test_any_text_that_a_source_may_send_can_be_stored_and_read(
    store: Store, title: str, texts: list[str], words: list[str]
):
    numbered = tuple(Sentence(n, 1, text) for n, text in enumerate(texts))
    odd = replace(article(title=title), sentences=numbered)
    found = replace(new(odd), tokens=Tokens(tuple(words), tuple(words), tuple(words)), entry=title)
    async with store.writing() as tx:
        feed = await tx.feeds.add("https://one.example/feed", NOW)
        await tx.articles.add(feed.id, [found], NOW)
        read = (await tx.articles.get(["a1"]))["a1"]
        ((_, tokens),) = await tx.articles.unclustered(1)
    assert [s.number for s in read.sentences] == list(range(len(texts)))
    pairs = zip(numbered, read.sentences, strict=True)
    assert all(kept == sent for sent, kept in pairs if whole(sent.text))
    assert all(token and not token.isspace() for token in tokens.body)


async def test_the_languages_of_the_newest_articles_are_named_the_commonest_first(store: Store):
    spoken = ["nl", "en", "tr", "tr"]
    found = [
        new(replace(article(f"a{at}", published=NOW + minutes(at)), language=language))
        for at, language in enumerate(spoken)
    ]
    async with store.writing() as tx:
        await tx.articles.add(None, found, NOW)
        await tx.commit()
    async with store.reading() as tx:
        assert await tx.articles.languages() == ("tr", "en", "nl")
        assert await tx.articles.languages(among=3) == ("tr", "en")
        assert await tx.articles.languages(among=1) == ("tr",)
