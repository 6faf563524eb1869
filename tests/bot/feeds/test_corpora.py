"""On real and hostile material: every feed is read, nothing unsafe is asked, no bomb goes off."""

import contextlib
import json
import os
import tarfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.feeds.errors import NotAFeed, Refused
from bot.feeds.guard import Guard
from bot.feeds.inflate import OverLimitError, gunzipped
from bot.feeds.parse import parse

ROOT = Path(__file__).parents[3]
CORPORA = Path(os.environ.get("TELLAL_CORPORA", ROOT.parent / "shared" / "corpora"))
NOW = datetime(2026, 11, 24, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="no corpora here")


def documents(archive):
    with tarfile.open(CORPORA / archive) as packed:
        for member in packed:
            if (opened := packed.extractfile(member)) is not None:
                yield member.name, opened.read()


def test_no_feed_of_the_corpus_raises():
    """Each is a feed or said to be none; those known to have entries have them."""
    lines = (CORPORA / "feeds" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    counts = {case["file"]: case["n_entries"] for case in map(json.loads, lines)}
    for name, data in documents("feeds/feeds.tar.gz"):
        try:
            feed = parse(data, "https://x.example/", NOW)
        except NotAFeed:
            assert not counts[name], name
            continue
        assert counts[name] in {None, len(feed.entries)}, name


def test_no_unsafe_address_of_the_corpus_passes():
    """And no safe one is refused."""
    guard = Guard()
    lines = (CORPORA / "hazards" / "urls.jsonl").read_text(encoding="utf-8").splitlines()
    for case in map(json.loads, lines):
        verdict = "allow"
        try:
            target = guard.target(case["url"])
            if target.literal is None:
                guard.admit(case["url"], target.host, case.get("resolves_to", []))
        except Refused:
            verdict = "block"
        assert verdict == case["verdict"], case


def test_no_hostile_document_takes_long():
    """All of them together take less than a second or two; benchmarks/safety.py limits memory."""
    began = time.process_time()
    for _, data in documents("hazards/xml.tar.xz"):
        with contextlib.suppress(NotAFeed, OverLimitError):
            parse(gunzipped(data, 10_000_000), "https://x.example/", NOW)
    assert time.process_time() - began < 2
