"""Shortcuts on anybody's message: brief its link, ask about it; and the window for questions."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.chats.slack import modals, texts
from bot.chats.slack.errors import FAILURES, code
from bot.chats.slack.events import links, team_of
from bot.chats.slack.modals import Asking
from bot.chats.slack.reception import Reception, Spoken
from bot.chats.slack.render import render
from bot.chats.slack.sending import respond
from bot.chats.slack.tenant import Tenant
from bot.chats.slack.typed import heard
from bot.post import Block, Line, Post

log = structlog.get_logger()

BRIEF, ASK = "brief_link", "ask_about"
"""Callback ids, as the manifest names them."""


class Shortcuts:
    """Does what shortcuts stand for, and answers what is asked in the window."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def brief(self, tenant: Tenant, body: Mapping[str, Any]) -> None:
        """Tell the page that a message links to in short, in the message's thread."""
        message, user = body["message"], str(body["user"]["id"])
        channel, ts = str(body["channel"]["id"]), str(message["ts"])
        urls = links(str(message.get("text") or ""))
        if not urls:
            t = await self._reception.words(tenant, user, channel)
            notice = render(texts.plain(texts.nothing_to_brief(t)))
            await respond(str(body.get("response_url") or ""), notice, response_type="ephemeral")
            return
        root = str(message.get("thread_ts") or ts)
        spoken = Spoken(
            channel, user, f"/brief {urls[0]}", thread=root, answer_in=root, team=team_of(body)
        )
        sent = await self._reception.answer(tenant, spoken)
        if not sent:
            posts = await self._reception.posts(tenant, spoken)
            payloads = [payload for post in posts for payload in render(post)]
            await respond(str(body.get("response_url") or ""), payloads, response_type="ephemeral")

    async def ask(self, tenant: Tenant, body: Mapping[str, Any]) -> None:
        """Open a window for a question about a message."""
        message, user = body["message"], str(body["user"]["id"])
        channel, ts = str(body["channel"]["id"]), str(message["ts"])
        root = str(message.get("thread_ts") or ts)
        words, _, _ = heard(str(message.get("text") or ""), tenant.workspace.bot_user)
        context = await self._reception.context(tenant.address(channel), root)
        story = context.story if context else None
        t = await self._reception.words(tenant, user, channel)
        window = modals.ask_window(t, Asking(channel, root, story, ts, words))
        try:
            await tenant.client.views_open(trigger_id=str(body["trigger_id"]), view=window)
        except FAILURES as error:
            log.info("slack.no_window", error=code(error) or type(error).__name__)

    async def asked(self, tenant: Tenant, body: Mapping[str, Any]) -> None:
        """Answer what was asked in the window: in the thread that it is about, question first."""
        user, view = str(body["user"]["id"]), body["view"]
        asking, question = modals.asking_of(view), modals.question_of(view)
        if not question:
            return
        t = await self._reception.words(tenant, user, asking.channel)
        profile = await tenant.directory.person(user)
        line = Line(f" {texts.asked(t, question)}", strong=profile.name or user)
        shown = Post(blocks=(Block((line,)),), language=t.language)
        address = tenant.address(asking.channel)
        context = await self._reception.context(address, asking.thread)
        sent = await self._reception.show(tenant, asking.channel, (shown,), asking.thread)
        root = asking.thread or (sent[0].thread if sent else "")
        spoken = Spoken(
            asking.channel,
            user,
            question if question[:1] != "/" else question[1:],
            thread=context.thread if context else root,
            reply_to=asking.about if asking.story else None,
            story=asking.story,
            turn=context.turn if context and not asking.text else None,
            answer_in=root,
            team=team_of(body),
            quoted=asking.text,
        )
        await self._reception.answer(tenant, spoken)
