"""Who is to be looked at when articles were changed or withdrawn."""

from dataclasses import replace

import pytest

from fakes.news import NOW, article, brief, minutes, new, outgoing
from storage.model import Address, ChatKind, ChatState
from storage.store import Store


@pytest.fixture
async def story(store: Store):
    """A story with a brief, told to two chats."""
    async with store.writing() as tx:
        feed = await tx.feeds.add("https://news.example/feed", NOW)
        await tx.articles.add(feed.id, [new(article(), "e1")], NOW)
        (made,) = (await tx.stories.assign({"a1": None}, NOW)).values()
        sequence = await tx.briefs.put(brief(made, article()), NOW)
        for name in "12":
            chat, _ = await tx.chats.open(Address("t", "", name), ChatKind.PRIVATE, "", NOW)
            await tx.deliveries.queue(
                [outgoing(chat.id, stories=[made], sequences=[sequence])], NOW
            )
        await tx.commit()
    return made


async def changed(tx, body="Ministers met in Izmir."):
    await tx.articles.add(None, [new(article(body=body))], NOW)


async def test_a_changed_article_is_looked_at_once_its_story_is_briefed_anew(
    store: Store, story: int
):
    async with store.writing() as tx:
        assert await tx.corrections.spread(NOW, 9) == 0
        await changed(tx)
        assert await tx.corrections.spread(NOW, 9) == 0
        await tx.briefs.put(brief(story, article(), version=2), NOW)
        assert await tx.corrections.spread(NOW, 9) == 1
        assert await tx.corrections.spread(NOW, 9) == 0
        assert [one for _, one in await tx.corrections.due(NOW, ["t"], 9)] == [story, story]


async def test_a_story_without_any_standing_article_waits_for_no_brief(store: Store, story: int):
    async with store.writing() as tx:
        assert await tx.articles.withdraw("a1", NOW)
        assert await tx.corrections.spread(NOW, 9) == 1
        assert len(await tx.corrections.due(NOW, ["t"], 9)) == 2


async def test_an_article_that_only_joins_a_story_marks_nothing(store: Store, story: int):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article("a2"))], NOW)
        await tx.stories.assign({"a2": story}, NOW)
        await tx.briefs.put(brief(story, article(), version=2), NOW)
        assert await tx.corrections.spread(NOW, 9) == 0


async def test_chats_wait_that_are_stopped_elsewhere_or_put_off(store: Store, story: int):
    async with store.writing() as tx:
        await tx.articles.withdraw("a1", NOW)
        await tx.corrections.spread(NOW, 9)
        (first, _), (second, _) = await tx.corrections.due(NOW, ["t"], 9)
        assert await tx.corrections.due(NOW, ["other"], 9) == ()
        chat = await tx.chats.get(first)
        assert chat
        await tx.chats.save(replace(chat, state=ChatState.STOPPED))
        assert await tx.corrections.due(NOW, ["t"], 9) == ((second, story),)
        await tx.corrections.put_off(second, story, NOW + minutes(5))
        assert await tx.corrections.due(NOW, ["t"], 9) == ()
        assert await tx.corrections.due(NOW + minutes(5), ["t"], 9) == ((second, story),)
        await tx.corrections.done([(second, story)])
        assert await tx.corrections.due(NOW + minutes(5), ["t"], 9) == ()


async def test_a_story_of_withdrawn_articles_has_no_brief_and_breaks_no_more(
    store: Store, story: int
):
    async with store.writing() as tx:
        assert [head.id for head in await tx.briefs.unannounced(9)] == [story]
        await tx.articles.withdraw("a1", NOW)
        assert await tx.briefs.latest([story]) == {}
        assert await tx.briefs.unannounced(9) == ()
        (head,) = await tx.stories.heads(ids=[story])
        assert (head.withdrawn, head.brief) == (True, None)
        assert await tx.stories.heads() == ()
        assert set(await tx.briefs.numbered([head.sequence, 99])) == {head.sequence}


async def test_a_feed_takes_back_only_what_no_other_feed_has_brought(store: Store, story: int):
    async with store.writing() as tx:
        feed = await tx.feeds.by_url("https://news.example/feed")
        other = await tx.feeds.add("https://other.example/feed", NOW)
        assert feed
        assert await tx.articles.only_of(feed.id, ["e1", "e9"]) == ("a1",)
        await tx.articles.add(other.id, [new(article(), "x1")], NOW)
        assert await tx.articles.only_of(feed.id, ["e1"]) == ()
        assert await tx.articles.only_of(other.id, ["x1"]) == ()


async def test_an_edit_sends_the_parts_that_differ_to_the_messages_that_they_change(store: Store):
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "", NOW)
        (post,) = await tx.deliveries.queue([outgoing(chat.id, "story:7", ["a", "b"], [7])], NOW)
        for message in ("m1", "m2"):
            (part,) = await tx.deliveries.claim("t", "", NOW, 9)
            await tx.deliveries.sent(part.id, message, NOW)
        edit = replace(
            outgoing(chat.id, "correction:7:2", ["a", "c"], [7], kind="correction"),
            edits=post,
            only=frozenset({1}),
        )
        await tx.deliveries.queue([edit], NOW)
        (claimed,) = await tx.deliveries.claim("t", "", NOW, 9)
        assert (claimed.edits, claimed.part, claimed.payload) == ("m2", 1, {"text": "c"})
        await tx.deliveries.sent(claimed.id, "m2", NOW)
        assert await tx.deliveries.claim("t", "", NOW, 9) == ()
        record = await tx.deliveries.by_message(chat.id, "m2")
        assert record
        assert record.id == post  # a reply to it is a reply to what it told
