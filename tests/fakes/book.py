"""A book of grants that forgets everything at the end of a test."""

from bot.access import Grants, Role


class OpenBook:
    """Keeps grants; `costs` is what every chat has spent."""

    def __init__(self, costs: float = 0.0):
        self.roles = set()
        self.costs = costs
        self.broken = None

    async def grants(self):
        if self.broken:
            raise self.broken
        return Grants(*(frozenset(k for k, r in self.roles if r is role) for role in Role))

    async def grant(self, key, role, by, now):
        self.roles.add((key, role))

    async def revoke(self, key, role):
        there = (key, role) in self.roles
        self.roles.discard((key, role))
        return there

    async def spent(self, address, now):
        return self.costs
