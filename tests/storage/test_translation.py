"""What drivers say becomes what a person can mend; what only we can mend passes."""

import sqlite3

import psycopg
import pytest

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
from storage.translation import translate


def lite(code: int, message: str = "said") -> sqlite3.Error:
    error = sqlite3.OperationalError(message)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (lite(sqlite3.SQLITE_BUSY), Busy),
        (lite(sqlite3.SQLITE_BUSY_SNAPSHOT), Busy),
        (lite(sqlite3.SQLITE_LOCKED_SHAREDCACHE), Busy),
        (lite(sqlite3.SQLITE_READONLY_DIRECTORY), ReadOnly),
        (lite(sqlite3.SQLITE_FULL), Full),
        (lite(sqlite3.SQLITE_CORRUPT_INDEX), Corrupt),
        (lite(sqlite3.SQLITE_NOTADB), Corrupt),
        (lite(sqlite3.SQLITE_CANTOPEN_ISDIR), Unreachable),
        (lite(sqlite3.SQLITE_IOERR_READ), Unreachable),
        (lite(sqlite3.SQLITE_ERROR, "no such table: feeds"), Unprepared),
        (lite(sqlite3.SQLITE_ERROR, "no such module: fts5"), Unsupported),
        (psycopg.errors.LockNotAvailable("x"), Busy),
        (psycopg.errors.DeadlockDetected("x"), Busy),
        (psycopg.errors.SerializationFailure("x"), Busy),
        (psycopg.errors.TooManyConnections("x"), Busy),
        (psycopg.errors.QueryCanceled("x"), Busy),
        (psycopg.errors.ReadOnlySqlTransaction("x"), ReadOnly),
        (psycopg.errors.InsufficientPrivilege("x"), ReadOnly),
        (psycopg.errors.DiskFull("x"), Full),
        (psycopg.errors.IndexCorrupted("x"), Corrupt),
        (psycopg.errors.UndefinedTable("x"), Unprepared),
        (psycopg.errors.UndefinedColumn("x"), Unprepared),
        (psycopg.errors.InvalidPassword("x"), Unreachable),
        (psycopg.errors.InvalidCatalogName("x"), Unreachable),
        (psycopg.errors.AdminShutdown("x"), Unreachable),
        (psycopg.OperationalError("connection refused\nIs the server running?"), Unreachable),
        (psycopg.OperationalError(""), Unreachable),
    ],
)
def test_what_a_person_can_mend_becomes_ours(error: Exception, ours: type[StorageError]):
    translated = translate(error, "data/tellal.db")
    assert type(translated) is ours
    assert translated.place == "data/tellal.db"
    assert "\n" not in str(translated)


@pytest.mark.parametrize(
    "error",
    [
        lite(sqlite3.SQLITE_ERROR, "near SELEC: syntax error"),
        lite(sqlite3.SQLITE_CONSTRAINT_UNIQUE),
        sqlite3.ProgrammingError("Cannot operate on a closed database."),
        psycopg.errors.SyntaxError("x"),
        psycopg.errors.UniqueViolation("x"),
        psycopg.errors.InternalError_("x"),
        ValueError("x"),
    ],
)
def test_what_only_we_can_mend_is_left_alone(error: Exception):
    assert translate(error, "data/tellal.db") is None
