"""Asking the web, guarded and bounded: the only client user of aiohttp."""

import asyncio
import base64
import socket
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.feeds import errors, headers
from bot.feeds.courtesy import Courtesy
from bot.feeds.guard import Guard, Target
from bot.feeds.inflate import ACCEPTED, BrokenStreamError, OverLimitError, Unpacker, gunzipped

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Looks a host name up: name and port to addresses; raises OSError when there are none."""

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How we ask.

    Attributes:
        timeout: seconds for a whole answer, redirects included.
        max_bytes: of an answer, as sent and when unpacked.
        max_redirects: hops followed.
        user_agent: how we introduce ourselves.
        concurrency: requests at the same time.
        per_host: requests at the same time to one host.
        host_pause: seconds between the starts of two requests to one host.
        allow_private: networks and hosts that may be asked though they are not public.
    """

    timeout: float = 20.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    user_agent: str = "Tellal/0.1 (news briefing bot)"
    concurrency: int = 32
    per_host: int = 2
    host_pause: float = 0.2
    allow_private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.

    Attributes:
        status: 200 to 299, or 304.
        url: where the answer came from in the end, without credentials.
        permanent_url: the new address, when the asked one moved there for good.
        body: unpacked; empty when `not_modified`.
        content_type: the bare media type in lower case, "" when the server gives none.
        charset: as the server says it, in lower case.
        etag, modified: validators to ask with next time.
        not_modified: nothing changed since the answer that the validators came with.
        retry_after: how long the server asks us to stay away.
        max_age: how long the answer stays fresh.
    """

    status: int
    url: str
    permanent_url: str | None = None
    body: bytes = b""
    content_type: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    not_modified: bool = False
    retry_after: timedelta | None = None
    max_age: timedelta | None = None


def _now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Fetches addresses that strangers name. An async context manager; open it once."""

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        resolve: Resolve | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """Prepare to ask.

        Args:
            settings: limits and manners.
            resolve: looks names up; the system's resolver by default. Its answers are guarded.
            now: the wall clock, to read dates in headers against.

        Raises:
            ValueError: an entry of `allow_private` is neither network nor host.
        """
        self.settings = settings or FetchSettings()
        self.guard = Guard.allowing(self.settings.allow_private)
        self._resolve = resolve or _looked_up
        self._now = now
        manners = self.settings.per_host, self.settings.host_pause
        self._courtesy = Courtesy(*manners, time.monotonic)
        self._slots = asyncio.Semaphore(self.settings.concurrency)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,  # `_slots` and `_courtesy` bound it, and their waits are not timed
                resolver=_GuardedResolver(self.guard, self._resolve),
                ttl_dns_cache=300,
                keepalive_timeout=4,  # idle connections are open files, too
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self.settings.timeout),
            headers={
                "User-Agent": self.settings.user_agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": ACCEPTED,
            },
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(
        self,
        url: str,
        etag: str | None = None,
        modified: str | None = None,
        *,
        max_bytes: int | None = None,
    ) -> Fetched:
        """Ask for an address, following redirects; each hop is guarded anew.

        Args:
            url: http(s); user and password in it are sent as basic authentication, and only to
                the host that they are for.
            etag: of an earlier answer, to ask for news only.
            modified: the Last-Modified of an earlier answer, likewise.
            max_bytes: a tighter limit than the settings'.

        Raises:
            FeedError: Refused, Unreachable, HttpStatus, TooManyRedirects, TooLarge, Unreadable,
                or one of their kinds.
        """
        target = self.guard.target(url)
        if left := self._courtesy.resting(target.origin):
            wait = timedelta(seconds=left)
            raise errors.Busy(url, 429, "the server asked us to stay away for a while", wait)
        conditions = {
            name: value
            for name, said in (("If-None-Match", etag), ("If-Modified-Since", modified))
            if (value := headers.validator(said))
        }
        limit = min(max_bytes or self.settings.max_bytes, self.settings.max_bytes)
        async with self._courtesy.turn(target.origin), self._slots:
            try:
                async with asyncio.timeout(self.settings.timeout):
                    return await self._follow(url, target, conditions, limit)
            except errors.Busy as e:
                if e.retry_after:
                    self._courtesy.rest(target.origin, e.retry_after.total_seconds())
                raise
            except errors.Refused as e:
                raise errors.Refused(url, e.reason) from e
            except errors.FeedError:
                raise
            except (aiohttp.ClientError, OSError, ValueError) as e:
                raise _translated(url, e, self.settings.timeout) from e

    async def _follow(
        self, url: str, target: Target, conditions: Mapping[str, str], limit: int
    ) -> Fetched:
        asked, permanent, moved = target, True, False
        for _ in range(self.settings.max_redirects + 1):
            # Credentials belong to one origin; a redirect elsewhere must not carry them along.
            credentials = asked if target.origin == asked.origin else None
            answer = await self._hop(url, target, credentials, conditions, limit)
            if isinstance(answer, Fetched):
                known = moved and permanent and asked.user is None
                return replace(answer, permanent_url=answer.url) if known else answer
            status, location = answer
            permanent = permanent and status in _PERMANENT
            moved = True
            try:
                target = self.guard.target(urljoin(target.url, location))
            except ValueError as e:
                raise errors.Refused(url, "it redirects to an address that is none") from e
            except errors.Refused as e:
                raise errors.Refused(url, f"it redirects to {e.url}, and {e.reason}") from e
        raise errors.TooManyRedirects(
            url, f"it redirects more than {self.settings.max_redirects} times"
        )

    async def _hop(
        self,
        url: str,
        target: Target,
        credentials: Target | None,
        conditions: Mapping[str, str],
        limit: int,
    ) -> Fetched | tuple[int, str]:
        if self._session is None:
            raise RuntimeError("the fetcher is not open: use it as an async context manager")
        said = {**conditions, **(_authorization(credentials) if credentials else {})}
        async with self._session.get(
            URL(target.url, encoded=True), headers=said, allow_redirects=False
        ) as response:
            if response.status in _REDIRECTS and (location := response.headers.get("Location")):
                return response.status, location
            if response.status == 304 and conditions:
                return self._fetched(response, target, b"")
            if not 200 <= response.status < 300:
                raise _refusal(url, response.status, response.headers, self._now())
            return self._fetched(response, target, await _body(url, response, limit))

    def _fetched(self, response: aiohttp.ClientResponse, target: Target, body: bytes) -> Fetched:
        said = response.headers
        content_type, charset = headers.media_type(said)
        return Fetched(
            status=response.status,
            url=target.url,
            body=body,
            content_type=content_type,
            charset=charset,
            etag=headers.validator(said.get("ETag")),
            modified=headers.validator(said.get("Last-Modified")),
            not_modified=response.status == 304,
            retry_after=headers.retry_after(said, self._now()),
            max_age=headers.max_age(said, self._now()),
        )


class _GuardedResolver(AbstractResolver):
    """Gives aiohttp only addresses that were checked: what is checked is what is connected to."""

    def __init__(self, guard: Guard, resolve: Resolve) -> None:
        self._guard = guard
        self._resolve = resolve

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 (the port's own shape)
    ) -> list[ResolveResult]:
        """Look a name up and keep the addresses that may be connected to."""
        found = await self._resolve(host, port)
        if not found:
            raise OSError(f"{host} has no address")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in self._guard.admit(host, host, found)
        ]

    async def close(self) -> None:
        """Nothing is held."""


async def _looked_up(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def _authorization(target: Target) -> dict[str, str]:
    if target.user is None:
        return {}
    pair = f"{target.user}:{target.password or ''}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}


async def _body(url: str, response: aiohttp.ClientResponse, limit: int) -> bytes:
    if (response.content_length or 0) > limit:
        raise errors.TooLarge(url, limit)
    try:
        unpacker = Unpacker(response.headers.get("Content-Encoding", ""), limit)
        async for chunk in response.content.iter_chunked(_CHUNK):
            unpacker.add(chunk)
        return gunzipped(unpacker.end(), limit)
    except OverLimitError as e:
        raise errors.TooLarge(url, limit) from e
    except BrokenStreamError as e:
        raise errors.Unreadable(url, str(e)) from e


def _refusal(url: str, status: int, said: Mapping[str, str], now: datetime) -> errors.HttpStatus:
    wait = headers.retry_after(said, now)
    if status == 410:
        return errors.Gone(url, status, "it is gone for good (410)", wait)
    if status == 404:
        return errors.NotFound(url, status, "nothing is at this address (404)", wait)
    if status in {401, 402, 403, 407, 451}:
        return errors.Denied(url, status, f"the server denies it to us ({status})", wait)
    if status in {429, 503}:
        return errors.Busy(url, status, f"the server asks us to come back later ({status})", wait)
    return errors.HttpStatus(url, status, f"the server answered with an error ({status})", wait)


def _translated(url: str, error: Exception, timeout: float) -> errors.FeedError:
    if isinstance(error, TimeoutError):
        return errors.TooSlow(url, f"no whole answer came within {timeout:g} seconds")
    if isinstance(error, aiohttp.ClientConnectorDNSError | socket.gaierror):
        return errors.NameUnknown(url, "its host name has no address")
    if isinstance(error, aiohttp.ClientSSLError):
        return errors.Untrusted(url, f"its encryption cannot be trusted ({_brief(error)})")
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ServerDisconnectedError):
        return errors.Unreachable(url, "the connection broke off in the middle of the answer")
    if isinstance(error, aiohttp.ClientResponseError | ValueError):
        return errors.Unreadable(url, f"the answer is no proper HTTP ({_brief(error)})")
    return errors.Unreachable(url, f"no connection could be made ({_brief(error)})")


def _brief(error: Exception) -> str:
    words = " ".join(errors.shown(str(error)).split()) or type(error).__name__
    return words[:160]
