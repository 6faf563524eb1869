"""What can be set about the engine, as frozen values; settings become these in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from summarizer.errors import EngineMisconfigured
from summarizer.llm.prices import ENGINE, PriceList
from summarizer.llm.task import WRITTEN, Task

OPENAI = "https://api.openai.com/v1"
"""The address that is used where none is given."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where models are served.

    Attributes:
        base_url: up to and with the version, such as http://127.0.0.1:11434/v1.
        api_key: empty where the server wants none. Never shown.
        headers: sent with every request, such as OpenRouter's X-Title. Never shown.
        query: parameters of every request's address, such as an api-version.
        body: fields of every request beyond those of this program, such as reasoning switches of
            a local server.
    """

    base_url: str = OPENAI
    api_key: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an address that no request can go to, and one that would be shown with secrets."""
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise EngineMisconfigured(
                ENGINE, "the endpoint's address must begin with http:// or https:// and name a host"
            )
        if parts.username or parts.password:
            raise EngineMisconfigured(
                ENGINE, "the endpoint's address must not hold a name or password: use the key"
            )


@dataclass(frozen=True, slots=True)
class Models:
    """Which model does what; the one for briefs does all that no other is named for.

    Attributes:
        brief: for briefs, updates and the rewriting of questions: a cheap one is good enough.
        answer: for answers, where a better one shows.
        opening: for a digest's first line.
        translate: for briefs in other languages.
    """

    brief: str
    answer: str | None = None
    opening: str | None = None
    translate: str | None = None

    def of(self, task: Task) -> str:
        """Give the model for a task."""
        named = {
            Task.ANSWER: self.answer,
            Task.OPENING: self.opening,
            Task.TRANSLATE: self.translate,
        }
        return named.get(task) or self.brief

    @property
    def all(self) -> tuple[str, ...]:
        """Every model that is used, each once."""
        return tuple(dict.fromkeys(self.of(task) for task in WRITTEN))


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited and how often is tried again. All in seconds.

    Attributes:
        attempt: for one request, from sending to the last byte; while streaming, for the next
            piece.
        urgent: for everything a reader waits for, with its retries.
        whole: for everything else, with its retries.
        retries: how often a request is sent again that failed in passing.
        pause: before the first retry; doubles with each, a random part up to half on top.
        longest_pause: an endpoint that asks for more is left alone for as long as it asks.
    """

    attempt: float = 60.0
    urgent: float = 45.0
    whole: float = 180.0
    retries: int = 2
    pause: float = 0.5
    longest_pause: float = 20.0


@dataclass(frozen=True, slots=True)
class Reading:
    """How much a model is given to read, in tokens as `tokens.at_most` bounds them.

    English has about half as many, so that 6000 here is some 3000 there.

    Attributes:
        brief: of a story's articles.
        answer: of the articles that search found.
        articles: how many of those are read, best first.
    """

    brief: int = 6000
    answer: int = 6000
    articles: int = 8


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that the engine is told.

    Attributes:
        endpoint: where models are served.
        models: which model does what.
        prices: what they cost.
        patience: how long is waited.
        reading: how much is read.
        concurrency: requests under way at once; background work leaves one place to readers.
        temperature: 0 keeps closest to the sources; None sends none.
        reasoning_effort: for models that think before they write; None sends none.
        thinking: tokens allowed for that on top of every reply.
    """

    endpoint: Endpoint
    models: Models
    prices: PriceList
    patience: Patience = Patience()
    reading: Reading = Reading()
    concurrency: int = 4
    temperature: float | None = 0.0
    reasoning_effort: str | None = None
    thinking: int = 0

    def __post_init__(self) -> None:
        """Refuse a model without a price before it has cost anything.

        Raises:
            EngineMisconfigured: names the model, or what else cannot be.
        """
        if self.concurrency < 1:
            raise EngineMisconfigured(ENGINE, "at least one request must be allowed at a time")
        for model in self.models.all:
            self.prices.of(model)
