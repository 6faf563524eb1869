"""A post as Slack messages: blocks, buttons, a fallback text. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.catalogue import words
from bot.chats.slack import blocks
from bot.chats.slack.blocks import Shape
from bot.chats.slack.markup import Row, Span, address, foreign, markdown, ours, plain
from bot.languages import moment
from bot.post import Block, Line, Post
from storage.model import Json
from summarizer.model import Source

LONGEST = 12_000
"""Characters of all blocks of a message, written as JSON. Slack refuses from about 13,200 on."""

MOST_BLOCKS = 45
"""Slack takes fifty."""

FALLBACK = 600
"""Characters of the text for notifications and screen readers."""

_INVISIBLE = re.compile(r"[\s\u1680\u180e\u2000-\u200f\u2060\u2800\u3000\ufffc\ufeff]*")


def render(post: Post) -> tuple[Json, ...]:
    """Dress a post: its payloads in sending order, at least one.

    The buttons stand below the last part. Slack shows previews of all links of a message or of
    none, so they are wished for only where the message leads to one page alone.
    """
    laid = _Document(post)
    parts = _packed(list(laid.blocks()), list(blocks.actions(post.buttons, MOST_BLOCKS // 2)))
    pages = {url for source in post.sources if (url := address(source.url))}
    return tuple(
        {
            "text": fallback(post) if number == 0 else laid.continued,
            "blocks": part,
            "unfurl": number == 0 and len(pages) == 1,
        }
        for number, part in enumerate(parts)
    )


def fallback(post: Post) -> str:
    """Give the words that stand for a post in a notification."""
    first = next((line for block in post.blocks for line in block.lines), None)
    said = [post.title, first.strong + first.text if first else ""]
    shown = [text if _is_news(post) else ours(text) for text in said if text]
    return plain(" – ".join(shown), FALLBACK) or blocks.NOTHING


def body(post: Post) -> str:
    """Give what a post says in Markdown, without its sources, notes and buttons: for streams."""
    laid = _Document(post)
    paragraphs = []
    if post.title:
        paragraphs.append(markdown((Span(laid.words(post.title), bold=True),)))
    for block in post.blocks:
        paragraphs.append("\n".join(markdown(row) for row in laid.block(block)))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())


def tail(post: Post) -> list[Shape]:
    """Give the blocks that close a streamed post: its sources, note and buttons."""
    laid = _Document(post)
    return [*laid.tail(), *blocks.actions(post.buttons, MOST_BLOCKS // 2)]


def _packed(laid: list[Shape], buttons: list[Shape]) -> list[list[Shape]]:
    """Lay blocks into messages, each of them small enough; the buttons stay together."""
    parts: list[list[Shape]] = [[]]
    for group in ([one] for one in laid):
        _put(parts, group)
    for group in [buttons] if size(buttons) <= LONGEST else [[one] for one in buttons]:
        _put(parts, group)
    return parts if parts[0] else [list(blocks.sections([(Span(blocks.NOTHING),)]))]


def _put(parts: list[list[Shape]], group: list[Shape]) -> None:
    together = [*parts[-1], *group]
    if parts[-1] and (len(together) > MOST_BLOCKS or size(together) > LONGEST):
        parts.append([])
    parts[-1] += group


def size(laid: Sequence[Shape]) -> int:
    """Count the characters of blocks as they are sent."""
    return len(json.dumps(laid, ensure_ascii=False))


def _is_news(post: Post) -> bool:
    """Tell whether a post tells the news: then no command in it is ours."""
    return post.story is not None or bool(post.sources)


@dataclass(frozen=True, slots=True)
class _Document:
    """Lays a post out."""

    post: Post

    @property
    def continued(self) -> str:
        """The fallback text of a later part."""
        return plain(f"{self.post.title or blocks.NOTHING} …", FALLBACK)

    def blocks(self) -> Iterator[Shape]:
        post = self.post
        if post.title:
            yield from self._title(post.title)
        for block in post.blocks:
            yield from blocks.sections(row for row in self.block(block) if row)
        yield from self.tail()

    def tail(self) -> Iterator[Shape]:
        post = self.post
        if post.sources:
            t = words(post.language)
            head = (Span(t("Sources"), bold=True),)
            rows = [self._source(n, one) for n, one in enumerate(post.sources, start=1)]
            yield from blocks.contexts([head, *rows])
        if post.note:
            yield from blocks.contexts([(Span(foreign(ours(post.note))),)])

    def _title(self, title: str) -> Iterator[Shape]:
        shown = self.words(title)
        if _INVISIBLE.fullmatch(shown):
            return
        if len(plain(shown, 10_000)) <= blocks.HEADER:
            yield blocks.header(shown)
        else:
            yield from blocks.sections([(Span(shown, bold=True),)])

    def block(self, block: Block) -> Iterator[Row]:
        if block.label:
            yield (Span(self.words(block.label), bold=True),)
        rows = [self._line(line) for line in block.lines]
        if block.bullets:
            for line, row in zip(block.lines, rows, strict=True):
                yield (Span("• " if line.number is None else f"{line.number}. "), *row)
            return
        yield tuple(_spaced(rows))

    def _line(self, line: Line) -> Row:
        link = address(line.link)
        told = self.post.sources or line.link or line.cites or line.number is not None
        news = bool(told)  # all else, also about a story, is said by us
        strong, text = (foreign(one if news else ours(one)) for one in (line.strong, line.text))
        spans = [Span(strong, bold=True, link=link)] if strong else []
        spans += [Span(text, link=None if strong else link)] if text else []
        for at, number in enumerate(line.cites):
            spans += [Span(" ")] if spans and at == 0 else []
            spans.append(Span(f"[{number}]", link=self._cited(number)))
        return tuple(spans)

    def _cited(self, number: int) -> str | None:
        sources = self.post.sources
        return address(sources[number - 1].url) if 0 < number <= len(sources) else None

    def _source(self, number: int, source: Source) -> Row:
        title = self.words(source.title)
        title = blocks.NOTHING if _INVISIBLE.fullmatch(title) else title
        when = moment(source.published, self.post.zone, self.post.language)
        outlet = f"{self.words(source.outlet)}, " if source.outlet else ""
        link = address(source.url)
        return (Span(f"{number}. "), Span(title, link=link), Span(f" · {outlet}{when}"))

    def words(self, text: str) -> str:
        """Make words of the post safe, its commands as they are typed here."""
        return foreign(text if _is_news(self.post) else ours(text))


def _spaced(rows: Sequence[Row]) -> Iterator[Span]:
    """Put a blank between sentences that run on in one paragraph."""
    for at, row in enumerate(rows):
        if at and row:
            yield Span(" ")
        yield from row
