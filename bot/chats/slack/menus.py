"""What a touch on a button shows: a menu that changes in place, or a note. Pure."""

from collections.abc import Sequence

from bot.conversation.parse import parse
from bot.post import Post

NOTE = 300
"""Characters of an answer that is a note rather than a message."""

_MENUS = ("settings", "subscribe", "unsubscribe", "alerts", "digest", "forget", "sources")
_AGAIN = ("settings", "subscribe", "unsubscribe", "alerts")
_NEWS = ("now", "more")


def is_choice(command: str) -> bool:
    """Tell whether a button chooses something of a setting, so that its menu may change by it."""
    typed = parse(command)
    if typed.command == "digest" and typed.words.lower().startswith(_NEWS):
        return False
    return typed.command in _MENUS


def again(command: str) -> str | None:
    """Give the command that shows the menu again in which a choice was made; None for none."""
    typed = parse(command)
    return f"/{typed.command}" if typed.words and typed.command in _AGAIN else None


def note(posts: Sequence[Post]) -> str | None:
    """Give posts as one short note; None where they say more, offer more, or tell the news."""
    if any(p.title or p.sources or p.note or p.buttons or p.story for p in posts):
        return None
    lines = [
        " ".join(line.strong + line.text for line in block.lines)
        for post in posts
        for block in post.blocks
    ]
    said = "\n".join(lines)
    return said if 0 < len(said) <= NOTE else None


def asks_story(command: str) -> int | None:
    """Give the story that a button asks a question about; None for any other button."""
    typed = parse(command)
    words = typed.words.split()
    asks = typed.command == "ask" and len(words) == 2 and words[0] == "story"
    return int(words[1]) if asks and words[1].isdecimal() else None
