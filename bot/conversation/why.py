"""Why something came, or did not: /why."""

from bot.conversation.parse import link, story_number
from bot.conversation.stories import article_of, head_of
from bot.conversation.talk import Talk
from bot.edition import taste_of
from bot.feeds.addresses import same_site
from bot.messages import failures, stories
from bot.post import Post
from bot.reasons import Reason, Rule, decide, from_json
from bot.taste import Trait
from bot.waiting import asked, held
from storage.model import PostRecord, StoryHead, Target
from storage.store import Transaction


async def why(talk: Talk, words: str) -> Post:
    """Explain a message that is replied to, a page, a story; else the last that was sent."""
    if url := link(words):
        return await _why_page(talk, url)
    number = story_number(words)
    if number is not None:
        return await _why_story(talk, number)
    if words:
        return failures.how_to(talk.t, "why")
    if talk.said.reply_to or talk.said.story:
        return await _why_reply(talk)
    async with talk.store.reading() as tx:
        recent = await tx.deliveries.recent_posts(talk.chat.id, 1)
    return await _why_post(talk, recent[0]) if recent else failures.how_to(talk.t, "why")


async def _why_reply(talk: Talk) -> Post:
    if talk.said.reply_to:
        async with talk.store.reading() as tx:
            record = await tx.deliveries.by_message(talk.chat.id, talk.said.reply_to)
        if record:
            return await _why_post(talk, record)
    if talk.said.story:
        return await _why_story(talk, talk.said.story)
    return stories.why_mine(talk.t)


async def _why_page(talk: Talk, url: str) -> Post:
    async with talk.store.reading() as tx:
        article = await article_of(tx, url)
        of = await tx.stories.of_articles([article.id]) if article else {}
        site = [] if article else await _feeds_of(talk, tx, url)
    if article is None:
        return stories.never_read(talk.t, url, site)
    if article.withdrawn:
        return stories.why_withdrawn(talk.t, article.title)
    story = of.get(article.id)
    return (
        stories.not_yet_sorted(talk.t, article.title)
        if story is None
        else await _why_story(talk, story)
    )


async def _feeds_of(talk: Talk, tx: Transaction, url: str) -> list[str]:
    """Say how the feeds of a page's site are doing that the chat may know of."""
    mine = {one.key for one in await tx.subscriptions.of(talk.chat.id)
            if one.target is Target.FEED}  # fmt: skip
    return [
        stories.feed_of_site(
            talk.t,
            feed.title or feed.url,
            talk.tell_time(feed.checked) if feed.checked else None,
            failing=bool(feed.failures),
        )
        for feed in await tx.feeds.all()
        if (feed.topics or str(feed.id) in mine) and same_site(feed.url, url)
    ]


async def _why_story(talk: Talk, number: int) -> Post:
    """Explain by what was sent, else by what would be decided now."""
    head = await head_of(talk, number)
    if head.withdrawn:
        return stories.why_withdrawn(talk.t, head.title)
    async with talk.store.reading() as tx:
        told = (await tx.deliveries.told(talk.chat.id, [number])).get(number)
        record = await tx.deliveries.post(told.post) if told else None
        if record and (reason := from_json(record.why).get(number)):
            lines = [await _because(talk, tx, reason, head), *await _liked(talk, tx, head)]
            lines += [stories.why_told(talk.t, record.kind, talk.tell_time(record.created))]
            lines += [stories.on_its_way(talk.t)] if None in record.messages else []
            if alert := await tx.alerts.of(talk.chat.id, number):
                lines += [stories.why_update(talk.t, talk.tell_time(alert.due))]
            return stories.explained(_title(head), lines, number)
        subscriptions = await tx.subscriptions.of(talk.chat.id)
        filters = await tx.filters.of(talk.chat.id)
        reason = decide(head, subscriptions, filters)
        lines = [await _because(talk, tx, reason, head)]
        if reason.wanted:
            lines += await _liked(talk, tx, head)
            since = asked(reason, subscriptions, filters)
            alert = await tx.alerts.of(talk.chat.id, number)
            stored = await tx.briefs.stored(head.sequence)
            how = held(head, talk.chat, reason, since, alert, stored, talk.now, talk.fresh)
            lines += [stories.why_held(talk.t, how, number, talk.tell_time)]
    return stories.explained(_title(head), lines, number, _cures(talk, reason, head))


async def _liked(talk: Talk, tx: Transaction, head: StoryHead) -> list[str]:
    """Say which ratings move a story in the chat's digests."""
    liking = (await taste_of(tx, talk.chat.id)).why(head)
    if liking is None:
        return []
    name = _topic(talk, liking.name) if liking.trait is Trait.TOPIC else liking.name
    return [stories.why_liked(talk.t, liking, name)]


def _cures(talk: Talk, reason: Reason, head: StoryHead) -> list[tuple[str, str]]:
    """Give what would let a story through, as labels and commands."""
    match reason.rule:
        case Rule.MUTED:
            return [stories.unmute(talk.t, reason.subject)]
        case Rule.SOURCE_MUTED:
            return [stories.unmute(talk.t, f"source {reason.subject}")]
        case Rule.STORY_MUTED:
            return [stories.unmute(talk.t, f"story {head.id}")]
        case Rule.NOT_FOLLOWED:
            offered = [slug for slug in head.topics if slug in talk.topics]
            return [stories.follow(talk.t, _topic(talk, slug), slug) for slug in offered[:2]]
    return []


async def _why_post(talk: Talk, record: PostRecord) -> Post:
    """Explain every story that a sent post told."""
    if not record.stories:
        return stories.why_mine(talk.t)
    if len(record.stories) == 1:
        return await _why_story(talk, record.stories[0])
    reasons = from_json(record.why)
    async with talk.store.reading() as tx:
        heads = {head.id: head for head in await tx.stories.heads(ids=list(record.stories))}
        lines = [
            (number, _title(heads[number]), await _because(talk, tx, reason, heads[number]))
            for number, reason in reasons.items()
            if number in heads
        ]
    return stories.explained_many(
        stories.why_told(talk.t, record.kind, talk.tell_time(record.created)), lines
    )


async def _because(talk: Talk, tx: Transaction, reason: Reason, head: StoryHead) -> str:
    """Say which rule decided, by the names that the reader knows."""
    match reason.rule:
        case Rule.WATCHED:
            return stories.why_watched(talk.t, reason.subject)
        case Rule.TOPIC:
            return stories.why_topic(talk.t, _topic(talk, reason.subject))
        case Rule.FEED:
            feed = await tx.feeds.get(int(reason.subject))
            return stories.why_feed(talk.t, (feed.title or feed.url) if feed else "")
        case Rule.MUTED:
            return stories.why_muted(talk.t, reason.subject)
        case Rule.SOURCE_MUTED:
            return stories.why_source_muted(talk.t, reason.subject)
        case Rule.STORY_MUTED:
            return stories.why_story_muted(talk.t)
        case Rule.NOT_FOLLOWED:
            return stories.why_not_followed(talk.t, [_topic(talk, slug) for slug in head.topics])


def _topic(talk: Talk, slug: str) -> str:
    return talk.topics[slug].title if slug in talk.topics else slug


def _title(head: StoryHead) -> str:
    return head.brief.headline if head.brief else head.title
