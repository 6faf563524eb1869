"""Packed bytes are unpacked to the limit and not a byte further."""

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.inflate import BrokenStreamError, OverLimitError, Unpacker, gunzipped
from fakes.feedserver import gzip_bomb


def raw_deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZIP": gzip.compress,
    "deflate": zlib.compress,
}


def unpacked(encoding, packed, size, limit=10_000):
    unpacker = Unpacker(encoding, limit)
    for start in range(0, len(packed), size):
        unpacker.add(packed[start : start + size])
    return unpacker.end()


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=2_000), st.integers(1, 50))
def test_what_was_packed_comes_back(encoding, data, size):
    """In whatever chunks it arrives, one byte at a time included."""
    assert unpacked(encoding, PACKERS[encoding](data), size) == data


@given(st.binary(min_size=1, max_size=500), st.integers(1, 50))
def test_deflate_without_its_header_is_understood(data, size):
    """Half the servers that say "deflate" mean this."""
    packed = raw_deflate(data)
    headed = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    if not headed and len(packed) > 1:
        assert unpacked("deflate", packed, size) == data


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4), st.integers(1, 30))
def test_a_file_of_several_gzip_members_is_read_whole(parts, size):
    """Log rotation and careless servers join gzip files end to end."""
    packed = b"".join(gzip.compress(part) for part in parts)
    assert unpacked("gzip", packed, size) == b"".join(parts)


def test_padding_after_the_end_is_ignored():
    """Zeroes behind a gzip stream are no damage."""
    assert unpacked("gzip", gzip.compress(b"feed") + bytes(100), 7) == b"feed"


@given(st.binary(max_size=300))
def test_whatever_bytes_either_unpack_or_are_called_broken(data):
    """No third thing happens: no other error, no memory beyond the limit."""
    for encoding in ("gzip", "deflate"):
        with contextlib.suppress(BrokenStreamError, OverLimitError):
            assert len(unpacked(encoding, data, 10, limit=1_000)) <= 1_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_the_limit_is_exact(encoding):
    """As many bytes as allowed pass; one more does not."""
    packed = PACKERS[encoding](bytes(1_000))
    assert len(unpacked(encoding, packed, 64, limit=1_000)) == 1_000
    with pytest.raises(OverLimitError):
        unpacked(encoding, packed, 64, limit=999)


def test_a_bomb_costs_no_more_than_the_limit():
    """A gigabyte of nothing is given up after a megabyte."""
    unpacker = Unpacker("gzip", 1_000_000)
    with pytest.raises(OverLimitError):
        unpacker.add(gzip_bomb(50))
    assert sum(map(len, unpacker._parts)) <= 1_000_001


def test_an_endless_row_of_empty_members_is_stopped():
    """Members that unpack to nothing still count as bytes sent."""
    with pytest.raises(OverLimitError):
        unpacked("gzip", gzip.compress(b"") * 1_000, 20, limit=10_000)


def test_what_is_cut_off_is_broken():
    """Half a stream is not the whole."""
    for encoding in ("gzip", "deflate"):
        packed = PACKERS[encoding](b"feed" * 100)
        for cut in (1, 5, len(packed) - 1):
            with pytest.raises(BrokenStreamError):
                unpacked(encoding, packed[:cut], 3)


def test_an_encoding_we_did_not_ask_for_is_broken():
    """Neither brotli nor a chain of encodings is guessed at."""
    for encoding in ("br", "zstd", "gzip, gzip", "compress"):
        with pytest.raises(BrokenStreamError):
            Unpacker(encoding, 10)


def test_a_plain_body_is_given_as_it_is():
    """Only what begins like a gzip file is unpacked."""
    assert gunzipped(b"<rss/>", 1) == b"<rss/>"
    assert gunzipped(gzip.compress(b"<rss/>"), 10) == b"<rss/>"
