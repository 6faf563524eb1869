"""Who may use the bot, and how much: one rule for every platform. Pure.

Three standings. An operator runs the bot; a guest may use it; a stranger may not. They are told
apart by configuration and by what operators granted since. People and chats go by a key that
names their platform: "telegram:1234567". Where a platform has many houses, each with ids of its
own, the key names the house as well: "slack:T024BE7LD/U061F7AUR"; and "slack:T024BE7LD" is all who
live in it.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from hmac import compare_digest
from math import ceil

from bot.catalogue import Words
from bot.chats.port import Rate
from bot.conversation.parse import link, parse
from bot.conversation.said import Said
from storage.model import Address, ChatKind

HOUSED = frozenset({"slack"})
"""Platforms whose ids of people and chats mean something only within an account."""

ADMIN = "admin"
"""The operators' own command, which the gate itself answers."""


class Role(StrEnum):
    """What may be granted to a key."""

    OPERATOR = "operator"
    """A person who runs the bot."""
    GUEST = "guest"
    """A person, or all members of a chat, who may use it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What configuration says.

    Attributes:
        open: whether everybody may use the bot.
        members: platforms all of whose accounts are let in, with everybody who belongs to them.
        allow, operators: keys.
        person, chat: how many questions each may ask; None for any number.
        spend: what one chat may cost a day, in the price table's currency; None for any sum.
    """

    open: bool = False
    members: frozenset[str] = frozenset()
    allow: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    person: Rate | None = None
    chat: Rate | None = None
    spend: float | None = None


@dataclass(frozen=True, slots=True)
class Grants:
    """What operators granted since; keys."""

    operators: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()


class Standing(StrEnum):
    """How somebody stands to the bot."""

    OPERATOR = "operator"
    GUEST = "guest"
    STRANGER = "stranger"


def key(address: Address, name: str) -> str:
    """Give the key of a person or chat that is met at an address.

    Args:
        address: whose platform and account count.
        name: the platform's own id, or all that stands behind the platform in a key.
    """
    if address.platform in HOUSED and "/" not in name and name != address.account:
        return f"{address.platform}:{address.account}/{name}"
    return f"{address.platform}:{name}"


def person_key(said: Said) -> str:
    """Give the key of who speaks."""
    return key(said.address, said.person.id)


def chat_key(said: Said) -> str:
    """Give the key of where it is said."""
    return key(said.address, said.address.chat)


def house_key(said: Said) -> str | None:
    """Give the key of all who belong where it is said; None for who speaks as an outsider."""
    if said.address.platform not in HOUSED or said.outsider:
        return None
    return key(said.address, said.address.account)


def standing(policy: Policy, grants: Grants, said: Said) -> Standing:
    """Tell how who speaks stands, there where it is said.

    Somebody whom the platform itself vouches for as the operator (the terminal) is one.
    """
    person = person_key(said)
    if said.operator or person in policy.operators | grants.operators:
        return Standing.OPERATOR
    known = policy.allow | grants.guests
    house = house_key(said)
    at_home = house is not None and (house in known or said.address.platform in policy.members)
    if policy.open or at_home or person in known or chat_key(said) in known:
        return Standing.GUEST
    return Standing.STRANGER


def claims(policy: Policy, grants: Grants, said: Said, code: str | None) -> bool:
    """Tell whether who speaks becomes the first operator by showing the start code.

    Only in private, only while there is no operator at all.

    Args:
        code: as it was printed at the start; None where none was.
    """
    typed = parse(said.text)
    if not code or typed.command != "start" or said.kind is not ChatKind.PRIVATE:
        return False
    if policy.operators or grants.operators:
        return False
    return compare_digest(typed.words.encode("utf-8", "replace"), code.encode())


def is_question(text: str) -> bool:
    """Tell whether answering costs work or money: questions, names, pages, a digest now."""
    typed = parse(text)
    match typed.command:
        case None | "ask" | "who":
            return True
        case "brief":
            return link(typed.words) is not None
        case "digest":
            return typed.words.lower().startswith(("now", "more"))
    return False


class Allowance:
    """Counts what each key has used of a rate, over a sliding window.

    Args:
        most: keys kept in mind; the ones that asked longest ago are forgotten.
    """

    def __init__(self, rate: Rate, most: int = 10_000) -> None:
        self._rate = rate
        self._most = most
        self._used: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def wait(self, key: Hashable, now: float) -> float:
        """Tell in how many seconds a key may use one more; 0 for now."""
        used = self._used.get(key, deque())
        while used and used[0] + self._rate.seconds <= now:
            used.popleft()
        return used[0] + self._rate.seconds - now if len(used) >= self._rate.messages else 0.0

    def use(self, key: Hashable, now: float) -> None:
        """Count one."""
        self._used.setdefault(key, deque()).append(now)
        self._used.move_to_end(key)
        if len(self._used) > self._most:
            self._used.popitem(last=False)


# --- what is said of it ------------------------------------------------------------------------


def closed(t: Words, said: Said) -> str:
    """Tell a stranger that the bot is not open, and how to be let in."""
    if said.kind is ChatKind.PRIVATE:
        return t(
            "I answer only those whom my operator has let in. To be let in, tell the operator "
            "your number here: {number}",
            number=person_key(said).partition(":")[2],
        )
    return t(
        "I answer only in chats that my operator has let in. An operator can do that right here, "
        "with /admin allow"
    )


def welcome(t: Words) -> str:
    """Greet the first operator."""
    return t(
        "You are my operator now. /status tells how I am, /admin allow NUMBER lets somebody in, "
        "and /admin allow in a group lets that group in."
    )


def slower(t: Words, seconds: float, *, chat: bool) -> str:
    """Tell that the questions of an hour are used up, and when there are more."""
    minutes = max(1, ceil(seconds / 60))
    if chat:
        return t.many(
            "This chat has asked a lot in a short time. Please ask again in a minute.",
            "This chat has asked a lot in a short time. Please ask again in {number} minutes.",
            minutes,
        )
    return t.many(
        "You have asked a lot in a short time. Please ask again in a minute.",
        "You have asked a lot in a short time. Please ask again in {number} minutes.",
        minutes,
    )


def spent(t: Words) -> str:
    """Tell that a chat has cost what it may cost a day."""
    return t(
        "This chat has used up what it may cost in a day. I answer again tomorrow; digests and "
        "alerts come as ever."
    )
