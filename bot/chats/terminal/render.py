"""A post as text for a terminal: plain, or with colours and links. Pure.

Everything in a post may come from strangers. `clean` leaves no character that a terminal would
act on, so the only escape sequences that ever leave are our own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from prompt_toolkit.utils import get_cwidth

from bot.catalogue import words
from bot.compose import byline
from bot.messages import labels
from bot.post import Block, Button, Line, Post
from summarizer.model import Source

WIDEST = 92
"""Columns; longer lines are tiring to read, however wide the window is."""

NARROWEST = 20

_BOLD, _DIM, _HEADING = "1", "2", "1;36"
"""Select Graphic Rendition codes (ECMA-48)."""

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
_BLANKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_SUBSTITUTES = (
    _PICTURES
    | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    # Overrides and isolates of direction could show our own words reversed.
    | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
    | _BLANKS
)

_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"


def clean(text: str) -> str:
    """Make foreign text harmless and one line: control characters become pictures or blanks."""
    return text.translate(_SUBSTITUTES)


def href(url: str | None) -> str | None:
    """Give an address that may stand in an escape sequence; None unless it is http or https."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(url.encode("utf-8", "replace"), safe=_URL_SAFE)


@dataclass(frozen=True, slots=True)
class Look:
    """How text is to look.

    Attributes:
        width: columns of the window.
        colour: whether colours and links (OSC 8) may be used.
    """

    width: int = 80
    colour: bool = False

    @property
    def columns(self) -> int:
        """How wide text is set."""
        return max(NARROWEST, min(self.width - 1, WIDEST))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text in one style; without blanks once it is cut into words."""

    text: str
    style: str = ""
    link: str | None = None


def text(post: Post, look: Look) -> str:
    """Set a post as text, without a line break at its end."""
    parts = [
        _wrapped([_Piece(post.title, _BOLD)], look) if post.title else [],
        *(_block(block, post, look) for block in post.blocks),
        _sources(post, look),
        _footer(post, look),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def paragraphs(texts: Iterable[str], look: Look) -> str:
    """Set texts of our own one below the other, each beginning a line."""
    return "\n".join("\n".join(_wrapped([_Piece(one)], look)) for one in texts)


# --- parts -------------------------------------------------------------------------------------


def _block(block: Block, post: Post, look: Look) -> list[str]:
    lines = _wrapped([_Piece(block.label, _HEADING)], look) if block.label else []
    if not block.bullets:
        pieces = [piece for line in block.lines for piece in (*_line(line), _Piece(" "))]
        return lines + _wrapped(pieces, look)
    known = {source.url for source in post.sources}
    for line in block.lines:
        mark = f"{line.number}. " if line.number is not None else "• "
        lines += _wrapped(_line(line), look, mark)
        if line.link and line.link not in known and line.link not in line.text:
            lines.append(_address(line.link, look, " " * len(mark)))
    return lines


def _line(line: Line) -> list[_Piece]:
    link = href(line.link)
    marks = "".join(f"[{number}]" for number in line.cites)
    pieces = [_Piece(line.strong, _BOLD, link), _Piece(line.text)]
    return [*pieces, _Piece(f" {marks}", _DIM)] if marks else pieces


def _sources(post: Post, look: Look) -> list[str]:
    if not post.sources:
        return []
    lines = _wrapped([_Piece(words(post.language)(labels.SOURCES), _HEADING)], look)
    for number, source in enumerate(post.sources, start=1):
        mark = f"[{number}] "
        lines += _wrapped(_source(source, post), look, mark)
        if source.url:
            lines.append(_address(source.url, look, " " * len(mark)))
    return lines


def _source(source: Source, post: Post) -> list[_Piece]:
    by = _Piece(byline(source, post.zone, post.language))
    if not source.title or source.title == post.title:
        return [by]
    end = "" if source.title.rstrip().endswith((".", "!", "?", "…")) else "."
    return [_Piece(source.title + end, link=href(source.url)), _Piece(" "), by]


def _address(url: str, look: Look, indent: str) -> str:
    """Set an address whole, so that it can be copied and clicked."""
    shown = clean(url).replace(" ", "%20")
    return indent + _painted(_Piece(shown, _DIM, href(url)), look)


def _footer(post: Post, look: Look) -> list[str]:
    lines = _wrapped([_Piece(post.note, _DIM)], look) if post.note else []
    buttons = [button for row in post.buttons for button in row]
    if buttons:
        *most, last = (clean(choice) for choice in _choices(buttons))
        whole = [[_Piece(choice, _DIM)] for choice in (*(f"{one} ·" for one in most), last)]
        lines += _set(whole, look)
    return lines


def _choices(buttons: Sequence[Button]) -> Iterator[str]:
    """Tell what may be typed; a row of numbers becomes one "N"."""
    numbered = dict.fromkeys(
        button.command.rpartition(" ")[0]
        for button in buttons
        if button.label.isdecimal() and button.command.endswith(f" {button.label}")
    )
    for command in numbered:
        yield f"{command} N"
    for button in buttons:
        if button.command.rpartition(" ")[0] in numbered and button.label.isdecimal():
            continue
        colon = ":" if any(letter.isalnum() for letter in button.label) else ""
        known = button.label == button.command
        yield button.command if known else f"{button.label}{colon} {button.command}"


# --- setting lines -----------------------------------------------------------------------------


def _wrapped(pieces: Iterable[_Piece], look: Look, mark: str = "") -> list[str]:
    """Set pieces in lines no wider than the look allows, hanging below a mark."""
    return _set(_words(pieces), look, mark)


def _set(words: Iterable[list[_Piece]], look: Look, mark: str = "") -> list[str]:
    """Set words, none of which is broken where it fits a line."""
    room = look.columns - len(mark)
    lines: list[list[_Piece]] = []
    used = 0
    for word in words:
        for part in _cut(word, room):
            width = sum(get_cwidth(piece.text) for piece in part)
            if lines and used + 1 + width <= room:
                lines[-1] += [_gap(lines[-1][-1], part[0]), *part]
                used += 1 + width
            else:
                lines.append(list(part))
                used = width
    indent = " " * len(mark)
    return [
        (indent if number else mark) + "".join(_painted(piece, look) for piece in _merged(line))
        for number, line in enumerate(lines)
    ]


def _words(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Cut pieces at blanks; what touches across pieces stays together."""
    word: list[_Piece] = []
    for piece in pieces:
        for part in re.split(r"( +)", clean(piece.text)):
            if part.isspace() or not part:
                if part and word:
                    yield word
                    word = []
            else:
                word.append(_Piece(part, piece.style, piece.link))
    if word:
        yield word


def _cut(word: list[_Piece], room: int) -> Iterator[list[_Piece]]:
    """Break a word that is wider than a line."""
    if sum(get_cwidth(piece.text) for piece in word) <= room:
        yield word
        return
    part: list[_Piece] = []
    used = 0
    for piece in word:
        for letter in piece.text:
            width = get_cwidth(letter)
            if part and used + width > room:
                yield part
                part, used = [], 0
            part.append(_Piece(letter, piece.style, piece.link))
            used += width
    yield part


def _gap(left: _Piece, right: _Piece) -> _Piece:
    same = (left.style, left.link) == (right.style, right.link)
    return _Piece(" ", left.style, left.link) if same else _Piece(" ")


def _merged(line: Sequence[_Piece]) -> Iterator[_Piece]:
    """Join neighbours of one style, so that each style is switched on once."""
    held = line[0]
    for piece in line[1:]:
        if (piece.style, piece.link) == (held.style, held.link):
            held = _Piece(held.text + piece.text, held.style, held.link)
        else:
            yield held
            held = piece
    yield held


def _painted(piece: _Piece, look: Look) -> str:
    if not look.colour:
        return piece.text
    shown = f"\x1b[{piece.style}m{piece.text}\x1b[0m" if piece.style else piece.text
    return f"\x1b]8;;{piece.link}\x1b\\{shown}\x1b]8;;\x1b\\" if piece.link else shown
