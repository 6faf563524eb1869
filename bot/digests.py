"""Digests that are due: each chat's hour is served once, late rather than never.

An hour is claimed by a row that can exist once (chat and slot), in the transaction that queues the
digest and moves the chat's cursor. So a crash before it costs nothing but the composing, and two
processes that compose the same digest queue one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot import compose, edition
from bot.catalogue import words
from bot.conversation.ports import Topic
from bot.edition import Edition, Opening, Worded
from bot.hours import Occurrence, due, following
from bot.messages import timing
from bot.post import Post, to_json
from bot.render import Render
from storage.model import Chat, ChatState, Outgoing
from storage.store import Store
from summarizer.errors import SummarizerError

log = structlog.get_logger()

LOOKED_AT_ONCE = 100
"""Chats taken from the database in one look."""

RETRY = timedelta(minutes=1)
"""When a digest that could not be composed is tried again."""


@dataclass(frozen=True, slots=True)
class Digests:
    """Serves the chats whose hour has come.

    Attributes:
        opening: writes a digest's first lines.
        renders: by platform; chats of others are left to a process that has theirs.
        catch_up: how late a digest may still come.
        clock: gives the time, aware and in UTC.
        worded: gives briefs in a chat's language; None leaves them as they are.
    """

    store: Store
    opening: Opening
    renders: Mapping[str, Render]
    topics: Mapping[str, Topic]
    catch_up: timedelta
    clock: Callable[[], datetime]
    worded: Worded | None = None

    async def queue_due(self) -> int:
        """Queue every digest that is owed.

        Returns:
            How many.

        Raises: storage.errors.StorageError.
        """
        queued = 0
        while True:
            async with self.store.reading() as tx:
                chats = await tx.chats.digest_due(self.clock(), tuple(self.renders), LOOKED_AT_ONCE)
            if not chats:
                return queued
            for chat in chats:
                queued += await self._serve(chat)

    async def _serve(self, chat: Chat) -> bool:
        now = self.clock()
        owed = due(chat, now, self.catch_up)
        if owed is None:
            await self._look_again(chat, _next(chat, now))
            return False
        try:
            made = await edition.scheduled(self.store, self.opening, chat, now, self.worded)
        except SummarizerError as error:
            log.error("digest failed", chat=chat.id, error=str(error))
            await self._look_again(chat, now + RETRY)
            return False
        return await self._queue(chat, owed, made, now)

    async def _queue(self, chat: Chat, owed: Occurrence, made: Edition, now: datetime) -> bool:
        post = self._post(chat, made, now)
        async with self.store.writing() as tx:
            await tx.deliveries.lock()
            current = await tx.chats.get(chat.id)
            if current is None or current.state is not ChatState.ACTIVE:
                return False
            if (current.zone, current.digest) != (chat.zone, chat.digest):
                return False  # changed while we composed: the next look reads the new plan
            if await edition.is_overtaken(tx, chat, made):
                return False  # an alert told some of it meanwhile: the next look sees that
            claimed = await tx.occurrences.claim(chat.id, owed.slot, now)
            if claimed and post is not None:
                await tx.deliveries.queue(
                    [
                        Outgoing(
                            chat=chat.id,
                            what=f"digest:{owed.slot}",
                            kind="digest",
                            parts=self.renders[chat.address.platform](post),
                            post=to_json(post),
                            why=made.why,
                            stories=made.stories,
                            sequences=made.sequences,
                            not_before=now,
                        )
                    ],
                    now,
                )
            await tx.chats.advance(
                chat.id, made.through if claimed else current.cursor, _next(chat, now)
            )
            await tx.commit()
        return claimed and post is not None

    def _post(self, chat: Chat, made: Edition, now: datetime) -> Post | None:
        if made:
            return compose.digest(made.digest, chat, self.topics, now)
        return None if chat.quiet_digest else timing.nothing_new(words(chat.language))

    async def _look_again(self, chat: Chat, at: datetime | None) -> None:
        async with self.store.writing() as tx:
            await tx.chats.advance(chat.id, None, at)
            await tx.commit()


def _next(chat: Chat, now: datetime) -> datetime | None:
    coming = following(chat.digest, chat.zone, now)
    return coming.at if coming else None
