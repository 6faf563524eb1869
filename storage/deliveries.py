"""The outbox: messages on their way to chats, each in a known state.

    queued ──> sending ──> sent
      ▲          ├──────> queued      it surely did not arrive: again, later
      │          ├──────> unknown     nobody knows: one more attempt, later, never more
      └──────────┴──────> dead        refused for good, or given up
                          cancelled   the chat stopped or blocked us first

A chat gets its messages one after the other: nobody is given a message while an earlier one of
the same chat is *open*, that is, still to be sent or being sent.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CursorResult,
    Integer,
    Select,
    Update,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    update,
)

from storage.dialect import AnyRow, batches
from storage.model import Address, ChatKind, ChatState, Delivery, DeliveryState
from storage.posts import Posts
from storage.tables import chats, contents, deliveries, posts

_SETTLED = {DeliveryState.UNKNOWN, DeliveryState.DEAD, DeliveryState.CANCELLED}
"""States from which an operator may have a message sent again."""


class Deliveries(Posts):
    """The outbox, in one transaction."""

    async def claim(
        self,
        platform: str,
        account: str,
        now: datetime,
        limit: int,
        exclude: Collection[int] = (),
    ) -> tuple[Delivery, ...]:
        """Take messages to be sent now: at most one for each chat, its earliest open one.

        They count as being sent from here on, this attempt included. Chats that are not active
        get nothing; of two who claim at the same time no one is given the same message.

        Args:
            platform, account: whose sender asks.
            now: the time.
            limit: at most so many.
            exclude: ids of chats that must wait.
        """
        ids = (
            await self._connection.scalars(
                _due(others=bool(exclude)),
                {
                    "for_platform": platform,
                    "for_account": account,
                    "by": now,
                    "at_most": limit,
                    **({"but_not": list(exclude)} if exclude else {}),
                },
            )
        ).all()
        claimed: list[Delivery] = []
        for batch in batches(ids):
            await self._connection.execute(_take(), {"these": list(batch)})
            claimed += map(
                _delivery, await self._connection.execute(_these(), {"these": list(batch)})
            )
        return tuple(claimed)

    async def sent(self, id: int, message: str, now: datetime) -> None:  # noqa: A002
        """Note that a message arrived, under the platform's id."""
        await self._set(
            id, state=DeliveryState.SENT, open=False, message=message, sent=now, error=None
        )

    async def sent_all(self, messages: Mapping[int, str], now: datetime) -> None:
        """Note that messages arrived: deliveries to the platform's ids; one statement for all."""
        if not messages:
            return
        await self._connection.execute(
            _arrived(),
            [
                {"arrived": id_, "as_message": message, "when": now}
                for id_, message in messages.items()
            ],
        )

    async def retry(self, id: int, not_before: datetime, error: str) -> None:  # noqa: A002
        """Queue a message again that surely did not arrive; its chat waits for it."""
        await self._set(
            id, state=DeliveryState.QUEUED, open=True, not_before=not_before, error=error
        )

    async def unknown(
        self,
        id: int,  # noqa: A002
        error: str,
        retry_at: datetime | None,
    ) -> None:
        """Note that nobody knows whether a message arrived.

        Args:
            id: of the delivery.
            error: what happened.
            retry_at: when it gets its one more attempt, for which its chat waits. None for no
                more; nor is there a second one, whatever is asked.
        """
        doubt = {"open": False} if retry_at is None else _once_more(retry_at)
        await self._set(id, state=DeliveryState.UNKNOWN, error=error, **doubt)

    async def dead(self, id: int, error: str, now: datetime) -> None:  # noqa: A002, ARG002
        """Note that a message will never arrive; what follows of its post is not sent either."""
        await self._set(id, state=DeliveryState.DEAD, open=False, error=error)
        this = deliveries.alias()
        post, part = (
            select(column).where(this.c.id == id).scalar_subquery()
            for column in (this.c.post, this.c.part)
        )
        await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.post == post, deliveries.c.part > part, deliveries.c.open.is_(True))
            .values(
                state=DeliveryState.DEAD, open=False, error="an earlier part of it was not taken"
            )
        )

    async def cancel(self, chat: int, now: datetime) -> int:  # noqa: ARG002
        """Cancel what a chat still waits for; gives how many messages that were."""
        done = await self._connection.execute(
            update(deliveries)
            .where(
                deliveries.c.chat == chat,
                deliveries.c.open.is_(True),
                deliveries.c.state != DeliveryState.SENDING,
            )
            .values(state=DeliveryState.CANCELLED, open=False)
        )
        return _count(done)

    async def recover(
        self,
        platform: str,
        account: str,
        now: datetime,  # noqa: ARG002
        retry_at: datetime,
    ) -> int:
        """Put what a dead sender was sending in doubt.

        For the one sender of an account, before it begins.

        Args:
            platform, account: whose sender died.
            now: the time.
            retry_at: when those get their one more attempt that have not had it.

        Returns:
            How many messages that were.
        """
        theirs = select(chats.c.id).where(chats.c.platform == platform, chats.c.account == account)
        done = await self._connection.execute(
            update(deliveries)
            .where(
                deliveries.c.open.is_(True),
                deliveries.c.state == DeliveryState.SENDING,
                deliveries.c.chat.in_(theirs),
            )
            .values(
                state=DeliveryState.UNKNOWN,
                error="the program ended while it was being sent",
                **_once_more(retry_at),
            )
        )
        return _count(done)

    async def list(
        self, state: DeliveryState | None = None, chat: int | None = None, limit: int = 100
    ) -> tuple[Delivery, ...]:
        """Give the newest messages, newest first; of one state or chat where named."""
        statement = _described().order_by(deliveries.c.id.desc()).limit(limit)
        if state is not None:
            statement = statement.where(deliveries.c.state == state)
        if chat is not None:
            statement = statement.where(deliveries.c.chat == chat)
        return tuple(map(_delivery, await self._connection.execute(statement)))

    async def counts(self) -> Mapping[DeliveryState, int]:
        """Count the messages in each state that any is in."""
        rows = await self._connection.execute(
            select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        )
        return {DeliveryState(state): count for state, count in rows}

    async def requeue(self, states: Sequence[DeliveryState], now: datetime) -> int:
        """Have messages sent again because an operator says so; gives how many.

        Args:
            states: of unknown, dead and cancelled ones; others are left alone.
            now: when they may be sent.
        """
        done = await self._connection.execute(
            update(deliveries)
            .where(
                deliveries.c.state.in_(_SETTLED.intersection(states)), deliveries.c.open.is_(False)
            )
            .values(
                state=DeliveryState.QUEUED,
                open=True,
                not_before=now,
                retried_unknown=False,
            )
        )
        return _count(done)

    async def _set(self, id_: int, **values: Any) -> None:  # noqa: ANN401
        await self._connection.execute(
            update(deliveries).where(deliveries.c.id == id_).values(**values)
        )


# The statements of every message are made once: to build one costs more than to run it.


@cache
def _due(*, others: bool) -> Select[Any]:
    """Select the ids of what may be sent now: the earliest open message of each chat.

    Args:
        others: whether some chats must wait.
    """
    earlier = deliveries.alias()
    behind = (
        select(earlier.c.id)
        .where(
            earlier.c.chat == deliveries.c.chat,
            earlier.c.open.is_(True),
            earlier.c.id < deliveries.c.id,
        )
        .exists()
    )
    # Not joined: what is open is looked through in order, until there is enough of it.
    served = (
        select(chats.c.id)
        .where(
            chats.c.id == deliveries.c.chat,
            chats.c.platform == bindparam("for_platform"),
            chats.c.account == bindparam("for_account"),
            chats.c.state == ChatState.ACTIVE,
        )
        .exists()
    )
    statement = (
        select(deliveries.c.id)
        .where(
            deliveries.c.open.is_(True),
            deliveries.c.state != DeliveryState.SENDING,
            deliveries.c.not_before <= bindparam("by", type_=deliveries.c.not_before.type),
            served,
            ~behind,
        )
        .order_by(deliveries.c.id)
        .limit(bindparam("at_most", type_=Integer))
        .with_for_update(of=deliveries, skip_locked=True)
    )
    if others:
        statement = statement.where(deliveries.c.chat.not_in(bindparam("but_not", expanding=True)))
    return statement


@cache
def _take() -> Update:
    """Mark messages as being sent, and count the attempt."""
    return (
        update(deliveries)
        .where(deliveries.c.id.in_(bindparam("these", expanding=True)))
        .values(
            state=DeliveryState.SENDING,
            attempts=deliveries.c.attempts + 1,
            retried_unknown=or_(
                deliveries.c.retried_unknown, deliveries.c.state == DeliveryState.UNKNOWN
            ),
        )
    )


@cache
def _these() -> Select[Any]:
    """Select messages by their ids, in sending order."""
    return (
        _described()
        .where(deliveries.c.id.in_(bindparam("these", expanding=True)))
        .order_by(deliveries.c.id)
    )


@cache
def _arrived() -> Update:
    """Mark a message as sent."""
    return (
        update(deliveries)
        .where(deliveries.c.id == bindparam("arrived"))
        .values(
            state=DeliveryState.SENT,
            open=False,
            sent=bindparam("when", type_=deliveries.c.sent.type),
            error=None,
            message=bindparam("as_message"),
        )
    )


def _once_more(retry_at: datetime) -> dict[str, Any]:
    """Give a message in doubt its one more attempt, unless it has had it."""
    again = deliveries.c.retried_unknown.is_(False)
    at = literal(retry_at, deliveries.c.not_before.type)
    return {"open": again, "not_before": case((again, at), else_=deliveries.c.not_before)}


def _count(done: CursorResult[Any]) -> int:
    return done.rowcount


def _described() -> Select[Any]:
    """Select deliveries with all that a sender and an operator want to know of them."""
    answered = deliveries.alias()
    reply_to = (
        select(answered.c.message)
        .where(answered.c.post == posts.c.reply_to, answered.c.message.is_not(None))
        .order_by(answered.c.part)
        .limit(1)
        .scalar_subquery()
    )
    changed = deliveries.alias()
    edits = (
        select(changed.c.message)
        .where(changed.c.post == posts.c.edits, changed.c.part == deliveries.c.part)
        .scalar_subquery()
    )
    return (
        select(
            deliveries,
            posts.c.what,
            posts.c.kind,
            posts.c.parts,
            contents.c.body,
            chats.c.platform,
            chats.c.account,
            chats.c.chat.label("place"),
            chats.c.thread,
            chats.c.kind.label("chat_kind"),
            reply_to.label("reply_to_message"),
            edits.label("edits_message"),
        )
        .join(posts, posts.c.id == deliveries.c.post)
        .join(contents, contents.c.id == deliveries.c.content)
        .join(chats, chats.c.id == deliveries.c.chat)
    )


def _delivery(row: AnyRow) -> Delivery:
    return Delivery(
        id=row.id,
        post=row.post,
        chat=row.chat,
        address=Address(row.platform, row.account, row.place, row.thread),
        what=row.what,
        kind=row.kind,
        part=row.part,
        parts=row.parts,
        state=DeliveryState(row.state),
        payload=json.loads(row.body),
        not_before=row.not_before,
        created=row.created,
        attempts=row.attempts,
        message=row.message,
        reply_to_message=row.reply_to_message,
        error=row.error,
        sent=row.sent,
        retried_unknown=row.retried_unknown,
        group=row.chat_kind != ChatKind.PRIVATE,
        edits=row.edits_message,
    )
