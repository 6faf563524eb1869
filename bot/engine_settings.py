"""Settings of who writes: which engine, which models at which prices, how far, how patiently."""

from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

USUAL_MODEL = "gpt-4o-mini"
"""What OpenAI's own endpoint is asked for where no model is named; others name theirs."""

OURS = frozenset({"model", "messages", "stream", "stream_options", "response_format"})
"""Fields of a request that no setting may replace: what comes back is read by them."""

_Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Name = Annotated[str, Field(min_length=1)]


def _checked(url: str | None, key: str) -> str | None:
    """Give an endpoint's address.

    Args:
        url: None for the usual one.
        key: the name under which its key is given.

    Raises: ValueError: no request can go there, or it would be shown with secrets.
    """
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must begin with http:// or https:// and name a host")
    if parts.username or parts.password:
        raise ValueError(f"must not hold a name or password: the key is {key}")
    return url


class _Section(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )


class Price(_Section):
    """What a model charges per million tokens; `read` is `in` in the file."""

    read: _Money = Field(alias="in")
    cached: _Money | None = None
    written: _Money = Field(alias="out")


class ModelNames(_Section):
    """Which model does what; the one for briefs does all that no other is named for."""

    brief: _Name | None = None
    answer: _Name | None = None
    opening: _Name | None = None
    translate: _Name | None = None


class EmbeddingSettings(_Section):
    """A model that turns articles and questions into numbers, so that search finds by meaning."""

    model: _Name | None = None
    base_url: str | None = None
    question_prefix: str = ""
    article_prefix: str = ""
    dimensions: int | None = Field(None, ge=1, le=8192)
    batch: int = Field(32, ge=1, le=2048)
    question_seconds: float = Field(1.5, gt=0, le=30)

    @field_validator("base_url")
    @classmethod
    def _address(cls, url: str | None) -> str | None:
        return _checked(url, "EMBEDDINGS_API_KEY")


class Budget(_Section):
    """Ceilings on spend, in the currency of the prices; None is no ceiling."""

    day: _Money | None = 1.0
    month: _Money | None = 10.0
    chat_day: _Money | None = 0.1
    chat_month: _Money | None = None


class EngineSettings(_Section):
    """Who writes briefs and answers, and on what terms.

    The order of the fields counts: each is checked against those before it.
    """

    name: Literal["auto", "offline", "llm"] = "auto"
    base_url: str | None = None
    free: bool = False
    models: ModelNames = ModelNames()
    embeddings: EmbeddingSettings = EmbeddingSettings()
    prices: dict[str, Price] = {USUAL_MODEL: Price(read=0.15, cached=0.075, written=0.6)}
    budget: Budget = Budget()
    translate: bool = True
    concurrency: int = Field(4, ge=1, le=256)
    attempt_seconds: float = Field(60, gt=0, le=3600)
    urgent_seconds: float = Field(45, gt=0, le=3600)
    whole_seconds: float = Field(180, gt=0, le=3600)
    retries: int = Field(2, ge=0, le=10)
    read_tokens: int = Field(6000, ge=500, le=1_000_000)
    answer_articles: int = Field(8, ge=1, le=50)
    temperature: float | None = Field(0.0, ge=0, le=2)
    reasoning_effort: _Name | None = None
    thinking: int = Field(0, ge=0, le=1_000_000)
    headers: dict[str, str] = Field({}, repr=False)
    query: dict[str, str] = Field({}, repr=False)
    body: dict[str, Any] = {}

    @property
    def brief_model(self) -> str | None:
        """The model for briefs; None where an endpoint's own has to be named and is not."""
        return self.models.brief or (None if self.base_url else USUAL_MODEL)

    @field_validator("base_url")
    @classmethod
    def _address(cls, url: str | None) -> str | None:
        return _checked(url, "OPENAI_API_KEY")

    @field_validator("models")
    @classmethod
    def _named(cls, models: ModelNames, info: ValidationInfo) -> ModelNames:
        name, url = info.data.get("name"), info.data.get("base_url")
        if name != "offline" and url and not models.brief:
            raise ValueError(
                f"models.brief must name a model that {url} serves, or engine.name be offline"
            )
        return models

    @field_validator("prices")
    @classmethod
    def _priced(cls, prices: dict[str, Price], info: ValidationInfo) -> dict[str, Price]:
        models, embeddings = info.data.get("models"), info.data.get("embeddings")
        if info.data.get("free") or models is None or embeddings is None:
            return prices
        used = [embeddings.model]
        if info.data.get("name") != "offline":
            used[:0] = [models.brief or USUAL_MODEL, models.answer, models.opening]
            used.append(models.translate)
        if missing := [model for model in dict.fromkeys(used) if model and model not in prices]:
            raise ValueError(
                f"no price for {', '.join(map(repr, missing))}: add {{in: …, out: …}} per million"
                " tokens, or say free: true of an endpoint that charges nothing"
            )
        return prices

    @field_validator("body")
    @classmethod
    def _beside_ours(cls, body: dict[str, Any]) -> dict[str, Any]:
        if taken := sorted(OURS & body.keys()):
            raise ValueError(f"{', '.join(taken)} cannot be set here: Tellal sets it itself")
        return body

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.attempt_seconds > self.whole_seconds:
            raise ValueError("attempt_seconds must not be more than whole_seconds")
        return self
