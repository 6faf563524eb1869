"""Questions, their context, and people."""

import pytest

from bot.post import Post
from fakes.desk import abstention, answer
from fakes.world import NOON, VISIT, actor, claim
from summarizer.errors import EngineUnavailable
from summarizer.model import Dossier

MEETING = "what did Erdoğan and Bektenov discuss?"


@pytest.fixture
def asks(say):
    """A chat whose desk knows what the two discussed."""
    say.desk.answers["what did erdogan and bektenov discuss?"] = answer(
        MEETING, "They discussed bilateral relations."
    )
    return say


async def test_plain_text_is_answered_with_numbered_sources(asks):
    assert await asks(MEETING) == (
        "They discussed bilateral relations. [1]\n\n"
        "Sources\n"
        "[1] Erdoğan, Bektenov discuss relations. Daily Sabah, 24 Nov 2026, 09:00\n"
        "    https://news.example/visit\n\n"
        "👍 /rate answer 1 up · 👎 /rate answer 1 down"
    )


async def test_ask_does_the_same(asks):
    assert "They discussed bilateral relations. [1]" in await asks(f"/ask {MEETING}")


async def test_without_support_the_articles_do_not_say(asks):
    shown = await asks("who won the world cup?")
    assert shown.startswith(
        "My articles do not say. I looked through 4 of them, since 23 Nov 2026."
    )
    assert "Nearest stories\n• Erdoğan, Bektenov discuss relations." in shown


async def test_a_follow_up_comes_with_its_thread(asks):
    await asks(MEETING)
    asks.later(minutes=5)
    await asks("and what about Gaza?")
    question, chat = asks.desk.asked[-1]
    assert question.text == "and what about Gaza?"
    assert question.asked == NOON.replace(minute=5)
    (before,) = question.context
    assert before.question == MEETING
    assert before.answer == "They discussed bilateral relations."
    assert before.articles == ("visit",)
    assert chat == (await asks.chat()).id


async def test_what_somebody_else_said_is_part_of_the_thread_that_a_question_begins(asks):
    await asks("who is he?", thread="t1", quoted="Bektenov comes on Thursday.")
    question, _ = asks.desk.asked[-1]
    assert [(one.question, one.answer) for one in question.context] == [
        ("Bektenov comes on Thursday.", None)
    ]
    await asks("and when does he leave?", thread="t1")
    question, _ = asks.desk.asked[-1]
    assert [one.question for one in question.context] == [
        "Bektenov comes on Thursday.", "who is he?",
    ]  # fmt: skip


async def test_a_question_after_a_brief_knows_which_story_was_told(asks):
    await asks("/brief 3")
    await asks("who was there?")
    (before,) = asks.desk.asked[-1][0].context
    assert before.question == VISIT.headline
    assert before.articles == ("visit",)


async def test_an_abstention_stands_in_the_thread_too(asks):
    await asks("who won?")
    await asks("and who lost?")
    assert asks.desk.asked[-1][0].context[0].answer is None


async def test_after_an_hour_the_running_talk_begins_anew(asks):
    await asks(MEETING)
    asks.later(minutes=61)
    await asks("and what about Gaza?")
    assert asks.desk.asked[-1][0].context == ()


async def test_in_a_replys_thread_age_does_not_count(asks):
    await asks(MEETING, thread="77")
    asks.later(days=3)
    await asks("and what about Gaza?", thread="77")
    assert len(asks.desk.asked[-1][0].context) == 1
    await asks("and what about Gaza?", thread="78")
    assert asks.desk.asked[-1][0].context == ()


async def test_no_more_than_the_newest_exchanges_are_context(asks):
    for number in range(9):
        await asks(f"question {number}?")
    await asks("last?")
    context = asks.desk.asked[-1][0].context
    assert [one.question for one in context] == [f"question {n}?" for n in range(3, 9)]


async def test_a_question_may_name_its_story(asks):
    await asks("/ask story 3 who was there?")
    question, _ = asks.desk.asked[-1]
    assert (question.text, question.story) == ("who was there?", 3)


async def test_the_ask_button_invites_and_keeps_the_story_in_mind(asks):
    post = await asks.post("/ask story 3")
    assert VISIT.headline in post.blocks[0].lines[0].text
    assert post.story == 3
    await asks("who was there?")
    assert asks.desk.asked[-1][0].context[0].articles == ("visit",)
    assert "There is no story 99." in await asks("/ask story 99")


async def test_a_reply_to_a_brief_is_a_question_about_it(asks):
    await asks.was_sent("story:3", "alert", (3,), message="555")
    await asks("who was there?", reply_to="555")
    assert asks.desk.asked[-1][0].story == 3
    await asks("who was there?", story=2)
    assert asks.desk.asked[-1][0].story == 2


async def test_a_reply_to_a_digest_has_its_stories_as_context(asks):
    post = Post(title="Digest", sources=VISIT.sources)
    await asks.was_sent("digest:1", "digest", (3, 2), message="556", post=post)
    await asks("what about Ajax?", reply_to="556")
    question, _ = asks.desk.asked[-1]
    assert question.story is None
    assert question.context[0].question == "Digest"
    assert question.context[0].articles == ("visit",)


async def test_an_engine_that_fails_gets_an_honest_sentence(asks):
    asks.desk.answers["who?"] = EngineUnavailable("llm", "time-out")
    assert await asks("who?") == (
        "I could not put an answer together just now. Please try again in a minute."
    )


async def test_a_question_without_words_gets_an_example(asks):
    assert "For example: /ask" in await asks("/ask")
    assert "For example: /ask" in await asks("???")


async def test_a_question_that_is_too_long_is_not_asked(asks):
    assert "at most 1,000 letters" in await asks("why " * 300)
    assert asks.desk.asked == []


async def test_an_answer_of_nobody_knows_whom_has_no_nearest_stories(asks):
    asks.desk.answers["x?"] = abstention("x?", nearest=())
    assert "Nearest" not in await asks("x?")


# --- people ------------------------------------------------------------------------------------


async def test_who_tells_what_the_articles_say_of_somebody(say):
    say.desk.dossiers["bektenov"] = Dossier(
        actor=actor("Olzhas Bektenov", aliases=("Bektenov",)),
        roles=(claim("Kazakhstan's Prime Minister"),),
        statements=(claim("Bektenov met Erdoğan."),),
        sources=VISIT.sources,
    )
    shown = await say("/who Bektenov?")
    assert shown.startswith("Olzhas Bektenov\n\nRole\n• Kazakhstan's Prime Minister [1]")
    await say("where did they meet?")
    (before,) = say.desk.asked[-1][0].context
    assert (before.question, before.articles) == ("Olzhas Bektenov", ("visit",))


async def test_who_nobody_knows_gets_names_that_are_alike(say):
    post = await say.post("/who Olzhas Bektemov")
    assert "do not name “Olzhas Bektemov”. Did you mean" in post.blocks[0].lines[0].text
    assert [b.command for row in post.buttons for b in row] == ["/who Olzhas Bektenov"]
    assert await say("/who Xyzzy Qwert") == "My articles do not name “Xyzzy Qwert”."


async def test_who_without_a_name_gets_an_example(say):
    assert "For example: /who Bektenov" in await say("/who")
    assert "For example: /who Bektenov" in await say("/who ?")
    assert "at most" in await say("/who " + "x" * 200)
