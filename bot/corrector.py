"""Puts right what was told: messages are changed, or a short reply says what is not so any more.

Once a story whose articles were changed or withdrawn is settled, every chat that was told of it is
looked at (`storage.corrections`). What it was told is always compared from the beginning: a second
correction does not build on the first, and doing it twice queues nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from bot.corrections import Correction, find
from bot.errata import corrected, notes, notice
from bot.hours import quiet_until
from bot.post import Line, Post, from_json, to_json
from bot.render import Render
from bot.updates import said, told_in
from bot.wording import Interpreter, base, fitted, spoken, translation
from storage.model import Chat, Json, Outgoing, PostRecord, Wording
from storage.store import Store, Transaction
from summarizer.model import Article, Brief

AT_ONCE = 100
"""Stories, then chats, looked at in one transaction."""

KIND = "correction"
"""Of the posts that put something right."""


class Corrector:
    """Corrects what chats were told.

    Args:
        renders: by platform; chats of other platforms wait for a process that has theirs.
        editing: platforms on which a message can be changed.
        clock: gives the time, aware and in UTC.
        interpreter: words what takes the place of a translated statement.
    """

    def __init__(
        self,
        store: Store,
        renders: Mapping[str, Render],
        editing: Collection[str],
        clock: Callable[[], datetime],
        interpreter: Interpreter | None = None,
    ) -> None:
        self._interpreter = interpreter
        self._store = store
        self._renders = renders
        self._editing = editing
        self._clock = clock

    async def correct(self) -> int:
        """Queue every correction that is due.

        Returns:
            How many posts.

        Raises: storage.errors.StorageError.
        """
        while await self._spread():
            pass
        queued = 0
        while True:
            await self._word()
            async with self._store.writing() as tx:
                now = self._clock()
                due = await tx.corrections.due(now, tuple(self._renders), AT_ONCE)
                if not due:
                    return queued
                for story, pairs in groupby(due, key=lambda pair: pair[1]):
                    chats = [chat for chat, _ in pairs]
                    queued += await self._correct(tx, story, chats, now)
                await tx.commit()

    async def _word(self) -> None:
        """Have the newest briefs of what is due translated, outside of any transaction."""
        if self._interpreter is None or not self._interpreter.works:
            return
        async with self._store.writing() as tx:  # of which nothing is kept
            due = await tx.corrections.due(self._clock(), tuple(self._renders), AT_ONCE)
            chats = await tx.chats.get_many(sorted({chat for chat, _ in due}))
            newest = await tx.briefs.newest(sorted({story for _, story in due}))
        keys = {translation(*newest[story], spoken(chats[chat])) for chat, story in due
                if story in newest and chat in chats}  # fmt: skip
        await self._interpreter.settle(key for key in keys if key)

    async def _spread(self) -> int:
        async with self._store.writing() as tx:
            taken = await tx.corrections.spread(self._clock(), AT_ONCE)
            await tx.commit()
        return taken

    async def _correct(self, tx: Transaction, story: int, ids: Sequence[int], now: datetime) -> int:
        chats = await tx.chats.get_many(ids)
        told = {id_: await tx.deliveries.posts_of(id_, story) for id_ in ids}
        records = [record for found in told.values() for record in found]
        heads = await tx.stories.heads(ids=[story])
        version = heads[0].version if heads else 0
        right = await _Right.of(tx, records)
        outgoing: list[Outgoing] = []
        done: list[tuple[int, int]] = []
        for id_ in ids:
            chat, found = chats[id_], told[id_]
            quiet = quiet_until(chat, now)
            posts, notices = self._posts(chat, story, version, found, right, now)
            if notices and quiet:
                await tx.corrections.put_off(id_, story, quiet)
            else:
                outgoing += notices
                done.append((id_, story))
            outgoing += posts
        queued = await tx.deliveries.queue(outgoing, now)
        await tx.corrections.done(done)
        return len(queued)

    def _posts(
        self,
        chat: Chat,
        story: int,
        version: int,
        records: Sequence[PostRecord],
        right: "_Right",
        now: datetime,
    ) -> tuple[list[Outgoing], list[Outgoing]]:
        """Give the changes of a chat's messages, and the notice for those that cannot be."""
        told = [record for record in reversed(records) if record.kind != KIND]
        before = [record for record in records if record.kind == KIND]
        what = f"{KIND}:{story}:{version}"
        changes: list[Outgoing] = []
        left: list[PostRecord] = []
        for record in told:
            change = self._change(chat, record, before, right)
            if change is None:
                left.append(record)
            elif change.only:
                changes.append(_outgoing(change, f"{what}:{record.id}", record, now, record.id))
        wrong = [record for record in left if story in right.wrong(record)]
        notice = self._notice(chat, story, wrong, before, right) if wrong else None
        return changes, [_outgoing(notice, what, wrong[0], now, None)] if notice else []

    def _notice(
        self,
        chat: Chat,
        story: int,
        wrong: Sequence[PostRecord],
        before: Sequence[PostRecord],
        right: "_Right",
    ) -> "_Change | None":
        """Give the message that says what was not said yet of posts that cannot be changed."""
        noted = {line for one in before if not one.edits for line in _lines(from_json(one.post))}
        lines: dict[Line, None] = {}
        for record in wrong:
            lines |= dict.fromkeys(notes(from_json(record.post), right.wrong(record)[story]))
        fresh = [line for line in lines if line not in noted]
        if not fresh:
            return None
        first = wrong[0]
        post = notice(from_json(first.post), right.wrong(first)[story], fresh)
        return _Change(post, self._renders[chat.address.platform](post), None)

    def _change(
        self,
        chat: Chat,
        record: PostRecord,
        before: Sequence[PostRecord],
        right: "_Right",
    ) -> "_Change | None":
        """Give how a post is to read, with the parts that differ; None if it cannot be changed.

        It cannot where the platform does not let us, or where it would have another number of
        parts: nothing can be put between two messages.
        """
        if chat.address.platform not in self._editing:
            return None
        render = self._renders[chat.address.platform]
        newest = next((one for one in before if one.edits == record.id), record)
        shown, wanted = from_json(newest.post), right.read(record)
        if shown == wanted:
            return _Change(wanted, (), frozenset())
        old, new = render(shown), render(wanted)
        if len(new) != len(record.messages):
            return None
        only = {n for n, part in enumerate(new) if n >= len(old) or part != old[n]}
        return _Change(wanted, new, frozenset(only))


def _outgoing(
    change: "_Change", what: str, record: PostRecord, now: datetime, edits: int | None
) -> Outgoing:
    return Outgoing(
        chat=record.chat,
        what=what,
        kind=KIND,
        parts=change.parts,
        post=to_json(change.post),
        why=record.why,
        stories=record.stories,
        sequences=record.sequences,
        not_before=now,
        reply_to=None if edits else record.id,
        edits=edits,
        only=change.only,
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """A post on its way out; `only` names the parts to be sent, None for all."""

    post: Post
    parts: tuple[Json, ...]
    only: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class _Right:
    """What is wrong by now with briefs that were told, each looked at once.

    Attributes:
        told: by number.
        newest: what stands of each story, with its number.
        worded: the same in other words.
        articles: those that the told briefs were made from, as they are now.
    """

    told: Mapping[int, Brief]
    newest: Mapping[int, tuple[int, Brief]]
    worded: Mapping[Wording, Brief]
    articles: Mapping[str, Article]
    found: dict[tuple[int, str], Correction]

    @classmethod
    async def of(cls, tx: Transaction, records: Sequence[PostRecord]) -> "_Right":
        told = await tx.briefs.numbered([n for record in records for n in record.sequences])
        newest = await tx.briefs.newest(sorted({s for record in records for s in record.stories}))
        worded = await tx.wordings.of([*told, *(sequence for sequence, _ in newest.values())])
        cited = {source.article for brief in told.values() for source in brief.sources}
        return cls(told, newest, worded, await tx.articles.get(sorted(cited)), {})

    def wrong(self, record: PostRecord) -> dict[int, Correction]:
        """Give what is wrong with a post, by story."""
        wrong = {}
        for story, sequence in zip(record.stories, record.sequences, strict=True):
            if sequence in self.told:
                found = self._found(story, self._as_told(sequence, record), sequence)
                if found:
                    wrong[story] = found
        return wrong

    def _as_told(self, sequence: int, record: PostRecord) -> Brief:
        """Give a brief in the words in which a post told it, what was told as new among them."""
        brief, post = self.told[sequence], from_json(record.post)
        text = said(post)
        here = self.worded.get(Wording(sequence, 0, base(post.language)), brief)
        told = here if any(words in text for words in _statements(here)) else brief
        news = [
            claim
            for key, one in self.worded.items()
            if key.sequence == sequence and key.since
            for claim in one.summary
            if claim.text in text
        ]
        return replace(told, summary=tuple(dict.fromkeys((*told.summary, *news))))

    def _found(self, story: int, told: Brief, sequence: int) -> Correction:
        key = (sequence, said(told_in(told)))
        if key not in self.found:
            cited = {s.article: self.articles[s.article] for s in told.sources
                     if s.article in self.articles}  # fmt: skip
            self.found[key] = find(told, cited, self._newest(story, told.language))
        return self.found[key]

    def _newest(self, story: int, language: str) -> Brief | None:
        if story not in self.newest:
            return None
        sequence, brief = self.newest[story]
        return fitted(self.worded.get(Wording(sequence, 0, language)), brief)

    def read(self, record: PostRecord) -> Post:
        """Give a post as it should read now."""
        post = from_json(record.post)
        for found in self.wrong(record).values():
            post = corrected(post, found)
        return post


def _statements(brief: Brief) -> list[str]:
    return [brief.headline, *(claim.text for claim in (*brief.summary, *brief.outcomes))]


def _lines(post: Post) -> tuple[Line, ...]:
    return tuple(line for block in post.blocks for line in block.lines)
