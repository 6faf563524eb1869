"""The SDK's errors as ours, by the reaction they ask for. Pure.

Traps of the SDK: `BadRequest` and `TimedOut` are both `NetworkError`, so the order of the cases
matters; and much that is no fault of the message arrives as `BadRequest` and is told by prose.
"""

from dataclasses import replace

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.chats.errors import Blocked, ChatError, Moved, NotSent, Refused, ReplyLost, Wait
from bot.chats.telegram.transport import Flooded, NotReached
from storage.model import Address

_GONE = (
    "chat not found",
    "thread not found",
    "topic_closed",
    "topic_deleted",
    "topic_id_invalid",
    "group chat was deactivated",
    "upgraded to a supergroup",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "peer_id_invalid",
    "user_is_blocked",
    "input_user_deactivated",
    "bot is not a member",
)
"""What a refusal says when not the message is wrong, but the place."""

_MARKUP = ("can't parse entities", "entity_", "entities_", "can't parse message text")


def translate(error: TelegramError, address: Address) -> ChatError:
    """Give our error for the SDK's.

    Args:
        address: where the request was to act.
    """
    said = f"Telegram: {error.message}"
    match error:
        case Flooded():
            return Wait(error.seconds, "Telegram")
        case ChatMigrated():
            return Moved(replace(address, chat=str(error.new_chat_id)))
        case Forbidden():
            return Blocked(said)
        case BadRequest():
            return Blocked(said) if _says(error, _GONE) else Refused(said)
        case NotReached() | Conflict() | InvalidToken() | EndPointNotFound():
            return NotSent(said)
    return ReplyLost(said)


def refuses_markup(error: TelegramError) -> bool:
    """Tell whether a refusal is about the formatting, so that plain text may pass."""
    return isinstance(error, BadRequest) and _says(error, _MARKUP)


def changes_nothing(error: TelegramError) -> bool:
    """Tell whether an edit was refused because the message is like that already."""
    return isinstance(error, BadRequest) and _says(error, ("message is not modified",))


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    text = error.message.lower()
    return any(phrase in text for phrase in phrases)
