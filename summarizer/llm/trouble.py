"""What can become of one request besides an answer, by what to do next. Pure."""

import re
from collections.abc import Mapping
from enum import StrEnum

from summarizer.errors import (
    EngineFailed,
    EngineIncoherent,
    EngineMisconfigured,
    EngineRefused,
    EngineUnavailable,
)
from summarizer.llm.ledger import Outcome
from summarizer.llm.prices import ENGINE, Count


class Kind(StrEnum):
    """Kinds of trouble."""

    REFUSED = "refused"
    """The model or a filter will not write of this."""

    CUT = "cut"
    """The reply reached its bound before its end."""

    INVALID = "invalid"
    """The reply is not what was asked for."""

    UNSUPPORTED = "unsupported"
    """The endpoint does not take something of the request."""

    TOO_LONG = "too long"
    """The request is more than the model can read."""

    BUSY = "busy"
    """Too many requests, or a failure in passing."""

    SLOW = "slow"
    """No answer within our time."""

    UNREACHABLE = "unreachable"
    """No connection, or one that broke."""

    MISCONFIGURED = "misconfigured"
    """Key, credit, model or address are wrong."""


PASSING = frozenset({Kind.BUSY, Kind.SLOW, Kind.UNREACHABLE})
"""Kinds that the same request may not meet again."""

_OUTCOMES = {
    Kind.REFUSED: Outcome.REFUSED,
    Kind.CUT: Outcome.CUT,
    Kind.INVALID: Outcome.INVALID,
    Kind.SLOW: Outcome.TIMEOUT,
}

_ERRORS: dict[Kind, type[EngineFailed]] = {
    Kind.REFUSED: EngineRefused,
    Kind.CUT: EngineIncoherent,
    Kind.INVALID: EngineIncoherent,
    Kind.UNSUPPORTED: EngineMisconfigured,
    Kind.TOO_LONG: EngineMisconfigured,
    Kind.BUSY: EngineUnavailable,
    Kind.SLOW: EngineUnavailable,
    Kind.UNREACHABLE: EngineUnavailable,
    Kind.MISCONFIGURED: EngineMisconfigured,
}


class Trouble(Exception):
    """A request that brought no answer; never leaves this package.

    Attributes:
        kind: what to do next.
        detail: a sentence for the operator, without secrets.
        said: the endpoint's own words, to be read and not to be shown.
        wait: seconds after which the endpoint asks to be tried again, where it says.
        count: tokens that it charged, where it says.
        charged: whether it may have charged although it did not say what.
        harsh: a failure of the endpoint itself, which an unknown parameter can also cause.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        said: str = "",
        wait: float | None = None,
        count: Count | None = None,
        charged: bool = False,
        harsh: bool = False,
    ) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
        self.said = said
        self.wait = wait
        self.count = count
        self.charged = charged
        self.harsh = harsh

    @property
    def outcome(self) -> Outcome:
        """What the ledger calls it."""
        return _OUTCOMES.get(self.kind, Outcome.ERROR)

    def error(self) -> EngineFailed:
        """Give the error that says so outside of this package."""
        return _ERRORS[self.kind](ENGINE, self.detail)


_NO_CREDIT = re.compile(r"insufficient_quota|billing|credit|payment|exceeded your current quota")
_FILTERED = re.compile(
    r"content[_ ](?:filter|policy|management)|responsible ?ai|moderation|flagged"
)
_TOO_LONG = re.compile(
    r"context_length|context (?:length|window|size)"
    r"|exceed\w* (?:the )?(?:available |maximum )?context"
    r"|(?:prompt|input|request) (?:is |was )?too (?:long|large)|too many (?:input )?tokens"
    r"|maximum (?:input|prompt) length"
)


def of_status(
    status: int, said: str, headers: Mapping[str, str] | None = None, shown: str = ""
) -> Trouble:
    """Read an HTTP error.

    Args:
        status: the code.
        said: everything that the endpoint says of it: message, code, type, parameter.
        headers: of the reply, with lower-case names; `retry-after` is obeyed.
        shown: the part of `said` that may be shown to an operator.
    """
    words = said.lower()
    wait = retry_after(headers or {})
    tail = f": {shown}" if shown else ""
    if status == 402 or (status in {400, 403, 429} and _NO_CREDIT.search(words)):
        return Trouble(Kind.MISCONFIGURED, f"the account has no credit left (HTTP {status}){tail}")
    if status in {400, 403, 422} and _FILTERED.search(words):
        return Trouble(Kind.REFUSED, f"a content filter refuses the text (HTTP {status}){tail}")
    if status == 413 or (status in {400, 422, 500} and _TOO_LONG.search(words)):
        return Trouble(
            Kind.TOO_LONG,
            "the text is longer than the model can read: give it a larger context or lower the"
            f" reading budget (HTTP {status}){tail}",
        )
    if status in {401, 403}:
        return Trouble(Kind.MISCONFIGURED, f"the key is not accepted (HTTP {status}){tail}")
    if status == 404:
        return Trouble(
            Kind.MISCONFIGURED, f"the address or the model does not exist (HTTP 404){tail}"
        )
    if status in {400, 405, 415, 422, 501}:
        detail = f"the request is not accepted (HTTP {status}){tail}"
        return Trouble(Kind.UNSUPPORTED, detail, said=said)
    detail = f"it does not serve now (HTTP {status}){tail}"
    return Trouble(Kind.BUSY, detail, wait=wait, harsh=status == 500)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read how many seconds an endpoint asks to be left alone; None where it does not say."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    return None
