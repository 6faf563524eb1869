"""Text with Telegram's formatting: made of plain words, counted and split as Telegram counts. Pure.

A text is a row of spans; a span is plain words with the styles they wear. Because splitting
happens on spans, before any tag is written, no cut can ever break a tag or an escape.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from unicodedata import combining

from telegram.constants import MessageLimit

LONGEST = int(MessageLimit.MAX_TEXT_LENGTH)
"""UTF-16 code units of a message's text, tags not counted."""

MOST_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
"""Entities of a message that clients show; later ones are dropped in silence."""

_CONTROLS = {
    **dict.fromkeys([*range(0x0D), *range(0x0E, 0x20), *range(0x7F, 0xA0)], " "),
    # What Telegram drops as well (it would shift nothing, but counts): line and paragraph
    # separators; and what turns the writing round beyond the foreign text that brings it.
    **dict.fromkeys([0x0D, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]),
}
_JOINER = "\u2060"
# Also at the end of a text: what follows it may be the beginning of another.
_MENTION = re.compile(r"(?<!\w)@(?=[A-Za-z0-9_]|\Z)")
_COMMAND = re.compile(r"(?<![\w/<>])/(?=[A-Za-z0-9_]|\Z)")
_WEB = re.compile(r"https?://[^\s/\"'<>\\]+\.?[^\s\"<>\\]*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*\s+")
_SPACE = re.compile(r"\s+")
_ZWJ = "\u200d"
_GLUE = frozenset([_ZWJ, "\ufe0e", "\ufe0f", "\u20e3", *map(chr, range(0x1F3FB, 0x1F400))])
_LONGEST_CHARACTER = 16
"""Code points looked back over for the beginning of a composed character; families have 11."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words that wear the same styles.

    Attributes:
        text: plain.
        link: http(s) address that they lead to, or None.
        quote: number of the folded quote that they stand in, 0 for none. Neighbours with the
            same number stand in the same quote.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None
    quote: int = 0


Text = tuple[Span, ...]
"""A formatted text."""


def units(text: str) -> int:
    """Count UTF-16 code units, as Telegram counts a text."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def length(text: Iterable[Span]) -> int:
    """Count a text's UTF-16 code units, without tags."""
    return sum(units(span.text) for span in text)


def plain(text: Iterable[Span]) -> str:
    """Give the words alone."""
    return "".join(span.text for span in text)


def foreign(text: str, *, commands: bool = False) -> str:
    """Make words of others safe to show: nothing in them pings, runs or rearranges anything.

    Telegram itself links "@name" (and notifies its owner in a group) and "/command" (a tap sends
    it) wherever they stand; an invisible joiner keeps them words. Line breaks and control
    characters become blanks; overrides of the writing direction go.

    Args:
        commands: whether commands in it shall stay tappable, as in our own help.
    """
    clean = text.encode("utf-8", "replace").decode("utf-8").translate(_CONTROLS)
    clean = _MENTION.sub(f"@{_JOINER}", clean)
    return clean if commands else _COMMAND.sub(f"/{_JOINER}", clean)


def address(url: str | None) -> str | None:
    """Give a web address that may be linked; None for anything else (javascript:, file:, tg:)."""
    if url is None or len(url) > 2048 or not _WEB.fullmatch(url.strip()):
        return None
    return url.strip()


def html(text: Sequence[Span]) -> str:
    """Write a text in Telegram's HTML."""
    written: list[str] = []
    quote = 0
    for span in text:
        if span.quote != quote:
            written.append("</blockquote>" if quote else "")
            written.append("<blockquote expandable>" if span.quote else "")
            quote = span.quote
        words = escape(span.text, quote=False)
        if span.italic:
            words = f"<i>{words}</i>"
        if span.bold:
            words = f"<b>{words}</b>"
        if span.link:
            words = f'<a href="{escape(span.link)}">{words}</a>'
        written.append(words)
    written.append("</blockquote>" if quote else "")
    return "".join(written)


def entities(text: Sequence[Span]) -> int:
    """Count the entities that a text becomes."""
    quotes = len({span.quote for span in text if span.quote})
    return quotes + sum(span.bold + span.italic + (span.link is not None) for span in text)


def split(text: Sequence[Span], limit: int = LONGEST, most: int = MOST_ENTITIES) -> list[Text]:
    """Cut a text into messages: at paragraphs, else lines, else sentences, else words.

    Blanks at a cut are dropped; no other character is. A quote that is cut goes on in the next
    part.

    Args:
        limit: UTF-16 units of a part, at least 2 (the widest character).
        most: entities of a part, at least 4 (the most that a span wears).

    Returns:
        Parts in order; none of them blank, so none at all for a blank text.
    """
    parts: list[Text] = []
    rest = _trimmed(text)
    while rest:
        room = _room(rest, limit, most)
        cut = len(plain(rest)) if room is None else _cut(plain(rest), room)
        head, rest = _divide(rest, cut)
        if part := _trimmed(head):
            parts.append(part)
        rest = _trimmed(rest)
    return parts


def _room(text: Sequence[Span], limit: int, most: int) -> int | None:
    """Tell how many characters a part may take from the beginning; None for all of them."""
    letters = used = marks = 0
    quotes: set[int] = set()
    for span in text:
        quotes |= {span.quote} - {0}
        marks += span.bold + span.italic + (span.link is not None)
        if marks + len(quotes) > most and letters:
            return letters
        size = units(span.text)
        if used + size > limit:
            return letters + _fit(span.text, limit - used)
        used += size
        letters += len(span.text)
    return None


def _fit(text: str, room: int) -> int:
    """Tell how many characters fit into so many UTF-16 units."""
    used = 0
    for number, letter in enumerate(text):
        used += 1 + (letter > "\uffff")
        if used > room:
            return number
    return len(text)


def _cut(text: str, room: int) -> int:
    """Choose where to cut at or before `room` characters: the best place in its last half.

    A little less is fine: a message that ends with its paragraph reads better than a full one.
    """
    least = room // 2
    for mark in ("\n\n", "\n"):
        # A break that begins right behind the window is as good as one inside of it.
        at = text.rfind(mark, least, room + len(mark))
        if at > 0:
            return at
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, min(room + 1, len(text)))]
    if ends and least < ends[-1]:
        return min(ends[-1], room)
    spaces = [found.start() for found in _SPACE.finditer(text, 0, room + 1)]
    if spaces and spaces[-1] > 0:
        return spaces[-1]
    return _whole(text, room)


def _whole(text: str, at: int) -> int:
    """Step back from a cut that would part a letter from its marks, or an emoji from itself."""
    for cut in range(at, max(at - _LONGEST_CHARACTER, 1), -1):
        if text[cut] not in _GLUE and text[cut - 1] != _ZWJ and not combining(text[cut]):
            return cut
    return max(at, 1)


def _divide(text: Sequence[Span], at: int) -> tuple[Text, Text]:
    """Cut a text before a character."""
    head: list[Span] = []
    for number, span in enumerate(text):
        if at < len(span.text):
            left, right = span.text[:at], span.text[at:]
            head += [replace(span, text=left)] if left else []
            return tuple(head), (replace(span, text=right), *text[number + 1 :])
        head.append(span)
        at -= len(span.text)
    return tuple(head), ()


def _trimmed(text: Sequence[Span]) -> Text:
    """Drop blanks at both ends, and empty spans."""
    spans = [span for span in text if span.text]
    while spans and not (left := spans[0].text.lstrip()):
        spans.pop(0)
    if spans:
        spans[0] = replace(spans[0], text=left)
    while spans and not (right := spans[-1].text.rstrip()):
        spans.pop()
    if spans:
        spans[-1] = replace(spans[-1], text=right)
    return tuple(spans)


def lines_of(rows: Iterable[Sequence[Span]]) -> Iterator[Span]:
    """Join rows of spans by line breaks; a break wears its row's quote, and nothing else."""
    before: Sequence[Span] = ()
    for row in rows:
        if before and row:
            together = before[-1].quote == row[0].quote
            yield Span("\n", quote=row[0].quote if together else 0)
        yield from row
        before = row or before
