"""What a platform, or somebody's browser, asks of us over the web port."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
"""Answers a request."""


@dataclass(frozen=True, slots=True)
class Route:
    """A path on the web port, and who answers there.

    Attributes:
        path: with a leading slash.
    """

    path: str
    handle: Handler
    method: Literal["GET", "POST"] = "POST"


@runtime_checkable
class Routed(Protocol):
    """Who may be asked over the web port."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """What is served; nothing where we ask ourselves."""
        ...
