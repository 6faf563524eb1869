"""Leadership: one process at a time, and another within seconds when it dies."""

import asyncio
import sys
from asyncio.subprocess import PIPE

from fakes.postgres import Postgres
from storage.store import Store

OFFICE = "sending as telegram 123"

LEADER = """
import asyncio, sys
from storage.store import Store

async def main():
    async with Store(sys.argv[1]) as store, store.leading(sys.argv[2]):
        print("leading", flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


async def lead(store: Store, led: list[Store], office: str = OFFICE) -> None:
    async with store.leading(office):
        led.append(store)
        await asyncio.sleep(600)


async def until(led: list[Store], many: int) -> None:
    async with asyncio.timeout(20):
        while len(led) < many:  # noqa: ASYNC110 (bounded above)
            await asyncio.sleep(0.02)


async def test_the_second_leads_only_when_the_first_has_ended(store: Store, another: Store) -> None:
    led: list[Store] = []
    first = asyncio.create_task(lead(store, led))
    await until(led, 1)
    second = asyncio.create_task(lead(another, led))
    await asyncio.sleep(1.5)
    assert led == [store]
    first.cancel()
    await asyncio.wait([first])
    await until(led, 2)
    assert led == [store, another]
    second.cancel()
    await asyncio.wait([second])


async def test_offices_do_not_know_of_one_another(store: Store, another: Store) -> None:
    led: list[Store] = []
    tasks = [
        asyncio.create_task(lead(store, led, "sending as telegram 1")),
        asyncio.create_task(lead(another, led, "sending as telegram 2")),
    ]
    await until(led, 2)
    assert set(led) == {store, another}
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def test_a_leader_that_is_killed_is_followed_within_seconds(
    store: Store, database_url: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEADER, database_url, OFFICE, stdout=PIPE
    )
    assert process.stdout
    assert await process.stdout.readline() == b"leading\n"
    led: list[Store] = []
    waiting = asyncio.create_task(lead(store, led))
    await asyncio.sleep(1.2)
    assert not led
    process.kill()
    await process.wait()
    async with asyncio.timeout(5):
        await until(led, 1)
    waiting.cancel()
    await asyncio.wait([waiting])


async def test_a_leader_hears_that_the_server_let_it_go(
    postgres: Postgres, ready_database: str
) -> None:
    async with Store(postgres.url(ready_database)) as store, store.leading(OFFICE) as held:
        losing = asyncio.create_task(held.lost())
        await asyncio.sleep(0.1)
        assert not losing.done()
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
        async with asyncio.timeout(10):
            await losing
