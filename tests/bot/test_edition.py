"""The digest of one chat, read from a real store."""

from dataclasses import replace

import pytest

from bot import compose, edition
from bot.post import to_json
from bot.reasons import Reason, Rule, from_json
from fakes.memory import earlier, empty_store, fill
from fakes.world import CHAT, MATCH, NOON, ROCKET, VISIT, claim, head
from storage.model import About, FilterKind, Outgoing, Target


async def no_opening(briefs, language):
    return ()


@pytest.fixture
async def store(tmp_path):
    """A store with three stories: 1 the rocket, 2 the match, 3 the visit, the newest."""
    async with empty_store(tmp_path) as opened:
        await fill(opened, earlier(ROCKET, hours=20), earlier(MATCH, hours=10), VISIT)
        yield opened


@pytest.fixture
async def chat(store):
    """A chat that follows the world and watches Ajax."""
    async with store.writing() as tx:
        made, _ = await tx.chats.open(CHAT.address, CHAT.kind, "", NOON)
        await tx.subscriptions.add(made.id, Target.TOPIC, "world", NOON)
        await tx.filters.add(made.id, FilterKind.WATCH, "Ajax", NOON)
        await tx.commit()
    return made


async def tell(store, chat, story, told):
    """Let the chat have been told of a story."""
    post = to_json(compose.brief(told, CHAT))
    async with store.writing() as tx:
        await tx.deliveries.queue(
            [Outgoing(chat.id, f"story:{story}", "alert", ({},), post, {}, (story,), NOON)], NOON
        )
        await tx.commit()


async def test_it_covers_what_came_after_the_cursor(store, chat):
    made = await edition.scheduled(store, no_opening, chat, NOON)
    assert set(made.stories) == {1, 2, 3}
    assert (made.after, made.through) == (0, 3)
    later = await edition.scheduled(store, no_opening, replace(chat, cursor=2), NOON)
    assert (later.stories, later.after, later.through) == ((3,), 2, 3)


async def test_nothing_new_is_an_empty_edition_that_still_moves_the_cursor(store, chat):
    made = await edition.scheduled(store, no_opening, replace(chat, cursor=3), NOON)
    assert not made
    assert made.through == 3


async def test_each_story_has_the_reason_that_brought_it(store, chat):
    made = await edition.scheduled(store, no_opening, chat, NOON)
    assert made.reasons[3] == Reason(Rule.TOPIC, "world")
    assert made.reasons[2] == Reason(Rule.WATCHED, "Ajax")
    assert from_json(made.why) == made.reasons
    assert made.why["after"] == 0


async def test_numbers_of_briefs_stand_in_the_order_of_the_stories(store, chat):
    made = await edition.scheduled(store, no_opening, chat, NOON)
    async with store.reading() as tx:
        heads = await tx.stories.heads(ids=list(made.stories))
    sequences = {head.id: head.sequence for head in heads}
    assert made.sequences == tuple(sequences[story] for story in made.stories)


async def test_a_story_that_was_told_is_not_told_again(store, chat):
    await tell(store, chat, 3, VISIT)
    made = await edition.scheduled(store, no_opening, chat, NOON)
    assert set(made.stories) == {1, 2}


async def test_a_told_story_with_news_comes_as_an_update(store, chat):
    await tell(store, chat, 3, VISIT)
    signed = claim("Both countries signed a pipeline treaty.")
    async with store.writing() as tx:
        await tx.briefs.put(replace(VISIT, story=3, outcomes=(signed,)), NOON)
        await tx.commit()
    made = await edition.scheduled(store, no_opening, chat, NOON)
    headlines = {b.story: b.headline for section in made.digest.sections for b in section.briefs}
    assert headlines[3] == f"Update: {VISIT.headline}"


async def test_a_told_story_that_was_only_rewritten_stays_away(store, chat):
    await tell(store, chat, 3, VISIT)
    async with store.writing() as tx:
        await tx.briefs.put(replace(VISIT, story=3), NOON)
        await tx.commit()
    made = await edition.scheduled(store, no_opening, chat, NOON)
    assert 3 not in made.stories


async def test_a_reader_who_asks_gets_told_stories_too(store, chat):
    await tell(store, chat, 3, VISIT)
    made = await edition.unscheduled(store, no_opening, chat, NOON)
    assert set(made.stories) == {1, 2, 3}


async def test_the_opening_is_written_of_the_briefs_that_are_told(store, chat):
    seen = []

    async def opening(briefs, language):
        seen.append(([b.story for b in briefs], language))
        return (claim("Today."),)

    made = await edition.scheduled(store, opening, chat, NOON)
    assert made.digest.opening == (claim("Today."),)
    assert seen == [(list(made.stories), "en")]


async def test_no_opening_is_asked_for_when_there_is_nothing_to_tell(store, chat):
    async def opening(briefs, language):
        raise AssertionError

    assert not await edition.scheduled(store, opening, replace(chat, cursor=3), NOON)


async def test_ratings_of_the_chat_move_stories_a_little_and_those_of_others_do_not(store, chat):
    async with store.writing() as tx:
        other, _ = await tx.chats.open(replace(CHAT.address, chat="other"), CHAT.kind, "", NOON)
        await tx.feedback.put(chat.id, "ann", About.STORY, 3, 1, NOON)
        await tx.feedback.put(chat.id, "ann", About.TURN, 2, -1, NOON)
        await tx.feedback.put(other.id, "bob", About.STORY, 2, -1, NOON)
        assert 0 < (await edition.taste_of(tx, chat.id)).weigh(head(VISIT)) < 0.25
        assert (await edition.taste_of(tx, chat.id)).weigh(head(MATCH, topics=("x",))) == 0
        assert (await edition.taste_of(tx, other.id)).weigh(head(MATCH)) < 0
        await tx.commit()
