"""The whole bot in a process that is there to be killed.

    python -m fakes.crashing ORDERS

Importing the program takes longer than most of its lives, so this process imports it once and is
forked for every life: each line on its stdin begins one, whose number is printed; when that life
has ended, "ended" is. `ORDERS` is the JSON of `Orders`.
"""

import asyncio
import inspect
import json
import logging
import mmap
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.announce import Announcer
from bot.app import open_app
from bot.config import Settings
from bot.digests import Digests
from bot.post import Post, to_json
from bot.secrets import Secrets
from bot.service import ROLES, Service
from fakes.chatserver import ServerAdapter
from storage.model import Delivery, Json

SPEED = 600
"""Times as fast as ours does the bot's clock go: a day is two minutes and a half."""

STAGES = {
    "claim_due": "polling",
    "poll": "polling",
    "cluster": "clustering",
    "brief": "briefing",
    "spread": "composing alerts",
    "compose": "composing alerts",
    "queue_due": "composing digests",
}
"""What the bot is doing, by the method that was last asked for."""

ENDED = "resting"
"""After the stage that ended last, until the next begins; its messages are on their way."""


@dataclass(frozen=True)
class Orders:
    """What a life needs to know.

    Attributes:
        chats: address of the chat server.
        stage: a file of 32 bytes where it notes what it is doing.
        epoch: seconds of the clock when the bot's clock began to run faster.
    """

    database: str
    feed: str
    chats: str
    stage: str
    epoch: float

    def now(self) -> datetime:
        """Read the bot's clock."""
        since = (time.time() - self.epoch) * SPEED
        return datetime.fromtimestamp(self.epoch, UTC) + timedelta(seconds=since)

    def settings(self) -> Settings:
        """Give the bot's configuration."""
        return Settings.model_validate(
            {
                "database": {"url": self.database},
                "topics": {"world": {"title": "World", "feeds": [self.feed]}},
                "polling": {
                    "interval_minutes": 2,
                    "fastest_minutes": 1,
                    "slowest_minutes": 3,
                    "full_text": "never",
                    "allow_private": ["127.0.0.0/8"],
                },
                "alerts": {"update_every_minutes": 5},
                "schedule": {"tick_seconds": 0.1},
            }
        )


class Labelled(ServerAdapter):
    """Sends each message with what it is, so that every copy of it can be told."""

    def render(self, post: Post) -> tuple[Json, ...]:
        """Dress a post: its title, then a part for every block."""
        blocks = to_json(post)["blocks"]
        texts = [
            " ".join(line.get("strong", "") + line["text"] for line in block["lines"])
            for block in blocks
        ]
        return tuple({"text": text} for text in (post.title, *texts))

    async def send(self, delivery: Delivery) -> str:
        """Send one part with the number of its delivery."""
        text = json.dumps({"id": delivery.id, "text": delivery.payload["text"]})
        return await super().send(replace(delivery, payload={"text": text}))

    async def run(self, listener: object) -> None:
        """Listen to nobody, until cancelled."""
        await asyncio.Event().wait()


class Staged:
    """Passes everything on, noting which stage began or ended last: several go on side by side."""

    def __init__(self, inner: object, place: mmap.mmap) -> None:
        self._inner, self._place = inner, place

    def __getattr__(self, name: str) -> object:
        method = getattr(self._inner, name)
        stage = STAGES.get(name)
        if stage is None:
            return method

        async def steps(*arguments: object) -> AsyncIterator[object]:
            note(self._place, stage)
            async for step in method(*arguments):
                note(self._place, stage)
                yield step
            note(self._place, ENDED)

        async def once(*arguments: object) -> object:
            note(self._place, stage)
            made = await method(*arguments)
            note(self._place, ENDED)
            return made

        return steps if inspect.isasyncgenfunction(method) else once


def note(place: mmap.mmap, stage: str) -> None:
    """Write down where the life is, where it can be read after its end."""
    place[:] = stage.encode().ljust(len(place))


async def live(orders: Orders) -> None:
    """Be the bot until killed."""
    clock, settings = orders.now, orders.settings()
    with Path(orders.stage).open("r+b") as file:
        place = mmap.mmap(file.fileno(), 32)
    note(place, "starting")
    async with (
        open_app(settings, Secrets(), clock=clock) as app,
        Labelled(orders.chats) as adapter,
    ):
        renders = {adapter.platform: adapter.render}
        alerts = settings.alerts
        manners = replace(app.announcer._manners, gather=timedelta(seconds=alerts.gather_seconds))
        catch_up = timedelta(hours=settings.digests.catch_up_hours)
        digests = Digests(app.store, app.desk.opening, renders, app.topics, catch_up, clock)
        staged = replace(
            app,
            adapters=(adapter,),
            pipeline=Staged(app.pipeline, place),
            announcer=Staged(Announcer(app.store, renders, manners, clock), place),
            digests=Staged(digests, place),
        )
        await Service(staged, frozenset(ROLES)).run()


def main(orders: Orders) -> None:
    """Begin a life for every line that comes."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a look may last longer than a tick
    for _ in sys.stdin:
        life = os.fork()
        if not life:
            os.dup2(2, 1)  # the log is no answer
            asyncio.run(live(orders))
            os._exit(1)
        sys.stdout.write(f"{life}\n")
        sys.stdout.flush()
        os.waitpid(life, 0)
        sys.stdout.write("ended\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Orders(**json.loads(sys.argv[1])))
