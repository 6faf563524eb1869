"""Receives what people do in Telegram, has it answered, and shows the answers in its ways."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import TypeVar

import structlog
from telegram import Bot, ForceReply, KeyboardButton, ReplyKeyboardMarkup
from telegram.error import TelegramError

from bot.buttons import grid
from bot.catalogue import Words, words
from bot.chats.growth import GrowingListener
from bot.chats.memory import Context, Memory
from bot.chats.port import Listener
from bot.chats.speaking import words_of
from bot.chats.telegram import menus, texts
from bot.chats.telegram.admins import Admins
from bot.chats.telegram.location import zones_near
from bot.chats.telegram.render import render
from bot.chats.telegram.sending import Answering, Extras, Markup
from bot.chats.telegram.streaming import Drafts, GrowingMessage, typing
from bot.chats.telegram.touches import Touch
from bot.chats.telegram.updates import (
    PLATFORM,
    Added,
    Heard,
    Located,
    Place,
    Rated,
    Reply,
    Tapped,
    Unreadable,
)
from bot.conversation.commands import BY_NAME, changes_chat
from bot.conversation.parse import parse
from bot.conversation.said import Person, Said
from bot.languages import city
from bot.messages.words import say
from bot.post import Block, Line, Post
from storage.model import Address, ChatKind

log = structlog.get_logger()

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

TWICE_WITHIN = 1.5
"""Seconds after a touch was done in which the same one again is a slip of the finger."""

PLACE_WITHIN = 600.0
"""Seconds after asking for a place in which the next words of that person may name it."""

_KEPT = 1000
"""How many touches and questions for places are kept in mind."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How we behave, by configuration.

    Attributes:
        admins_only: whether in groups only admins may change settings.
        stream: whether answers are shown while they grow.
    """

    admins_only: bool = True
    stream: bool = True


class Reception:
    """Answers events of one bot.

    Args:
        account: as `Address.account` has it.
        listener: who knows what to say.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        bot: Bot,
        account: str,
        listener: Listener,
        answering: Answering,
        memory: Memory,
        manners: Manners,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._account = account
        self._listener = listener
        self._answering = answering
        self._memory = memory
        self._manners = manners
        self._clock = clock
        self._admins = Admins(bot)
        self._drafts = Drafts(bot)
        self._places: OrderedDict[tuple[int, str], float] = OrderedDict()
        self._touches: OrderedDict[Tapped, tuple[float, str]] = OrderedDict()

    # --- said ----------------------------------------------------------------------------------

    async def heard(self, event: Heard) -> None:
        """Answer what was said."""
        said = await self._said(event)
        if menus.asks_for_zone(said.text):
            await self._ask_where(event)
            return
        reply_to = None if event.place.kind is ChatKind.PRIVATE else event.message
        if said.kind is ChatKind.GROUP and parse(said.text).command == "start":
            await self._greet(said, Extras(reply_to))
            return
        posts, sent = await self._answer(said, event.message, Extras(reply_to=reply_to))
        await self._remember(said, posts, sent)

    async def _said(self, event: Heard) -> Said:
        place, reply, text = event.place, event.reply, event.text
        if self._names_place(event):
            text = f"/settings zone {text}"
        address = place.address(self._account)
        context = await self._context(address, reply)
        thread = context.thread
        if not reply and place.kind is ChatKind.GROUP:
            # Many talk at once in a group: what is no reply begins a thread of its own.
            thread = str(event.message)
        return Said(
            address,
            place.kind,
            place.title,
            event.person,
            text,
            thread=thread,
            reply_to=str(reply.message) if reply and reply.ours is not False else None,
            story=context.story,
            turn=context.turn,
            may_change=await self._may_change(place, event.person, event.admin, text),
        )

    def _names_place(self, event: Heard) -> bool:
        """Tell whether somebody answers our question for a place, be it without replying to it."""
        reply, asked = event.reply, self._places.pop((event.place.chat, event.person.id), None)
        if reply and reply.ours and texts.asks_where(reply.text):
            return event.text[:1] != "/"
        recent = asked is not None and self._clock() < asked + PLACE_WITHIN
        return recent and reply is None and menus.is_place(event.text)

    async def _context(self, address: Address, reply: Reply | None) -> Context:
        """Give what a reply belongs to: its root is the first message of ours in the talk."""
        if reply is None or reply.ours is False:
            return Context()
        known = await self._memory.recall(address, str(reply.message))
        if known is None:
            return Context(str(reply.message), reply.story)
        return Context(known.thread, reply.story or known.story, known.turn)

    async def _may_change(
        self, place: Place, person: Person, admin: bool | None, text: str
    ) -> bool:
        if not self._manners.admins_only:
            return True
        if admin is not None:
            return admin
        typed = parse(text)
        command = BY_NAME.get(typed.command or "")
        if not command or not (command.name == "start" or changes_chat(command, typed.words)):
            return False  # it does not matter, and Telegram need not be asked
        return await self._admins.has(place.chat, int(person.id))

    async def _answer(
        self, said: Said, message: int, extras: Extras
    ) -> tuple[tuple[Post, ...], tuple[int, ...]]:
        """Have something answered, and send the answers; gives them and the messages' ids."""
        if self._manners.stream and isinstance(self._listener, GrowingListener):
            return await self._grow(self._listener, said, message, extras)
        posts = await self._handle(said)
        return posts, await self._send(said, posts, extras)

    async def _handle(self, said: Said) -> tuple[Post, ...]:
        if not menus.is_slow(said.text):
            return await self._listener.handle(said)
        async with typing(self._bot, said.address):
            return await self._listener.handle(said)

    async def _grow(
        self, listener: GrowingListener, said: Said, message: int, extras: Extras
    ) -> tuple[tuple[Post, ...], tuple[int, ...]]:
        if said.kind is ChatKind.PRIVATE:
            drafts = self._drafts.showing(said.address, message)
            async with drafts as grow, typing(self._bot, said.address):
                posts = await listener.handle_growing(said, grow)
            return posts, await self._send(said, posts, extras)
        shown = GrowingMessage(self._answering, said.address, extras)
        async with shown.showing() as grow, typing(self._bot, said.address):
            posts = await listener.handle_growing(said, grow)
        if shown.message is None:
            return posts, await self._send(said, posts, extras)
        first, *others = posts
        sent = await shown.finish(render(menus.dressed(first, said.text)))
        return posts, (*sent, *await self._send(said, tuple(others), Extras()))

    async def _send(self, said: Said, posts: tuple[Post, ...], extras: Extras) -> tuple[int, ...]:
        sent: list[int] = []
        for post in posts:
            dressed = menus.dressed(post, said.text)
            invites = menus.invites(post, said.text) and said.kind is ChatKind.PRIVATE
            markup = ForceReply() if invites else extras.markup
            with_it = Extras(extras.reply_to, extras.silent, markup)
            sent += await self._answering.send(said.address, render(dressed), with_it)
            extras = Extras()
        return tuple(sent)

    async def _remember(self, said: Said, posts: tuple[Post, ...], sent: tuple[int, ...]) -> None:
        """Keep what the messages were about, where a reply could not tell by itself."""
        story = next((post.story for post in reversed(posts) if post.story), said.story)
        turn = next((post.turn for post in reversed(posts) if post.turn), None)
        if said.thread or story or turn:
            context = Context(said.thread, story, turn)
            for message in sent:
                await self._memory.remember(said.address, str(message), context)

    # --- touched -------------------------------------------------------------------------------

    async def touched(self, event: Tapped, touch: Touch) -> None:
        """Do what a button stands for; a second touch in a row only has the note again."""
        same = replace(event, query="")
        done, note = self._touches.get(same, (-inf, ""))
        if self._clock() < done + TWICE_WITHIN:
            await touch.acknowledge(note)
            return
        note = await self._choose(event)
        _keep(self._touches, same, (self._clock(), note))
        if not await touch.acknowledge(note) and note:
            address = event.place.address(self._account)
            await self._answering.send(address, render(say(note)))

    async def _t(self, place: Place, person: Person) -> Words:
        return await words_of(self._listener, place.address(self._account), person)

    async def _choose(self, event: Tapped) -> str:
        """Do what a button stands for; gives what to note, "" when all is shown otherwise."""
        if not menus.is_ours(event.data):
            await self._put_away(event)
            return (await self._t(event.place, event.person))(texts.OLD_BUTTON)
        if event.data == menus.NOTHING:
            return ""
        if event.data == menus.PICK_ZONE:
            await self._ask_where(event)
            return ""
        if turn := menus.page_of(event.data):
            page, command = turn
            posts = await self._listener.handle(await self._touching(event, command))
            for post in posts[-1:]:
                await self._replace(
                    event, menus.paged(menus.extended(post, command), command, page)
                )
            return ""
        if step := menus.pick(await self._t(event.place, event.person), event.data):
            await self._replace(event, step)
            return ""
        return await self._command(event)

    async def _command(self, event: Tapped) -> str:
        said = await self._touching(event, event.data)
        in_place = menus.is_menu(event.buttons) and menus.is_choice(event.data)
        posts = await self._handle(said)
        note = menus.toast(posts)
        shows_again = menus.again(event.data)
        if in_place and shows_again and note:
            for menu in await self._listener.handle(await self._touching(event, shows_again)):
                kept = menus.joined(menus.dressed(menu, shows_again), posts[-1].buttons)
                await self._replace(event, kept)
            return note
        if in_place and len(posts) == 1 and not posts[0].sources:
            await self._replace(event, menus.dressed(posts[0], event.data))
            return ""
        if note and not any(post.buttons or post.story for post in posts):
            return note
        about_it = event.story or event.place.kind is not ChatKind.PRIVATE
        sent = await self._send(said, posts, Extras(event.message if about_it else None))
        await self._remember(said, posts, sent)
        return ""

    async def _touching(self, event: Tapped, command: str) -> Said:
        """Give a touch as if the command of the button had been typed."""
        place = event.place
        address = place.address(self._account)
        thread = ""
        if place.kind is not ChatKind.PRIVATE:
            known = await self._memory.recall(address, str(event.message))
            thread = known.thread if known else str(event.message)
        admin = True if place.kind is ChatKind.PRIVATE else None
        return Said(
            address,
            place.kind,
            place.title,
            event.person,
            command,
            thread=thread,
            reply_to=str(event.message),
            story=event.story,
            may_change=await self._may_change(place, event.person, admin, command),
        )

    async def _replace(self, event: Tapped, post: Post) -> None:
        """Show a post in place of the message that was touched, or below where that fails."""
        address = event.place.address(self._account)
        first, *others = render(post)
        if others or not await self._answering.edit(address, event.message, first):
            await self._answering.send(address, (first, *others))

    async def _put_away(self, event: Tapped) -> None:
        try:
            await self._bot.edit_message_reply_markup(event.place.chat, event.message)
        except TelegramError as error:
            log.info("telegram.not_edited", error=error.message)

    # --- the rest ------------------------------------------------------------------------------

    async def _ask_where(self, event: Heard | Tapped) -> None:
        """Ask for a place; only private chats can have a button that sends it."""
        place, t = event.place, await self._t(event.place, event.person)
        private = place.kind is ChatKind.PRIVATE
        markup: Markup = ForceReply(selective=True, input_field_placeholder=t(texts.YOUR_CITY))
        if private:
            button = KeyboardButton(t(texts.SHARE_LOCATION), request_location=True)
            markup = ReplyKeyboardMarkup(
                [[button]],
                resize_keyboard=True,
                one_time_keyboard=True,
                input_field_placeholder=t(texts.YOUR_CITY),
            )
            _keep(self._places, (place.chat, event.person.id), self._clock())
        extras = Extras(None if private else event.message, markup=markup)
        address = place.address(self._account)
        await self._answering.send(address, render(say(texts.where(t, shares=private))), extras)

    async def located(self, event: Located) -> None:
        """Offer the time zones near a place."""
        zones = zones_near(event.latitude, event.longitude, event.person.language)
        t = await self._t(event.place, event.person)
        choices = grid(((city(zone, t.language), f"/settings zone {zone}") for zone in zones), 2)
        address = event.place.address(self._account)
        await self._answering.send(address, render(say(t(texts.WHICH_ZONE), buttons=choices)))

    async def unreadable(self, event: Unreadable) -> None:
        """Say that we read text only."""
        t = await self._t(event.place, event.person)
        address = event.place.address(self._account)
        await self._answering.send(address, render(say(t(texts.ONLY_TEXT))))

    async def rated(self, event: Rated) -> None:
        """Take a thumb on one of our messages as a rating of its answer, or story."""
        address = event.place.address(self._account)
        known = await self._memory.recall(address, str(event.message))
        if known and (known.turn or known.story):
            rated = f"answer {known.turn}" if known.turn else f"story {known.story}"
            command = f"/rate {rated} {'up' if event.up else 'down'}"
            await self._listener.handle(
                Said(address, event.place.kind, event.place.title, event.person, command)
            )

    async def added(self, event: Added) -> None:
        """Greet a group; in a channel, greet whoever made us an admin, in private."""
        place = event.place
        if place.kind is ChatKind.CHANNEL:
            private = Address(PLATFORM, self._account, event.person.id)
            t = await words_of(self._listener, private, event.person)
            await self._answering.send(private, render(say(texts.may_write(t, place.title))))
            return
        may_change = await self._may_change(place, event.person, None, "/start")
        address = place.address(self._account)
        said = Said(address, place.kind, place.title, event.person, "/start", may_change=may_change)
        await self._greet(said, Extras())

    async def _greet(self, said: Said, extras: Extras) -> None:
        """Answer a group that begins with us, and tell it what of it we read."""
        posts = await self._listener.handle(said)
        if posts:
            first, *others = posts
            t = words(first.language)
            read = Block((Line(texts.in_a_group(t, self._bot.username)),))
            posts = (replace(first, blocks=(*first.blocks, read)), *others)
        await self._send(said, posts, extras)


def _keep(kept: OrderedDict[_Key, _Value], key: _Key, value: _Value) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _KEPT:
        kept.popitem(last=False)
