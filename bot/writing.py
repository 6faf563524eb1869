"""Who writes: the editor with the engine that the settings name, closed when it is done."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.engine_settings import EngineSettings
from bot.errors import BadConfiguration
from bot.ledger import StoredLedger
from bot.secrets import Secrets
from storage.store import Store
from summarizer.editor import Editor, Event
from summarizer.errors import EngineFailed
from summarizer.llm.budget import Limits
from summarizer.llm.ledger import Ledger
from summarizer.llm.options import OPENAI, Endpoint, Models, Options, Patience, Reading
from summarizer.llm.prices import PriceList, Prices
from summarizer.offline import OfflineEngine

if TYPE_CHECKING:
    from summarizer.llm.engine import LlmEngine

log = structlog.get_logger()

Clock = Callable[[], datetime]
"""Gives the time, aware and in UTC."""


def _nobody(event: Event) -> None:
    """Count nothing."""


def with_model(settings: EngineSettings, secrets: Secrets) -> bool:
    """Tell whether a model writes.

    Raises:
        BadConfiguration: one is to, and there is neither a key nor an endpoint without.
    """
    reachable = secrets.openai_api_key is not None or settings.base_url is not None
    if settings.name == "llm" and not reachable:
        raise BadConfiguration(
            "engine.name is llm, but OPENAI_API_KEY is not set; give the key, or the address of an"
            " endpoint that needs none as engine.base_url."
        )
    return settings.name != "offline" and reachable


@asynccontextmanager
async def writing(
    settings: EngineSettings,
    secrets: Secrets,
    store: Store,
    clock: Clock,
    count: Callable[[Event], None] = _nobody,
) -> AsyncIterator[Editor]:
    """Give the editor: with a model and the offline engine behind it, or with that alone.

    Args:
        settings: who writes, and on what terms.
        secrets: the key.
        store: keeps the accounts.
        clock: gives the time.
        count: is told what happens to drafts.

    Raises: BadConfiguration.
    """
    offline = OfflineEngine()

    def tell(event: Event) -> None:
        _log(event)
        count(event)

    if not with_model(settings, secrets):
        yield Editor(offline, offline, tell)
        return
    ledger = StoredLedger(store, limits(settings), clock)
    model = engine(settings, secrets, ledger, clock)
    try:
        yield Editor(model, offline, tell)
    finally:
        await model.close()


def engine(settings: EngineSettings, secrets: Secrets, ledger: Ledger, clock: Clock) -> "LlmEngine":
    """Build the engine that writes with a model; only then its client is loaded, which is slow."""
    from summarizer.llm.engine import LlmEngine  # noqa: PLC0415

    return LlmEngine(options(settings, secrets), ledger, clock, alarm=_alarm)


def options(settings: EngineSettings, secrets: Secrets) -> Options:
    """Turn the settings into what the engine takes."""
    key = secrets.openai_api_key
    return Options(
        endpoint=Endpoint(
            base_url=settings.base_url or OPENAI,
            api_key=key.get_secret_value() if key else "",
            headers=settings.headers,
            query=settings.query,
            body=settings.body,
        ),
        models=Models(
            brief=settings.brief_model or "",
            answer=settings.models.answer,
            opening=settings.models.opening,
            translate=settings.models.translate,
        ),
        prices=price_list(settings),
        patience=Patience(
            attempt=settings.attempt_seconds,
            urgent=settings.urgent_seconds,
            whole=settings.whole_seconds,
            retries=settings.retries,
        ),
        reading=Reading(
            brief=settings.read_tokens,
            answer=settings.read_tokens,
            articles=settings.answer_articles,
        ),
        concurrency=settings.concurrency,
        temperature=settings.temperature,
        reasoning_effort=settings.reasoning_effort,
        thinking=settings.thinking,
    )


def price_list(settings: EngineSettings) -> PriceList:
    """Give what models cost."""
    prices = {
        name: Prices(one.read, one.written, one.cached) for name, one in settings.prices.items()
    }
    return PriceList(prices, free=settings.free)


def limits(settings: EngineSettings) -> Limits:
    """Give the ceilings on spend."""
    budget = settings.budget
    return Limits(budget.day, budget.month, budget.chat_day, budget.chat_month)


def _alarm(trouble: EngineFailed) -> None:
    """Tell the operator why the offline engine writes; the model's engine says each thing once."""
    log.error("the model does not write, so the offline engine does", reason=str(trouble))


def _log(event: Event) -> None:
    log.info(
        "draft",
        task=event.task,
        engine=event.engine,
        what=event.what,
        why=event.why or None,
        count=event.count,
    )
