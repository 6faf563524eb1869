"""Installations: one a workspace, found by team or organisation, renewed by one process alone."""

import asyncio
from dataclasses import replace
from datetime import datetime

from fakes.news import NOW, minutes
from storage.model import Installation
from storage.store import Store

HOME = Installation(
    team="T1",
    enterprise=None,
    title="Home",
    app="A1",
    bot_user="U1",
    bot_id="B1",
    scopes=("chat:write", "commands"),
    installer="U9",
    installed=NOW,
    token="closed-1",
)
WHOLE = replace(HOME, team="", enterprise="E1", title="Acme", token="closed-2")
PART = replace(HOME, team="T2", enterprise="E1", installer=None, token="closed-3")
ROTATING = replace(HOME, refresh="closed-r", expires=NOW + minutes(720))


async def saved(store: Store, *every: Installation) -> None:
    async with store.writing() as tx:
        for one in every:
            await tx.installations.save(one)
        await tx.commit()


async def test_what_is_saved_is_found_by_its_team(store: Store, another: Store):
    await saved(store, HOME, ROTATING)
    async with another.reading() as tx:
        assert await tx.installations.find("T1", None) == ROTATING
        assert await tx.installations.find("T1", "E9") == ROTATING
        assert await tx.installations.find("T9", None) is None
        assert await tx.installations.find(None, None) is None


async def test_a_teams_own_installation_goes_before_that_of_its_organisation(store: Store):
    await saved(store, WHOLE, PART)
    async with store.reading() as tx:
        assert await tx.installations.find("T2", "E1") == PART
        assert await tx.installations.find("T3", "E1") == WHOLE
        assert await tx.installations.find(None, "E1") == WHOLE
        assert [one.account for one in await tx.installations.all()] == ["E1", "T2"]


async def test_installed_again_it_is_one_installation_with_the_new_token(store: Store):
    await saved(store, HOME, replace(HOME, token="closed-9", installed=NOW + minutes(1)))
    async with store.reading() as tx:
        (only,) = await tx.installations.all()
    assert (only.token, only.installed) == ("closed-9", NOW + minutes(1))


async def test_an_old_message_does_not_remove_a_younger_installation(store: Store):
    await saved(store, HOME)
    async with store.writing() as tx:
        assert not await tx.installations.remove("T1", NOW - minutes(1))
        assert await tx.installations.remove("T1", NOW + minutes(1))
        assert not await tx.installations.remove("T1")


async def test_one_of_many_may_renew_a_token_and_after_its_lease_another(store: Store):
    await saved(store, ROTATING)

    async def claim(now: datetime, old: str = "closed-1") -> bool:
        async with store.writing() as tx:
            mine = await tx.installations.claim_renewal("T1", old, now, minutes(1))
            await tx.commit()
        return mine

    assert sorted(await asyncio.gather(*(claim(NOW) for _ in range(5)))) == [False] * 4 + [True]
    assert await claim(NOW + minutes(1))
    # Who has read a token that was renewed meanwhile must not show its refresh token again.
    assert not await claim(NOW + minutes(5), "closed-0")


async def test_a_renewed_token_does_not_replace_one_that_came_in_between(store: Store):
    await saved(store, ROTATING)
    async with store.writing() as tx:
        later = NOW + minutes(1440)
        assert await tx.installations.renew("T1", "closed-1", "closed-5", "closed-6", later)
        assert not await tx.installations.renew("T1", "closed-1", "closed-7", None, later)
        found = await tx.installations.find("T1", None)
    assert found == replace(ROTATING, token="closed-5", refresh="closed-6", expires=later)


def test_a_token_is_not_shown_even_encrypted():
    assert "closed" not in repr(ROTATING)
