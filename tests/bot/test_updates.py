"""What a story's newest brief says that was not told yet."""

from dataclasses import replace

from bot import compose
from bot.post import Post
from bot.updates import joined, whats_new
from fakes.world import CHAT, ROCKET, VISIT, actor, claim

TOLD = compose.brief(VISIT, CHAT)


def test_the_same_brief_brings_nothing():
    assert not whats_new(VISIT, TOLD)


def test_a_rewording_brings_nothing():
    reworded = replace(
        VISIT,
        summary=(claim("Olzhas Bektenov and President Erdoğan discussed relations Thursday."),),
    )
    assert not whats_new(reworded, TOLD)


def test_a_new_number_is_news():
    told = compose.brief(replace(VISIT, summary=(claim("The quake killed 12 people."),)), CHAT)
    now = replace(VISIT, summary=(claim("The quake killed 31 people."),), outcomes=())
    assert [c.text for c in whats_new(now, told).claims] == ["The quake killed 31 people."]


def test_a_new_outcome_is_news_and_comes_before_the_summary():
    outcome = claim("Both countries signed a pipeline treaty.")
    later = claim("Opposition parties criticised the visit sharply.")
    now = replace(VISIT, summary=(*VISIT.summary, later), outcomes=(*VISIT.outcomes, outcome))
    assert whats_new(now, TOLD).claims == (outcome, later)


def test_new_actors_are_named_but_are_no_news_alone():
    putin = actor("Vladimir Putin")
    news = whats_new(replace(VISIT, actors=(*VISIT.actors, putin)), TOLD)
    assert news.actors == (putin,)
    assert not news


def test_an_actor_known_by_an_alias_is_not_new():
    known = actor("Bektenov, O.", aliases=("Olzhas Bektenov",))
    assert whats_new(replace(VISIT, actors=(known,)), TOLD).actors == ()


def test_everything_that_was_told_before_counts():
    told = joined([TOLD, compose.brief(ROCKET, CHAT)])
    assert not whats_new(VISIT, told)
    assert not whats_new(ROCKET, told)


def test_against_nothing_everything_is_news():
    assert whats_new(VISIT, Post()).claims == (*VISIT.outcomes, *VISIT.summary)
