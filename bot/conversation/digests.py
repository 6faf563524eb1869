"""When the news come: /digest and /alerts."""

from dataclasses import replace
from datetime import datetime

from bot import compose, edition
from bot.conversation.errors import Unclear
from bot.conversation.parse import first
from bot.conversation.talk import Talk
from bot.conversation.times import digest_times
from bot.hours import following as next_hour
from bot.messages import failures, following, timing
from bot.post import Post
from storage.model import Alerts, Chat, DigestTime

_LAST_PAGE = 100
"""Nobody reads on so far; larger numbers are slips."""


async def digest(talk: Talk, words: str) -> Post:
    """Tell the digest's plan, change it, or make one now."""
    if not words:
        return timing.digest_is(talk.t, talk.chat)
    what, rest = first(words)
    if what == "now" and not rest:
        return await _now(talk)
    if what == "more":
        return await _more(talk, rest)
    if words.lower() in ("off", "never", "none"):
        await talk.change(lambda chat: _planned(chat, (), talk.now))
        return timing.digest_off(talk.t)
    plan = digest_times(talk.t, words, talk.chat.language)
    return timing.digest_set(talk.t, await talk.change(lambda chat: _planned(chat, plan, talk.now)))


def _planned(chat: Chat, plan: tuple[DigestTime, ...], now: datetime) -> Chat:
    """Give the chat with a plan that counts from now on."""
    return with_due(replace(chat, digest=plan, digest_since=now if plan else None), now)


def with_due(chat: Chat, now: datetime) -> Chat:
    """Give the chat with the time at which its plan is to be looked at next, in its zone."""
    coming = next_hour(chat.digest, chat.zone, now)
    return replace(chat, digest_due=coming.at if coming else None)


async def _now(talk: Talk) -> Post:
    made = await edition.unscheduled(
        talk.store, talk.desk.opening, talk.chat, talk.now, talk.desk.worded
    )
    if made:
        return compose.digest(made.digest, talk.chat, talk.topics, talk.now)
    async with talk.store.reading() as tx:
        follows = await tx.subscriptions.of(talk.chat.id) or await tx.filters.of(talk.chat.id)
    return timing.nothing_new(talk.t) if follows else following.follows_nothing(talk.t)


async def _more(talk: Talk, page: str) -> Post:
    if page and not (page.isdecimal() and 1 <= int(page) <= _LAST_PAGE):
        raise Unclear(failures.not_a_plan(talk.t, f"more {page}"))
    number = int(page or 1)
    made = await edition.left_out(talk.store, talk.chat, talk.now, number, talk.desk.worded)
    if not made:
        return timing.nothing_more(talk.t)
    return compose.digest(made.digest, talk.chat, talk.topics, talk.now, page=number + 1)


async def alerts(talk: Talk, words: str) -> Post:
    """Tell which stories come as they break, or change it."""
    if not words:
        return timing.alerts_are(talk.t, talk.chat, changed=False)
    mode = _MODES.get(words.lower())
    if mode is None:
        return failures.how_to(talk.t, "alerts")
    chat = await talk.change(lambda chat: replace(chat, alerts=mode))
    return timing.alerts_are(talk.t, chat, changed=True)


_MODES = {
    **{mode.value: mode for mode in Alerts},
    "all": Alerts.ON,
    "yes": Alerts.ON,
    "no": Alerts.OFF,
    "none": Alerts.OFF,
    "watch": Alerts.WATCHED,
    "watched only": Alerts.WATCHED,
}
