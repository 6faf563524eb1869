"""What a chat platform is to the rest of the program: an adapter renders, sends and listens."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.conversation.said import Said
from bot.post import Post
from storage.model import Address, Delivery, Json


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages in so many seconds."""

    messages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast a platform takes messages from one account; None where it sets no limit.

    Attributes:
        overall: over all chats together.
        chat: to one chat.
        group: to one group or channel, on top of `chat`.
    """

    overall: Rate | None = None
    chat: Rate | None = None
    group: Rate | None = None


@runtime_checkable
class Editing(Protocol):
    """What an adapter can besides if its platform lets us change a message that was sent."""

    async def edit(self, address: Address, message: str, payload: Json) -> None:
        """Give a message another payload that `render` made; nothing when it has it already.

        Raises:
            Wait, NotSent, ReplyLost, Blocked, Moved, Refused: see `bot.chats.errors`.
        """
        ...


@runtime_checkable
class Alone(Protocol):
    """An adapter whose platform may allow one listener only."""

    @property
    def alone(self) -> bool:
        """Whether `run` is for one process at a time."""
        ...


@runtime_checkable
class Manifold(Protocol):
    """An adapter that listens for many accounts, each of which has a sender of its own.

    Accounts come and go while we run, so it is asked again and again.
    """

    async def senders(self) -> "tuple[Adapter, ...]":
        """Give who sends, one for each account that is there now.

        Raises: storage.errors.StorageError.
        """
        ...


class Listener(Protocol):
    """Who answers what is said in a chat: `bot.conversation.Conversation`."""

    async def handle(self, said: Said) -> tuple[Post, ...]:
        """Give the answers, in order. Raises nothing: a failure is a post as well."""
        ...


class Adapter(Protocol):
    """One account on one platform."""

    @property
    def platform(self) -> str:
        """The platform's name, as `Address.platform` has it."""
        ...

    @property
    def account(self) -> str:
        """Which bot or workspace, as `Address.account` has it."""
        ...

    @property
    def limits(self) -> Limits:
        """What `send` must be paced to."""
        ...

    def render(self, post: Post) -> tuple[Json, ...]:
        """Dress a post for the platform: its payloads in sending order, at least one. Pure."""
        ...

    async def send(self, delivery: Delivery) -> str:
        """Send one payload that `render` made.

        Returns:
            The platform's id of the message.

        Raises:
            Wait, NotSent, ReplyLost, Blocked, Moved, Refused: see `bot.chats.errors`.
        """
        ...

    async def run(self, listener: Listener) -> None:
        """Listen, have everything that is said answered, until closed or cancelled."""
        ...
