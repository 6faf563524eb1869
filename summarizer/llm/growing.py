"""An answer that is read while it is written: each statement as soon as it is whole. Pure."""

import json
import re
from dataclasses import dataclass, field

from pydantic import ValidationError

from summarizer.llm import schema
from summarizer.llm.passages import Numbered
from summarizer.llm.schema import Statement, StatementsReply
from summarizer.model import Claim

_STATEMENTS = re.compile(r'"statements"\s*:\s*\[')
_NEXT = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()


@dataclass(slots=True)
class Grower:
    """Turns the beginnings of a reply into claims.

    A statement counts once its object is closed: half of one may still turn into its opposite.

    Attributes:
        numbered: what the model read.
        language: of the answer.
        most: statements that are passed on.
    """

    numbered: Numbered
    language: str
    most: int
    _at: int | None = None
    _done: int = 0
    _given: dict[Claim, None] = field(default_factory=dict)

    def feed(self, content: str) -> list[Claim]:
        """Give the claims that are new in a reply of which so much has come."""
        if self._at is None:
            self._at = _begin(content)
        claims: list[Claim] = []
        while self._at is not None and self._done < self.most:
            try:
                statement, self._at = _DECODER.raw_decode(content, _skip(content, self._at))
            except (ValueError, RecursionError):
                break  # not whole yet, or the list has ended
            claims += self._claims(statement)
        return claims

    def finish(self, reply: StatementsReply) -> list[Claim]:
        """Give what is left, now that the reply is there and was read."""
        left = reply.statements[self._done : self.most]
        return [claim for one in left for claim in self._claims(one.model_dump())]

    def _claims(self, statement: object) -> list[Claim]:
        self._done += 1
        try:
            read = Statement.model_validate(statement)
        except ValidationError:
            return []
        made = schema.claims_of(read, self.numbered, self.language)
        fresh = [claim for claim in made if claim not in self._given]
        self._given |= dict.fromkeys(fresh)
        return fresh


def _begin(content: str) -> int | None:
    """Find where the statements begin, behind whatever a model thinks aloud."""
    said = schema.spoken(content)
    found = _STATEMENTS.search(said)
    return len(content) - len(said) + found.end() if found else None


def _skip(content: str, at: int) -> int:
    found = _NEXT.match(content, at)
    return found.end() if found else at
