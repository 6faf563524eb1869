"""What calls to models cost."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Text, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import is_postgresql
from storage.model import Usage as Call
from storage.model import UsageTotal
from storage.tables import usage

By = Literal["day", "task", "model", "chat"]
"""What calls are summed by."""


class Usage:
    """The calls to models, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, call: Call) -> None:
        """Store a call."""
        await self._connection.execute(usage.insert().values(**asdict(call)))

    async def totals(self, since: datetime, until: datetime, by: By) -> tuple[UsageTotal, ...]:
        """Sum the calls from `since` until before `until`, by day, task, model or chat."""
        key = self._key(by)
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
            .where(usage.c.at >= since, usage.c.at < until)
            .group_by(key)
            .order_by(key)
        )
        return tuple(UsageTotal(**row._asdict()) for row in rows)

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
