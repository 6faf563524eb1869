"""`tellal slack`: links for workspaces, and what became of them."""

import asyncio
import re

import pytest

from bot.chats.slack.vault import Vault
from storage.model import Address, ChatKind, Installation, Pass
from storage.store import Store

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
DATABASE = "sqlite:///data/tellal.db"


@pytest.fixture
def many(monkeypatch):
    """Set up an app that workspaces install."""
    for name, value in {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "hush",
        "SLACK_APP_TOKEN": "xapp-1-hush",
        "TELLAL_SECRET_KEY": KEY,
        "TELLAL__WEB__PORT": "8080",
        "TELLAL__SLACK__PUBLIC": "https://news.example.org",
    }.items():
        monkeypatch.setenv(name, value)


def in_store(work):
    async def run():
        async with Store(DATABASE) as store:
            await store.upgrade()
            return await work(store)

    return asyncio.run(run())


async def install(store: Store) -> None:
    from fakes.news import NOW

    async with store.writing() as tx:
        await tx.installations.save(
            Installation("T0HOME", None, "Home", "A1", "U1", "B1", ("commands",), "U9", NOW,
                         token=Vault(KEY).close("xoxb-hush"))
        )  # fmt: skip
        await tx.chats.open(Address("slack", "T0HOME", "C1"), ChatKind.GROUP, "general", NOW)
        await tx.commit()


def test_a_link_is_made_that_can_be_used_once(tellal, many):
    ran = tellal("slack", "link")
    assert ran.code == 0
    (secret,) = re.findall(r"https://news\.example\.org/slack/install\?link=(\S+)", ran.out)

    async def use(store):
        from bot.app import utc_now

        async with store.writing() as tx:
            return await tx.passes.use(Pass.LINK, secret, utc_now())

    assert in_store(use)


def test_without_a_client_id_there_are_no_links(tellal):
    ran = tellal("slack", "link")
    assert (ran.code, "SLACK_CLIENT_ID is not set" in ran.err) == (2, True)


def test_workspaces_are_listed_without_their_tokens(tellal, many):
    in_store(install)
    ran = tellal("slack", "list", "--json")
    (one,) = ran.documents()
    assert (one["workspace"], one["title"], one["scopes"]) == ("T0HOME", "Home", ["commands"])
    assert "token" not in ran.out
    assert "Home" in tellal("slack", "list").out


def test_a_workspace_is_removed_and_its_chats_paused(tellal, many):
    in_store(install)
    assert tellal("slack", "remove", "T0HOME").code == 0
    assert tellal("slack", "list", "--json").out == ""
    (chat,) = tellal("chats", "--json").documents()
    assert (chat["account"], chat["state"]) == ("T0HOME", "blocked")
    ran = tellal("slack", "remove", "T0HOME")
    assert (ran.code, "no such workspace" in ran.err) == (1, True)


def test_slack_chats_are_listed_as_access_keys_name_them(tellal, many):
    in_store(install)
    assert "slack T0HOME/C1" in tellal("chats").out


def test_a_missing_key_is_told_with_how_to_make_one(tellal, many, monkeypatch):
    monkeypatch.delenv("TELLAL_SECRET_KEY")
    ran = tellal("run")
    assert ran.code == 2
    assert "TELLAL_SECRET_KEY is not set" in ran.err
    assert "openssl rand -base64 32" in ran.err
    assert "hush" not in ran.err
