"""Grants: who was let in, and as what, until it is taken back."""

from fakes.news import NOW, minutes
from storage.model import Grant
from storage.store import Store

ADA = Grant("telegram:1", "operator", "telegram:1", NOW)
DESK = Grant("telegram:-100", "guest", "telegram:1", NOW + minutes(1))


async def test_what_is_granted_is_kept_with_who_granted_it_and_when(store: Store, another: Store):
    async with store.writing() as tx:
        assert await tx.grants.add(DESK)
        assert await tx.grants.add(ADA)
        await tx.commit()
    async with another.reading() as tx:
        assert await tx.grants.all() == (ADA, DESK)


async def test_granted_again_the_first_grant_stands(store: Store):
    async with store.writing() as tx:
        assert await tx.grants.add(ADA)
        assert not await tx.grants.add(Grant(ADA.key, ADA.role, "slack:U1", NOW + minutes(5)))
        assert await tx.grants.all() == (ADA,)


async def test_a_role_is_taken_from_a_key_and_others_stay(store: Store):
    guest = Grant(ADA.key, "guest", ADA.key, NOW + minutes(2))
    async with store.writing() as tx:
        for grant in (ADA, DESK, guest):
            await tx.grants.add(grant)
        assert await tx.grants.remove(ADA.key, "operator")
        assert not await tx.grants.remove(ADA.key, "operator")
        assert not await tx.grants.remove("telegram:2", "guest")
        assert await tx.grants.all() == (DESK, guest)
