"""The full-text index of each database, asked the same way: which articles hold these tokens.

Both give sets of articles and nothing else. Ranks of their own would differ between the two, so
what is best is decided elsewhere, from the tokens themselves.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import Moment
from storage.dialect import is_postgresql

Field = Literal["lead", "body"]

SAMPLED = 200_000
"""Articles from which on SQLite estimates how many of them hold a common word."""

SLICES, SLICE = 4, 5_000
"""How many pieces of the archive it looks at for that, and how many keys long each is."""

COMMON = 0.02
"""Share of these articles from which a word is common: then the estimate errs by a twentieth."""

COUNTED = 50_000
"""Up to how many articles PostgreSQL counts; beyond it, the statistics of its planner tell."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time, and the range of keys that the articles published in it have.

    Where that range is not known, it is that of all keys: `lowest` is 0.
    """

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
        period: only those published in it where there is a limit, else those in its range of keys:
            to look when each was published takes as long as to find them.
    """

    groups: tuple[tuple[str, ...], ...]
    field: Field = "body"
    limit: int | None = None
    period: Period | None = None


class FullText(Protocol):
    """The index of one database, in one transaction."""

    async def frequencies(self, tokens: Sequence[str], size: int, newest: int) -> dict[str, int]:
        """Tell in how many articles' bodies each token stands; those in none may be left out.

        To count a common word takes long in a large archive; there its number is estimated.

        Args:
            tokens: as they are indexed.
            size: articles in the index.
            newest: the highest of their keys.
        """
        ...

    async def matching(self, lists: Sequence[Wanted]) -> list[list[int]]:
        """Give the keys of the articles that each list asks for, in any order within it."""
        ...

    async def texts(
        self, keys: Sequence[int], period: Period | None
    ) -> Sequence[tuple[int, str, str]]:
        """Read articles: of each its key, its lead and its body.

        Args:
            keys: of articles; those that nobody knows are left out.
            period: those that were published at another time are left out, too.
        """
        ...


def full_text(connection: AsyncConnection) -> FullText:
    """Give the index of the database that a transaction is in."""
    return _Postgresql(connection) if is_postgresql(connection) else _Sqlite(connection)


class _Sqlite:
    """FTS5: the table `search` over `tokens`, and its vocabulary `search_terms`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def frequencies(self, tokens: Sequence[str], size: int, newest: int) -> dict[str, int]:
        common = await self._estimates(tokens, newest) if size >= SAMPLED else {}
        rows = await self._connection.execute(
            text(
                "SELECT value, (SELECT doc FROM search_terms WHERE term = value AND col = 'body') "
                "FROM json_each(:tokens)"
            ),
            {"tokens": json.dumps([token for token in tokens if token not in common])},
        )
        return common | {token: count for token, count in rows if count}

    async def _estimates(self, tokens: Sequence[str], newest: int) -> dict[str, int]:
        """Estimate the frequencies of common tokens from slices of the archive."""
        starts = [newest * part // SLICES for part in range(SLICES)]
        counted = " + ".join(
            "(SELECT count(*) FROM search WHERE search MATCH asked.match "  # noqa: S608 (ours)
            f"AND rowid > {start} AND rowid <= {start + SLICE})"
            for start in starts
        )
        rows = await self._connection.execute(
            text(
                f"SELECT token, {counted} FROM (SELECT value AS token, "  # noqa: S608 (ours)
                "'body : \"' || replace(value, '\"', '\"\"') || '\"' AS match "
                "FROM json_each(:tokens)) AS asked"
            ),
            {"tokens": json.dumps(list(tokens))},
        )
        found: dict[str, int] = {row[0]: row[1] for row in rows}
        return {
            token: count * newest // (SLICES * SLICE)
            for token, count in found.items()
            if count >= COMMON * SLICES * SLICE
        }

    async def matching(self, lists: Sequence[Wanted]) -> list[list[int]]:
        asked = _Asked()
        for number, wanted in enumerate(lists):
            first, *others = (_any_of(group, '"', " OR ") for group in wanted.groups)
            match = [f"{wanted.field} : {first}", *(f"body : {one}" for one in others)]
            listing = asked.listing(
                "SELECT search.rowid AS found FROM search",
                "search.rowid",
                f"search MATCH {asked.value(' AND '.join(match))}",
                wanted,
            )
            # One long text is read faster than many short rows.
            asked.select(
                f"SELECT {number}, json_group_array(found) FROM ({listing})"  # noqa: S608 (ours)
            )
        rows = await self._connection.execute(*asked.statement())
        found: dict[int, str] = {row[0]: row[1] for row in rows}
        return [json.loads(found[number]) for number in range(len(lists))]

    async def texts(
        self, keys: Sequence[int], period: Period | None
    ) -> Sequence[tuple[int, str, str]]:
        wanted = "json_each(:keys) AS wanted"
        return await _texts(self._connection, wanted, "wanted.value", json.dumps(keys), period)


class _Postgresql:
    """The columns `lead_terms` and `body_terms` of `tokens`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def frequencies(
        self,
        tokens: Sequence[str],
        size: int,  # noqa: ARG002  (its planner keeps count)
        newest: int,  # noqa: ARG002
    ) -> dict[str, int]:
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

    async def matching(self, lists: Sequence[Wanted]) -> list[list[int]]:
        asked = _Asked()
        for number, wanted in enumerate(lists):
            first, *others = (_any_of(group, "'", " | ") for group in wanted.groups)
            condition = f"{wanted.field}_terms @@ CAST({asked.value(first)} AS tsquery)"
            if others:
                both = asked.value(" & ".join(others))
                condition += f" AND body_terms @@ CAST({both} AS tsquery)"
            listing = asked.listing(
                "SELECT tokens.article AS found FROM tokens", "tokens.article", condition, wanted
            )
            asked.select(
                f"SELECT {number}, array_agg(found) FROM ({listing}) AS listed"  # noqa: S608 (ours)
            )
        rows = await self._connection.execute(*asked.statement())
        found: dict[int, list[int] | None] = {row[0]: row[1] for row in rows}
        return [found[number] or [] for number in range(len(lists))]

    async def texts(
        self, keys: Sequence[int], period: Period | None
    ) -> Sequence[tuple[int, str, str]]:
        wanted = "unnest(CAST(:keys AS bigint[])) AS wanted (key)"
        return await _texts(self._connection, wanted, "wanted.key", list(keys), period)


async def _texts(
    connection: AsyncConnection, wanted: str, key: str, keys: object, period: Period | None
) -> Sequence[tuple[int, str, str]]:
    """Read articles whose keys come as one value, so that the statement is always the same."""
    times: dict[str, datetime] = {}
    if period is not None:
        times = {"since": period.since, "until": period.until}
        wanted += (
            f" JOIN articles ON articles.key = {key}"
            " AND articles.published >= :since AND articles.published <= :until"
        )
    statement = text(
        "SELECT tokens.article, tokens.lead, tokens.body "  # noqa: S608 (ours)
        f"FROM {wanted} JOIN tokens ON tokens.article = {key}"
    ).bindparams(*(bindparam(name, type_=Moment()) for name in times))
    rows = await connection.execute(statement, {"keys": keys, **times})
    return [(key, lead, body) for key, lead, body in rows]


class _Asked:
    """A statement in the making that asks for several lists at once, with its values."""

    def __init__(self) -> None:
        self._selects: list[str] = []
        self._values: dict[str, object] = {}

    def value(self, value: object) -> str:
        """Keep a value; gives what stands for it in the statement."""
        name = f"v{len(self._values)}"
        self._values[name] = value
        return f":{name}"

    def listing(self, select: str, key: str, condition: str, wanted: Wanted) -> str:
        """Write what lists the articles under a condition, in the period and number wanted."""
        if (period := wanted.period) is not None and period.lowest:
            # lets the index skip
            lowest, highest = self.value(period.lowest), self.value(period.highest)
            condition += f" AND {key} BETWEEN {lowest} AND {highest}"
        if period is not None and wanted.limit is not None:
            select += f" JOIN articles ON articles.key = {key}"
            condition += (
                f" AND articles.published >= {self.value(period.since)}"
                f" AND articles.published <= {self.value(period.until)}"
            )
        listing = f"{select} WHERE {condition}"
        if wanted.limit is not None:
            listing += f" ORDER BY {key} DESC LIMIT {self.value(wanted.limit)}"
        return listing

    def select(self, statement: str) -> None:
        """Add a list."""
        self._selects.append(statement)

    def statement(self) -> tuple[TextClause, dict[str, object]]:
        """Give the whole statement and its values; times are written as our columns keep them."""
        times = [name for name, value in self._values.items() if isinstance(value, datetime)]
        whole = text(" UNION ALL ".join(self._selects))
        return whole.bindparams(*(bindparam(name, type_=Moment()) for name in times)), self._values


def _any_of(tokens: Iterable[str], quote: str, either: str) -> str:
    """Write an expression that any of these tokens satisfies, each of them quoted.

    Quoted, no letter in a token means anything to the query languages.
    """
    escaped = (token.replace("\\", "\\\\") if quote == "'" else token for token in tokens)
    quoted = (quote + token.replace(quote, quote * 2) + quote for token in escaped)
    return f"({either.join(quoted)})"
