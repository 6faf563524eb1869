"""An answer that is read while it is written. Pure."""

from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json

from summarizer.engine import Growth
from summarizer.llm import schema
from summarizer.llm.passages import Numbered
from summarizer.llm.schema import Statement, StatementsReply


@dataclass(slots=True)
class Grower:
    """Turns the beginnings of a reply into growth.

    Only whole words are shown, since half a word may still turn into a link or a mark.

    Attributes:
        numbered: what the model read.
        language: of the answer.
        most: statements that are passed on.
    """

    numbered: Numbered
    language: str
    most: int
    _shown: list[str] = field(default_factory=list)
    _done: int = 0

    def feed(self, content: str) -> list[Growth]:
        """Give what is new in a reply of which so much has come."""
        statements = _begun(content)
        growth: list[Growth] = []
        for at, statement in enumerate(statements[: self.most]):
            if at < self._done:
                continue
            if at < len(statements) - 1:
                growth += self._finish(at, statement)
            else:
                growth += self._grow(at, _whole_words(str(statement.get("text") or "")))
        return growth

    def finish(self, reply: StatementsReply) -> list[Growth]:
        """Give what is left, now that the reply is there and was read."""
        growth: list[Growth] = []
        for at, statement in enumerate(reply.statements[: self.most]):
            if at >= self._done:
                growth += self._finish(at, statement.model_dump())
        return growth

    def _grow(self, at: int, text: str) -> list[Growth]:
        while len(self._shown) <= at:
            self._shown.append("")
        plain, before = schema.plain(text), self._shown[at]
        if schema.has_link(plain) or len(plain) <= len(before) or not plain.startswith(before):
            return []
        blank = " " if at and not before else ""
        self._shown[at] = plain
        return [Growth(text=blank + plain[len(before) :])]

    def _finish(self, at: int, statement: dict[str, Any]) -> list[Growth]:
        self._done = at + 1
        text = str(statement.get("text") or "")
        numbers = statement.get("sentences")
        read = Statement.model_validate({"text": text, "sentences": numbers})
        claims = schema.claims_of(read, self.numbered, self.language)
        growth = self._grow(at, text) if claims else []
        return [*growth, *(Growth(claim=claim) for claim in claims)]


def _begun(content: str) -> list[dict[str, Any]]:
    """Read the statements of a reply that may break off anywhere."""
    opening = content.find("{")
    if opening < 0:
        return []
    try:
        document = from_json(content[opening:], allow_partial="trailing-strings")
    except ValueError:
        return []
    statements = document.get("statements") if isinstance(document, dict) else None
    if not isinstance(statements, list):
        return []
    return [statement for statement in statements if isinstance(statement, dict)]


def _whole_words(text: str) -> str:
    """Leave out the last word, a number mark that is not closed, and signs without a word."""
    whole = text[: max(text.rfind(" "), 0)]
    opened = whole.rfind("[")
    if opened > whole.rfind("]"):
        whole = whole[:opened]
    return whole if any(map(str.isalpha, whole)) else ""
