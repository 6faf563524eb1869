"""What follows a failure: asking again, asking for less, or giving up, and always an end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import EngineFailed
from summarizer.llm.abilities import Abilities, Mode
from summarizer.llm.effort import Effort, after
from summarizer.llm.options import Patience
from summarizer.llm.trouble import Kind, Trouble, of_status, retry_after

PATIENCE = Patience(retries=2, pause=0.5, longest_pause=20)
FIRST = Effort(Abilities(), proven=False, limit=100)
PROVEN = Effort(Abilities(), proven=True, limit=100)

TROUBLES = st.builds(
    Trouble,
    st.sampled_from(Kind),
    st.just("detail"),
    said=st.sampled_from(["", "max_tokens", "temperature", "stream_options", "system role"]),
    wait=st.none() | st.floats(0, 100),
    harsh=st.booleans(),
)


@given(st.booleans(), st.lists(TROUBLES, min_size=40, max_size=40), st.floats(0, 1))
def test_whatever_happens_it_ends(proven: bool, troubles: list[Trouble], chance: float):
    effort: Effort | None = Effort(Abilities(), proven, 100)
    made = 0
    for trouble in troubles:
        made += 1
        effort = after(effort, trouble, PATIENCE, chance)
        if effort is None:
            break
        assert effort.attempts == made
        assert effort.pause <= PATIENCE.longest_pause
        assert effort.limit <= 200
    assert effort is None
    assert made <= 13


def test_pauses_double_and_spread():
    busy = Trouble(Kind.BUSY, "busy")
    first = after(PROVEN, busy, PATIENCE, 0.0)
    assert first
    second = after(first, busy, PATIENCE, 1.0)
    assert second
    assert (first.pause, second.pause) == (0.5, 1.5)
    assert after(second, busy, PATIENCE, 0.0) is None


def test_a_wait_that_is_asked_for_is_kept_and_one_that_is_too_long_ends_it():
    def asked_for(wait: float) -> Effort | None:
        return after(PROVEN, Trouble(Kind.BUSY, "busy", wait=wait), PATIENCE, 0.0)

    short = asked_for(7.0)
    assert short
    assert short.pause == 7.0
    assert asked_for(21.0) is None


def test_a_server_error_is_laid_to_the_form_only_while_nothing_is_proven():
    harsh = Trouble(Kind.BUSY, "500", harsh=True)
    for first, mode, pause in ((FIRST, Mode.JSON, 0.0), (PROVEN, Mode.SCHEMA, 1.0)):
        once = after(first, harsh, PATIENCE, 0.0)
        assert once
        assert (once.abilities.mode, once.pause) == (Mode.SCHEMA, 0.5)
        twice = after(once, harsh, PATIENCE, 0.0)
        assert twice
        assert (twice.abilities.mode, twice.pause) == (mode, pause)


def test_where_nothing_is_tried_again_the_first_server_error_is_laid_to_the_form():
    harsh = Trouble(Kind.BUSY, "500", harsh=True)
    less = after(FIRST, harsh, replace(PATIENCE, retries=0), 0.0)
    assert less
    assert less.abilities.mode is Mode.JSON


@pytest.mark.parametrize("kind", [Kind.REFUSED, Kind.TOO_LONG, Kind.MISCONFIGURED])
def test_what_no_second_try_mends_is_given_up(kind: Kind):
    assert after(FIRST, Trouble(kind, "no"), PATIENCE, 0.0) is None


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_trouble_is_an_error_of_ours_outside(kind: Kind):
    error = Trouble(kind, "what happened").error()
    assert isinstance(error, EngineFailed)
    assert "what happened" in str(error)


@given(st.integers(400, 599), st.text(max_size=50), st.dictionaries(st.text(), st.text()))
def test_every_status_has_a_meaning(status: int, said: str, headers: dict[str, str]):
    assert of_status(status, said, headers).kind in Kind


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ],
    ids=str,
)
def test_waits_are_read_in_seconds(headers: dict[str, str], seconds: float | None):
    assert retry_after(headers) == seconds
