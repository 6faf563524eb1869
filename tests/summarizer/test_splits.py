"""Whether a story is two: told by how alike the articles of its two groups are."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.news import NOW
from summarizer.centroid import Centroid
from summarizer.splits import LARGEST, LEAST, split
from summarizer.vectors import Vectors, unit


def seen(*entries: int) -> Vectors:
    """See an article in these entries, in each of the five ways."""
    return (unit(dict.fromkeys(entries, 1.0)),) * 5


def story(*articles: Vectors) -> Centroid:
    return Centroid.of([lone(number, vectors) for number, vectors in enumerate(articles)])


def lone(number: int, vectors: Vectors) -> Centroid:
    published = NOW + timedelta(minutes=number)
    return Centroid.lone(f"a{number:02}", vectors, published, "en")


FIRST, SECOND = seen(1, 2, 3, 4, 9), seen(5, 6, 7, 8, 9)
"""Articles of two events; one thing in five they have in common."""


def test_one_event_stays_one_story():
    assert split(story(*[FIRST] * 6)) is None


def test_two_events_are_two_stories_and_the_one_with_the_first_article_stays():
    stays, leaves = split(story(FIRST, SECOND, FIRST, SECOND, SECOND))
    assert set(stays.members) == {"a00", "a02"}
    assert set(leaves.members) == {"a01", "a03", "a04"}
    stays, leaves = split(story(SECOND, FIRST, FIRST, FIRST))
    assert set(stays.members) == {"a00"}
    assert len(leaves) == 3


def test_what_has_too_few_articles_of_its_own_does_not_leave():
    assert split(story(*[FIRST] * 5, *[SECOND] * (LEAST - 1))) is None
    assert split(story(*[FIRST] * 5, *[SECOND] * LEAST)) is not None


def test_reports_that_have_much_in_common_are_one_event():
    assert split(story(*[seen(1, 2, 3, 4)] * 4, *[seen(1, 2, 5, 6)] * 4)) is None


def test_a_story_too_large_to_be_compared_stays_as_it_is():
    many = (LARGEST + 1) // 2 + 1
    assert split(story(*[FIRST] * many, *[SECOND] * many)) is None


def test_the_parts_are_worth_what_stories_of_their_articles_are():
    _, leaves = split(story(*[FIRST] * 3, *[SECOND] * 3))
    assert leaves.cosines(SECOND) == story(*[SECOND] * 3).cosines(SECOND)
    assert leaves.times == sorted(part.times[0] for part in leaves.parts())


ENTRIES = st.lists(st.integers(1, 9), min_size=1, max_size=5, unique=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_no_article_is_lost_and_their_order_decides_nothing(entries, chance):
    parts = [lone(number, seen(*one)) for number, one in enumerate(entries)]
    mixed = list(parts)
    chance.shuffle(mixed)
    found, again = split(Centroid.of(parts)), split(Centroid.of(mixed))
    assert (found is None) == (again is None)
    if found and again:
        assert [half.members for half in found] == [half.members for half in again]
        assert sorted(found[0].members + found[1].members) == [part.members[0] for part in parts]
        assert "a00" in found[0].members
        assert len(found[1]) >= LEAST
