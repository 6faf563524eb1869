"""What a command has at hand: who speaks, in which chat, when, and whom to ask."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.catalogue import Words, words
from bot.chats.growth import Grow
from bot.conversation.ports import Desk, Topic
from bot.conversation.said import Said
from bot.languages import moment
from bot.post import Post
from storage.errors import StorageError
from storage.model import Chat
from storage.store import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Talk:
    """One command or question on its way to an answer.

    Attributes:
        chat: as stored when it was said.
        now: when it was said, aware and in UTC.
        topics: on offer, by slug, in the order of configuration.
        fresh: how old news may be that break as alerts.
        grow: shows an answer while it is made; None where nobody watches.
    """

    said: Said
    chat: Chat
    now: datetime
    store: Store
    desk: Desk
    topics: Mapping[str, Topic]
    fresh: timedelta = timedelta(hours=24)
    grow: Grow | None = None

    @property
    def t(self) -> Words:
        """The words of the chat's language."""
        return words(self.chat.language)

    def tell_time(self, when: datetime) -> str:
        """Tell a time in the chat's zone and language."""
        return moment(when, self.chat.zone, self.chat.language)

    async def change(self, edit: Callable[[Chat], Chat]) -> Chat:
        """Change the chat's settings as they are stored by now, and give what they became."""
        async with self.store.writing() as tx:
            chat = edit(await tx.chats.get(self.chat.id) or self.chat)
            await tx.chats.save(chat)
            await tx.commit()
        return chat

    async def remember(
        self,
        question: str,
        answer: str | None,
        articles: Sequence[str],
        story: int | None = None,
    ) -> int | None:
        """Keep an exchange, so that the next question is understood from it.

        Returns:
            Its number; None when it could not be kept, which costs the reader no answer.
        """
        try:
            async with self.store.writing() as tx:
                turn = await tx.turns.add(
                    self.chat.id,
                    self.said.thread,
                    self.now,
                    question,
                    answer,
                    tuple(articles),
                    story=story,
                )
                await tx.commit()
        except StorageError as error:
            log.error("turn.lost", chat=self.chat.id, error=str(error))
            return None
        return turn


Command = Callable[[Talk, str], Awaitable[Post]]
"""What a command does with the words after it.

Raises: bot.conversation.errors.CannotDo; whatever the store and the desk raise.
"""
