"""The one place that builds everything, in order, and closes it in the opposite order."""

import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
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
from bot.config import Settings
from bot.conversation.core import Conversation
from bot.conversation.ports import Defaults, Topic
from bot.corrector import Corrector
from bot.desk import Desk
from bot.digests import Digests
from bot.embedding import Embedding, embedding
from bot.feeds.fetch import Fetcher, FetchSettings
from bot.gate import Gate
from bot.inbox import StoredInbox
from bot.memory import StoredMemory
from bot.metrics import Metrics
from bot.pipeline import Pipeline
from bot.presence import StoredPresence
from bot.secrets import Secrets
from bot.topics import offered
from bot.wording import Interpreter
from bot.writing import writing
from storage.model import Alerts, Length
from storage.store import Store
from summarizer.editor import Editor

if TYPE_CHECKING:
    from bot.chats.telegram.options import Options as TelegramOptions

HOUR = 3600.0
"""Seconds."""

Platform = Literal["terminal", "telegram", "slack"]
"""Where this process may talk."""

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
    metrics: Metrics
    topics: Mapping[str, Topic]
    editor: Editor
    desk: Desk
    pipeline: Pipeline
    embedding: Embedding
    corrector: Corrector
    announcer: Announcer
    digests: Digests
    listener: Listener
    adapters: tuple[Adapter, ...]


def configured(secrets: Secrets) -> tuple[Platform, ...]:
    """Tell where the bot talks: wherever it has a token, and in this terminal if nowhere."""
    there: list[Platform] = ["telegram"] if secrets.telegram_bot_token else []
    if secrets.slack:
        there.append("slack")
    return tuple(there) or ("terminal",)


@asynccontextmanager
async def open_app(
    settings: Settings,
    secrets: Secrets,
    *,
    clock: Clock = utc_now,
    platforms: Sequence[Platform] = ("terminal",),
) -> AsyncIterator[App]:
    """Build everything on the settings' database, and close it when the block ends.

    Args:
        clock: gives the time, aware and in UTC.
        platforms: where to talk.

    Raises:
        storage.errors.StorageError: the database cannot be had.
        BadConfiguration: the platform's token cannot be one, or a model is to write without a key.
    """
    async with Store(settings.database.url) as store:
        await store.upgrade()
        await _sync_topics(store, settings, clock)
        metrics = Metrics()
        topics = await offered(store, settings.topics)
        door = _Door(_policy(settings), StoredBook(store), startcode.make(choice))
        async with (
            Fetcher(_fetch_settings(settings), now=clock) as fetcher,
            writing(settings.engine, secrets, store, clock, metrics.drafted) as editor,
            embedding(settings.engine, secrets, store, clock) as embeds,
            _adapters(platforms, settings, secrets, clock, store, topics, door) as adapters,
        ):
            yield _wired(
                settings, secrets, clock, store, metrics, fetcher, editor, embeds, topics, door,
                adapters,
            )  # fmt: skip


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
    metrics: Metrics,
    fetcher: Fetcher,
    editor: Editor,
    embeds: Embedding,
    topics: Mapping[str, Topic],
    door: _Door,
    adapters: tuple[Adapter, ...],
) -> App:
    interpreter = Interpreter(store, editor, clock, translates=settings.engine.translate)
    desk = Desk(store, editor, fetcher, clock, interpreter, metrics.asked, embeds.locate)
    fresh = _manners(settings).fresh
    conversation = Conversation(store, desk, topics, clock, _defaults(settings), fresh)
    renders = {adapter.platform: adapter.render for adapter in adapters}
    editing = {adapter.platform for adapter in adapters if isinstance(adapter, Editing)}
    return App(
        settings=settings,
        secrets=secrets,
        clock=clock,
        store=store,
        metrics=metrics,
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
            lambda polled: metrics.polled(failed=polled.error is not None),
        ),
        embedding=embeds,
        corrector=Corrector(store, renders, editing, clock, interpreter),
        announcer=Announcer(store, renders, _manners(settings), clock, interpreter),
        digests=Digests(
            store,
            desk.opening,
            renders,
            topics,
            timedelta(hours=settings.digests.catch_up_hours),
            clock,
            desk.worded,
        ),
        listener=Gate(conversation, door.policy, door.book, clock, door.code),
        adapters=adapters,
    )


@asynccontextmanager
async def _adapters(
    platforms: Sequence[Platform],
    settings: Settings,
    secrets: Secrets,
    clock: Clock,
    store: Store,
    topics: Mapping[str, Topic],
    door: _Door,
) -> AsyncIterator[tuple[Adapter, ...]]:
    adapters: list[Adapter] = [_terminal(topics)] if "terminal" in platforms else []
    # Their modules are not imported at the top: the SDKs take long to load, and most commands have
    # no use for them.
    async with AsyncExitStack() as stack:
        if "telegram" in platforms:
            telegram = _telegram(settings, secrets, clock, store, door)
            adapters.append(await stack.enter_async_context(telegram))
        if "slack" in platforms:
            slack = _slack(settings, secrets, clock, store, topics, door)
            adapters.append(await stack.enter_async_context(slack))
        yield tuple(adapters)


def _telegram(
    settings: Settings, secrets: Secrets, clock: Clock, store: Store, door: _Door
) -> AbstractAsyncContextManager[Adapter]:
    from bot.chats.telegram.adapter import TelegramAdapter  # noqa: PLC0415

    usher = startcode.Usher(door.policy, door.book, door.code, _tell)
    options = _telegram_options(settings, secrets)
    return TelegramAdapter(
        options,
        StoredMemory(store, clock),
        StoredPresence(store, clock),
        clock=lambda: clock().timestamp(),
        ready=usher.ready,
        inbox=StoredInbox(store, "telegram", options.account, clock),
    )


def _slack(
    settings: Settings,
    secrets: Secrets,
    clock: Clock,
    store: Store,
    topics: Mapping[str, Topic],
    door: _Door,
) -> AbstractAsyncContextManager[Adapter]:
    from bot.pages import StoredPages  # noqa: PLC0415
    from bot.slack_app import opened  # noqa: PLC0415

    pages = StoredPages(store, topics, clock, _defaults(settings), door.policy, door.book)
    memory = StoredMemory(store, clock)
    usher = startcode.Usher(door.policy, door.book, door.code, _tell)
    return opened(settings.slack, secrets, store, memory, pages, usher, _tell, clock)


async def telegram_name(settings: Settings, secrets: Secrets) -> str:
    """Ask Telegram for the username of the bot whose token we have.

    Raises:
        BadConfiguration: Telegram does not know the token, or it cannot be one.
        bot.chats.errors.ChatError: Telegram cannot be reached.
    """
    from bot.chats.telegram.adapter import whoami  # noqa: PLC0415 (see above)

    return await whoami(_telegram_options(settings, secrets))


def _telegram_options(settings: Settings, secrets: Secrets) -> "TelegramOptions":
    from bot.chats.telegram import options, reception  # noqa: PLC0415 (see above)

    token, chosen = secrets.telegram_bot_token, settings.telegram
    return options.Options(
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
        members=frozenset({"slack"} if settings.slack.members else ()),
        allow=frozenset(chosen.allow),
        operators=frozenset(chosen.operators),
        person=Rate(person, HOUR) if person else None,
        chat=Rate(chat, HOUR) if chat else None,
        spend=chosen.chat_spend_per_day,
    )


def _terminal(topics: Mapping[str, Topic]) -> TerminalAdapter:
    return TerminalAdapter(
        sys.stdin,
        sys.stdout,
        history=machine.state_folder(os.environ) / "history",
        topics=tuple(topics),
        zone=machine.zone(os.environ),
        language=machine.language(os.environ),
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
