"""Stories by their numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.errors import PageUnavailable
from fakes.world import NOON, VISIT
from storage.model import About, Wording
from summarizer.errors import NothingToSay


def buttons(post):
    return [button.command for row in post.buttons for button in row]


async def test_the_newest_of_all_is_told_to_who_follows_nothing(say):
    post = await say.post("/brief latest")
    assert post.title == VISIT.headline
    assert post.story == 3


async def test_the_newest_is_of_what_the_chat_follows(say):
    await say("/subscribe sport")
    assert (await say.post("/brief latest")).title == "Ajax beat Feyenoord 3-1 in football derby"


async def test_the_newest_is_also_of_who_is_watched(say):
    await say("/subscribe sport")
    await say("/watch Bektenov")
    assert (await say.post("/brief latest")).title == VISIT.headline


async def test_what_is_muted_is_not_the_newest(say):
    await say("/mute story 3")
    assert (await say.post("/brief latest")).title != VISIT.headline


async def test_the_newest_are_listed_by_their_numbers(say):
    shown = await say("/brief")
    assert shown.startswith("Newest stories\n\n3. Erdoğan, Bektenov discuss relations.")
    assert [line[:2] for line in shown.splitlines()[2:5]] == ["3.", "2.", "1."]
    await say("/subscribe sport")
    assert "Newest stories of what you follow\n\n2. Ajax" in await say("/brief")


@pytest.mark.parametrize("said", ["news", "brief", "What’s new?", "latest news", "haberler"])
async def test_who_only_asks_for_news_gets_the_newest(say, said):
    assert await say(said) == await say("/brief")


async def test_a_story_is_told_by_its_number_and_in_full(say):
    assert (await say.post("/brief 2")).title == "Ajax beat Feyenoord 3-1 in football derby"
    assert (await say.post("/brief story 2")).story == 2
    assert "/brief 2 more" not in buttons(await say.post("/brief 2 more"))


async def test_a_number_without_story_gets_a_sentence(say):
    assert await say("/brief 99") == "There is no story 99. /brief lists the newest."


async def test_a_page_that_is_stored_is_told_as_its_story(say):
    assert (await say.post("/brief https://news.example/match")).story == 2


async def test_any_other_page_is_told_by_the_desk(say):
    say.desk.pages["https://elsewhere.example/x"] = replace(VISIT, story=0, headline="Elsewhere")
    post = await say.post("/brief https://elsewhere.example/x")
    assert (post.title, post.story, post.buttons) == ("Elsewhere", None, ())


async def test_a_page_that_cannot_be_read_gets_the_desks_sentence(say):
    say.desk.pages["https://a.example"] = PageUnavailable("That page does not answer.")
    say.desk.pages["https://b.example"] = NothingToSay("short")
    assert await say("/brief https://a.example") == "That page does not answer."
    assert "too little text" in await say("/brief https://b.example")


async def test_anything_else_gets_an_example(say):
    assert "For example: /brief latest" in await say("/brief me up")


async def test_an_opinion_of_a_story_is_kept_and_replaced(say):
    assert "Thank you" in await say("/rate story 3 up")
    await say("/rate story 3 👎")
    async with say.store.reading() as tx:
        (verdict,) = await tx.feedback.of((await say.chat()).id)
    assert (verdict.person, verdict.about, verdict.key, verdict.value) == (
        "ayse", About.STORY, 3, -1,
    )  # fmt: skip


async def test_an_opinion_of_an_answer_is_kept_for_answers_of_this_chat_only(say):
    post = await say.post("who won?")
    assert post.buttons == ()
    await say("/rate answer 1 up")
    async with say.store.reading() as tx:
        (verdict,) = await tx.feedback.of((await say.chat()).id)
    assert (verdict.about, verdict.key) == (About.TURN, 1)
    assert await say("/rate answer 99 up") == "There is no answer 99 in this chat."


async def test_an_opinion_on_nothing_gets_a_sentence(say):
    assert "There is no story 99." in await say("/rate story 99 up")
    assert "For example: /rate story 1 up" in await say("/rate nicely")


async def test_a_story_is_told_in_the_chats_language_where_the_desk_has_it(say):
    await say("/brief 3")
    async with say.store.reading() as tx:
        (head,) = await tx.stories.heads(ids=[3])
    turkish = replace(head.brief, headline="Erdoğan ile Bektenov görüştü", language="tr")
    say.desk.translated[head.sequence, "tr"] = turkish
    chat = await say.chat()
    async with say.store.writing() as tx:
        await tx.chats.save(replace(chat, language="tr"))
        await tx.commit()
    assert "Erdoğan ile Bektenov görüştü" in await say("/brief 3")
    assert "Erdoğan ile Bektenov görüştü" in await say("/brief latest")


async def test_a_list_shows_what_is_translated_already_and_asks_for_nothing(say):
    await say("/brief 3")
    async with say.store.reading() as tx:
        (head,) = await tx.stories.heads(ids=[3])
    chat, key = await say.chat(), Wording(head.sequence, 0, "tr")
    async with say.store.writing() as tx:
        await tx.chats.save(replace(chat, language="tr"))
        await tx.wordings.claim([key], NOON, timedelta(minutes=1))
        await tx.wordings.put(key, replace(head.brief, headline="Görüştüler", language="tr"))
        await tx.commit()
    shown = await say("/brief")
    assert "Görüştüler" in shown
    assert "Ajax beat Feyenoord" in shown
