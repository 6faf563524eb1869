"""The ceiling on spend, the whole way: fifty stories at once, two processes, one budget."""

import asyncio
from datetime import timedelta
from itertools import cycle

from bot.ledger import StoredLedger
from fakes.modelscripts import honest
from fakes.modelserver import ModelServer
from fakes.modelwords import Says
from fakes.strike import BODY, NOW, TITLE, article
from storage.store import Store
from summarizer.editor import Editor
from summarizer.llm.budget import Limits
from summarizer.llm.engine import LlmEngine
from summarizer.llm.options import Endpoint, Models, Options, Patience
from summarizer.llm.prices import PriceList, Prices
from summarizer.model import Story
from summarizer.offline import OfflineEngine

DEAR = Prices(read=40.0, written=160.0, cached=10.0)
LIMIT = 1.00


def engine(store: Store, url: str) -> LlmEngine:
    options = Options(
        Endpoint(url), Models("small"), PriceList({"small": DEAR}), Patience(), concurrency=50
    )
    return LlmEngine(options, StoredLedger(store, Limits(day=LIMIT), lambda: NOW), lambda: NOW)


async def test_fifty_stories_at_once_end_at_or_under_the_ceiling_in_both_counts(
    store: Store, another: Store
):
    """In the ledger, and by what the server itself counted and would charge."""
    stories = [
        Story(n, 1, (article(f"a{n}", f"{TITLE} {n}", f"{BODY} It is case {n}."),))
        for n in range(1, 51)
    ]
    async with ModelServer(lambda asked: Says(honest(asked).content, after=0.05)) as server:
        engines = [engine(store, server.url), engine(another, server.url)]
        editors = cycle(Editor(one, OfflineEngine()) for one in engines)
        briefs = await asyncio.gather(*(next(editors).brief(story) for story in stories))
        for one in engines:
            await one.close()
        async with store.reading() as tx:
            (spent,) = await tx.usage.totals(NOW, NOW + timedelta(days=1), "task")
            held = await tx.usage.counted(None, NOW)
        charged = server.cost(DEAR.read, DEAR.written)
    assert len(briefs) == 50
    assert charged <= LIMIT
    assert spent.cost <= LIMIT
    assert abs(spent.cost - charged) < 1e-9
    assert held.day == spent.cost  # nothing is still set aside
    written = sum(brief.engine == "llm" for brief in briefs)
    assert written == spent.calls == len(server.asked)
    assert 0 < written < 50
    assert all(brief.fallback for brief in briefs if brief.engine == "offline")
