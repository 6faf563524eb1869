"""Hostile addresses and documents: none unsafe is reached, every bomb is survived.

    python -m benchmarks.safety

Each address of corpora/hazards goes through the real fetcher with a name server that answers as
the corpus says. Where it would connect is read off the sockets of this process, not off our own
code; nothing leaves the machine. Each document is parsed in a process of its own, with a limit on
time and memory, in which opening a file or a connection is an error.
"""

import asyncio
import builtins
import multiprocessing
import resource
import socket
import sys
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from benchmarks import corpora
from bot.feeds import errors
from bot.feeds.fetch import Fetcher, FetchSettings
from bot.feeds.inflate import OverLimitError, gunzipped
from bot.feeds.parse import parse

SECONDS = 10.0
MEGABYTES = 512
MAX_BYTES = 10_000_000
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def main() -> int:
    """Measure and print a table; 1 when anything unsafe happened."""
    folder = corpora.folder("hazards")
    addresses = list(corpora.lines(folder / "urls.jsonl"))
    reached, refused = asyncio.run(_reached(addresses))
    unsafe = sum(case["verdict"] == "block" for case in addresses)
    safe = len(addresses) - unsafe
    documents = list(_documents(folder))
    survived = [name for name, data in documents if _survives(name, data)]
    rows: list[tuple[str, ...]] = [
        ("unsafe addresses reached", f"{reached}/{unsafe}", "0"),
        ("safe addresses refused", f"{refused}/{safe}", "0"),
        ("hostile documents survived", f"{len(survived)}/{len(documents)}", "all"),
    ]
    sys.stdout.write(corpora.table(("question", "measured", "aim"), rows))
    return int(bool(reached or refused) or len(survived) < len(documents))


async def _reached(cases: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Count unsafe addresses that were connected to, and safe ones that were not."""
    answers: dict[str, list[str]] = {}

    async def resolve(host: str, _port: int) -> Sequence[str]:
        if host not in answers:
            raise OSError(f"the corpus says nothing of {host}")
        return answers[host]

    reached = refused = 0
    settings = FetchSettings(host_pause=0.0, timeout=2.0)
    async with Fetcher(settings, resolve=resolve) as fetcher:
        for case in cases:
            answers.clear()
            if "resolves_to" in case:
                host = case["url"].split("//")[1].split("/")[0].lower().rstrip(".")
                answers[host] = case["resolves_to"]
            with _witness() as connected, suppress(errors.FeedError):
                await fetcher.get(case["url"])
            unsafe = case["verdict"] == "block"
            reached += unsafe and bool(connected)
            refused += not unsafe and not any(ip_address(a).is_global for a in connected)
    return reached, refused


@contextmanager
def _witness() -> Iterator[list[str]]:
    """Note every address that a socket of this process is told to connect to, and refuse it."""
    connected: list[str] = []
    real = socket.socket.connect

    def connect(_self: socket.socket, address: tuple[str, int]) -> None:
        connected.append(str(address[0]))
        raise ConnectionRefusedError(111, "nothing leaves this machine")

    socket.socket.connect = connect  # type: ignore[assignment,method-assign]
    try:
        yield connected
    finally:
        socket.socket.connect = real  # type: ignore[method-assign]


def _documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(folder / "xml.tar.xz") as packed:
        for member in packed:
            opened = packed.extractfile(member)
            if opened is not None:
                yield member.name, opened.read()


def _survives(name: str, data: bytes) -> bool:
    """Parse a document where it can do no harm; whether that ended in time, in a value."""
    process = multiprocessing.get_context("spawn").Process(target=_parse, args=(data,))
    process.start()
    process.join(SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    if process.exitcode:
        sys.stderr.write(f"{name}: exit code {process.exitcode}\n")
    return process.exitcode == 0


def _parse(data: bytes) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise SystemExit("it opened a file or a connection")

    # Whatever is imported late is imported now, before opening is forbidden.
    parse(b"<rss><channel><item><title>x</title></item></channel></rss>", "http://x.example/", NOW)
    limit = MEGABYTES * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    socket.socket.connect = refuse  # type: ignore[method-assign]
    builtins.open = refuse  # type: ignore[assignment]
    with suppress(errors.FeedError, OverLimitError):
        parse(gunzipped(data, MAX_BYTES), "http://x.example/", NOW)


if __name__ == "__main__":
    raise SystemExit(main())
