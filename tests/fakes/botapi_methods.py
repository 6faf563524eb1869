"""The Bot API's methods over a `World`: what each checks, does and answers."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fakes.botapi_text import Formatted, Unparsable, clean, is_empty, read
from fakes.botapi_world import Chat, Json, Message, World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_REACTIONS = ("👍", "👎", "❤", "🔥", "👀", "🤔")


class ApiError(Exception):
    """What the server answers instead of a result."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str, **parameters: object) -> ApiError:
    return ApiError(400, f"Bad Request: {description}", **parameters)


@dataclass(slots=True)
class Query:
    """A tap on a button; `answer` is None until the bot answers it."""

    id: str
    message: Message
    asked: float
    answer: Json | None = None
    answered: float | None = None


@dataclass(slots=True)
class Methods:
    """Answers the calls of one bot.

    Attributes:
        now: seconds since 1970, for dates.
        queries: taps by id; `drafts` are the texts shown in each chat while a message is made.
    """

    world: World
    now: Callable[[], float]
    queries: dict[str, Query] = field(default_factory=dict)
    drafts: list[tuple[int, int, Formatted]] = field(default_factory=list)
    actions: list[tuple[int, int | None, str]] = field(default_factory=list)
    reactions: dict[tuple[int, int], Json] = field(default_factory=dict)
    commands: dict[tuple[str, str], Json] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def call(self, method: str, given: Json) -> Any:
        """Do a call.

        Raises:
            ApiError: the server would refuse it.
        """
        does = _METHODS.get(method.lower())
        if does is None:
            raise ApiError(404, "Not Found: method not found")
        return does(self, given)

    # --- messages ------------------------------------------------------------------------------

    def send_message(self, given: Json) -> Json:
        chat = self.writable(given)
        thread = self._thread(chat, given)
        said = _read(given)
        reply = self._reply(chat, given)
        markup = _markup(given)
        message = Message(
            next(chat.numbers), chat, self.world.bot, int(self.now()), said,
            markup=markup, reply_to=reply, thread=thread,
            silent=_flag(given, "disable_notification"),
            preview=_json(given, "link_preview_options"),
        )  # fmt: skip
        if chat.type == "channel":
            message.sender, message.sender_chat = None, chat
        chat.messages.append(message)
        return message.json()

    def edit_message_text(self, given: Json) -> Json:
        message = self._mine(given)
        said, markup = _read(given), _markup(given)
        if message.said == said and message.markup == markup:
            raise bad(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        message.said, message.markup = said, markup
        message.preview = _json(given, "link_preview_options")
        message.edits += 1
        return message.json()

    def edit_markup(self, given: Json) -> Json:
        message = self._mine(given)
        markup = _markup(given)
        if message.markup == markup:
            raise bad("message is not modified")
        message.markup = markup
        message.edits += 1
        return message.json()

    def delete_message(self, given: Json) -> bool:
        chat = self.chat(given)
        message = chat.find(_number(given, "message_id"))
        if message is None:
            raise bad("message to delete not found")
        chat.messages.remove(message)
        return True

    def draft(self, given: Json) -> bool:
        chat = self.writable(given)
        if chat.type != "private":
            raise bad("TEXTDRAFT_PEER_INVALID")
        if _number(given, "draft_id") == 0:
            raise bad("draft_id must be non-zero")
        said = _read(given) if given.get("text") else Formatted("")
        self.drafts.append((chat.id, _number(given, "draft_id"), said))
        return True

    def chat_action(self, given: Json) -> bool:
        chat = self.writable(given)
        if given.get("action") != "typing":
            raise bad("wrong parameter action in request")
        self.actions.append((chat.id, self._thread(chat, given), str(given["action"])))
        return True

    def react(self, given: Json) -> bool:
        chat = self.writable(given)
        wanted = _json(given, "reaction") or []
        if any(one.get("emoji") not in _REACTIONS for one in wanted):
            raise bad("REACTION_INVALID")
        self.reactions[chat.id, _number(given, "message_id")] = wanted
        return True

    def answer_query(self, given: Json) -> bool:
        query = self.queries.get(str(given.get("callback_query_id")))
        if query is None or self.now() - query.asked > 15 or query.answer is not None:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(str(given.get("text", ""))) > 200:
            raise bad("MESSAGE_TOO_LONG")
        query.answer, query.answered = given, self.now()
        return True

    # --- chats ---------------------------------------------------------------------------------

    def get_chat(self, given: Json) -> Json:
        chat = self.chat(given)
        return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11}

    def get_member(self, given: Json) -> Json:
        chat, user = self.chat(given), _number(given, "user_id")
        if chat.bot in ("left", "kicked"):
            raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        person = self.world.people.get(user)
        if person is None:
            raise bad("invalid user_id specified")
        return _member(person.json(), chat.members.get(user, "left"))

    def leave(self, given: Json) -> bool:
        self.chat(given).bot = "left"
        return True

    # --- the bot's own face --------------------------------------------------------------------

    def get_me(self, given: Json) -> Json:
        return self.world.bot.json() | {
            "can_join_groups": True, "can_read_all_group_messages": False,
            "supports_inline_queries": False, "has_main_web_app": False,
        }  # fmt: skip

    def set_commands(self, given: Json) -> bool:
        commands = _json(given, "commands") or []
        for one in commands:
            if not _COMMAND.fullmatch(one["command"]) or not 1 <= len(one["description"]) <= 256:
                raise bad("BOT_COMMAND_INVALID")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        self.commands[_scope(given)] = commands
        return True

    def get_commands(self, given: Json) -> Json:
        return self.commands.get(_scope(given), [])  # type: ignore[return-value]

    def delete_commands(self, given: Json) -> bool:
        self.commands.pop(_scope(given), None)
        return True

    def set_text(self, name: str, most: int) -> Callable[[Json], bool]:
        def does(given: Json) -> bool:
            text = str(given.get(name, ""))
            if len(text) > most:
                raise bad(f"{name.upper()}_TOO_LONG")
            self.texts[name, str(given.get("language_code", ""))] = text
            return True

        return does

    def get_text(self, name: str) -> Callable[[Json], Json]:
        return lambda given: {name: self.texts.get((name, str(given.get("language_code", ""))), "")}

    # --- what all share ------------------------------------------------------------------------

    def chat(self, given: Json) -> Chat:
        try:
            chat = self.world.chats.get(int(given.get("chat_id", 0)))
        except ValueError:
            chat = None
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to:
            raise bad(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        return chat

    def writable(self, given: Json) -> Chat:
        chat = self.chat(given)
        if chat.type == "private" and chat.bot == "kicked":
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.bot == "kicked":
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
        if chat.bot == "left":
            raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        if chat.type == "channel" and chat.bot != "administrator":
            raise bad("need administrator rights in the channel chat")
        if chat.silenced:
            raise bad("not enough rights to send text messages to the chat")
        return chat

    def _thread(self, chat: Chat, given: Json) -> int | None:
        if not given.get("message_thread_id"):
            return None
        thread = _number(given, "message_thread_id")
        topic = chat.topics.get(thread)
        if topic is None:
            raise bad("message thread not found")
        if not topic.open and chat.bot != "administrator":
            raise bad("TOPIC_CLOSED")
        return thread

    def _reply(self, chat: Chat, given: Json) -> Message | None:
        wanted = _json(given, "reply_parameters")
        if not wanted:
            return None
        found = chat.find(int(wanted["message_id"]))
        if found is None and not wanted.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return found

    def _mine(self, given: Json) -> Message:
        chat = self.writable(given)
        message = chat.find(_number(given, "message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message.sender not in (self.world.bot, None):
            raise bad("message can't be edited")
        return message


def _read(given: Json) -> Formatted:
    entities = tuple(_json(given, "entities") or ())
    try:
        return read(str(given.get("text", "")), given.get("parse_mode"), entities)
    except Unparsable as error:
        raise bad(str(error)) from error


def _markup(given: Json) -> Json | None:
    markup: Json | None = _json(given, "reply_markup")
    if not markup or "inline_keyboard" not in markup:
        return markup or None
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > 100 or any(len(row) > 8 for row in rows):
        raise bad("BUTTON_COUNT_TOO_MUCH")
    for button in (button for row in rows for button in row):
        if is_empty(clean(button["text"])):
            raise bad("can't parse inline keyboard button: Text buttons must be non-empty")
        data = button.get("callback_data")
        if data is None and "url" not in button:
            raise bad("can't parse inline keyboard button: Text buttons are unallowed")
        if data is not None and not 1 <= len(data.encode("utf-8")) <= 64:
            raise bad("BUTTON_DATA_INVALID")
    return {"inline_keyboard": rows} if rows else None


def _member(user: Json, status: str) -> Json:
    told: Json = {"user": user, "status": status}
    if status == "administrator":
        rights = (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
            "can_manage_video_chats", "can_restrict_members", "can_promote_members",
            "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
            "can_delete_stories",
        )  # fmt: skip
        return told | dict.fromkeys(rights, False)
    if status == "creator":
        return told | {"is_anonymous": False}
    if status == "kicked":
        return told | {"until_date": 0}
    return told


def _scope(given: Json) -> tuple[str, str]:
    scope = _json(given, "scope") or {"type": "default"}
    name = ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return name, str(given.get("language_code", ""))


def _json(given: Json, key: str) -> Any:
    value = given.get(key)
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise bad(f"can't parse {key} JSON object") from error


def _number(given: Json, key: str) -> int:
    try:
        return int(given[key])
    except (KeyError, ValueError) as error:
        raise bad(f"{key} is not specified") from error


def _flag(given: Json, key: str) -> bool:
    return str(given.get(key, "")).lower() == "true"


_METHODS: dict[str, Callable[[Methods, Json], Any]] = {
    "getme": Methods.get_me,
    "sendmessage": Methods.send_message,
    "editmessagetext": Methods.edit_message_text,
    "editmessagereplymarkup": Methods.edit_markup,
    "deletemessage": Methods.delete_message,
    "sendmessagedraft": Methods.draft,
    "sendchataction": Methods.chat_action,
    "setmessagereaction": Methods.react,
    "answercallbackquery": Methods.answer_query,
    "getchat": Methods.get_chat,
    "getchatmember": Methods.get_member,
    "leavechat": Methods.leave,
    "setmycommands": Methods.set_commands,
    "getmycommands": Methods.get_commands,
    "deletemycommands": Methods.delete_commands,
    "setmydescription": lambda m, given: m.set_text("description", 512)(given),
    "getmydescription": lambda m, given: m.get_text("description")(given),
    "setmyshortdescription": lambda m, given: m.set_text("short_description", 120)(given),
    "getmyshortdescription": lambda m, given: m.get_text("short_description")(given),
    "logout": lambda _m, _given: True,
    "close": lambda _m, _given: True,
}
