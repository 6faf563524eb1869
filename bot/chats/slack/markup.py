"""Text with Slack's formatting: made of plain words, escaped and cut as Slack counts. Pure.

A row is one line of spans; a span is plain words with the styles they wear. Cutting happens on
spans, before any mark is written, so no cut can break a link or an escape.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import combining

from bot.conversation.commands import BY_NAME

COMMAND = "/tellal"
"""The slash command, as the manifest names it."""

LONGEST_LINK = 2000
"""Characters of an address that is linked; more would eat up the room of the words."""

_CONTROLS = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " "),
    # Line and paragraph separators; and what turns the writing round beyond the foreign text.
    **dict.fromkeys([0x2028, 0x2029], " "),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
}
_JOINER = "\u2060"
_LOOKALIKE = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_OPENS = re.compile(r"(?<![^\W_])[*_~](?=\S)|`")
_EMOJI = re.compile(r":(?=(?:[+-]1|[\w+'-]{0,100}[^\W\d_][\w+'-]{0,100}):)")
_WEB = re.compile(r"https?://[^\s/\"'<>\\]+[^\s\"<>\\]*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*\s+")
_OURS = re.compile(rf"(?<![\w/<>.])/({'|'.join(sorted(BY_NAME, key=len, reverse=True))})\b")
_MARKDOWN = re.compile(r"[\\`*_~\[\]()#|!{}]|^[-+>]|(?<=^\d)[.)](?!\S)|(?<=^\d\d)[.)](?!\S)")
_ALIVE = re.compile(r"(?<=[@#])(?=\w)|(?<=:)(?=//)")
_GLUE = frozenset(["\u200d", "\ufe0e", "\ufe0f", "\u20e3", *map(chr, range(0x1F3FB, 0x1F400))])
_PIECE = 900
"""Characters that a span is cut into where a row is too long for a block."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words that wear the same styles.

    Attributes:
        text: plain, on one line.
        link: http(s) address that they lead to, or None.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


Row = tuple[Span, ...]
"""One line."""


def escape(text: str) -> str:
    """Escape the three characters that Slack reads: nothing else needs it, and nothing less."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def foreign(text: str) -> str:
    """Make words of others safe to show, before they are escaped.

    Stars, underscores, tildes and backticks that would begin a formatting become signs that look
    like them, and `:smile:` stays what it says. Line breaks and control characters
    become blanks; overrides of the writing direction go.
    """
    clean = text.encode("utf-8", "replace").decode("utf-8").translate(_CONTROLS)
    clean = _OPENS.sub(lambda found: _LOOKALIKE[found[0]], clean)
    return _EMOJI.sub(f":{_JOINER}", clean)


def ours(text: str) -> str:
    """Write commands in our own sentences as they are typed here: "/help" as "/tellal help"."""
    return _OURS.sub(rf"{COMMAND} \1", text)


def address(url: str | None) -> str | None:
    """Give a web address that may be linked; None for anything else (javascript:, file:)."""
    if url is None or len(url) > LONGEST_LINK or not _WEB.fullmatch(url.strip()):
        return None
    return url.strip().replace("|", "%7C")


def mrkdwn(row: Iterable[Span]) -> str:
    """Write a row in Slack's own markup."""
    return "".join(_dressed(span) for span in row)


def _dressed(span: Span) -> str:
    words = span.text.strip()
    if not words:
        return span.text
    before, _, after = span.text.partition(words)
    said = escape(words)
    if said.startswith("&gt;"):
        said = f"{_JOINER}{said}"  # at the start of a line it would be a quotation
    if span.link:
        said = f"<{escape(span.link)}|{said}>"
    if span.italic:
        said = f"_{said}_"
    if span.bold:
        said = f"*{said.replace('*', _LOOKALIKE['*'])}*"
    return f"{before}{said}{after}"


def markdown(row: Iterable[Span]) -> str:
    """Write a row in Markdown, which streamed answers take."""
    written = []
    for span in row:
        words = span.text.strip()
        if not words:
            written.append(span.text)
            continue
        before, _, after = span.text.partition(words)
        said = _MARKDOWN.sub(lambda found: f"\\{found[0]}", _ALIVE.sub(_JOINER, words))
        said = escape(said)
        if span.link:
            said = f"[{said}]({escape(span.link).replace('(', '%28').replace(')', '%29')})"
        said = f"**{said}**" if span.bold else said
        written.append(f"{before}{said}{after}")
    return "".join(written)


def plain(text: str, most: int) -> str:
    """Write words for where Slack takes no formatting: escaped, and cut to so many characters."""
    words = " ".join(foreign(text).split())
    if len(escape(words)) <= most:
        return escape(words)
    kept, room = "", most - 1
    for letter in words:
        room -= len(escape(letter))
        if room < 0:
            break
        kept += letter
    return escape(kept[: _whole(words, len(kept))].rstrip()) + "…"


def cut(row: Sequence[Span], most: int) -> Iterator[Row]:
    """Cut a row into rows of at most so many characters, dressed: at sentences, else at words.

    Args:
        most: at least the longest link with a piece of its words.
    """
    if len(mrkdwn(row)) <= most:
        yield tuple(row)
        return
    kept: list[Span] = []
    for span in row:
        for piece in _pieces(span):
            if kept and len(mrkdwn((*kept, piece))) > most:
                yield tuple(kept)
                kept = []
            kept.append(piece)
    if kept:
        yield tuple(kept)


def _pieces(span: Span) -> Iterator[Span]:
    rest = span.text
    while len(escape(rest)) > _PIECE:
        room = _room(rest)
        ends = [found.end() for found in _SENTENCE_END.finditer(rest, 0, room)]
        at = ends[-1] if ends and ends[-1] > room // 2 else rest.rfind(" ", room // 2, room) + 1
        at = at or _whole(rest, room)
        yield replace(span, text=rest[:at])
        rest = rest[at:]
    yield replace(span, text=rest)


def _room(text: str) -> int:
    """Tell how many letters fit into a piece once they are escaped."""
    used = 0
    for number, letter in enumerate(text):
        used += len(escape(letter))
        if used > _PIECE:
            return max(number, 1)
    return len(text)


def _whole(text: str, at: int) -> int:
    """Step back from a cut that would part a letter from its marks, or an emoji from itself."""
    for place in range(min(at, len(text) - 1), max(at - 16, 1), -1):
        if not (text[place] in _GLUE or text[place - 1] == "\u200d" or combining(text[place])):
            return place
    return max(at, 1)
