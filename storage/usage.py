"""What calls to models cost, and what is set aside for those under way."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    case,
    cast,
    delete,
    false,
    func,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import Lock, is_postgresql, lock
from storage.model import Address, UsageTotal
from storage.model import Usage as Call
from storage.tables import chats, reservations, usage
from summarizer.llm.budget import Limits, Spent, admit, period

By = Literal["day", "task", "model", "chat"]
"""What calls are summed by."""

LAPSE = timedelta(hours=26)
"""How long money stays aside whose call nobody settles, because its process died.

The endpoint may well have charged for the call, so it is no loss that it counts for a while; it is
longer than a day, so that a day cannot be spent twice.
"""


class Usage:
    """The calls to models, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def reserve(self, amount: float, chat: int | None, limits: Limits, now: datetime) -> int:
        """Set money aside for a call, if it fits below every ceiling.

        Until the transaction ends nobody else can: on SQLite because it writes, on PostgreSQL
        because of a lock. So calls side by side cannot pass a ceiling together.

        Args:
            amount: the most that the call can cost.
            chat: whose budget pays, None for nobody's.
            limits: the ceilings.
            now: its day and month pay.

        Returns:
            The reservation's number, for `settle`.

        Raises:
            summarizer.errors.OverBudget: it does not fit.
        """
        await lock(self._connection, Lock.ACCOUNTS)
        await self._connection.execute(delete(reservations).where(reservations.c.at < now - LAPSE))
        spent = await self.counted(chat, now)
        admit(limits, spent, amount, now, chat=chat is not None)
        # A chat may have been forgotten while it waited for its answer.
        known = await self._connection.scalar(select(chats.c.id).where(chats.c.id == chat))
        number: int = await self._connection.scalar(
            reservations.insert()
            .values(at=now, amount=amount, chat=known)
            .returning(reservations.c.id)
        )
        return number

    async def counted(self, chat: int | None, now: datetime) -> Spent:
        """Give what the running day and month have spent and set aside, in all and by one chat."""
        current = period(now)
        money = union_all(
            select(usage.c.at, usage.c.cost, usage.c.chat).where(usage.c.at >= current.month),
            select(reservations.c.at, reservations.c.amount, reservations.c.chat).where(
                reservations.c.at >= current.month
            ),
        ).subquery()
        today = money.c.at >= current.day
        theirs = false() if chat is None else money.c.chat == chat

        def total(*which: ColumnElement[bool]) -> ColumnElement[float]:
            return func.coalesce(
                func.sum(case((and_(true(), *which), money.c.cost), else_=0.0)), 0.0
            )

        row = (
            await self._connection.execute(
                select(total(today), total(), total(today, theirs), total(theirs))
            )
        ).one()
        return Spent(*row)

    async def settle(self, reservation: int, call: Call) -> bool:
        """Store what a call came to in the place of what was set aside for it.

        It counts in the day, and for the chat, of its reservation.

        Returns:
            Whether the reservation stood: what is settled already, or lapsed, is not stored again.
        """
        held = (
            await self._connection.execute(
                delete(reservations)
                .where(reservations.c.id == reservation)
                .returning(reservations.c.at, reservations.c.chat)
            )
        ).one_or_none()
        if held is None:
            return False
        await self.add(replace(call, at=held.at, chat=held.chat))
        return True

    async def add(self, call: Call) -> None:
        """Store a call."""
        await self._connection.execute(usage.insert().values(**asdict(call)))

    async def spent(self, address: Address, since: datetime) -> float:
        """Sum what a platform's chat has cost since a time, all its topics together."""
        theirs = select(chats.c.id).where(
            chats.c.platform == address.platform,
            chats.c.account == address.account,
            chats.c.chat == address.chat,
        )
        return float(
            await self._connection.scalar(
                select(func.coalesce(func.sum(usage.c.cost), 0.0)).where(
                    usage.c.at >= since, usage.c.chat.in_(theirs)
                )
            )
            or 0.0
        )

    async def totals(self, since: datetime, until: datetime, by: By) -> tuple[UsageTotal, ...]:
        """Sum the calls from `since` until before `until`, by day, task, model or chat."""
        return await self._summed(self._key(by), usage.c.at >= since, usage.c.at < until)

    async def _summed(
        self, key: ColumnElement[str], *which: ColumnElement[bool]
    ) -> tuple[UsageTotal, ...]:
        rows = await self._connection.execute(
            select(
                key.label("key"),
                func.count().label("calls"),
                func.sum(case((usage.c.outcome == "ok", 0), else_=1)).label("failed"),
                func.sum(usage.c.tokens_in).label("tokens_in"),
                func.sum(usage.c.tokens_cached).label("tokens_cached"),
                func.sum(usage.c.tokens_out).label("tokens_out"),
                func.sum(usage.c.cost).label("cost"),
                func.sum(usage.c.seconds).label("seconds"),
            )
            .where(*which)
            .group_by(key)
            .order_by(key)
        )
        return tuple(UsageTotal(**row._asdict()) for row in rows)

    async def outcomes(self, until: datetime) -> tuple[tuple[str, str, UsageTotal], ...]:
        """Sum all calls until a time by task and outcome; a total's key is "task outcome"."""
        key = usage.c.task + " " + usage.c.outcome
        totals = await self._summed(key, usage.c.at < until)
        return tuple((*_parted(total.key), total) for total in totals)

    def _key(self, by: By) -> ColumnElement[str]:
        if by == "day" and is_postgresql(self._connection):
            return func.to_char(func.timezone("UTC", usage.c.at), "YYYY-MM-DD")
        keys: Mapping[By, ColumnElement[str]] = {
            "day": func.substr(cast(usage.c.at, Text), 1, 10),
            "task": usage.c.task,
            "model": usage.c.model,
            "chat": func.coalesce(cast(usage.c.chat, Text), ""),
        }
        return keys[by]


def _parted(key: str) -> tuple[str, str]:
    task, _, outcome = key.partition(" ")
    return task, outcome
