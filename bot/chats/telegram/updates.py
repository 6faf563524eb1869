"""What Telegram tells us, as what it means to us; most of it means nothing. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from telegram import (
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
    User,
)
from telegram import Chat as TelegramChat
from telegram.constants import ChatMemberStatus, ChatType, ReactionEmoji, UpdateType

from bot.conversation.commands import BY_NAME
from bot.conversation.said import Person
from storage.model import Address, ChatKind

PLATFORM = "telegram"

WANTED = (
    UpdateType.MESSAGE,
    UpdateType.CHANNEL_POST,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.MESSAGE_REACTION,
)
"""The kinds of updates that we ask Telegram for; all others never come."""

_KINDS: dict[str, ChatKind] = {
    ChatType.PRIVATE: ChatKind.PRIVATE,
    ChatType.GROUP: ChatKind.GROUP,
    ChatType.SUPERGROUP: ChatKind.GROUP,
    ChatType.CHANNEL: ChatKind.CHANNEL,
}
_THERE = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
_THUMBS = (ReactionEmoji.THUMBS_UP, ReactionEmoji.THUMBS_DOWN)
_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?!\S)", re.ASCII)
_STORY = re.compile(r"/(?:ask|mute|rate) story (\d+)\b")


@dataclass(frozen=True, slots=True)
class Me:
    """Who we are on Telegram."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened: a chat, or a topic of it."""

    chat: int
    kind: ChatKind
    title: str
    thread: int | None = None

    def address(self, account: str) -> Address:
        """Give the address that storage knows the place by."""
        return Address(PLATFORM, account, str(self.chat), str(self.thread or ""))


@dataclass(frozen=True, slots=True)
class Reply:
    """The message that another one answers.

    Attributes:
        ours: whether we wrote it; None where Telegram does not tell, in channels.
        story: number of the story that its buttons speak of.
    """

    message: int
    ours: bool | None
    text: str = ""
    story: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody said something that is meant for us.

    Attributes:
        text: with a leading slash for a command; our name is cut out.
        admin: whether the person may change the chat's settings; None when only Telegram knows.
    """

    place: Place
    message: int
    person: Person
    text: str
    admin: bool | None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Tapped:
    """Somebody touched a button below one of our messages.

    Attributes:
        message: the one below which it stood; None when Telegram knows it no more.
        buttons: the data of all its buttons.
    """

    query: str
    place: Place
    message: int
    person: Person
    data: str
    buttons: tuple[str, ...]
    story: int | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """Somebody shared where they are, in degrees."""

    place: Place
    message: int
    person: Person
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Somebody sent us something that is no text, in private."""

    place: Place
    message: int
    person: Person


@dataclass(frozen=True, slots=True)
class Rated:
    """Somebody put a thumb up or down on a message, perhaps one of ours."""

    place: Place
    message: int
    person: Person
    up: bool


@dataclass(frozen=True, slots=True)
class Added:
    """We may write in a chat from now on, by the will of a person."""

    place: Place
    person: Person


@dataclass(frozen=True, slots=True)
class Removed:
    """We may write in a place no more."""

    place: Place


@dataclass(frozen=True, slots=True)
class Reopened:
    """We may write again in a place where we could not for a while."""

    place: Place


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group has become a supergroup, with another id."""

    old: int
    new: int


Event = (
    Heard | Tapped | Located | Unreadable | Rated | Added | Removed | Reopened | Migrated
)  # fmt: skip


def read(update: Update, me: Me) -> Event | None:
    """Tell what an update means to us; None for nothing."""
    if message := update.message or update.channel_post:
        return _service(message) or _message(message, me)
    if update.callback_query:
        return _tap(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    if update.message_reaction:
        return _reaction(update.message_reaction)
    return None


# --- messages ----------------------------------------------------------------------------------


def _service(message: Message) -> Event | None:
    if message.migrate_to_chat_id:
        return Migrated(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return Migrated(message.migrate_from_chat_id, message.chat.id)
    if message.forum_topic_closed:
        return Removed(_place(message.chat, message))
    if message.forum_topic_reopened:
        return Reopened(_place(message.chat, message))
    return None


def _message(message: Message, me: Me) -> Event | None:
    if message.is_automatic_forward:
        return None  # a channel's post in its discussion group: it was said there, not here
    place, person = _place(message.chat, message), _speaker(message)
    if message.location and place.kind is ChatKind.PRIVATE:
        spot = message.location
        return Located(place, message.message_id, person, spot.latitude, spot.longitude)
    said = message.text or message.caption or ""
    reply = _reply(message, me)
    text = _meant_for_us(message, said, place.kind, reply, me)
    if text is not None:
        return Heard(place, message.message_id, person, text, _is_admin(message), reply)
    if place.kind is ChatKind.PRIVATE and message.effective_attachment:
        return Unreadable(place, message.message_id, person)
    return None


def _meant_for_us(
    message: Message, said: str, kind: ChatKind, reply: Reply | None, me: Me
) -> str | None:
    """Give what is said to us, without our name; None when it is not said to us.

    In groups these are commands, mentions and replies; in channels commands.
    """
    if found := _COMMAND.match(said):
        named = (found[2] or "").lower()
        if named and named != me.username.lower():
            return None
        known = bool(named) or kind is ChatKind.PRIVATE or found[1].lower() in BY_NAME
        return f"/{found[1]}{said[found.end() :]}" if known else None
    if not said.strip():
        return None
    unnamed = _without_name(message, said, me)
    if kind is ChatKind.PRIVATE:
        return unnamed or said
    if kind is ChatKind.CHANNEL:
        return None
    if unnamed is not None or (reply and reply.ours):
        return unnamed if unnamed is not None else said
    return None


def _without_name(message: Message, said: str, me: Me) -> str | None:
    """Cut mentions of us out of a text; None when there are none."""
    raw = said.encode("utf-16-le")
    pieces: list[bytes] = []
    at = 0
    for entity in message.entities or message.caption_entities:
        begin, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        words = raw[begin:end].decode("utf-16-le", "replace")
        by_name = (
            entity.type == MessageEntity.MENTION and words.lower() == f"@{me.username}".lower()
        )
        by_id = (
            entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == me.id
        )
        if begin >= at and (by_name or by_id):
            pieces.append(raw[at:begin])
            at = end
    if at == 0:
        return None
    rest = b"".join((*pieces, raw[at:])).decode("utf-16-le", "replace")
    return " ".join(rest.split()).lstrip(",:;.!- ")


def _reply(message: Message, me: Me) -> Reply | None:
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:
        return None  # in a forum's topic every message "replies" to the topic's beginning
    ours: bool | None = replied.from_user is not None and replied.from_user.id == me.id
    if message.chat.type == ChatType.CHANNEL:
        ours = None
    text = replied.text or replied.caption or ""
    return Reply(replied.message_id, ours, text, story_of(_data(replied)))


def _is_admin(message: Message) -> bool | None:
    if message.chat.type in (ChatType.PRIVATE, ChatType.CHANNEL):
        return True
    if message.sender_chat:
        return message.sender_chat.id == message.chat.id  # an admin who stays anonymous
    return None


def _speaker(message: Message) -> Person:
    if message.sender_chat:
        return Person(str(message.sender_chat.id), message.sender_chat.effective_name or "")
    if message.from_user:
        return _person(message.from_user)
    return Person(str(message.chat.id), message.chat.effective_name or "")


def _person(user: User) -> Person:
    language = (user.language_code or "").partition("-")[0].lower()
    return Person(str(user.id), user.full_name, language if len(language) == 2 else None)


def _place(chat: TelegramChat, message: Message | None = None) -> Place:
    thread = message.message_thread_id if message and message.is_topic_message else None
    kind = _KINDS.get(chat.type, ChatKind.GROUP)
    title = "" if kind is ChatKind.PRIVATE else chat.title or ""
    return Place(chat.id, kind, title, thread)


def _reaction(reaction: MessageReactionUpdated) -> Rated | None:
    for one in reaction.new_reaction:
        if reaction.user and isinstance(one, ReactionTypeEmoji) and one.emoji in _THUMBS:
            up = one.emoji == ReactionEmoji.THUMBS_UP
            return Rated(_place(reaction.chat), reaction.message_id, _person(reaction.user), up)
    return None


# --- buttons -----------------------------------------------------------------------------------


def _tap(query: CallbackQuery) -> Tapped | None:
    if query.message is None or query.data is None:
        return None  # a game's, or one below an inline message: none of ours
    message = query.message if isinstance(query.message, Message) else None
    data = _data(message) if message else ()
    return Tapped(
        query.id, _place(query.message.chat, message), query.message.message_id,
        _person(query.from_user), query.data, data, story_of(data),
    )  # fmt: skip


def _data(message: Message) -> tuple[str, ...]:
    markup = message.reply_markup
    rows = markup.inline_keyboard if markup else ()
    return tuple(str(b.callback_data) for row in rows for b in row if b.callback_data)


def story_of(buttons: Iterable[str]) -> int | None:
    """Give the one story that a message's buttons speak of; None for several, or none."""
    found = {int(match[1]) for data in buttons if (match := _STORY.match(data))}
    return found.pop() if len(found) == 1 else None


# --- coming and going --------------------------------------------------------------------------


def _membership(change: ChatMemberUpdated) -> Event | None:
    place = _place(change.chat)
    before = _may_write(change.old_chat_member, place.kind)
    after = _may_write(change.new_chat_member, place.kind)
    if after and place.kind is ChatKind.PRIVATE:
        return Reopened(place)
    if after and not before:
        return Added(place, _person(change.from_user))
    return Removed(place) if before and not after else None


def _may_write(member: ChatMember, kind: ChatKind) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    if kind is ChatKind.CHANNEL:
        return member.status == ChatMemberStatus.ADMINISTRATOR
    return member.status in _THERE
