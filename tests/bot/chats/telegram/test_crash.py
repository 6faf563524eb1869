"""A digest of a thousand chats, and a process that is killed in the middle of it."""

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chats.telegram.render import render
from bot.deliver import IN_FLIGHT
from bot.post import Block, Line, to_json
from fakes import senderprocess
from fakes.botapi import FakeBotApi
from fakes.memory import empty_store
from fakes.telegrambot import ACCOUNT, brief_post
from storage.model import Address, ChatKind, DeliveryState, Outgoing
from storage.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CHATS, KILLS = 1000, 5
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


async def queue(store, people):
    """Queue a digest of two messages for everybody."""
    long = Block((Line("This was said about it again. " * 180),))
    post = brief_post(blocks=(long,), story=None)
    parts = render(post)
    assert len(parts) == 2
    async with store.writing() as tx:
        outgoing = []
        for person in people:
            address = Address("telegram", ACCOUNT, str(person.id))
            chat, _ = await tx.chats.open(address, ChatKind.PRIVATE, "", NOW)
            outgoing.append(
                Outgoing(chat.id, "digest:1", "digest", parts, to_json(post), {}, (), NOW)
            )
        await tx.deliveries.queue(outgoing, datetime.now(UTC))
        await tx.commit()


async def start(folder: Path, api: FakeBotApi) -> asyncio.subprocess.Process:
    root, tests = Path.cwd(), Path(senderprocess.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{tests}"}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "fakes.senderprocess", f"sqlite:///{folder / 'tellal.db'}", api.url,
        env=environment,
    )  # fmt: skip


async def kill(process: asyncio.subprocess.Process) -> None:
    assert process.returncode is None, "it ended by itself"
    process.kill()
    await process.wait()


async def until(true: Callable[[], object], process: asyncio.subprocess.Process) -> None:
    """Wait until something is true, or the process has ended by itself."""
    async with asyncio.timeout(240):
        while process.returncode is None and not true():  # noqa: ASYNC110 - of two processes
            await asyncio.sleep(0.01)


async def doubtful(store: Store) -> Counter[int]:
    """Wait until nothing is open; gives how many parts nobody knows the fate of, by chat."""
    async with asyncio.timeout(240):
        while True:
            async with store.reading() as tx:
                counts = await tx.deliveries.counts()
                unknown = await tx.deliveries.list(DeliveryState.UNKNOWN, limit=2 * CHATS)
            is_open = counts.get(DeliveryState.QUEUED) or counts.get(DeliveryState.SENDING)
            if not is_open and all(delivery.retried_unknown for delivery in unknown):
                return Counter(int(delivery.address.chat) for delivery in unknown)
            await asyncio.sleep(0.1)


async def test_killed_in_the_middle_nothing_is_lost_and_only_what_was_in_flight_comes_twice(
    api, tmp_path
):
    dice = random.Random(7)
    people = [api.world.person(str(number)) for number in range(CHATS)]
    chats = [api.world.private(person) for person in people]

    def arrived() -> int:
        return sum(len(api.of_bot(chat)) for chat in chats)

    async with empty_store(tmp_path) as store:
        await queue(store, people)
        for _ in range(KILLS):
            target = arrived() + dice.randrange(50, 300)
            process = await start(tmp_path, api)
            await until(lambda target=target: arrived() >= target, process)
            await kill(process)
        process = await start(tmp_path, api)
        unknown = await doubtful(store)
        await kill(process)
    copies = 0
    for chat in chats:
        texts = [message.text for message in api.of_bot(chat)]
        parts = list(dict.fromkeys(texts))
        copies += len(texts) - len(parts)
        # Cut off twice before it arrived, a part is given up, and listed as unknown.
        assert 2 - len(parts) <= unknown[chat.id]
        if len(parts) == 2:
            assert parts[0].startswith("Erdoğan receives")  # the first part came first
    assert copies <= KILLS * IN_FLIGHT
    assert sum(unknown.values()) <= KILLS * IN_FLIGHT
