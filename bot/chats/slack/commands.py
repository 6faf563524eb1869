"""The slash command: answered in the channel, or to who typed it alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.chats.errors import ChatError
from bot.chats.slack import texts
from bot.chats.slack.page import Pages
from bot.chats.slack.reception import Reception, Spoken
from bot.chats.slack.render import render
from bot.chats.slack.sending import Ref, respond
from bot.chats.slack.tenant import Tenant
from bot.chats.slack.typed import command, heard
from bot.conversation.commands import BY_NAME, changes_chat
from bot.conversation.parse import parse
from bot.conversation.questions import LONGEST_QUESTION
from bot.conversation.said import Said
from bot.post import Block, Line, Post
from storage.errors import StorageError

log = structlog.get_logger()

_ALONE = frozenset(["help", "start", "sources", "settings", "status", "admin", "why", "forget"])
"""Commands whose answer concerns who typed them."""

_MENUS = frozenset(["subscribe", "unsubscribe", "digest", "alerts"])
"""Commands that without words show a menu, or how things stand."""


@dataclass(frozen=True, slots=True)
class Slash:
    """A slash command that was typed.

    Attributes:
        respond: address for an answer.
        trigger: opens a window, within three seconds; unique.
    """

    channel: str
    user: str
    text: str
    respond: str
    trigger: str


def read(body: Mapping[str, Any], me: str) -> Slash:
    """Read a slash command.

    Args:
        me: our own user id.
    """
    words, _, _ = heard(str(body.get("text") or ""), me)
    return Slash(
        str(body.get("channel_id") or ""),
        str(body.get("user_id") or ""),
        words or "help",
        str(body.get("response_url") or ""),
        str(body.get("trigger_id") or ""),
    )


def concerns_one(text: str) -> bool:
    """Tell whether the answer to what was typed concerns only who typed it."""
    typed = parse(text)
    known = BY_NAME.get(typed.command or "")
    if typed.command is None or (known is not None and known.name == "ask"):
        # What is refused is not shown to everybody.
        too_long = len(typed.words) > LONGEST_QUESTION
        return too_long or not any(letter.isalnum() for letter in typed.words)
    if known is None:
        return True
    if known.name in _ALONE:
        return not (known.name in ("settings", "forget") and typed.words)
    return known.name in _MENUS and not typed.words


def is_question(text: str) -> bool:
    """Tell whether something is asked that may be followed up."""
    return parse(text).command in (None, "ask", "who")


class Commands:
    """Answers slash commands."""

    def __init__(self, reception: Reception, pages: Pages) -> None:
        self._reception = reception
        self._pages = pages

    async def typed(self, tenant: Tenant, slash: Slash) -> None:
        """Answer a slash command; it was acknowledged before."""
        spoken = Spoken(slash.channel, slash.user, slash.text)
        said = await self._reception.said(tenant, spoken)
        if said.text == "/subscribe" and (topic := await self._only_topic(said)):
            spoken = replace(spoken, text=f"/subscribe {topic}")
            said = replace(said, text=spoken.text)
        typed = parse(said.text)
        known = BY_NAME.get(typed.command or "")
        changes = known is not None and changes_chat(known, typed.words)
        if concerns_one(said.text) or (changes and not said.may_change):
            posts = await self._reception.posts(tenant, spoken)
            await _whisper(slash, posts)
        elif is_question(said.text) and not tenant.address(slash.channel).chat.startswith("D"):
            await self._ask(tenant, slash, spoken)
        else:
            await self._say(tenant, slash, spoken, joins=changes)

    async def _only_topic(self, said: Said) -> str | None:
        """Give the topic that subscribing without a word means; None where there is a choice."""
        try:
            page = await self._pages.page(said)
        except StorageError as error:
            log.error("slack.topics", error=str(error))
            return None
        on_offer = [slug for slug, _ in page.topics]
        return on_offer[0] if len(on_offer) == 1 and page.topics[0] not in page.followed else None

    async def _ask(self, tenant: Tenant, slash: Slash, spoken: Spoken) -> None:
        """Show the question in the channel, and answer it in its thread."""
        root = await self._shown(tenant, slash, await self._question(tenant, slash), joins=False)
        if root is None:
            alone = replace(spoken, thread=slash.trigger)
            posts = await self._reception.posts(tenant, alone)
            shown = (await self._question(tenant, slash), *posts)
            await respond(slash.respond, _dressed(shown), response_type="in_channel")
            return
        await self._reception.answer(
            tenant, replace(spoken, thread=root.ts, answer_in=root.ts), stream=None
        )

    async def _say(self, tenant: Tenant, slash: Slash, spoken: Spoken, *, joins: bool) -> None:
        """Answer in the channel."""
        posts = await self._reception.posts(tenant, spoken)
        first, *others = posts or (None,)
        if first is None:
            return
        sent = await self._shown(tenant, slash, first, joins=joins)
        if sent is None:
            t = await self._reception.words(tenant, slash.user, slash.channel)
            notice = (texts.plain(texts.invite_me(t)),) if joins else ()
            how = "ephemeral" if joins else "in_channel"
            await respond(slash.respond, _dressed((*posts, *notice)), response_type=how)
            return
        rest = await self._reception.show(tenant, slash.channel, tuple(others))
        address = tenant.address(slash.channel)
        await self._reception.remember(address, "", None, posts, (sent, *rest))

    async def _shown(self, tenant: Tenant, slash: Slash, post: Post, *, joins: bool) -> Ref | None:
        """Send a post to the channel; None where we may not write there.

        Args:
            joins: whether to become a member first: what is subscribed to is to arrive.
        """
        address = tenant.address(slash.channel)
        first, *others = render(post)
        if joins and not address.chat.startswith("D"):
            await tenant.answering.join(address)
        try:
            sent = await tenant.answering.one(address, first)
        except ChatError as error:
            log.info("slack.not_said", channel=slash.channel, error=str(error))
            return None
        await tenant.answering.send(address, others, sent.thread)
        return sent

    async def _question(self, tenant: Tenant, slash: Slash) -> Post:
        t = await self._reception.words(tenant, slash.user, slash.channel)
        profile = await tenant.directory.person(slash.user)
        question = command(slash.text)
        typed = parse(question)
        words = typed.words if typed.command == "ask" else slash.text
        line = Line(f" {texts.asked(t, words)}", strong=profile.name or slash.user)
        return Post(blocks=(Block((line,)),), language=t.language)


async def _whisper(slash: Slash, posts: tuple[Post, ...]) -> None:
    await respond(slash.respond, _dressed(posts), response_type="ephemeral")


def _dressed(posts: tuple[Post, ...]) -> list[Any]:
    return [payload for post in posts for payload in render(post)]
