"""An endpoint that fails is left alone, tried once in a while, and forgiven on success."""

from summarizer.llm.breaker import Breaker


def test_it_opens_after_so_many_failures_in_a_row():
    breaker = Breaker(threshold=3, rest=30)
    for _ in range(2):
        breaker.fail(0.0, "down")
        assert breaker.admits(0.0)
    breaker.fail(0.0, "down")
    assert breaker.is_open
    assert not breaker.admits(29.9)
    assert breaker.remaining(10.0) == 20.0
    assert breaker.reason == "down"


def test_after_the_rest_one_tries_and_the_others_wait():
    breaker = Breaker(threshold=1, rest=30)
    breaker.fail(0.0, "down")
    assert breaker.admits(30.0)
    assert not breaker.admits(30.0)


def test_a_trial_that_fails_doubles_the_rest_up_to_its_bound():
    breaker = Breaker(threshold=1, rest=30, longest=100)
    breaker.fail(0.0, "down")
    now, rests = 0.0, []
    for _ in range(4):
        now += breaker.remaining(now)
        assert breaker.admits(now)
        breaker.fail(now, "down")
        rests.append(breaker.remaining(now))
    assert rests == [60, 100, 100, 100]


def test_success_closes_it_and_forgets_the_failures():
    breaker = Breaker(threshold=2, rest=30)
    breaker.fail(0.0, "down")
    breaker.succeed()
    breaker.fail(0.0, "down")
    assert breaker.admits(0.0)


def test_those_under_way_when_it_opened_do_not_prolong_it():
    breaker = Breaker(threshold=1, rest=30)
    breaker.fail(0.0, "down")
    for _ in range(20):
        breaker.fail(1.0, "down")
    assert breaker.remaining(1.0) == 29.0


def test_a_rest_that_is_asked_for_opens_it_at_once():
    breaker = Breaker(threshold=3, rest=30)
    breaker.fail(0.0, "come back in ten minutes", rest=600)
    assert breaker.remaining(0.0) == 600
