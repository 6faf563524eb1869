"""The places that subscribe and ask, with their settings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.contents import drop_orphans, guard, of_posts
from storage.dialect import AnyRow, batches, insert
from storage.documents import read_hours, read_quiet, write_hours, write_quiet
from storage.model import Address, Alerts, Chat, ChatKind, ChatState, Length
from storage.tables import (
    alerts,
    chats,
    deliveries,
    feedback,
    filters,
    occurrences,
    posts,
    reservations,
    subscriptions,
    told,
    turns,
    usage,
)

_BELONGINGS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (subscriptions, ("target", "key")),
    (filters, ("kind", "folded")),
    (occurrences, ("slot",)),
    (turns, ()),
    (usage, ()),
    (reservations, ()),
    (feedback, ("person", "about", "key")),
    (alerts, ("story",)),
    (posts, ("what",)),
)
"""What moves from one chat to another, and by what besides the chat it is unique."""


class Chats:
    """The chats, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(
        self,
        address: Address,
        kind: ChatKind,
        title: str,
        now: datetime,
        **defaults: Any,  # noqa: ANN401
    ) -> tuple[Chat, bool]:
        """Give the chat of an address, stored now if it was not there.

        A known chat keeps its settings and state; its kind and title become those given.

        Args:
            address: where it is.
            kind: what kind of place.
            title: as the platform shows it.
            now: the time.
            **defaults: settings of a new chat, by the names of `Chat`.

        Returns:
            The chat, and whether it is new.
        """
        fresh = Chat(0, address, kind, title, now, **defaults)
        made = await self._connection.execute(
            insert(self._connection, chats)
            .values(_row(fresh))
            .on_conflict_do_nothing(index_elements=["platform", "account", "chat", "thread"])
            .returning(chats.c.id)
        )
        created = made.one_or_none() is not None
        if not created:
            await self._connection.execute(
                update(chats)
                .where(_at(address), or_(chats.c.title != title, chats.c.kind != kind))
                .values(title=title, kind=kind)
            )
        chat = await self.by_address(address)
        if chat is None:
            raise LookupError(address)
        return chat, created

    async def get(self, id: int) -> Chat | None:  # noqa: A002
        """Give a chat by its id."""
        rows = await self._connection.execute(select(chats).where(chats.c.id == id))
        return next(map(_chat, rows), None)

    async def get_many(self, ids: Sequence[int]) -> dict[int, Chat]:
        """Give chats by their ids; ids that nobody has are left out."""
        found: dict[int, Chat] = {}
        for batch in batches(ids):
            rows = await self._connection.execute(select(chats).where(chats.c.id.in_(batch)))
            found |= {chat.id: chat for chat in map(_chat, rows)}
        return found

    async def by_address(self, address: Address) -> Chat | None:
        """Give the chat of an address."""
        rows = await self._connection.execute(select(chats).where(_at(address)))
        return next(map(_chat, rows), None)

    async def all(
        self, platform: str | None = None, state: ChatState | None = None
    ) -> tuple[Chat, ...]:
        """Give every chat, as they were opened; of one platform or state where named."""
        statement = select(chats).order_by(chats.c.id)
        if platform is not None:
            statement = statement.where(chats.c.platform == platform)
        if state is not None:
            statement = statement.where(chats.c.state == state)
        return tuple(map(_chat, await self._connection.execute(statement)))

    async def digest_due(
        self, now: datetime, platforms: Sequence[str], limit: int
    ) -> tuple[Chat, ...]:
        """Give active chats of these platforms whose plan is to be looked at, longest due first."""
        rows = await self._connection.execute(
            select(chats)
            .where(
                chats.c.digest_due <= now,
                chats.c.state == ChatState.ACTIVE,
                chats.c.platform.in_(platforms),
            )
            .order_by(chats.c.digest_due, chats.c.id)
            .limit(limit)
        )
        return tuple(map(_chat, rows))

    async def save(self, chat: Chat) -> None:
        """Store a chat's settings and state. Its cursor only ever moves forward."""
        values = _row(chat)
        for kept in ("created", "cursor"):
            del values[kept]
        await self._connection.execute(update(chats).where(chats.c.id == chat.id).values(values))
        await self._forward(chat.id, chat.cursor)

    async def advance(
        self,
        id: int,  # noqa: A002
        cursor: int | None,
        due: datetime | None,
    ) -> None:
        """Note what a digest has covered, and when to look at the chat's plan next.

        Args:
            id: of the chat.
            cursor: number of the newest brief that was covered; None leaves it.
            due: None for never.
        """
        await self._connection.execute(update(chats).where(chats.c.id == id).values(digest_due=due))
        if cursor is not None:
            await self._forward(id, cursor)

    async def _forward(self, id_: int, cursor: int) -> None:
        await self._connection.execute(
            update(chats).where(chats.c.id == id_, chats.c.cursor < cursor).values(cursor=cursor)
        )

    async def moved(self, old: Address, new: Address) -> None:
        """Let a chat, with the chats of its threads, follow to another address.

        If we met the new address already, what was said and wished there joins the old chat,
        which keeps its settings.
        """
        rows = await self._connection.execute(
            select(chats.c.id, chats.c.thread).where(_in_chat(old))
        )
        for id_, thread in rows.all():
            target = Address(new.platform, new.account, new.chat, thread)
            there = await self.by_address(target)
            if there is not None and there.id != id_:
                await self._merge(there.id, id_)
            await self._connection.execute(
                update(chats)
                .where(chats.c.id == id_)
                .values(platform=target.platform, account=target.account, chat=target.chat)
            )

    async def _merge(self, source: int, target: int) -> None:
        """Give what belongs to one chat to another, which keeps what both have; drop the first."""
        for table, unique in _BELONGINGS:
            statement = update(table).where(table.c.chat == source).values(chat=target)
            if unique:
                same = table.alias()
                statement = statement.where(
                    ~select(same.c.chat)
                    .where(
                        same.c.chat == target, *(same.c[name] == table.c[name] for name in unique)
                    )
                    .exists()
                )
            await self._connection.execute(statement)
        mine = select(posts.c.id).where(posts.c.chat == target)
        for table in (told, deliveries):
            await self._connection.execute(
                update(table)
                .where(table.c.chat == source, table.c.post.in_(mine))
                .values(chat=target)
            )
        await self._connection.execute(delete(chats).where(chats.c.id == source))

    async def forget(self, id: int) -> None:  # noqa: A002
        """Delete a chat and everything that was stored of it, to the last word."""
        await guard(self._connection)
        theirs = await self._connection.scalars(select(posts.c.id).where(posts.c.chat == id))
        said = await of_posts(self._connection, theirs.all())
        await self._connection.execute(delete(chats).where(chats.c.id == id))
        await drop_orphans(self._connection, said)


def _at(address: Address) -> ColumnElement[bool]:
    return and_(_in_chat(address), chats.c.thread == address.thread)


def _in_chat(address: Address) -> ColumnElement[bool]:
    return and_(
        chats.c.platform == address.platform,
        chats.c.account == address.account,
        chats.c.chat == address.chat,
    )


def _row(chat: Chat) -> dict[str, Any]:
    return {
        "platform": chat.address.platform,
        "account": chat.address.account,
        "chat": chat.address.chat,
        "thread": chat.address.thread,
        "kind": chat.kind,
        "title": chat.title,
        "created": chat.created,
        "state": chat.state,
        "language": chat.language,
        "zone": chat.zone,
        "length": chat.length,
        "alerts": chat.alerts,
        "digest": write_hours(chat.digest),
        "digest_since": chat.digest_since,
        "digest_due": chat.digest_due,
        "quiet": write_quiet(chat.quiet),
        "quiet_digest": chat.quiet_digest,
        "cursor": chat.cursor,
    }


def _chat(row: AnyRow) -> Chat:
    return Chat(
        id=row.id,
        address=Address(row.platform, row.account, row.chat, row.thread),
        kind=ChatKind(row.kind),
        title=row.title,
        created=row.created,
        state=ChatState(row.state),
        language=row.language,
        zone=row.zone,
        length=Length(row.length),
        alerts=Alerts(row.alerts),
        digest=read_hours(row.digest),
        digest_since=row.digest_since,
        digest_due=row.digest_due,
        quiet=read_quiet(row.quiet),
        quiet_digest=row.quiet_digest,
        cursor=row.cursor,
    )
