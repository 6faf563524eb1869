"""A model server that says what it is told to, over real HTTP: completions and embeddings.

    async with ModelServer(honest) as server:
        ... base_url=server.url ...
    server.asked                every request, in order
    server.embedded             every request for vectors, in order
    server.read, .written       tokens that it counted itself, whoever waited for the reply

What it says is a *script* (`fakes.modelscripts`): a function from what was asked to what is said.
What it can do is `Able`: the abilities that endpoints differ in, with their words of refusal.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

from aiohttp import web

from fakes.embeddings import Embeds, Texts, by_word, document
from fakes.modelscripts import honest
from fakes.modelwords import (
    LETTERS_A_TOKEN,
    Able,
    Asked,
    Drops,
    Fails,
    Raw,
    Says,
    Script,
    tokens,
)


class ModelServer:
    """Serves on a port of its own choice.

    Attributes:
        script, able: may be changed while it serves.
        embeds: gives vectors; may be changed, too.
        asked: every request for a completion, also those that were refused.
        embedded: every request for vectors.
        tokens: read and written, over all that was answered.
    """

    def __init__(
        self,
        script: Script | None = None,
        able: Able | None = None,
        key: str | None = None,
        models: Sequence[str] = ("small",),
    ) -> None:
        self.script = script or honest
        self.able = able or Able()
        self.models = models
        self.embeds: Embeds = by_word
        self.asked: list[Asked] = []
        self.embedded: list[Texts] = []
        self.read = 0
        self.written = 0
        self.under_way = 0
        self.most_under_way = 0
        self._key = key
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/v1/chat/completions", self._completions)
        app.router.add_post("/v1/embeddings", self._embeddings)
        app.router.add_get("/v1/models", self._models)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    def cost(self, read: float, written: float) -> float:
        """Give what everything cost at these prices per million tokens."""
        return (self.read * read + self.written * written) / 1_000_000

    # --- chat ----------------------------------------------------------------------------------

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(await request.json(), dict(request.headers))
        self.asked.append(asked)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            return await self._answered(request, asked)
        finally:
            self.under_way -= 1

    async def _answered(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        answer = self._stranger(asked.headers) or self._refuses(asked) or self.script(asked)
        if isinstance(answer, Says | Fails | Drops) and answer.after:
            await asyncio.sleep(answer.after)
        if isinstance(answer, Drops):
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if isinstance(answer, Fails):
            return _error(answer)
        if isinstance(answer, Raw):
            return web.Response(
                body=answer.body, content_type=answer.content_type, status=answer.status
            )
        answer, usage = self._counted(asked, answer)
        if asked.stream:
            return await self._streamed(request, asked, answer, usage)
        return web.json_response(_completion(asked, answer, usage if self.able.usage else None))

    def _stranger(self, headers: Mapping[str, str]) -> Fails | None:
        shown = headers.get("Authorization", "").removeprefix("Bearer ")
        if not self._key or shown == self._key:
            return None
        return Fails(401, f"Incorrect API key provided: {shown}", "invalid_api_key")

    def _refuses(self, asked: Asked) -> Fails | None:
        if asked.body["model"] not in self.models:
            return Fails(
                404, f"The model {asked.body['model']!r} does not exist", "model_not_found"
            )
        for name in ("max_tokens", "max_completion_tokens"):
            if name in asked.body and name not in self.able.limit:
                return _unsupported(name, f"Use '{self.able.limit[0]}' instead.")
        if "temperature" in asked.body and not self.able.temperature:
            return _unsupported("temperature", "Only the default (1) value is supported.")
        if "stream_options" in asked.body and not self.able.stream_usage:
            return _unsupported("stream_options", "")
        if not self.able.system and asked.body["messages"][0]["role"] == "system":
            return Fails(400, "System role not supported by this chat template")
        for mode, ability in (("json_schema", self.able.schema), ("json_object", self.able.json)):
            if asked.mode == mode and ability == "refuse":
                return _unsupported("response_format", f"{mode} is not supported.")
            if asked.mode == mode and ability == "break":
                return Fails(500, "Internal Server Error")
        return None

    def _counted(self, asked: Asked, says: Says) -> tuple[Says, dict[str, Any]]:
        """Count what is read and written, and cut what passes the bound."""
        read, written = tokens(asked.text), tokens(says.content or says.refusal or "")
        if written > asked.limit and says.content:
            content = says.content[: asked.limit * LETTERS_A_TOKEN]
            says, written = replace(says, content=content, finish="length"), asked.limit
        counted = says.usage or {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        }
        self.read += int(counted.get("prompt_tokens") or 0)
        self.written += int(counted.get("completion_tokens") or 0)
        return says, dict(counted)

    async def _streamed(
        self, request: web.Request, asked: Asked, says: Says, usage: Mapping[str, Any]
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        deltas = _deltas(says)
        for at, delta in enumerate(deltas):
            if says.broken_after is not None and at >= says.broken_after:
                assert request.transport is not None
                request.transport.close()
                return response
            finish = says.finish if at == len(deltas) - 1 else None
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            await _event(response, {**_head(asked, "chat.completion.chunk"), "choices": [choice]})
            if says.pace:
                await asyncio.sleep(says.pace)
        if self.able.usage and (asked.body.get("stream_options") or {}).get("include_usage"):
            chunk = {**_head(asked, "chat.completion.chunk"), "choices": [], "usage": usage}
            await _event(response, chunk)
        await response.write(b"data: [DONE]\n\n")
        return response

    # --- embeddings ----------------------------------------------------------------------------

    async def _embeddings(self, request: web.Request) -> web.Response:
        asked = Texts(await request.json(), dict(request.headers))
        self.embedded.append(asked)
        if stranger := self._stranger(asked.headers):
            return _error(stranger)
        gives = self.embeds(asked)
        if not isinstance(gives, Raw) and gives.after:
            await asyncio.sleep(gives.after)
        if isinstance(gives, Drops):
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if isinstance(gives, Fails):
            return _error(gives)
        if isinstance(gives, Raw):
            return web.Response(
                body=gives.body, content_type=gives.content_type, status=gives.status
            )
        whole = document(asked, gives)
        self.read += whole.get("usage", {}).get("prompt_tokens", 0)
        return web.json_response(whole)

    # --- the rest ------------------------------------------------------------------------------

    async def _models(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "object": "list",
                "data": [
                    {"id": name, "object": "model", "created": 0, "owned_by": "us"}
                    for name in self.models
                ],
            }
        )


# --- the wire ----------------------------------------------------------------------------------


def _head(asked: Asked, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": asked.body["model"]}


def _completion(asked: Asked, says: Says, usage: Mapping[str, Any] | None) -> dict[str, Any]:
    message = {"role": "assistant", "content": says.content, "refusal": says.refusal}
    choice = {"index": 0, "message": message, "finish_reason": says.finish}
    whole = {**_head(asked, "chat.completion"), "choices": [choice]}
    return {**whole, "usage": usage} if usage is not None else whole


def _deltas(says: Says) -> list[dict[str, Any]]:
    if says.refusal:
        return [{"role": "assistant", "content": ""}, {"refusal": says.refusal}, {}]
    text = says.content or ""
    cut = [text[at : at + says.pieces] for at in range(0, len(text), says.pieces)]
    return [{"role": "assistant", "content": ""}, *({"content": piece} for piece in cut), {}]


async def _event(response: web.StreamResponse, document: Mapping[str, Any]) -> None:
    await response.write(b"data: " + json.dumps(document).encode() + b"\n\n")


def _problem(fails: Fails) -> dict[str, Any]:
    return {
        "error": {
            "message": fails.message,
            "type": "invalid_request_error",
            "param": fails.param,
            "code": fails.code,
        }
    }


def _error(fails: Fails) -> web.Response:
    return web.json_response(_problem(fails), status=fails.status, headers=dict(fails.headers))


def _unsupported(param: str, advice: str) -> Fails:
    message = f"Unsupported parameter: '{param}' is not supported with this model. {advice}"
    return Fails(400, message.strip(), "unsupported_parameter", param)
