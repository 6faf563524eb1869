"""The sender of one workspace; see `bot.chats.port.Adapter`."""

import asyncio
from uuid import UUID, uuid5

from bot.chats.port import Limits, Listener
from bot.chats.slack.events import PLATFORM
from bot.chats.slack.render import render
from bot.chats.slack.sending import ref
from bot.chats.slack.tenant import LIMITS, Tenant
from bot.pace import Pace
from bot.post import Post
from storage.model import Address, Delivery, Json

_NAMES = UUID("6f4f8c0e-3b0e-5d5c-9a53-0c2b6c9f9e11")


def name_of(delivery: Delivery) -> UUID:
    """Give the name of a message by which a second attempt is known as such.

    The time is a part of it: a memory that begins anew counts its deliveries anew.
    """
    return uuid5(_NAMES, f"{delivery.created.isoformat()} {delivery.address.chat} {delivery.id}")


class SlackAdapter:
    """One workspace. It sends; `bot.chats.slack.app.SlackApp` listens for all of them."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    @property
    def platform(self) -> str:
        """The platform's name."""
        return PLATFORM

    @property
    def account(self) -> str:
        """The team's id, or the organisation's."""
        return self._tenant.account

    @property
    def limits(self) -> Limits:
        """What Slack documents."""
        return LIMITS

    @property
    def pace(self) -> Pace[str]:
        """Of all that is written to the workspace, answers included."""
        return self._tenant.pace

    def render(self, post: Post) -> tuple[Json, ...]:
        """Dress a post; see `bot.chats.slack.render`."""
        return render(post)

    async def send(self, delivery: Delivery) -> str:
        """Send one part of a post; what answers an earlier message goes into its thread.

        Raises: see `bot.chats.errors`.
        """
        answered = delivery.reply_to_message
        thread = ref(answered).thread if answered else delivery.address.thread
        sent = await self._tenant.wire.send(
            delivery.address.chat, delivery.payload, thread, str(name_of(delivery))
        )
        return str(sent)

    async def edit(self, address: Address, message: str, payload: Json) -> None:
        """Change a message that was sent, as when its source is corrected.

        Raises: see `bot.chats.errors`.
        """
        await self._tenant.wire.edit(address.chat, ref(message).ts, payload)

    async def run(self, listener: Listener) -> None:  # noqa: ARG002 (the port's)
        """Wait until cancelled: what is said here comes through the app."""
        await asyncio.Event().wait()
