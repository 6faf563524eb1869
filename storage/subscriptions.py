"""What chats want to hear of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import batches, insert
from storage.model import Subscription, Target
from storage.tables import subscriptions


class Subscriptions:
    """The subscriptions, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, chat: int) -> tuple[Subscription, ...]:
        """Give a chat's subscriptions, oldest first."""
        return (await self.of_many([chat])).get(chat, ())

    async def of_many(self, chats: Sequence[int]) -> dict[int, tuple[Subscription, ...]]:
        """Give the subscriptions of each chat, oldest first; chats without any are left out."""
        found: dict[int, list[Subscription]] = defaultdict(list)
        table = subscriptions.c
        for batch in batches(chats):
            rows = await self._connection.execute(
                select(subscriptions)
                .where(table.chat.in_(batch))
                .order_by(table.chat, table.since, table.target, table.key)
            )
            for chat, target, key, since in rows:
                found[chat].append(Subscription(chat, Target(target), key, since))
        return {chat: tuple(theirs) for chat, theirs in found.items()}

    async def add(self, chat: int, target: Target, key: str, now: datetime) -> bool:
        """Subscribe a chat; tells whether that is new."""
        made = await self._connection.execute(
            insert(self._connection, subscriptions)
            .values(chat=chat, target=target, key=key, since=now)
            .on_conflict_do_nothing()
            .returning(subscriptions.c.chat)
        )
        return made.one_or_none() is not None

    async def remove(self, chat: int, target: Target, key: str) -> bool:
        """Unsubscribe a chat; tells whether it was subscribed."""
        gone = await self._connection.execute(
            delete(subscriptions)
            .where(
                subscriptions.c.chat == chat,
                subscriptions.c.target == target,
                subscriptions.c.key == key,
            )
            .returning(subscriptions.c.chat)
        )
        return gone.one_or_none() is not None

    async def counts(self) -> Mapping[tuple[Target, str], int]:
        """Count the subscribers of each topic and feed that has any."""
        rows = await self._connection.execute(
            select(subscriptions.c.target, subscriptions.c.key, func.count()).group_by(
                subscriptions.c.target, subscriptions.c.key
            )
        )
        return {(Target(target), key): count for target, key, count in rows}

    async def count(self, target: Target, key: str) -> int:
        """Count the subscribers of a topic or feed."""
        statement = (
            select(func.count())
            .select_from(subscriptions)
            .where(subscriptions.c.target == target, subscriptions.c.key == key)
        )
        return await self._connection.scalar(statement) or 0
