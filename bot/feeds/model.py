"""What feeds, pages and files hold once they are read. Frozen; all text is plain."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        id: the feed's own, or its address where the feed gives none, or one made of its words.
        url: absolute http(s) address of the page, or None.
        title: one line, "" where the feed gives none.
        summary: plain text, a line for each paragraph; the content where the feed gives no other.
        content: plain text, a line for each paragraph; "" without one.
        published, updated: in UTC; never later than the moment of reading.
        author: a person or desk, as the feed names it.
        language: as the feed says, ISO 639-1, or None.
    """

    id: str
    url: str | None
    title: str
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    language: str | None = None

    @property
    def text(self) -> str:
        """The fullest text that the feed gives."""
        return self.content if len(self.content) >= len(self.summary) else self.summary


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as it reads.

    Attributes:
        link: of the site that the feed belongs to.
        entries: in the feed's own order, none twice.
        language: ISO 639-1, or None.
        ttl: how long the feed says that it stays fresh.
        deleted: ids of entries that the feed has taken back.
    """

    title: str
    link: str | None
    language: str | None
    entries: tuple[Entry, ...]
    subtitle: str = ""
    ttl: timedelta | None = None
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a web page.

    Attributes:
        text: a line for each paragraph.
        url: the page's own word on its address, or where it was found; None without either.
        outlet: the publisher's name, or None.
    """

    title: str
    text: str
    url: str | None = None
    published: datetime | None = None
    language: str | None = None
    outlet: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a site offers; `title` is "" where the site gives none."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed of a list of feeds.

    Attributes:
        topics: the headings that it stands under, outermost first.
    """

    url: str
    title: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """An article of a local file, as the file gives it; only the text is sure to be there."""

    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A part of a file that could not be read.

    Attributes:
        file: its name as given; "-" for standard input.
        number: of the line, from 1; 0 when the whole file is meant.
        reason: a clause without a full stop.
    """

    file: str
    number: int
    reason: str

    def __str__(self) -> str:
        line = f", line {self.number}" if self.number else ""
        return f"{self.file}{line}: {self.reason}."
