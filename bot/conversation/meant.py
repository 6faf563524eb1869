"""What other languages say after a command, as the English that commands know. Pure.

"/digest şimdi" is "/digest now", "/settings saat dilimi Ankara" is "/settings zone Ankara". The
words stand in the catalogues and are understood whatever the chat's language: who types them means
them. What readers type freely (names, words, questions) is left as it is.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.catalogue import spoken, to_type, words
from summarizer.text import fold

_Choices = tuple[tuple[str, str], ...]
"""Words that may stand at one place, each with the command that it is for."""

_FIRST: Mapping[str, _Choices] = {
    "alerts": (to_type("alerts", "on"), to_type("alerts", "watched"), to_type("alerts", "off")),
    "brief": (to_type("brief", "latest"),),
    "digest": (to_type("digest", "now"), to_type("digest", "more"), to_type("digest", "off")),
    "forget": (to_type("forget", "yes"),),
    "mute": (to_type("mute", "word"), to_type("mute", "source")),
    "rate": (to_type("rate", "story"), to_type("rate", "answer")),
    "settings": (
        to_type("settings", "zone"),
        to_type("settings", "language"),
        to_type("settings", "length"),
        to_type("settings", "quiet"),
        to_type("settings", "empty"),
    ),
    "unmute": (to_type("mute", "word"), to_type("mute", "source")),
}
"""What may stand first after a command."""

_NEED_MORE = ("mute", "unmute")
"""Where such a word alone is what a reader types freely."""

_ALONE: Mapping[str, _Choices] = {
    "settings empty": (to_type("settings", "silent"), to_type("settings", "say")),
    "settings length": (
        to_type("settings", "short"),
        to_type("settings", "medium"),
        to_type("settings", "long"),
    ),
    "settings quiet": (to_type("settings", "off"),),
    "subscribe": (to_type("subscribe", "all"),),
    "unsubscribe": (to_type("subscribe", "all"),),
}
"""What means something only when nothing else is said there."""

_RATINGS = (to_type("rate", "up"), to_type("rate", "down"))
_STORY = (to_type("story", "story"),)
_WITH_STORIES = ("ask", "brief", "why", "mute", "unmute")
_NUMBERED = re.compile(r"([^\W\d_]+)\s*(#?\d.*)", re.DOTALL)

_COMMANDS = (
    to_type("command", "help"),
    to_type("command", "start"),
    to_type("command", "stop"),
    to_type("command", "settings"),
    to_type("command", "subscribe"),
    to_type("command", "unsubscribe"),
    to_type("command", "sources"),
    to_type("command", "digest"),
    to_type("command", "alerts"),
    to_type("command", "brief"),
)
_ENGLISH_COMMANDS = {
    "briefs": "brief", "stories": "brief", "news": "brief", "headlines": "brief",
    "the news": "brief", "latest": "brief", "latest news": "brief", "what's new": "brief",
    "whats new": "brief",
}  # fmt: skip
"""What else names a command in English; other languages write theirs beside its name."""

_GREETING = (to_type("greeting", "hello"),)
_ENGLISH_GREETINGS = frozenset(["hi", "hey", "hello there", "good morning", "good evening"])
_THANKS = (to_type("greeting", "thanks"),)
_ENGLISH_THANKS = frozenset(
    ["thank you", "thank you very much", "many thanks", "thanks a lot", "thx", "ok thanks"]
)

_LONGEST = 3
"""Words that one of ours takes at most in any language."""


def in_english(command: str, typed: str) -> str:
    """Give what follows a command with the words of other languages replaced.

    Args:
        command: by its first name; "ask" for plain text.
        typed: what follows it, outer blanks removed.
    """
    if command in _WITH_STORIES and (found := _NUMBERED.fullmatch(typed)):
        return f"story {found[2]}" if _plain(found[1]) in ways(_STORY) else typed
    said = _first(command, typed)
    if command == "rate" and len(parts := said.rsplit(maxsplit=1)) == 2:
        return f"{parts[0]} {ways(_RATINGS).get(_plain(parts[1]), parts[1])}"
    return said


def bare_command(text: str) -> str | None:
    """Give the command that a text without a slash is the name of, in any language."""
    said = _plain(text)
    english = {name: name for _, name in _COMMANDS} | _ENGLISH_COMMANDS
    return (english | dict(ways(_COMMANDS))).get(said)


def is_greeting(text: str) -> bool:
    """Tell whether somebody only says hello."""
    said = _plain(text)
    return said == _GREETING[0][1] or said in _ENGLISH_GREETINGS or said in ways(_GREETING)


def is_thanks(text: str) -> bool:
    """Tell whether somebody only says thank you."""
    said = _plain(text)
    return said == _THANKS[0][1] or said in _ENGLISH_THANKS or said in ways(_THANKS)


@lru_cache(maxsize=64)
def ways(choices: _Choices) -> Mapping[str, str]:
    """Give the English words by how all other languages write them, folded."""
    return {
        fold(way): word
        for language in spoken()
        for command, word in choices
        for way in words(language).ways(command, word)
    }


def _first(path: str, typed: str) -> str:
    """Replace the first words, and those after them that depend on these."""
    if alone := _ALONE.get(path):
        return ways(alone).get(_plain(typed), typed)
    choices = _FIRST.get(path)
    if choices is None:
        return typed
    for many in range(_LONGEST, 0, -1):
        head, rest = _cut(typed, many)
        english = ways(choices).get(_plain(head))
        if english and (rest or path not in _NEED_MORE):
            return f"{english} {_first(f'{path} {english}', rest)}".rstrip()
    head, rest = _cut(typed, 1)
    deeper = f"{path} {_plain(head)}"
    return f"{head} {_first(deeper, rest)}" if rest and deeper in _ALONE else typed


def _cut(typed: str, many: int) -> tuple[str, str]:
    """Cut off so many words, or all there are; the rest stays as typed."""
    parts: Sequence[str] = typed.split(maxsplit=many)
    return " ".join(parts[:many]), "".join(parts[many:])


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").strip(" .!?").split())
