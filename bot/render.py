"""Dressing a post for a platform, as those need it who queue posts."""

from collections.abc import Callable

from bot.post import Post
from storage.model import Json

Render = Callable[[Post], tuple[Json, ...]]
"""Gives a post's payloads in sending order: `Adapter.render`."""
