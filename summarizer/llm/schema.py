"""The replies we ask a model for, and how they become claims. Pure.

The models bound nothing that a grammar may not know: every endpoint understands plain objects,
lists, strings and whole numbers. What is too long or too much is cut here afterwards.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from summarizer.llm.passages import Numbered
from summarizer.model import Actor, ActorType, Claim
from summarizer.segment import split

LONGEST_TEXT = 600
"""Characters of one statement; longer is no statement any more."""

LONGEST_HEADLINE = 160

_DIGITS = re.compile(r"\d{1,6}")
_LINK = re.compile(r"[a-z][a-z0-9+.-]*://|\bwww\.|\]\(", re.IGNORECASE)
_NUMBER_MARK = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")
_MARKUP = re.compile(r"[*`]+|^#+\s*|^\s*[-•]\s+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")


def _numbers(value: object) -> list[int]:
    """Read sentence numbers however they are written: 3, "3", "[3]", "3, 4"."""
    items = value if isinstance(value, list) else [value]
    found: list[int] = []
    for item in items:
        if isinstance(item, bool) or item is None:
            continue
        if isinstance(item, int | float):
            found.append(int(item))
        elif isinstance(item, str):
            found.extend(int(digits) for digits in _DIGITS.findall(item))
    return found


def _kind(value: object) -> str:
    known = {kind.value for kind in ActorType}
    folded = str(value).strip().lower().replace("organization", "organisation")
    return folded if folded in known else ActorType.OTHER.value


def _role(value: object) -> object:
    nothing = isinstance(value, str) and value.strip().lower() in {"", "null", "none", "n/a"}
    return None if nothing else value


_THOUGHT = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
"""What models that think aloud say before their reply."""

_THINKS = re.compile(r"\s*<think", re.IGNORECASE)

_OPENS = re.compile(r"\{")
_TRIED = 8
_DECODER = json.JSONDecoder()

_OPENED = re.compile(r'(?:[^"]*"[^"]*")*[^"]*"[^"]*|.*[“«„][^”»]*', re.DOTALL)
"""A text in which a quotation is opened and not closed."""

Numbers = Annotated[list[int], BeforeValidator(_numbers)]


class Reply(BaseModel):
    """Base of the replies: strict in the schema we send, lenient with what comes back."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})


Read = TypeVar("Read", bound=Reply)


class Statement(Reply):
    """A statement with the numbers of the sentences that carry it."""

    text: str
    sentences: Numbers


class ActorReply(Reply):
    """Somebody who takes part, with the numbers of the sentences that say so."""

    name: str
    type: Annotated[Literal["person", "organisation", "place", "other"], BeforeValidator(_kind)]
    role: Annotated[str | None, BeforeValidator(_role)]
    sentences: Numbers


class BriefReply(Reply):
    """A story in short."""

    headline: str
    summary: list[Statement]
    actors: list[ActorReply]
    outcomes: list[Statement]


class StatementsReply(Reply):
    """An answer, an update or an opening; empty when there is nothing to say."""

    statements: list[Statement]


class RewriteReply(Reply):
    """A question that stands alone."""

    question: str


class TranslatedLine(Reply):
    """A line in the other language, under the number it came with."""

    number: int
    text: str


class TranslationReply(Reply):
    """A brief's lines in the other language."""

    lines: list[TranslatedLine]


SHAPES: dict[type[Reply], str] = {
    BriefReply: '{"headline": "…", "summary": [{"text": "…", "sentences": [1, 2]}],'
    ' "actors": [{"name": "…", "type": "person|organisation|place|other", "role": "… or null",'
    ' "sentences": [1]}], "outcomes": [{"text": "…", "sentences": [3]}]}',
    StatementsReply: '{"statements": [{"text": "…", "sentences": [1, 2]}]}',
    RewriteReply: '{"question": "…"}',
    TranslationReply: '{"lines": [{"number": 1, "text": "…"}]}',
}
"""What each reply looks like, for endpoints that hold a model to no schema."""


def read(content: str, form: type[Read]) -> Read:
    """Read a reply, also one that stands in a code block or between other words.

    Raises:
        ValueError: no object in it has the form; says what is wrong with the likeliest, in words
            that quote nothing of it.
    """
    text = _THOUGHT.sub("", content)
    wrong = "there is no JSON object"
    for at, found in enumerate(_OPENS.finditer(text)):
        if at == _TRIED:
            break
        try:
            document, _ = _DECODER.raw_decode(text, found.start())
            return form.model_validate(document)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(step) for step in first["loc"])
            wrong = f"{place}: {first['msg']}" if at == 0 else wrong
        except (ValueError, RecursionError):
            wrong = "the JSON object is not well formed" if at == 0 else wrong
    raise ValueError(wrong)


def spoken(content: str) -> str:
    """Leave out what a model thinks aloud first; all of it while it still thinks."""
    if _THINKS.match(content) and not _THOUGHT.match(content):
        return ""
    return _THOUGHT.sub("", content)


def plain(text: str, most: int = LONGEST_TEXT) -> str:
    """Make what a model wrote one plain line: no markup, no number marks, no outer blanks.

    Works word by word from the left, so that what a longer text begins with stays what a shorter
    one was.
    """
    line = " ".join(_NUMBER_MARK.sub("", text).split())
    return _MARKUP.sub("", line)[:most].strip()


def has_link(text: str) -> bool:
    """Say whether a text leads anywhere: a model has no addresses of its own to give."""
    return bool(_LINK.search(text))


def says(text: str) -> bool:
    """Say whether a text has a word at all."""
    return any(map(str.isalpha, text))


def claims_of(statement: Statement, numbered: Numbered, language: str) -> tuple[Claim, ...]:
    """Turn a statement into claims, one for each sentence that it has, all with its citations.

    One sentence is asked for. Where more come, each has to stand by itself: what is true in the
    first must not carry what was hung on to it. Nothing comes of one that says nothing or leads
    anywhere. Numbers of no sentence are dropped; a claim without any is not for us to judge.
    """
    text = plain(statement.text)
    if not says(text) or has_link(text):
        return ()
    citations = numbered.citations(statement.sentences)
    return tuple(Claim(part, citations) for part in _sentences(text, language) if says(part))


def _sentences(text: str, language: str) -> list[str]:
    """Cut a text into sentences, but none inside of quotation marks."""
    parts: list[str] = []
    for part in (part for paragraph in split(text, language) for part in paragraph):
        if parts and _OPENED.fullmatch(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


def claims(
    statements: Iterable[Statement], numbered: Numbered, language: str, most: int
) -> tuple[Claim, ...]:
    """Turn at most so many statements into claims, none twice."""
    made = (claims_of(statement, numbered, language) for statement in statements)
    kept = list(dict.fromkeys(filter(None, made)))[:most]
    return tuple(dict.fromkeys(claim for each in kept for claim in each))


def actors(replies: Sequence[ActorReply], numbered: Numbered, most: int) -> tuple[Actor, ...]:
    """Turn the actors of a reply into ours, each name once."""
    found: dict[str, Actor] = {}
    for reply in replies:
        name = plain(reply.name, 120)
        role = plain(reply.role, 160) if reply.role else None
        if says(name) and not has_link(name + " " + (role or "")):
            found.setdefault(
                name.casefold(),
                Actor(
                    name=name,
                    type=ActorType(reply.type),
                    role=role or None,
                    citations=numbered.citations(reply.sentences),
                ),
            )
    return tuple(found.values())[:most]
