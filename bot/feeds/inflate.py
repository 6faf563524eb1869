"""Unpacking what servers compress, never past a limit: a megabyte can hold a terabyte."""

import zlib

GZIP_MAGIC = b"\x1f\x8b"
ACCEPTED = "gzip, deflate"
"""The value for an Accept-Encoding header: what `Unpacker` understands."""

_GZIP = 16 + zlib.MAX_WBITS


class OverLimitError(ValueError):
    """The unpacked bytes are more than allowed."""


class BrokenStreamError(ValueError):
    """The packed bytes are damaged, cut off, or packed in a way we do not know."""


class Unpacker:
    """Takes a body chunk by chunk and keeps its unpacked bytes, up to a limit."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Prepare for a body.

        Args:
            encoding: the Content-Encoding as the server said it, "" for none.
            limit: in unpacked bytes.

        Raises:
            BrokenStreamError: an encoding that we never asked for.
        """
        self._encoding = encoding.strip().lower().removeprefix("x-")
        if self._encoding not in {"", "identity", "gzip", "deflate"}:
            raise BrokenStreamError(f"packed as {encoding[:40]!r}, which we did not ask for")
        self._room = limit
        # What cannot be packed grows a little by packing it.
        self._packed_room = limit + limit // 100 + 1_000
        self._parts: list[bytes] = []
        self._held = b""
        self._inflate: zlib._Decompress | None = None
        self._opened = self._finished = False

    def add(self, chunk: bytes) -> None:
        """Take the next chunk.

        Raises:
            OverLimitError: the limit is passed, by the packed or the unpacked bytes.
            BrokenStreamError: the chunk cannot be unpacked.
        """
        self._packed_room -= len(chunk)
        if self._packed_room < 0:
            raise OverLimitError
        if self._encoding in {"", "identity"}:
            self._keep(chunk)
            return
        try:
            self._unpack(self._held + chunk)
        except zlib.error as e:
            raise BrokenStreamError(f"the packed answer is damaged ({e})") from e

    def end(self) -> bytes:
        """Give the whole body.

        Raises:
            BrokenStreamError: the packed stream was cut off.
        """
        if self._inflate is not None or (self._held and not self._opened):
            raise BrokenStreamError("the packed answer is cut off")
        return b"".join(self._parts)

    def _unpack(self, data: bytes) -> None:
        self._held = b""
        while data and not self._finished:
            if self._inflate is None:
                if len(data) < 2:
                    self._held = data
                    return
                self._open(data)
                continue
            # One byte more than there is room for, so that passing the limit shows.
            self._keep(self._inflate.decompress(data, self._room + 1))
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._inflate.unused_data
                self._inflate = None

    def _open(self, data: bytes) -> None:
        if self._opened and not data.startswith(GZIP_MAGIC):
            self._finished = True  # what follows the last stream is padding
        elif self._encoding == "gzip":
            self._inflate = zlib.decompressobj(_GZIP)
        else:
            # "deflate" means zlib's format, but some servers send the bare stream, headless.
            headed = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)
        self._opened = True

    def _keep(self, unpacked: bytes) -> None:
        self._room -= len(unpacked)
        if self._room < 0:
            raise OverLimitError
        self._parts.append(unpacked)


def gunzipped(body: bytes, limit: int) -> bytes:
    """Unpack a body that is a gzip file of itself; give any other as it is.

    Raises:
        OverLimitError, BrokenStreamError: as `Unpacker`.
    """
    if not body.startswith(GZIP_MAGIC):
        return body
    unpacker = Unpacker("gzip", limit)
    unpacker.add(body)
    return unpacker.end()
