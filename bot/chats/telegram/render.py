"""A post as Telegram messages: HTML, buttons, preview. Pure.

A payload, as the outbox keeps it: `html`, the message; `buttons`, rows of label and data;
`preview`, the one address that may be previewed. All but `html` only where there is something.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import count

from bot.catalogue import words
from bot.chats.telegram.markup import (
    LONGEST,
    Span,
    Text,
    address,
    foreign,
    html,
    length,
    lines_of,
    split,
    units,
)
from bot.languages import moment
from bot.messages import labels
from bot.post import Block, Button, Line, Post
from storage.model import Json
from summarizer.model import Source

MOST_BUTTONS = 100
"""Buttons that Telegram shows below one message; a menu with more is paged."""

LONG_BLOCK = 900
"""UTF-16 units from which a labelled list folds; about what fills a telephone's screen."""

MANY_SOURCES = 3
"""A list of more sources than this folds: four lines are what a folded quote shows."""

_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r'<a href="([^"]*)">((?:(?!</a>).)*)</a>')
_CITE = re.compile(r"\[\d+\]")
_NOTHING = Span("…")
_INVISIBLE = re.compile(r"[\s\u1680\u180e\u2000-\u200f\u2060\u2800\u3000\ufffc\ufeff]*")


def render(post: Post) -> tuple[Json, ...]:
    """Dress a post: its payloads in sending order, at least one.

    The buttons stand below the last part, the preview below the first.
    """
    parts = split(_Document(post).text()) or [(_NOTHING,)]
    payloads: list[dict[str, object]] = [{"html": html(part)} for part in parts]
    if preview := next((url for s in post.sources if (url := address(s.url))), None):
        payloads[0]["preview"] = preview
    if buttons := keyboard(post.buttons):
        payloads[-1]["buttons"] = buttons
    return tuple(payloads)


def draft(post: Post, *, goes_on: bool = False) -> str:
    """Dress a post that is still growing: its first message alone, in HTML.

    Args:
        goes_on: whether it says that there is more to come, as what stays in a chat should.
    """
    if goes_on:
        *before, last = post.blocks or (Block(()),)
        more = Block((*last.lines, Line(_NOTHING.text)), last.label, last.bullets)
        post = replace(post, blocks=(*before, more))
    return str(render(post)[0]["html"])


def keyboard(rows: Sequence[Sequence[Button]]) -> list[list[list[str]]]:
    """Give rows of labels with their data; at most as many buttons as Telegram shows."""
    left = MOST_BUTTONS
    shown: list[list[list[str]]] = []
    for row in rows:
        kept = [[visible(foreign(b.label, commands=True)), b.command] for b in row[:left]]
        left -= len(kept)
        shown += [kept[at : at + 8] for at in range(0, len(kept), 8)]
    return shown


def visible(text: str) -> str:
    """Give a text, or a sign for one in which nothing can be seen."""
    return _NOTHING.text if _INVISIBLE.fullmatch(text) else text


def unformatted(markup: str) -> str:
    """Give a message that `render` made as plain text, for when its formatting is refused.

    Addresses of links are told in brackets where there is room for them.
    """

    def told(found: re.Match[str]) -> str:
        words = _TAG.sub("", found[2])
        return words if _CITE.fullmatch(words) else f"{words} ({found[1]})"

    with_addresses = unescape(_TAG.sub("", _LINK.sub(told, markup)))
    if units(with_addresses) <= LONGEST:
        return with_addresses
    return unescape(_TAG.sub("", markup))


@dataclass(slots=True)
class _Document:
    """Lays a post out.

    A citation is a link to its source, unless its line leads somewhere as a whole: then a second
    link would only cost one of the hundred entities that a message may have.
    """

    post: Post
    _quotes: "count[int]" = field(default_factory=lambda: count(1))

    def text(self) -> Text:
        """Give the whole post as one formatted text."""
        sections = [s for s in self._sections() if s]
        spans: list[Span] = []
        for section in sections:
            spans += [Span("\n\n")] if spans else []
            spans += lines_of(section)
        return tuple(spans) if not _INVISIBLE.fullmatch("".join(s.text for s in spans)) else ()

    def _sections(self) -> Iterator[list[list[Span]]]:
        post = self.post
        if post.title:
            yield [[Span(self._words(post.title), bold=True)]]
        for block in post.blocks:
            yield list(self._block(block))
        if post.sources:
            yield self._sources()
        if post.note:
            yield [[Span(foreign(post.note, commands=True), italic=True)]]

    def _block(self, block: Block) -> Iterator[list[Span]]:
        if block.label:
            yield [Span(self._words(block.label), bold=True)]
        if not block.bullets:
            joined = [self._line(line) for line in block.lines]
            yield [span for row in _spaced(joined) for span in row]
            return
        rows = [[Span(_bullet(line)), *self._line(line)] for line in block.lines]
        long = block.label and sum(length(row) for row in rows) > LONG_BLOCK
        yield from self._folded(rows) if long and self.post.story else rows

    def _line(self, line: Line) -> list[Span]:
        link = address(line.link)
        news = self._news or bool(line.link or line.cites or line.number is not None)
        strong, words = (foreign(text, commands=not news) for text in (line.strong, line.text))
        spans = [Span(strong, bold=True, link=link)] if strong else []
        spans += [Span(words, link=None if strong else link)] if words else []
        for at, number in enumerate(line.cites):
            spans.append(Span(" " if spans and at == 0 else ""))
            spans.append(Span(f"[{number}]", link=None if link else self._cited(number)))
        return spans

    def _cited(self, number: int) -> str | None:
        sources = self.post.sources
        return address(sources[number - 1].url) if 0 < number <= len(sources) else None

    def _sources(self) -> list[list[Span]]:
        rows = [self._source(n, one) for n, one in enumerate(self.post.sources, start=1)]
        head = [Span(words(self.post.language)(labels.SOURCES), bold=True)]
        return [head, *(self._folded(rows) if len(rows) > MANY_SOURCES else rows)]

    def _source(self, number: int, source: Source) -> list[Span]:
        title = visible(self._words(source.title))
        when = moment(source.published, self.post.zone, self.post.language)
        outlet = f"{self._words(source.outlet)}, " if source.outlet else ""
        return [
            Span(f"{number}. "), Span(title, link=address(source.url)),
            Span(f" · {outlet}{when}"),
        ]  # fmt: skip

    def _folded(self, rows: list[list[Span]]) -> list[list[Span]]:
        """Put rows into one quote that opens by a tap."""
        quote = next(self._quotes)
        return [
            [Span(s.text, s.bold, s.italic, s.link, quote) for s in row] for row in rows
        ]  # fmt: skip

    @property
    def _news(self) -> bool:
        """Whether the post tells the news: then no command in it is ours."""
        return self.post.story is not None or bool(self.post.sources)

    def _words(self, text: str) -> str:
        return foreign(text, commands=not self._news)


def _bullet(line: Line) -> str:
    return "• " if line.number is None else f"{line.number}. "


def _spaced(rows: Sequence[list[Span]]) -> Iterator[list[Span]]:
    """Put a blank between sentences that run on in one paragraph."""
    for at, row in enumerate(rows):
        yield [Span(" "), *row] if at and row else row
