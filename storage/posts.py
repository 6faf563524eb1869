"""What is said in chats: posts, the messages they became, and which stories they told."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import dump
from storage.contents import drop_orphans, guard, keep, of_posts
from storage.dialect import AnyRow, Lock, batches, insert, insert_many, lock
from storage.merges import current
from storage.model import DeliveryState, Json, Outgoing, PostRecord, Told
from storage.splits import homes
from storage.tables import briefs, chats, contents, deliveries, posts, told

_ARRIVES = (
    select(deliveries.c.id)
    .where(
        deliveries.c.post == told.c.post,
        deliveries.c.state.not_in([DeliveryState.DEAD, DeliveryState.CANCELLED]),
    )
    .exists()
)
"""Whether the post of a row of `told` has a part that its reader saw or may yet see."""

PURGED = 1000
"""Posts that `Posts.purge` drops in one statement."""


class Posts:
    """The posts, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self) -> None:
        """Let nobody else tell stories until the transaction ends.

        Who looks what a chat was told and then tells it more asks for this first: two who look
        at the same time would both find the story new.
        """
        await lock(self._connection, Lock.TELLING)

    async def queue(self, outgoing: Sequence[Outgoing], now: datetime) -> tuple[int, ...]:
        """Put posts into the outbox and remember which stories they tell.

        A post whose key its chat has already is skipped, and so is one for a chat that is gone.

        Args:
            outgoing: in sending order; payloads that are one object are written once.
            now: the time.

        Returns:
            Ids of the posts that are new, in the order given.
        """
        wanted: dict[tuple[int, str], Outgoing] = {}
        there = await self._existing({post.chat for post in outgoing})
        for post in outgoing:
            if post.chat in there:
                wanted.setdefault((post.chat, post.what), post)
        if not wanted:
            return ()
        written = _Written()
        bodies = {
            key: (written(post.post), tuple(map(written, post.parts)))
            for key, post in wanted.items()
        }
        kept = await keep(
            self._connection, {text for whole, parts in bodies.values() for text in (whole, *parts)}
        )
        made = await self._connection.execute(
            insert(self._connection, posts)
            .on_conflict_do_nothing(index_elements=["chat", "what"])
            .returning(posts.c.id, posts.c.chat, posts.c.what),
            [_post(post, kept[bodies[key][0]], now) for key, post in wanted.items()],
        )
        ids = {(row.chat, row.what): row.id for row in made}
        new = {key: post for key, post in wanted.items() if key in ids}
        parts = [
            _part(post, ids[key], number, kept[text], now)
            for key, post in new.items()
            for number, text in enumerate(bodies[key][1])
            if post.only is None or number in post.only
        ]
        await insert_many(self._connection, deliveries, parts)
        await self._remember(new, ids)
        return tuple(ids[key] for key in new)

    async def _existing(self, ids: set[int]) -> set[int]:
        found: set[int] = set()
        for batch in batches(sorted(ids)):
            found.update(
                await self._connection.scalars(select(chats.c.id).where(chats.c.id.in_(batch)))
            )
        return found

    async def _remember(
        self, new: Mapping[tuple[int, str], Outgoing], ids: Mapping[tuple[int, str], int]
    ) -> None:
        unnumbered = {s for post in new.values() if not post.sequences for s in post.stories}
        newest: dict[int, int] = {}
        for batch in batches(sorted(unnumbered)):
            rows = await self._connection.execute(
                select(briefs.c.story, func.max(briefs.c.sequence).label("sequence"))
                .where(briefs.c.story.in_(batch))
                .group_by(briefs.c.story)
            )
            newest |= {row.story: row.sequence for row in rows}
        made_of = sorted({story for post in new.values() for story in post.stories})
        part_of = await current(self._connection, made_of)
        told_by = {key: _told_by(post, newest) for key, post in new.items()}
        left = await homes(self._connection, {one for by in told_by.values() for one in by.items()})
        rows_ = [
            {"chat": key[0], "story": story, "post": ids[key], "sequence": sequence}
            for key, by in told_by.items()
            for story, sequence in _standing(by, _places(by, part_of, left)).items()
        ]
        await insert_many(self._connection, told, rows_)

    async def post(self, id: int) -> PostRecord | None:  # noqa: A002
        """Give a post with what became of it."""
        return next(iter(await self._records(posts.c.id == id, 1)), None)

    async def by_message(self, chat: int, message: str) -> PostRecord | None:
        """Give the post that a message of a chat belongs to, by the platform's id of it.

        A message that was changed belongs to the post that it was at first. An id that has parts
        ("thread/message") is found by its last part as well.
        """
        ids = deliveries.c.message
        for same in (ids == message, ids.endswith(f"/{message}", autoescape=True)):
            sent = select(deliveries.c.post).where(deliveries.c.chat == chat, same)
            condition = posts.c.id.in_(sent) & posts.c.edits.is_(None)
            if found := await self._records(condition, 1):
                return found[0]
        return None

    async def recent_posts(self, chat: int, limit: int) -> tuple[PostRecord, ...]:
        """Give the newest posts of a chat, newest first."""
        return await self._records(posts.c.chat == chat, limit)

    async def posts_of(self, chat: int, story: int) -> tuple[PostRecord, ...]:
        """Give the posts that told a chat of a story, newest first; see `told_of`."""
        telling = select(told.c.post).where(told.c.chat == chat, told.c.story == story, _ARRIVES)
        return await self._records(posts.c.id.in_(telling), None)

    async def told(self, chat: int, stories: Sequence[int]) -> dict[int, Told]:
        """Tell which of these stories a chat was told of, and how; see `told_of`."""
        found = await self._told(stories, told.c.chat == chat)
        return {story: how for (_, story), how in found.items()}

    async def told_of(
        self, stories: Sequence[int], chats: Sequence[int] | None = None
    ) -> dict[tuple[int, int], Told]:
        """Tell which chats were told of these stories, by chat and story.

        What surely never arrived (dead, cancelled) was not told. What waits, or whose fate is
        unknown, was.

        Args:
            stories: by their ids.
            chats: only these; None for all. No more than one statement can take.
        """
        return await self._told(stories, true() if chats is None else told.c.chat.in_(chats))

    async def _told(
        self, stories: Sequence[int], condition: ColumnElement[bool]
    ) -> dict[tuple[int, int], Told]:
        found: dict[tuple[int, int], Told] = {}
        for batch in batches(stories):
            rows = await self._connection.execute(
                select(told.c.chat, told.c.story, told.c.post, told.c.sequence, posts.c.created)
                .join(posts, posts.c.id == told.c.post)
                .where(told.c.story.in_(batch), condition, _ARRIVES)
                .order_by(told.c.post)
            )
            for chat, story, post, sequence, at in rows:
                first = found.get((chat, story), Told(post, sequence, at))
                found[chat, story] = Told(
                    first.post, max(first.sequence, sequence), max(first.at, at)
                )
        return found

    async def purge(self, before: datetime) -> int:
        """Drop posts queued before a time that have nothing left to send; gives how many.

        What hangs on them goes too: replies to them are plain questions, and their stories may be
        told again.
        """
        await guard(self._connection)
        waiting = (
            select(deliveries.c.id)
            .where(deliveries.c.post == posts.c.id, deliveries.c.open.is_(True))
            .exists()
        )
        dropped = 0
        while True:
            ids = (
                await self._connection.scalars(
                    select(posts.c.id).where(posts.c.created < before, ~waiting).limit(PURGED)
                )
            ).all()
            if not ids:
                return dropped
            said = await of_posts(self._connection, ids)
            await self._connection.execute(delete(posts).where(posts.c.id.in_(ids)))
            await drop_orphans(self._connection, said)
            dropped += len(ids)

    async def _records(
        self, condition: ColumnElement[bool], limit: int | None
    ) -> tuple[PostRecord, ...]:
        rows = (
            await self._connection.execute(
                select(posts, contents.c.body)
                .join(contents, contents.c.id == posts.c.content)
                .where(condition)
                .order_by(posts.c.id.desc())
                .limit(limit)
            )
        ).all()
        stories: dict[int, dict[int, int]] = defaultdict(dict)
        messages: dict[int, list[str | None]] = defaultdict(list)
        for batch in batches([row.id for row in rows]):
            telling = await self._connection.execute(
                select(told.c.post, told.c.story, told.c.sequence)
                .where(told.c.post.in_(batch))
                .order_by(told.c.post, told.c.story)
            )
            for post, story, sequence in telling:
                stories[post][story] = sequence
            parts = await self._connection.execute(
                select(deliveries.c.post, deliveries.c.message)
                .where(deliveries.c.post.in_(batch))
                .order_by(deliveries.c.post, deliveries.c.part)
            )
            for post, message in parts:
                messages[post].append(message)
        return tuple(_record(row, stories[row.id], messages[row.id]) for row in rows)


class _Written:
    """JSON of objects, written once for each object; they must live as long as this."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def __call__(self, value: Json) -> str:
        text = self._texts.get(id(value))
        if text is None:
            text = self._texts[id(value)] = dump(value)
        return text


def _told_by(post: Outgoing, newest: Mapping[int, int]) -> dict[int, int]:
    """Give the number of the brief that a post tells for each of its stories."""
    if post.sequences:
        return dict(zip(post.stories, post.sequences, strict=True))
    return {story: newest.get(story, 0) for story in post.stories}


def _places(
    told_by: Mapping[int, int],
    part_of: Mapping[int, int],
    left: Mapping[tuple[int, int], int],
) -> dict[int, int]:
    """Say where each story that a post tells is by now."""
    return {
        story: left.get((story, sequence), part_of[story]) for story, sequence in told_by.items()
    }


def _standing(told_by: Mapping[int, int], part_of: Mapping[int, int]) -> dict[int, int]:
    """Put the story that one became part of, since its post was made, in its place.

    A story that is told beside that other one stays, so that each line can still be put right.
    """
    found = {story: told_by[story] for story in told_by if part_of[story] == story}
    for story in sorted(told_by.keys() - found):
        place = part_of[story]
        found[story if place in found else place] = told_by[story]
    return found


def _post(post: Outgoing, content: int, now: datetime) -> dict[str, Any]:
    return {
        "chat": post.chat,
        "what": post.what,
        "kind": post.kind,
        "content": content,
        "why": dict(post.why),
        "parts": len(post.parts),
        "reply_to": post.reply_to,
        "edits": post.edits,
        "created": now,
    }


def _part(post: Outgoing, id_: int, number: int, content: int, now: datetime) -> dict[str, Any]:
    return {
        "post": id_,
        "chat": post.chat,
        "part": number,
        "content": content,
        "state": DeliveryState.QUEUED,
        "open": True,
        "not_before": post.not_before,
        "created": now,
        "attempts": 0,
        "retried_unknown": False,
    }


def _record(row: AnyRow, stories: Mapping[int, int], messages: Sequence[str | None]) -> PostRecord:
    return PostRecord(
        id=row.id,
        chat=row.chat,
        what=row.what,
        kind=row.kind,
        post=json.loads(row.body),
        why=row.why,
        stories=tuple(stories),
        created=row.created,
        messages=tuple(messages),
        sequences=tuple(stories.values()),
        edits=row.edits,
    )
