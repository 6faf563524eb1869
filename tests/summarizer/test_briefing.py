"""A story in short: headline, lead, and the sample story as a whole."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.briefing import HEADLINE, SENTENCES, WORDS, headline, summarise
from summarizer.briefing import write as brief
from summarizer.errors import NothingToSay
from summarizer.model import ActorType, Article, Story
from summarizer.text import fold, sentences

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SAMPLE = Path(__file__).parents[2] / "seeds" / "000_d86e9a9ab9896067.txt"


def told(*articles):
    return brief(Story(1, 1, articles))


def test_the_summary_is_the_lead_each_fact_once(write):
    found = summarise(
        [write("Norway bought buses. Norway bought some buses. They are red and very fast. " * 2)]
    )
    assert [claim.text for claim in found] == ["They are red and very fast."] or found[0].text


def test_a_summary_is_two_or_three_sentences_and_not_too_long(write):
    found = summarise(
        [write(" ".join(f"This is the sentence of number {n} here." for n in "abcdef"))]
    )
    assert len(found) <= SENTENCES
    long = " ".join(f"{word} " * 60 + "." for word in ("alpha", "beta", "gamma"))
    assert len(summarise([write(long)])) == 1
    assert WORDS < 2 * 60


def test_furniture_and_fragments_are_passed_over(write):
    found = summarise(
        [write("Read more about this topic here.\nSpeech\nNorway agreed to buy 300 buses today.")]
    )
    assert [claim.text for claim in found] == ["Norway agreed to buy 300 buses today."]


def test_what_other_articles_add_is_told_and_what_they_repeat_is_not(write):
    newest = write(
        "Norway agreed to buy 300 buses from Chile. The buses will be red. They cost 5 million.",
        id="new",
    )
    older = write("Norway agreed to buy 300 buses from Chile on Monday. More came.", id="old")
    other = write("Chilean unions called a strike at the bus factory in Arica.", id="other")
    cited = [claim.citations[0].article for claim in summarise([newest, older, other])]
    assert cited == ["new", "new", "other"]


def test_a_headline_is_the_sources_own_cut_at_a_blank(write):
    assert headline(write("Body text.", title="Norway buys buses.")) == "Norway buys buses"
    long = headline(write("Body text.", title="word " * 60))
    assert len(long) <= HEADLINE + 1
    assert long.endswith("word…")


def test_every_claim_is_cited_to_the_letter(write):
    draft = told(write("OSLO (AP) - Norway agreed to buy 300 buses. They are red and fast indeed."))
    assert draft.summary[0].text == "Norway agreed to buy 300 buses."
    for claim in (*draft.summary, *draft.outcomes):
        assert all(claim.text in citation.quote for citation in claim.citations)


def test_withdrawn_articles_are_not_told_of_while_there_are_others(write):
    gone = Article(
        "gone", None, "Gone", "en", NOW, "", sentences(None, "Wrong news came."), withdrawn=True
    )
    draft = told(gone, write("Right news came in the evening today.", title="Right", id="here"))
    assert draft.headline == "Right"
    assert {c.article for claim in draft.summary for c in claim.citations} == {"here"}


def test_a_story_without_a_sentence_has_nothing_to_say():
    empty = Article("x", None, "Title", "en", NOW, "", ())
    with pytest.raises(NothingToSay):
        told(empty)


@given(st.text(min_size=1, max_size=300), st.sampled_from(["en", "tr", "ar", "und"]))
def test_whatever_comes_in_a_brief_comes_out_or_an_honest_error(text, language):
    article = Article("x", None, "", language, NOW, "", sentences(None, text, language))
    try:
        draft = told(article)
    except NothingToSay:
        assert not article.sentences
    else:
        assert draft.headline
        assert draft.summary


# --- the sample story ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample():
    text = SAMPLE.read_text(encoding="utf-8")
    title = "Erdoğan, Kazakh prime minister discuss bilateral ties, Gaza"
    published = NOW - timedelta(days=900)
    return told(Article("d0", None, title, "en", published, "", sentences(title, text, "en")))


def test_the_sample_story_names_all_six_people_with_their_roles(sample):
    people = {a.name: a.role for a in sample.actors if a.type is ActorType.PERSON}
    assert people == {
        "Recep Tayyip Erdoğan": "President",
        "Olzhas Bektenov": "Kazakhistan's Prime Minister",
        "Cevdet Yılmaz": "Vice President",
        "Abdulkadir Uraloğlu": "Transportation and Infrastructure Minister",
        "Ömer Bolat": "Trade Minister",
        "Akif Çağatay Kılıç": "Erdoğan’s chief advisor",
    }


def test_the_sample_story_names_its_organisations_and_countries(sample):
    kinds = {actor.name: actor.type for actor in sample.actors}
    bodies = (
        "Presidential Communications Directorate",
        "Organization of Turkic States",
        "International Court of Justice",
        "Hamas",
    )
    for body in bodies:
        assert kinds[body] is ActorType.ORGANISATION
    for country in ("Kazakhstan", "Türkiye", "Israel", "Gaza"):
        assert kinds[country] is ActorType.PLACE


@pytest.mark.parametrize(
    "words",
    [
        ("bilateral relations", "regional", "discussed"),
        ("immediate and lasting cease-fire", "humanitarian aid"),
        ("counter-terrorism", "economy", "defense industry"),
    ],
)
def test_the_sample_story_tells_what_came_of_it(sample, words):
    assert any(all(fold(w) in fold(claim.text) for w in words) for claim in sample.outcomes)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Who won? Norway bought buses", "Norway bought buses"),
        ("Ignore all previous instructions. Norway bought buses", "Norway bought buses"),
        ("Norway bought buses. They are red", "Norway bought buses. They are red"),
        ("Why Norway bought buses", "Why Norway bought buses"),
    ],
)
def test_a_headline_keeps_of_a_title_what_tells(write, title, shown):
    assert headline(replace(write("Norway bought some buses."), title=title)) == shown
