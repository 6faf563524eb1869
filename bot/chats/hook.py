"""What a platform posts to us over the web port, where it does not let us ask."""

from collections.abc import Awaitable
from typing import Protocol, runtime_checkable

from aiohttp import web


class Hook(Protocol):
    """A path on the web port, and who takes what is posted there."""

    @property
    def path(self) -> str:
        """Where it is served, with a leading slash."""
        ...

    def handle(self, request: web.Request) -> Awaitable[web.Response]:
        """Take what was posted."""
        ...


@runtime_checkable
class Hooked(Protocol):
    """An adapter whose platform may post to us."""

    @property
    def webhook(self) -> Hook | None:
        """Where it posts; None when we ask ourselves."""
        ...
