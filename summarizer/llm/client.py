"""One attempt over the network: the only module that knows the `openai` package.

The package's own retries are off, because each attempt is charged and must be accounted for, and
its reading of replies is not used, because it throws away the token count of those it cannot
read. Its errors end here; none that could hold a key leaves with what is raised instead.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import openai
from openai import AsyncOpenAI

from summarizer.llm import wire
from summarizer.llm.abilities import Abilities, Mode
from summarizer.llm.options import Endpoint
from summarizer.llm.prices import Count
from summarizer.llm.trouble import Kind, Trouble, of_status
from summarizer.llm.wire import Ask, Embedded, Piece, Reply

LONGEST_STREAM = 100_000
"""Characters after which a stream is broken off: its bound on tokens has failed."""

SHOWN = 240
"""How much of an endpoint's own words is passed on to the operator."""

_KEYS = re.compile(r"(?:sk|key|pk|rk|gsk|xai)[-_][\w*.\-]{6,}|Bearer\s+\S+", re.IGNORECASE)
_NOT_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol"})
_SECRET = 6
"""Characters from which on what we send may be a secret; shorter words are in every text."""

_CONNECT = 10.0


class Client:
    """Speaks to one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._openai = AsyncOpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key or "none",
            default_headers=dict(endpoint.headers),
            default_query=dict(endpoint.query),
            max_retries=0,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._openai.close()

    async def send(self, ask: Ask, abilities: Abilities, seconds: float) -> Reply:
        """Make one request and wait for the whole reply.

        Args:
            ask: what to ask.
            abilities: what the endpoint may be asked for.
            seconds: how long to wait.

        Raises:
            Trouble: there is no reply that could be read.
        """
        completions = self._openai.chat.completions.with_raw_response
        body = self._arguments(ask, abilities, seconds)
        with self._translated():
            async with asyncio.timeout(seconds):
                if abilities.mode is Mode.SCHEMA:
                    raw = await completions.parse(response_format=ask.prompt.form, **body)
                else:
                    raw = await completions.create(**body, **wire.form(abilities, ask.prompt))
        return wire.reply(wire.document(raw.text), self._shown)

    @asynccontextmanager
    async def stream(
        self, ask: Ask, abilities: Abilities, seconds: float
    ) -> AsyncIterator[AsyncIterator[Piece]]:
        """Make one request and give its reply piece by piece; the stream closes with the context.

        Args:
            ask: what to ask.
            abilities: what the endpoint may be asked for.
            seconds: how long to wait for the next piece.

        Raises:
            Trouble: on entering when there is no stream, or while iterating when it breaks.
        """
        body = self._arguments(ask, abilities, seconds)
        if abilities.stream_usage:
            body["stream_options"] = {"include_usage": True}
        with self._translated():
            async with asyncio.timeout(seconds):
                chunks = await self._openai.chat.completions.create(
                    **body, **wire.form(abilities, ask.prompt), stream=True
                )
        try:
            yield self._pieces(chunks, seconds)
        finally:
            await chunks.close()

    async def embed(
        self, model: str, texts: Sequence[str], dimensions: int | None, seconds: float
    ) -> Embedded:
        """Have texts turned into numbers.

        Args:
            model: which.
            texts: what.
            dimensions: how many numbers for each; None leaves it to the model.
            seconds: how long to wait.

        Raises:
            Trouble: there is no reply that could be read.
        """
        body: dict[str, Any] = {"model": model, "input": list(texts), "encoding_format": "float"}
        if dimensions is not None:
            body["dimensions"] = dimensions
        with self._translated():
            async with asyncio.timeout(seconds):
                raw = await self._openai.embeddings.with_raw_response.create(
                    **body, timeout=_timeout(seconds)
                )
        return wire.embedded(wire.document(raw.text), len(texts), self._shown)

    async def models(self, seconds: float) -> tuple[str, ...]:
        """List the models that the endpoint offers; costs nothing.

        Raises:
            Trouble: it cannot be asked, or does not offer lists.
        """
        with self._translated():
            async with asyncio.timeout(seconds):
                page = await self._openai.models.list(timeout=_timeout(seconds))
                return tuple(model.id for model in page.data or ())

    # --- out -----------------------------------------------------------------------------------

    def _arguments(self, ask: Ask, abilities: Abilities, seconds: float) -> dict[str, Any]:
        """Give the arguments of the package's methods."""
        arguments = {**wire.body(ask, abilities), "timeout": _timeout(seconds)}
        if self._endpoint.body:
            arguments["extra_body"] = dict(self._endpoint.body)
        return arguments

    # --- in ------------------------------------------------------------------------------------

    async def _pieces(
        self, chunks: openai.AsyncStream[Any], seconds: float
    ) -> AsyncIterator[Piece]:
        count: Count | None = None
        finish: object = None
        length = 0
        iterator = aiter(chunks)
        while True:
            with self._translated():
                async with asyncio.timeout(seconds):
                    chunk = await anext(iterator, None)
            if chunk is None:
                break
            document = chunk.to_dict()
            wire.refuse_error(document, self._shown)
            count = wire.count(document.get("usage")) or count
            choice = wire.choice_of(document)
            delta = wire.mapping(choice.get("delta"))
            finish = choice.get("finish_reason") or finish
            if delta.get("refusal"):
                wire.refuse_refusal(count)
            content = delta.get("content")
            if isinstance(content, str) and content:
                length += len(content)
                if length > LONGEST_STREAM:
                    raise Trouble(Kind.CUT, "the stream does not end", charged=True)
                yield Piece(content)
        wire.refuse_finish(finish, count)
        yield Piece(count=count)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Let no foreign error pass: only calls of the package stand inside.

        Raises:
            Trouble: in place of any error; one whose words hold a secret is not chained to it.
        """
        try:
            yield
        except Trouble:
            raise
        except Exception as error:  # noqa: BLE001 - streams leak errors of the HTTP client beneath
            raise self._trouble(error) from self._cause(error)

    def _shown(self, said: object) -> str:
        """Give an endpoint's words for the operator: one line, cut, without secrets."""
        return " ".join(self._without_secrets(str(said)).split())[:SHOWN]

    def _without_secrets(self, text: str) -> str:
        own = self._endpoint
        for secret in (own.api_key, *own.headers.values(), *own.query.values()):
            if len(secret) >= _SECRET:
                text = text.replace(secret, "***")
        return _KEYS.sub("***", text)

    def _cause(self, error: BaseException) -> BaseException | None:
        """Give an error that may be chained to ours: one whose words hold no secret."""
        said = f"{error} {error!r}"
        return error if self._without_secrets(said) == said else None

    def _trouble(self, error: Exception) -> Trouble:
        if isinstance(error, openai.APIStatusError):
            body = error.body if isinstance(error.body, Mapping) else {}
            said = json.dumps(error.body, default=str) if error.body else str(error)
            headers = {name.lower(): value for name, value in error.response.headers.items()}
            shown = self._shown(body.get("message") or error.message)
            return of_status(error.status_code, said, headers, shown)
        if isinstance(error, openai.APITimeoutError | TimeoutError):
            sent = type(error.__cause__).__name__ not in _NOT_SENT
            return Trouble(Kind.SLOW, "no answer within our time", charged=sent)
        if isinstance(error, openai.APIConnectionError):
            cause = type(error.__cause__).__name__
            detail = f"no connection to the endpoint ({cause})"
            return Trouble(Kind.UNREACHABLE, detail, charged=cause not in _NOT_SENT)
        if isinstance(error, openai.APIError):
            shown = self._shown(error.message)
            return Trouble(Kind.BUSY, f"the endpoint broke off: {shown}", charged=True)
        name = type(error).__name__
        if isinstance(error, ValueError):
            return Trouble(Kind.INVALID, f"the reply cannot be read ({name})", charged=True)
        return Trouble(Kind.UNREACHABLE, f"the connection broke ({name})", charged=True)


def _timeout(seconds: float) -> openai.Timeout:
    return openai.Timeout(seconds, connect=min(seconds, _CONNECT))
