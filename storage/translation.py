"""Turns the drivers' errors into ours, at the seam: whatever a person can mend gets its sentence.

SQLite names the reason by a result code, PostgreSQL by an SQLSTATE. What nobody but us can mend
(a wrong statement, a broken constraint) is not translated and passes as it is.
"""

import sqlite3

import psycopg

from storage.errors import (
    Busy,
    Corrupt,
    Full,
    ReadOnly,
    StorageError,
    Unprepared,
    Unreachable,
    Unsupported,
)

_CONNECTION = "08"
_REFUSED = "28"
_SHUT_DOWN = "57P"
_DATA_CORRUPTED = "XX00"
_BUSY = {
    "40001": "two changes crossed each other",
    "40P01": "two changes waited for each other",
    "53300": "it takes no more connections",
    "55P03": "somebody else holds a lock",
    "57014": "a statement took too long",
}
_UNPREPARED = {"42P01", "42703", "3F000"}


def translate(error: BaseException, place: str) -> StorageError | None:
    """Give our error for a driver's; None where only a programmer can mend it.

    Args:
        error: as the driver raised it.
        place: the database, as it may be shown.
    """
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, place)
    if isinstance(error, psycopg.Error):
        return _of_postgresql(error, place)
    return None


def _of_sqlite(error: sqlite3.Error, place: str) -> StorageError | None:
    code = getattr(error, "sqlite_errorcode", None)
    reason = str(error)
    match code & 0xFF if code is not None else None:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Busy(place, "another program is writing to it")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return ReadOnly(place, reason)
        case sqlite3.SQLITE_FULL:
            return Full(place)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Corrupt(place, reason)
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PROTOCOL:
            return Unreachable(place, reason)
    if reason.startswith(("no such table", "no such column")):
        return Unprepared(place)
    if reason.startswith("no such module: fts5"):
        return Unsupported(
            place, "This Python's SQLite has no full-text search (FTS5). Install one that has it."
        )
    return None


def _of_postgresql(error: psycopg.Error, place: str) -> StorageError | None:
    state = error.sqlstate or ""
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if state in _BUSY:
        return Busy(place, _BUSY[state])
    if state in _UNPREPARED:
        return Unprepared(place)
    if state == "53100":
        return Full(place)
    if state in {"25006", "42501"}:
        return ReadOnly(place, reason)
    if state.startswith(_DATA_CORRUPTED) and state != "XX000":
        return Corrupt(place, reason)
    unreachable = (_CONNECTION, _REFUSED, _SHUT_DOWN, "3D000")
    if state.startswith(unreachable) or (not state and isinstance(error, psycopg.OperationalError)):
        return Unreachable(place, reason)
    return None
