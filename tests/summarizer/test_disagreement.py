"""Where sources differ, in numbers or blame, the brief gives both and whom each comes from."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fakes.engine import ScriptedEngine
from fakes.strike import NOW, article, story
from summarizer import disagreement
from summarizer.editor import Editor
from summarizer.engine import BriefDraft
from summarizer.model import Article, Citation, Claim
from summarizer.offline import OfflineEngine

TWELVE = "At least 12 people were killed when a train derailed near Tarnau on Monday night."
FIFTEEN = "A train derailed near Tarnau on Monday night and at least 15 people were killed."
RESCUE = "Rescue teams searched the wreck until dawn. The line to Seld stays closed."


def reports(one: str = TWELVE, other: str = FIFTEEN, hours: float = 1) -> tuple[Article, Article]:
    """Give two reports of one accident, the newer first."""
    newer = replace(article("new", "Train derails near Tarnau", f"{one} {RESCUE}"), outlet="Daily")
    older = replace(
        article("old", "Derailment near Tarnau", f"{other} {RESCUE}"),
        outlet="Gazette",
        published=NOW - timedelta(hours=1 + hours),
    )
    return newer, older


def test_two_numbers_for_the_same_thing_are_found():
    (found,) = disagreement.find(reports())
    assert found.says == ("12", "15")
    assert found.claim.text == f"Daily: {TWELVE} Gazette: {FIFTEEN}"
    assert [citation.article for citation in found.claim.citations] == ["new", "old"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TWELVE, TWELVE),
        (TWELVE, "Twelve people were killed when a train derailed near Tarnau on Monday night."),
        (TWELVE, "15 coaches of a train derailed near Tarnau on Monday night, people said."),
        (TWELVE, "The mayor of Seld invited 15 people to the opening of the museum."),
        (TWELVE, f"{FIFTEEN} Earlier reports of 12 dead were wrong."),
        (
            "About 1,300 people lost power when a storm hit Tarnau on Monday night.",
            "Some 1,312 people lost power when a storm hit Tarnau on Monday night.",
        ),
        (
            "The talks in Tarnau on peace began on 3 May, officials said.",
            "The talks in Tarnau on peace ended on 4 May, officials said.",
        ),
    ],
    ids=["same", "in letters", "another unit", "another matter", "the other is known", "rounded",
         "days"],
)  # fmt: skip
def test_what_only_looks_like_it_is_none(one: str, other: str):
    assert disagreement.find(reports(one, other)) == ()


def test_what_comes_a_day_later_is_news_and_no_contradiction():
    assert disagreement.find(reports(hours=30)) == ()


def test_an_outlet_does_not_contradict_itself():
    newer, older = reports()
    assert disagreement.find((newer, replace(older, outlet="Daily"))) == ()


async def test_the_offline_brief_tells_both_numbers():
    offline = OfflineEngine()
    told = await Editor(offline, offline).brief(story(*reports()))
    assert told.summary[0].text == f"Daily: {TWELVE} Gazette: {FIFTEEN}"
    assert sum("12 people" in claim.text for claim in told.summary) == 1


RUSSIA = "The government in Kyiv blamed Russia for the destruction of the dam."
UKRAINE = "Officials in Moscow accused Ukraine of blowing up the dam."


async def test_two_who_are_blamed_for_the_same_are_both_told():
    (found,) = disagreement.find(reports(RUSSIA, UKRAINE))
    assert found.says == ("Russia", "Ukraine")
    offline = OfflineEngine()
    told = await Editor(offline, offline).brief(story(*reports(RUSSIA, UKRAINE)))
    assert f"Daily: {RUSSIA} Gazette: {UKRAINE}" in [claim.text for claim in told.summary]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RUSSIA, "Ukraine's president accused the Russia of Vladimir Putin of blowing it up."),
        (RUSSIA, f"{UKRAINE} {RUSSIA}"),
        (RUSSIA, "The dam near Tarnau broke on Monday night, officials in Moscow said."),
    ],
    ids=["the same", "both are told", "nobody is blamed"],
)
def test_where_nobody_else_is_blamed_there_is_no_disagreement(one: str, other: str):
    assert disagreement.find(reports(one, other)) == ()


def draft(*claims: Claim) -> BriefDraft:
    return BriefDraft("Train derails near Tarnau", claims, (), (), "en")


def cited(text: str, *sources: Article) -> Claim:
    return Claim(text, tuple(Citation(one.id, 1, one.body[0].text) for one in sources))


async def test_a_models_brief_that_tells_one_side_is_given_the_other():
    newer, older = reports()
    one_sided = draft(cited("At least 12 people were killed near Tarnau on Monday.", newer))
    editor = Editor(ScriptedEngine.of(one_sided), OfflineEngine())
    told = await editor.brief(story(newer, older))
    assert [claim.text for claim in told.summary] == [f"Daily: {TWELVE} Gazette: {FIFTEEN}"]


async def test_a_models_brief_that_tells_both_stays_in_its_own_words():
    newer, older = reports()
    both = cited("At least 12 people were killed, according to others 15.", newer, older)
    editor = Editor(ScriptedEngine.of(draft(both)), OfflineEngine())
    told = await editor.brief(story(newer, older))
    assert told.summary == (both,)
