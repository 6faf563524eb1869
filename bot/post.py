"""What we say in a chat, before any platform's dress: the value that renderers turn into messages.

A post is a short document. `bot.compose` makes posts of briefs, digests and answers;
`bot.messages` makes those that the bot says of itself; `bot/chats/*/render.py` dress them.
All text in a post is plain: a renderer escapes everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from summarizer.model import Source


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text with the numbers of the sources that carry it, counted from 1.

    Attributes:
        text: the words.
        cites: numbers into the post's sources.
        strong: words to set off that stand before the text, which follows them as it is: an actor's
            name before ", Prime Minister"; "" for none.
        link: where the line leads as a whole, or None.
        number: in a list, what the item is called by, in place of the bullet.
    """

    text: str
    cites: tuple[int, ...] = ()
    strong: str = ""
    link: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together.

    Attributes:
        label: what they are ("Key actors"); "" for running text.
        lines: in order.
        bullets: whether each line is an item of a list; else they run on in one paragraph.
    """

    lines: tuple[Line, ...]
    label: str = ""
    bullets: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered below a post: what it says and the command that it stands for.

    `command` is at most 64 bytes in UTF-8, the smallest that any platform carries.
    """

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class Post:
    """One thing said in a chat.

    Attributes:
        title: first line, set off; "" for none.
        blocks: the body in order.
        sources: numbered from 1 in this order.
        buttons: rows of choices.
        note: a small last line; "" for none.
        story: id of the story it tells of; a reply to the post is a question about it.
        turn: id of the exchange that it answers; a reply to the post goes on from there.
        zone: IANA name of the zone in which its times are told.
        language: ISO 639-1, of the labels and dates that a renderer adds.
    """

    title: str = ""
    blocks: tuple[Block, ...] = ()
    sources: tuple[Source, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    note: str = ""
    story: int | None = None
    turn: int | None = None
    zone: str = "UTC"
    language: str = "en"


_POST = TypeAdapter(Post)


def to_json(post: Post) -> dict[str, Any]:
    """Give a post as plain JSON values, to be kept in the outbox."""
    dumped: dict[str, Any] = _POST.dump_python(post, mode="json")
    return dumped


def from_json(stored: Mapping[str, Any]) -> Post:
    """Read a post back from what `to_json` gave."""
    return _POST.validate_python(stored)
