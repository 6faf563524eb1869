"""Requests and replies as they go over the wire, in the words of chat completions. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from summarizer.llm.abilities import Abilities, Mode
from summarizer.llm.prices import Count
from summarizer.llm.prompts import Prompt
from summarizer.llm.trouble import Kind, Trouble, of_status
from summarizer.nearness import Vector, vector


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to a model.

    Attributes:
        limit: most tokens of the reply.
        temperature, effort: None to send none.
    """

    model: str
    prompt: Prompt
    limit: int
    temperature: float | None = 0.0
    effort: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, not yet read.

    Attributes:
        count: as the endpoint told, or None.
    """

    content: str
    count: Count | None


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of a stream: words, and at its end the count, where the endpoint tells it."""

    content: str = ""
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class Embedded:
    """Texts as a model's numbers, in the order in which they were sent.

    Attributes:
        count: as the endpoint told, or None.
    """

    vectors: tuple[Vector, ...]
    count: Count | None


Shown = Callable[[object], str]
"""Makes an endpoint's own words fit for the operator: one line, cut, without secrets."""


# --- out ---------------------------------------------------------------------------------------


def body(ask: Ask, abilities: Abilities) -> dict[str, Any]:
    """Give a request's fields, but for the form of the reply."""
    messages = [
        {"role": "system", "content": ask.prompt.system},
        {"role": "user", "content": ask.prompt.user},
    ]
    if not abilities.system:
        whole = f"{ask.prompt.system}\n\n{ask.prompt.user}"
        messages = [{"role": "user", "content": whole}]
    fields: dict[str, Any] = {
        "model": ask.model,
        "messages": messages,
        abilities.limit: ask.limit,
    }
    if ask.temperature is not None and abilities.temperature:
        fields["temperature"] = ask.temperature
    if ask.effort is not None:
        fields["reasoning_effort"] = ask.effort
    return fields


def form(abilities: Abilities, prompt: Prompt) -> dict[str, Any]:
    """Give a request's field that asks for the form of the reply."""
    if abilities.mode is Mode.SCHEMA:
        named = {"name": prompt.form.__name__, "schema": prompt.form.model_json_schema()}
        schema = {"type": "json_schema", "json_schema": {**named, "strict": True}}
        return {"response_format": schema}
    return {"response_format": {"type": "json_object"}} if abilities.mode is Mode.JSON else {}


# --- in ----------------------------------------------------------------------------------------


def document(text: str) -> Mapping[str, Any]:
    """Read a body.

    Raises:
        Trouble: it is no JSON: a page, or another kind of server.
    """
    try:
        return mapping(json.loads(text))
    except ValueError as error:
        raise Trouble(Kind.MISCONFIGURED, "what answers there is no model service") from error


def mapping(value: object) -> Mapping[str, Any]:
    """Give an object, or an empty one in place of anything else."""
    return value if isinstance(value, Mapping) else {}


def reply(document: Mapping[str, Any], shown: Shown) -> Reply:
    """Read a whole reply as far as it can be read.

    Raises:
        Trouble: it says nothing that could be used; with the count of tokens, where there is one.
    """
    refuse_error(document, shown)
    counted = count(document.get("usage"))
    choice = choice_of(document)
    message = mapping(choice.get("message"))
    if message.get("refusal"):
        refuse_refusal(counted)
    refuse_finish(choice.get("finish_reason"), counted)
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise Trouble(Kind.INVALID, "the reply is empty", count=counted, charged=counted is None)
    return Reply(content, counted)


def embedded(document: Mapping[str, Any], texts: int, shown: Shown) -> Embedded:
    """Read a reply that holds vectors.

    Args:
        document: the reply.
        texts: how many were sent.
        shown: makes the endpoint's own words fit for the operator.

    Raises:
        Trouble: it does not hold one vector for each text, all of the same length.
    """
    refuse_error(document, shown)
    told = mapping(document.get("usage")).get("prompt_tokens")
    counted = Count(told) if _is_count(told) and told else None
    try:
        rows = sorted(document["data"], key=lambda row: row["index"])
        vectors = tuple(vector(row["embedding"]) for row in rows)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Trouble(
            Kind.INVALID, "the reply holds no vectors", count=counted, charged=counted is None
        ) from error
    if len(vectors) != texts or len({len(one.values) for one in vectors}) > 1:
        raise Trouble(
            Kind.INVALID,
            f"the reply does not hold {texts} vectors of one length",
            count=counted,
            charged=counted is None,
        )
    return Embedded(vectors, counted)


def choice_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the first choice of a reply or chunk."""
    choices = document.get("choices")
    return mapping(choices[0]) if isinstance(choices, list) and choices else {}


def refuse_error(document: Mapping[str, Any], shown: Shown) -> None:
    """Refuse an error that came as a success, as some gateways send it.

    Raises:
        Trouble: what the error says.
    """
    error = document.get("error")
    if not error:
        return
    details = mapping(error)
    code = details.get("code")
    status = code if isinstance(code, int) and 400 <= code < 600 else 500
    said = json.dumps(error, default=str)
    raise of_status(status, said, shown=shown(details.get("message") or said))


def refuse_refusal(counted: Count | None) -> None:
    """Refuse a reply in which the model says that it will not.

    Raises:
        Trouble: always.
    """
    detail = "the model refuses to write of this"
    raise Trouble(Kind.REFUSED, detail, count=counted, charged=counted is None)


def refuse_finish(reason: object, counted: Count | None) -> None:
    """Refuse a reply that did not come to its own end.

    Raises:
        Trouble: it was cut or filtered.
    """
    ends = {
        "length": (Kind.CUT, "the reply was cut at its bound on tokens"),
        "content_filter": (Kind.REFUSED, "a content filter stopped the reply"),
    }
    if isinstance(reason, str) and reason in ends:
        kind, detail = ends[reason]
        raise Trouble(kind, detail, count=counted, charged=counted is None)


def count(usage: object) -> Count | None:
    """Read a count of tokens; None where there is none that can be meant."""
    told = mapping(usage)
    cached = mapping(told.get("prompt_tokens_details")).get("cached_tokens")
    read, written = told.get("prompt_tokens"), told.get("completion_tokens")
    if not _is_count(read) or not _is_count(written) or not read + written:
        return None
    whole = told.get("total_tokens")
    if _is_count(whole):  # some leave what a model thinks out of the reply's count, and charge it
        written = max(written, whole - read)
    return Count(read, cached if _is_count(cached) else 0, written)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
