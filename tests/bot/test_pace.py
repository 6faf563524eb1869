"""Pacing: no window of a limit ever holds more than it allows, and no room is wasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.port import Limits, Rate
from bot.pace import Pace

TELEGRAM = Limits(overall=Rate(30, 1.0), chat=Rate(1, 1.0), group=Rate(20, 60.0))


def most_in_any_window(times: list[float], seconds: float) -> int:
    return max(sum(start <= t < start + seconds - 1e-9 for t in times) for start in times)


def test_without_limits_everything_may_leave():
    pace = Pace(Limits())
    for _ in range(100):
        pace.left(7, group=True, now=0.0)
    assert pace.room(0.0, 500) == 500
    assert pace.resting(0.0) == frozenset()


def test_the_overall_limit_is_full_after_its_number_and_opens_when_the_first_is_old_enough():
    pace = Pace(TELEGRAM)
    for chat in range(30):
        pace.left(chat, group=False, now=chat / 100)
    assert pace.room(0.5, 100) == 0
    assert pace.opens(0.5) == pytest.approx(1.0)
    assert pace.room(1.0, 100) == 1


def test_a_chat_rests_after_a_message_and_others_do_not():
    pace = Pace(TELEGRAM)
    pace.left(1, group=False, now=10.0)
    assert pace.resting(10.5) == {1}
    assert pace.resting(11.0) == frozenset()


def test_a_group_takes_twenty_a_minute_however_they_are_spread():
    pace = Pace(TELEGRAM)
    now, times = 0.0, []
    while now < 300:
        if 1 not in pace.resting(now):
            pace.left(1, group=True, now=now)
            times.append(now)
        now += 0.25
    assert most_in_any_window(times, 60.0) == 20
    assert len(times) == 100


def test_a_wait_that_the_platform_tells_holds_that_chat_alone_or_everybody():
    pace = Pace(TELEGRAM)
    pace.hold(1, until=30.0)
    assert pace.resting(29.9) == {1}
    assert pace.room(0.0, 5) == 5
    pace.hold(None, until=12.0)
    assert pace.room(11.9, 5) == 0
    assert pace.opens(0.0) == 12.0
    assert pace.resting(30.0) == frozenset()


def test_a_chat_that_has_rested_is_forgotten():
    pace = Pace(TELEGRAM)
    for chat in range(1000):
        pace.left(chat, group=False, now=float(chat))
    pace.resting(2000.0)
    assert not pace._chats


@given(
    st.integers(1, 5),
    st.sampled_from([0.5, 1.0, 60.0]),
    st.lists(st.floats(0, 3, allow_subnormal=False), min_size=1, max_size=60),
)
def test_no_window_holds_more_than_the_limit(messages, seconds, gaps):
    pace = Pace(Limits(overall=Rate(messages, seconds)))
    now, times = 0.0, []
    for gap in gaps:
        now = max(now + gap, pace.opens(now + gap))
        assert pace.room(now, 1) == 1
        pace.left(1, group=False, now=now)
        times.append(now)
    assert most_in_any_window(times, seconds) <= messages


def test_a_reserved_turn_is_the_first_that_is_free_and_others_come_behind_it():
    pace = Pace(Limits(overall=Rate(2, 1.0), chat=Rate(1, 1.0)))
    assert pace.reserve("a", group=False, now=0.0) == 0.0
    assert pace.reserve("b", group=False, now=0.0) == 0.0
    assert pace.reserve("c", group=False, now=0.0) == 1.0
    assert pace.room(1.0, 5) == 1
    assert pace.reserve("a", group=False, now=0.5) == 1.0
    assert pace.room(1.0, 5) == 0


def test_a_reserved_turn_waits_for_a_chat_that_is_held():
    pace = Pace(Limits())
    pace.hold("a", until=7.0)
    assert pace.reserve("a", group=False, now=1.0) == 7.0
    assert pace.reserve("b", group=False, now=1.0) == 1.0


def test_what_took_longer_than_the_quickest_counts_from_as_much_later():
    pace = Pace(Limits(overall=Rate(2, 1.0), chat=Rate(1, 1.0)))
    for chat in "ab":
        pace.left(chat, group=False, now=0.0)
    pace.came("a", 0.0, now=0.1)
    assert pace.opens(0.1) == 1.0
    pace.came("b", 0.0, now=0.4)
    assert pace.room(1.0, 5) == 1
    assert pace.room(1.29, 5) == 1
    assert pace.room(1.31, 5) == 2
    assert pace.free("a", 1.0) == 1.0
    assert pace.free("b", 1.0) == pytest.approx(1.3)


def test_an_answer_that_comes_after_its_window_still_counts():
    pace = Pace(Limits(overall=Rate(1, 1.0)))
    pace.left("a", group=False, now=0.0)
    pace.came("a", 0.0, now=0.1)
    pace.left("b", group=False, now=1.0)
    assert pace.opens(2.0) == 2.0
    pace.came("b", 1.0, now=3.1)
    assert pace.opens(3.1) == pytest.approx(4.0)


def test_room_is_told_ahead_and_nothing_is_forgotten_by_asking():
    pace = Pace(Limits(overall=Rate(2, 1.0)))
    pace.left("a", group=False, now=0.0)
    pace.left("b", group=False, now=0.5)
    assert pace.room(1.2, 5) == 1
    assert pace.room(0.9, 5) == 0


@given(
    st.integers(1, 4),
    st.lists(st.tuples(st.floats(0, 2), st.floats(0, 0.9)), min_size=1, max_size=40),
)
def test_the_platform_never_counts_more_than_the_limit_however_long_messages_take(messages, plan):
    """What is slow on its way there is slow to be answered; the way back takes no time."""
    quickest = 0.01
    pace = Pace(Limits(overall=Rate(messages, 1.0)))
    pace.left("first", group=False, now=-100.0)
    pace.came("first", -100.0, now=-100.0 + quickest)
    now, arrived, away = 0.0, [], []
    for number, (gap, slow) in enumerate(plan):
        at = now + gap
        while True:
            back = [one for one in away if one[1] <= at]
            away = [one for one in away if one[1] > at]
            for left, came in back:
                pace.came("any", left, came)
            opens = pace.opens(at)
            if opens <= at:
                break
            at = opens
        pace.left(number, group=False, now=at)
        arrived.append(at + quickest + slow)
        away.append((at, at + quickest + slow))
        now = at
    assert most_in_any_window(arrived, 1.0) <= messages


def test_while_the_platform_is_silent_what_it_was_sent_keeps_its_room():
    pace = Pace(Limits(overall=Rate(2, 1.0)))
    pace.left("quick", group=False, now=-10.0)
    pace.came("quick", -10.0, now=-10.0)
    for chat in "ab":
        pace.left(chat, group=False, now=0.0)
    with pace.away("a", 0.0, lambda: 5.2):
        with pace.away("b", 0.0, lambda: 5.0):
            assert pace.room(0.9, 5) == 0
            assert pace.room(4.9, 5) == 0
            assert pace.opens(4.9) > 4.9
        assert pace.room(5.1, 5) == 0  # b may have been counted just now, a may be yet
    assert pace.room(6.1, 5) == 1
    assert pace.room(6.3, 5) == 2
