"""Patience: what somebody waits for is tried as often as makes sense, and not once more."""

import time

import pytest

from bot.chats.errors import Blocked, ChatError, Moved, NotSent, Refused, ReplyLost, Wait
from bot.chats.patience import PATIENCE, Patience, changed
from bot.chats.port import Limits
from bot.pace import Pace
from storage.model import Address

HERE, THERE = Address("telegram", "bot", "-1"), Address("telegram", "bot", "-100")


class Requests:
    """Fail as a script says, then succeed."""

    def __init__(self, *failures: ChatError) -> None:
        self.failures = list(failures)
        self.at: list[Address] = []

    async def __call__(self, address: Address = HERE) -> str:
        self.at.append(address)
        if self.failures:
            raise self.failures.pop(0)
        return "sent"

    async def edit(self) -> None:
        await self()


async def tried(*failures: ChatError) -> list[Address]:
    """Give where a request that succeeds in the end was made."""
    requests = Requests(*failures)
    assert await Patience(Pace(Limits()), time.time).send(HERE, True, requests) == "sent"
    return requests.at


async def test_a_request_is_made_again_when_told_and_after_one_doubt():
    assert await tried() == [HERE]
    assert await tried(Wait(0.01), Wait(0.01), Wait(0.01)) == [HERE] * 4
    assert await tried(ReplyLost("?")) == [HERE] * 2


async def test_a_chat_that_moved_is_followed():
    assert await tried(Moved(THERE)) == [HERE, THERE]


@pytest.mark.parametrize(
    ("failures", "made"),
    [
        ((Blocked("no"),), 1), ((Refused("no"),), 1), ((ReplyLost("?"), ReplyLost("?")), 2),
        ((Wait(PATIENCE + 1),), 1), ((NotSent("?"), Blocked("no")), 2),
    ],
)  # fmt: skip
async def test_there_is_an_end_to_it(failures, made):
    requests = Requests(*failures)
    with pytest.raises(type(failures[-1])):
        await Patience(Pace(Limits()), time.time).send(HERE, True, requests)
    assert len(requests.at) == made


async def test_whoever_else_writes_there_waits_as_well_where_we_were_told_to():
    pace, before = Pace[str](Limits()), time.time()
    requests = Requests(Wait(0.2), Blocked("no"))
    with pytest.raises(Blocked):
        await Patience(pace, time.time).send(HERE, True, requests)
    assert pace.reserve(HERE.chat, group=True, now=before) >= before + 0.2
    assert pace.reserve(THERE.chat, group=True, now=before) == before


async def test_a_change_is_made_once_more_where_told_and_says_why_not():
    assert await changed(Requests(Wait(0.01)).edit) is None
    assert isinstance(await changed(Requests(Wait(0.01), Wait(0.01)).edit), Wait)
    lost = ReplyLost("?")
    assert await changed(Requests(lost).edit) is lost
