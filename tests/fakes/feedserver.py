"""A web server on this machine that serves what a test scripts: feeds, pages and mischief."""

import asyncio
import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from aiohttp import web

ENDLESS = "endless"


@dataclass(frozen=True)
class Reply:
    """What is answered to a request.

    Attributes:
        etag, modified: a request that shows either of them gets 304.
        delay: seconds before the answer begins.
        pace: seconds between its bytes' halves; a slow server.
        endless: the body is repeated until the client goes away.
        cut: the connection is closed after the body, which is announced as longer.
    """

    body: bytes = b""
    status: int = 200
    content_type: str | None = "application/rss+xml"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: str | None = None
    delay: float = 0.0
    pace: float = 0.0
    endless: bool = False
    cut: bool = False


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]


class FeedServer:
    """Serves scripted replies on a free port of 127.0.0.1; an async context manager.

    Attributes:
        seen: the requests in order.
        most: how many requests were under way at once.
    """

    def __init__(self):
        self.seen = []
        self.most = 0
        self._now = 0
        self._replies = {}

    def url(self, path=""):
        """Give the address of a path."""
        return f"http://127.0.0.1:{self.port}/{path.lstrip('/')}"

    def serve(self, path, *replies):
        """Script the answers to a path, in order; the last one is repeated. Gives its address."""
        self._replies[f"/{path.lstrip('/')}"] = list(replies)
        return self.url(path)

    def redirect(self, path, to, status=302):
        """Send who asks for a path elsewhere."""
        return self.serve(path, Reply(status=status, headers={"Location": to}))

    async def __aenter__(self):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_):
        await self._runner.cleanup()

    async def _answer(self, request):
        self.seen.append(Seen(request.path_qs, dict(request.headers)))
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            return await self._reply(request)
        finally:
            self._now -= 1

    async def _reply(self, request):
        script = self._replies.get(request.path_qs) or self._replies.get(request.path)
        if not script:
            return web.Response(status=404)
        reply = script.pop(0) if len(script) > 1 else script[0]
        await asyncio.sleep(reply.delay)
        headers = dict(reply.headers)
        if reply.content_type:
            headers.setdefault("Content-Type", reply.content_type)
        if reply.etag:
            headers["ETag"] = reply.etag
        if reply.modified:
            headers["Last-Modified"] = reply.modified
        if _is_known(request, reply):
            return web.Response(status=304, headers=headers)
        if not (reply.pace or reply.endless or reply.cut):
            return web.Response(body=reply.body, status=reply.status, headers=headers)
        return await self._streamed(request, reply, headers)

    async def _streamed(self, request, reply, headers):
        if reply.cut:
            headers["Content-Length"] = str(len(reply.body) * 2)
        response = web.StreamResponse(status=reply.status, headers=headers)
        await response.prepare(request)
        try:
            while True:
                half = len(reply.body) // 2
                await response.write(reply.body[:half])
                await asyncio.sleep(reply.pace)
                await response.write(reply.body[half:])
                if not reply.endless:
                    break
        except ConnectionResetError:
            return response
        if reply.cut:
            request.transport.close()
        return response


def _is_known(request, reply):
    shown = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
    return bool(
        (reply.etag and reply.etag == shown[0]) or (reply.modified and reply.modified == shown[1])
    )


def item(number, text=None, *, url=None, published="Mon, 23 Nov 2026 08:00:00 GMT"):
    """Write an entry of an RSS feed, to be put into `rss`."""
    link = url or f"https://news.example/{number}"
    words = text or f"The council decided matter {number} on Monday. " * 12
    return (
        f"<item><title>Matter {number} decided</title><link>{link}</link>"
        f"<guid isPermaLink='false'>tag-{number}</guid><pubDate>{published}</pubDate>"
        f"<description>{escape(words)}</description></item>"
    )


def rss(*items, title="Example News", link="https://news.example/"):
    """Write an RSS feed."""
    return (
        f"<rss version='2.0'><channel><title>{title}</title><link>{link}</link>"
        f"<language>en-GB</language>{''.join(items)}</channel></rss>"
    ).encode()


def page(title, *paragraphs, head=""):
    """Write a web page with an article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><nav>Home News Sport</nav><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def gzip_bomb(megabytes):
    """Give so many megabytes of nothing, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    nothing = bytes(1_000_000)
    return b"".join(packer.compress(nothing) for _ in range(megabytes)) + packer.flush()


def gzipped(body):
    """Pack a body as servers do."""
    return gzip.compress(body)
