"""A check of everything that can be wrong before it hurts: each finding says how to mend it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

from bot.access import Role
from bot.app import telegram_name
from bot.chats.errors import ChatError
from bot.config import Settings
from bot.embedding import tried
from bot.engine_settings import EngineSettings
from bot.errors import BadConfiguration
from bot.finding import Finding, Level
from bot.languages import listed
from bot.secrets import Secrets
from bot.writing import engine, limits, options, with_model
from storage.errors import StorageError
from storage.store import Store
from summarizer.errors import EngineFailed
from summarizer.llm.ledger import MemoryLedger
from summarizer.llm.options import OPENAI

ASKED_SECONDS = 15.0
"""How long the model endpoint may take to list its models."""

OVERDUE = timedelta(hours=1)
"""A feed that should have been asked so long ago tells that nobody polls."""

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock before this program was written is wrong."""


async def examine(
    settings: Settings, secrets: Secrets, clock: Callable[[], datetime]
) -> AsyncIterator[Finding]:
    """Look at clock, chats, engine, database, feeds in turn; never raises for what is wrong."""
    yield _clock(clock())
    async for finding in _chats(settings, secrets):
        yield finding
    yield await _engine(settings.engine, secrets, clock)
    if settings.engine.embeddings.model is not None:
        yield await _embeddings(settings.engine, secrets, clock)
    if prices := _prices(settings.engine, secrets):
        yield prices
    store = Store(settings.database.url)
    try:
        await store.upgrade()
        yield Finding(Level.OK, "database", "it can be read and written, at this version's schema")
        if access := await _operators(store, settings, secrets):
            yield access
        async for finding in _installations(store, settings, secrets):
            yield finding
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


async def _chats(settings: Settings, secrets: Secrets) -> AsyncIterator[Finding]:
    """Ask each platform whether it knows our token; never shows one."""
    if secrets.telegram_bot_token is None and not secrets.slack:
        yield Finding(
            Level.NOTE,
            "chats",
            "no token is set, of Telegram (TELEGRAM_BOT_TOKEN) or Slack (SLACK_BOT_TOKEN): "
            "`tellal run` opens a chat in the terminal",
        )
    if secrets.telegram_bot_token is not None:
        yield await _telegram(settings, secrets)
    if secrets.slack:
        # Not at the top: the SDK takes long to load, and most have no use for it.
        from bot import slack_doctor  # noqa: PLC0415

        async for finding in slack_doctor.tokens(settings.slack, secrets):
            yield finding


async def _installations(
    store: Store, settings: Settings, secrets: Secrets
) -> AsyncIterator[Finding]:
    """Check the Slack workspaces that installed the app, where they may."""
    if secrets.installable:
        from bot import slack_doctor  # noqa: PLC0415 (see above)

        async for finding in slack_doctor.installations(store, settings.slack, secrets):
            yield finding


async def _telegram(settings: Settings, secrets: Secrets) -> Finding:
    """Ask Telegram whether it knows the token."""
    try:
        name = await telegram_name(settings, secrets)
    except BadConfiguration as error:
        return Finding(Level.WRONG, "telegram", *str(error).split(". ", 1))
    except ChatError as error:
        return Finding(
            Level.WRONG,
            "telegram",
            f"{settings.telegram.api} cannot be reached: {error}",
            "check the network, and TELEGRAM_API_BASE if that is set",
        )
    return Finding(Level.OK, "telegram", f"the token is that of @{name}")


async def _operators(store: Store, settings: Settings, secrets: Secrets) -> Finding | None:
    """Tell when nobody may do what only operators may; in a terminal everybody is one."""
    async with store.reading() as tx:
        granted = await tx.grants.all()
    known = {*settings.access.operators, *(one.key for one in granted if one.role == Role.OPERATOR)}
    if secrets.telegram_bot_token is None and not secrets.slack:
        return None
    if known:
        return Finding(Level.OK, "access", f"operators: {listed(sorted(known))}")
    return Finding(
        Level.NOTE,
        "access",
        "the bot has no operator yet",
        "start `tellal run` and open the link that it prints",
    )


async def _engine(
    settings: EngineSettings, secrets: Secrets, clock: Callable[[], datetime]
) -> Finding:
    """Ask the model endpoint for its list of models, which costs nothing."""
    try:
        if not with_model(settings, secrets):
            return Finding(Level.OK, "engine", "offline: no model is asked, nothing leaves")
    except BadConfiguration as error:
        return Finding(Level.WRONG, "engine", str(error))
    hasty = settings.model_copy(
        update={"attempt_seconds": min(settings.attempt_seconds, ASKED_SECONDS)}
    )
    model = engine(hasty, secrets, MemoryLedger(limits(settings), clock), clock)
    where = (settings.base_url or OPENAI).partition("?")[0]
    try:
        missing = await model.missing_models()
    except EngineFailed as error:
        return Finding(
            Level.WRONG,
            "engine",
            f"{where} gives no list of models: {error}",
            "see OPENAI_API_KEY and engine.base_url; meanwhile the offline engine writes",
        )
    finally:
        await model.close()
    if missing:
        return Finding(
            Level.WRONG,
            "engine",
            f"{where} has no model {listed([repr(name) for name in missing])}",
            "correct engine.models, or load the model there",
        )
    has = listed(options(settings, secrets).models.all)
    return Finding(Level.OK, "engine", f"{where} has {has}")


def _prices(settings: EngineSettings, secrets: Secrets) -> Finding | None:
    """Show the prices that ceilings and accounts go by; nobody but the operator can check them."""
    try:
        if settings.free or not with_model(settings, secrets):
            return None
    except BadConfiguration:
        return None  # the engine's finding says so
    shipped = EngineSettings().prices
    used = {name: settings.prices[name] for name in options(settings, secrets).models.all}
    told = "; ".join(f"{name} {one.read:g} in, {one.written:g} out" for name, one in used.items())
    said = f"{told}, per million tokens"
    if any(shipped.get(name) == one for name, one in used.items()):
        return Finding(
            Level.NOTE,
            "prices",
            f"{said}, as shipped and not checked with the service",
            "compare them with its list and correct engine.prices: the ceilings go by them",
        )
    return Finding(Level.OK, "prices", said)


async def _embeddings(
    settings: EngineSettings, secrets: Secrets, clock: Callable[[], datetime]
) -> Finding:
    """Have one word embedded: few endpoints tell which of their models can."""
    ledger = MemoryLedger(limits(settings), clock)
    try:
        made = await tried(settings, secrets, ledger, clock, ASKED_SECONDS)
    except BadConfiguration as error:
        return Finding(Level.WRONG, "embeddings", str(error))
    except EngineFailed as error:
        return Finding(
            Level.WRONG,
            "embeddings",
            f"none can be had: {error}",
            "see engine.embeddings; meanwhile search goes by words alone",
        )
    return Finding(
        Level.OK, "embeddings", f"{settings.embeddings.model} gives {made} numbers for a text"
    )


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
