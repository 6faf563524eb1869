"""What operators granted, and what chats have cost, from the store. See `bot.gate.Book`."""

from datetime import datetime

from bot.access import Grants, Role
from storage.model import Address, Grant
from storage.store import Store


class StoredBook:
    """Keeps grants in the store. Raises: storage.errors.StorageError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def grants(self) -> Grants:
        """Give everything that is granted now."""
        async with self._store.reading() as tx:
            known = await tx.grants.all()
        return Grants(
            operators=frozenset(one.key for one in known if one.role == Role.OPERATOR),
            guests=frozenset(one.key for one in known if one.role == Role.GUEST),
        )

    async def grant(self, key: str, role: Role, by: str, now: datetime) -> None:
        """Grant a role to a key; again is no harm."""
        async with self._store.writing() as tx:
            await tx.grants.add(Grant(key, role, by, now))
            await tx.commit()

    async def revoke(self, key: str, role: Role) -> bool:
        """Take a role from a key; False when it had none."""
        async with self._store.writing() as tx:
            gone = await tx.grants.remove(key, role)
            await tx.commit()
        return gone

    async def spent(self, address: Address, now: datetime) -> float:
        """Tell what a chat has cost since midnight (UTC), in the price table's currency."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        async with self._store.reading() as tx:
            return await tx.usage.spent(address, midnight)
