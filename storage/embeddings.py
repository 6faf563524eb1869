"""What articles are about, as a model's numbers: claimed, stored, and looked through by likeness.

Numbers of different models cannot be compared, so each row names the space that its numbers are
in; those of another space are replaced as their articles are claimed, the newest first. Only the
articles that were stored last are embedded and found, so that neither the bill nor the search
grows with the archive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.articles import Articles
from storage.dialect import Lock, batches, insert, lock
from storage.tables import articles, embeddings, spaces
from summarizer.model import Article
from summarizer.nearness import Near, Vector, centre, nearest, ranked, unpacked

BOUND = 50_000
"""Articles that are embedded and found by likeness: those that were stored last."""

COMPARED = 400
"""How many of those whose sketch is nearest are compared in earnest."""

CENTRED = COMPARED
"""Vectors of which a space's centre is made; it stands from then on. Until there are more, all are
compared in earnest anyway."""

_MADE = (embeddings.c.sequence, embeddings.c.sketch, embeddings.c.vector)
"""What is there once a vector is."""


@dataclass(slots=True)
class Sketches:
    """The sketches of one space, kept from one question to the next.

    Attributes:
        space: whose they are.
        centre: from which they were seen; empty for none yet.
        newest: the highest sequence that was read.
        signs: sketches as numbers, by the article's key.
        published: when the articles came out.
    """

    space: str = ""
    centre: tuple[float, ...] = ()
    newest: int = 0
    signs: dict[int, int] = field(default_factory=dict)
    published: dict[int, datetime] = field(default_factory=dict)


class Embeddings:
    """The embeddings, in one transaction."""

    def __init__(self, connection: AsyncConnection, sketches: Sketches) -> None:
        self._connection = connection
        self._sketches = sketches

    async def waiting(self, space: str, now: datetime) -> int:
        """Count the articles that have no vector in a space, or one of an older text."""
        found = await self._wanted(space, now)
        number = select(func.count()).select_from(_joined()).where(found)
        return await self._connection.scalar(number) or 0

    async def claim(
        self, space: str, now: datetime, limit: int, lease: timedelta
    ) -> tuple[Article, ...]:
        """Take articles to embed, the newest first; nobody else gets them for a while.

        Args:
            space: in which they have no vector yet.
            now: the time.
            limit: at most so many.
            lease: how long they are ours.
        """
        wanted = await self._wanted(space, now)
        rows = await self._connection.execute(
            select(articles.c.key, articles.c.revision)
            .select_from(_joined())
            .where(wanted)
            .order_by(articles.c.key.desc())
            .limit(limit)
        )
        found = {row.key: row.revision for row in rows}
        claimed: list[int] = []
        for key in sorted(found):  # in one order, so that two who claim do not deadlock
            if await self._claimed(key, found[key], space, now, lease):
                claimed.append(key)
        read = await Articles(self._connection).by_keys(sorted(claimed, reverse=True))
        return tuple(read[key] for key in sorted(read, reverse=True))

    async def _claimed(
        self, key: int, revision: int, space: str, now: datetime, lease: timedelta
    ) -> bool:
        statement = insert(self._connection, embeddings).values(
            article=key, space=space, revision=revision, until=now + lease
        )
        new = statement.excluded
        rows = await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["article"],
                set_={
                    "space": new.space,
                    "revision": new.revision,
                    "until": new.until,
                    # What an older text was about serves until the new one's vector comes; the
                    # numbers of another space mean nothing here.
                    **{
                        column.name: case((embeddings.c.space == new.space, column), else_=None)
                        for column in _MADE
                    },
                },
                where=_stale(space, now, new.revision),
            ).returning(embeddings.c.article)
        )
        return bool(rows.all())

    async def put(self, space: str, vectors: Mapping[str, Vector]) -> None:
        """Store vectors of articles that were claimed, by the articles' ids; forget the oldest."""
        if not vectors:
            return
        # Whoever reads what came since the last time must find no gap that is filled later.
        await lock(self._connection, Lock.EMBEDDINGS)
        last = await self._connection.scalar(select(func.max(embeddings.c.sequence))) or 0
        # The last number stays taken: readers would pass over another's that is no higher.
        await self._connection.execute(
            delete(embeddings).where(
                embeddings.c.article <= await self._before(),
                or_(embeddings.c.sequence.is_(None), embeddings.c.sequence < last),
            )
        )
        keys = await self._keys(list(vectors))
        made = {keys[id_]: one for id_, one in vectors.items() if id_ in keys}
        centre = await self._centre(space)
        await self._write(space, made, centre, last)
        if not centre:
            await self._settle(space, last + len(made))

    async def _write(
        self, space: str, vectors: Mapping[int, Vector], centre: Sequence[float], last: int
    ) -> None:
        """Store vectors by their articles' keys, numbered from the last number on."""
        if not vectors:
            return
        await self._connection.execute(
            update(embeddings)
            .where(
                embeddings.c.article == bindparam("key"),
                embeddings.c.space == bindparam("in_space"),
            )
            .values(
                until=None,
                sequence=bindparam("number"),
                sketch=bindparam("signs"),
                vector=bindparam("numbers"),
            ),
            [
                {
                    "key": key,
                    "in_space": space,
                    "number": number,
                    "signs": made.sketch(centre),
                    "numbers": made.packed,
                }
                for number, (key, made) in enumerate(vectors.items(), start=last + 1)
            ],
        )

    async def _settle(self, space: str, last: int) -> None:
        """Give a space its centre once it has enough vectors, and sketch these anew from there."""
        rows = await self._connection.execute(
            select(embeddings.c.article, embeddings.c.vector)
            .where(embeddings.c.space == space, embeddings.c.vector.is_not(None))
            .order_by(embeddings.c.article)
        )
        made = {row.article: unpacked(row.vector) for row in rows}
        if len(made) < CENTRED:
            return
        middle = centre(list(made.values()))
        await self._connection.execute(
            insert(self._connection, spaces)
            .values(space=space, centre=Vector(middle).packed)
            .on_conflict_do_nothing()
        )
        # As it was stored, at half precision, it is what questions are seen from.
        await self._write(space, made, await self._centre(space), last)

    async def _centre(self, space: str) -> tuple[float, ...]:
        packed = await self._connection.scalar(
            select(spaces.c.centre).where(spaces.c.space == space)
        )
        return unpacked(packed).values if packed else ()

    async def rest(self, ids: Sequence[str], until: datetime) -> None:
        """Leave articles alone for a while that could not be embedded."""
        keys = sorted((await self._keys(ids)).values())
        for batch in batches(keys):
            await self._connection.execute(
                update(embeddings).where(embeddings.c.article.in_(batch)).values(until=until)
            )

    async def nearest(
        self, near: Near, count: int, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[int, ...]:
        """Give the keys of the articles whose vectors are most like a question's, those first.

        Args:
            near: the question's vector, and its space.
            count: at most so many.
            since: only those published then or later.
            until: only those published by then.
        """
        await self._refresh(near.space)
        signs: Mapping[int, int] = self._sketches.signs
        if since is not None or until is not None:
            published = self._sketches.published
            signs = {
                key: sketch
                for key, sketch in signs.items()
                if (since is None or published[key] >= since)
                and (until is None or published[key] <= until)
            }
        packed: dict[int, bytes] = {}
        sketch = near.vector.sketch(self._sketches.centre)
        for batch in batches(nearest(sketch, signs, COMPARED)):
            rows = await self._connection.execute(
                select(embeddings.c.article, embeddings.c.vector)
                .join(articles, articles.c.key == embeddings.c.article)
                .where(
                    embeddings.c.article.in_(batch),
                    embeddings.c.space == near.space,
                    embeddings.c.vector.is_not(None),
                    articles.c.withdrawn.is_(False),
                )
            )
            packed |= {row.article: row.vector for row in rows}
        return tuple(ranked(near.vector, packed)[:count])

    async def _refresh(self, space: str) -> None:
        """Read the sketches that came since the last time."""
        known = self._sketches
        if known.space != space:
            known.space, known.newest = space, 0
            known.signs, known.published, known.centre = {}, {}, ()
        known.centre = known.centre or await self._centre(space)
        # Told to sort by article, SQLite would walk through all of them for the few that are new.
        order = embeddings.c.sequence if known.newest else embeddings.c.article
        rows = await self._connection.execute(
            select(
                embeddings.c.article, embeddings.c.sequence, embeddings.c.sketch,
                articles.c.published,
            )
            .join(articles, articles.c.key == embeddings.c.article)
            .where(embeddings.c.space == space, embeddings.c.sequence > known.newest)
            .order_by(order.desc())
            .limit(BOUND)
        )  # fmt: skip
        for row in rows:
            known.signs[row.article] = int.from_bytes(row.sketch, "big")
            known.published[row.article] = row.published
            known.newest = max(known.newest, row.sequence)
        if len(known.signs) > BOUND + BOUND // 10:
            for key in sorted(known.signs)[:-BOUND]:
                del known.signs[key], known.published[key]

    async def _wanted(self, space: str, now: datetime) -> ColumnElement[bool]:
        """Say which articles are to be embedded."""
        return and_(
            articles.c.key > await self._before(),
            articles.c.withdrawn.is_(False),
            or_(embeddings.c.article.is_(None), _stale(space, now, articles.c.revision)),
        )

    async def _before(self) -> int:
        """Give the key of the newest article that is too old to be embedded."""
        return (await self._connection.scalar(select(func.max(articles.c.key))) or 0) - BOUND

    async def _keys(self, ids: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for batch in batches(ids):
            rows = await self._connection.execute(
                select(articles.c.id, articles.c.key).where(articles.c.id.in_(batch))
            )
            found |= {row.id: row.key for row in rows}
        return found


def _joined() -> FromClause:
    return articles.outerjoin(embeddings, embeddings.c.article == articles.c.key)


def _stale(space: str, now: datetime, revision: ColumnElement[int]) -> ColumnElement[bool]:
    """Say which rows are not of a space and text, and nobody's for now."""
    other = or_(embeddings.c.space != space, embeddings.c.revision != revision)
    return or_(embeddings.c.until <= now, and_(embeddings.c.until.is_(None), other))
