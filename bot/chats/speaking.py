"""Which language an adapter speaks where no answer of the conversation does."""

from typing import Protocol, runtime_checkable

from bot.catalogue import Words, words
from bot.chats.port import Listener
from bot.conversation.said import Person
from storage.model import Address


@runtime_checkable
class Speaking(Protocol):
    """A listener that tells which language it answers in; see `bot.chats.port.Listener`."""

    async def language(self, address: Address, person: Person) -> str:
        """Give the chat's language, or the one it would begin with for this person.

        Raises nothing.
        """
        ...


async def language_of(listener: object, address: Address, person: Person) -> str:
    """Give the language of a chat: as the listener knows it, else the person's own."""
    if isinstance(listener, Speaking):
        return await listener.language(address, person)
    return person.speaks("en")


async def words_of(listener: Listener, address: Address, person: Person) -> Words:
    """Give the words of a chat's language."""
    return words(await language_of(listener, address, person))
