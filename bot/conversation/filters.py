"""Never missing and never seeing: /watch, /unwatch, /mute, /unmute."""

from bot.conversation.errors import NotAllowed, Unclear
from bot.conversation.parse import first, story_number
from bot.conversation.stories import head_of
from bot.conversation.talk import Talk
from bot.filters import pattern_of, problem
from bot.messages import failures, following
from bot.post import Post
from storage.model import FilterKind

MOST_FILTERS = 100
"""Filters that a chat may have; each is compared with every story."""

MOST_PATTERNS = 16
"""How many of them may be patterns: those cost more."""


async def watch(talk: Talk, words: str) -> Post:
    """Follow a name or phrase in every source; with nothing, list what is watched."""
    if not words:
        return await _list(talk, FilterKind.WATCH)
    if not await _add(talk, FilterKind.WATCH, words):
        return following.filter_there(words)
    async with talk.store.reading() as tx:
        found = await tx.actors.find(words, limit=1)
    return following.watching(words, found[0].stories if found else 0, talk.chat)


async def mute(talk: Talk, words: str) -> Post:
    """Drop stories with a word, phrase or pattern, or one story; with nothing, list them."""
    if not words:
        return await _list(talk, FilterKind.MUTE)
    number = _story(words)
    if number is not None:
        head = await head_of(talk, number)
        if not await _add(talk, FilterKind.MUTE_STORY, str(number)):
            return following.filter_there(words)
        return following.muting_story(head.brief.headline if head.brief else head.title)
    if not await _add(talk, FilterKind.MUTE, words):
        return following.filter_there(words)
    return following.muting(words)


async def unwatch(talk: Talk, words: str) -> Post:
    """Stop watching a name or phrase; with nothing, list what is watched."""
    if not words:
        return await _list(talk, FilterKind.WATCH)
    return await _remove(talk, FilterKind.WATCH, words)


async def unmute(talk: Talk, words: str) -> Post:
    """Let a word, or a story, through again; with nothing, list what is muted."""
    if not words:
        return await _list(talk, FilterKind.MUTE)
    number = _story(words)
    if number is not None:
        return await _remove(talk, FilterKind.MUTE_STORY, str(number))
    return await _remove(talk, FilterKind.MUTE, words)


def _story(words: str) -> int | None:
    """Read "story 12"; a bare number is a word like any other."""
    return story_number(words) if first(words)[0] == "story" else None


async def _add(talk: Talk, kind: FilterKind, text: str) -> bool:
    if wrong := problem(text):
        raise Unclear(failures.filter_refused(text, wrong))
    async with talk.store.writing() as tx:
        mine = await tx.filters.of(talk.chat.id)
        if len(mine) >= MOST_FILTERS:
            raise NotAllowed(failures.too_many_filters(MOST_FILTERS))
        patterns = [one for one in mine if pattern_of(one.text)]
        if pattern_of(text) and len(patterns) >= MOST_PATTERNS:
            raise NotAllowed(failures.too_many_patterns(MOST_PATTERNS))
        new = await tx.filters.add(talk.chat.id, kind, text, talk.now)
        await tx.commit()
    return new


async def _remove(talk: Talk, kind: FilterKind, text: str) -> Post:
    async with talk.store.writing() as tx:
        there = await tx.filters.remove(talk.chat.id, kind, text)
        await tx.commit()
    shown = f"story {text}" if kind is FilterKind.MUTE_STORY else text
    return following.filter_removed(shown) if there else following.no_such_filter(shown)


async def _list(talk: Talk, kind: FilterKind) -> Post:
    async with talk.store.reading() as tx:
        filters = await tx.filters.of(talk.chat.id)
    texts = [one.text for one in filters if one.kind is kind]
    if kind is FilterKind.WATCH:
        return following.filters_are("watch for", "unwatch", texts, "/watch Olzhas Bektenov")
    texts += [f"story {one.text}" for one in filters if one.kind is FilterKind.MUTE_STORY]
    return following.filters_are("mute", "unmute", texts, "/mute football")
