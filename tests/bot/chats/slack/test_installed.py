"""Workspaces from the store: found with tokens that work, encrypted, renewed, and forgotten."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.chats.slack.installed import NotRenewed, StoredSeen, StoredWorkspaces, Tokens
from bot.chats.slack.vault import Vault
from bot.errors import BadConfiguration
from bot.presence import StoredPresence
from fakes.news import NOW, minutes
from storage.model import Address, ChatKind, ChatState, Installation
from storage.store import Store

ONE, TWO = (Fernet.generate_key().decode() for _ in range(2))
HOME = Installation("T1", None, "Home", "A1", "U1", "B1", ("chat:write",), "U9", NOW, token="")
ELSEWHERE = replace(HOME, team="T2", title="Elsewhere")
TOKEN = Tokens("xoxb-1-hush")
TWELVE_HOURS = timedelta(hours=12)


class Slack:
    """Renews tokens, and counts how often."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refuses = False

    async def renew(self, refresh: str) -> Tokens:
        self.asked.append(refresh)
        await asyncio.sleep(0.01)
        if self.refuses:
            raise NotRenewed("invalid_refresh_token")
        number = len(self.asked)
        return Tokens(f"xoxe.xoxb-{number}-hush", f"xoxe-{number}-hush", NOW + 2 * TWELVE_HOURS)


class Clock:
    now = NOW

    def __call__(self):
        return self.now


def workspaces(store: Store, *, key: str = ONE, slack: Slack | None = None, clock=None):
    clock = clock or Clock()
    renew = (slack or Slack()).renew
    return StoredWorkspaces(store, Vault(key), StoredPresence(store, clock), renew, clock)


async def chat_states(store: Store) -> dict[str, ChatState]:
    async with store.reading() as tx:
        return {f"{c.address.account}/{c.address.chat}": c.state for c in await tx.chats.all()}


async def test_a_workspace_is_found_with_the_token_it_gave_and_what_is_stored_is_not_the_token(
    store: Store,
):
    ours = workspaces(store)
    assert await ours.keep(HOME, TOKEN, None)
    found = await ours.of("T1", None)
    assert found is not None
    assert (found.bot_token, found.account, found.installed_by) == ("xoxb-1-hush", "T1", "U9")
    assert "hush" not in repr(found)
    assert await ours.of("T2", None) is None
    assert [one.account for one in await ours.all()] == ["T1"]
    async with store.reading() as tx:
        row = (await tx._connection.execute(text("SELECT * FROM installations"))).one()
    assert "hush" not in str(row)


async def test_two_workspaces_with_the_same_channel_ids_are_kept_apart_when_one_leaves(
    store: Store,
):
    ours = workspaces(store)
    for one in (HOME, ELSEWHERE):
        await ours.keep(one, TOKEN, None)
        async with store.writing() as tx:
            await tx.chats.open(Address("slack", one.team, "C1"), ChatKind.GROUP, "general", NOW)
            await tx.commit()
    await ours.gone("T1", None)
    assert await ours.of("T1", None) is None
    assert await ours.of("T2", None) is not None
    states = await chat_states(store)
    assert states == {"T1/C1": ChatState.BLOCKED, "T2/C1": ChatState.ACTIVE}
    await ours.keep(HOME, TOKEN, None)
    assert set((await chat_states(store)).values()) == {ChatState.ACTIVE}


async def test_a_late_word_of_an_old_uninstall_does_not_end_a_new_installation(store: Store):
    ours = workspaces(store)
    await ours.keep(HOME, TOKEN, None)
    await ours.gone("T1", None, NOW - minutes(1))
    assert await ours.of("T1", None) is not None
    await ours.gone("T1", None, NOW + minutes(1))
    assert await ours.of("T1", None) is None
    await ours.gone(None, None)


async def test_a_teams_leaving_does_not_end_its_organisations_installation(store: Store):
    ours = workspaces(store)
    await ours.keep(replace(HOME, team="", enterprise="E1"), TOKEN, None)
    await ours.gone("T1", "E1")
    found = await ours.of("T1", "E1")
    assert found is not None
    assert found.account == "E1"
    await ours.gone(None, "E1")
    assert await ours.of("T1", "E1") is None


async def test_a_token_that_ends_soon_is_renewed_once_whoever_asks(store: Store):
    slack, clock = Slack(), Clock()
    ours = workspaces(store, slack=slack, clock=clock)
    await ours.keep(HOME, Tokens("xoxe.xoxb-0", "xoxe-0", NOW + TWELVE_HOURS), None)
    clock.now = NOW + timedelta(hours=9)
    assert (await ours.of("T1", None)).bot_token == "xoxe.xoxb-0"
    clock.now = NOW + timedelta(hours=11)
    got = {one.bot_token for one in await asyncio.gather(*(ours.of("T1", None) for _ in range(5)))}
    # Who comes while another is at it uses the old one, which is good for an hour yet.
    assert "xoxe.xoxb-1-hush" in got <= {"xoxe.xoxb-0", "xoxe.xoxb-1-hush"}
    assert slack.asked == ["xoxe-0"]
    assert (await ours.of("T1", None)).bot_token == "xoxe.xoxb-1-hush"


async def test_a_token_that_cannot_be_renewed_is_used_to_its_end_and_the_operator_is_told(
    store: Store,
):
    slack, clock = Slack(), Clock()
    slack.refuses = True
    ours = workspaces(store, slack=slack, clock=clock)
    await ours.keep(HOME, Tokens("xoxe.xoxb-0", "xoxe-0", NOW + TWELVE_HOURS), None)
    clock.now = NOW + timedelta(hours=11)
    with capture_logs() as logs:
        assert (await ours.of("T1", None)).bot_token == "xoxe.xoxb-0"
        assert (await ours.of("T1", None)).bot_token == "xoxe.xoxb-0"
    assert [one["reason"] for one in logs] == ["invalid_refresh_token"]  # not at every event
    assert "xoxe-0" not in str(logs)


async def test_with_the_wrong_key_the_start_is_refused_naming_the_workspaces(store: Store):
    await workspaces(store).keep(HOME, TOKEN, None)
    with pytest.raises(BadConfiguration, match=r"TELLAL_SECRET_KEY.*T1"):
        await workspaces(store, key=TWO).unlock()
    with capture_logs() as logs:
        assert await workspaces(store, key=TWO).of("T1", None) is None
        assert await workspaces(store, key=TWO).all() == ()
    assert [one["event"] for one in logs] == ["slack.token_unreadable"] * 2


async def test_a_key_is_changed_by_putting_the_new_one_in_front(store: Store):
    rotating = Tokens("xoxe.xoxb-0", "xoxe-0", NOW + TWELVE_HOURS)
    await workspaces(store).keep(HOME, rotating, None)
    await workspaces(store, key=f"{TWO},{ONE}").unlock()
    changed = workspaces(store, key=TWO)
    await changed.unlock()
    assert (await changed.of("T1", None)).bot_token == "xoxe.xoxb-0"


async def test_what_one_process_saw_is_not_new_to_another(store: Store, another: Store):
    clock = Clock()
    one, two = StoredSeen(store, clock), StoredSeen(another, clock)
    assert await one.first("Ev1")
    assert not await one.first("Ev1")
    assert not await two.first("Ev1")
    assert await two.first("Ev2")


async def test_where_the_store_fails_an_event_is_taken_rather_than_lost(tmp_path):
    async with Store(f"sqlite:///{tmp_path / 'none.db'}") as empty:
        with capture_logs() as logs:
            assert await StoredSeen(empty, Clock()).first("Ev1")
    assert [one["event"] for one in logs] == ["slack.seen_unknown"]
