"""The scripted server, and engines against it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest

from fakes.modelserver import ModelServer
from fakes.strike import KEY, NOW, PRICES, Make
from summarizer.llm.budget import Limits
from summarizer.llm.engine import LlmEngine
from summarizer.llm.ledger import MemoryLedger
from summarizer.llm.options import Endpoint, Models, Options, Patience
from summarizer.llm.prices import PriceList


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer(key=KEY) as running:
        yield running


@pytest.fixture
async def make(server: ModelServer) -> AsyncIterator[Make]:
    """Build engines against the server; they are closed when the test ends."""
    async with AsyncExitStack() as open_ones:

        def build(
            limits: Limits | None = None, url: str | None = None, key: str = KEY, **more: Any
        ) -> tuple[LlmEngine, MemoryLedger]:
            taken = {name: more.pop(name) for name in ("alarm", "cache") if name in more}
            options = Options(
                endpoint=Endpoint(base_url=url or server.url, api_key=key),
                models=Models("small"),
                prices=PriceList({"small": PRICES, "large": PRICES}),
                patience=Patience(attempt=5, urgent=10, whole=10, pause=0.001),
            )
            ledger = MemoryLedger(limits or Limits(), lambda: NOW)
            engine = LlmEngine(
                replace(options, **more), ledger, lambda: NOW, chance=lambda: 0.0, **taken
            )
            open_ones.push_async_callback(engine.close)
            return engine, ledger

        yield build
