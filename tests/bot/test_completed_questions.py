"""Follow-ups that have no subject of their own: completed from their thread, and only then."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from fakes.modelscripts import DOWN, honest, stating
from fakes.modelserver import ModelServer
from fakes.modelwords import Answer, Asked, Script
from fakes.office import Office, breaks, subscribed
from fakes.strike import NOW
from storage.store import Store
from summarizer.llm.task import Task
from summarizer.model import Exchange, Question

BEFORE = Exchange("Who is the union leader in Norvik?", "Astrid Holm is the union leader.", ("a1",))
FOLLOW_UP = Question("And what did she sign?", NOW, (BEFORE,))


def rewriting(how: Script) -> Script:
    """Rewrite by a script, do all else honestly."""

    def script(asked: Asked) -> Answer:
        return how(asked) if asked.task is Task.REWRITE else honest(asked)

    return script


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    whole = rewriting(stating(("What did Astrid Holm, the union leader in Norvik, sign?", [])))
    async with ModelServer(whole) as server, AsyncExitStack() as stack:
        yield Office(server, stack)


async def asked(office: Office, store: Store, question: Question):
    await subscribed(store, "en")
    await breaks(store)
    desks = await office.open(store)
    return await desks.desk.ask(question)


async def test_a_follow_up_without_a_subject_is_completed_and_answered(
    office: Office, store: Store
):
    told = await asked(office, store, FOLLOW_UP)
    assert told.question == "And what did she sign?"
    assert told.text is not None
    assert "Astrid Holm signed the agreement" in told.text
    assert [one.task for one in office.server.asked] == [Task.REWRITE, Task.ANSWER]


@pytest.mark.parametrize(
    "question",
    [
        Question("Who signed the agreement in Norvik?", NOW),
        Question("How many harbour workers in Norvik had stopped unloading?", NOW, (BEFORE,)),
    ],
    ids=["no thread", "a subject of its own"],
)
async def test_a_question_that_stands_alone_costs_no_call_more(
    office: Office, store: Store, question: Question
):
    await asked(office, store, question)
    assert [one.task for one in office.server.asked] == [Task.ANSWER]


@pytest.mark.parametrize(
    "how",
    [
        stating(("What did Zebulon Quackenbush sign in 1811?", [])),
        stating(("Which weapons are sold in Norvik?", [])),
        lambda _: DOWN,
    ],
    ids=["a name of its own", "another question", "down"],
)
async def test_what_the_thread_does_not_carry_is_not_asked(
    office: Office, store: Store, how: Script
):
    """Then the rules complete the question, as they do without a model."""
    office.server.script = rewriting(how)
    told = await asked(office, store, FOLLOW_UP)
    answers = office.calls(Task.ANSWER)
    assert all("Quackenbush" not in one.text and "weapons" not in one.text for one in answers)
    assert told.retrieved == ("a1",)
