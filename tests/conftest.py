"""A fresh database of each kind for every test, and values to fill it with."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
import structlog

from fakes.postgres import Postgres
from storage.store import Store

PATIENCE = timedelta(seconds=2)
"""Long enough for what a test waits for, short enough for what it waits for in vain."""


def _drop(*_: object) -> NoReturn:
    raise structlog.DropEvent


@pytest.fixture(autouse=True, scope="session")
def _quiet() -> None:
    """Keep the program's log out of the tests' output; those that read it capture it."""
    structlog.configure(processors=[_drop])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server for all tests."""
    with Postgres() as server:
        yield server


async def _upgraded(url: str) -> None:
    async with Store(url) as store:
        await store.upgrade()


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no rows."""
    path = tmp_path_factory.mktemp("ready") / "ready.db"
    asyncio.run(_upgraded(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def ready_database(postgres: Postgres) -> str:
    """The name of a PostgreSQL database with all tables, which every test leaves empty."""
    name = postgres.create()
    asyncio.run(_upgraded(postgres.url(name)))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database that has no tables yet."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def database_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database that is ready and empty."""
    if kind == "sqlite":
        path = tmp_path / "tellal.db"
        shutil.copyfile(request.getfixturevalue("ready_file"), path)
        yield f"sqlite:///{path}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name: str = request.getfixturevalue("ready_database")
    yield postgres.url(name)
    postgres.empty(name)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store that is ready and empty."""
    async with Store(database_url, patience=PATIENCE) as opened:
        yield opened


@pytest.fixture
async def another(database_url: str) -> AsyncIterator[Store]:
    """The same database, opened by somebody else."""
    async with Store(database_url, patience=PATIENCE) as opened:
        yield opened
