"""Tokens between our tuples and the blank-separated columns that both databases index. Pure."""

from collections.abc import Iterable
from typing import Any

from storage.columns import clean
from storage.dialect import AnyRow
from summarizer.model import Tokens

LONGEST = 64
"""Letters of the longest token that is kept; what is longer is no word of any language."""

LARGEST = 900_000
"""Bytes of the longest column: a tsvector takes a megabyte, a very long book less."""


def write(article: int, tokens: Tokens) -> dict[str, Any]:
    """Give the row of an article's tokens."""
    lead, body = _joined(tokens.lead), _joined(tokens.body)
    return {
        "article": article,
        "lead": lead,
        "body": body,
        "marks": _joined(tokens.marks),
        "lead_length": _count(lead),
        "body_length": _count(body),
    }


def read(row: AnyRow, shared: dict[str, str] | None = None) -> Tokens:
    """Read tokens back from the columns `lead`, `body` and `marks`.

    Args:
        row: with these columns.
        shared: tokens met before, for many articles at a time: equal ones become the same object,
            which takes an eighth of the memory.
    """
    if shared is None:
        return Tokens(tuple(row.lead.split()), tuple(row.body.split()), tuple(row.marks.split()))
    once = shared.setdefault
    return Tokens(
        tuple([once(token, token) for token in row.lead.split()]),
        tuple([once(token, token) for token in row.body.split()]),
        tuple([once(token, token) for token in row.marks.split()]),
    )


def findable(token: str) -> bool:
    """Whether a token could be in the index at all."""
    return len(token) <= LONGEST and clean(token).split() == [token]


def _joined(tokens: Iterable[str]) -> str:
    """Join tokens by single blanks; one that has a blank inside becomes several."""
    text = " ".join(t for t in clean(" ".join(tokens)).split() if len(t) <= LONGEST)
    if len(text) * 4 <= LARGEST or len(encoded := text.encode()) <= LARGEST:
        return text
    return encoded[:LARGEST].rpartition(b" ")[0].decode()


def _count(joined: str) -> int:
    return joined.count(" ") + 1 if joined else 0
