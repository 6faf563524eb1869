"""What the messages sent as answers were about, so that a reply to one keeps its context.

Messages from the outbox are known to the store by themselves; these are the others, which an
adapter sends at once.
"""

from dataclasses import dataclass
from typing import Protocol

from storage.model import Address


@dataclass(frozen=True, slots=True)
class Context:
    """What a message belongs to.

    Attributes:
        thread: of turns, as `Said.thread` has it.
        story: id of the story that it tells, or None.
        turn: id of the turn that it answers, or None; a reply goes on from there.
    """

    thread: str = ""
    story: int | None = None
    turn: int | None = None


class Memory(Protocol):
    """Remembers by chat and the platform's own id of a message."""

    async def remember(self, address: Address, message: str, context: Context) -> None:
        """Keep the context of a message that was sent. Raises nothing: a loss costs a reply."""
        ...

    async def recall(self, address: Address, message: str) -> Context | None:
        """Give the context of a message; None when it is not known. Raises nothing."""
        ...
