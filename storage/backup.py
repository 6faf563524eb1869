"""Copies of a SQLite file, made and put back while others use it.

Both ways go through SQLite's own backup, which copies one consistent picture of the database. A
restore is one transaction of the target: cut short, it leaves the target as it was.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from storage.errors import BadBackup, Busy
from storage.translation import translate


def save(source: Path, path: Path) -> None:
    """Copy a database to a file, which is replaced if it is there.

    Raises:
        BadBackup: the file cannot be written.
        StorageError: the database cannot be read.
    """
    shown = str(source)
    if path.exists() and source.exists() and path.samefile(source):
        raise BadBackup(shown, str(path), "is the database itself")
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        with _translated(shown), closing(_open(source, "ro")) as database:
            _check(database)
            with _refused(shown, path), closing(_open(unfinished, "rw")) as copy:
                database.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, no companions
                _check(copy)
        unfinished.replace(path)
    except OSError as error:
        raise BadBackup(shown, str(path), f"cannot be written: {error.strerror}") from error
    finally:
        for leftover in _files(unfinished):
            leftover.unlink(missing_ok=True)


def inspect(path: Path, target: Path) -> str:
    """Make sure that a file is a sound backup of ours; gives the revision of its tables.

    Args:
        path: the backup.
        target: the database that it is for.

    Raises:
        BadBackup: it is not.
    """
    shown = str(target)
    if not path.is_file():
        raise BadBackup(shown, str(path), "there is no such file")
    if target.exists() and path.samefile(target):
        raise BadBackup(shown, str(path), "is the database itself")
    with _refused(shown, path), closing(_open(path, "ro")) as backup:
        return _check(backup)


def load(path: Path, target: Path, patience: timedelta) -> None:
    """Copy a backup, inspected before, over a database.

    Args:
        path: the backup.
        target: the database, which may be in use.
        patience: how long to wait for those who use it.

    Raises:
        StorageError: the database cannot be written.
    """
    shown = str(target)
    with (
        _translated(shown),
        closing(_open(path, "ro")) as backup,
        closing(_open(target, "rw")) as database,
    ):
        backup.backup(database, progress=_impatient(shown, patience), sleep=0.05)


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=0)


def _check(database: sqlite3.Connection) -> str:
    """Make sure that a database is sound and ours; gives the revision of its tables."""
    found = database.execute("SELECT version_num FROM alembic_version").fetchone()
    (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if found is None or verdict != "ok":
        raise sqlite3.DatabaseError(verdict if found else "it has no tables of ours")
    return str(found[0])


def _impatient(shown: str, patience: timedelta) -> Callable[[int, int, int], None]:
    """Give a watcher that ends a backup which would wait for ever for a locked target."""
    ends = time.monotonic() + patience.total_seconds()

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > ends:
            raise Busy(shown, "another program is writing to it")

    return progress


@contextmanager
def _translated(shown: str) -> Iterator[None]:
    """Raise our error for what the database itself gives."""
    try:
        yield
    except sqlite3.Error as error:
        ours = translate(error, shown)
        if ours is None:
            raise
        raise ours from error


@contextmanager
def _refused(shown: str, path: Path) -> Iterator[None]:
    """Raise our error for what the backup gives."""
    try:
        yield
    except sqlite3.Error as error:
        raise BadBackup(shown, str(path), f"is no sound backup: {error}") from error


def _files(path: Path) -> Iterator[Path]:
    for suffix in ("", "-wal", "-shm", "-journal"):
        yield path.with_name(path.name + suffix)
