"""Stories by their numbers: /brief and /rate."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import compose
from bot.conversation.errors import NotAllowed, Unclear
from bot.conversation.parse import first, link, story_number
from bot.conversation.talk import Talk
from bot.feeds.articles import id_of
from bot.messages import failures, following, stories
from bot.post import Post
from bot.reasons import Rule, decide
from bot.wording import fitted, spoken, translation
from storage.model import About, FilterKind, StoryHead, Subscription, Target
from storage.store import Transaction
from summarizer.model import Article, Brief

LISTED = 10
"""How many stories /brief lists."""

_LOOKED_AT = (25, 500)
"""How many of the newest stories are looked through: a few, then, if most are muted, many."""

_RATED = re.compile(r"(story|answer)\s+(\d{1,9})\s+(up|down|\+1|-1|👍|👎)", re.IGNORECASE)
_SUBJECTS = {"story": About.STORY, "answer": About.TURN}


async def brief(talk: Talk, words: str) -> Post:
    """List the newest stories, or tell the newest, the one of a number, or a page."""
    if not words:
        return await _list(talk)
    which, rest = first(words)
    if which in ("latest", "newest", "last"):
        newest, _ = await _newest(talk, 1)
        return await _tell_head(talk, newest[0]) if newest else stories.no_stories(talk.t)
    if url := link(words):
        return await _tell_page(talk, url)
    number = story_number(words if which == "story" else which)
    if number is not None:
        return await _tell_story(talk, number, everything=rest == "more")
    return failures.how_to(talk.t, "brief")


async def _list(talk: Talk) -> Post:
    newest, followed = await _newest(talk, LISTED)
    newest = await _as_translated(talk, newest)
    return (
        compose.stories(newest, talk.chat, followed=followed)
        if newest
        else stories.no_stories(talk.t)
    )


async def _as_translated(talk: Talk, heads: Sequence[StoryHead]) -> tuple[StoryHead, ...]:
    """Give stories in the chat's language where they are translated; a list is no cause for it."""
    language = spoken(talk.chat)
    keys = {h.id: translation(h.sequence, h.brief, language) for h in heads if h.brief}
    async with talk.store.reading() as tx:
        there = await tx.wordings.get([key for key in keys.values() if key])
    told = {id_: there.get(key) for id_, key in keys.items() if key}
    return tuple(replace(h, brief=fitted(told.get(h.id), h.brief)) if h.brief else h for h in heads)


async def _tell_story(talk: Talk, number: int, *, everything: bool) -> Post:
    head = await head_of(talk, number)
    if head.withdrawn:
        raise Unclear(stories.was_withdrawn(talk.t, number))
    if head.brief is None:
        raise Unclear(stories.not_briefed(talk.t, number))
    return await _tell_head(talk, head, everything=everything)


async def _tell_head(talk: Talk, head: StoryHead, *, everything: bool = False) -> Post:
    """Tell a story that has a brief, in the chat's language."""
    if head.brief is None:
        return stories.no_stories(talk.t)
    (told,) = await talk.desk.worded([(head.sequence, head.brief)], talk.chat.language)
    return await _tell(talk, told, everything=everything)


async def _tell_page(talk: Talk, url: str) -> Post:
    """Tell the story that a page belongs to, or the page alone when it is not stored."""
    async with talk.store.reading() as tx:
        article = await article_of(tx, url)
        of = await tx.stories.of_articles([article.id]) if article else {}
        briefs = await tx.briefs.newest(list(of.values()))
    if not briefs:
        return await _tell(talk, await talk.desk.brief_page(url, talk.chat.language))
    (told,) = await talk.desk.worded(list(briefs.values()), talk.chat.language)
    return await _tell(talk, told)


async def _tell(talk: Talk, told: Brief, *, everything: bool = False) -> Post:
    """Tell a brief and keep it in mind: the next question may be about it."""
    await talk.remember(
        told.headline,
        " ".join(claim.text for claim in told.summary),
        [source.article for source in told.sources] if told.story else (),
        story=told.story or None,
    )
    return compose.brief(told, talk.chat, everything=everything)


async def _newest(talk: Talk, limit: int) -> tuple[tuple[StoryHead, ...], bool]:
    """Give the newest briefed stories of what the chat follows, or of all when it follows nothing.

    Returns:
        The stories, and whether they are of what the chat follows.
    """
    async with talk.store.reading() as tx:
        subscriptions = await tx.subscriptions.of(talk.chat.id)
        filters = await tx.filters.of(talk.chat.id)
        watches = any(one.kind is FilterKind.WATCH for one in filters)
        followed = bool(subscriptions) or watches
        kept = (Rule.WATCHED, Rule.TOPIC, Rule.FEED) if followed else (Rule.NOT_FOLLOWED,)
        chosen: list[StoryHead] = []
        for looked_at in _LOOKED_AT:
            heads = await _briefed(tx, looked_at, () if watches else subscriptions)
            chosen = [h for h in heads if decide(h, subscriptions, filters).rule in kept]
            if len(chosen) >= limit or len(heads) < looked_at:
                break
    return tuple(chosen[:limit]), followed


async def _briefed(
    tx: Transaction, limit: int, subscriptions: Sequence[Subscription]
) -> tuple[StoryHead, ...]:
    """Give the newest stories that have a brief, of these subscriptions where there are any."""
    if not subscriptions:
        return await tx.stories.heads(limit=limit, briefed=True)
    return await tx.stories.heads(
        limit=limit,
        briefed=True,
        topics=[one.key for one in subscriptions if one.target is Target.TOPIC],
        feeds=[int(one.key) for one in subscriptions if one.target is Target.FEED],
    )


async def article_of(tx: Transaction, url: str) -> Article | None:
    """Give the article of a page, however its address is spelled; None when it was never read."""
    if found := await tx.articles.by_url(url):
        return found
    id_ = id_of(url)
    return (await tx.articles.get([id_])).get(id_)


async def head_of(talk: Talk, number: int) -> StoryHead:
    """Give a story by its number.

    Raises:
        Unclear: there is none.
    """
    async with talk.store.reading() as tx:
        heads = await tx.stories.heads(ids=[number])
    if not heads:
        raise Unclear(stories.no_such_story(talk.t, number))
    return heads[0]


async def rate(talk: Talk, words: str) -> Post:
    """Keep what a reader thinks of a story or an answer."""
    found = _RATED.fullmatch(words)
    if not found:
        return failures.how_to(talk.t, "rate")
    kind, number = found[1].lower(), int(found[2])
    up = found[3].lower() in ("up", "+1", "👍")
    if kind == "story":
        await head_of(talk, number)
    async with talk.store.writing() as tx:
        if kind == "answer" and not await tx.turns.is_of(talk.chat.id, number):
            raise NotAllowed(following.no_such_answer(talk.t, number))
        await tx.feedback.put(
            talk.chat.id, talk.said.person.id, _SUBJECTS[kind], number, 1 if up else -1, talk.now
        )
        await tx.commit()
    return following.thanks_for_rating(talk.t, up=up)
