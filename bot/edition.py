"""An edition: the digest of one chat at one hour, read from the store.

The choosing is `bot.digest`'s; this reads what it needs, in one snapshot, and asks for the opening
outside of it. Nothing here writes: who queues an edition moves the chat's cursor to its `through`
in the same transaction.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.catalogue import Words, words
from bot.digest import STORIES, Candidate, Choice, choose, rank
from bot.messages import labels
from bot.post import from_json
from bot.reasons import Reason, decide, to_json
from bot.taste import NO_TASTE, Taste, taste
from bot.updates import joined, told_in, whats_new
from storage.model import About, Chat, Json, PostRecord, Subscription, Told
from storage.store import Store, Transaction
from summarizer.model import Brief, Claim, Digest, DigestSection

Worded = Callable[[Sequence[tuple[int, Brief]], str], Awaitable[tuple[Brief, ...]]]
"""Gives briefs, with their numbers, in a language as far as that can be had: `Desk.worded`."""

Opening = Callable[[Sequence[Brief], str], Awaitable[tuple[Claim, ...]]]
"""Writes the first lines of a digest in a language: `Desk.opening`."""

MOST_STORIES = 500
"""How many stories are looked at, newest first: what lies behind them no digest has room for."""

RATED = 100
"""How many rated stories a chat's taste is learnt from, those rated last."""

_RECENT_POSTS = 50
"""How far back the last digest is looked for."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest with what has to be kept of it.

    Attributes:
        digest: without sections when there is nothing to tell.
        reasons: what brought each story, by its id.
        after, through: it covers the briefs with numbers above the one, up to the other.
        sequences: numbers of the briefs that it tells, in the order of `stories`.
        told: what the chat was told of these stories before, as numbers of briefs.
    """

    digest: Digest
    reasons: Mapping[int, Reason]
    after: int
    through: int
    sequences: tuple[int, ...]
    told: Mapping[int, int]

    @property
    def stories(self) -> tuple[int, ...]:
        """Ids of the stories that it tells, in order."""
        return tuple(b.story for section in self.digest.sections for b in section.briefs)

    @property
    def why(self) -> Json:
        """What `Outgoing.why` keeps of it."""
        return {**to_json(self.reasons), "after": self.after}

    def __bool__(self) -> bool:
        """Whether it tells anything."""
        return bool(self.digest.sections)


async def scheduled(
    store: Store, opening: Opening, chat: Chat, now: datetime, worded: Worded | None = None
) -> Edition:
    """Make the digest that is due: what came after the cursor and was not told, or has news.

    Args:
        store: what is read.
        opening: writes its first lines.
        chat: whose.
        now: for freshness.
        worded: gives the briefs in the chat's language; None leaves them as they are.

    Raises: storage.errors.StorageError, summarizer.errors.EngineFailed.
    """
    async with store.reading() as tx:
        material = await _gather(tx, chat, chat.cursor)
        through = await tx.briefs.last_sequence()
        told = await tx.deliveries.told(chat.id, [c.head.id for c in material.candidates])
        candidates = await _untold(tx, chat, material.candidates, told)
    choice = choose(candidates, material.subscriptions, chat.length, now)
    made = await _written(choice, opening, chat, chat.cursor, through, worded)
    return replace(made, told={s: told[s].sequence for s in made.stories if s in told})


async def is_overtaken(tx: Transaction, chat: Chat, made: Edition) -> bool:
    """Tell whether a chat was told of an edition's stories while that was made.

    Asked in the transaction that queues the edition, behind `tx.deliveries.lock()`.
    """
    told = await tx.deliveries.told(chat.id, made.stories)
    return {story: how.sequence for story, how in told.items()} != made.told


async def unscheduled(
    store: Store, opening: Opening, chat: Chat, now: datetime, worded: Worded | None = None
) -> Edition:
    """Make a digest because a reader asks: all that came after the cursor, told or not.

    Args: as of `scheduled`.

    Raises: storage.errors.StorageError, summarizer.errors.EngineFailed.
    """
    async with store.reading() as tx:
        material = await _gather(tx, chat, chat.cursor)
        through = await tx.briefs.last_sequence()
    choice = choose(material.candidates, material.subscriptions, chat.length, now)
    return await _written(choice, opening, chat, chat.cursor, through, worded)


async def left_out(
    store: Store, chat: Chat, now: datetime, page: int = 1, worded: Worded | None = None
) -> Edition:
    """Make a digest of what the last one, and the first page of `unscheduled`, left out.

    Args:
        store: what is read.
        chat: whose.
        now: for freshness.
        page: counts from 1; each has as many stories as a digest of the chat.
        worded: as of `scheduled`.

    Raises: storage.errors.StorageError.
    """
    async with store.reading() as tx:
        last = await _last_digest(tx, chat)
        after = min(int(last.why.get("after", chat.cursor)), chat.cursor) if last else chat.cursor
        material = await _gather(tx, chat, after)
        through = await tx.briefs.last_sequence()
    unseen = [c for c in material.candidates if c.head.sequence > chat.cursor]
    shown = {c.head.id for c in rank(unseen, now)[: STORIES[chat.length]]}
    shown |= set(last.stories) if last else set()
    rest = [c for c in material.candidates if c.head.id not in shown]
    skip = (page - 1) * STORIES[chat.length]
    choice = choose(rest, material.subscriptions, chat.length, now, skip=skip)
    return await _written(choice, None, chat, after, through, worded)


@dataclass(frozen=True, slots=True)
class _Material:
    subscriptions: Sequence[Subscription]
    candidates: tuple[Candidate, ...]


async def _gather(tx: Transaction, chat: Chat, after: int) -> _Material:
    subscriptions = await tx.subscriptions.of(chat.id)
    filters = await tx.filters.of(chat.id)
    heads = await tx.stories.heads(after_sequence=after, limit=MOST_STORIES)
    likes = await taste_of(tx, chat.id)
    candidates = (
        Candidate(head, head.brief, decide(head, subscriptions, filters), taste=likes.weigh(head))
        for head in heads
        if head.brief
    )
    return _Material(subscriptions, tuple(c for c in candidates if c.reason.wanted))


async def taste_of(tx: Transaction, chat: int) -> Taste:
    """Give what a chat's newest ratings of stories say."""
    sums: dict[int, int] = {}
    for one in await tx.feedback.of(chat):
        if one.about is About.STORY and (one.key in sums or len(sums) < RATED):
            sums[one.key] = sums.get(one.key, 0) + one.value
    if not sums:
        return NO_TASTE
    return taste((head, sums[head.id]) for head in await tx.stories.heads(ids=list(sums)))


async def _untold(
    tx: Transaction, chat: Chat, candidates: Sequence[Candidate], told: Mapping[int, Told]
) -> tuple[Candidate, ...]:
    """Keep stories that were never told, and mark those that were but have news."""
    kept = []
    for candidate in candidates:
        before = told.get(candidate.head.id)
        if before is None:
            kept.append(candidate)
        elif before.sequence < candidate.head.sequence and await _has_news(
            tx, chat, candidate.brief, before.sequence
        ):
            kept.append(replace(candidate, update=True))
    return tuple(kept)


async def _has_news(tx: Transaction, chat: Chat, brief: Brief, told: int) -> bool:
    records = await tx.deliveries.posts_of(chat.id, brief.story)
    posts = [from_json(record.post) for record in records]
    if brief.language != chat.language:  # it may have been told in another language
        earlier = await tx.briefs.numbered([told])
        posts += map(told_in, earlier.values())
    return bool(whats_new(brief, joined(posts)))


async def _last_digest(tx: Transaction, chat: Chat) -> PostRecord | None:
    recent = await tx.deliveries.recent_posts(chat.id, _RECENT_POSTS)
    return next((record for record in recent if record.kind == "digest"), None)


async def _written(
    choice: Choice,
    opening: Opening | None,
    chat: Chat,
    after: int,
    through: int,
    worded: Worded | None,
) -> Edition:
    t = words(chat.language)
    if worded:
        choice = await _in_words(choice, worded, chat)
    sections = tuple(
        DigestSection(section.topic, tuple(_brief(t, c) for c in section.stories))
        for section in choice.sections
    )
    told = [candidate for section in choice.sections for candidate in section.stories]
    briefs = [brief for section in sections for brief in section.briefs]
    first = await opening(briefs, chat.language) if opening and briefs else ()
    return Edition(
        digest=Digest(first, sections, choice.left_out),
        reasons={candidate.head.id: candidate.reason for candidate in told},
        after=after,
        through=through,
        sequences=tuple(candidate.head.sequence for candidate in told),
        told={},
    )


async def _in_words(choice: Choice, worded: Worded, chat: Chat) -> Choice:
    """Give a choice with the briefs in the chat's language."""
    told = [candidate for section in choice.sections for candidate in section.stories]
    briefs = await worded([(one.head.sequence, one.brief) for one in told], chat.language)
    by_story = {brief.story: brief for brief in briefs}
    sections = tuple(
        replace(
            section,
            stories=tuple(replace(one, brief=by_story[one.head.id]) for one in section.stories),
        )
        for section in choice.sections
    )
    return replace(choice, sections=sections)


def _brief(t: Words, candidate: Candidate) -> Brief:
    told = candidate.brief
    if not candidate.update:
        return told
    return replace(told, headline=labels.update_title(t, told.headline))
