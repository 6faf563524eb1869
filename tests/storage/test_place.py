"""Addresses of databases: read as people write them, shown without their secrets."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import BadUrl
from storage.place import hide, read


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sqlite:///data/tellal.db", "data/tellal.db"),
        ("sqlite:////var/lib/tellal.db", "/var/lib/tellal.db"),
        ("sqlite+aiosqlite:///x.db", "x.db"),
        ("  sqlite:///x.db\n", "x.db"),
    ],
)
def test_a_files_address_names_the_file(address: str, path: str):
    place = read(address)
    assert place.path == Path(path)
    assert place.shown == path
    assert place.url.drivername == "sqlite+aiosqlite"


def test_a_home_folder_is_filled_in():
    assert read("sqlite:///~/tellal.db").path == Path.home() / "tellal.db"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_servers_address_gets_our_driver_and_hides_its_password(scheme: str):
    place = read(f"{scheme}://me:p%40ss@db.example:5433/news?sslmode=require")
    assert place.url.drivername == "postgresql+psycopg"
    assert (place.url.password, place.url.host, place.url.port) == ("p@ss", "db.example", 5433)
    assert place.url.query["sslmode"] == "require"
    assert place.path is None
    assert place.shown == f"{scheme}://me:***@db.example:5433/news?sslmode=require"


def test_a_server_that_does_not_answer_is_not_waited_for_for_ever():
    assert read("postgresql://h/db").url.query["connect_timeout"] == "10"
    assert read("postgresql://h/db?connect_timeout=3").url.query["connect_timeout"] == "3"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "not written like one"),
        ("tellal.db", "not written like one"),
        ("sqlite://tellal.db", "three slashes"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///x.db?mode=ro", "no options"),
        ("postgresql://me@host", "names no database"),
        ("postgresql+asyncpg://me@host/db", "neither sqlite nor postgresql"),
        ("mysql://me:sesame@host/db", "neither sqlite nor postgresql"),
        ("postgresql://me:sesame@host:port/db", "not written like one"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason_and_without_a_password(
    address: str, reason: str
):
    with pytest.raises(BadUrl, match=reason) as raised:
        read(address)
    assert "sqlite:///folder/file.db" in str(raised.value)
    assert "sesame" not in str(raised.value)
    assert raised.value.__cause__ is None


@given(
    st.text("abc:/@?&=%#x ", min_size=0, max_size=12).map(lambda odd: f"se{odd}same"),
    st.sampled_from(
        [
            "postgresql://me:{}@host/db",
            "postgresql://:{}@host/db",
            "postgresql://me:{}@host:1/db?sslmode=x",
            "postgres://me:{}@/db?host=/run",
            "mysql://me:{}@host",
        ]
    ),
)
def test_a_password_is_hidden_whatever_it_is_made_of(password: str, address: str):
    assert password not in hide(address.format(password))


@given(st.text("abc:/@?=%x ", max_size=12).map(lambda odd: f"se{odd}same"))
def test_a_password_among_the_options_is_hidden(password: str):
    address = f"postgresql://host/db?user=me&password={password}&sslmode=x&sslpassword={password}"
    assert password not in hide(address)
