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
    key,
    person_key,
    slower,
    standing,
)
from bot.catalogue import words
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


# --- where ids count within a house ------------------------------------------------------------


def slack(person="U7", team="T1", chat="C1", **changes):
    return Said(Address("slack", team, chat), ChatKind.GROUP, "", Person(person, "Ada"), "hello",
                **changes)  # fmt: skip


def test_on_slack_a_key_names_the_workspace_as_well():
    assert person_key(slack()) == "slack:T1/U7"
    assert chat_key(slack()) == "slack:T1/C1"


@pytest.mark.parametrize(
    ("policy", "what", "expected"),
    [
        (Policy(), slack(), Standing.STRANGER),
        (Policy(allow=frozenset({"slack:T1"})), slack(), Standing.GUEST),
        (Policy(allow=frozenset({"slack:T1"})), slack(team="T2"), Standing.STRANGER),
        (Policy(allow=frozenset({"slack:T1"})), slack(outsider=True), Standing.STRANGER),
        (Policy(allow=frozenset({"slack:T1/C1"})), slack(outsider=True), Standing.GUEST),
        (Policy(allow=frozenset({"slack:T1/C1"})), slack(team="T2"), Standing.STRANGER),
        (Policy(allow=frozenset({"slack:T1/U7"})), slack(chat="C2"), Standing.GUEST),
        (Policy(members=frozenset({"slack"})), slack(), Standing.GUEST),
        (Policy(members=frozenset({"slack"})), slack(outsider=True), Standing.STRANGER),
        (Policy(members=frozenset({"slack"})), said(), Standing.STRANGER),
        (Policy(operators=frozenset({"slack:T1/U7"})), slack(), Standing.OPERATOR),
        (Policy(operators=frozenset({"slack:T1/U7"})), slack(team="T2"), Standing.STRANGER),
    ],
)
def test_two_workspaces_with_the_same_ids_are_kept_apart(policy, what, expected):
    assert standing(policy, Grants(), what) is expected


def test_an_id_of_a_person_and_of_a_whole_workspace_are_told_apart():
    here = Address("slack", "T1", "C1")
    assert key(here, "U9") == "slack:T1/U9"
    assert key(here, "T1") == "slack:T1"
    assert key(here, "T2/C9") == "slack:T2/C9"
    assert key(Address("telegram", "1", "7"), "9") == "telegram:9"


def test_a_stranger_on_slack_is_told_what_an_operator_anywhere_can_let_in():
    private = Said(Address("slack", "T1", "D1"), ChatKind.PRIVATE, "", Person("U7", "Ada"), "hi")
    assert "T1/U7" in closed(words("en"), private)


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
    for name in "abcd":
        allowance.use(name, 0.0)
    assert allowance.wait("a", 0.0) == 0
    assert allowance.wait("d", 0.0) > 0


def test_a_stranger_is_told_the_number_that_lets_them_in():
    assert "7" in closed(words("en"), said())
    assert "/admin allow" in closed(words("en"), group())


@pytest.mark.parametrize(("seconds", "told"), [(1, "in a minute"), (61, "in 2 minutes")])
def test_limits_tell_when_there_is_more(seconds, told):
    assert told in slower(words("en"), seconds, chat=False)
    assert slower(words("en"), seconds, chat=True).startswith("This chat")
