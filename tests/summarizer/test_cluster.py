"""Articles to stories: the same event together, look-alikes apart, in a window of time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.quakes import KESTEL, MALUKU
from summarizer.cluster import SPAN, Clustered, Window, cluster
from summarizer.model import Article, Sentence, Tokens
from summarizer.text import tokens

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

QUAKE = (
    "A strong earthquake struck Kestel province on Monday, killing 12 people, officials said. "
    "Governor Arda Tekin said rescuers were searching collapsed houses in Kestel. "
    "The magnitude 6.1 quake was felt in Suren."
)
QUAKE_AGAIN = (
    "Rescuers in Kestel pulled survivors from collapsed houses after Monday's magnitude 6.1 "
    "earthquake. Governor Arda Tekin said 12 people had died and that Suren was spared."
)
OTHER_QUAKE = (
    "A strong earthquake struck the island of Maluku on Monday, killing 40 people, officials said. "
    "Mayor Budi Hartono said rescuers were searching collapsed houses in Ambon. "
    "The magnitude 7.2 quake was felt in Ternate."
)
VOTE = (
    "Parliament in Valdoria approved the budget after a long debate. Finance Minister Clara Voss "
    "said taxes on fuel would rise by 3 percent. The opposition under Emil Stark voted against it."
)
VOTE_AGAIN = (
    "Drivers in Valdoria will pay more for fuel, Finance Minister Clara Voss said on Tuesday. "
    "Emil Stark called the new budget a mistake and promised to repeal it."
)


@pytest.fixture
def some(write):
    def made(id, body, title=None, hours=0.0, language="en"):  # noqa: A002
        article = write(body, title, language, id, NOW + timedelta(hours=hours))
        return article, tokens(article)

    return made


def test_reports_of_one_event_are_one_story_and_others_are_others(some):
    batch = [
        some("q1", QUAKE, "Earthquake kills 12 in Kestel"),
        some("v1", VOTE, "Valdoria approves budget"),
        some("q2", QUAKE_AGAIN, "Survivors found after Kestel earthquake"),
    ]
    found = cluster(batch, Window()).places
    assert found["q1"] == found["q2"] != found["v1"]
    assert all(story < 0 for story in found.values())


def test_two_quakes_on_one_day_stay_two_stories(some):
    batch = [
        some("k", QUAKE, "Earthquake kills 12 in Kestel"),
        some("m", OTHER_QUAKE, "Earthquake kills 40 in Maluku"),
    ]
    found = cluster(batch, Window()).places
    assert found["k"] != found["m"]


def test_a_copy_joins_its_original(some):
    window = Window()
    first, again = some("a", QUAKE), some("b", "ADVERTISEMENT " + QUAKE, hours=1)
    assert len(set(cluster([first, again], window).places.values())) == 1


def test_newcomers_join_the_stories_that_are_stored(some):
    window = Window()
    article, seen = some("q1", QUAKE, "Earthquake kills 12 in Kestel")
    window.add(7, article.id, article.published, article.language, seen)
    newcomer = some("q2", QUAKE_AGAIN, "Survivors found after Kestel earthquake", hours=5)
    assert window.assign(*newcomer) == 7
    assert cluster([newcomer], window).places == {"q2": 7}
    assert "q2" in window
    assert len(window) == 2


def test_assigning_changes_nothing(some):
    window = Window()
    newcomer = some("v", VOTE)
    assert window.assign(*newcomer) is None
    assert len(window) == 0
    assert window.assign(*newcomer) is None


def test_new_stories_take_the_ids_that_storage_chose(some):
    window = Window()
    found = cluster([some("q1", QUAKE), some("v1", VOTE)], window).places
    window.rename({found["q1"]: 41, found["v1"]: 42})
    assert window.assign(*some("q2", QUAKE_AGAIN, hours=1)) == 41
    assert window.assign(*some("v1", VOTE)) == 42


def test_an_event_that_comes_again_much_later_is_another_story(some):
    window = Window()
    window.add(1, "q1", NOW, "en", some("q1", QUAKE)[1])
    late = some("q2", QUAKE_AGAIN, hours=SPAN / timedelta(hours=1) + 1)
    assert window.assign(*late) is None


def test_a_story_that_goes_on_is_followed_day_by_day(some):
    window = Window()
    days = [some(f"q{day}", QUAKE, "Earthquake in Kestel", hours=24 * day) for day in range(7)]
    assert set(cluster(days, window).places.values()) == {-1}


def test_languages_are_kept_apart(some):
    window = Window()
    window.add(1, "q1", NOW, "en", some("q1", QUAKE)[1])
    assert window.assign(*some("q2", QUAKE, language="de")) is None


def test_forgotten_stories_are_gone_and_the_others_stay(some):
    window = Window()
    window.add(1, "q1", NOW, "en", some("q1", QUAKE)[1])
    window.add(2, "v1", NOW + timedelta(days=9), "en", some("v1", VOTE)[1])
    window.forget(NOW + timedelta(days=5))
    assert len(window) == 1
    assert window.assign(*some("q2", QUAKE)) is None
    assert window.assign(*some("v2", VOTE, hours=24 * 9)) == 2


def test_a_lone_article_joins_once_what_comes_with_it_has_made_the_story_clear(some):
    reports = [
        some("q1", QUAKE, "Earthquake in Kestel"),
        some("q2", QUAKE_AGAIN, "Survivors found in Kestel"),
        some("q3", f"{QUAKE} {QUAKE_AGAIN}", "Kestel earthquake"),
    ]
    for order in permutations(reports):
        assert len(set(cluster(order, Window()).places.values())) == 1


def test_stories_of_several_articles_are_never_dissolved(some):
    window = Window(join=0)  # everything joins at first sight
    for story, id_, text in (
        (5, "q1", QUAKE),
        (5, "q2", QUAKE),
        (6, "q3", QUAKE),
        (6, "q4", QUAKE),
    ):
        window.add(story, id_, NOW, "en", some(id_, text)[1])
    found = cluster([some("q5", QUAKE)], window)
    assert found.merged.keys() == {-1}
    assert (window.story_of("q1"), window.story_of("q3")) == (5, 6)


def _mixed(some, window: Window, hours: float = 0) -> None:
    """Let the window hold a story of one quake into which the first article of another slipped."""
    reports = {f"k{n}": text for n, text in enumerate(KESTEL)} | {"m0": MALUKU[0]}
    for n, (id_, text) in enumerate(reports.items()):
        published = NOW + timedelta(hours=n + (hours if id_ == "m0" else 0))
        window.add(5, id_, published, "en", some(id_, text)[1])


def test_what_slipped_into_a_story_leaves_it_with_what_comes_of_its_own(some):
    window = Window()
    _mixed(some, window)
    assert cluster([some("m1", MALUKU[1], hours=4)], window).split == {}
    found = cluster([some("m2", MALUKU[2], hours=5)], window)
    (new,) = found.split
    assert found.split == {new: 5}
    assert found.places == dict.fromkeys(["m2", "m0", "m1"], new)
    assert new < 0
    window.rename({new: 6})
    assert sorted(window.members(5)) == ["k0", "k1", "k2"]
    assert window.assign(*some("m3", MALUKU[3], hours=6)) == 6
    assert window.assign(*some("k3", KESTEL[2], hours=6)) == 5
    for n, text in enumerate(KESTEL):  # what has left is not taken apart again
        window.add(6, f"again{n}", NOW + timedelta(hours=7), "en", some(f"again{n}", text)[1])
    assert cluster([some("m3", MALUKU[3], hours=8)], window) == Clustered({"m3": 6}, {-1: 6}, {})


def test_a_story_that_may_go_on_before_the_window_is_not_taken_apart(some):
    window = Window()
    _mixed(some, window, hours=SPAN / timedelta(hours=1))
    for n in (1, 2):
        found = cluster([some(f"m{n}", MALUKU[n], hours=SPAN / timedelta(hours=1) + 3)], window)
        assert found.places == {f"m{n}": 5}
        assert found.split == {}


def test_what_has_left_a_story_stays_together_whatever_slips_into_it(some):
    window = Window()
    _mixed(some, window)
    window.keep_apart(5, 4)
    for n in (1, 2):
        assert cluster([some(f"m{n}", MALUKU[n], hours=3)], window).split == {}
    assert len(window.members(5)) == 6


def test_stories_that_parted_never_join_again(some):
    window = Window(join=-99)  # everything joins at first sight
    window.add(5, "q1", NOW, "en", some("q1", QUAKE)[1])
    window.keep_apart(6, 5)
    window.add(6, "q2", NOW, "en", some("q2", QUAKE)[1])
    window.add(6, "q3", NOW, "en", some("q3", QUAKE)[1])
    for number in range(3):
        found = cluster([some(f"x{number}", QUAKE)], window)
        assert {5, 6}.isdisjoint(found.merged)
    assert window.story_of("q1") == 5
    assert window.story_of("q2") == 6


def test_stories_stay_apart_when_one_of_them_joins_a_third(some):
    window = Window(join=-99)
    window.keep_apart(7, 6)
    window.add(6, "q6", NOW, "en", some("q6", QUAKE)[1])
    window.add(7, "q7", NOW, "en", some("q7", VOTE)[1])
    window.add(4, "q4", NOW, "en", some("q4", QUAKE)[1])
    cluster([some("x", QUAKE)], window)
    assert window.story_of("q6") == window.story_of("q4") == 4
    assert window.story_of("q7") == 7


def test_adding_an_article_twice_counts_once(some):
    window = Window()
    for _ in range(2):
        window.add(1, "q1", NOW, "en", some("q1", QUAKE)[1])
    assert len(window) == 1


def test_an_empty_article_is_a_story_of_its_own(some):
    article, _ = some("e", "Nothing at all.")
    empty = Tokens((), (), ())
    window = Window()
    assert cluster([(article, empty), (replace(article, id="f"), empty)], window).places == {
        "e": -1,
        "f": -2,
    }


WORDS = st.lists(st.sampled_from(["quake", "vote", "kestel", "12", "budget", "rise"]), max_size=12)


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, st.integers(0, 200)), max_size=12))
def test_every_article_gets_one_story_and_new_ones_are_negative(texts):
    batch = []
    for number, (words, hours) in enumerate(texts):
        article = Article(
            str(number), None, "", "en", NOW + timedelta(hours=hours), "", (Sentence(0, 1, "x"),)
        )
        batch.append((article, Tokens(tuple(words[:4]), tuple(words), tuple(words[:2]))))
    found = cluster(batch, Window()).places
    assert list(found) == [article.id for article, _ in batch]
    # Those that were taken out of others have numbers below those that the articles began with.
    assert all(-2 * len(batch) <= story < 0 for story in found.values())


REPORTS = [QUAKE, QUAKE_AGAIN, OTHER_QUAKE, VOTE, QUAKE + " " + QUAKE_AGAIN, VOTE + " It passed."]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(REPORTS))))
def test_the_order_of_articles_within_a_batch_decides_nothing(order):
    batch = []
    for number in range(len(REPORTS)):
        published = NOW + timedelta(minutes=7 * number)
        sentence = Sentence(1, 1, REPORTS[number])
        article = Article(str(number), None, "", "en", published, "", (sentence,))
        batch.append((article, tokens(article)))
    assert cluster([batch[number] for number in order], Window()) == cluster(batch, Window())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(WORDS, st.integers(0, 90)), max_size=10))
def test_clustering_the_same_articles_again_changes_nothing(texts):
    batch = []
    for number, (words, hours) in enumerate(texts):
        article = Article(
            str(number), None, "", "en", NOW + timedelta(hours=hours), "", (Sentence(0, 1, "x"),)
        )
        batch.append((article, Tokens(tuple(words[:4]), tuple(words), tuple(words[:2]))))
    window = Window()
    once = cluster(batch, window)
    window.rename({story: -story for story in once.places.values()})
    again = cluster(batch, window)
    assert again.merged == {}
    assert again.places == {article: -story for article, story in once.places.items()}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(WORDS, st.integers(0, 90), st.booleans()), max_size=16))
def test_no_article_leaves_a_story_twice_and_none_comes_back(texts):
    window = Window(join=2)
    ids, left, parted = count(1), set(), set()
    stream, batch = [], []
    for number, (words, hours, ends) in enumerate(texts):
        article = Article(
            f"{number:02}", None, "", "en", NOW + timedelta(hours=hours), "", (Sentence(0, 1, "x"),)
        )
        batch.append((article, Tokens(tuple(words[:4]), tuple(words), tuple(words[:2]))))
        if ends or number == len(texts) - 1:
            stream.append(batch)
            batch = []
    for batch in stream:
        before = {article for one in stream for article, _ in one if article.id in window}
        places = {article.id: window.story_of(article.id) for article in before}
        found = cluster(batch, window)
        fresh = sorted({place for place in found.places.values() if place < 0}, reverse=True)
        named = {place: next(ids) for place in fresh}
        window.rename(named)
        for new, origin in found.split.items():
            moved = set(window.members(named[new])) & places.keys()
            assert left.isdisjoint(moved)
            left |= moved
            parted.add(
                (window.members(named[new])[0], window.members(named.get(origin, origin))[0])
            )
        assert all(window.story_of(one) != window.story_of(other) for one, other in parted)


def _of_two_lone_stories(some, one: int, other: int) -> dict[int, int]:
    """Give which stored stories are gone when a report comes that makes them one."""
    window = Window()
    window.add(one, "q1", NOW, "en", some("q1", QUAKE, "Earthquake kills 12 in Kestel")[1])
    window.add(other, "q2", NOW, "en", some("q2", QUAKE_AGAIN, "Survivors found in Kestel")[1])
    found = cluster([some("q3", f"{QUAKE} {QUAKE_AGAIN}", "Kestel earthquake")], window)
    if window.story_of("q1") == window.story_of("q2"):
        assert found.places["q3"] == window.story_of("q1")
    return {gone: kept for gone, kept in found.merged.items() if gone > 0}


def test_lone_stories_that_prove_to_be_one_become_the_older(some):
    assert _of_two_lone_stories(some, 4, 9) == {9: 4}
    assert _of_two_lone_stories(some, 9, 4) == {9: 4}


def test_a_lone_story_that_was_told_has_to_fit_better_than_a_newcomer(some, monkeypatch):
    monkeypatch.setattr("summarizer.cluster.LATER", 99)
    assert _of_two_lone_stories(some, 4, 9) == {}


def test_the_later_a_report_comes_the_better_it_has_to_fit(some):
    def asked(hours: float) -> int:
        """Give the highest threshold at which it joins."""
        newcomer = some("q2", QUAKE_AGAIN, "Survivors found in Kestel", hours=hours)
        for join in range(15, -15, -1):
            window = Window(join=join)
            window.add(1, "q1", NOW, "en", some("q1", QUAKE, "Earthquake in Kestel")[1])
            if window.assign(*newcomer) == 1:
                return join
        return -15

    assert asked(0) > asked(24) > asked(70) > -15
