"""A chat from first word to last: /start, /help, /stop, /forget, and the operator's /status."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.conversation.subscriptions import subscribe
from bot.conversation.talk import Talk
from bot.languages import date
from bot.messages import chat as messages
from bot.messages import standing
from bot.post import Post
from storage.model import ChatKind, ChatState

_TOPIC_LINK = "topic_"
"""Begins the word that a link to the bot carries: t.me/…?start=topic_world."""


async def start(talk: Talk, words: str) -> Post:
    """Greet, and take a stopped chat up again; a link's topic is followed at once."""
    stopped = talk.chat.state is not ChatState.ACTIVE
    may_change = talk.said.may_change or talk.said.kind is ChatKind.PRIVATE
    if stopped and may_change:
        await talk.change(lambda chat: replace(chat, state=ChatState.ACTIVE))
    if words.startswith(_TOPIC_LINK) and may_change:
        active = replace(talk, chat=replace(talk.chat, state=ChatState.ACTIVE))
        return await subscribe(active, words.removeprefix(_TOPIC_LINK))
    return messages.back_again(talk.t) if stopped and may_change else messages.hello(talk.t)


async def help_(talk: Talk, words: str) -> Post:  # noqa: ARG001 (every command takes words)
    """List every command."""
    return messages.help_for(talk.t, operator=talk.said.operator)


async def stop(talk: Talk, words: str) -> Post:  # noqa: ARG001 (every command takes words)
    """Pause everything: nothing is sent any more, nothing is lost."""
    async with talk.store.writing() as tx:
        chat = await tx.chats.get(talk.chat.id) or talk.chat
        await tx.chats.save(replace(chat, state=ChatState.STOPPED))
        await tx.deliveries.cancel(talk.chat.id, talk.now)
        await tx.commit()
    return messages.stopped(talk.t)


async def forget(talk: Talk, words: str) -> Post:
    """Delete all that is kept of the chat, once it is confirmed."""
    if words.lower() not in ("yes", "yes!"):
        return messages.confirm_forget(talk.t)
    async with talk.store.writing() as tx:
        await tx.chats.forget(talk.chat.id)
        await tx.commit()
    return messages.forgotten(talk.t)


async def status(talk: Talk, words: str) -> Post:  # noqa: ARG001 (every command takes words)
    """Tell the operator how things stand."""
    async with talk.store.reading() as tx:
        articles, oldest = await tx.articles.count(), await tx.articles.oldest()
        briefs = await tx.briefs.last_sequence()
        feeds = await tx.feeds.all()
        chats = Counter(chat.state for chat in await tx.chats.all())
        deliveries = await tx.deliveries.counts()
        usage = await tx.usage.totals(talk.now - timedelta(days=1), talk.now, "task")
    return standing.status(
        talk.t,
        standing.Standing(
            articles=articles,
            since=date(oldest, talk.chat.zone, talk.t.language) if oldest else None,
            briefs=briefs,
            feeds=len(feeds),
            failing=tuple((feed.id, feed.error) for feed in feeds if feed.failures),
            chats=chats,
            deliveries=deliveries,
            calls=sum(row.calls for row in usage),
            cost=sum(row.cost for row in usage),
        ),
    )
