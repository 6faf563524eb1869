"""What can go wrong when a chat is written to, by the reaction it asks for.

    ChatError                 carries a sentence for the operator's log
    ├── NotSent               the request did not leave: try again, a little later
    │   └── Wait              the platform says how long to wait first
    ├── ReplyLost             it left and no answer came: it may have arrived, so at most once more
    ├── Blocked               we may not write there any more: pause the chat
    ├── Moved                 the chat has a new address: follow it and send there
    └── Refused               the platform will never take this payload: give it up

An adapter translates every error of its platform's SDK into one of these, and raises no other.
"""

from storage.model import Address


class ChatError(Exception):
    """Base of all errors of this package; `str()` is for the log and holds no secret."""


class NotSent(ChatError):
    """The request surely did not reach the platform, or the platform surely did not act on it."""


class Wait(NotSent):
    """The platform asks us to wait.

    Attributes:
        seconds: for how long, counted from now.
    """

    def __init__(self, seconds: float, message: str = "told to wait") -> None:
        super().__init__(f"{message}: {seconds:g} s")
        self.seconds = seconds


class ReplyLost(ChatError):
    """The request left and its answer was lost: nobody knows whether the message is there."""


class Blocked(ChatError):
    """We were blocked, removed, or the chat is gone."""


class Moved(ChatError):
    """The chat lives elsewhere now.

    Attributes:
        address: where.
    """

    def __init__(self, address: Address) -> None:
        super().__init__(f"moved to {address.platform} chat {address.chat}")
        self.address = address


class Refused(ChatError):
    """The platform refuses this payload for good."""
