"""Following topics, feeds and sites: /subscribe, /unsubscribe, /sources."""

from collections.abc import Sequence
from difflib import get_close_matches

from bot.conversation.errors import Unclear
from bot.conversation.filters import muted_names
from bot.conversation.parse import first, link
from bot.conversation.ports import FoundFeed, Topic
from bot.conversation.talk import Talk
from bot.messages import following
from bot.post import Line, Post
from storage.model import ChatKind, Feed, FilterKind, Subscription, Target
from storage.store import Transaction
from summarizer.text import fold

MOST_OFFERED = 20
"""Topics or feeds offered as buttons at once."""


async def subscribe(talk: Talk, words: str) -> Post:
    """Follow topics, a feed or a site; with nothing, offer topics, or take the only one."""
    if not words:
        return await _offer(talk)
    address, _, rest = words.partition(" ")
    if url := link(address):
        return await _subscribe_site(talk, url, rest.strip())
    if fold(words) in ("all", "everything"):
        return await _follow_topics(talk, tuple(talk.topics.values()))
    found = [_topic(talk, name) for name in words.split(",") if name.strip()]
    if topics := [topic for topic in found if topic is not None]:
        return await _follow_topics(talk, topics)
    return following.no_such_topic(
        talk.t,
        words,
        [(t.slug, t.title) for t in _similar(talk, words)],
        [(t.slug, t.title) for t in talk.topics.values()],
    )


async def _offer(talk: Talk) -> Post:
    async with talk.store.reading() as tx:
        taken = {s.key for s in await tx.subscriptions.of(talk.chat.id) if s.target is Target.TOPIC}
    offered = [topic for topic in talk.topics.values() if topic.slug not in taken]
    titles = [topic.title for topic in talk.topics.values() if topic.slug in taken]
    may = talk.said.may_change or talk.said.kind is ChatKind.PRIVATE
    if len(talk.topics) == 1 and offered and may:
        return await _follow_topics(talk, offered)
    if offered:
        buttons = [(topic.slug, topic.title) for topic in offered[:MOST_OFFERED]]
        return following.pick_topics(talk.t, buttons, titles)
    return following.follows_all_topics(talk.t, titles) if titles else following.no_topics(talk.t)


async def _follow_topics(talk: Talk, topics: Sequence[Topic]) -> Post:
    async with talk.store.writing() as tx:
        added = [
            topic.title
            for topic in topics
            if await tx.subscriptions.add(talk.chat.id, Target.TOPIC, topic.slug, talk.now)
        ]
        await tx.commit()
    if not added:
        return following.already_followed(talk.t, [topic.title for topic in topics])
    return following.subscribed(talk.t, added, talk.chat)


def _topic(talk: Talk, name: str) -> Topic | None:
    asked = fold(name.strip()).lstrip("#")
    return next((t for t in talk.topics.values() if asked in (fold(t.slug), fold(t.title))), None)


def _similar(talk: Talk, name: str) -> list[Topic]:
    known = {fold(word): t for t in talk.topics.values() for word in (t.title, t.slug)}
    near = get_close_matches(fold(name.strip()), known, n=4, cutoff=0.5)
    return list(dict.fromkeys(known[word] for word in near))


# --- feeds and sites ---------------------------------------------------------------------------


async def _subscribe_site(talk: Talk, url: str, number: str) -> Post:
    """Follow a feed by its address, or the one that a site has, or its Nth; offer several."""
    async with talk.store.reading() as tx:
        known = await tx.feeds.by_url(url)
    if known:
        return await _follow_feed(talk, known.url, known.title)
    found = await talk.desk.find_feeds(url)
    if not found:
        raise Unclear(following.no_feed(talk.t))
    chosen = _pick(found, number)
    if chosen:
        return await _follow_feed(talk, chosen.url, chosen.title)
    return following.pick_feed(
        talk.t, url, [(feed.url, feed.title) for feed in found[:MOST_OFFERED]]
    )


def _pick(found: Sequence[FoundFeed], number: str) -> FoundFeed | None:
    if len(found) == 1:
        return found[0]
    if number.isdecimal() and 1 <= int(number) <= len(found):
        return found[int(number) - 1]
    return None


async def _follow_feed(talk: Talk, url: str, title: str) -> Post:
    async with talk.store.writing() as tx:
        feed = await tx.feeds.by_url(url) or await tx.feeds.add(url, talk.now, title=title)
        new = await tx.subscriptions.add(talk.chat.id, Target.FEED, str(feed.id), talk.now)
        await tx.commit()
    name = feed.title or feed.url
    return (
        following.subscribed(talk.t, [name], talk.chat)
        if new
        else following.already_followed(talk.t, [name])
    )


# --- ending and listing ------------------------------------------------------------------------


async def unsubscribe(talk: Talk, words: str) -> Post:
    """Stop following one, or all; with nothing, offer what is followed."""
    async with talk.store.reading() as tx:
        mine = await tx.subscriptions.of(talk.chat.id)
        feeds = await _feeds(tx, mine)
    if not mine:
        return following.follows_nothing(talk.t)
    if not words:
        return following.pick_unsubscribe(talk.t, [_as_choice(talk, one, feeds) for one in mine])
    ending = mine if fold(words) in ("all", "everything") else _meant(talk, words, mine, feeds)
    if not ending:
        return following.not_followed(talk.t, words)
    async with talk.store.writing() as tx:
        for one in ending:
            await tx.subscriptions.remove(talk.chat.id, one.target, one.key)
            if one.target is Target.FEED:
                await _drop_unfollowed(tx, feeds.get(one.key))
        await tx.commit()
    if len(ending) > 1:
        return following.unsubscribed_all(talk.t, len(ending))
    return following.unsubscribed(talk.t, _title(talk, ending[0], feeds))


def _meant(
    talk: Talk, words: str, mine: Sequence[Subscription], feeds: dict[str, Feed]
) -> list[Subscription]:
    kind, key = first(words)
    if kind == "feed" and key.isdecimal():
        return [s for s in mine if s.target is Target.FEED and s.key == key]
    asked, url = fold(words.strip()), link(words)

    def is_meant(one: Subscription) -> bool:
        names = [fold(_title(talk, one, feeds))]
        names += [fold(one.key)] if one.target is Target.TOPIC else []
        same_page = url and one.key in feeds and feeds[one.key].url.rstrip("/") == url.rstrip("/")
        return asked in names or bool(same_page)

    return [one for one in mine if is_meant(one)][:1]


async def _drop_unfollowed(tx: Transaction, feed: Feed | None) -> None:
    """Stop polling a reader's own feed that nobody follows any more."""
    if feed and not feed.builtin and not await tx.subscriptions.count(Target.FEED, str(feed.id)):
        await tx.feeds.remove(feed.id)


async def sources(talk: Talk, words: str) -> Post:  # noqa: ARG001 (every command takes words)
    """List what the chat follows with its health, and what it watches and mutes."""
    async with talk.store.reading() as tx:
        mine = await tx.subscriptions.of(talk.chat.id)
        filters = await tx.filters.of(talk.chat.id)
        every = await tx.feeds.all()
    watched = [one.text for one in filters if one.kind is FilterKind.WATCH]
    dropped = muted_names(talk.t, filters)
    if not (mine or watched or dropped):
        return following.follows_nothing(talk.t)
    return following.sources(talk.t, [_health(talk, one, every) for one in mine], watched, dropped)


def _health(talk: Talk, one: Subscription, every: Sequence[Feed]) -> Line:
    if one.target is Target.TOPIC:
        title = talk.topics[one.key].title if one.key in talk.topics else one.key
        feeds = [feed for feed in every if one.key in feed.topics]
        failing = [feed.title or feed.url for feed in feeds if feed.failures]
        return Line(following.topic_health(talk.t, len(feeds), failing), strong=title)
    feed = next((feed for feed in every if str(feed.id) == one.key), None)
    if feed is None:
        return Line(following.topic_health(talk.t, 0, ()), strong=one.key)
    checked = talk.tell_time(feed.checked) if feed.checked else None
    health = following.feed_health(talk.t, checked, feed.failures)
    return Line(health, strong=feed.title or feed.url, link=feed.url)


async def _feeds(tx: Transaction, mine: Sequence[Subscription]) -> dict[str, Feed]:
    keys = [one.key for one in mine if one.target is Target.FEED]
    found = {key: await tx.feeds.get(int(key)) for key in keys}
    return {key: feed for key, feed in found.items() if feed}


def _title(talk: Talk, one: Subscription, feeds: dict[str, Feed]) -> str:
    if one.target is Target.TOPIC:
        return talk.topics[one.key].title if one.key in talk.topics else one.key
    feed = feeds.get(one.key)
    return (feed.title or feed.url) if feed else one.key


def _as_choice(talk: Talk, one: Subscription, feeds: dict[str, Feed]) -> tuple[str, str]:
    words = one.key if one.target is Target.TOPIC else f"feed {one.key}"
    return words, _title(talk, one, feeds)
