"""The commands: one table that help, completion, platforms' menus and the documentation read."""

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the chat.

    Attributes:
        name: without the slash.
        takes: what may follow, as help shows it; "" for nothing.
        does: what it is for, in a few words that fit a platform's menu.
        example: a whole line that works.
        group: the heading that help puts it under.
        changes: its use with words after it changes the chat's settings, which in groups only
            the chat's admins may do.
        alone_changes: so does its use without any.
        operators: only operators may use it.
        choices: words that may follow first, for completion.
        aliases: other names it answers to.
    """

    name: str
    takes: str
    does: str
    example: str
    group: str
    changes: bool = False
    alone_changes: bool = False
    operators: bool = False
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


READ = "Read and ask"
FOLLOW = "Follow"
WHEN = "When it comes"
CHAT = "This chat"

COMMANDS = (
    Command(
        "ask", "QUESTION", "answer a question from the articles; plain text does the same",
        "/ask what did Erdoğan and Bektenov discuss?", READ,
    ),
    Command(
        "brief", "latest · N · URL", "the newest stories, one of them, or any page in short",
        "/brief latest", READ, choices=("latest",),
    ),
    Command(
        "who", "NAME", "what the articles say of a person or an organisation",
        "/who Bektenov", READ,
    ),
    Command(
        "why", "N · URL", "why a story came, or why it did not; best as a reply to a message",
        "/why 1", READ,
    ),
    Command(
        "subscribe", "TOPIC · FEED · SITE", "follow a topic, a feed or a site",
        "/subscribe world", FOLLOW, changes=True, aliases=("sub", "follow", "add"),
    ),
    Command(
        "unsubscribe", "TOPIC · FEED · all", "stop following one",
        "/unsubscribe world", FOLLOW, changes=True, choices=("all",), aliases=("unsub", "unfollow"),
    ),
    Command(
        "sources", "", "what this chat follows, and whether it can be read",
        "/sources", FOLLOW, aliases=("list", "feeds", "subscriptions"),
    ),
    Command(
        "watch", "NAME", "never miss a person, an organisation or a phrase",
        "/watch Olzhas Bektenov", FOLLOW, changes=True,
    ),
    Command("unwatch", "NAME", "stop watching", "/unwatch Olzhas Bektenov", FOLLOW, changes=True),
    Command(
        "mute", "WORD · source NAME · story N",
        "drop stories with a word, a phrase or a /pattern/, of a source, or one story",
        "/mute football", FOLLOW, changes=True, choices=("source", "story"),
    ),
    Command(
        "unmute", "WORD · source NAME · story N", "let them through again",
        "/unmute football", FOLLOW, changes=True, choices=("story",),
    ),
    Command(
        "rate", "story N up · down", "say whether a story or an answer was good",
        "/rate story 1 up", FOLLOW, choices=("story", "answer"),
    ),
    Command(
        "alerts", "on · watched · off", "each story as it breaks, only watched ones, or none",
        "/alerts watched", WHEN, changes=True, choices=("on", "watched", "off"),
    ),
    Command(
        "digest", "now · more · 08:30 · weekdays 08:30 · off",
        "the news in one message, at your hours",
        "/digest weekdays 08:30", WHEN, changes=True,
        choices=("now", "more", "08:30", "weekdays 08:30", "off"),
    ),
    Command(
        "settings", "zone · language · length · quiet · empty",
        "language, time zone, length and quiet hours",
        "/settings zone Istanbul", CHAT, changes=True,
        choices=("zone", "language", "length", "quiet", "empty"),
    ),
    Command("start", "", "who I am; also takes the chat up again after /stop", "/start", CHAT),
    Command("help", "", "every command", "/help", CHAT),
    Command(
        "stop", "", "pause everything; nothing is lost", "/stop", CHAT,
        changes=True, alone_changes=True,
    ),
    Command(
        "forget", "yes", "delete all that I keep of this chat", "/forget", CHAT,
        changes=True, alone_changes=True,
    ),
    Command("status", "", "how the bot is doing", "/status", CHAT, operators=True),
    Command(
        "admin", "allow · deny · operator", "who may use the bot", "/admin allow 1234567", CHAT,
        operators=True, choices=("allow", "deny", "operator"),
    ),
)  # fmt: skip
"""Every command that no platform is needed for, in the order of help; the gate answers /admin."""

BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
"""The commands by every name that they answer to."""

_READING_WORDS = {"digest": ("now", "more")}
"""Words after a changing command with which it changes nothing."""


def nearest(name: str) -> Command | None:
    """Give the command that a mistyped name was probably meant to be."""
    close = get_close_matches(name, BY_NAME, n=1, cutoff=0.6)
    return BY_NAME[close[0]] if close else None


def changes_chat(command: Command, words: str) -> bool:
    """Tell whether a use of a command changes the chat's settings."""
    if not words:
        return command.alone_changes
    first = words.split(maxsplit=1)[0].lower()
    return command.changes and first not in _READING_WORDS.get(command.name, ())
