"""Many briefs at half the price, by tomorrow: the batch endpoint, where there is one.

A batch outlives the process that sent it: what has to be remembered of it is a `Ticket`, plain
JSON, and the stories as they were. Its money stays reserved until it is collected.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from summarizer.engine import BriefDraft
from summarizer.errors import (
    EngineFailed,
    EngineIncoherent,
    EngineMisconfigured,
    EngineUnavailable,
    OverBudget,
)
from summarizer.llm import prompts, schema
from summarizer.llm.abilities import Known
from summarizer.llm.client import Client
from summarizer.llm.drafts import BRIEF_TOKENS, draft_brief
from summarizer.llm.ledger import Call, Ledger, Outcome, Reservation
from summarizer.llm.options import Options
from summarizer.llm.passages import read_story
from summarizer.llm.prices import ENGINE, Count
from summarizer.llm.schema import BriefReply
from summarizer.llm.task import Task
from summarizer.llm.tokens import PER_MESSAGE, at_most
from summarizer.llm.trouble import Kind, Trouble
from summarizer.llm.wire import Ask, Reply
from summarizer.model import Story

DISCOUNT = 0.5
"""What a call in a batch costs beside one at once."""


@dataclass(frozen=True, slots=True)
class Order:
    """A brief that was ordered.

    Attributes:
        story, version: what it is of.
        language: of its words.
        reservation: what is set aside for it.
    """

    story: int
    version: int
    language: str
    reservation: Reservation


@dataclass(frozen=True, slots=True)
class Ticket:
    """What to remember of a batch.

    Attributes:
        id: the endpoint's.
    """

    id: str
    orders: tuple[Order, ...]


_TICKET = TypeAdapter(Ticket)


@dataclass(frozen=True, slots=True)
class Collected:
    """What a finished batch brought.

    Attributes:
        drafts: by story; those that are missing have to be written at once.
        failed: a sentence for each that is missing, by story.
    """

    drafts: Mapping[int, BriefDraft]
    failed: Mapping[int, str]


class Batches:
    """Orders briefs and collects them.

    Args:
        options: models, prices, how much is read.
        ledger: who keeps the accounts.
        clock: gives the time in UTC.
        client: speaks to the endpoint; closed by whoever made it.
        known: what was learnt of the endpoint: write one brief at once before the first batch.
    """

    def __init__(
        self,
        options: Options,
        ledger: Ledger,
        clock: Callable[[], datetime],
        client: Client,
        known: Known,
    ) -> None:
        self._options = options
        self._ledger = ledger
        self._clock = clock
        self._client = client
        self._known = known

    async def order(self, stories: Sequence[tuple[Story, str]]) -> Ticket:
        """Order briefs of stories, each with the language of its words.

        Those that do not fit below the ceilings any more are not on the ticket.

        Raises:
            OverBudget: not even the first one fits.
            EngineFailed: or another of its kinds; then nothing was ordered.
        """
        model = self._options.models.of(Task.BRIEF)
        asked: list[tuple[str, Ask]] = []
        orders: list[Order] = []
        for story, language in stories:
            read = read_story(story.articles, self._options.reading.brief)
            if not read.lines:
                continue
            ask = Ask(
                model=model,
                prompt=prompts.brief(read, language),
                limit=BRIEF_TOKENS + self._options.thinking,
                temperature=self._options.temperature,
                effort=self._options.reasoning_effort,
            )
            try:
                reservation = await self._ledger.reserve(self._most(ask), None)
            except OverBudget:
                if not orders:
                    raise
                break
            order = Order(story.id, story.version, language, reservation)
            orders.append(order)
            asked.append((_name(order), ask))
        try:
            sent = await self._client.send_batch(asked, self._known.of(model), self._seconds)
        except Trouble as trouble:
            for order in orders:
                await self._settle(order, Count(), Outcome.ERROR)
            raise _not_offered(trouble) from trouble
        return Ticket(sent, tuple(orders))

    async def collect(self, ticket: Ticket, stories: Mapping[int, Story]) -> Collected | None:
        """Collect a batch, and settle what it cost; None while it is not finished.

        Args:
            ticket: as `order` gave it; once collected, it is spent.
            stories: by id, as they are now; a brief of an older version is thrown away.

        Raises: EngineFailed or one of its kinds, when the endpoint cannot be asked.
        """
        try:
            replies = await self._client.collect_batch(ticket.id, self._seconds)
        except Trouble as trouble:
            raise trouble.error() from trouble
        if replies is None:
            return None
        drafts: dict[int, BriefDraft] = {}
        failed: dict[int, str] = {}
        for order in ticket.orders:
            brought = replies.get(_name(order)) or Trouble(Kind.BUSY, "the batch left it out")
            try:
                drafts[order.story] = await self._read(order, brought, stories)
            except EngineFailed as error:
                failed[order.story] = str(error)
        return Collected(drafts, failed)

    @property
    def _seconds(self) -> float:
        return self._options.patience.attempt

    def _most(self, ask: Ask) -> float:
        sent = at_most(ask.prompt.system) + at_most(ask.prompt.user) + 2 * PER_MESSAGE
        return DISCOUNT * self._options.prices.of(ask.model).at_most(sent, ask.limit)

    async def _read(
        self, order: Order, brought: Reply | Trouble, stories: Mapping[int, Story]
    ) -> BriefDraft:
        if isinstance(brought, Trouble):
            await self._settle(order, brought.count or Count(), brought.outcome)
            raise brought.error() from brought
        try:
            read = schema.read(brought.content, BriefReply)
        except ValueError as error:
            await self._settle(order, brought.count, Outcome.INVALID)
            raise EngineIncoherent(ENGINE, str(error)) from error
        await self._settle(order, brought.count, Outcome.OK)
        story = stories.get(order.story)
        if story is None or story.version != order.version:
            raise EngineUnavailable(ENGINE, "the story has changed since")
        return draft_brief(story, read, order.language, self._options)

    async def _settle(self, order: Order, count: Count | None, outcome: Outcome) -> None:
        """Write an order down; one whose count nobody told costs what was set aside for it."""
        model = self._options.models.of(Task.BRIEF)
        prices = self._options.prices.of(model)
        held = order.reservation
        call = Call(
            at=held.at,
            task=Task.BRIEF,
            model=model,
            count=count or Count(),
            cost=held.amount if count is None else DISCOUNT * prices.cost(count),
            seconds=(self._clock() - held.at).total_seconds(),
            outcome=outcome,
        )
        await self._ledger.settle(held, call)


def to_json(ticket: Ticket) -> str:
    """Write a ticket down."""
    return _TICKET.dump_json(ticket).decode()


def from_json(stored: str) -> Ticket:
    """Read a ticket back from what `to_json` gave."""
    return _TICKET.validate_json(stored)


def _name(order: Order) -> str:
    return f"{order.story}-{order.version}-{order.language}"


def _not_offered(trouble: Trouble) -> EngineFailed:
    if trouble.kind in {Kind.MISCONFIGURED, Kind.UNSUPPORTED}:
        return EngineMisconfigured(ENGINE, f"the endpoint takes no batch: {trouble.detail}")
    return trouble.error()
