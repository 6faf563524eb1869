"""Local files and folders: articles to import, lists of feeds, and feeds that live on this disk."""

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from bot.feeds import markup, opml, records
from bot.feeds.charset import decode
from bot.feeds.errors import FeedError, FileMissing, NotAFeed, Refused
from bot.feeds.extract import extract
from bot.feeds.inflate import BrokenStreamError, OverLimitError, gunzipped
from bot.feeds.model import BadLine, Entry, ListedFeed, ParsedFeed, Record
from bot.feeds.parse import parse

MAX_LINE_BYTES = 5_000_000
MAX_FILE_BYTES = 50_000_000
"""Of a file that is read as a whole; a .jsonl file may have any size."""

Item = Record | ListedFeed | BadLine
Progress = Callable[[int], None]
"""Is told how many bytes were read since it was last called."""

_TEXTS = frozenset({".txt", ".text", ".md"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_FEEDS = frozenset({".xml", ".rss", ".atom", ".rdf", ".json"})
_LINES = frozenset({".jsonl", ".ndjson"})
_IN_FOLDERS = frozenset({".txt"}) | _PAGES | _FEEDS | _LINES
"""What is read in a folder. Lists of feeds and notes for readers stand there, too."""
_SIDECAR = ".json"
_BLANKS = b"\xef\xbb\xbf \t\r\n"

Described = dict[str, object]
"""What stands beside a text or page: an object with the keys of a record."""


def read_file(
    path: str,
    now: datetime,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Iterator[Item]:
    """Read whatever a path holds, item by item; what is broken comes as a `BadLine`.

    Args:
        path: a file, told by its ending; a folder, read one level deep in order of names; or
            "-" for standard input, told by its beginning.
        now: bounds the times of publishing.
        stdin: what "-" stands for.
        progress: told as reading goes on.

    Raises:
        FileMissing: the path itself cannot be read.
    """
    tell = progress or (lambda _: None)
    if path == "-":
        if stdin is None:
            raise FileMissing("-", "there is no standard input")
        yield from _standard_input(stdin, now, tell)
        return
    place = Path(path)
    if place.is_dir():
        for file in files_of(place):
            yield from _file(file, now, tell)
        return
    yield from _file(place, now, tell, direct=True)


def files_of(folder: Path) -> tuple[Path, ...]:
    """Give the readable files of a folder and of the folders in it, in order of names.

    Hidden ones are skipped, and so are descriptions of other files.

    Raises:
        FileMissing: the folder cannot be read.
    """
    try:
        inside = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(".")]
        found: list[Path] = []
        for entry in inside:
            below = sorted(entry.iterdir()) if entry.is_dir() else [entry]
            found.extend(file for file in below if file.is_file())
    except OSError as e:
        raise FileMissing(str(folder), f"the folder cannot be read ({e.strerror})") from e
    wanted = (file for file in found if file.suffix.lower() in _IN_FOLDERS)
    return tuple(f for f in wanted if not f.name.startswith(".") and not _is_sidecar(f))


def is_there(path: str) -> bool:
    """Tell whether a path names a file or folder."""
    return Path(path).exists()


def size(paths: Iterable[str]) -> int:
    """Give how many bytes reading these paths will tell `progress` in all, about."""
    total = 0
    for path in paths:
        place = Path(path)
        try:
            files = files_of(place) if place.is_dir() else (place,)
            total += sum(file.stat().st_size for file in files)
        except (OSError, FileMissing):
            continue
    return total


def path_of(url: str) -> str:
    """Give the path that a `file:` URL names.

    Raises:
        Refused: it is no such URL, or names another machine.
    """
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or not parts.path:
        raise Refused(url, "it names no file of this machine")
    return url2pathname(parts.path)


def state(path: str) -> str:
    """Give a short mark that changes when the file or any file of the folder does.

    Raises:
        FileMissing: the path cannot be read.
    """
    place = Path(path)
    try:
        files = [
            twin
            for file in (files_of(place) if place.is_dir() else (place,))
            for twin in (file, file.with_suffix(_SIDECAR))
            if twin.exists() or twin is file
        ]
        told = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    except OSError as e:
        raise FileMissing(path, f"it cannot be read ({e.strerror})") from e
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _file(path: Path, now: datetime, tell: Progress, *, direct: bool = False) -> Iterator[Item]:
    """Read one file; `direct` says that it was named, so that failing to open it is an error."""
    try:
        with path.open("rb") as opened:
            if path.suffix.lower() in _LINES:
                yield from _lines(opened, str(path), now, tell)
                return
            data = opened.read(MAX_FILE_BYTES + 1)
    except OSError as e:
        if direct:
            raise FileMissing(str(path), f"the file cannot be read ({e.strerror})") from e
        yield BadLine(str(path), 0, f"the file cannot be read ({e.strerror})")
        return
    tell(len(data))
    yield from _whole(data, str(path), path.suffix.lower(), now, _sidecar(path, now))


def _standard_input(stdin: BinaryIO, now: datetime, tell: Progress) -> Iterator[Item]:
    buffered = stdin if isinstance(stdin, io.BufferedReader) else io.BufferedReader(_Raw(stdin))  # type: ignore[type-var]
    beginning = buffered.peek(4096)[:4096].lstrip(_BLANKS)
    first_line, newline, _ = beginning.partition(b"\n")
    # A record a line begins and ends on its line, or its line is longer than what we peek at.
    ended = first_line.rstrip().endswith(b"}") or not newline
    if first_line.startswith(b"{") and ended and b"jsonfeed.org" not in beginning:
        yield from _lines(buffered, "-", now, tell)
        return
    data = buffered.read(MAX_FILE_BYTES + 1)
    tell(len(data))
    yield from _whole(data, "-", _ending(data), now, None)


class _Raw(io.RawIOBase):
    """Any binary stream as one that can be buffered and peeked at."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _ending(data: bytes) -> str:
    """Tell what kind of file bytes without a name are."""
    start = data[:2048].lstrip(_BLANKS).lower()
    if b"<opml" in start:
        return ".opml"
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return ".xml"
    return ".json" if start.startswith((b"{", b"[")) else ".txt"


def _lines(opened: BinaryIO, name: str, now: datetime, tell: Progress) -> Iterator[Item]:
    number = 0
    while line := opened.readline(MAX_LINE_BYTES + 1):
        number += 1
        tell(len(line))
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = opened.readline(MAX_LINE_BYTES)
                tell(len(line))
            yield BadLine(name, number, f"it is longer than {MAX_LINE_BYTES / 1e6:g} MB")
            continue
        if not line.strip(_BLANKS):
            continue
        try:
            yield records.from_line(line, now)
        except records.BadRecordError as e:
            yield BadLine(name, number, str(e))


def _whole(
    data: bytes, name: str, ending: str, now: datetime, described: Described | BadLine | None
) -> Iterator[Item]:
    if isinstance(described, BadLine):
        yield described
        described = None
    try:
        yield from _items(gunzipped(data, MAX_FILE_BYTES), name, ending, now, described or {})
    except OverLimitError:
        yield BadLine(name, 0, f"the file is larger than {MAX_FILE_BYTES / 1e6:g} MB")
    except BrokenStreamError as e:
        yield BadLine(name, 0, str(e))
    except FeedError as e:
        yield BadLine(name, 0, e.reason)
    except records.BadRecordError as e:
        yield BadLine(name, 0, "the file holds no text" if ending in _TEXTS else str(e))


def _items(
    data: bytes, name: str, ending: str, now: datetime, described: Described
) -> Iterator[Item]:
    if len(data) > MAX_FILE_BYTES:
        raise OverLimitError
    if ending == ".opml":
        yield from opml.read(data, name)
    elif ending in _FEEDS:
        yield from _feed(data, name, now)
    elif ending in _PAGES:
        yield _page(data, now, described)
    elif ending in _TEXTS:
        yield records.from_object(described, now, text=unwrapped(decode(data)))
    else:
        yield BadLine(name, 0, f"files that end in {ending or 'nothing'} are not read")


def _feed(data: bytes, name: str, now: datetime) -> Iterator[Item]:
    try:
        feed = parse(data, Path(name).absolute().as_uri() if name != "-" else "file:///", now)
    except NotAFeed:
        if data.lstrip(_BLANKS)[:1] not in {b"{", b"["}:
            raise
        yield from _objects(data, name, now)
        return
    yield from (_record(entry, feed) for entry in feed.entries if entry.text or entry.title)


def _record(entry: Entry, feed: ParsedFeed) -> Record:
    return Record(
        text=entry.text or entry.title,
        # An address makes the better id; without one, the feed's own has to do.
        id=None
        if entry.url
        else hashlib.sha256(f"{feed.title}\n{entry.id}".encode()).hexdigest()[:16],
        url=entry.url,
        title=entry.title or None,
        published=entry.published,
        source=feed.title or None,
        language=entry.language,
    )


def _objects(data: bytes, name: str, now: datetime) -> Iterator[Item]:
    """Read a .json file that is no feed: one article, or a list of them."""
    try:
        value = json.loads(decode(data))
    except (ValueError, RecursionError) as e:
        raise records.BadRecordError("it is no JSON") from e
    for number, item in enumerate(value if isinstance(value, list) else [value], 1):
        if not isinstance(item, dict):
            yield BadLine(name, 0, f"item {number} is no JSON object")
            continue
        try:
            yield records.from_object(item, now)
        except records.BadRecordError as e:
            yield BadLine(name, 0, f"item {number}: {e}")


def _page(data: bytes, now: datetime, described: Described) -> Record:
    page = extract(data)
    own = records.from_object(described, now, text=page.text)
    return Record(
        text=own.text,
        id=own.id,
        url=own.url or page.url,
        title=own.title or page.title or None,
        published=own.published or page.published,
        source=own.source or page.outlet,
        language=own.language or page.language,
    )


def _is_sidecar(path: Path) -> bool:
    twins = (path.with_suffix(ending) for ending in (*_TEXTS, *_PAGES))
    return path.suffix.lower() == _SIDECAR and any(twin.exists() for twin in twins)


def _sidecar(path: Path, now: datetime) -> Described | BadLine | None:
    """Read the description beside a text or page, if there is one."""
    beside = path.with_suffix(_SIDECAR)
    if path.suffix.lower() not in _TEXTS | _PAGES or not beside.is_file():
        return None
    try:
        with beside.open("rb") as opened:
            value = json.loads(decode(opened.read(MAX_LINE_BYTES)))
        records.from_object(value, now, text="-")
    except OSError as e:
        return BadLine(str(beside), 0, f"the file cannot be read ({e.strerror})")
    except records.BadRecordError as e:
        return BadLine(str(beside), 0, str(e))
    except (ValueError, RecursionError, AttributeError):
        return BadLine(str(beside), 0, "it is no JSON object")
    return dict(value)


def unwrapped(text: str) -> str:
    """Give plain text a line for each paragraph.

    Text that was broken to fit a page has blank lines between its paragraphs and short lines
    inside them; otherwise each line is a paragraph already.
    """
    rows = text.splitlines()
    filled = [len(row) for row in rows if row.strip()]
    if len(filled) < len(rows) and filled and sorted(filled)[len(filled) * 9 // 10] <= 90:
        blocks = "\n".join(row.strip() for row in rows).split("\n\n")
        return markup.lines("\n".join(" ".join(block.split("\n")) for block in blocks))
    return markup.lines(text)
