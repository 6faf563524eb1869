"""The people, chats and messages behind the fake Bot API."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from fakes.botapi_text import Entity, Formatted, detect

Json = dict[str, Any]

ANONYMOUS_ADMIN = 1087968824
"""Who speaks for an admin that stays anonymous (Telegram's own id for it)."""

NOTHING = Formatted("")

CHANNEL_SPEAKER = 136817688
"""Who speaks when somebody writes in a group in the name of a channel."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    id: int
    name: str
    language: str | None = "en"
    is_bot: bool = False
    username: str = ""

    def json(self) -> Json:
        told: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        if self.username:
            told["username"] = self.username
        if self.language and not self.is_bot:
            told["language_code"] = self.language
        return told


@dataclass(slots=True)
class Topic:
    """A topic of a forum."""

    id: int
    name: str
    open: bool = True


@dataclass(slots=True, eq=False)
class Chat:
    """A chat; `bot` is the bot's status in it."""

    id: int
    type: str
    title: str = ""
    bot: str = "member"
    forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: list["Message"] = field(default_factory=list)
    moved_to: int | None = None
    silenced: bool = False  # the bot may be there but not write
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def is_group(self) -> bool:
        return self.type != "private"

    def json(self) -> Json:
        told: Json = {"id": self.id, "type": self.type}
        told["first_name" if self.type == "private" else "title"] = self.title
        if self.forum:
            told["is_forum"] = True
        return told

    def find(self, message: int) -> "Message | None":
        return next((m for m in self.messages if m.id == message), None)


@dataclass(slots=True, eq=False)
class Message:
    """A message in a chat, by a person, the bot, or (None) the channel itself."""

    id: int
    chat: Chat
    sender: Person | None
    date: int
    said: Formatted = NOTHING
    sender_chat: Chat | None = None
    markup: Json | None = None
    reply_to: "Message | None" = None
    thread: int | None = None
    silent: bool = False
    preview: Json | None = None
    edits: int = 0
    extra: Json = field(default_factory=dict)
    by_people: bool = False  # in a channel everything is said by the channel

    @property
    def text(self) -> str:
        return self.said.text

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of its inline keyboard, row by row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    def data(self, label: str) -> str:
        """Give what the button with a label would send."""
        for row in (self.markup or {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    return str(button["callback_data"])
        raise AssertionError(f"no button {label!r} among {self.buttons}")

    def json(self, *, nested: bool = False) -> Json:
        told: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        if self.sender:
            told["from"] = self.sender.json()
        if self.sender_chat:
            told["sender_chat"] = self.sender_chat.json()
        if self.said.text:
            told["text"] = self.said.text
        if self.said.entities:
            told["entities"] = list(self.said.entities)
        if self.markup and "inline_keyboard" in self.markup:
            told["reply_markup"] = self.markup
        if self.thread is not None:
            told |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.edits:
            told["edit_date"] = self.date
        if self.reply_to and not nested:
            told["reply_to_message"] = self.reply_to.json(nested=True)
        return told | self.extra


@dataclass(slots=True)
class World:
    """Everybody and everything that the bot's server knows."""

    bot: Person
    chats: dict[int, Chat] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: count(1001))

    def person(self, name: str, language: str | None = "en") -> Person:
        one = Person(next(self.ids), name, language)
        self.people[one.id] = one
        return one

    def private(self, person: Person) -> Chat:
        """Give the chat of a person with the bot; it is there once the person has written."""
        if person.id not in self.chats:
            self.chats[person.id] = Chat(person.id, "private", person.name)
        return self.chats[person.id]

    def group(
        self,
        title: str,
        *members: Person,
        admins: tuple[Person, ...] = (),
        kind: str = "supergroup",
        forum: bool = False,
        bot: str = "member",
    ) -> Chat:
        """Make a group, a channel (`kind="channel"`) or a forum."""
        number = next(self.ids)
        chat = Chat(-number if kind == "group" else -1_000_000_000_000 - number, kind, title)
        chat.forum, chat.bot = forum, bot
        chat.members = {one.id: "member" for one in members}
        chat.members |= {one.id: "administrator" for one in admins}
        self.chats[chat.id] = chat
        return chat

    def topic(self, chat: Chat, name: str) -> int:
        number = next(chat.numbers)
        chat.topics[number] = Topic(number, name)
        return number

    def sees(self, message: Message, *, privacy: bool) -> bool:
        """Tell whether the bot gets a message: with privacy mode only what is meant for it."""
        chat = message.chat
        if chat.bot in ("left", "kicked"):
            return False
        if not privacy or not chat.is_group or chat.bot == "administrator" or message.extra:
            return True
        if message.reply_to and message.reply_to.sender == self.bot:
            return True
        mention = f"@{self.bot.username}".lower()
        return message.text.startswith("/") or mention in message.text.lower()


def typed(text: str, mentions: tuple[Entity, ...] = ()) -> Formatted:
    """Give a text as a person's client sends it."""
    found = (*mentions, *detect(text, mentions))
    return Formatted(text, tuple(sorted(found, key=lambda e: int(e["offset"]))))
