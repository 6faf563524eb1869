"""What somebody said in a chat, whatever the platform."""

from dataclasses import dataclass

from storage.model import Address, ChatKind


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks.

    Attributes:
        id: the platform's own.
        name: as others see it.
        language: ISO 639-1, where the platform tells.
    """

    id: str
    name: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One message that was meant for us.

    Attributes:
        address: where it was said.
        kind, title: of that chat; the title is "" in private.
        text: with a leading slash for a command, without the mention of our name.
        thread: what it belongs to: "" is the chat's running talk, a reply's is its root.
        reply_to: the platform's id of the message of ours that it answers.
        story: id of the story that message told of, where the adapter knows (from its buttons).
        may_change: whether the person may change this chat's settings.
        operator: whether the person runs this bot.
        zone: IANA name of the person's zone, where the platform tells: a new chat's first zone.
    """

    address: Address
    kind: ChatKind
    title: str
    person: Person
    text: str
    thread: str = ""
    reply_to: str | None = None
    story: int | None = None
    may_change: bool = True
    operator: bool = False
    zone: str | None = None
