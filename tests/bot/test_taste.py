"""What ratings do to the order of digests: a little, and never more."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.digest import Candidate, rank
from bot.reasons import Reason, Rule
from bot.taste import LIMIT, NO_TASTE, Liking, Trait, taste
from fakes.world import MATCH, NOON, ROCKET, VISIT, actor, head

NAMES = st.sampled_from(["Ajax", "Erdoğan", "Holm", "Bektenov"])
STORIES = st.builds(
    lambda names, topics, outlets: head(
        replace(VISIT, actors=tuple(actor(name) for name in names)), topics=topics, outlets=outlets
    ),
    st.lists(NAMES, max_size=3, unique=True),
    st.lists(st.sampled_from(["world", "sport"]), unique=True).map(tuple),
    st.lists(st.sampled_from(["Orbit", "Sportblad", ""]), min_size=1, unique=True).map(tuple),
)


def ranked(likes, *heads):
    candidates = [
        Candidate(one, one.brief, Reason(Rule.TOPIC, "world"), taste=likes.weigh(one))
        for one in heads
    ]
    return [c.head.id for c in rank(candidates, NOON)]


def test_without_ratings_nothing_is_moved():
    assert NO_TASTE.weigh(head(VISIT)) == 0
    assert NO_TASTE.why(head(VISIT)) is None


def test_liked_names_rise_and_disliked_ones_sink_among_equals():
    visit, match = head(VISIT), head(MATCH, outlets=("Daily Sabah",))
    assert ranked(NO_TASTE, visit, match) == [2, 1]
    assert ranked(taste([(visit, 1)]), visit, match) == [1, 2]
    assert ranked(taste([(match, -1)]), visit, match) == [1, 2]


def test_more_ratings_count_more_but_one_story_counts_once():
    about = [head(replace(VISIT, story=n)) for n in range(1, 6)]
    weights = [taste([(one, 1) for one in about[:n]]).weigh(about[0]) for n in range(6)]
    assert weights == sorted(weights)
    assert taste([(about[0], 1)]).weigh(about[0]) == taste([(about[0], 9)]).weigh(about[0])


def test_what_counts_most_is_named():
    likes = taste([(head(VISIT, topics=("world",)), 1), (head(ROCKET, topics=("world",)), -1)])
    found = likes.why(head(VISIT))
    assert found == Liking(Trait.ACTOR, "Recep Tayyip Erdoğan", liked=1)
    assert likes.why(head(MATCH, topics=(), outlets=("Sportblad",))) is None


def test_a_second_outlet_or_twelve_hours_outweigh_any_taste():
    loved, hated = head(VISIT), head(MATCH)
    likes = taste([(loved, 1), *((replace(hated, id=n), -1) for n in range(10_000))] * 3)
    wider = replace(hated, outlets=("Sportblad", "Orbit"), latest=loved.latest)
    assert ranked(likes, loved, wider) == [2, 1]
    older = replace(loved, latest=hated.latest - timedelta(hours=12))
    assert ranked(likes, older, hated) == [2, 1]


@given(st.lists(st.tuples(STORIES, st.integers(-3, 3)), max_size=30), STORIES, STORIES)
def test_no_ratings_make_more_of_a_difference(rated, one, other):
    likes = taste(rated)
    assert abs(likes.weigh(one)) < LIMIT
    assert abs(likes.weigh(one) - likes.weigh(other)) < 2 * LIMIT
