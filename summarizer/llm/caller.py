"""One thing asked until it is answered: attempts, budget, accounts, breaker, a bound on all.

Each attempt is reserved before it leaves and settled when it is over, whatever becomes of it.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from summarizer.errors import EngineFailed, EngineMisconfigured, EngineUnavailable, OverBudget
from summarizer.llm import prompts, schema
from summarizer.llm.abilities import Known
from summarizer.llm.alarm import Alarms
from summarizer.llm.breaker import Breaker
from summarizer.llm.client import Client
from summarizer.llm.effort import Effort, after
from summarizer.llm.ledger import Call, Ledger, Outcome
from summarizer.llm.options import Options
from summarizer.llm.prices import ENGINE, Count
from summarizer.llm.prompts import Prompt
from summarizer.llm.schema import Reply
from summarizer.llm.task import Task
from summarizer.llm.tokens import PER_MESSAGE, at_most
from summarizer.llm.trouble import PASSING, Kind, Trouble
from summarizer.llm.wire import Ask

URGENT = frozenset({Task.ANSWER, Task.REWRITE})
"""What a reader waits for."""

USELESS_IN_A_ROW = 3
"""Replies that say nothing we can use, until the operator hears: one may be the story's fault."""

MISCONFIGURED_REST = 300.0
"""Seconds that an endpoint is left alone that refuses us: no retry mends a key."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be asked.

    Attributes:
        limit: most tokens of the reply, beside what a model thinks.
        chat: whose budget pays, None for nobody's.
    """

    prompt: Prompt
    limit: int
    chat: int | None = None

    @property
    def task(self) -> Task:
        """What it is for."""
        return self.prompt.task


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a streamed reply has come.

    Attributes:
        content: all that came so far, as it came.
        reply: the whole, read, once it is there.
    """

    content: str
    reply: Reply | None = None


class Caller:
    """Asks one endpoint.

    Args:
        options: models, prices, patience.
        ledger: who keeps the accounts.
        alarms: who tells the operator.
        clock: gives the time in UTC.
        chance: gives numbers between 0 and 1, to spread retries.
    """

    def __init__(
        self,
        options: Options,
        ledger: Ledger,
        alarms: Alarms,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self._options = options
        self._client = Client(options.endpoint)
        self._ledger = ledger
        self._alarms = alarms
        self._clock = clock
        self._chance = chance
        self._known = Known()
        self._breaker = Breaker()
        self._useless = 0
        self._all = asyncio.Semaphore(options.concurrency)
        self._background = asyncio.Semaphore(max(1, options.concurrency - 1))

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def models(self) -> tuple[str, ...]:
        """List the models that the endpoint offers.

        Raises: EngineFailed or one of its kinds.
        """
        try:
            return await self._client.models(self._options.patience.attempt)
        except Trouble as trouble:
            raise trouble.error() from trouble

    async def ask(self, job: Job) -> Reply:
        """Ask until there is a reply of the form that the prompt names.

        Raises: EngineFailed or one of its kinds.
        """
        patience = self._options.patience
        async with self._place(job):
            try:
                async with asyncio.timeout(
                    patience.urgent if job.task in URGENT else patience.whole
                ):
                    return await self._persist(job)
            except TimeoutError as error:
                slow = EngineUnavailable(ENGINE, "no answer within our time, with all retries")
                self._failed(slow)
                raise slow from error

    async def stream(self, job: Job) -> AsyncGenerator[Progress, None]:
        """Ask as `ask` does, and give the reply while it comes; the last piece has it whole.

        A request that fails before the first word is tried again, later ones are not.

        Raises (while iterating): EngineFailed or one of its kinds.
        """
        async with self._place(job):
            effort = self._first(job)
            until = asyncio.get_running_loop().time() + self._options.patience.urgent
            while True:
                shown = False
                try:
                    async with aclosing(self._streamed(job, effort, until)) as pieces:
                        async for progress in pieces:
                            shown = True
                            yield progress
                except Trouble as trouble:
                    effort = self._next(effort, trouble, final=shown)
                    await asyncio.sleep(effort.pause)
                else:
                    self._worked(job, effort)
                    return

    # --- around a job --------------------------------------------------------------------------

    @asynccontextmanager
    async def _place(self, job: Job) -> AsyncIterator[None]:
        """Wait for a place among the requests under way; readers find one kept free."""
        async with AsyncExitStack() as places:
            if job.task not in URGENT:
                await places.enter_async_context(self._background)
            await places.enter_async_context(self._all)
            now = asyncio.get_running_loop().time()
            if not self._breaker.admits(now):
                raise EngineUnavailable(
                    ENGINE,
                    f"left alone for {self._breaker.remaining(now):.0f} s more:"
                    f" {self._breaker.reason}",
                )
            try:
                yield
            except OverBudget as error:
                self._alarms.tell(error)
                raise

    def _first(self, job: Job) -> Effort:
        model = self._options.models.of(job.task)
        return Effort(
            abilities=self._known.of(model),
            proven=self._known.is_proven(model),
            limit=job.limit + self._options.thinking,
        )

    async def _persist(self, job: Job) -> Reply:
        effort = self._first(job)
        while True:
            try:
                reply = await self._attempt(job, effort)
            except Trouble as trouble:
                effort = self._next(effort, trouble)
                await asyncio.sleep(effort.pause)
            else:
                self._worked(job, effort)
                return reply

    def _next(self, effort: Effort, trouble: Trouble, *, final: bool = False) -> Effort:
        """Give the next effort.

        Raises: EngineFailed or one of its kinds, when there is none.
        """
        following = after(effort, trouble, self._options.patience, self._chance())
        if following is not None and not final:
            return following
        error = trouble.error()
        if trouble.kind in PASSING or trouble.kind is Kind.MISCONFIGURED:
            rest = MISCONFIGURED_REST if trouble.kind is Kind.MISCONFIGURED else trouble.wait
            self._failed(error, rest)
        elif isinstance(error, EngineMisconfigured):
            self._alarms.tell(error)
        else:
            self._useless += 1
            if self._useless >= USELESS_IN_A_ROW:
                self._alarms.tell(error)
        raise error from trouble

    def _worked(self, job: Job, effort: Effort) -> None:
        self._known.prove(self._options.models.of(job.task), effort.abilities)
        self._breaker.succeed()
        self._alarms.clear()
        self._useless = 0

    def _failed(self, error: EngineFailed, rest: float | None = None) -> None:
        now = asyncio.get_running_loop().time()
        self._breaker.fail(now, str(error), rest)
        if self._breaker.is_open:
            self._alarms.tell(error)

    # --- one attempt ---------------------------------------------------------------------------

    def _ask(self, job: Job, effort: Effort) -> Ask:
        wrong = effort.wrong
        return Ask(
            model=self._options.models.of(job.task),
            prompt=prompts.repaired(job.prompt, wrong) if wrong else job.prompt,
            limit=effort.limit,
            temperature=self._options.temperature,
            effort=self._options.reasoning_effort,
        )

    async def _attempt(self, job: Job, effort: Effort) -> Reply:
        ask = self._ask(job, effort)
        async with self._accounted(job, effort, ask) as account:
            said = await self._client.send(ask, effort.abilities, self._options.patience.attempt)
            account.count = said.count or account.guess(said.content)
            return _read(said.content, ask.prompt, account.count)

    async def _streamed(
        self, job: Job, effort: Effort, until: float
    ) -> AsyncGenerator[Progress, None]:
        ask = self._ask(job, effort)
        seconds = self._options.patience.attempt
        clock = asyncio.get_running_loop().time
        async with self._accounted(job, effort, ask) as account:
            content, count = "", None
            async with self._client.stream(ask, effort.abilities, seconds) as pieces:
                async for piece in pieces:
                    count = piece.count or count
                    if piece.content:
                        content += piece.content
                        yield Progress(content)
                    if clock() > until:
                        raise Trouble(Kind.SLOW, "the stream is too slow", charged=True)
            account.count = count or account.guess(content)
            reply = _read(content, ask.prompt, account.count)
        yield Progress(content, reply)

    @asynccontextmanager
    async def _accounted(self, job: Job, effort: Effort, ask: Ask) -> AsyncIterator["_Account"]:
        """Reserve an attempt, and settle it by what became of it.

        One that is broken off from outside may be charged in full.

        Raises:
            OverBudget: it does not fit below the ceilings.
        """
        prices = self._options.prices.of(ask.model)
        sent = at_most(ask.prompt.system) + at_most(ask.prompt.user) + 2 * PER_MESSAGE
        account = _Account(Count(sent, 0, ask.limit))
        reservation = await self._ledger.reserve(prices.at_most(sent, ask.limit), job.chat)
        loop, at = asyncio.get_running_loop(), self._clock()
        started, outcome = loop.time(), Outcome.ERROR
        try:
            yield account
            outcome = Outcome.OK
        except Trouble as trouble:
            outcome = trouble.outcome
            account.count = trouble.count or (account.count if trouble.charged else Count())
            raise
        except asyncio.CancelledError:
            outcome = Outcome.TIMEOUT
            raise
        finally:
            call = Call(
                at=at,
                task=job.task,
                model=ask.model,
                count=account.count,
                cost=prices.cost(account.count),
                seconds=loop.time() - started,
                outcome=outcome,
                chat=job.chat,
                retries=effort.attempts,
            )
            await asyncio.shield(self._ledger.settle(reservation, call))


@dataclass(slots=True)
class _Account:
    """What an attempt is to be charged with: the most it can be, until more is known."""

    count: Count

    def guess(self, content: str) -> Count:
        """Bound the count of a reply whose endpoint told none."""
        return Count(self.count.read, 0, min(at_most(content), self.count.written))


def _read(content: str, prompt: Prompt, count: Count) -> Reply:
    try:
        return schema.read(content, prompt.form)
    except ValueError as error:
        raise Trouble(Kind.INVALID, str(error), count=count) from error
