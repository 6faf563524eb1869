"""A check of everything that can be wrong before it hurts: each finding says how to mend it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.config import Secrets, Settings
from storage.errors import StorageError
from storage.store import Store

OVERDUE = timedelta(hours=1)
"""A feed that should have been asked so long ago tells that nobody polls."""

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock before this program was written is wrong."""


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        mend: what to do about it; "" where nothing is to be done.
    """

    level: Level
    subject: str
    says: str
    mend: str = ""


async def examine(
    settings: Settings, secrets: Secrets, clock: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """Look at clock, chats, database and feeds, in this order; never raises for what is wrong."""
    yield _clock(clock())
    yield _chats(secrets)
    store = Store(settings.database.url)
    try:
        await store.upgrade()
        yield Finding(Level.OK, "database", "it can be read and written, at this version's schema")
        async for finding in _feeds(store, clock()):
            yield finding
        yield await _deliveries(store)
    except StorageError as error:
        yield Finding(Level.WRONG, "database", str(error))
    finally:
        await store.close()


def _clock(now: datetime) -> Finding:
    if now < EARLIEST:
        return Finding(
            Level.WRONG, "clock", f"it shows {now:%Y-%m-%d}", "set it, or digests come at odd hours"
        )
    return Finding(Level.OK, "clock", f"{now:%Y-%m-%d %H:%M} UTC")


def _chats(secrets: Secrets) -> Finding:
    if secrets == Secrets():
        return Finding(
            Level.NOTE, "chats", "no token is set: `tellal run` opens a chat in the terminal"
        )
    return Finding(Level.OK, "chats", "tokens are set")


async def _feeds(store: Store, now: datetime) -> AsyncIterator[Finding]:
    async with store.reading() as tx:
        feeds = await tx.feeds.all()
    if not feeds:
        yield Finding(
            Level.WRONG,
            "feeds",
            "there is none",
            "name topics in config.yaml, or import an OPML file",
        )
        return
    failing = [feed for feed in feeds if feed.failures]
    for feed in failing:
        yield Finding(
            Level.WRONG,
            "feed",
            f"{feed.url} failed {feed.failures} time(s): {feed.error}",
            "correct its address, or remove it; it is asked ever more rarely until it answers",
        )
    late = [feed for feed in feeds if feed.checked and now - feed.due > OVERDUE]
    if late:
        yield Finding(
            Level.WRONG,
            "feeds",
            f"{len(late)} should have been polled over an hour ago",
            "start `tellal run`",
        )
    unseen = sum(feed.checked is None for feed in feeds)
    told = f"{len(feeds)} known, {len(failing)} failing" + (
        f", {unseen} never polled" if unseen else ""
    )
    yield Finding(Level.OK if not failing and not late else Level.NOTE, "feeds", told)


async def _deliveries(store: Store) -> Finding:
    async with store.reading() as tx:
        counts = await tx.deliveries.counts()
    told = ", ".join(f"{number} {state.value}" for state, number in counts.items()) or "none yet"
    doubtful = sum(number for state, number in counts.items() if state.value in ("unknown", "dead"))
    if doubtful:
        return Finding(
            Level.NOTE,
            "deliveries",
            told,
            "see `tellal deliveries --state unknown` and --state dead",
        )
    return Finding(Level.OK, "deliveries", told)
