"""From new briefs to posts in the outbox: who is to hear of a story, and in which words.

Two steps, each a transaction that can be cut off and run again. `spread` looks at each brief once
and leaves an alert for every chat that it is for; `compose` makes the alerts that are due into
posts. Between the two, alerts gather, quiet hours pass, and a newer brief takes an older's place.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

import structlog

from bot import compose
from bot.alerts import Manners, alert_for, fold, reason_of
from bot.post import from_json, to_json
from bot.reasons import to_json as reasons_to_json
from bot.render import Render
from bot.updates import joined, told_in, whats_new
from bot.wording import Interpreter, fitted, spoken, translation, wanted_by
from storage.model import (
    Alert,
    Chat,
    ChatState,
    Filter,
    Json,
    Outgoing,
    Subscription,
    Told,
    Wording,
)
from storage.store import Store, Transaction
from summarizer.model import Brief

log = structlog.get_logger()

SPREAD_AT_ONCE = 50
"""Briefs looked at in one transaction."""

COMPOSED_AT_ONCE = 200
"""Chats whose posts are queued in one transaction."""

WORDED_AT_ONCE = 8
"""Wordings written side by side; few, so that no slow model outlives their lease."""

LOOKED_AT_ONCE = 10_000
"""Chats among which those are looked for that need not wait for words."""


class Announcer:
    """Tells chats of new briefs.

    Args:
        renders: by platform; alerts of other platforms wait for a process that has theirs.
        clock: gives the time, aware and in UTC.
        interpreter: words briefs for chats that need other words; None where nobody can.
    """

    def __init__(
        self,
        store: Store,
        renders: Mapping[str, Render],
        manners: Manners,
        clock: Callable[[], datetime],
        interpreter: Interpreter | None = None,
    ) -> None:
        self._interpreter = interpreter
        self._store = store
        self._renders = renders
        self._manners = manners
        self._clock = clock

    async def spread(self) -> int:
        """Leave an alert for every chat that a new brief is for.

        Returns:
            How many briefs were looked at.
        """
        looked = 0
        while True:
            async with self._store.writing() as tx:
                heads = await tx.briefs.unannounced(SPREAD_AT_ONCE)
                if not heads:
                    return looked
                now = self._clock()
                listeners = await _listeners(tx)
                told = await tx.deliveries.told_of([head.id for head in heads])
                alerts = [
                    alert
                    for head in heads
                    for one in listeners
                    if (
                        alert := alert_for(
                            head,
                            one.chat,
                            one.subscriptions,
                            one.filters,
                            told.get((one.chat.id, head.id)),
                            now,
                            self._manners,
                        )
                    )
                ]
                await tx.alerts.put(alerts)
                await tx.briefs.announced([head.sequence for head in heads])
                await tx.commit()
            looked += len(heads)

    async def compose(self) -> int:
        """Queue the posts of the alerts that are due.

        Chats that need words which are still to be written are left alone; see `word`.

        Returns:
            How many posts.
        """
        queued = 0
        now = self._clock()
        while ready := await self._ready(now):
            for start in range(0, len(ready), COMPOSED_AT_ONCE):
                queued += await self._queue(now, ready[start : start + COMPOSED_AT_ONCE])
        return queued

    async def word(self) -> AsyncIterator[int]:
        """Have the words written that keep alerts waiting; gives how many when they are there.

        Those that cannot be had are waited for no longer: then the brief itself goes out.
        """
        interpreter = self._interpreter
        if interpreter is None:
            return
        while True:
            async with self._store.reading() as tx:
                due = await self._due(tx, self._clock(), LOOKED_AT_ONCE)
                wanted = await self._missing(tx, due)
            # In the order of the chats, those who wait longest first.
            missing = list(dict.fromkeys(chain.from_iterable(map(sorted, wanted.values()))))
            if not missing:
                return
            now = missing[:WORDED_AT_ONCE]
            await interpreter.settle(now)
            yield len(now)

    async def _ready(self, due_by: datetime) -> list[int]:
        """Give chats with alerts that can be told."""
        async with self._store.reading() as tx:
            due = await self._due(tx, due_by, LOOKED_AT_ONCE)
            wanted = await self._missing(tx, due)
        return [chat for chat in due if chat not in wanted]

    async def _queue(self, due_by: datetime, only: Sequence[int]) -> int:
        """Queue the posts of some chats.

        Args:
            due_by: alerts that come due later are left alone.
            only: of these chats.

        Returns:
            How many posts.
        """
        async with self._store.writing() as tx:
            await tx.deliveries.lock()
            due = await self._due(tx, due_by, len(only), only)
            # A newer brief may have come since they were found ready.
            for chat in await self._missing(tx, due):
                del due[chat]
            now = self._clock()
            composer = await _Composer.prepare(tx, due, self._renders, self._manners, now)
            outgoing = [
                post
                for chat, alerts in due.items()
                for post in await composer.posts(tx, chat, alerts)
            ]
            await tx.deliveries.queue(outgoing, now)
            await tx.alerts.done([alert for alerts in due.values() for alert in alerts])
            await tx.commit()
        return len(outgoing)

    async def _due(
        self, tx: Transaction, due_by: datetime, limit: int, only: Sequence[int] | None = None
    ) -> dict[int, Sequence[Alert]]:
        return dict(await tx.alerts.due(due_by, tuple(self._renders), limit, only))

    async def _missing(
        self, tx: Transaction, due: Mapping[int, Sequence[Alert]]
    ) -> dict[int, set[Wording]]:
        """Give the words that are still to be written, by the chats that wait for them."""
        interpreter = self._interpreter
        if interpreter is None or not interpreter.works:
            return {}
        wanted = await wanted_by(tx, due)
        missing = await interpreter.missing(tx, chain.from_iterable(wanted.values()))
        waits = {chat: keys & missing for chat, keys in wanted.items()}
        return {chat: keys for chat, keys in waits.items() if keys}


@dataclass(frozen=True, slots=True)
class _Listener:
    chat: Chat
    subscriptions: Sequence[Subscription]
    filters: Sequence[Filter]


async def _listeners(tx: Transaction) -> list[_Listener]:
    """Give the active chats that follow or watch anything, with what that is."""
    chats = await tx.chats.all(state=ChatState.ACTIVE)
    subscriptions = await tx.subscriptions.of_many([chat.id for chat in chats])
    filters = await tx.filters.of_many([chat.id for chat in chats])
    return [
        _Listener(chat, subscriptions.get(chat.id, ()), filters.get(chat.id, ()))
        for chat in chats
        if chat.id in subscriptions or chat.id in filters
    ]


@dataclass(frozen=True, slots=True)
class _Composer:
    """Makes posts; those that many chats get alike are made once."""

    chats: Mapping[int, Chat]
    briefs: Mapping[int, tuple[int, Brief]]
    worded: Mapping[Wording, Brief]
    earlier: Mapping[int, Brief]
    told: Mapping[tuple[int, int], Told]
    renders: Mapping[str, Render]
    manners: Manners
    now: datetime
    made: dict[tuple[object, ...], tuple[Json, tuple[Json, ...]]]

    @classmethod
    async def prepare(
        cls,
        tx: Transaction,
        due: Mapping[int, Sequence[Alert]],
        renders: Mapping[str, Render],
        manners: Manners,
        now: datetime,
    ) -> "_Composer":
        stories = sorted({alert.story for alerts in due.values() for alert in alerts})
        briefs = await tx.briefs.newest(stories)
        told = await tx.deliveries.told_of(stories, list(due))
        return cls(
            chats=await tx.chats.get_many(list(due)),
            briefs=briefs,
            worded=await tx.wordings.of([sequence for sequence, _ in briefs.values()]),
            earlier=await tx.briefs.numbered([how.sequence for how in told.values()]),
            told=told,
            renders=renders,
            manners=manners,
            now=now,
            made={},
        )

    async def posts(self, tx: Transaction, chat_id: int, alerts: Sequence[Alert]) -> list[Outgoing]:
        chat = self.chats.get(chat_id)
        if chat is None or chat.state is not ChatState.ACTIVE:
            return []
        waiting = [alert for alert in alerts if alert.story in self.briefs]
        told = {a.story: t for a in waiting if (t := self.told.get((chat.id, a.story)))}
        batch = fold(waiting, told, self.manners)
        outgoing = [self._new(chat, (alert,)) for alert in batch.alone]
        if batch.together:
            outgoing.append(self._new(chat, batch.together))
        for alert in batch.updates:
            if post := await self._update(tx, chat, alert, told[alert.story]):
                outgoing.append(post)
        return outgoing

    def _brief(self, chat: Chat, story: int) -> Brief:
        """Give a story's newest brief in the chat's language, if it is there in that."""
        sequence, brief = self.briefs[story]
        key = translation(sequence, brief, spoken(chat))
        return fitted(self.worded.get(key) if key else None, brief)

    def _new(self, chat: Chat, alerts: Sequence[Alert]) -> Outgoing:
        briefs = [self._brief(chat, alert.story) for alert in alerts]
        key = (
            chat.address.platform, chat.language, chat.zone, chat.length,
            *((alert.story, alert.sequence) for alert in alerts),
        )  # fmt: skip
        if key not in self.made:
            post = (
                compose.brief(briefs[0], chat)
                if len(briefs) == 1
                else compose.roundup(briefs, chat)
            )
            self.made[key] = (to_json(post), self.renders[chat.address.platform](post))
        post_json, parts = self.made[key]
        stories = tuple(alert.story for alert in alerts)
        what = f"story:{stories[0]}" if len(stories) == 1 else f"stories:{alerts[-1].sequence}"
        return self._outgoing(chat, alerts, what, "alert", post_json, parts)

    async def _update(
        self, tx: Transaction, chat: Chat, alert: Alert, told: Told
    ) -> Outgoing | None:
        """Tell what is new against everything that the chat was told of the story so far."""
        records = await tx.deliveries.posts_of(chat.id, alert.story)
        before = joined(from_json(record.post) for record in records)
        sequence, brief = self.briefs[alert.story]
        if brief.language != spoken(chat) and told.sequence in self.earlier:
            # Two translations differ in words that mean the same: what is new, the originals tell.
            known = joined((before, told_in(self.earlier[told.sequence])))
            if not whats_new(brief, known):
                return None
        here = self._brief(chat, alert.story)
        worded = self.worded.get(Wording(sequence, told.sequence, here.language))
        post = compose.update(here, before, chat, worded)
        if post is None:
            return None
        parts = self.renders[chat.address.platform](post)
        what = f"update:{alert.story}:{alert.sequence}"
        outgoing = self._outgoing(chat, (alert,), what, "update", to_json(post), parts)
        return replace(outgoing, reply_to=told.post)

    def _outgoing(
        self,
        chat: Chat,
        alerts: Sequence[Alert],
        what: str,
        kind: str,
        post: Json,
        parts: tuple[Json, ...],
    ) -> Outgoing:
        return Outgoing(
            chat=chat.id,
            what=what,
            kind=kind,
            parts=parts,
            post=post,
            why=reasons_to_json({alert.story: reason_of(alert) for alert in alerts}),
            stories=tuple(alert.story for alert in alerts),
            sequences=tuple(alert.sequence for alert in alerts),
            not_before=self.now,
        )
