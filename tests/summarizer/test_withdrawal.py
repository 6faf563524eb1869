"""What stands of a brief when articles are taken back."""

from fakes.world import ROCKET, VISIT
from summarizer.withdrawal import without


def test_a_brief_of_standing_articles_stays_as_it_is():
    assert without(VISIT, {"other"}) is VISIT


def test_nothing_is_left_of_a_brief_whose_only_article_is_taken_back():
    assert without(VISIT, {"visit"}) is None


def test_what_another_article_carries_stays_with_its_citations_alone():
    left = without(ROCKET, {"rocket2"})
    assert left
    assert [c.article for claim in left.summary for c in claim.citations] == ["rocket"]
    assert left.outcomes == ()
    assert [source.article for source in left.sources] == ["rocket"]
    assert left.actors == ROCKET.actors


def test_an_actor_whom_no_standing_article_names_is_not_in_it():
    left = without(ROCKET, {"rocket"})
    assert left
    assert left.actors == ()
    assert left.outcomes == ROCKET.outcomes
