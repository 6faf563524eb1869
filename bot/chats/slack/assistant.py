"""The assistant's pane: what it suggests, its title, and that it is at work."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bot.catalogue import Words
from bot.chats.slack import texts
from bot.chats.slack.errors import FAILURES, code
from bot.chats.slack.markup import plain

log = structlog.get_logger()

Call = Callable[..., Awaitable[Any]]
"""What bolt gives to speak to the pane: set_status, set_title, set_suggested_prompts."""

MOST_PROMPTS = 4
"""Slack shows four."""

TITLE = 80
"""Characters of a thread's title that its list shows."""


class Pane:
    """One thread of the assistant. Raises nothing: all of it is only nice to have.

    Args:
        t: the words of who is there.
    """

    def __init__(self, t: Words, set_status: Call | None, set_title: Call | None) -> None:
        self._t = t
        self._set_status = set_status
        self._set_title = set_title

    @asynccontextmanager
    async def thinking(self, question: str, *, new: bool) -> AsyncIterator[None]:
        """Show that we are at work while the block runs; name a new thread by its question."""
        await _try(self._set_status, texts.thinking(self._t))
        if new and question:
            await _try(self._set_title, plain(question, TITLE))
        try:
            yield
        finally:
            await _try(self._set_status, "")


async def welcome(t: Words, suggest: Call | None, headlines: Sequence[str]) -> None:
    """Suggest what could be asked in a new thread.

    Args:
        headlines: of the newest stories.
    """
    prompts = [{"title": t("What is new?"), "message": "brief latest"}]
    prompts += [
        {
            "title": plain(headline, TITLE),
            "message": plain(t("What is known of this: {headline}", headline=headline), 400),
        }
        for headline in headlines
    ]
    prompts.append({"title": t("What can you do?"), "message": "help"})
    await _try(suggest, prompts=prompts[:MOST_PROMPTS], title=texts.what_next(t))


async def _try(call: Call | None, *words: object, **how: object) -> None:
    if call is None:
        return
    try:
        await call(*words, **how)
    except FAILURES as error:
        log.info("slack.pane", error=code(error) or type(error).__name__)
