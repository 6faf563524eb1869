"""A line of text to a command and its words. Pure."""

import re
from dataclasses import dataclass

from bot.conversation.commands import BY_NAME
from bot.conversation.meant import in_english

_COMMAND = re.compile(r"\s*/\s?([^\W\d_][\w-]*)(?:@\w+)?(?=\s|$)(.*)", re.DOTALL)
_LINK = re.compile(r"(?:https?|feed)://\S+", re.IGNORECASE)
_SITE = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,}(?::\d{1,5})?(?:/\S*)?", re.IGNORECASE
)
_STORY = re.compile(r"(?:story\s*)?#?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed.

    Attributes:
        command: lower-case and without its slash; None for plain text.
        words: what follows the command, or the whole text, outer blanks removed; words of ours
            that were typed in another language stand in English.
    """

    command: str | None
    words: str


def parse(text: str) -> Typed:
    """Tell a command from plain text; "/Digest@tellal_bot now" is "digest" with "now"."""
    # Half characters and NULs, which no database takes, come from broken clients alone.
    readable = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    if found := _COMMAND.fullmatch(readable):
        name, words = found[1].lower(), found[2].strip()
        command = BY_NAME.get(name)
        return Typed(name, in_english(command.name, words) if command else words)
    return Typed(None, in_english("ask", readable.strip()))


def link(words: str) -> str | None:
    """Give the address that the words are, with its scheme; None when they are none.

    A bare site such as "example.com/news" counts; text with an address in it does not.
    """
    if _LINK.fullmatch(words):
        return re.sub(r"\Afeed://", "https://", words, flags=re.IGNORECASE)
    return f"https://{words}" if _SITE.fullmatch(words) else None


def story_number(words: str) -> int | None:
    """Read "12", "#12" or "story 12"; None for anything else."""
    found = _STORY.fullmatch(words.strip())
    return int(found[1]) if found else None


def first(words: str) -> tuple[str, str]:
    """Cut off the first word, in lower case; the rest stays as typed."""
    head, _, rest = words.strip().partition(" ")
    return head.lower(), rest.strip()
