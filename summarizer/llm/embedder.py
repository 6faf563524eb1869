"""Texts as a model's numbers, from the endpoint's `/embeddings`, on the same accounts as all else.

Nobody waits for articles, so each request is made once, and whoever asks comes back later. A
reader waits for a question, so it has little time, and is searched by its words alone without.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from summarizer.errors import EngineFailed, EngineUnavailable, OverBudget
from summarizer.llm.alarm import Alarm, Alarms
from summarizer.llm.breaker import Breaker
from summarizer.llm.client import Client
from summarizer.llm.embedded import asked
from summarizer.llm.ledger import Call, Ledger, Outcome
from summarizer.llm.options import Endpoint
from summarizer.llm.prices import ENGINE, Count, Prices
from summarizer.llm.task import Task
from summarizer.llm.tokens import PER_MESSAGE, at_most
from summarizer.llm.trouble import Kind, Trouble
from summarizer.nearness import Near, Vector

OF_THE_TEXT = frozenset({Kind.REFUSED, Kind.TOO_LONG, Kind.UNSUPPORTED, Kind.INVALID})
"""Kinds of trouble that one text can bring over all that are sent with it."""

MISCONFIGURED_REST = 300.0
"""Seconds that an endpoint is left alone that refuses us."""

PROBE = "news"
"""A text that every model can embed."""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """What is asked for, and how patiently.

    Attributes:
        model: whose numbers.
        question_prefix, article_prefix: put before each text, where a model tells the two apart.
        dimensions: how many numbers; None leaves it to the model.
        seconds: for one request of articles.
        question_seconds: for a question, since a reader waits.
    """

    model: str
    question_prefix: str = ""
    article_prefix: str = ""
    dimensions: int | None = None
    seconds: float = 60.0
    question_seconds: float = 1.5

    @property
    def space(self) -> str:
        """Name what the numbers of an article hang on; under another name they are others."""
        parts = (self.model, self.article_prefix, str(self.dimensions or ""))
        return "\t".join(parts).rstrip("\t")


class Embedder:
    """Asks one endpoint for vectors.

    Args:
        endpoint: where.
        options: what for.
        prices: of the model.
        ledger: who keeps the accounts.
        clock: gives the time in UTC.
        alarm: is told of each trouble once.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        options: Embeddings,
        prices: Prices,
        ledger: Ledger,
        clock: Callable[[], datetime],
        alarm: Alarm,
    ) -> None:
        self._client = Client(endpoint)
        self._options = options
        self._prices = prices
        self._ledger = ledger
        self._clock = clock
        self._alarms = Alarms(alarm)
        self._breaker = Breaker()
        self._dimensions = options.dimensions

    @property
    def space(self) -> str:
        """The space that the vectors are in."""
        return self._options.space

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def question(self, text: str, chat: int | None = None) -> Near | None:
        """Give where a question lies; None where that cannot be had in time, or afforded.

        Args:
            text: the question.
            chat: whose budget pays, None for nobody's.
        """
        texts = [self._options.question_prefix + asked(text)]
        with suppress(EngineFailed):
            try:
                (found,) = await self._tried(texts, chat, self._options.question_seconds)
                return Near(self.space, found)
            except Trouble as trouble:
                self._failed(trouble)
        return None

    async def articles(self, texts: Sequence[str]) -> tuple[Vector | None, ...]:
        """Give a vector for each text; None where the endpoint takes all others and not this one.

        Raises: EngineFailed or one of its kinds: no vectors can be had now.
        """
        prefixed = [self._options.article_prefix + text for text in texts]
        try:
            try:
                return await self._tried(prefixed, None, self._options.seconds)
            except Trouble as trouble:
                if trouble.kind not in OF_THE_TEXT:
                    raise
                # Is it the text or the endpoint?
                await self._tried([PROBE], None, self._options.seconds)
                return await self._halved(prefixed)
        except Trouble as trouble:
            self._failed(trouble)
            raise trouble.error() from trouble

    async def dimensions(self) -> int:
        """Ask how many numbers the model gives for a text.

        Raises: EngineFailed or one of its kinds: none can be had.
        """
        try:
            (found,) = await self._tried([PROBE], None, self._options.seconds)
        except Trouble as trouble:
            raise trouble.error() from trouble
        return len(found.values)

    async def _halved(self, texts: Sequence[str]) -> tuple[Vector | None, ...]:
        """Find the texts that the endpoint will not take."""
        if len(texts) == 1:
            return (None,)
        found: list[Vector | None] = []
        for half in (texts[: len(texts) // 2], texts[len(texts) // 2 :]):
            try:
                found += await self._tried(half, None, self._options.seconds)
            except Trouble as trouble:
                if trouble.kind not in OF_THE_TEXT:
                    raise
                found += await self._halved(half)
        return tuple(found)

    async def _tried(
        self, texts: Sequence[str], chat: int | None, seconds: float
    ) -> tuple[Vector, ...]:
        """Ask once, on the accounts.

        Raises:
            Trouble: it brought nothing.
            EngineUnavailable: the endpoint is left alone for now.
            OverBudget: it does not fit below the ceilings.
        """
        now = asyncio.get_running_loop().time()
        if not self._breaker.admits(now):
            left = self._breaker.remaining(now)
            raise EngineUnavailable(
                ENGINE, f"left alone for {left:.0f} s more: {self._breaker.reason}"
            )
        try:
            vectors = await self._accounted(texts, chat, seconds)
        except OverBudget as error:
            self._alarms.tell(error)
            raise
        self._breaker.succeed()
        self._alarms.clear()
        return vectors

    async def _accounted(
        self, texts: Sequence[str], chat: int | None, seconds: float
    ) -> tuple[Vector, ...]:
        """Reserve a request, make it, and settle it by what became of it.

        One that is broken off from outside may be charged in full.
        """
        count = Count(sum(at_most(text) + PER_MESSAGE for text in texts))
        reservation = await self._ledger.reserve(self._prices.at_most(count.read, 0), chat)
        loop, at = asyncio.get_running_loop(), self._clock()
        started, outcome = loop.time(), Outcome.ERROR
        try:
            reply = await self._client.embed(
                self._options.model, texts, self._options.dimensions, seconds
            )
            count = reply.count or count
            self._agree(reply.vectors, count)
            outcome = Outcome.OK
        except Trouble as trouble:
            outcome = trouble.outcome
            count = trouble.count or (count if trouble.charged else Count())
            raise
        except asyncio.CancelledError:
            outcome = Outcome.TIMEOUT
            raise
        finally:
            call = Call(
                at=at,
                task=Task.EMBED,
                model=self._options.model,
                count=count,
                cost=self._prices.cost(count),
                seconds=loop.time() - started,
                outcome=outcome,
                chat=chat,
            )
            await asyncio.shield(self._ledger.settle(reservation, call))
        return reply.vectors

    def _agree(self, vectors: Sequence[Vector], count: Count) -> None:
        """Make sure that vectors are as long as those before, or as was asked for.

        Raises:
            Trouble: they are not, so they cannot be compared.
        """
        found = len(vectors[0].values)
        if self._dimensions is not None and found != self._dimensions:
            raise Trouble(
                Kind.INVALID,
                f"the model gives {found} numbers for a text, not {self._dimensions}",
                count=count,
            )
        self._dimensions = found

    def _failed(self, trouble: Trouble) -> None:
        error = trouble.error()
        rest = MISCONFIGURED_REST if trouble.kind is Kind.MISCONFIGURED else trouble.wait
        self._breaker.fail(asyncio.get_running_loop().time(), str(error), rest)
        if self._breaker.is_open:
            self._alarms.tell(error)
