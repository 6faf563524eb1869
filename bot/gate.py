"""Stands before the conversation: lets in whom access allows, and says kindly why not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import structlog

from bot import access
from bot.access import Allowance, Grants, Policy, Role, Standing
from bot.catalogue import Words, to_say
from bot.chats.growth import Grow, GrowingListener
from bot.chats.port import Listener, Rate
from bot.chats.speaking import language_of, words_of
from bot.conversation.parse import parse
from bot.conversation.said import Person, Said
from bot.languages import listed
from bot.messages import failures
from bot.messages.words import say
from bot.post import Post
from storage.errors import StorageError
from storage.model import Address, ChatKind

log = structlog.get_logger()

REMINDERS = Rate(1, 600.0)
"""How often a chat of strangers is told that the bot is closed: once, not at every word."""


class Book(Protocol):
    """Keeps what operators granted. Raises: storage.errors.StorageError."""

    async def grants(self) -> Grants:
        """Give everything that is granted now."""
        ...

    async def grant(self, key: str, role: Role, by: str, now: datetime) -> None:
        """Grant a role to a key; again is no harm. `by` is the key of the operator."""
        ...

    async def revoke(self, key: str, role: Role) -> bool:
        """Take a role from a key; False when it had none."""
        ...

    async def spent(self, address: Address, now: datetime) -> float:
        """Tell what a chat has cost since midnight (UTC), in the price table's currency."""
        ...


class Gate:
    """A listener that passes on what may pass; see `bot.chats.port.Listener`.

    Args:
        listener: behind the gate.
        clock: aware, in UTC.
        code: makes the first who shows it in private the operator; None for no such way.
    """

    def __init__(
        self,
        listener: Listener,
        policy: Policy,
        book: Book,
        clock: Callable[[], datetime],
        code: str | None = None,
    ) -> None:
        self._listener = listener
        self._policy = policy
        self._book = book
        self._clock = clock
        self._code = code
        self._reminders = Allowance(REMINDERS)
        self._persons = Allowance(policy.person) if policy.person else None
        self._chats = Allowance(policy.chat) if policy.chat else None

    async def handle(self, said: Said) -> tuple[Post, ...]:
        """Answer, or say why not."""
        said, refused = await self._pass(said)
        return await self._listener.handle(said) if refused is None else refused

    async def handle_growing(self, said: Said, grow: Grow) -> tuple[Post, ...]:
        """Answer while showing how the answer grows, or say why not."""
        said, refused = await self._pass(said)
        if refused is not None:
            return refused
        if isinstance(self._listener, GrowingListener):
            return await self._listener.handle_growing(said, grow)
        return await self._listener.handle(said)

    async def language(self, address: Address, person: Person) -> str:
        """Tell which language is spoken in a chat: the one of whoever is behind the gate."""
        return await language_of(self._listener, address, person)

    async def _t(self, said: Said) -> Words:
        return await words_of(self._listener, said.address, said.person)

    async def _pass(self, said: Said) -> tuple[Said, tuple[Post, ...] | None]:
        """Give what is passed on, or what is said instead; with no memory nothing passes."""
        try:
            return await self._judge(said, self._clock())
        except StorageError as error:
            log.error("gate.storage", error=str(error))
            return said, (failures.memory_failed(await self._t(said)),)

    async def _judge(self, said: Said, now: datetime) -> tuple[Said, tuple[Post, ...] | None]:
        grants = await self._book.grants()
        if access.claims(self._policy, grants, said, self._code):
            key = access.person_key(said)
            await self._book.grant(key, Role.OPERATOR, key, now)
            started = replace(said, text="/start", operator=True)
            welcome = say(access.welcome(await self._t(said)))
            return said, (welcome, *await self._listener.handle(started))
        match access.standing(self._policy, grants, said):
            case Standing.OPERATOR:
                said = replace(said, operator=True)
                return said, await self._administer(said, grants, now)
            case Standing.STRANGER:
                return said, await self._remind(said, now)
        return said, await self._limit(said, now)

    async def _remind(self, said: Said, now: datetime) -> tuple[Post, ...]:
        key, seconds = access.chat_key(said), now.timestamp()
        if self._reminders.wait(key, seconds):
            return ()
        self._reminders.use(key, seconds)
        return (say(access.closed(await self._t(said), said)),)

    async def _limit(self, said: Said, now: datetime) -> tuple[Post, ...] | None:
        """Say what limit is reached; None, and count the question, while none is."""
        if not access.is_question(said.text):
            return None
        person, chat, seconds = access.person_key(said), access.chat_key(said), now.timestamp()
        for allowance, key, whole in ((self._persons, person, False), (self._chats, chat, True)):
            if allowance and (wait := allowance.wait(key, seconds)):
                return (say(access.slower(await self._t(said), wait, chat=whole)),)
        most = self._policy.spend
        if most is not None and await self._book.spent(said.address, now) >= most:
            return (say(access.spent(await self._t(said))),)
        for allowance, key in ((self._persons, person), (self._chats, chat)):
            if allowance:
                allowance.use(key, seconds)
        return None

    # --- /admin --------------------------------------------------------------------------------

    async def _administer(
        self, said: Said, grants: Grants, now: datetime
    ) -> tuple[Post, ...] | None:
        """Do an operator's /admin; None for everything else that is said."""
        typed = parse(said.text)
        if typed.command != access.ADMIN:
            return None
        t = await self._t(said)
        what, _, name = typed.words.partition(" ")
        key = self._key(said, name.strip())
        match what.lower():
            case "":
                return (self._who(t, grants),)
            case "allow" if key:
                await self._book.grant(key, Role.GUEST, access.person_key(said), now)
                return (say(t("{key} may use me now.", key=key)),)
            case "operator" if key and name:
                await self._book.grant(key, Role.OPERATOR, access.person_key(said), now)
                return (say(t("{key} is an operator now.", key=key)),)
            case "deny" if key:
                gone = [await self._book.revoke(key, role) for role in Role]
                out = to_say("{key} is out.")
                unknown = to_say("{key} was not let in by /admin.")
                return (say(t(out if any(gone) else unknown, key=key)),)
        return (say(t(_USAGE)),)

    def _key(self, said: Said, name: str) -> str | None:
        """Give the key that an operator means: a number, a whole key, or this group by nothing."""
        if not name:
            return None if said.kind is ChatKind.PRIVATE else access.chat_key(said)
        return name if ":" in name else access.key(said.address, name)

    def _who(self, t: Words, grants: Grants) -> Post:
        operators = sorted(self._policy.operators | grants.operators)
        guests = sorted(self._policy.allow | grants.guests)
        return say(
            t("Operators: {names}.", names=listed(operators, t.language)),
            t("Everybody may use me.")
            if self._policy.open
            else t("Guests: {names}.", names=listed(guests, t.language) or t("none")),
            t(_USAGE),
        )


_USAGE = to_say(
    "/admin allow NUMBER, /admin deny NUMBER, /admin operator NUMBER; in a group /admin allow is "
    "for the group."
)
