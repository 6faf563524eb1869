"""What people do in Telegram that a bot hears of: say, tap, add, block, move. Acts on a `World`."""

import itertools
import time

from fakes.botapi_methods import Methods, Query
from fakes.botapi_world import (
    ANONYMOUS_ADMIN,
    CHANNEL_SPEAKER,
    Chat,
    Json,
    Message,
    Person,
    World,
    typed,
)

_query_ids = itertools.count(9_000_000_001)


class People:
    """Mixed into the server: needs `world`, `methods`, `privacy` and `update` of it."""

    world: World
    methods: Methods
    privacy: bool

    def update(self, kind: str, content: Json) -> int:
        """Queue an update for the bot."""
        raise NotImplementedError

    # --- saying --------------------------------------------------------------------------------

    def says(
        self,
        person: Person,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        thread: int | None = None,
        anonymous: bool = False,
        through: Chat | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Have somebody write.

        Args:
            person: who; the one behind an anonymous admin as well.
            chat: where; by default the private chat with the bot.
            thread: the forum's topic.
            anonymous: in the group's own name, as admins may.
            through: in a channel's name.
        """
        chat = chat or self.world.private(person)
        sender, speaker = person, None
        if anonymous:
            sender = Person(
                ANONYMOUS_ADMIN, "Group", None, is_bot=True, username="GroupAnonymousBot"
            )
            speaker = chat
        if through:
            sender = Person(CHANNEL_SPEAKER, "Channel", None, is_bot=True, username="Channel_Bot")
            speaker = through
        message = Message(
            next(chat.numbers), chat, sender, int(time.time()), typed(text), speaker,
            reply_to=reply_to, thread=thread, extra=extra or {},
        )  # fmt: skip
        return self._arrives(message)

    def posts(self, channel: Chat, text: str, reply_to: Message | None = None) -> Message:
        """Have an admin write in a channel, in the channel's name."""
        message = Message(
            next(channel.numbers), channel, None, int(time.time()), typed(text), channel,
            reply_to=reply_to, by_people=True,
        )  # fmt: skip
        return self._arrives(message, "channel_post")

    def shares_location(self, person: Person, latitude: float, longitude: float) -> Message:
        place = {"location": {"latitude": latitude, "longitude": longitude}}
        return self.says(person, "", extra=place)

    def _arrives(self, message: Message, kind: str = "message") -> Message:
        message.chat.messages.append(message)
        if self.world.sees(message, privacy=self.privacy):
            self.update(kind, message.json())
        return message

    # --- tapping -------------------------------------------------------------------------------

    def taps(self, person: Person, message: Message, label: str) -> Query:
        """Have somebody tap a button by its label."""
        return self.taps_data(person, message, message.data(label))

    def taps_data(self, person: Person, message: Message, data: str) -> Query:
        """Have somebody tap a button that may be gone from the message by now."""
        query = Query(str(next(_query_ids)), message, self.methods.now())
        self.methods.queries[query.id] = query
        self.update(
            "callback_query",
            {
                "id": query.id, "from": person.json(), "chat_instance": "1",
                "message": message.json(), "data": data,
            },
        )  # fmt: skip
        return query

    def reacts(self, person: Person, message: Message, emoji: str) -> None:
        self.update(
            "message_reaction",
            {
                "chat": message.chat.json(), "message_id": message.id, "user": person.json(),
                "date": int(time.time()), "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": emoji}],
            },
        )  # fmt: skip

    # --- coming and going ----------------------------------------------------------------------

    def blocks(self, person: Person) -> None:
        self.becomes(self.world.private(person), person, "kicked")

    def unblocks(self, person: Person) -> None:
        self.becomes(self.world.private(person), person, "member")

    def adds(self, person: Person, chat: Chat, status: str = "member") -> None:
        """Have somebody make the bot a member or an administrator."""
        self.becomes(chat, person, status)

    def removes(self, person: Person, chat: Chat, status: str = "kicked") -> None:
        self.becomes(chat, person, status)

    def becomes(self, chat: Chat, by: Person, status: str) -> None:
        """Change what the bot is in a chat, and tell it."""
        before, chat.bot = chat.bot, status
        bot = self.world.bot.json()
        self.update(
            "my_chat_member",
            {
                "chat": chat.json(), "from": by.json(), "date": int(time.time()),
                "old_chat_member": _status(bot, before), "new_chat_member": _status(bot, status),
            },
        )  # fmt: skip

    def migrates(self, group: Chat) -> Chat:
        """Turn a group into a supergroup with another id."""
        new = self.world.group(group.title, bot=group.bot)
        new.members = dict(group.members)
        group.moved_to = new.id
        someone = next(iter(self.world.people.values()))
        for chat, extra in (
            (group, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": group.id}),
        ):  # fmt: skip
            message = Message(next(chat.numbers), chat, someone, int(time.time()), extra=extra)
            self._arrives(message)
        return new

    def closes(self, person: Person, chat: Chat, thread: int) -> None:
        """Close a forum's topic."""
        chat.topics[thread].open = False
        self.says(person, "", chat, thread=thread, extra={"forum_topic_closed": {}})

    def reopens(self, person: Person, chat: Chat, thread: int) -> None:
        """Open a forum's topic again."""
        chat.topics[thread].open = True
        self.says(person, "", chat, thread=thread, extra={"forum_topic_reopened": {}})


def _status(bot: Json, status: str) -> Json:
    told: Json = {"user": bot, "status": status}
    if status == "administrator":
        rights = (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
            "can_manage_video_chats", "can_restrict_members", "can_promote_members",
            "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
            "can_delete_stories", "can_post_messages", "can_edit_messages",
        )  # fmt: skip
        told |= dict.fromkeys(rights, True)
    if status == "kicked":
        told["until_date"] = 0
    return told
