"""The gate lets in whom access allows, and says kindly why not."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.access import Policy, Role
from bot.chats.port import Rate
from bot.conversation.said import Person, Said
from bot.gate import Gate
from bot.messages.words import say
from fakes.book import OpenBook
from storage.errors import StorageError
from storage.model import Address, ChatKind

OPERATOR = "telegram:1"


class Behind:
    """A listener behind the gate."""

    def __init__(self):
        self.heard = []

    async def handle(self, said):
        self.heard.append(said)
        return (say("Answer."),)


class GrowingBehind(Behind):
    async def handle_growing(self, said, grow):
        await grow(say("Ans"))
        return await self.handle(said)


class Door:
    """A gate and whoever stands before it."""

    def __init__(self, policy, behind=None, code=None):
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.book = OpenBook()
        self.behind = behind or Behind()
        self.gate = Gate(self.behind, policy, self.book, lambda: self.now, code)

    async def __call__(self, text, person="2", chat=None, kind=ChatKind.PRIVATE):
        posts = await self.gate.handle(self.said(text, person, chat, kind))
        return [line.text for post in posts for block in post.blocks for line in block.lines]

    def said(self, text, person="2", chat=None, kind=ChatKind.PRIVATE):
        address = Address("telegram", "9", chat or person)
        return Said(address, kind, "", Person(person, "Ada"), text)


def operated(**changes):
    return Policy(operators=frozenset({OPERATOR}), **changes)


async def test_who_is_let_in_gets_the_answer():
    door = Door(Policy(open=True))
    assert await door("hello") == ["Answer."]
    assert not door.behind.heard[0].operator


async def test_strangers_are_told_once_in_a_while_and_never_get_through():
    door = Door(operated())
    (told,) = await door("hello")
    assert "2" in told
    assert await door("hello?") == []
    door.now += timedelta(minutes=11)
    assert len(await door("hello??")) == 1
    assert door.behind.heard == []


async def test_the_start_code_works_once():
    door = Door(Policy(), code="rosebud")
    assert (await door("/start rosebud"))[0].startswith("You are my operator")
    assert (await door("/start rosebud", person="3"))[0].startswith("I answer only those")
    await door("hello")
    assert door.behind.heard[0].operator


async def test_questions_of_a_person_and_of_a_chat_are_limited_and_commands_are_not():
    door = Door(Policy(open=True, person=Rate(1, 3600.0), chat=Rate(2, 3600.0)))
    here = {"chat": "-1", "kind": ChatKind.GROUP}
    assert await door("one?", **here) == ["Answer."]
    assert (await door("two?", **here))[0].startswith("You have asked a lot")
    assert await door("/sources", **here) == ["Answer."]
    assert await door("three?", person="3", **here) == ["Answer."]
    assert (await door("four?", person="4", **here))[0].startswith("This chat has asked a lot")
    assert await door("five?", person="4") == ["Answer."]
    door.now += timedelta(hours=1)
    assert await door("six?", **here) == ["Answer."]


async def test_operators_have_no_limits():
    door = Door(operated(person=Rate(1, 3600.0)))
    for _ in range(3):
        assert await door("hello", person="1") == ["Answer."]


async def test_a_chat_that_has_cost_its_sum_asks_no_more_that_day():
    door = Door(Policy(open=True, spend=0.5))
    assert await door("hello") == ["Answer."]
    door.book.costs = 0.5
    assert (await door("hello"))[0].startswith("This chat has used up")
    assert await door("/sources") == ["Answer."]


async def test_operators_let_in_and_out():
    door = Door(operated())
    assert await door("/admin allow 2", person="1") == ["telegram:2 may use me now."]
    assert await door("hello") == ["Answer."]
    assert await door("/admin deny 2", person="1") == ["telegram:2 is out."]
    assert await door("/admin deny 2", person="1") == ["telegram:2 was not let in by /admin."]
    assert (await door("hello"))[0].startswith("I answer only")
    await door("/admin operator slack:U1", person="1")
    assert ("slack:U1", Role.OPERATOR) in door.book.roles
    operators, *_ = await door("/admin", person="1")
    assert operators == "Operators: slack:U1 and telegram:1."


@pytest.mark.parametrize("text", ["/admin allow", "/admin operator", "/admin what 2"])
async def test_an_admin_command_that_makes_no_sense_shows_how(text):
    door = Door(operated())
    assert (await door(text, person="1"))[0].startswith("/admin allow NUMBER")
    assert not door.book.roles


async def test_a_guest_has_no_admin_command():
    door = Door(Policy(open=True))
    assert await door("/admin allow 3") == ["Answer."]
    assert not door.book.roles


async def test_without_a_memory_nobody_gets_through():
    door = Door(Policy(open=True))
    door.book.broken = StorageError("tellal.db", "locked")
    assert "try again in a minute" in (await door("hello"))[0]
    assert door.behind.heard == []


async def test_growth_passes_through_where_there_is_any():
    grown = []

    async def grow(post):
        grown.append(post)

    door = Door(Policy(open=True), GrowingBehind())
    await door.gate.handle_growing(door.said("hello"), grow)
    assert len(grown) == 1
    plain = Door(Policy(open=True))
    assert await plain.gate.handle_growing(plain.said("hello"), grow) == (say("Answer."),)
    closed = Door(operated(), GrowingBehind())
    await closed.gate.handle_growing(closed.said("hello"), grow)
    assert len(grown) == 1
