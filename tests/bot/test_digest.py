"""Which stories a digest tells, and in which order."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.digest import SOURCES, STORIES, WATCHED, Candidate, choose, rank
from bot.reasons import Reason, Rule
from fakes.world import NOON, VISIT, head
from storage.model import Length, Subscription, Target

BY_TOPIC = Reason(Rule.TOPIC, "world")


def candidate(story, *, hours=1, outlets=1, reason=BY_TOPIC, topics=("world",)):
    told = replace(VISIT, story=story)
    made = head(
        told,
        latest=NOON - timedelta(hours=hours),
        outlets=tuple(f"outlet {n}" for n in range(outlets)),
        topics=topics,
    )
    return Candidate(made, told, reason)


def follows(*topics):
    return [Subscription(1, Target.TOPIC, topic, NOON) for topic in topics]


def ids(choice):
    return [[c.head.id for c in section.stories] for section in choice.sections]


def test_wider_coverage_comes_first():
    assert [c.head.id for c in rank([candidate(1), candidate(2, outlets=5)], NOON)] == [2, 1]


def test_fresher_comes_first():
    assert [c.head.id for c in rank([candidate(1, hours=20), candidate(2)], NOON)] == [2, 1]


def test_a_watched_name_outweighs_coverage():
    watched = candidate(1, reason=Reason(Rule.WATCHED, "Erdoğan"))
    assert [c.head.id for c in rank([candidate(2, outlets=9), watched], NOON)] == [1, 2]


def test_stories_that_are_years_old_still_have_an_order():
    old = [candidate(n, hours=24 * 365 * 10 + n) for n in (3, 1, 2)]
    assert [c.head.id for c in rank(old, NOON)] == [1, 2, 3]


def test_stories_are_grouped_by_topic_that_of_the_first_story_on_top():
    choice = choose(
        [candidate(1, outlets=9, topics=("sport",)), candidate(2), candidate(3, topics=("sport",))],
        follows("world", "sport"),
        Length.MEDIUM,
        NOON,
    )
    assert [section.topic for section in choice.sections] == ["sport", "world"]
    assert ids(choice) == [[1, 3], [2]]


def test_a_story_of_several_topics_stands_once_under_the_first_that_is_followed():
    choice = choose(
        [candidate(1, topics=("sport", "world"))], follows("world", "sport"), Length.MEDIUM, NOON
    )
    assert [section.topic for section in choice.sections] == ["world"]


def test_stories_of_no_followed_topic_have_headings_of_their_own():
    choice = choose(
        [
            candidate(1, reason=Reason(Rule.WATCHED, "x"), topics=("sport",)),
            candidate(2, reason=Reason(Rule.FEED, "1"), topics=()),
        ],
        [],
        Length.MEDIUM,
        NOON,
    )
    assert [section.topic for section in choice.sections] == [WATCHED, SOURCES]


@given(st.integers(0, 60), st.sampled_from(Length), st.integers(0, 60))
def test_what_is_told_and_left_out_is_everything(count, length, skip):
    candidates = [candidate(n, hours=n) for n in range(1, count + 1)]
    choice = choose(candidates, follows("world"), length, NOON, skip=skip)
    told = [story for section in ids(choice) for story in section]
    assert len(told) <= STORIES[length]
    assert len(told) + choice.left_out == max(count - skip, 0)


def test_pages_follow_one_another_without_gap_or_overlap():
    candidates = [candidate(n, hours=n) for n in range(1, 13)]
    pages = [
        choose(candidates, follows("world"), Length.SHORT, NOON, skip=skip) for skip in (0, 5, 10)
    ]
    assert [ids(page)[0] for page in pages] == [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12]]
    assert [page.left_out for page in pages] == [7, 2, 0]
