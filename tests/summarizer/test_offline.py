"""The engine that needs no service."""

from datetime import UTC, datetime

from summarizer.model import Brief, Citation, Claim, Source, Story
from summarizer.offline import HEADLINES, OfflineEngine

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def brief_of(number, engine="offline"):
    citation = Citation(f"a{number}", 1, f"Fact {number} was told.")
    return Brief(
        story=number,
        version=1,
        headline=f"Headline {number}",
        summary=(Claim(citation.quote, (citation,)),),
        actors=(),
        outcomes=(),
        language="en",
        sources=(Source(f"a{number}", f"Headline {number}", None, "The Gazette", NOW),),
        engine=engine,
    )


async def test_a_brief_is_written_in_the_articles_own_words(write):
    article = write("Norway agreed to buy 300 buses from Chile.", title="Norway buys buses")
    draft = await OfflineEngine().brief(Story(1, 1, (article,)), language="tr", complaints=["no"])
    assert draft.headline == "Norway buys buses"
    assert draft.summary[0].text == "Norway agreed to buy 300 buses from Chile."
    assert draft.language == "en"


async def test_an_opening_names_the_first_stories_and_cites_them():
    opening = await OfflineEngine().opening([brief_of(n) for n in range(1, 6)], "en")
    assert opening is not None
    assert opening.text == "Headline 1; Headline 2; Headline 3."
    assert {c.article for c in opening.citations} == {f"a{n}" for n in range(1, HEADLINES + 1)}


async def test_a_headline_that_another_engine_wrote_is_not_cited_as_the_sources_words():
    opening = await OfflineEngine().opening([brief_of(1, engine="llm")], "en")
    assert opening is not None
    assert [c.quote for c in opening.citations] == ["Fact 1 was told."]


async def test_without_briefs_there_is_no_opening():
    assert await OfflineEngine().opening([], "en") is None


async def test_the_same_story_is_told_the_same_way_twice(write):
    story = Story(1, 1, (write("Norway agreed to buy buses. Chile rejected the plan today."),))
    engine = OfflineEngine()
    assert await engine.brief(story) == await engine.brief(story)
    assert engine.name == "offline"
