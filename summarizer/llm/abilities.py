"""What an endpoint can do with a model, learnt from what it refuses and what works. Pure.

Everybody who says "OpenAI-compatible" means something else by it. We begin with the most that a
request can ask for and take away what the endpoint complains of, until a reply comes that can be
read; what worked is remembered for as long as the process lives. A refused request costs nothing.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal


class Mode(StrEnum):
    """How the form of a reply is asked for, the surest first."""

    SCHEMA = "json_schema"
    JSON = "json_object"
    PROMPT = "prompt"


_BELOW = {Mode.SCHEMA: Mode.JSON, Mode.JSON: Mode.PROMPT}


@dataclass(frozen=True, slots=True)
class Abilities:
    """What may be asked of an endpoint and model.

    Attributes:
        limit: the name under which the length of a reply is bounded.
        temperature: whether it takes one.
        system: whether it takes a system message; else its words go before the user's.
        stream_usage: whether it counts tokens of streams when asked to.
    """

    mode: Mode = Mode.SCHEMA
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    system: bool = True
    stream_usage: bool = True


_SAYS_LIMIT = re.compile(r"max_(?:completion_)?tokens")
_SAYS_TEMPERATURE = re.compile(r"temperature")
_SAYS_STREAM = re.compile(r"stream_options|include_usage")
_SAYS_SYSTEM = re.compile(r"system\W+(?:role|message|prompt|instruction)|role\W+(?:\w+\W+)?system")


def lessen(abilities: Abilities, complaint: str) -> Abilities | None:
    """Take away what an endpoint complains of.

    A complaint that names nothing we know is laid to the form of the reply, which is what
    endpoints differ in most.

    Args:
        abilities: what the refused request asked for.
        complaint: the endpoint's words, with the name of the parameter where it gives one.

    Returns:
        What to ask for next, or None when nothing is left to take away.
    """
    said = complaint.lower()
    if _SAYS_LIMIT.search(said) and abilities.limit == "max_tokens":
        return replace(abilities, limit="max_completion_tokens")
    if _SAYS_TEMPERATURE.search(said) and abilities.temperature:
        return replace(abilities, temperature=False)
    if _SAYS_STREAM.search(said) and abilities.stream_usage:
        return replace(abilities, stream_usage=False)
    if _SAYS_SYSTEM.search(said) and abilities.system:
        return replace(abilities, system=False)
    return step_down(abilities)


def step_down(abilities: Abilities) -> Abilities | None:
    """Ask for the form of the reply in the next, weaker way; None when there is none."""
    below = _BELOW.get(abilities.mode)
    return replace(abilities, mode=below) if below else None


class Known:
    """What was learnt of each model of one endpoint."""

    def __init__(self) -> None:
        self._proven: dict[str, Abilities] = {}

    def of(self, model: str) -> Abilities:
        """Give what to ask for: what has worked, or else everything."""
        return self._proven.get(model, Abilities())

    def is_proven(self, model: str) -> bool:
        """Say whether a reply has come that could be read."""
        return model in self._proven

    def prove(self, model: str, abilities: Abilities) -> None:
        """Remember what worked."""
        self._proven[model] = abilities
