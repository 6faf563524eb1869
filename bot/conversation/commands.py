"""The commands: one table that help, completion, platforms' menus and the documentation read."""

from dataclasses import dataclass
from difflib import get_close_matches

from bot.catalogue import to_say


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the chat.

    Attributes:
        name: without the slash.
        takes: what may follow, as help shows it; "" for nothing. Like the next three it is a key.
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


READ = to_say("Read and ask")
FOLLOW = to_say("Follow")
WHEN = to_say("When it comes")
CHAT = to_say("This chat")

COMMANDS = (
    Command(
        "ask", to_say("QUESTION"),
        to_say("answer a question from the articles; plain text does the same"),
        to_say("/ask what did Erdoğan and Bektenov discuss?"), READ,
    ),
    Command(
        "brief", to_say("latest · N · URL"),
        to_say("the newest stories, one of them, or any page in short"),
        to_say("/brief latest"), READ, choices=("latest",),
    ),
    Command(
        "who", to_say("NAME"), to_say("what the articles say of a person or an organisation"),
        to_say("/who Bektenov"), READ,
    ),
    Command(
        "why", to_say("N · URL"),
        to_say("why a story came, or why it did not; best as a reply to a message"),
        "/why 1", READ,
    ),
    Command(
        "subscribe", to_say("TOPIC · FEED · SITE"), to_say("follow a topic, a feed or a site"),
        to_say("/subscribe world"), FOLLOW, changes=True, aliases=("sub", "follow", "add"),
    ),
    Command(
        "unsubscribe", to_say("TOPIC · FEED · all"), to_say("stop following one"),
        to_say("/unsubscribe world"), FOLLOW, changes=True,
        choices=("all",), aliases=("unsub", "unfollow"),
    ),
    Command(
        "sources", "", to_say("what this chat follows, and whether it can be read"),
        "/sources", FOLLOW, aliases=("list", "feeds", "subscriptions"),
    ),
    Command(
        "watch", to_say("NAME"), to_say("never miss a person, an organisation or a phrase"),
        to_say("/watch Olzhas Bektenov"), FOLLOW, changes=True,
    ),
    Command(
        "unwatch", to_say("NAME"), to_say("stop watching"),
        to_say("/unwatch Olzhas Bektenov"), FOLLOW, changes=True,
    ),
    Command(
        "mute", to_say("WORD · source NAME · story N"),
        to_say("drop stories with a word, a phrase or a /pattern/, of a source, or one story"),
        to_say("/mute football"), FOLLOW, changes=True, choices=("source", "story"),
    ),
    Command(
        "unmute", to_say("WORD · source NAME · story N"), to_say("let them through again"),
        to_say("/unmute football"), FOLLOW, changes=True, choices=("story",),
    ),
    Command(
        "rate", to_say("story N up · down"), to_say("say whether a story or an answer was good"),
        to_say("/rate story 1 up"), FOLLOW, choices=("story", "answer"),
    ),
    Command(
        "alerts", to_say("on · watched · off"),
        to_say("each story as it breaks, only watched ones, or none"),
        to_say("/alerts watched"), WHEN, changes=True, choices=("on", "watched", "off"),
    ),
    Command(
        "digest", to_say("now · more · 08:30 · weekdays 08:30 · off"),
        to_say("the news in one message, at your hours"),
        to_say("/digest weekdays 08:30"), WHEN, changes=True,
        choices=("now", "more", "08:30", "weekdays 08:30", "off"),
    ),
    Command(
        "settings", to_say("zone · language · length · quiet · empty"),
        to_say("language, time zone, length and quiet hours"),
        to_say("/settings zone Istanbul"), CHAT, changes=True,
        choices=("zone", "language", "length", "quiet", "empty"),
    ),
    Command(
        "start", "", to_say("who I am; also takes the chat up again after /stop"),
        "/start", CHAT,
    ),
    Command(
        "help", "", to_say("every command"),
        "/help", CHAT,
    ),
    Command(
        "stop", "", to_say("pause everything; nothing is lost"),
        "/stop", CHAT, changes=True, alone_changes=True,
    ),
    Command(
        "forget", to_say("yes"), to_say("delete all that I keep of this chat"),
        "/forget", CHAT, changes=True, alone_changes=True,
    ),
    Command(
        "status", "", to_say("how the bot is doing"),
        "/status", CHAT, operators=True,
    ),
    Command(
        "admin", to_say("allow · deny · operator"), to_say("who may use the bot"),
        "/admin allow 1234567", CHAT, operators=True, choices=("allow", "deny", "operator"),
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
