"""Requests that somebody waits for: in their turn, again when told, never thrice in doubt."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.chats.errors import Blocked, ChatError, Moved, Refused, ReplyLost, Wait
from bot.pace import Pace
from storage.model import Address

PATIENCE = 60.0
"""Seconds after which an answer is given up: who asked has asked again by then."""

FIRST_BACKOFF = 0.5
"""Seconds before the second attempt; doubles with each one."""

Sent = TypeVar("Sent")


class Patience:
    """Does requests of one account until they succeed, or there is no sense in going on.

    Args:
        pace: shared with whoever else writes for this account.
        clock: seconds, the same clock that `pace` is asked with elsewhere.
    """

    def __init__(self, pace: Pace[str], clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock

    async def send(
        self, address: Address, group: bool, request: Callable[[Address], Awaitable[Sent]]
    ) -> Sent:
        """Do a request that writes to a chat, each attempt in its turn.

        Args:
            address: of the chat; an attempt after a move gets the new one.
            group: whether limits of groups hold there.
            request: raises nothing but `bot.chats.errors`.

        Raises: see `bot.chats.errors`; what it raises was tried often enough.
        """
        give_up = self._clock() + PATIENCE
        backoff, doubts = FIRST_BACKOFF, 0
        while True:
            turn = await self._turn(address.chat, group)
            try:
                with self._pace.away(address.chat, turn, self._clock):
                    return await request(address)
            except (Blocked, Refused):
                raise
            except Moved as error:
                wait, address = 0.0, error.address
                if self._clock() > give_up:
                    raise
            except ChatError as error:
                doubts += isinstance(error, ReplyLost)
                wait = error.seconds if isinstance(error, Wait) else backoff
                if doubts > 1 or self._clock() + wait > give_up:
                    raise
                if isinstance(error, Wait):
                    self._pace.hold(address.chat, self._clock() + wait)
            await asyncio.sleep(wait)
            backoff *= 2

    async def _turn(self, chat: str, group: bool) -> float:
        """Wait for a moment at which the limits allow a message to a chat, and give it."""
        now = self._clock()
        at = self._pace.reserve(chat, group=group, now=now)
        if at > now:
            await asyncio.sleep(at - now)
        return at


async def changed(request: Callable[[], Awaitable[None]]) -> ChatError | None:
    """Do a request that changes a message which somebody just touched; once more where told to.

    Returns:
        Why it is not changed; None where it is.
    """
    told: ChatError | None = None
    for _ in range(2):
        try:
            await request()
        except Wait as wait:
            told = wait
            await asyncio.sleep(min(wait.seconds, PATIENCE))
        except ChatError as error:
            return error
        else:
            return None
    return told
