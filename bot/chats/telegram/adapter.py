"""One Telegram bot: renders, sends, listens. Thin: each thing it does is another file's."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Self
from urllib.parse import urlsplit

import structlog
from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.chats.hook import Route
from bot.chats.inbox import LOOKED_EVERY, Inbox, NoInbox, answered
from bot.chats.lanes import Lanes, Work
from bot.chats.memory import Memory
from bot.chats.port import Limits, Listener, Rate
from bot.chats.presence import Presence
from bot.chats.telegram.errors import translate
from bot.chats.telegram.options import Options
from bot.chats.telegram.polling import (
    BACKOFF_FIRST,
    BACKOFF_LAST,
    NOT_ACCEPTED,
    Client,
    Poller,
)
from bot.chats.telegram.profile import present
from bot.chats.telegram.reception import Reception
from bot.chats.telegram.render import render
from bot.chats.telegram.sending import Answering, Extras, Wire
from bot.chats.telegram.touches import Touch
from bot.chats.telegram.transport import Transport
from bot.chats.telegram.updates import (
    PLATFORM,
    WANTED,
    Added,
    Event,
    Heard,
    Located,
    Me,
    Migrated,
    Place,
    Rated,
    Removed,
    Reopened,
    Tapped,
    Unreadable,
    read,
)
from bot.chats.telegram.webhook import Webhook, secret_of
from bot.errors import BadConfiguration
from bot.pace import Pace
from bot.post import Post
from storage.model import Address, Delivery, Json

log = structlog.get_logger()

LIMITS = Limits(overall=Rate(30, 1.0), chat=Rate(1, 1.0), group=Rate(20, 60.0))
"""What Telegram documents; what it keeps to is its own affair, and told by 429 when passed."""

RESERVE = 0.015
"""Seconds added to Telegram's windows: its clock is not ours."""

CONNECTIONS = 96
"""Requests at once: those that the outbox has under way, and answers beside them."""

GRACE_SECONDS = 5.0
"""How long answers under way may take to their end when we stop."""

_SEEN = 2000
"""Updates remembered, since a webhook may be posted the same one twice."""


Ready = Callable[[str], Awaitable[None]]
"""Hears the link to a private chat with the bot."""


async def whoami(options: Options) -> str:
    """Ask Telegram whose token it is; gives the bot's username.

    Raises:
        BadConfiguration: Telegram does not know the token.
        NotSent, ReplyLost: Telegram cannot be reached.
    """
    requests = Transport(1)
    await requests.initialize()
    try:
        me = await Client(options.token, base_url=options.base_url, request=requests).get_me()
    except InvalidToken:
        raise BadConfiguration(NOT_ACCEPTED) from None
    except TelegramError as error:
        raise translate(error, Address(PLATFORM, "", "0")) from error
    finally:
        await requests.shutdown()
    return str(me.username)


class TelegramAdapter:
    """One account on Telegram; see `bot.chats.port.Adapter`.

    Args:
        memory: of what our answers were about.
        presence: hears of chats that come, go and move.
        pace: of all that is written; whoever else writes for this account is to keep it as well,
            and to ask it with the same clock.
        clock: seconds since 1970.
        ready: hears of it each time that we begin to listen.
        inbox: keeps what was said until it is answered.
    """

    def __init__(
        self,
        options: Options,
        memory: Memory,
        presence: Presence,
        pace: Pace[str] | None = None,
        clock: Callable[[], float] = time.time,
        ready: Ready | None = None,
        inbox: Inbox | None = None,
    ) -> None:
        self._options = options
        self._ready = ready
        self._inbox = inbox or NoInbox()
        self._memory = memory
        self._presence = presence
        self._polls, self._requests = Transport(2), Transport(CONNECTIONS)
        self._bot = Client(
            options.token,
            base_url=options.base_url,
            request=self._requests,
            get_updates_request=self._polls,
        )
        self._wire = Wire(self._bot)
        self.pace = pace or Pace(LIMITS, RESERVE)
        self._answering = Answering(self._wire, self.pace, presence, clock)
        self._lanes = Lanes()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._watches: set[asyncio.Task[None]] = set()
        self._me: Me | None = None
        self._reception: Reception | None = None
        self.webhook = self._webhook() if options.webhook else None

    # --- the port ------------------------------------------------------------------------------

    @property
    def platform(self) -> str:
        """The platform's name."""
        return PLATFORM

    @property
    def account(self) -> str:
        """The bot's own id."""
        return self._options.account

    @property
    def limits(self) -> Limits:
        """What Telegram documents."""
        return LIMITS

    @property
    def alone(self) -> bool:
        """Whether one process alone may listen: Telegram turns away a second that asks."""
        return self.webhook is None

    @property
    def routes(self) -> tuple[Route, ...]:
        """Where Telegram posts to us; nothing while we poll."""
        return (Route(self.webhook.path, self.webhook.handle),) if self.webhook else ()

    def render(self, post: Post) -> tuple[Json, ...]:
        """Dress a post; see `bot.chats.telegram.render`."""
        return render(post)

    async def send(self, delivery: Delivery) -> str:
        """Send one part of a post; see the port."""
        reply_to = delivery.reply_to_message
        extras = Extras(
            reply_to=int(reply_to) if reply_to else None,
            silent=delivery.kind in self._options.silent,
        )
        return str(await self._wire.send(delivery.address, delivery.payload, extras))

    async def edit(self, address: Address, message: str, payload: Json) -> None:
        """Change a message that was sent, as when its source is corrected.

        Raises: see `bot.chats.errors`.
        """
        await self._wire.edit(address, int(message), payload)

    async def run(self, listener: Listener) -> None:
        """Listen until cancelled; what is under way then still gets its answer, if it is quick.

        Raises:
            BadConfiguration: Telegram does not know the token, or not the webhook.
        """
        self._me = await self._introduce()
        self._reception = Reception(
            self._bot, self.account, listener, self._answering, self._memory,
            self._options.manners,
        )  # fmt: skip
        if self._ready:
            await self._ready(f"https://t.me/{self._me.username}")
        # Before Telegram is asked: what it tells again is known then.
        await self._take_over(every=self.alone)
        beside = [asyncio.create_task(present(self._bot))]
        if not self.alone:
            beside.append(asyncio.create_task(self._keep_taking_over()))
        try:
            await self._listen()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self._lanes.close(GRACE_SECONDS)

    async def close(self) -> None:
        """Close the connections."""
        await self._bot.shutdown()
        # The SDK closes what it has opened itself; `send` opens without it.
        await asyncio.gather(self._polls.shutdown(), self._requests.shutdown())

    async def __aenter__(self) -> Self:
        """Give the adapter; connections open when they are needed."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self.close()

    # --- listening -----------------------------------------------------------------------------

    async def _introduce(self) -> Me:
        """Learn who we are."""
        await self._until_reached(self._bot.initialize)
        return Me(self._bot.id, self._bot.username)

    async def _until_reached(self, call: Callable[[], Awaitable[object]]) -> None:
        """Do a call that nothing goes without, again and again until Telegram can be reached."""
        backoff = BACKOFF_FIRST
        while True:
            try:
                await call()
            except InvalidToken:
                # The SDK's words for it show the token, so they go no further.
                raise BadConfiguration(NOT_ACCEPTED) from None
            except BadRequest as error:
                raise BadConfiguration(f"Telegram refuses this bot: {error.message}") from error
            except TelegramError as error:
                log.warning("telegram.unreachable", error=error.message, again_in=backoff)
                await asyncio.sleep(backoff)
                backoff = min(2 * backoff, BACKOFF_LAST)
            else:
                return

    async def _listen(self) -> None:
        if self.webhook is not None:
            await self._until_reached(
                partial(
                    self._bot.set_webhook,
                    self.webhook.url,
                    allowed_updates=WANTED,
                    secret_token=self.webhook.secret,
                )
            )
            await asyncio.Event().wait()  # the web port calls `take` from now on
            return
        await self._until_reached(self._bot.delete_webhook)
        poller = Poller(self._bot, WANTED, self.take)
        try:
            await poller.run()
        finally:
            await poller.confirm()

    def _webhook(self) -> Webhook:
        url = str(self._options.webhook)
        path = urlsplit(url).path or "/"
        return Webhook(url, path, secret_of(self._options.token), self.take)

    async def take(self, raw: Mapping[str, Any]) -> bool:
        """Take one update: understand it alone, and have it done in its lane. Raises nothing.

        Returns:
            Whether it is done with; False when we are not listening yet.
        """
        if self._me is None:
            return False
        await self._take(raw, self._me)
        return True

    async def _take(self, raw: Mapping[str, Any], me: Me, *, kept: bool = False) -> None:
        """Take one update.

        Args:
            kept: whether it stands in the inbox, taken by a process that has died.
        """
        number = raw.get("update_id")
        if not isinstance(number, int) or number in self._seen:
            return
        self._seen[number] = None
        if len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        try:
            update = Update.de_json(dict(raw), self._bot)
            event = read(update, me)
        except Exception as error:  # noqa: BLE001 (one update of a form that nobody foresaw)
            log.error("telegram.malformed_update", update=number, error=type(error).__name__)
            return
        key = str(number)
        if event is None or not (kept or await self._inbox.keep(key, raw)):
            return
        lane, work = self._work(event)
        if not await self._lanes.add(lane, partial(answered, self._inbox, key, work)):
            log.warning("telegram.lane_full", update=number)
            await self._inbox.done(key)

    async def _take_over(self, *, every: bool) -> None:
        """Take what a process has left that died.

        Args:
            every: whether nobody else can be listening.
        """
        assert self._me is not None  # noqa: S101 (set before anything is taken)
        for _, raw in await self._inbox.left(every=every):
            await self._take(raw, self._me, kept=True)

    async def _keep_taking_over(self) -> None:
        while True:
            await asyncio.sleep(LOOKED_EVERY)
            await self._take_over(every=False)

    def _work(self, event: Event) -> tuple[tuple[int, str], Work]:
        """Give what an event asks to do, and the lane in which it is done."""
        reception = self._reception
        assert reception is not None  # noqa: S101 (set before anything is taken)
        match event:
            case Heard(place=place, person=person):
                return (place.chat, person.id), partial(reception.heard, event)
            case Tapped(place=place, person=person):
                touch = Touch(self._bot, event.query)
                watch = asyncio.create_task(touch.watch())
                self._watches.add(watch)
                watch.add_done_callback(self._watches.discard)
                return (place.chat, person.id), partial(reception.touched, event, touch)
            case Located(place=place, person=person):
                return (place.chat, person.id), partial(reception.located, event)
            case Unreadable(place=place, person=person):
                return (place.chat, person.id), partial(reception.unreadable, event)
            case Rated(place=place, person=person):
                return (place.chat, person.id), partial(reception.rated, event)
            case Added(place=place):
                return (place.chat, ""), partial(self._added, reception, event)
            case Removed(place=place):
                return (place.chat, ""), partial(self._presence.gone, self._address(place))
            case Reopened(place=place):
                return (place.chat, ""), partial(self._presence.back, self._address(place))
            case Migrated(old=old, new=new):
                addresses = (Address(PLATFORM, self.account, str(chat)) for chat in (old, new))
                return (old, ""), partial(self._presence.moved, *addresses)

    async def _added(self, reception: Reception, event: Added) -> None:
        """Greet, and take up what of the chat was only blocked, its topics included."""
        await reception.added(event)
        await self._presence.back(self._address(event.place))

    def _address(self, place: Place) -> Address:
        return place.address(self.account)
