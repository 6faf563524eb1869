"""The editor sends out only what stands, and always something honest."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fakes.engine import ScriptedEngine
from summarizer.editor import Editor, Event
from summarizer.engine import BriefDraft
from summarizer.errors import EngineUnavailable, NothingToSay
from summarizer.model import (
    Actor,
    ActorType,
    Article,
    Brief,
    Citation,
    Claim,
    Hit,
    Question,
    Source,
    Story,
)
from summarizer.offline import OfflineEngine
from summarizer.question import understand
from summarizer.text import sentences

NOON = datetime(2026, 4, 23, 12, 0, tzinfo=UTC)
BODY = (
    "Finland and Chile agreed on Thursday to speed up talks on green hydrogen. "
    "Finnish Trade Minister Kaisa Virtala and Chilean Energy Minister Rodrigo Etcheverry "
    "discussed hydrogen exports and port investments in Helsinki. "
    "The two ministers did not agree on the cost of a new terminal."
)


def article(key: str = "d07", body: str = BODY, **changes) -> Article:
    made = Article(
        key,
        f"https://example.org/{key}",
        "Finland and Chile speed up hydrogen talks",
        "en",
        NOON,
        "The Gazette",
        sentences("Finland and Chile speed up hydrogen talks", body, "en"),
    )
    return replace(made, **changes)


def cite(number: int, source: Article) -> tuple[Citation, ...]:
    return (Citation(source.id, number, source.sentences[number].text),)


ARTICLE = article()
STORY = Story(5, 2, (ARTICLE,))
TALKS = Claim("Virtala and Etcheverry discussed hydrogen exports.", cite(2, ARTICLE))
INVENTED = Claim("Virtala and Putin discussed gas exports.", cite(2, ARTICLE))


def draft(*summary: Claim, **changes) -> BriefDraft:
    made = BriefDraft(
        headline="Finland and Chile talk hydrogen",
        summary=summary,
        actors=(Actor("Kaisa Virtala", ActorType.PERSON, (), "Finnish Trade Minister"),),
        outcomes=(),
        language="en",
        model="m-1",
        prompt_version="7",
    )
    return replace(made, **changes)


def editor(*script, events: list[Event] | None = None) -> tuple[Editor, ScriptedEngine]:
    engine = ScriptedEngine.of(*script)
    heard = events if events is not None else []
    return Editor(engine, OfflineEngine(), heard.append), engine


# --- briefs ------------------------------------------------------------------------------------


async def test_a_brief_that_stands_goes_out_with_its_sources():
    subject, _ = editor(draft(TALKS))
    brief = await subject.brief(STORY)
    assert brief.summary == (TALKS,)
    assert (brief.story, brief.version, brief.engine, brief.model) == (5, 2, "scripted", "m-1")
    assert brief.sources == (
        Source("d07", ARTICLE.title, "https://example.org/d07", "The Gazette", NOON),
    )


async def test_an_invented_statement_is_dropped_and_the_rest_kept():
    events: list[Event] = []
    subject, engine = editor(draft(INVENTED, TALKS), events=events)
    brief = await subject.brief(STORY)
    assert brief.summary == (TALKS,)
    assert len(engine.calls) == 1
    assert Event("brief", "scripted", "dropped", "name") in events


async def test_when_nothing_stands_the_engine_is_told_why_and_asked_once_more():
    subject, engine = editor(draft(INVENTED), draft(TALKS))
    brief = await subject.brief(STORY)
    assert brief.summary == (TALKS,)
    assert [bool(call.complaints) for call in engine.calls] == [False, True]
    assert "Putin" in engine.calls[1].complaints[0]


async def test_after_a_second_failure_the_fallback_writes():
    events: list[Event] = []
    subject, engine = editor(draft(INVENTED), draft(INVENTED), events=events)
    brief = await subject.brief(STORY)
    assert brief.engine == "offline"
    assert brief.summary
    assert len(engine.calls) == 2
    assert Event("brief", "scripted", "fell_back") in events


async def test_a_failing_engine_costs_the_reader_nothing():
    events: list[Event] = []
    subject, _ = editor(EngineUnavailable("scripted", "time-out"), events=events)
    brief = await subject.brief(STORY)
    assert (brief.engine, brief.fallback) == ("offline", True)
    assert Event("brief", "scripted", "failed", "EngineUnavailable") in events


async def test_a_headline_of_its_own_invention_gives_way_to_the_article_s():
    subject, _ = editor(draft(TALKS, headline="Putin and Chile sign for 900 million"))
    assert (await subject.brief(STORY)).headline == ARTICLE.title


async def test_actors_and_roles_that_no_article_gives_are_dropped():
    named = Actor("Kaisa Virtala", ActorType.PERSON, (), "Chilean President", cite(2, ARTICLE))
    known = Actor(
        "Rodrigo Etcheverry", ActorType.PERSON, (), "Chilean Energy Minister", cite(2, ARTICLE)
    )
    stranger = Actor("Vladimir Putin", ActorType.PERSON, (), None, cite(2, ARTICLE))
    subject, _ = editor(draft(TALKS, actors=(named, known, stranger)))
    brief = await subject.brief(STORY)
    assert [(actor.name, actor.role) for actor in brief.actors] == [
        ("Kaisa Virtala", None),
        ("Rodrigo Etcheverry", "Chilean Energy Minister"),
    ]


async def test_the_newest_source_comes_first():
    older = article("d01", published=datetime(2026, 4, 20, tzinfo=UTC))
    subject, _ = editor(draft(TALKS))
    brief = await subject.brief(Story(5, 2, (older, ARTICLE)))
    assert [source.article for source in brief.sources] == ["d07", "d01"]


async def test_a_story_without_a_sentence_says_nothing():
    subject, _ = editor()
    with pytest.raises(NothingToSay):
        await subject.brief(Story(1, 1, (article(sentences=()),)))


async def test_the_offline_engine_alone_is_not_asked_twice():
    engine = OfflineEngine()
    events: list[Event] = []
    brief = await Editor(engine, engine, events.append).brief(STORY)
    assert (brief.engine, brief.fallback) == ("offline", False)
    assert events == [Event("brief", "offline", "written")]


# --- answers -----------------------------------------------------------------------------------


async def ask(subject: Editor, text: str, *articles: Article):
    question = Question(text, NOON)
    hits = [Hit(one, 1.0 / at) for at, one in enumerate(articles, start=1)]
    return await subject.answer(question, understand(question), hits)


async def test_an_answer_numbers_its_sources_in_the_order_of_citation():
    other = article("d09", "Etcheverry flew to Stockholm on Friday.")
    flight = Claim("Etcheverry flew to Stockholm on Friday.", cite(1, other))
    subject, _ = editor((flight, TALKS))
    answer = await ask(subject, "What did Etcheverry do?", ARTICLE, other)
    assert answer.text == f"{flight.text} {TALKS.text}"
    assert [source.article for source in answer.sources] == ["d09", "d07"]
    assert answer.retrieved == ("d07", "d09")
    assert answer.reason is None


async def test_an_answer_that_its_sources_do_not_carry_never_goes_out():
    subject, engine = editor((INVENTED,), (INVENTED,))
    answer = await ask(subject, "What did Virtala and Etcheverry discuss?", ARTICLE)
    assert answer.engine == "offline"
    assert "Putin" not in (answer.text or "")
    assert "Putin" in engine.calls[1].complaints[0]


async def test_an_answer_about_somebody_else_never_goes_out():
    subject, engine = editor((TALKS,), (TALKS,))
    answer = await ask(subject, "What did Emmanuel Macron and Virtala discuss?", ARTICLE)
    assert answer.abstained
    assert "emmanuel macron" in engine.calls[1].complaints[0]


async def test_a_model_that_finds_nothing_is_believed():
    subject, engine = editor(())
    answer = await ask(subject, "What did Virtala and Etcheverry discuss?", ARTICLE)
    assert answer.abstained
    assert (answer.reason, answer.fallback) == ("not_said", False)
    assert [source.article for source in answer.nearest] == ["d07"]
    assert len(engine.calls) == 1


async def test_without_articles_no_engine_is_asked():
    subject, engine = editor()
    answer = await ask(subject, "Who won the world cup?")
    assert (answer.text, answer.reason, answer.nearest) == (None, "no_articles", ())
    assert engine.calls == []


async def test_a_withdrawn_article_answers_nothing():
    subject, _ = editor()
    answer = await ask(subject, "Who is Kaisa Virtala?", article(withdrawn=True))
    assert answer.reason == "no_articles"


async def test_a_failing_engine_is_replaced_for_an_answer_too():
    subject, _ = editor(EngineUnavailable("scripted", "time-out"))
    answer = await ask(subject, "What did Virtala and Etcheverry discuss?", ARTICLE)
    assert (answer.engine, answer.fallback) == ("offline", True)
    assert "hydrogen exports" in (answer.text or "")


# --- openings ----------------------------------------------------------------------------------


def brief_of(claim: Claim) -> Brief:
    source = Source("d07", ARTICLE.title, None, "The Gazette", NOON)
    return Brief(5, 2, ARTICLE.title, (claim,), (), (), "en", (source,), "offline")


async def test_an_opening_rests_on_what_its_briefs_cite():
    first = Claim("Virtala and Etcheverry discussed hydrogen exports.", TALKS.citations)
    subject, _ = editor(first)
    assert await subject.opening([brief_of(TALKS)], "en") == (first,)


async def test_an_opening_that_does_not_gives_way_to_the_fallback_s():
    invented = Claim("Putin dominated the day.", TALKS.citations)
    subject, _ = editor(invented)
    (claim,) = await subject.opening([brief_of(TALKS)], "en")
    assert "Putin" not in claim.text


async def test_a_digest_without_briefs_has_no_opening():
    subject, engine = editor()
    assert await subject.opening([], "en") == ()
    assert engine.calls == []
