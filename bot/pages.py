"""What settings pages show, from the store; see `bot.chats.slack.page`."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from bot import access
from bot.access import Policy, Standing
from bot.chats.slack.page import Page
from bot.conversation.filters import muted
from bot.conversation.ports import Defaults, Topic
from bot.conversation.said import Said
from bot.gate import Book
from bot.zones import find as zones_named
from storage.model import Chat, FilterKind, Subscription, Target, UsageTotal
from storage.store import Store, Transaction

SPENT_OVER = timedelta(days=30)
"""What usage is summed over."""


class StoredPages:
    """Looks settings up in the store. Raises: storage.errors.StorageError.

    Args:
        topics: on offer, by slug.
        clock: gives the time, aware and in UTC.
        defaults: what a new chat starts with.
        policy, book: tell operators, who alone see what it costs.
    """

    def __init__(
        self,
        store: Store,
        topics: Mapping[str, Topic],
        clock: Callable[[], datetime],
        defaults: Defaults,
        policy: Policy,
        book: Book,
    ) -> None:
        self._store = store
        self._topics = topics
        self._clock = clock
        self._defaults = defaults
        self._policy = policy
        self._book = book

    async def page(self, said: Said) -> Page:
        """Give the settings of the chat in which something is said, for who says it."""
        grants = await self._book.grants()
        operates = access.standing(self._policy, grants, said) is Standing.OPERATOR
        topics = tuple((topic.slug, topic.title) for topic in self._topics.values())
        async with self._store.reading() as tx:
            usage = await self._usage(tx) if operates else None
            chat = await tx.chats.by_address(said.address)
            if chat is None:
                return Page(self._beginning(said), topics=topics, usage=usage)
            mine = await tx.subscriptions.of(chat.id)
            filters = await tx.filters.of(chat.id)
            followed = [await self._followed(tx, one) for one in mine]
        return Page(
            chat,
            followed=tuple(followed),
            topics=topics,
            watched=tuple(one.text for one in filters if one.kind is FilterKind.WATCH),
            muted=tuple(muted(filters)),
            usage=usage,
        )

    async def headlines(self, limit: int) -> tuple[str, ...]:
        """Give the headlines of the newest stories."""
        async with self._store.reading() as tx:
            heads = await tx.stories.heads(limit=limit, briefed=True)
        return tuple(head.brief.headline for head in heads if head.brief)

    def _beginning(self, said: Said) -> Chat:
        """Give a chat as it would begin."""
        first = asdict(self._defaults)
        if said.zone and zones_named(said.zone) == (said.zone,):
            first["zone"] = said.zone
        return Chat(0, said.address, said.kind, said.title, self._clock(), **first)

    async def _followed(self, tx: Transaction, one: Subscription) -> tuple[str, str]:
        if one.target is Target.TOPIC:
            return one.key, self._topics[one.key].title if one.key in self._topics else one.key
        feed = await tx.feeds.get(int(one.key))
        return f"feed {one.key}", (feed.title or feed.url) if feed else one.key

    async def _usage(self, tx: Transaction) -> tuple[UsageTotal, ...]:
        now = self._clock()
        return await tx.usage.totals(now - SPENT_OVER, now, "model")
