"""Messages on their way out: one request at a time, or as an answer that somebody waits for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chats.errors import Blocked, ChatError
from bot.chats.patience import Patience, changed
from bot.chats.presence import Presence
from bot.chats.slack.directory import is_private
from bot.chats.slack.errors import FAILURES, OUT, code, translate
from bot.pace import Pace
from storage.model import Address, Json

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ref:
    """A message of ours, as replies to it need it.

    Attributes:
        ts: Slack's id of the message, unique in its channel.
        root: of the thread that it stands in; "" where it stands in the channel.
    """

    ts: str
    root: str = ""

    @property
    def thread(self) -> str:
        """The thread in which an answer to it belongs: Slack has no threads in threads."""
        return self.root or self.ts

    def __str__(self) -> str:
        """Give it as one id."""
        return f"{self.root}/{self.ts}" if self.root else self.ts


def ref(message: str) -> Ref:
    """Read a message's id back."""
    root, slash, ts = message.rpartition("/")
    return Ref(ts, root) if slash else Ref(message)


class Wire:
    """Single requests that write, each translated into `bot.chats.errors`.

    Args:
        unfurl: whether Slack may show previews at all.
    """

    def __init__(self, client: AsyncWebClient, *, unfurl: bool) -> None:
        self._client = client
        self._unfurl = unfurl

    async def send(self, channel: str, payload: Json, thread: str, name: str) -> Ref:
        """Send one payload.

        Args:
            thread: root of the thread that it belongs to; "" for none.
            name: the same UUID at every attempt: Slack may know by it that it had the message.

        Raises: see `bot.chats.errors`.
        """
        previews = self._unfurl and bool(payload.get("unfurl"))
        try:
            answer = await self._client.chat_postMessage(
                channel=channel,
                text=payload["text"],
                blocks=payload["blocks"],
                thread_ts=thread or None,
                client_msg_id=name,
                unfurl_links=previews,
                unfurl_media=False,
            )
        except FAILURES as error:
            raise self._translated(error, channel) from error
        return Ref(str(answer["ts"]), thread)

    async def whisper(self, channel: str, user: str, payload: Json, thread: str = "") -> None:
        """Show one payload to one person alone.

        Raises: see `bot.chats.errors`.
        """
        try:
            await self._client.chat_postEphemeral(
                channel=channel,
                user=user,
                text=payload["text"],
                blocks=payload["blocks"],
                thread_ts=thread or None,
            )
        except FAILURES as error:
            raise self._translated(error, channel) from error

    async def edit(self, channel: str, ts: str, payload: Json) -> None:
        """Give a message another content.

        Raises: see `bot.chats.errors`.
        """
        try:
            await self._client.chat_update(
                channel=channel, ts=ts, text=payload["text"], blocks=payload["blocks"]
            )
        except FAILURES as error:
            raise self._translated(error, channel) from error

    async def join(self, channel: str) -> bool:
        """Become a member of a public channel; tells whether we are one."""
        try:
            await self._client.conversations_join(channel=channel)
        except FAILURES as error:
            log.info("slack.not_joined", error=code(error) or type(error).__name__)
            return False
        return True

    def _translated(self, error: Exception, channel: str) -> ChatError:
        if code(error) in OUT:
            log.error("slack.shut_out", channel=channel, error=code(error))
        return translate(error)


class Answering:
    """Sends what somebody waits for: in its turn, again when told, never more than twice in doubt.

    Args:
        pace: shared with whoever else writes for this workspace.
        presence: hears of channels that do not take us any more.
        clock: seconds, the same clock that `pace` is asked with elsewhere.
        name: makes the names of messages; see `Wire.send`.
    """

    def __init__(
        self,
        wire: Wire,
        pace: Pace[str],
        presence: Presence,
        clock: Callable[[], float],
        name: Callable[[], UUID] = uuid4,
    ) -> None:
        self._wire = wire
        self._presence = presence
        self._patience = Patience(pace, clock)
        self._name = name

    async def send(
        self, address: Address, payloads: Sequence[Json], thread: str = ""
    ) -> tuple[Ref, ...]:
        """Send the parts of an answer in order.

        A part that cannot be sent ends it; the log says why.

        Returns:
            The messages that were sent.
        """
        sent: list[Ref] = []
        for payload in payloads:
            try:
                sent.append(await self.one(address, payload, thread))
            except Blocked as error:
                log.error("slack.answer_lost", chat=address.chat, error=str(error))
                await self._presence.gone(address)
                break
            except ChatError as error:
                log.error("slack.answer_lost", chat=address.chat, error=str(error))
                break
        return tuple(sent)

    async def one(self, address: Address, payload: Json, thread: str = "") -> Ref:
        """Send one part, patiently.

        Raises: see `bot.chats.errors`; what it raises was tried often enough.
        """
        name = str(self._name())
        return await self._patience.send(
            address,
            not is_private(address.chat),
            lambda where: self._wire.send(where.chat, payload, thread, name),
        )

    async def edit(self, address: Address, ts: str, payload: Json) -> bool:
        """Change a message; tells whether it is changed now."""
        error = await changed(lambda: self._wire.edit(address.chat, ts, payload))
        if error is not None:
            log.info("slack.not_edited", chat=address.chat, error=str(error))
        return error is None

    async def whisper(
        self, address: Address, user: str, payloads: Sequence[Json], thread: str = ""
    ) -> bool:
        """Show something to one person alone; tells whether that was done."""
        try:
            for payload in payloads:
                await self._wire.whisper(address.chat, user, payload, thread)
        except ChatError as error:
            log.info("slack.not_whispered", chat=address.chat, error=str(error))
            return False
        return True

    async def join(self, address: Address) -> bool:
        """Become a member of a public channel; tells whether we are one."""
        return await self._wire.join(address.chat)


async def respond(url: str, payloads: Sequence[Json], **how: object) -> bool:
    """Answer a command or a touch at the address that came with it; tells whether it was taken.

    Such an address works for thirty minutes and five messages, also where we are no member.

    Args:
        how: `response_type`, `replace_original`, `thread_ts`.
    """
    webhook = AsyncWebhookClient(url, timeout=10)
    for payload in payloads[:5]:
        body = {"text": payload["text"], "blocks": payload["blocks"], **how}
        try:
            answer = await webhook.send_dict(body)
        except FAILURES as error:
            log.info("slack.no_response", error=type(error).__name__)
            return False
        if answer.status_code != 200:
            log.info("slack.no_response", status=answer.status_code)
            return False
        how = {**how, "replace_original": False} if "replace_original" in how else how
    return True
