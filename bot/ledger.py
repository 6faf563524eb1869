"""The accounts of calls to models, kept in the store, so that no restart forgets what was spent."""

from collections.abc import Callable
from datetime import datetime

import structlog

from storage.errors import StorageError
from storage.model import Usage
from storage.store import Store
from summarizer.errors import EngineUnavailable
from summarizer.llm.budget import Limits
from summarizer.llm.ledger import Call, Reservation
from summarizer.llm.prices import ENGINE

log = structlog.get_logger()


class StoredLedger:
    """Reserves and settles in transactions of their own (see `summarizer.llm.ledger.Ledger`).

    Args:
        limits: the ceilings.
        clock: gives the time, aware and in UTC.
    """

    def __init__(self, store: Store, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._limits = limits
        self._clock = clock

    async def reserve(self, amount: float, chat: int | None) -> Reservation:
        """Set money aside for a call.

        Raises:
            OverBudget: it does not fit below the ceilings.
            EngineUnavailable: the accounts cannot be kept, so nothing may be spent.
        """
        now = self._clock()
        try:
            async with self._store.writing() as tx:
                number = await tx.usage.reserve(amount, chat, self._limits, now)
                await tx.commit()
        except StorageError as error:
            raise EngineUnavailable(ENGINE, f"the accounts cannot be kept: {error}") from error
        return Reservation(number, amount, chat, now)

    async def settle(self, reservation: Reservation, call: Call) -> None:
        """Write a call down and give back what it did not need.

        The reply is there and paid for: when it cannot be written down, it is used all the same,
        and what was set aside stays so.
        """
        try:
            async with self._store.writing() as tx:
                await tx.usage.settle(reservation.id, _row(call))
                await tx.commit()
        except StorageError as error:
            log.error("a call to a model is not in the accounts", error=str(error))


def _row(call: Call) -> Usage:
    return Usage(
        at=call.at,
        task=call.task.value,
        engine=ENGINE,
        model=call.model,
        tokens_in=call.count.read,
        tokens_cached=call.count.cached,
        tokens_out=call.count.written,
        cost=call.cost,
        seconds=call.seconds,
        outcome=call.outcome.value,
        chat=call.chat,
        retries=call.retries,
    )
