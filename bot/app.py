"""The one place that builds everything, in order, and closes it in the opposite order."""

import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import choice
from typing import TYPE_CHECKING, Literal

from bot import startcode
from bot.access import Policy
from bot.alerts import Manners
from bot.announce import Announcer
from bot.book import StoredBook
from bot.chats.port import Adapter, Editing, Listener, Rate
from bot.chats.terminal import machine
from bot.chats.terminal.adapter import TerminalAdapter
from bot.config import Secrets, Settings
from bot.conversation.core import Conversation
from bot.conversation.ports import Defaults, Topic
from bot.corrector import Corrector
from bot.desk import Desk
from bot.digests import Digests
from bot.feeds.fetch import Fetcher, FetchSettings
from bot.gate import Gate
from bot.memory import StoredMemory
from bot.pipeline import Pipeline
from bot.presence import StoredPresence
from bot.topics import offered
from bot.writing import writing
from storage.model import Alerts, Length
from storage.store import Store
from summarizer.editor import Editor

if TYPE_CHECKING:
    from bot.chats.telegram.adapter import Options as TelegramOptions

HOUR = 3600.0
"""Seconds."""

Platform = Literal["terminal", "telegram"]
"""Where this process talks."""

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
        listener: who answers what is said in them: the conversation, behind the gate.
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
    corrector: Corrector
    announcer: Announcer
    digests: Digests
    listener: Listener
    adapters: tuple[Adapter, ...]


def configured(secrets: Secrets) -> Platform:
    """Tell where the bot talks: on Telegram if it has a token, else in this terminal."""
    return "telegram" if secrets.telegram_bot_token else "terminal"


@asynccontextmanager
async def open_app(
    settings: Settings,
    secrets: Secrets,
    *,
    clock: Clock = utc_now,
    platform: Platform = "terminal",
) -> AsyncIterator[App]:
    """Build everything on the settings' database, and close it when the block ends.

    Args:
        clock: gives the time, aware and in UTC.
        platform: where to talk.

    Raises:
        storage.errors.StorageError: the database cannot be had.
        BadConfiguration: the platform's token cannot be one, or a model is to write without a key.
    """
    async with Store(settings.database.url) as store:
        await store.upgrade()
        await _sync_topics(store, settings, clock)
        topics = await offered(store, settings.topics)
        door = _Door(_policy(settings), StoredBook(store), startcode.make(choice))
        async with (
            Fetcher(_fetch_settings(settings), now=clock) as fetcher,
            writing(settings.engine, secrets, store, clock) as editor,
            _adapters(platform, settings, secrets, clock, store, topics, door) as adapters,
        ):
            yield _wired(settings, secrets, clock, store, fetcher, editor, topics, door, adapters)


@dataclass(frozen=True, slots=True)
class _Door:
    """Who may come in, and the code by which the first operator does."""

    policy: Policy
    book: StoredBook
    code: str


def _wired(
    settings: Settings,
    secrets: Secrets,
    clock: Clock,
    store: Store,
    fetcher: Fetcher,
    editor: Editor,
    topics: Mapping[str, Topic],
    door: _Door,
    adapters: tuple[Adapter, ...],
) -> App:
    desk = Desk(store, editor, fetcher, clock)
    fresh = _manners(settings).fresh
    conversation = Conversation(store, desk, topics, clock, _defaults(settings), fresh)
    renders = {adapter.platform: adapter.render for adapter in adapters}
    editing = {adapter.platform for adapter in adapters if isinstance(adapter, Editing)}
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
        corrector=Corrector(store, renders, editing, clock),
        announcer=Announcer(store, renders, _manners(settings), clock),
        digests=Digests(
            store,
            desk.opening,
            renders,
            topics,
            timedelta(hours=settings.digests.catch_up_hours),
            clock,
        ),
        listener=Gate(conversation, door.policy, door.book, clock, door.code),
        adapters=adapters,
    )


@asynccontextmanager
async def _adapters(
    platform: Platform,
    settings: Settings,
    secrets: Secrets,
    clock: Clock,
    store: Store,
    topics: Mapping[str, Topic],
    door: _Door,
) -> AsyncIterator[tuple[Adapter, ...]]:
    if platform == "terminal":
        yield (_terminal(topics),)
        return
    # Not at the top: its SDK takes long to load, and most commands have no use for it.
    from bot.chats.telegram.adapter import TelegramAdapter  # noqa: PLC0415

    usher = startcode.Usher(door.policy, door.book, door.code, _tell)
    async with TelegramAdapter(
        _telegram_options(settings, secrets),
        StoredMemory(store),
        StoredPresence(store, clock),
        clock=lambda: clock().timestamp(),
        ready=usher.ready,
    ) as adapter:
        yield (adapter,)


async def telegram_name(settings: Settings, secrets: Secrets) -> str:
    """Ask Telegram for the username of the bot whose token we have.

    Raises:
        BadConfiguration: Telegram does not know the token, or it cannot be one.
        bot.chats.errors.ChatError: Telegram cannot be reached.
    """
    from bot.chats.telegram.adapter import whoami  # noqa: PLC0415 (see above)

    return await whoami(_telegram_options(settings, secrets))


def _telegram_options(settings: Settings, secrets: Secrets) -> "TelegramOptions":
    from bot.chats.telegram import adapter, reception  # noqa: PLC0415 (see above)

    token, chosen = secrets.telegram_bot_token, settings.telegram
    return adapter.Options(
        token.get_secret_value() if token else "",
        api=chosen.api,
        webhook=chosen.webhook,
        silent=frozenset(chosen.silent),
        manners=reception.Manners(admins_only=chosen.admins_only, stream=chosen.stream),
    )


def _tell(text: str) -> None:
    """Show something to whoever started the program, whatever the log's level."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _policy(settings: Settings) -> Policy:
    chosen = settings.access
    person, chat = chosen.person_questions_per_hour, chosen.chat_questions_per_hour
    return Policy(
        open=chosen.open,
        allow=frozenset(chosen.allow),
        operators=frozenset(chosen.operators),
        person=Rate(person, HOUR) if person else None,
        chat=Rate(chat, HOUR) if chat else None,
    )


def _terminal(topics: Mapping[str, Topic]) -> TerminalAdapter:
    return TerminalAdapter(
        sys.stdin,
        sys.stdout,
        history=machine.state_folder(os.environ) / "history",
        topics=tuple(topics),
        zone=machine.zone(os.environ),
        colour="NO_COLOR" not in os.environ,
    )


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
