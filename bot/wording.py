"""Briefs in the words that chats need: in their language, and as what is new since they were told.

Each wording is written once and kept, however many chats read it. It is claimed before it is paid
for, so that of two processes one writes and the other waits. Where it cannot be had, the brief
itself goes out.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.updates import told_in, whats_new
from storage.model import Alert, Chat, ChatState, Wording
from storage.store import Store, Transaction
from summarizer.editor import Editor
from summarizer.model import UNDETERMINED, Brief, Story
from summarizer.withdrawal import without

log = structlog.get_logger()

LEASE = timedelta(minutes=10)
"""How long a wording is left to whoever claimed it; longer than a model may take for one."""

REST = timedelta(minutes=30)
"""How long one is left alone that could not be had."""

PATIENCE = 60.0
"""Seconds that are waited for another process's wording."""

_LOOKED_EVERY = 0.2

Worded = Callable[[Sequence[tuple[int, Brief]], str], Awaitable[tuple[Brief, ...]]]
"""Gives briefs, with their numbers, in a language as far as that can be had."""


def spoken(chat: Chat) -> str:
    """Give the language of a chat's briefs, ISO 639-1: "pt" for "pt-br"."""
    return base(chat.language)


def base(tag: str) -> str:
    """Give the language of a tag without its region."""
    return tag.partition("-")[0].lower()


def translation(sequence: int, brief: Brief, language: str) -> Wording | None:
    """Name the translation that a reader of a language needs; None for none.

    Args:
        sequence: number of the brief; one that is not stored has none, and is not translated.
        brief: with its language.
        language: the reader's.
    """
    if not sequence or brief.language in (language, UNDETERMINED):
        return None
    return Wording(sequence, 0, language)


def fitted(worded: Brief | None, brief: Brief) -> Brief:
    """Give a wording without what was withdrawn of the brief since; the brief, where there is none.

    Args:
        worded: as it was stored.
        brief: what stands of it.
    """
    if worded is None:
        return brief
    left = {source.article for source in brief.sources}
    gone = {source.article for source in worded.sources} - left
    return without(worded, gone) or brief


class Interpreter:
    """Has briefs worded.

    Args:
        editor: writes; one whose engine cannot translate leaves all briefs as they are.
        clock: gives the time, aware and in UTC.
        translates: whether briefs are put into other languages at all.
    """

    def __init__(
        self,
        store: Store,
        editor: Editor,
        clock: Callable[[], datetime],
        *,
        translates: bool = True,
    ) -> None:
        self._store = store
        self._editor = editor
        self._clock = clock
        self._translates = translates
        self._waited_for: set[Wording] = set()

    @property
    def works(self) -> bool:
        """Whether there is anything that it can do."""
        return self._editor.rewords

    async def briefs(self, told: Sequence[tuple[int, Brief]], language: str) -> tuple[Brief, ...]:
        """Give briefs in a language, each as it is where that cannot be had.

        Args:
            told: with their numbers.
            language: of the reader.
        """
        keys = [translation(sequence, brief, base(language)) for sequence, brief in told]
        wanted = [key for key in keys if key]
        if not wanted:
            return tuple(brief for _, brief in told)
        await self.settle(wanted)
        async with self._store.reading() as tx:
            there = await tx.wordings.get(wanted)
        return tuple(
            fitted(there.get(key) if key else None, brief)
            for key, (_, brief) in zip(keys, told, strict=True)
        )

    async def missing(self, tx: Transaction, wanted: Iterable[Wording]) -> set[Wording]:
        """Name the wordings that `settle` would wait for."""
        keys = self._possible(wanted)
        return set(await tx.wordings.missing(keys, self._clock())) - self._waited_for

    def _possible(self, wanted: Iterable[Wording]) -> list[Wording]:
        if not self.works:
            return []
        return [key for key in set(wanted) if key.since or self._translates]

    async def settle(self, wanted: Iterable[Wording]) -> None:
        """Have wordings written, unless they are there, or cannot be had for now.

        Raises: storage.errors.StorageError.
        """
        keys = self._possible(wanted)
        if not keys:
            return
        until = asyncio.get_running_loop().time() + PATIENCE
        while True:
            now = self._clock()
            async with self._store.reading() as tx:
                missing = await tx.wordings.missing(keys, now)
            if not missing:
                return
            async with self._store.writing() as tx:
                mine = await tx.wordings.claim(missing, now, LEASE)
                await tx.commit()
            await _all(self._write(key) for key in mine)
            # Whoever has the others may be dead: they are waited for once, not at every look.
            others = set(missing) - set(mine) - self._waited_for
            if not others:
                return
            if asyncio.get_running_loop().time() > until:
                self._waited_for |= others
                return
            await asyncio.sleep(_LOOKED_EVERY)

    async def _write(self, key: Wording) -> None:
        try:
            made = await self._made(key)
        except asyncio.CancelledError:
            await self._keep(key, None, timedelta(0))  # whoever comes next may write it at once
            raise
        await self._keep(key, made, REST)
        log.info("worded", brief=key.sequence, since=key.since or None, language=key.language,
                 written=made is not None)  # fmt: skip

    async def _keep(self, key: Wording, made: Brief | None, rest: timedelta) -> None:
        async with self._store.writing() as tx:
            if made is None:
                await tx.wordings.rest(key, self._clock() + rest)
            else:
                await tx.wordings.put(key, made)
            await tx.commit()

    async def _made(self, key: Wording) -> Brief | None:
        async with self._store.reading() as tx:
            briefs = await tx.briefs.numbered([key.sequence, key.since])
            brief = briefs.get(key.sequence)
            story = await tx.stories.get(brief.story) if brief and key.since else None
        if brief is None:
            return None
        if not key.since:
            return await self._editor.translate(brief, key.language)
        if story is None or key.since not in briefs:
            return None
        return await self._news(brief, story, briefs[key.since], key.language)

    async def _news(self, brief: Brief, story: Story, told: Brief, language: str) -> Brief | None:
        claims = await self._editor.update(story, told, language)
        if claims is None:
            return None
        return replace(brief, summary=claims, outcomes=(), actors=(), language=language)


async def _all(works: Iterable[Awaitable[None]]) -> None:
    """Do several things side by side; whatever fails, fails when all have ended."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        if tasks:
            await asyncio.wait(tasks)
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def wanted_by(tx: Transaction, due: Mapping[int, Sequence[Alert]]) -> dict[int, set[Wording]]:
    """Name the wordings that alerts need which are due, by chat, in its language."""
    stories = sorted({alert.story for alerts in due.values() for alert in alerts})
    told = await tx.deliveries.told_of(stories, list(due))
    need = _Need(
        newest=await tx.briefs.newest(stories),
        before=await tx.briefs.numbered([how.sequence for how in told.values()]),
        bring_news={},
    )
    wanted: dict[int, set[Wording]] = {}
    for id_, chat in (await tx.chats.get_many(list(due))).items():
        if chat.state is not ChatState.ACTIVE:
            continue
        for alert in due[id_]:
            how = told.get((id_, alert.story))
            keys = need.of(alert.story, how.sequence if how else 0, spoken(chat))
            wanted.setdefault(id_, set()).update(keys)
    return wanted


@dataclass(frozen=True, slots=True)
class _Need:
    """Tells which wordings of a story a chat needs.

    Attributes:
        newest: briefs of the stories, with their numbers.
        before: briefs that were told earlier, by number.
        bring_news: what was found out of pairs of a newer and an earlier brief.
    """

    newest: Mapping[int, tuple[int, Brief]]
    before: Mapping[int, Brief]
    bring_news: dict[tuple[int, int], bool]

    def of(self, story: int, since: int, language: str) -> set[Wording]:
        """Name the wordings of a story.

        What is new is worded only where something is: not for a brief that says the old anew.

        Args:
            story: its id.
            since: number of the brief that the chat was told; 0 for none.
            language: of the chat.
        """
        if story not in self.newest or (since and since not in self.before):
            return set()
        sequence, brief = self.newest[story]
        whole = translation(sequence, brief, language)
        keys = {whole} if whole else set()
        if not since:
            return keys
        pair = (sequence, since)
        if pair not in self.bring_news:
            self.bring_news[pair] = bool(whats_new(brief, told_in(self.before[since])))
        if not self.bring_news[pair]:
            return set()
        return keys | {Wording(sequence, since, whole.language if whole else brief.language)}
