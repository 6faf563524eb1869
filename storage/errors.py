"""What can go wrong in the memory, by the reaction it asks for.

    StorageError
    ├── BadUrl          the address of the database cannot be read: correct it
    ├── Unreachable     there is no such file or server, or it does not let us in
    ├── Unprepared      the database lacks tables that this version needs: upgrade it
    ├── NewerSchema     a newer version of the program wrote it: upgrade the program
    ├── Busy            somebody else holds a lock: try again
    ├── ReadOnly        the database cannot be written
    ├── Full            the disk, or the space we are allowed, is used up
    ├── Corrupt         the file is damaged or no database at all: restore a backup
    ├── BadBackup       a file cannot be restored from, or written to
    └── Unsupported     this database cannot do what was asked; the sentence says what can

Each message says what happened, where, and how to mend it. Passwords of an address are never in
it. Errors that only we could mend (a wrong statement, a broken constraint) pass as they are.
"""


class StorageError(Exception):
    """Base of all errors of this package.

    Attributes:
        place: the database, as it may be shown.
    """

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place


class BadUrl(StorageError):
    """The address of the database cannot be read."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            place,
            f"{place!r} is no address of a database: {reason}. "
            "Write sqlite:///folder/file.db or postgresql://user@host/name.",
        )


class Unreachable(StorageError):
    """The database cannot be opened."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            place,
            f"The database {place} cannot be opened: {reason}. Check its address, that it is "
            "there, and that this user may open it.",
        )


class Unprepared(StorageError):
    """The database lacks tables or columns that this version needs."""

    def __init__(self, place: str) -> None:
        super().__init__(
            place, f"The database {place} is not ready for this version. Run: tellal db upgrade"
        )


class NewerSchema(StorageError):
    """A newer version of the program wrote the database.

    Attributes:
        revision: of the database; this version does not know it.
    """

    def __init__(self, place: str, revision: str) -> None:
        super().__init__(
            place,
            f"The database {place} was written by a newer version (its schema is {revision}). "
            "Install that version, or restore a backup made with this one.",
        )
        self.revision = revision


class Busy(StorageError):
    """Somebody else holds what we need; the same may succeed in a moment."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            place,
            f"The database {place} is busy: {reason}. Try again; if it stays so, see which "
            "other program has it open.",
        )


class ReadOnly(StorageError):
    """The database cannot be written."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            place,
            f"The database {place} cannot be written: {reason}. Give this user the right to "
            "write it (for SQLite its folder too), or name another with --database.",
        )


class Full(StorageError):
    """The disk, or the space we are allowed, is used up."""

    def __init__(self, place: str) -> None:
        super().__init__(
            place,
            f"There is no space left for the database {place}. Free some and start again; "
            "what was stored before is kept.",
        )


class Corrupt(StorageError):
    """The file is damaged, or no database at all."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            place,
            f"The database {place} is damaged or is something else: {reason}. Name another "
            "with --database, or restore a backup: tellal db restore FILE",
        )


class BadBackup(StorageError):
    """A file cannot be restored from, or a backup cannot be written to it.

    Attributes:
        path: the file.
    """

    def __init__(self, place: str, path: str, reason: str) -> None:
        super().__init__(place, f"{path}: {reason}. The database {place} is as it was.")
        self.path = path


class Unsupported(StorageError):
    """This database cannot do what was asked."""
