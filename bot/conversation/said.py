"""What somebody said in a chat, whatever the platform."""

from dataclasses import dataclass

from bot.languages import is_language
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

    def speaks(self, otherwise: str) -> str:
        """Give the language to begin with: the person's where it is known to be one."""
        return self.language if self.language and is_language(self.language) else otherwise


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
        turn: id of the turn that message answered, where the adapter knows.
        may_change: whether the person may change this chat's settings.
        operator: whether the person runs this bot.
        zone: IANA name of the person's zone, where the platform tells: a new chat's first zone.
        outsider: whether the person belongs to another account of the platform than the chat, as
            somebody from another company does in a shared channel.
        quoted: the words of somebody else that a question is about.
    """

    address: Address
    kind: ChatKind
    title: str
    person: Person
    text: str
    thread: str = ""
    reply_to: str | None = None
    story: int | None = None
    turn: int | None = None
    may_change: bool = True
    operator: bool = False
    zone: str | None = None
    outsider: bool = False
    quoted: str = ""
