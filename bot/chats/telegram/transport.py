"""How requests reach the Bot API: python-telegram-bot's network seam, filled by aiohttp.

Two reasons to fill it ourselves. The SDK's own transport tells a time-out from a time-out by
prose alone, while what becomes of a message hangs on whether its request ever left; and per
request it costs several times the CPU.
"""

import json
from http import HTTPStatus

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    TCPConnector,
)
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0

_NOT_DONE = (
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""Statuses with which the server, or the one before it, says that it did not act."""


class NotReached(NetworkError):
    """The request surely did not reach the server, or the server surely did not act on it."""


class AnswerLost(TimedOut):
    """The request left, and nobody knows what became of it."""


class Flooded(TelegramError):
    """We are to wait. The SDK's own error for it warns of its own future each time it is made.

    Attributes:
        seconds: for how long.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests, wait {seconds:g} s")
        self.seconds = seconds


class Transport(BaseRequest):
    """Carries the SDK's requests.

    Args:
        connections: at the same time; further requests wait for one to become free.
    """

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer unless a call says otherwise."""
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """Open; does nothing when it is open."""
        if self._session is None:
            connector = TCPConnector(limit=self._connections, ttl_dns_cache=300)
            self._session = ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close; does nothing when it is closed."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 (the SDK's signature)
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Do one request.

        Returns:
            Status and body.

        Raises:
            NotReached, AnswerLost: no answer, or one that says that nothing was done.
            Flooded: the answer asks to wait.
        """
        await self.initialize()
        assert self._session is not None  # noqa: S101 (opened above)
        wait = read_timeout if isinstance(read_timeout, int | float) else ANSWER_SECONDS
        timeout = ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=wait)
        data = request_data.json_parameters if request_data else None
        try:
            async with self._session.request(method, url, data=data, timeout=timeout) as answer:
                body = await answer.read()
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise NotReached(f"cannot connect: {type(error).__name__}") from error
        except (ClientError, TimeoutError, OSError) as error:
            raise AnswerLost(f"no answer: {type(error).__name__}") from error
        if answer.status in _NOT_DONE:
            raise NotReached(f"the server answers {answer.status}")
        if answer.status > HTTPStatus.INTERNAL_SERVER_ERROR:
            raise AnswerLost(f"the server answers {answer.status}")
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Flooded(_retry_after(body))
        return answer.status, body


def _retry_after(body: bytes) -> float:
    """Read how long to wait; a second where the answer does not say."""
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 1.0
