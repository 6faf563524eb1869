"""What a model server is asked and what it says, as values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from summarizer.llm import prompts
from summarizer.llm.task import WRITTEN, Task

LETTERS_A_TOKEN = 4
"""How this server counts: like a common vocabulary does English."""

_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_FENCED = re.compile(r"^<<<\n(.*?)\n>>>$", re.MULTILINE | re.DOTALL)
_QUESTION = re.compile(r"^Question: (.*)$", re.MULTILINE)
_LANGUAGE = re.compile(r"^(?:Translate into|Write in) .*\((\w+)\)\.$", re.MULTILINE)
_SYSTEMS = {prompts.system(task): task for task in WRITTEN}


def tokens(text: str) -> int:
    """Count as this server does."""
    return -(-len(text) // LETTERS_A_TOKEN)


@dataclass(frozen=True)
class Able:
    """What a server can do.

    Attributes:
        schema: "enforce" takes json_schema, "ignore" passes over it, "refuse" answers 400,
            "break" answers 500.
        json: the same of json_object.
        limit: names of the bound that it takes.
        temperature, system, stream_usage: whether it takes them.
        usage: whether it counts tokens at all.
    """

    schema: str = "enforce"
    json: str = "enforce"
    limit: tuple[str, ...] = ("max_tokens", "max_completion_tokens")
    temperature: bool = True
    system: bool = True
    stream_usage: bool = True
    usage: bool = True


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it."""

    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All messages, joined."""
        return "\n\n".join(message["content"] for message in self.body["messages"])

    @property
    def task(self) -> Task:
        """What is asked for, told by the first message."""
        text = self.text
        return next(task for system, task in _SYSTEMS.items() if text.startswith(system))

    @property
    def user(self) -> str:
        """The second message."""
        return self.text.removeprefix(prompts.system(self.task)).lstrip("\n")

    @property
    def lines(self) -> dict[int, str]:
        """The numbered lines that it was given."""
        fenced = _FENCED.search(self.user)
        found = _LINE.findall(fenced[1]) if fenced else []
        return {int(number): text for number, text in found}

    @property
    def question(self) -> str:
        """The question, where one is asked."""
        found = _QUESTION.search(self.user)
        return found[1] if found else ""

    @property
    def language(self) -> str:
        """The code of the language that is asked for; "" where none is named."""
        found = _LANGUAGE.search(self.user)
        return found[1] if found else ""

    @property
    def mode(self) -> str:
        """How the form of the reply is asked for."""
        return str((self.body.get("response_format") or {}).get("type", "prompt"))

    @property
    def stream(self) -> bool:
        """Whether the reply is to come piece by piece."""
        return bool(self.body.get("stream"))

    @property
    def limit(self) -> int:
        """The bound on the reply's tokens."""
        named = self.body.get("max_completion_tokens", self.body.get("max_tokens"))
        return int(named) if named is not None else 1_000_000


@dataclass(frozen=True)
class Says:
    """A reply that comes through.

    Attributes:
        content: None for none.
        after: seconds before the first byte.
        pace: seconds between the pieces of a stream.
        pieces: how many characters a piece of a stream has.
        broken_after: pieces after which a stream's connection breaks; None for never.
        usage: counted instead of the server's own count.
    """

    content: str | None
    finish: str = "stop"
    refusal: str | None = None
    after: float = 0.0
    pace: float = 0.0
    pieces: int = 7
    broken_after: int | None = None
    usage: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Fails:
    """An HTTP error."""

    status: int
    message: str = "something went wrong"
    code: str | None = None
    param: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    after: float = 0.0


@dataclass(frozen=True)
class Raw:
    """Any bytes at all."""

    body: bytes
    content_type: str = "application/json"
    status: int = 200


@dataclass(frozen=True)
class Drops:
    """The connection is closed without a reply."""

    after: float = 0.0


Answer = Says | Fails | Raw | Drops
Script = Callable[[Asked], Answer]
