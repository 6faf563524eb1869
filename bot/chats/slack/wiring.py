"""Hands what bolt hears to its nouns: everything is acknowledged first, and done in its lane."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck as Ack
from slack_bolt.context.async_context import AsyncBoltContext as Context
from slack_bolt.context.say_stream.async_say_stream import AsyncSayStream
from slack_bolt.context.set_status.async_set_status import AsyncSetStatus
from slack_bolt.context.set_suggested_prompts.async_set_suggested_prompts import (
    AsyncSetSuggestedPrompts,
)
from slack_bolt.context.set_title.async_set_title import AsyncSetTitle
from slack_bolt.middleware.assistant.async_assistant import AsyncAssistant

from bot.chats.inbox import Inbox, answered
from bot.chats.lanes import Lanes, Work
from bot.chats.slack import assistant, channels, commands, menus, modals, shortcuts, texts
from bot.chats.slack.assistant import Pane
from bot.chats.slack.buttons import Buttons
from bot.chats.slack.channels import Channels
from bot.chats.slack.commands import Commands
from bot.chats.slack.departure import departures
from bot.chats.slack.events import Heard, message, touch
from bot.chats.slack.home import Home
from bot.chats.slack.listening import Listening
from bot.chats.slack.page import Pages
from bot.chats.slack.reception import Reception
from bot.chats.slack.shortcuts import Shortcuts
from bot.chats.slack.tenant import Tenant
from bot.chats.slack.tenants import Tenants
from bot.chats.slack.workspaces import Seen, Workspaces
from storage.errors import StorageError

log = structlog.get_logger()

Body = Mapping[str, Any]

_OUT = ("app_uninstalled", "tokens_revoked", "team_access_revoked")
_CHANNELS = (*channels.LEFT, *channels.BACK, *channels.RENAMED, channels.JOINED, channels.PARTED,
             channels.MOVED)  # fmt: skip
_HEADLINES = 2


class Wiring:
    """Registers what we listen to with bolt's app.

    Every method is a listener, called by bolt with what it asks for by name.
    """

    def __init__(
        self,
        app: AsyncApp,
        tenants: Tenants,
        workspaces: Workspaces,
        seen: Seen,
        lanes: Lanes,
        reception: Reception,
        pages: Pages,
        inbox: Inbox,
    ) -> None:
        self._inbox = inbox
        self._tenants = tenants
        self._workspaces = workspaces
        self._seen = seen
        self._lanes = lanes
        self._reception = reception
        self._pages = pages
        self._listening = Listening(reception, seen)
        self._commands = Commands(reception, pages)
        self._buttons = Buttons(reception)
        self._shortcuts = Shortcuts(reception)
        self._home = Home(reception, pages)
        self._channels = Channels(reception)
        self._register(app)

    def _register(self, app: AsyncApp) -> None:
        pane = AsyncAssistant(app_name="tellal")
        pane.thread_started(self._opened)
        pane.thread_context_changed(self._ignored)
        pane.user_message(self._asked_in_pane)
        app.assistant(pane)
        app.event("message")(self._said)
        app.event("app_mention")(self._said)
        app.event("app_home_opened")(self._home_opened)
        app.event("reaction_added")(self._reacted)
        for name in _CHANNELS:
            app.event(name)(self._changed)
        for name in _OUT:
            app.event(name)(self._put_out)
        app.event(re.compile(".*"))(self._ignored)
        app.command(re.compile(".*"))(self._typed)
        app.message_shortcut(shortcuts.BRIEF)(self._brief)
        app.message_shortcut(shortcuts.ASK)(self._ask)
        app.action(re.compile(".*"))(self._pressed)
        app.view(modals.ASK)(self._asked)
        app.view(re.compile(r"tellal:\w+"))(self._saved)

    # --- said ----------------------------------------------------------------------------------

    async def _said(
        self,
        event: Body,
        context: Context,
        say_stream: AsyncSayStream | None = None,
    ) -> None:
        tenant = await self._of(context)
        heard = await self._listening.wanted(tenant, event) if tenant else None
        if tenant and heard:
            await self._keep(tenant, heard, event, context)
            await self._answer(tenant, heard, say_stream)

    async def _asked_in_pane(
        self,
        event: Body,
        context: Context,
        say_stream: AsyncSayStream,
        set_status: AsyncSetStatus,
        set_title: AsyncSetTitle,
    ) -> None:
        tenant = await self._of(context)
        heard = await self._listening.wanted(tenant, event) if tenant else None
        if tenant and heard:
            await self._keep(tenant, heard, event, context)
            t = await self._reception.words(tenant, heard.user, heard.channel)
            await self._answer(tenant, heard, say_stream, Pane(t, set_status, set_title))

    async def _keep(self, tenant: Tenant, heard: Heard, event: Body, context: Context) -> None:
        """Keep a message until it is answered: Slack has our word that we have it."""
        whose = {"team": context.team_id, "enterprise": context.enterprise_id}
        await self._inbox.keep(_key(tenant, heard), {**whose, "event": dict(event)})

    async def _answer(
        self,
        tenant: Tenant,
        heard: Heard,
        stream: AsyncSayStream | None = None,
        pane: Pane | None = None,
    ) -> None:
        key, work = _key(tenant, heard), partial(self._listening.heard, tenant, heard, stream, pane)
        work = partial(answered, self._inbox, key, work)
        if not await self._do(tenant, heard.channel, heard.user, work):
            await self._inbox.done(key)

    async def take_over(self) -> None:
        """Answer messages that a process has left that died."""
        for key, body in await self._inbox.left(every=False):
            tenant = await self._tenants.of(body["team"], body["enterprise"])
            heard = message(body["event"], tenant.workspace.bot_user) if tenant else None
            if tenant and heard:
                await self._answer(tenant, heard)
            else:
                await self._inbox.done(key)

    async def _opened(
        self,
        body: Body,
        event: Body,
        context: Context,
        set_suggested_prompts: AsyncSetSuggestedPrompts,
    ) -> None:
        tenant = await self._of(context)
        if tenant is None or not await self._first(tenant, body):
            return
        talk = event.get("assistant_thread") or {}
        user, channel = str(talk.get("user_id") or ""), str(talk.get("channel_id") or "")
        t = await self._reception.words(tenant, user, channel)
        try:
            headlines = await self._pages.headlines(_HEADLINES)
        except StorageError as error:
            log.error("slack.pane", error=str(error))
            headlines = ()
        await assistant.welcome(t, set_suggested_prompts, headlines)

    # --- pressed, typed, chosen ----------------------------------------------------------------

    async def _typed(self, ack: Ack, body: Body, context: Context) -> None:
        await ack()
        if tenant := await self._of(context):
            slash = commands.read(body, tenant.workspace.bot_user)
            work = partial(self._commands.typed, tenant, slash)
            await self._do(tenant, slash.channel, slash.user, work)

    async def _pressed(self, ack: Ack, body: Body, context: Context) -> None:
        await ack()
        tenant = await self._of(context)
        if tenant is None:
            return
        user = str((body.get("user") or {}).get("id") or "")
        if (body.get("view") or {}).get("type") == "home":
            # At once, not in a lane: a window has to open within three seconds.
            await self._home.touched(tenant, body)
        elif touched := touch(body):
            work = partial(self._buttons.pressed, tenant, touched)
            if menus.asks_story(touched.value) is not None:
                await work()
            else:
                await self._do(tenant, touched.channel, user, work)

    async def _brief(self, ack: Ack, body: Body, context: Context) -> None:
        await ack()
        if tenant := await self._of(context):
            channel, user = str(body["channel"]["id"]), str(body["user"]["id"])
            await self._do(tenant, channel, user, partial(self._shortcuts.brief, tenant, body))

    async def _ask(self, ack: Ack, body: Body, context: Context) -> None:
        await ack()
        if tenant := await self._of(context):
            await self._shortcuts.ask(tenant, body)

    async def _asked(self, ack: Ack, body: Body, context: Context) -> None:
        await ack()
        if tenant := await self._of(context):
            channel, user = modals.asking_of(body["view"]).channel, str(body["user"]["id"])
            await self._do(tenant, channel, user, partial(self._shortcuts.asked, tenant, body))

    async def _saved(self, ack: Ack, body: Body, context: Context) -> None:
        await ack()
        if tenant := await self._of(context):
            channel, user = modals.channel_of(body["view"]), str(body["user"]["id"])
            await self._do(tenant, channel, user, partial(self._home.submitted, tenant, body))

    # --- the rest ------------------------------------------------------------------------------

    async def _home_opened(self, event: Body, context: Context) -> None:
        tenant = await self._of(context)
        if tenant and event.get("tab", "home") == "home":
            channel = str(event.get("channel") or "")
            await self._home.show(tenant, str(event.get("user") or ""), channel)

    async def _reacted(self, body: Body, event: Body, context: Context) -> None:
        tenant = await self._of(context)
        if tenant and await self._first(tenant, body):
            await self._channels.reacted(tenant, event)

    async def _changed(self, body: Body, event: Body, context: Context) -> None:
        tenant = await self._of(context)
        if tenant and await self._first(tenant, body):
            await self._channels.changed(tenant, event)

    async def _put_out(self, body: Body) -> None:
        for end in departures(body):
            try:
                await self._workspaces.gone(end.team, end.enterprise, end.at)
            except StorageError as error:
                log.error("slack.not_forgotten", team=end.team, error=str(error))

    async def _ignored(self) -> None:
        """Take what means nothing to us: what is not acknowledged comes again."""

    # --- how -----------------------------------------------------------------------------------

    async def _of(self, context: Context) -> Tenant | None:
        return await self._tenants.of(context.team_id, context.enterprise_id)

    async def _first(self, tenant: Tenant, body: Body) -> bool:
        """Tell whether an event comes for the first time."""
        return await self._seen.first(f"{tenant.account}:{body.get('event_id')}")

    async def _do(self, tenant: Tenant, channel: str, user: str, work: Work) -> bool:
        """Have work done after what the same person asked for there before; whether it will be."""
        lane = (tenant.account, channel, user)
        if await self._lanes.add(lane, work):
            return True
        log.warning("slack.lane_full", channel=channel)
        t = await self._reception.words(tenant, user, channel)
        await self._reception.whisper(tenant, channel, user, (texts.plain(texts.busy(t)),))
        return False


def _key(tenant: Tenant, heard: Heard) -> str:
    return f"{tenant.account}:{heard.channel}:{heard.ts}"
