"""Never missing and never seeing: /watch, /unwatch, /mute, /unmute."""

from collections.abc import Sequence

from bot.catalogue import Words
from bot.conversation.errors import NotAllowed, Unclear
from bot.conversation.parse import first, story_number
from bot.conversation.stories import head_of
from bot.conversation.talk import Talk
from bot.filters import is_outlet, pattern_of, problem
from bot.messages import failures, following
from bot.post import Post
from storage.model import Filter, FilterKind

MOST_FILTERS = 100
"""Filters that a chat may have; each is compared with every story."""

MOST_PATTERNS = 16
"""How many of them may be patterns: those cost more."""


async def watch(talk: Talk, words: str) -> Post:
    """Follow a name or phrase in every source; with nothing, list what is watched."""
    if not words:
        return await _list(talk, FilterKind.WATCH)
    if not await _add(talk, FilterKind.WATCH, words):
        return following.filter_there(talk.t, words)
    async with talk.store.reading() as tx:
        found = await tx.actors.find(words, limit=1)
    return following.watching(talk.t, words, found[0].stories if found else 0, talk.chat)


async def mute(talk: Talk, words: str) -> Post:
    """Drop stories with a word, phrase or pattern, of a source, or one; with nothing, list them."""
    if not words:
        return await _list(talk, FilterKind.MUTE)
    kind, rest = first(words)
    number = _story(words)
    if number is not None:
        head = await head_of(talk, number)
        if not await _add(talk, FilterKind.MUTE_STORY, str(number)):
            shown = following.filter_name(talk.t, FilterKind.MUTE_STORY, str(number))
            return following.filter_there(talk.t, shown)
        return following.muting_story(talk.t, head.brief.headline if head.brief else head.title)
    if kind == "word" and rest:
        return await _mute_word(talk, rest)
    named = rest if kind == "source" and rest else words
    async with talk.store.reading() as tx:
        outlets = await tx.articles.outlets()
    outlet = next((one for one in outlets if is_outlet(named, one)), None)
    if outlet is None and kind == "source" and rest:
        raise Unclear(following.no_such_source(talk.t, rest))
    if outlet is None:
        return await _mute_word(talk, words)
    if not await _add(talk, FilterKind.MUTE_SOURCE, outlet):
        shown = following.filter_name(talk.t, FilterKind.MUTE_SOURCE, outlet)
        return following.filter_there(talk.t, shown)
    return following.muting_source(talk.t, outlet, by_name=named is words)


async def _mute_word(talk: Talk, words: str) -> Post:
    if not await _add(talk, FilterKind.MUTE, words):
        return following.filter_there(talk.t, words)
    return following.muting(talk.t, words)


async def unwatch(talk: Talk, words: str) -> Post:
    """Stop watching a name or phrase; with nothing, list what is watched."""
    if not words:
        return await _list(talk, FilterKind.WATCH)
    return await _remove(talk, FilterKind.WATCH, words)


async def unmute(talk: Talk, words: str) -> Post:
    """Let a word, a source or a story through again; with nothing, list what is muted."""
    if not words:
        return await _list(talk, FilterKind.MUTE)
    number = _story(words)
    if number is not None:
        return await _remove(talk, FilterKind.MUTE_STORY, str(number))
    kind, rest = first(words)
    if kind == "word" and rest:
        return await _remove(talk, FilterKind.MUTE, rest)
    named = rest if kind == "source" and rest else words
    async with talk.store.reading() as tx:
        mine = await tx.filters.of(talk.chat.id)
    sources = [one.text for one in mine if one.kind is FilterKind.MUTE_SOURCE]
    sources = [text for text in sources if is_outlet(named, text)]
    if sources or named is not words:
        return await _remove(talk, FilterKind.MUTE_SOURCE, (sources or [named])[0])
    return await _remove(talk, FilterKind.MUTE, words)


def _story(words: str) -> int | None:
    """Read "story 12"; a bare number is a word like any other."""
    return story_number(words) if first(words)[0] == "story" else None


async def _add(talk: Talk, kind: FilterKind, text: str) -> bool:
    if wrong := problem(text):
        raise Unclear(failures.filter_refused(talk.t, text, wrong))
    async with talk.store.writing() as tx:
        mine = await tx.filters.of(talk.chat.id)
        if len(mine) >= MOST_FILTERS:
            raise NotAllowed(failures.too_many_filters(talk.t, MOST_FILTERS))
        patterns = [one for one in mine if pattern_of(one.text)]
        if pattern_of(text) and len(patterns) >= MOST_PATTERNS:
            raise NotAllowed(failures.too_many_patterns(talk.t, MOST_PATTERNS))
        new = await tx.filters.add(talk.chat.id, kind, text, talk.now)
        await tx.commit()
    return new


async def _remove(talk: Talk, kind: FilterKind, text: str) -> Post:
    async with talk.store.writing() as tx:
        there = await tx.filters.remove(talk.chat.id, kind, text)
        await tx.commit()
    shown = following.filter_name(talk.t, kind, text)
    if not there:
        return following.no_such_filter(talk.t, shown)
    return following.filter_removed(talk.t, shown)


async def _list(talk: Talk, kind: FilterKind) -> Post:
    async with talk.store.reading() as tx:
        filters = await tx.filters.of(talk.chat.id)
    if kind is FilterKind.WATCH:
        texts = [one.text for one in filters if one.kind is kind]
        return following.watched_are(talk.t, texts)
    return following.muted_are(
        talk.t, list(zip(muted_names(talk.t, filters), muted(filters), strict=True))
    )


_MUTED = {FilterKind.MUTE: "", FilterKind.MUTE_SOURCE: "source ", FilterKind.MUTE_STORY: "story "}
"""What /unmute wants before what is muted, in the order in which it is listed."""


def muted(filters: Sequence[Filter]) -> list[str]:
    """Name what is muted as /unmute takes it: words, then sources, then stories."""
    return [f"{_MUTED[one.kind]}{one.text}" for one in _mutes(filters)]


def muted_names(t: Words, filters: Sequence[Filter]) -> list[str]:
    """Name what is muted for readers, in the same order."""
    return [following.filter_name(t, one.kind, one.text) for one in _mutes(filters)]


def _mutes(filters: Sequence[Filter]) -> list[Filter]:
    return [one for kind in _MUTED for one in filters if one.kind is kind]
