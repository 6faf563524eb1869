"""What each format's reader gives: texts made plain already, all else still as it was written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry whose links, dates and language are still to be read.

    Attributes:
        base: the address that a relative link of this entry starts from, "" for the feed's.
    """

    id: str = ""
    link: str = ""
    base: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    published: str = ""
    updated: str = ""
    author: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed whose links and language are still to be read.

    Attributes:
        ttl: in minutes.
        deleted: ids of entries that the feed says it has taken back (RFC 6721).
    """

    title: str = ""
    link: str = ""
    base: str = ""
    subtitle: str = ""
    language: str = ""
    ttl: str = ""
    entries: tuple[RawEntry, ...] = ()
    deleted: tuple[str, ...] = ()
