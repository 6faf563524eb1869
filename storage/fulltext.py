"""The full-text index of each database, asked the same way: which articles hold these tokens.

Both give sets of articles and nothing else. Ranks of their own would differ between the two, so
what is best is decided elsewhere, from the tokens themselves.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment
from storage.dialect import is_postgresql

Field = Literal["lead", "body"]

COUNTED = 50_000
"""Up to how many articles PostgreSQL counts; beyond it, the statistics of its planner tell."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time, and the range of keys that the articles published in it have."""

    since: datetime
    until: datetime
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles are asked for.

    Attributes:
        groups: an article must hold a token of each of these groups.
        field: where the first group's token must stand; the others' stand in the body.
        limit: only so many, those with the highest keys; None for all.
        period: only those published in it.
    """

    groups: tuple[tuple[str, ...], ...]
    field: Field = "body"
    limit: int | None = None
    period: Period | None = None


class FullText(Protocol):
    """The index of one database, in one transaction."""

    async def frequencies(self, tokens: Sequence[str]) -> dict[str, int]:
        """Tell in how many articles' bodies each token stands; those in none may be left out."""
        ...

    async def matching(self, wanted: Wanted) -> list[int]:
        """Give the keys of the articles that are asked for, in any order."""
        ...


def full_text(connection: AsyncConnection) -> FullText:
    """Give the index of the database that a transaction is in."""
    return _Postgresql(connection) if is_postgresql(connection) else _Sqlite(connection)


class _Sqlite:
    """FTS5: the table `search` over `tokens`, and its vocabulary `search_terms`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def frequencies(self, tokens: Sequence[str]) -> dict[str, int]:
        rows = await self._connection.execute(
            text(
                "SELECT value, (SELECT doc FROM search_terms WHERE term = value AND col = 'body') "
                "FROM json_each(:tokens)"
            ),
            {"tokens": json.dumps(list(tokens))},
        )
        return {token: count for token, count in rows if count}

    async def matching(self, wanted: Wanted) -> list[int]:
        first, *others = (_any_of(group, '"', " OR ") for group in wanted.groups)
        match = " AND ".join([f"{wanted.field} : {first}", *(f"body : {one}" for one in others)])
        statement, values = _listing(
            "SELECT search.rowid AS found FROM search",
            "search.rowid",
            "search MATCH :match",
            wanted,
        )
        # One long text is read faster than many short rows.
        found = await self._connection.scalar(
            _typed(f"SELECT json_group_array(found) FROM ({statement})", values),  # noqa: S608 (ours)
            {"match": match, **values},
        )
        keys: list[int] = json.loads(found)
        return keys


class _Postgresql:
    """The columns `lead_terms` and `body_terms` of `tokens`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def frequencies(self, tokens: Sequence[str]) -> dict[str, int]:
        rows = await self._connection.execute(
            text(
                "SELECT asked.token, (SELECT count(*) FROM (SELECT 1 FROM tokens "
                "WHERE body_terms @@ CAST(asked.query AS tsquery) LIMIT :most) AS counted) "
                "FROM unnest(CAST(:tokens AS text[]), CAST(:queries AS text[])) "
                "AS asked (token, query)"
            ),
            {
                "tokens": list(tokens),
                "queries": [_any_of((token,), "'", " | ") for token in tokens],
                "most": COUNTED,
            },
        )
        return {
            token: count if count < COUNTED else max(count, await self._estimate(token))
            for token, count in rows.all()
            if count
        }

    async def _estimate(self, token: str) -> int:
        plan: Any = await self._connection.scalar(
            text(
                "EXPLAIN (FORMAT JSON) SELECT 1 FROM tokens "
                "WHERE body_terms @@ CAST(:query AS tsquery)"
            ),
            {"query": _any_of((token,), "'", " | ")},
        )
        return int(plan[0]["Plan"]["Plan Rows"])

    async def matching(self, wanted: Wanted) -> list[int]:
        queries = [_any_of(group, "'", " | ") for group in wanted.groups]
        values: dict[str, object] = {"first": queries[0]}
        condition = f"{wanted.field}_terms @@ CAST(:first AS tsquery)"
        if len(queries) > 1:
            condition += " AND body_terms @@ CAST(:others AS tsquery)"
            values["others"] = " & ".join(queries[1:])
        statement, more = _listing(
            "SELECT tokens.article AS found FROM tokens", "tokens.article", condition, wanted
        )
        found: list[int] | None = await self._connection.scalar(
            _typed(f"SELECT array_agg(found) FROM ({statement}) AS listed", more),  # noqa: S608 (ours)
            values | more,
        )
        return found or []


def _typed(statement: str, values: Mapping[str, object]) -> TextClause:
    """Make a statement of text that keeps its times as our columns do."""
    times = [name for name, value in values.items() if isinstance(value, datetime)]
    return text(statement).bindparams(*(bindparam(name, type_=Moment()) for name in times))


def _any_of(tokens: Iterable[str], quote: str, either: str) -> str:
    """Write an expression that any of these tokens satisfies, each of them quoted.

    Quoted, no letter in a token means anything to the query languages.
    """
    escaped = (token.replace("\\", "\\\\") if quote == "'" else token for token in tokens)
    quoted = (quote + token.replace(quote, quote * 2) + quote for token in escaped)
    return f"({either.join(quoted)})"


def _listing(
    select: str, key: str, condition: str, wanted: Wanted
) -> tuple[str, dict[str, object]]:
    """Write the statement that lists articles, with the values that it is asked with."""
    values: dict[str, object] = {}
    if wanted.period is not None:
        select += f" JOIN articles ON articles.key = {key}"
        # The range of keys lets the index skip; the times decide.
        condition += (
            f" AND {key} BETWEEN :lowest AND :highest"
            " AND articles.published >= :since AND articles.published <= :until"
        )
        values |= {
            "lowest": wanted.period.lowest,
            "highest": wanted.period.highest,
            "since": wanted.period.since,
            "until": wanted.period.until,
        }
    statement = f"{select} WHERE {condition}"
    if wanted.limit is not None:
        statement += f" ORDER BY {key} DESC LIMIT :limit"
        values["limit"] = wanted.limit
    return statement, values
