"""Who may use the bot, and how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import (
    Allowance,
    Grants,
    Policy,
    Standing,
    chat_key,
    claims,
    closed,
    is_question,
    person_key,
    slower,
    standing,
)
from bot.chats.port import Rate
from bot.conversation.said import Person, Said
from storage.model import Address, ChatKind

OPERATORS = Policy(operators=frozenset({"telegram:7"}))


def said(text="hello", kind=ChatKind.PRIVATE, person="7", chat="7", **changes):
    return Said(Address("telegram", "1", chat), kind, "", Person(person, "Ada"), text, **changes)


def group(text="hello", person="7"):
    return said(text, ChatKind.GROUP, person, "-100")


def test_people_and_chats_go_by_keys_that_name_their_platform():
    assert (person_key(group()), chat_key(group())) == ("telegram:7", "telegram:-100")


@pytest.mark.parametrize(
    ("policy", "grants", "what", "expected"),
    [
        (Policy(), Grants(), said(), Standing.STRANGER),
        (Policy(open=True), Grants(), said(), Standing.GUEST),
        (Policy(allow=frozenset({"telegram:7"})), Grants(), said(), Standing.GUEST),
        (Policy(allow=frozenset({"slack:7"})), Grants(), said(), Standing.STRANGER),
        (Policy(allow=frozenset({"telegram:-100"})), Grants(), group(), Standing.GUEST),
        (Policy(allow=frozenset({"telegram:-100"})), Grants(), said(), Standing.STRANGER),
        (Policy(), Grants(guests=frozenset({"telegram:-100"})), group(), Standing.GUEST),
        (OPERATORS, Grants(), said(), Standing.OPERATOR),
        (OPERATORS, Grants(), group(), Standing.OPERATOR),
        (OPERATORS, Grants(), group(person="8"), Standing.STRANGER),
        (Policy(), Grants(operators=frozenset({"telegram:7"})), said(), Standing.OPERATOR),
        (Policy(), Grants(), said(operator=True), Standing.OPERATOR),
    ],
)
def test_standings(policy, grants, what, expected):
    assert standing(policy, grants, what) is expected


def test_the_start_code_makes_the_first_operator_and_only_in_private_and_only_the_first():
    right = said("/start rosebud")
    assert claims(Policy(), Grants(), right, "rosebud")
    assert not claims(Policy(), Grants(), said("/start rosebud2"), "rosebud")
    assert not claims(Policy(), Grants(), said("/start"), "rosebud")
    assert not claims(Policy(), Grants(), said("rosebud"), "rosebud")
    assert not claims(Policy(), Grants(), said("/start ığ\ud800"), "rosebud")
    assert not claims(Policy(), Grants(), group("/start rosebud"), "rosebud")
    assert not claims(Policy(), Grants(), right, None)
    assert not claims(Policy(), Grants(), said("/start"), "")
    assert not claims(OPERATORS, Grants(), right, "rosebud")
    assert not claims(Policy(), Grants(operators=frozenset({"slack:1"})), right, "rosebud")


@pytest.mark.parametrize(
    "text", ["what of Gaza?", "/ask x", "/who Erdoğan", "/brief https://x.org", "/digest now"]
)
def test_what_costs_work_is_counted(text):
    assert is_question(text)


@pytest.mark.parametrize("text", ["/start", "/help", "/brief 12", "/digest 08:30", "/settings"])
def test_what_costs_nothing_is_free(text):
    assert not is_question(text)


def test_an_allowance_is_used_up_and_comes_back():
    allowance = Allowance(Rate(2, 60.0))
    for now in (0.0, 10.0):
        assert allowance.wait("a", now) == 0
        allowance.use("a", now)
    assert allowance.wait("a", 20.0) == 40.0
    assert allowance.wait("b", 20.0) == 0
    assert allowance.wait("a", 60.0) == 0


@given(st.integers(1, 4), st.lists(st.floats(0, 50, allow_subnormal=False), max_size=40))
def test_no_window_holds_more_than_the_rate(messages, gaps):
    allowance, now, used = Allowance(Rate(messages, 30.0)), 0.0, []
    for gap in gaps:
        now += gap
        if not allowance.wait("a", now):
            allowance.use("a", now)
            used.append(now)
    for begin in used:
        assert sum(begin <= at < begin + 30.0 for at in used) <= messages


def test_keys_that_asked_long_ago_are_forgotten():
    allowance = Allowance(Rate(1, 1e9), most=3)
    for key in "abcd":
        allowance.use(key, 0.0)
    assert allowance.wait("a", 0.0) == 0
    assert allowance.wait("d", 0.0) > 0


def test_a_stranger_is_told_the_number_that_lets_them_in():
    assert "7" in closed(said())
    assert "/admin allow" in closed(group())


@pytest.mark.parametrize(("seconds", "told"), [(1, "in a minute"), (61, "in 2 minutes")])
def test_limits_tell_when_there_is_more(seconds, told):
    assert told in slower(seconds, chat=False)
    assert slower(seconds, chat=True).startswith("This chat")
