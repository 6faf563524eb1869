"""Where a bot is killed again and again, and what its readers saw of that."""

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock_time
from email.utils import format_datetime
from pathlib import Path

from aiohttp import web

from fakes import crashing
from fakes.chatserver import ChatServer
from fakes.crashing import Orders
from fakes.feedserver import FeedServer, Reply, rss
from storage.model import (
    Address,
    Alerts,
    ChatKind,
    Delivery,
    DeliveryState,
    DigestTime,
    Length,
    PostRecord,
    Target,
)
from storage.store import Store

LONGEST_LIFE = 1.5
"""Times what it takes from a start to the first message on this machine."""

AT_MOST = 2.0
"""Seconds; the machine may have been busy with something else just then."""

BACKLOG = 12
"""Stories that wait for a digest, at most: a digest has room for twenty, and a slow machine, on
which no life gets that far, must not be taken for a bot that loses news."""

KEPT = 30
"""Entries that the feed shows."""

EVERY_QUARTER = tuple(
    DigestTime(tuple(range(7)), clock_time(hour, minute))
    for hour in range(24)
    for minute in (0, 15, 30, 45)
)

LONGEST_GAP = timedelta(minutes=32)
"""After which every chat with digests has had another hour."""

CHATS = {
    "alerts": {},
    "digests": {"alerts": Alerts.OFF, "digest": EVERY_QUARTER},
    "both": {"digest": EVERY_QUARTER[::2]},
    "quiet": {"digest": EVERY_QUARTER[1::2]},
}
"""What each chat wants; all follow everything, and "quiet" nothing in the first half of the run."""


class SlowChats(ChatServer):
    """Takes its time before it reads a message, and again before it answers."""

    async def _send(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.dice.uniform(0, 0.02))
        try:
            answer = await super()._send(request)
        except ConnectionResetError:
            return web.Response()  # the sender died in the middle of its request
        await asyncio.sleep(self.dice.uniform(0, 0.02))
        return answer


@dataclass
class Report:
    """What became of everything that was due.

    Attributes:
        stages: how many of the kills came while the bot was doing what.
        stories: how many were published; every chat wants each of them once.
        untold, twice: chat and story, where it came not at all as new, or more than once.
        messages: how many were queued.
        copies: that came once more; `knowing` of them though nobody was in doubt.
        lost: neither arrived nor listed as in doubt.
        doubtful: listed as in doubt for good: both attempts were cut off; `unseen` did not arrive.
        disordered: chats in which a message came before an earlier one.
        astray: updates that are no reply to what told the story.
        digests, updates: how many of these posts were sent.
        errors: lines of the bot's log of errors.
    """

    kills: int
    stages: Counter[str]
    seconds: float = 0.0
    stories: int = 0
    untold: list[tuple[str, int]] = field(default_factory=list)
    twice: list[tuple[str, int]] = field(default_factory=list)
    messages: int = 0
    copies: int = 0
    knowing: list[str] = field(default_factory=list)
    most_copies: int = 0
    lost: list[str] = field(default_factory=list)
    doubtful: int = 0
    unseen: int = 0
    disordered: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    digests: int = 0
    updates: int = 0
    errors: list[str] = field(default_factory=list)


@dataclass
class Published:
    """A story as the feed tells it: the headlines of its articles, by which a post is known."""

    headlines: list[str]
    subject: list[str]


class Newsmonger:
    """Invents stories, each about things of which no other tells."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self.stories: list[Published] = []
        self.items: list[str] = []

    def _word(self) -> str:
        return "".join(
            self._dice.choice("bdfgklmnprstvz") + self._dice.choice("aeiou") for _ in range(4)
        )

    def breaks(self, when: str) -> None:
        """Publish a story that is new."""
        words = [self._word() for _ in range(12)]
        place, person = words[0].title(), f"{words[1].title()} {words[2].title()}"
        headline = f"Council of {place} decides on {words[3]} and {words[4]}"
        self.stories.append(Published([headline], words))
        self._add(
            headline,
            f"The council of {place} decided on {words[3]} and {words[4]} on Monday. "
            f"Mayor {person} announced {words[5]} for the {words[6]} of {place}. "
            f"The {words[7]} will cost {self._dice.randrange(10, 900)} million crowns, "
            f"{person} said. Opponents of {words[3]} demanded {words[8]}.",
            when,
        )

    def goes_on(self, when: str) -> None:
        """Publish later news of one of the newest stories."""
        story = self._dice.choice(self.stories[-6:])
        words = story.subject
        place, person = words[0].title(), f"{words[1].title()} {words[2].title()}"
        sum_ = self._dice.randrange(1000, 9000)
        headline = f"Court of {place} stops {words[3]} and {words[4]} after {sum_} complaints"
        story.headlines.append(headline)
        self._add(
            headline,
            f"A court in {place} stopped {words[3]} and {words[4]} after {sum_} complaints. "
            f"The council of {place} decided on {words[3]} and {words[4]} on Monday. "
            f"Mayor {person} announced {words[5]} for the {words[6]} of {place}. "
            f"Judge {self._word().title()} ordered the council to pay {sum_ + 1} crowns.",
            when,
        )

    def _add(self, headline: str, text: str, when: str) -> None:
        number = len(self.items)
        self.items.append(
            f"<item><title>{headline}</title><link>https://news.example/{number}</link>"
            f"<guid isPermaLink='false'>{number}</guid><pubDate>{when}</pubDate>"
            f"<description>{text}</description></item>"
        )


@dataclass
class Site:
    """A bot that can be started and killed, its feed and its chats."""

    orders: Orders
    feeds: FeedServer
    chats: SlowChats
    news: Newsmonger
    log: Path
    mother: asyncio.subprocess.Process
    life: int | None = None

    def said(self) -> str:
        """Give the log of errors of all lives."""
        return self.log.read_text(encoding="utf-8")

    async def start(self) -> None:
        """Begin a life."""
        assert self.mother.stdin
        assert self.mother.stdout
        self.mother.stdin.write(b"live\n")
        self.life = int(await self.mother.stdout.readline())

    async def kill(self) -> str:
        """End it where it stands; gives what it was doing."""
        assert self.mother.stdout
        assert self.life
        try:
            os.kill(self.life, signal.SIGKILL)
        except ProcessLookupError:
            raise AssertionError(f"it died of itself:\n{self.said()}") from None
        assert await self.mother.stdout.readline() == b"ended\n"
        self.life = None
        return Path(self.orders.stage).read_text(encoding="utf-8").strip(" \0") or "starting"

    def backlog(self) -> int:
        """Count the stories that the chat which gets digests alone has not seen."""
        seen = "".join(self.chats.texts("digests"))
        return sum(not any(one in seen for one in s.headlines) for s in self.news.stories)

    def publish(self, *, new: int, later: bool) -> None:
        """Let the feed bring news."""
        when = format_datetime(self.orders.now())
        for _ in range(new):
            self.news.breaks(when)
        if later:
            self.news.goes_on(when)
        body = rss(*reversed(self.news.items[-KEPT:]))
        self.feeds.serve("feed.xml", Reply(body, etag=f'"{len(self.news.items)}"'))


@asynccontextmanager
async def site(database: str, dice: random.Random, quiet: float) -> AsyncIterator[Site]:
    """Set up everything but the bot; its database has its tables.

    Args:
        quiet: seconds during which the chat "quiet" wants no alerts.
    """
    with tempfile.TemporaryDirectory() as name:
        stage, log = Path(name) / "stage", Path(name) / "log"
        stage.write_bytes(bytes(32))
        async with FeedServer() as feeds, SlowChats(dice=dice) as chats:
            orders = Orders(database, feeds.url("feed.xml"), chats.url, str(stage), time.time())
            await _subscribe(orders, quiet)
            with log.open("wb") as errors:
                mother = await _mother(orders, errors.fileno())
            here = Site(orders, feeds, chats, Newsmonger(dice), log, mother)
            try:
                yield here
            finally:
                with suppress(ProcessLookupError):
                    if here.life:
                        os.kill(here.life, signal.SIGKILL)
                assert mother.stdin
                mother.stdin.close()
                await mother.wait()


async def _mother(orders: Orders, log: int) -> asyncio.subprocess.Process:
    tests = Path(crashing.__file__).parents[1]
    path = os.pathsep.join((str(tests.parent), str(tests)))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "fakes.crashing", json.dumps(asdict(orders)),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


async def _subscribe(orders: Orders, quiet: float) -> None:
    now = orders.now()
    until = now + timedelta(seconds=quiet * crashing.SPEED)
    async with Store(orders.database) as store, store.writing() as tx:
        for name, usual in CHATS.items():
            hours = {"quiet": (_minute(now), _minute(until))} if name == "quiet" else {}
            wishes = usual | hours
            digest = {"digest_since": now, "digest_due": now} if "digest" in wishes else {}
            chat, _ = await tx.chats.open(
                Address("fake", "", name), ChatKind.PRIVATE, "", now,
                length=Length.LONG, **wishes, **digest,
            )  # fmt: skip
            await tx.subscriptions.add(chat.id, Target.TOPIC, "world", now)
        await tx.commit()


def _minute(at: datetime) -> clock_time:
    return at.time().replace(second=0, microsecond=0)


async def crash(
    database: str, kills: int, *, life: float = LONGEST_LIFE, seed: int = 20261124
) -> Report:
    """Kill a bot so many times at random moments, let it run out, and look at what arrived.

    Args:
        database: has its tables, and no rows.
        kills: how many times.
        life: each lasts anything up to so many times what it takes to the first message.
        seed: of the moments and the news.
    """
    dice = random.Random(seed)
    begin = time.monotonic()
    stages: Counter[str] = Counter()
    async with site(database, dice, kills / 5) as here:
        longest = min(life * await _first_message(here), AT_MOST)
        for number in range(kills):
            new = number % 2 if here.backlog() < BACKLOG else 0
            here.publish(new=new, later=number % 5 == 4)
            await here.start()
            await asyncio.sleep(dice.uniform(0, longest))
            stages[await here.kill()] += 1
        await here.start()
        await _run_out(here)
        await here.kill()
        report = Report(kills, stages, stories=len(here.news.stories))
        await _examine(here, report)
        report.errors = here.said().splitlines()
        report.seconds = time.monotonic() - begin
    return report


async def _first_message(here: Site) -> float:
    """Give the seconds that it takes from a start to a message."""
    here.publish(new=1, later=False)
    begin = time.monotonic()
    await here.start()
    while not here.chats.messages:
        assert time.monotonic() < begin + 60, f"nothing arrives:\n{here.said()}"
        await asyncio.sleep(0.01)
    took = time.monotonic() - begin
    await here.kill()
    return took


async def _run_out(here: Site) -> None:
    """Wait until nothing is due any more and every digest has come."""
    wanted = len(here.news.items)
    ends = time.monotonic() + 90
    through = None
    async with Store(here.orders.database) as store:
        while True:
            async with store.reading() as tx:
                counts = await tx.deliveries.counts()
                everything = await tx.articles.count() == wanted
                waiting = (
                    await tx.articles.unclustered(1)
                    or await tx.briefs.unannounced(1)
                    or await tx.alerts.due(here.orders.now() + timedelta(1), ["fake"], 1)
                    or counts.get(DeliveryState.QUEUED)
                    or counts.get(DeliveryState.SENDING)
                )
            now = here.orders.now()
            if waiting or not everything:
                through = None
            elif through is None:
                through = now
            elif now - through > LONGEST_GAP:
                return
            assert time.monotonic() < ends, f"it does not end: {counts}, {waiting}"
            await asyncio.sleep(0.1)


async def _examine(here: Site, report: Report) -> None:
    async with Store(here.orders.database) as store, store.reading() as tx:
        messages = await tx.deliveries.list(limit=1_000_000)
        posts = {
            name: await tx.deliveries.recent_posts(chat.id, 1_000_000)
            for name in CHATS
            if (chat := await tx.chats.by_address(Address("fake", "", name)))
        }
    arrived: dict[str, list[int]] = defaultdict(list)
    for message in here.chats.messages:
        arrived[message.chat].append(json.loads(message.text)["id"])
    report.messages = len(messages)
    _compare(messages, arrived, report)
    for chat, records in posts.items():
        _stories(chat, records, here.news.stories, report)
        _threads(here, chat, records, report)


def _compare(messages: tuple[Delivery, ...], arrived: dict[str, list[int]], report: Report) -> None:
    """Compare what the outbox says with what the chats show."""
    shown = Counter(id_ for ids in arrived.values() for id_ in ids)
    report.copies = sum(number - 1 for number in shown.values())
    report.most_copies = max(shown.values(), default=0)
    for one in messages:
        label = f"{one.address.chat} {one.what} part {one.part}: {one.state}"
        if shown[one.id] > 1 and not one.retried_unknown:
            report.knowing.append(label)
        if one.state is DeliveryState.UNKNOWN and one.retried_unknown:
            report.doubtful += 1
            report.unseen += not shown[one.id]
        elif one.state is not DeliveryState.SENT or not shown[one.id]:
            report.lost.append(label)
    for chat, ids in arrived.items():
        first = list(dict.fromkeys(ids))
        if first != sorted(first):
            report.disordered.append(chat)


def _stories(
    chat: str, records: tuple[PostRecord, ...], stories: list[Published], report: Report
) -> None:
    texts = [_text(record) for record in records if record.kind in ("alert", "digest")]
    report.digests += sum(record.kind == "digest" for record in records)
    report.updates += sum(record.kind == "update" for record in records)
    for number, story in enumerate(stories):
        times = sum(any(_is_new(headline, text) for headline in story.headlines) for text in texts)
        if not times:
            report.untold.append((chat, number))
        elif times > 1:
            report.twice.append((chat, number))


def _text(record: PostRecord) -> str:
    blocks = record.post["blocks"]
    lines = (line.get("strong", "") + line["text"] for block in blocks for line in block["lines"])
    return "\n".join((record.post["title"], *lines))


def _is_new(headline: str, text: str) -> bool:
    return headline in text.replace(f"Update: {headline}", "")


def _threads(here: Site, chat: str, records: tuple[PostRecord, ...], report: Report) -> None:
    """Look whether each update is a reply to a post that told its story."""
    replies = {
        str(message.number): message.reply_to
        for message in here.chats.messages
        if message.chat == chat
    }
    told: dict[int, set[str]] = defaultdict(set)
    for record in reversed(records):
        before = {message for story in record.stories for message in told[story]}
        first = record.messages[0]
        if record.kind == "update" and first and replies[first] not in before:
            report.astray.append(f"{chat} {record.what}")
        for story in record.stories:
            told[story].update(message for message in record.messages if message)


def lines(report: Report) -> Iterator[tuple[str, str, str]]:
    """Give the rows of a table: question, measured, aim."""
    yield "kills", str(report.kills), ""
    for stage, number in report.stages.most_common():
        yield f"while {stage}", str(number), ""
    yield "stories, in each of the chats", f"{report.stories} x {len(CHATS)}", ""
    yield "stories that never came", str(len(report.untold)), "0"
    yield "stories that came as new more than once", str(len(report.twice)), "0"
    yield "messages", str(report.messages), ""
    yield "lost", str(len(report.lost)), "0"
    yield "cut off twice, and listed as unknown", str(report.doubtful), ""
    yield "of these, did not arrive", str(report.unseen), ""
    yield "copies of messages that were in doubt", str(report.copies), ""
    yield "knowing copies", str(len(report.knowing)), "0"
    yield "most often that a message came", str(report.most_copies), "2 at most"
    yield "chats out of order", str(len(report.disordered)), "0"
    yield "updates that are no reply to their story", str(len(report.astray)), "0"
    yield "digests, updates", f"{report.digests}, {report.updates}", ""
