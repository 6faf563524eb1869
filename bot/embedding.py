"""Embeddings: made of new articles beside all other work, and of each question as it is asked.

Off unless a model is named. Nothing waits for it: briefs are written and questions answered
whether vectors are there or not.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.engine_settings import EngineSettings
from bot.errors import BadConfiguration
from bot.ledger import StoredLedger
from bot.secrets import Secrets
from bot.writing import limits, price_list
from storage.store import Store
from summarizer.errors import EngineFailed, OverBudget
from summarizer.llm.embedded import text_of
from summarizer.llm.ledger import Ledger
from summarizer.llm.options import OPENAI, Endpoint
from summarizer.model import Article
from summarizer.nearness import Near

if TYPE_CHECKING:
    from summarizer.llm.embedder import Embedder

log = structlog.get_logger()

Clock = Callable[[], datetime]
"""Gives the time, aware and in UTC."""

Locate = Callable[[str, int | None], Awaitable[Near | None]]
"""Gives where a question of a chat lies among the articles; None where that cannot be had."""

LEASE = timedelta(minutes=10)
"""How long a claimed article is left alone before another worker may take it over."""

PAUSE = timedelta(minutes=5)
"""After a failure: nobody waits for vectors, and who asks too often is refused for longer."""

REST = timedelta(minutes=15)
"""How long the articles of a failed request rest, so that others are tried before them."""

LONG_REST = timedelta(days=1)
"""How long an article rests that the endpoint alone of all will not take."""


async def by_words(question: str, chat: int | None) -> None:
    """Locate nothing: without a model, articles are found by words alone."""


class Embedding:
    """Has articles embedded, batch by batch, the newest first.

    Args:
        embedder: who does it; None for nobody.
        batch: articles in one request.
    """

    def __init__(
        self, store: Store, embedder: "Embedder | None", clock: Clock, batch: int = 32
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._clock = clock
        self._batch = batch
        self._paused: datetime | None = None

    @property
    def is_on(self) -> bool:
        """Whether a model is named."""
        return self._embedder is not None

    @property
    def locate(self) -> Locate:
        """Who tells where questions lie."""
        return by_words if self._embedder is None else self._embedder.question

    async def run(self) -> AsyncIterator[int]:
        """Embed what has no vector; gives the size of each batch once it is stored.

        Ends when nothing is left, or when it failed; then it does nothing for a while.

        Raises: storage.errors.StorageError.
        """
        while self._embedder and (count := await self._step(self._embedder)):
            yield count

    async def _step(self, embedder: "Embedder") -> int:
        now = self._clock()
        if self._paused and now < self._paused:
            return 0
        self._paused = None
        claimed = await self._claim(embedder.space, now)
        if not claimed:
            return 0
        try:
            vectors = await embedder.articles([text_of(article) for article in claimed])
        except EngineFailed as error:
            await self._fail(claimed, error)
            return 0
        made = {
            article.id: vector
            for article, vector in zip(claimed, vectors, strict=True)
            if vector is not None
        }
        refused = [article.id for article in claimed if article.id not in made]
        async with self._store.writing() as tx:
            await tx.embeddings.put(embedder.space, made)
            await tx.embeddings.rest(refused, self._clock() + LONG_REST)
            await tx.commit()
        log.info("embedded", articles=len(made), refused=refused or None)
        return len(claimed)

    async def _claim(self, space: str, now: datetime) -> tuple[Article, ...]:
        # Most often there is nothing to do: to look does not hold up who writes.
        async with self._store.reading() as tx:
            if not await tx.embeddings.waiting(space, now):
                return ()
        async with self._store.writing() as tx:
            claimed = await tx.embeddings.claim(space, now, self._batch, LEASE)
            await tx.commit()
        return claimed

    async def _fail(self, claimed: Sequence[Article], error: EngineFailed) -> None:
        """Leave articles for later, and the endpoint alone until then."""
        now = self._clock()
        log.warning("articles are not embedded", articles=len(claimed), error=str(error))
        opens = error.until if isinstance(error, OverBudget) else None
        self._paused = opens or now + PAUSE
        # What could not be paid is as good as new; of other failures a text may be the cause.
        until = now if isinstance(error, OverBudget) else now + REST
        async with self._store.writing() as tx:
            await tx.embeddings.rest([article.id for article in claimed], until)
            await tx.commit()


@asynccontextmanager
async def embedding(
    settings: EngineSettings, secrets: Secrets, store: Store, clock: Clock
) -> AsyncIterator[Embedding]:
    """Give who embeds: with the model that the settings name, or nobody.

    Raises: BadConfiguration: a model is named, and there is no endpoint to ask.
    """
    chosen = settings.embeddings
    if chosen.model is None:
        yield Embedding(store, None, clock)
        return
    ledger = StoredLedger(store, limits(settings), clock)
    embedder = _embedder(settings, secrets, chosen.model, ledger, clock)
    try:
        yield Embedding(store, embedder, clock, chosen.batch)
    finally:
        await embedder.close()


async def tried(
    settings: EngineSettings, secrets: Secrets, ledger: Ledger, clock: Clock, seconds: float
) -> int:
    """Have one word embedded; gives how many numbers come.

    Args:
        seconds: how long to wait at most.

    Raises:
        BadConfiguration: no model is named, or there is no endpoint to ask.
        EngineFailed: or one of its kinds: no numbers can be had.
    """
    model = settings.embeddings.model
    if model is None:
        raise BadConfiguration("engine.embeddings.model names no model.")
    hasty = settings.model_copy(update={"attempt_seconds": min(settings.attempt_seconds, seconds)})
    embedder = _embedder(hasty, secrets, model, ledger, clock)
    try:
        return await embedder.dimensions()
    finally:
        await embedder.close()


def _embedder(
    settings: EngineSettings, secrets: Secrets, model: str, ledger: Ledger, clock: Clock
) -> "Embedder":
    """Build who embeds; only then the client is loaded, which is slow."""
    where = _endpoint(settings, secrets)
    from summarizer.llm.embedder import Embedder, Embeddings  # noqa: PLC0415

    chosen = settings.embeddings
    options = Embeddings(
        model,
        chosen.question_prefix,
        chosen.article_prefix,
        chosen.dimensions,
        settings.attempt_seconds,
        chosen.question_seconds,
    )
    return Embedder(where, options, price_list(settings).of(model), ledger, clock, _alarm)


def _endpoint(settings: EngineSettings, secrets: Secrets) -> Endpoint:
    """Give where vectors are made.

    No other endpoint than the engine's is sent the engine's key, headers and parameters.
    """
    own = settings.embeddings.base_url
    if own is not None:
        key = secrets.embeddings_api_key
        return Endpoint(own, key.get_secret_value() if key else "")
    key = secrets.openai_api_key
    if key is None and settings.base_url is None:
        raise BadConfiguration(
            "engine.embeddings.model is set, but there is no endpoint: give OPENAI_API_KEY, or an"
            " address as engine.embeddings.base_url or engine.base_url."
        )
    return Endpoint(
        settings.base_url or OPENAI,
        key.get_secret_value() if key else "",
        settings.headers,
        settings.query,
    )


def _alarm(trouble: EngineFailed) -> None:
    log.error("no embeddings, so search goes by words alone", reason=str(trouble))
