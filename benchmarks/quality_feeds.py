"""Fields read right from feeds, and how fast, beside the feed parsers on PyPI.

    python -m benchmarks.quality_feeds [--errors N]

Each known field of corpora/feeds is compared after both sides were reduced to bare words, times
to the second. feedparser and fastfeedparser are measured beside ours where they are installed;
neither is needed by the program.
"""

import argparse
import contextlib
import html
import re
import sys
import tarfile
import time
from calendar import timegm
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from benchmarks import corpora
from bot.feeds.errors import FeedError
from bot.feeds.headers import media_type
from bot.feeds.parse import parse

NOW = datetime(2026, 11, 24, tzinfo=UTC)
BASE = "http://127.0.0.1:8097/feed.xml"
"""The address that the corpus's relative links were resolved against."""
ENTRIES, SENTENCES = 30, 20

Fields = Mapping[str, Any]
Read = tuple[Fields, Sequence[Fields]]
"""A feed's own fields, and those of each of its entries."""


@dataclass(slots=True)
class Tally:
    """What one parser came to."""

    name: str
    right: int = 0
    fields: int = 0
    whole: int = 0
    files: int = 0
    counted: int = 0
    counts: int = 0
    speed: float = 0.0

    def row(self) -> tuple[str, ...]:
        """Give a line of the table."""
        return (
            self.name,
            f"{self.right / self.fields:.4f} ({self.right}/{self.fields})",
            f"{self.whole / self.files:.3f} ({self.whole}/{self.files})",
            f"{self.counted}/{self.counts}",
            f"{self.speed:.0f}",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--errors", type=int, default=0, help="show so many of our mistakes")
    shown = options.parse_args(arguments).errors
    folder = corpora.folder("feeds")
    expected = list(corpora.lines(folder / "expected.jsonl"))
    with tarfile.open(folder / "feeds.tar.gz") as packed:
        files = {
            member.name: opened.read()
            for member in packed
            if (opened := packed.extractfile(member)) is not None
        }
    rows = []
    for name, read in _parsers():
        tally = Tally(name, speed=_speed(read))
        for mistake in _mistakes(tally, read, expected, files):
            if name == "ours" and shown > 0:
                shown -= 1
                sys.stderr.write(f"{mistake}\n")
        rows.append(tally.row())
    header = ("parser", "fields right", "files without an exception", "entry counts", "feeds/CPU s")
    sys.stdout.write(corpora.table(header, rows))
    return 0


def _mistakes(
    tally: Tally,
    read: Callable[[bytes, Mapping[str, str]], Read],
    expected: Sequence[Fields],
    files: Mapping[str, bytes],
) -> Iterator[str]:
    for case in expected:
        tally.files += 1
        feed: Fields = {}
        entries: Sequence[Fields] = ()
        with contextlib.suppress(Exception):
            feed, entries = read(files[case["file"]], case["headers"])
            tally.whole += 1
        if case["n_entries"] is not None:
            tally.counts += 1
            tally.counted += len(entries) == case["n_entries"]
        wanted = [("feed", feed, case["expect"].get("feed", {}))]
        for number, fields in case["expect"].get("entries", {}).items():
            found = entries[int(number)] if int(number) < len(entries) else {}
            wanted.append((number, found, fields))
        for where, found, fields in wanted:
            for name, value in fields.items():
                tally.fields += 1
                if _bare(name, found.get(name)) == _bare(name, value):
                    tally.right += 1
                else:
                    yield f"{case['id']} {where}.{name}: {found.get(name)!r} is not {value!r}"


def _bare(name: str, value: object) -> str:
    """Reduce a value to what counts: words without blanks and markup, times to the second."""
    if name in {"published", "updated"}:
        if isinstance(value, str) and value:
            value = datetime.fromisoformat(value)
        return value.replace(microsecond=0).isoformat() if isinstance(value, datetime) else ""
    text = html.unescape(re.sub(r"<[^>]+>", " ", str(value or "")))
    return "".join(re.sub(r"<[^>]+>", " ", text).split())


def _parsers() -> Iterator[tuple[str, Callable[[bytes, Mapping[str, str]], Read]]]:
    yield "ours", _ours
    with contextlib.suppress(ImportError):
        import feedparser  # noqa: PLC0415 (a rival, measured where it happens to be installed)

        yield "feedparser", lambda data, headers: _rival_feedparser(feedparser, data, headers)
    with contextlib.suppress(ImportError):
        import fastfeedparser  # noqa: PLC0415 (likewise)

        yield "fastfeedparser", lambda data, _: _rival_fast(fastfeedparser, data)


def _ours(data: bytes, headers: Mapping[str, str]) -> Read:
    said = {name.title(): value for name, value in headers.items()}
    charset = media_type(said)[1]
    try:
        feed = parse(data, BASE, NOW, charset=charset, link=said.get("Content-Location"))
    except FeedError:
        return {}, ()  # said to be no feed, which is an answer
    entries = [
        {
            "title": entry.title,
            "link": entry.url,
            "id": entry.id,
            "author": entry.author,
            "published": entry.published,
            "updated": entry.updated,
            "summary": entry.summary,
            "subtitle": entry.summary,
            "content": entry.content,
        }
        for entry in feed.entries
    ]
    return {"title": feed.title, "link": feed.link, "subtitle": feed.subtitle}, entries


def _rival_feedparser(module: ModuleType, data: bytes, headers: Mapping[str, str]) -> Read:
    parsed = module.parse(data, response_headers={k.lower(): v for k, v in headers.items()})

    def moment(entry: Fields, name: str) -> datetime | None:
        found = entry.get(f"{name}_parsed")
        return datetime.fromtimestamp(timegm(found), UTC) if found else None

    entries = [
        dict(entry)
        | {
            "content": entry.content[0].value if entry.get("content") else None,
            "published": moment(entry, "published"),
            "updated": moment(entry, "updated"),
        }
        for entry in parsed.entries
    ]
    return parsed.feed, entries


def _rival_fast(module: ModuleType, data: bytes) -> Read:
    parsed = module.parse(data)
    entries = [
        dict(entry)
        | {
            "content": entry["content"][0]["value"] if entry.get("content") else None,
            "summary": entry.get("description"),
        }
        for entry in parsed["entries"]
    ]
    return parsed["feed"], entries


def _speed(read: Callable[[bytes, Mapping[str, str]], Read]) -> float:
    """Count feeds a CPU second: thirty entries of twenty sentences in paragraphs."""
    feeds = [_feed(number) for number in range(20)]
    began = time.process_time()
    rounds = 0
    while time.process_time() - began < 1.0:
        for feed in feeds:
            read(feed, {})
        rounds += 1
    return rounds * len(feeds) / (time.process_time() - began)


def _feed(number: int) -> bytes:
    sentence = "The council of town {} agreed on Monday on matter {}, which will cost {} million. "
    items = []
    for entry in range(ENTRIES):
        words = "".join(sentence.format(number, entry, n) for n in range(SENTENCES))
        body = f"<p>{words.replace('. ', '.</p><p>', 5)}</p>"
        items.append(
            f"<item><title>Matter {entry} of {number}</title><link>https://x.example/{entry}</link>"
            f"<guid isPermaLink='false'>{number}-{entry}</guid>"
            f"<pubDate>Mon, 23 Nov 2026 08:{entry:02}:00 GMT</pubDate>"
            f"<description><![CDATA[{body}]]></description></item>"
        )
    return f"<rss><channel><title>Town {number}</title>{''.join(items)}</channel></rss>".encode()


if __name__ == "__main__":
    raise SystemExit(main())
