"""Messages, mentions and threads: which of them are for us, and how they are answered."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.say_stream.async_say_stream import AsyncSayStream

from bot.chats.slack import texts
from bot.chats.slack.assistant import Pane
from bot.chats.slack.events import Heard, message
from bot.chats.slack.reception import Reception, Spoken
from bot.chats.slack.tenant import Tenant
from bot.chats.slack.workspaces import Seen


class Listening:
    """Takes messages. One that is for us is answered once, however often Slack brings it.

    Args:
        seen: tells what comes again.
    """

    def __init__(self, reception: Reception, seen: Seen) -> None:
        self._reception = reception
        self._seen = seen

    async def wanted(self, tenant: Tenant, event: Mapping[str, Any]) -> Heard | None:
        """Give what an event says to us; None for what is not ours, or was answered before."""
        heard = message(event, tenant.workspace.bot_user)
        if heard is None or heard.user in (tenant.workspace.bot_user, tenant.workspace.bot_id):
            return None
        if heard.bot and self._reception.manners.ignore_bots:
            return None
        if not await self._is_for_us(tenant, heard):
            return None
        first = await self._seen.first(f"{tenant.account}:{heard.channel}:{heard.ts}")
        return heard if first else None

    async def _is_for_us(self, tenant: Tenant, heard: Heard) -> bool:
        """Tell whether a message is for us: in private, named, or in a thread of ours."""
        if heard.private or heard.mentioned:
            return True
        if not heard.thread or not heard.text or heard.elsewhere:
            return False
        if not self._reception.manners.follow_threads:
            return False
        return (
            await self._reception.context(tenant.address(heard.channel), heard.thread) is not None
        )

    async def heard(
        self,
        tenant: Tenant,
        heard: Heard,
        stream: AsyncSayStream | None,
        pane: Pane | None = None,
    ) -> None:
        """Answer a message: in its thread, or in a new one below it where others talk, too.

        Args:
            pane: of the assistant, where it is said there.
        """
        address = tenant.address(heard.channel)
        context = await self._reception.context(address, heard.thread)
        root = heard.thread or ("" if heard.private else heard.ts)
        if not heard.text and not heard.mentioned:
            t = await self._reception.words(tenant, heard.user, heard.channel)
            notice = texts.plain(texts.only_text(t))
            await self._reception.show(tenant, heard.channel, (notice,), root)
            return
        spoken = Spoken(
            heard.channel,
            heard.user,
            heard.text,
            thread=context.thread if context else root,
            reply_to=heard.thread if context else None,
            story=context.story if context else None,
            turn=context.turn if context else None,
            answer_in=root,
            team=heard.team,
        )
        if pane is None:
            await self._reception.answer(tenant, spoken, stream)
            return
        async with pane.thinking(heard.text, new=context is None):
            await self._reception.answer(tenant, spoken, stream)
