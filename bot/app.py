"""The one place that builds everything, in order, and closes it in the opposite order."""

import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.alerts import Manners
from bot.announce import Announcer
from bot.chats.port import Adapter
from bot.chats.terminal import machine
from bot.chats.terminal.adapter import TerminalAdapter
from bot.config import Secrets, Settings
from bot.conversation.core import Conversation
from bot.conversation.ports import Defaults, Topic
from bot.desk import Desk
from bot.digests import Digests
from bot.feeds.fetch import Fetcher, FetchSettings
from bot.pipeline import Pipeline
from bot.topics import offered
from storage.model import Alerts, Length
from storage.store import Store
from summarizer.editor import Editor
from summarizer.offline import OfflineEngine

Clock = Callable[[], datetime]
"""Gives the time, aware and in UTC."""


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """Everything that runs, wired.

    Attributes:
        topics: on offer, by slug.
        adapters: of the chats this process talks in.
    """

    settings: Settings
    secrets: Secrets
    clock: Clock
    store: Store
    topics: Mapping[str, Topic]
    editor: Editor
    desk: Desk
    pipeline: Pipeline
    announcer: Announcer
    digests: Digests
    conversation: Conversation
    adapters: tuple[Adapter, ...]


@asynccontextmanager
async def open_app(
    settings: Settings, secrets: Secrets, *, clock: Clock = utc_now
) -> AsyncIterator[App]:
    """Build everything on the settings' database, and close it when the block ends.

    Args:
        clock: gives the time, aware and in UTC.

    Raises:
        storage.errors.StorageError: the database cannot be had.
    """
    async with Store(settings.database.url) as store:
        await store.upgrade()
        await _sync_topics(store, settings, clock)
        async with Fetcher(_fetch_settings(settings), now=clock) as fetcher:
            yield await _wired(settings, secrets, clock, store, fetcher)


async def _wired(
    settings: Settings, secrets: Secrets, clock: Clock, store: Store, fetcher: Fetcher
) -> App:
    offline = OfflineEngine()
    editor = Editor(offline, offline)
    desk = Desk(store, editor, fetcher, clock)
    topics = await offered(store, settings.topics)
    adapters = _adapters(topics)
    renders = {adapter.platform: adapter.render for adapter in adapters}
    return App(
        settings=settings,
        secrets=secrets,
        clock=clock,
        store=store,
        topics=topics,
        editor=editor,
        desk=desk,
        pipeline=Pipeline(
            store,
            editor,
            fetcher,
            settings.polling,
            timedelta(hours=settings.stories.window_hours),
            clock,
        ),
        announcer=Announcer(store, renders, _manners(settings), clock),
        digests=Digests(
            store,
            desk.opening,
            renders,
            topics,
            timedelta(hours=settings.digests.catch_up_hours),
            clock,
        ),
        conversation=Conversation(store, desk, topics, clock, _defaults(settings)),
        adapters=adapters,
    )


def _adapters(topics: Mapping[str, Topic]) -> tuple[Adapter, ...]:
    """Give the chats to talk in: the terminal, while no other can be configured."""
    terminal = TerminalAdapter(
        sys.stdin,
        sys.stdout,
        history=machine.state_folder(os.environ) / "history",
        topics=tuple(topics),
        zone=machine.zone(os.environ),
        colour="NO_COLOR" not in os.environ,
    )
    return (terminal,)


async def _sync_topics(store: Store, settings: Settings, clock: Clock) -> None:
    async with store.writing() as tx:
        await tx.feeds.sync({slug: topic.feeds for slug, topic in settings.topics.items()}, clock())
        await tx.commit()


def _fetch_settings(settings: Settings) -> FetchSettings:
    polling = settings.polling
    return FetchSettings(
        timeout=polling.timeout_seconds,
        max_bytes=int(polling.max_megabytes * 1_000_000),
        max_redirects=polling.max_redirects,
        user_agent=polling.user_agent,
        allow_private=polling.allow_private,
    )


def _manners(settings: Settings) -> Manners:
    alerts = settings.alerts
    return Manners(
        fresh=timedelta(hours=alerts.fresh_hours),
        gather=timedelta(seconds=alerts.gather_seconds),
        fold=alerts.fold,
        update_every=timedelta(minutes=alerts.update_every_minutes),
    )


def _defaults(settings: Settings) -> Defaults:
    chats = settings.chats
    return Defaults(
        language=chats.language,
        zone=chats.zone,
        length=Length(chats.length),
        alerts=Alerts(chats.alerts),
    )
