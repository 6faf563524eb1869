"""What a monitor reads of us: counts of what was drafted, called, polled, asked and delivered.

The one door to `prometheus_client`. Whatever can be counted in the database is read there when
somebody asks, so that it is true for all processes together and survives a restart; what nobody
stores, such as why statements were dropped, is counted in this process since it began.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from storage.model import DeliveryState, UsageTotal
from storage.store import Store
from summarizer.editor import Event
from summarizer.model import Answer

METRICS_PATH = "/metrics"

CONTENT_TYPE = CONTENT_TYPE_LATEST
"""Of what `Metrics.text` gives."""


class Metrics:
    """Counts; each process has its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._drafts = Counter(
            "tellal_drafts",
            "Drafts by what became of them",
            ("task", "engine", "what"),
            registry=self._registry,
        )
        self._dropped = Counter(
            "tellal_grounding_dropped",
            "Statements dropped because their sources do not carry them, by what was wrong",
            ("task", "engine", "reason"),
            registry=self._registry,
        )
        self._failed = Counter(
            "tellal_engine_failures",
            "Drafts that an engine could not give, by kind of error",
            ("task", "engine", "error"),
            registry=self._registry,
        )
        self._polls = Counter(
            "tellal_feed_polls", "Feeds polled", ("outcome",), registry=self._registry
        )
        self._questions = Counter(
            "tellal_questions",
            "Questions, answered or with the reason for no answer",
            ("outcome", "engine"),
            registry=self._registry,
        )

    def drafted(self, event: Event) -> None:
        """Count what happened to a draft."""
        match event.what:
            case "dropped" if event.why:
                self._dropped.labels(event.task, event.engine, event.why).inc(event.count)
            case "failed":
                self._failed.labels(event.task, event.engine, event.why).inc(event.count)
            case _:
                self._drafts.labels(event.task, event.engine, event.what).inc(event.count)

    def polled(self, *, failed: bool) -> None:
        """Count a feed that was polled."""
        self._polls.labels("failed" if failed else "ok").inc()

    def asked(self, answer: Answer) -> None:
        """Count a question by what was said to it."""
        outcome = (answer.reason or "abstained") if answer.abstained else "answered"
        self._questions.labels(outcome, answer.engine).inc()

    async def text(self, store: Store, now: datetime) -> bytes:
        """Write everything in Prometheus' text format.

        Args:
            store: for what is counted there.
            now: the time.

        Raises: storage.errors.StorageError.
        """
        stored = CollectorRegistry()
        stored.register(_Stored(await _read(store, now)))
        return generate_latest(self._registry) + generate_latest(stored)


class _Stored:
    """Gives what was read, in the form that `prometheus_client` collects."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterator[Metric]:
        return iter(self._families)


async def _read(store: Store, now: datetime) -> list[Metric]:
    """Read what the database counts."""
    async with store.reading() as tx:
        deliveries = await tx.deliveries.counts()
        totals = await tx.usage.outcomes(now)
        articles = await tx.articles.count()
    return [*_calls(totals), _deliveries(deliveries), _articles(articles)]


def _calls(totals: Iterable[tuple[str, str, UsageTotal]]) -> Iterator[Metric]:
    labels = ("task", "outcome")
    calls = CounterMetricFamily("tellal_model_calls", "Calls to models", labels=labels)
    cost = CounterMetricFamily(
        "tellal_model_cost", "What they cost, in the currency of the prices", labels=labels
    )
    tokens = CounterMetricFamily(
        "tellal_model_tokens", "Tokens that were read and written", labels=(*labels, "direction")
    )
    for task, outcome, total in totals:
        calls.add_metric((task, outcome), total.calls)
        cost.add_metric((task, outcome), total.cost)
        tokens.add_metric((task, outcome, "in"), total.tokens_in)
        tokens.add_metric((task, outcome, "out"), total.tokens_out)
    yield from (calls, cost, tokens)


def _deliveries(counts: Mapping[DeliveryState, int]) -> Metric:
    family = GaugeMetricFamily(
        "tellal_deliveries", "Messages in the outbox by state", labels=("state",)
    )
    for state, count in sorted(counts.items()):
        family.add_metric((state.value,), count)
    return family


def _articles(count: int) -> Metric:
    return GaugeMetricFamily("tellal_articles", "Articles stored", value=count)
