"""The store: what a transaction promises, and what it says when the database cannot keep it."""

import asyncio
import gc
import os
import signal
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fakes.news import NOW, article, new
from fakes.postgres import Postgres
from storage.errors import (
    BadUrl,
    Busy,
    Corrupt,
    Full,
    ReadOnly,
    StorageError,
    Unprepared,
    Unreachable,
)
from storage.model import Address, ChatKind, FeedOutcome
from storage.store import Store
from storage.tables import metadata

URL = "https://one.example/feed"
SHORT = timedelta(milliseconds=200)


async def fail_after_adding(store: Store) -> None:
    async with store.writing() as tx:
        await tx.feeds.add(URL, NOW)
        raise ZeroDivisionError


async def feeds(store: Store) -> int:
    async with store.reading() as tx:
        return len(await tx.feeds.all())


@contextmanager
def unprivileged() -> Iterator[Path]:
    """A folder of our own, in which even root is bound by the rights of files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def as_nobody() -> Iterator[None]:
    """Do something without root's power to write what is not to be written."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


# --- transactions ------------------------------------------------------------------------------


async def test_nothing_is_kept_unless_commit_is_said(store: Store):
    async with store.writing() as tx:
        await tx.feeds.add(URL, NOW)
    assert await feeds(store) == 0
    with pytest.raises(ZeroDivisionError):
        await fail_after_adding(store)
    assert await feeds(store) == 0
    async with store.writing() as tx:
        await tx.feeds.add(URL, NOW)
        await tx.commit()
        await tx.feeds.add(URL + "2", NOW)
    assert await feeds(store) == 1


async def test_a_reader_sees_one_unchanging_picture(store: Store):
    async with store.reading() as tx:
        assert await tx.feeds.all() == ()
        async with store.writing() as other:
            await other.feeds.add(URL, NOW)
            await other.commit()
        assert await tx.feeds.all() == ()
    assert await feeds(store) == 1


async def test_a_reader_cannot_write(store: Store):
    async with store.reading() as tx:
        with pytest.raises(ReadOnly):
            await tx.feeds.add(URL, NOW)


async def test_readers_and_a_writer_do_not_wait_for_each_other(store: Store):
    async with store.writing() as writer:
        await writer.feeds.add(URL, NOW)
        async with store.reading() as one, store.reading() as two:
            assert await one.feeds.all() == await two.feeds.all() == ()
            await writer.commit()


async def test_increments_at_the_same_time_are_all_counted(store: Store, another: Store):
    async with store.writing() as tx:
        feed = await tx.feeds.add(URL, NOW)
        await tx.commit()
    failed = FeedOutcome(feed.id, NOW, NOW, error="no answer")

    async def fail(one: Store) -> None:
        for _ in range(10):
            async with one.writing() as tx:
                await tx.feeds.record(failed)
                await tx.commit()

    await asyncio.gather(*(fail(one) for one in (store, another) for _ in range(3)))
    async with store.reading() as tx:
        assert (await tx.feeds.get(feed.id)).failures == 60


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_on_sqlite_nothing_changes_between_reading_and_writing(store: Store, another: Store):
    """The driver's own transactions lose such updates without a word."""
    async with store.writing() as tx:
        chat, _ = await tx.chats.open(Address("t", "", "1"), ChatKind.PRIVATE, "0", NOW)
        await tx.commit()

    async def count(one: Store) -> None:
        for _ in range(10):
            async with one.writing() as tx:
                now = await tx.chats.get(chat.id)
                await tx.chats.save(replace(now, title=str(int(now.title) + 1)))
                await tx.commit()

    await asyncio.gather(*(count(one) for one in (store, another) for _ in range(3)))
    async with store.reading() as tx:
        assert (await tx.chats.get(chat.id)).title == "60"


async def cancel_a_writer(store: Store, after: float) -> BaseException:
    """Cancel a writing transaction after so many seconds, wherever it is then."""

    async def write() -> None:
        async with store.writing() as tx:
            await tx.feeds.add(URL, NOW)
            await tx.articles.add(None, [new(article(f"a{n}")) for n in range(100)], NOW)
            await asyncio.sleep(30)

    task = asyncio.create_task(write())
    await asyncio.sleep(after)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as raised:
        await task
    return raised.value


async def test_a_cancelled_transaction_leaves_nothing_and_lets_go_at_once(database_url: str):
    """Even while somebody still holds the traceback, and with it what was being executed."""
    held = []
    gc.disable()
    try:
        async with Store(database_url, patience=timedelta(seconds=3)) as store:
            for milliseconds in range(0, 30, 2):
                held.append(await cancel_a_writer(store, milliseconds / 1000))
                async with store.writing() as tx:
                    assert await tx.feeds.all() == ()
                    assert await tx.articles.count() == 0
    finally:
        gc.enable()
    assert len(held) == 15


WRITES_AND_WAITS = """
import asyncio, sys
from fakes.news import NOW, article, new
from storage.store import Store

async def main():
    async with Store(sys.argv[1]) as store, store.writing() as tx:
        await tx.articles.add(None, [new(article(f"a{n}")) for n in range(50)], NOW)
        print("written", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_killed_writer_leaves_nothing_and_the_database_free(
    store: Store, database_url: str
):
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WRITES_AND_WAITS,
        database_url,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": f"{root}:{root / 'tests'}"},
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"written\n"
    process.send_signal(signal.SIGKILL)
    await process.wait()
    async with store.writing() as tx:
        assert await tx.articles.count() == 0
        await tx.articles.add(None, [new(article())], NOW)
        await tx.commit()


# --- what can go wrong -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_database_locked_by_another_program_is_busy(store: Store, database_url: str):
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="busy"):
        async with store.writing():
            pass
    assert await feeds(store) == 0  # reading goes on
    other.rollback()
    other.close()
    async with store.writing() as tx:
        await tx.feeds.add(URL, NOW)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
async def test_a_row_locked_by_another_program_is_busy(store: Store, another: Store):
    async with store.writing() as tx:
        feed = await tx.feeds.add(URL, NOW)
        await tx.commit()
    async with another.writing() as other:
        await other.feeds.record(FeedOutcome(feed.id, NOW, NOW))
        with pytest.raises(Busy, match="busy"):
            async with store.writing() as tx:
                await tx.feeds.record(FeedOutcome(feed.id, NOW, NOW))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_transaction_inside_another_is_refused_rather_than_waited_for(store: Store):
    async with store.writing():
        with pytest.raises(Busy, match="this program"):
            async with store.writing():
                pass


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_full_disk_keeps_what_was_there_before(store: Store):
    async with store.writing() as tx:
        await tx.feeds.add(URL, NOW)
        await tx.commit()
    many = [new(article(f"a{n}", "Some words. " * 50)) for n in range(300)]
    async with store.writing() as tx:
        pages = await tx._connection.exec_driver_sql("PRAGMA page_count")
        await tx._connection.exec_driver_sql(f"PRAGMA max_page_count={pages.scalar() + 20}")
        with pytest.raises(Full, match="no space left"):
            await tx.articles.add(None, many, NOW)
    async with store.reading() as tx:
        assert (len(await tx.feeds.all()), await tx.articles.count()) == (1, 0)


async def test_a_file_or_folder_that_may_not_be_written_is_read_only():
    with unprivileged() as folder:
        path = folder / "tellal.db"
        async with Store(f"sqlite:///{path}") as store:
            await store.upgrade()
        path.chmod(0o444)
        with as_nobody():
            async with Store(f"sqlite:///{path}") as store:
                with pytest.raises(ReadOnly, match="cannot be written"):
                    async with store.writing() as tx:
                        await tx.feeds.add(URL, NOW)
            async with Store(f"sqlite:///{folder / 'new.db'}") as store:
                with pytest.raises(ReadOnly, match="cannot be written"):
                    await store.upgrade()


async def test_a_server_that_may_only_be_read_is_read_only(postgres: Postgres):
    name = postgres.create()
    async with Store(postgres.url(name)) as store:
        await store.upgrade()
    postgres.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    async with Store(postgres.url(name)) as store:
        with pytest.raises(ReadOnly, match="cannot be written"):
            async with store.writing() as tx:
                await tx.feeds.add(URL, NOW)
        assert await feeds(store) == 0
    postgres.drop(name)


@pytest.mark.parametrize("garbage", [b"this is no database at all" * 100, os.urandom(8192)])
async def test_a_file_that_is_no_database_is_corrupt_and_stays_as_it_is(
    tmp_path: Path, garbage: bytes
):
    path = tmp_path / "garbage.db"
    path.write_bytes(garbage)
    async with Store(f"sqlite:///{path}") as store:
        with pytest.raises(Corrupt, match="restore a backup"):
            await store.upgrade()
        with pytest.raises(Corrupt):
            await feeds(store)
    assert path.read_bytes() == garbage


@pytest.fixture
def damaged(tmp_path: Path, ready_file: Path) -> Path:
    """A file that begins as a database and goes on as noise."""
    path = tmp_path / "damaged.db"
    whole = ready_file.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    return path


async def test_a_damaged_file_is_corrupt(damaged: Path):
    async with Store(f"sqlite:///{damaged}") as store:
        with pytest.raises(Corrupt):
            await feeds(store)


async def test_a_missing_file_is_not_made_by_reading_it(tmp_path: Path):
    path = tmp_path / "none" / "tellal.db"
    async with Store(f"sqlite:///{path}") as store:
        with pytest.raises(Unreachable, match="no such file"):
            await feeds(store)
        with pytest.raises(Unreachable, match="no such file"):
            async with store.writing():
                pass
    assert not path.parent.exists()


async def test_a_path_through_a_file_is_unreachable(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    async with Store(f"sqlite:///{tmp_path / 'file' / 'tellal.db'}") as store:
        with pytest.raises(Unreachable):
            await store.upgrade()


async def test_a_database_without_our_tables_is_not_ready(empty_url: str):
    async with Store(empty_url) as store:
        store._make_file()
        with pytest.raises(Unprepared, match="tellal db upgrade"):
            await feeds(store)


async def test_a_server_that_is_not_there_is_unreachable_and_no_password_is_shown(
    postgres: Postgres,
):
    async with Store("postgresql://me:sesame@127.0.0.1:1/news", patience=SHORT) as store:
        with pytest.raises(Unreachable, match="postgresql://me:") as raised:
            await feeds(store)
    assert "sesame" not in "".join(traceback.format_exception(raised.value))
    async with Store(postgres.url("absent")) as store:
        with pytest.raises(Unreachable, match="absent"):
            await feeds(store)


async def test_a_connection_that_died_is_replaced(postgres: Postgres):
    name = postgres.create()
    async with Store(postgres.url(name)) as store:
        await store.upgrade()
        assert await feeds(store) == 0
        async with store.writing() as tx:
            await tx.feeds.add(URL, NOW)
            postgres.execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            )
            with pytest.raises(Unreachable):
                await tx.feeds.add(URL + "2", NOW)
        assert await feeds(store) == 0
    postgres.drop(name)


def test_an_address_that_is_none_is_refused_when_the_store_is_made():
    with pytest.raises(BadUrl):
        Store("mysql://me@host/db")


def test_every_error_is_one_of_ours_and_knows_its_place():
    error: StorageError = Busy("data/tellal.db", "x")
    assert error.place == "data/tellal.db"


# --- the whole ---------------------------------------------------------------------------------


async def test_a_new_database_is_made_with_its_folder_for_this_user_alone(tmp_path: Path):
    path = tmp_path / "a 100% new ?folder" / "tellal.db"
    async with Store(f"sqlite:///{tmp_path}/a%20100%25%20new%20%3Ffolder/tellal.db") as store:
        await store.upgrade()
        assert await feeds(store) == 0
    assert path.stat().st_mode & 0o777 == 0o600


async def test_stats_tell_rows_and_bytes_of_every_table(store: Store):
    async with store.writing() as tx:
        await tx.articles.add(None, [new(article("a1")), new(article("a2"))], NOW)
        await tx.commit()
    stats = await store.stats()
    assert set(metadata.tables) <= set(stats)
    assert stats["articles"].rows == stats["tokens"].rows == 2
    assert all(size.bytes is not None for size in stats.values())
    assert stats["articles"].bytes > 0


async def test_a_closed_store_opens_again_when_it_is_used(store: Store):
    assert await feeds(store) == 0
    await store.close()
    assert await feeds(store) == 0
