"""Where the database is: the address that a person wrote, read and made safe to show. Pure."""

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import BadUrl

_PASSWORD = re.compile(r"(?<=//)([^:/?@]*):.*@", re.DOTALL)
_PASSWORD_OPTION = re.compile(r"(password)=[^&]*", re.IGNORECASE)
_SQLITE = {"sqlite", "sqlite+aiosqlite"}
_POSTGRESQL = {"postgresql", "postgres", "postgresql+psycopg"}


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a database.

    Attributes:
        url: with the driver that we use.
        path: of the SQLite file; None for a server.
        shown: for people: the file, or the URL without its password.
    """

    url: URL
    path: Path | None
    shown: str


def read(address: str) -> Place:
    """Read the address of a database.

    Args:
        address: `sqlite:///file` or `postgresql://…`; the driver is ours to add.

    Raises:
        BadUrl: it is neither; the message holds no password.
    """
    shown = hide(address)
    try:
        url = make_url(address.strip())
    except (ArgumentError, ValueError):
        raise BadUrl(shown, "it is not written like one") from None
    if url.drivername in _SQLITE:
        return _file(url, shown)
    if url.drivername in _POSTGRESQL:
        if not url.database:
            raise BadUrl(shown, "it names no database after the host")
        query = {"connect_timeout": "10", **url.query}
        url = url.set(drivername="postgresql+psycopg", query=query)
        return Place(url, None, shown)
    raise BadUrl(shown, f"{url.drivername!r} is neither sqlite nor postgresql")


def hide(address: str) -> str:
    """Take the passwords out of an address, well written or not."""
    return _PASSWORD_OPTION.sub(r"\1=***", _PASSWORD.sub(r"\1:***@", address))


def _file(url: URL, shown: str) -> Place:
    if url.host:
        raise BadUrl(shown, "a file's address has three slashes, four before an absolute path")
    if not url.database or url.database == ":memory:":
        raise BadUrl(shown, "it names no file, and what is kept in memory is lost at the end")
    if url.query:
        raise BadUrl(shown, "a file takes no options after a question mark")
    path = Path(url.database).expanduser()
    return Place(URL.create("sqlite+aiosqlite", database=str(path)), path, str(path))
