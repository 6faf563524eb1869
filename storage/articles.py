"""What the outlets wrote: articles with their sentences and tokens, and the feeds they came by."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import clean
from storage.dialect import AnyRow, batches, insert, insert_many
from storage.model import Added, NewArticle
from storage.tables import articles, entries, feeds, mentions, sentences, tokens
from storage.tokens import read as read_tokens
from storage.tokens import write as write_tokens
from storage.versions import touch
from summarizer.model import Article, Sentence, Tokens

STREAMED = 500
"""Articles that `Articles.all` holds in memory at a time."""


@dataclass(frozen=True, slots=True)
class _Known:
    key: int
    checksum: str
    story: int | None
    withdrawn: bool


class Articles:
    """The articles, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, feed: int | None, found: Sequence[NewArticle], now: datetime) -> Added:
        """Store articles, with the feed that brought them.

        One that is there already with the same text stays as it is; with another text it becomes
        the next revision and its story the next version. A withdrawn one that comes again is
        back. Of two with the same id the first counts.

        Args:
            feed: id of the feed; None for what was imported.
            found: in any order.
            now: the time.
        """
        unique: dict[str, NewArticle] = {}
        for new in found:
            unique.setdefault(new.article.id, new)
        # Everybody stores in the same order, so that two who store the same do not deadlock.
        ordered = sorted(unique.values(), key=lambda new: (new.article.published, new.article.id))
        known = await self._known(list(unique))
        inserted = await self._insert([new for new in ordered if new.article.id not in known], now)
        if len(inserted) + len(known) < len(unique):  # somebody else was quicker
            known |= await self._known([id_ for id_ in unique if id_ not in known | inserted])
        changed = [
            new
            for new in ordered
            if (old := known.get(new.article.id))
            and (old.withdrawn or old.checksum != _checksum(new.article))
        ]
        await self._rewrite(changed, known)
        if feed is not None:
            keys = {id_: old.key for id_, old in known.items()} | inserted
            await self._link(feed, found, keys)
            if inserted or changed:
                await self._connection.execute(
                    update(feeds).where(feeds.c.id == feed).values(changed=now)
                )
        return Added(
            new=tuple(new.article.id for new in ordered if new.article.id in inserted),
            changed=tuple(new.article.id for new in changed),
            known=len(found) - len(inserted) - len(changed),
        )

    async def get(self, ids: Sequence[str]) -> dict[str, Article]:
        """Give articles by id, in the order asked; ids that nobody knows are left out."""
        read: dict[str, Article] = {}
        for batch in batches(ids):
            rows = await self._connection.execute(select(articles).where(articles.c.id.in_(batch)))
            read |= {found.id: found for found in (await self.of_rows(rows.all())).values()}
        return {id_: read[id_] for id_ in ids if id_ in read}

    async def by_keys(self, keys: Sequence[int]) -> dict[int, Article]:
        """Give articles by our own keys, for the other nouns."""
        read: dict[int, Article] = {}
        for batch in batches(keys):
            rows = await self._connection.execute(select(articles).where(articles.c.key.in_(batch)))
            read |= await self.of_rows(rows.all())
        return read

    async def by_url(self, url: str) -> Article | None:
        """Give the article of a page; the newest where several have its address."""
        rows = await self._connection.execute(
            select(articles)
            .where(articles.c.url == url)
            .order_by(articles.c.published.desc(), articles.c.key.desc())
            .limit(1)
        )
        return next(iter((await self.of_rows(rows.all())).values()), None)

    async def count(self) -> int:
        """Count the articles, withdrawn ones included."""
        return await self._connection.scalar(select(func.count()).select_from(articles)) or 0

    async def languages(self, among: int = 50_000) -> tuple[str, ...]:
        """Name the languages of the newest articles, of so many that were stored last.

        The commonest come first.
        """
        newest = select(articles.c.language).order_by(articles.c.key.desc()).limit(among).subquery()
        number = func.count().label("number")
        rows = await self._connection.execute(
            select(newest.c.language, number)
            .group_by(newest.c.language)
            .order_by(number.desc(), newest.c.language)
        )
        return tuple(row.language for row in rows)

    async def outlets(self, among: int = 20_000) -> tuple[str, ...]:
        """Name the outlets of the newest articles, of so many that were stored last."""
        newest = select(articles.c.outlet).order_by(articles.c.key.desc()).limit(among).subquery()
        found = await self._connection.scalars(
            select(newest.c.outlet).where(newest.c.outlet != "").distinct()
        )
        return tuple(sorted(found))

    async def oldest(self) -> datetime | None:
        """Tell when the oldest article came out; None when there are none."""
        oldest: datetime | None = await self._connection.scalar(
            select(func.min(articles.c.published))
        )
        return oldest

    async def recent(self, limit: int, offset: int = 0) -> tuple[Article, ...]:
        """Give the newest articles, newest first, after leaving out `offset`."""
        rows = await self._connection.execute(
            select(articles)
            .where(articles.c.withdrawn.is_(False))
            .order_by(articles.c.published.desc(), articles.c.key.desc())
            .limit(limit)
            .offset(offset)
        )
        return tuple((await self.of_rows(rows.all())).values())

    async def all(self) -> AsyncIterator[Article]:
        """Give every article as they were stored, a few in memory at a time."""
        last = 0
        while True:
            rows = await self._connection.execute(
                select(articles)
                .where(articles.c.key > last)
                .order_by(articles.c.key)
                .limit(STREAMED)
            )
            read = await self.of_rows(rows.all())
            for article in read.values():
                yield article
            if not read:
                return
            last = max(read)

    async def withdraw(self, id: str, now: datetime) -> bool:  # noqa: A002, ARG002
        """Mark an article as taken back by its source; search, clustering and actors lose it.

        Returns:
            Whether it was standing until now.
        """
        row = (
            await self._connection.execute(
                update(articles)
                .where(articles.c.id == id, articles.c.withdrawn.is_(False))
                .values(withdrawn=True)
                .returning(articles.c.key, articles.c.story)
            )
        ).one_or_none()
        if row is None:
            return False
        for table in (tokens, mentions):
            await self._connection.execute(delete(table).where(table.c.article == row.key))
        if row.story is not None:
            await touch(self._connection, [row.story], corrected=True)
        return True

    async def only_of(self, feed: int, found: Sequence[str]) -> tuple[str, ...]:
        """Give the ids of the articles that entries of a feed are, and that no other has brought.

        Args:
            feed: whose entries.
            found: the feed's own ids of them.
        """
        ids: list[str] = []
        other = entries.alias()
        shared = (
            select(other.c.feed)
            .where(other.c.article == articles.c.key, other.c.feed != feed)
            .exists()
        )
        for batch in batches(found):
            ids += await self._connection.scalars(
                select(articles.c.id)
                .join(entries, entries.c.article == articles.c.key)
                .where(entries.c.feed == feed, entries.c.entry.in_(batch), ~shared)
                .order_by(articles.c.key)
            )
        return tuple(ids)

    async def unclustered(self, limit: int) -> tuple[tuple[Article, Tokens], ...]:
        """Give articles that have no story yet with their tokens, oldest published first."""
        rows = (
            await self._connection.execute(
                select(articles, tokens.c.lead, tokens.c.body, tokens.c.marks)
                .join(tokens, tokens.c.article == articles.c.key)
                .where(articles.c.story.is_(None))
                .order_by(articles.c.published, articles.c.key)
                .limit(limit)
            )
        ).all()
        read = await self.of_rows(rows)
        return tuple((read[row.key], read_tokens(row)) for row in rows)

    async def _known(self, ids: Sequence[str]) -> dict[str, _Known]:
        known: dict[str, _Known] = {}
        for batch in batches(ids):
            rows = await self._connection.execute(
                select(
                    articles.c.id,
                    articles.c.key,
                    articles.c.checksum,
                    articles.c.story,
                    articles.c.withdrawn,
                ).where(articles.c.id.in_(batch))
            )
            known |= {
                row.id: _Known(row.key, row.checksum, row.story, row.withdrawn) for row in rows
            }
        return known

    async def _insert(self, new: Sequence[NewArticle], now: datetime) -> dict[str, int]:
        """Store new articles; gives the keys of those that nobody else stored meanwhile."""
        if not new:
            return {}
        rows = await self._connection.execute(
            insert(self._connection, articles)
            .on_conflict_do_nothing(index_elements=["id"])
            .returning(articles.c.id, articles.c.key),
            [_row(one.article, now) for one in new],
        )
        keys = {row.id: row.key for row in rows}
        await self._insert_texts([one for one in new if one.article.id in keys], keys)
        return keys

    async def _insert_texts(self, new: Sequence[NewArticle], keys: Mapping[str, int]) -> None:
        numbered = [
            {
                "article": keys[one.article.id],
                "number": sentence.number,
                "paragraph": sentence.paragraph,
                "text": sentence.text,
            }
            for one in new
            for sentence in one.article.sentences
        ]
        await insert_many(self._connection, sentences, numbered)
        await insert_many(
            self._connection,
            tokens,
            [write_tokens(keys[one.article.id], one.tokens) for one in new],
        )

    async def _rewrite(self, changed: Sequence[NewArticle], known: Mapping[str, _Known]) -> None:
        if not changed:
            return
        keys = {new.article.id: known[new.article.id].key for new in changed}
        for table in (sentences, tokens):
            for batch in batches(list(keys.values())):
                await self._connection.execute(delete(table).where(table.c.article.in_(batch)))
        rows = [_changes(new.article) | {"changed_key": keys[new.article.id]} for new in changed]
        await self._connection.execute(
            update(articles)
            .where(articles.c.key == bindparam("changed_key"))
            .values(revision=articles.c.revision + 1),
            rows,
        )
        await self._insert_texts(changed, keys)
        stories = {known[new.article.id].story for new in changed}
        await touch(
            self._connection, [story for story in stories if story is not None], corrected=True
        )

    async def _link(self, feed: int, found: Sequence[NewArticle], keys: Mapping[str, int]) -> None:
        links = {
            new.entry or new.article.id: {
                "feed": feed,
                "entry": new.entry or new.article.id,
                "article": keys[new.article.id],
                "stamp": new.stamp,
            }
            for new in reversed(found)
        }
        # A reader may have removed the feed while it was polled.
        there = select(feeds.c.id).where(feeds.c.id == feed).with_for_update(read=True)
        if links and await self._connection.scalar(there) is not None:
            statement = insert(self._connection, entries)
            await self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["feed", "entry"],
                    set_={
                        "article": statement.excluded.article,
                        "stamp": statement.excluded.stamp,
                    },
                ),
                [links[entry] for entry in sorted(links)],
            )

    async def of_rows(self, rows: Sequence[AnyRow]) -> dict[int, Article]:
        """Put articles together with their sentences, in the order of the rows."""
        texts: dict[int, list[Sentence]] = defaultdict(list)
        for batch in batches([row.key for row in rows]):
            found = await self._connection.execute(
                select(sentences)
                .where(sentences.c.article.in_(batch))
                .order_by(sentences.c.article, sentences.c.number)
            )
            for key, number, paragraph, text in found:
                texts[key].append(Sentence(number, paragraph, text))
        return {row.key: _article(row, texts[row.key]) for row in rows}


def _checksum(article: Article) -> str:
    digest = blake2b(digest_size=16)
    for text in (article.title, *(f"{s.paragraph} {s.text}" for s in article.sentences)):
        digest.update(clean(text).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _changes(article: Article) -> dict[str, object]:
    """Give the columns that a new revision replaces."""
    return {
        "url": article.url,
        "title": article.title,
        "language": article.language,
        "published": article.published,
        "dated": article.dated,
        "outlet": article.outlet,
        "withdrawn": False,
        "checksum": _checksum(article),
    }


def _row(article: Article, now: datetime) -> dict[str, object]:
    return _changes(article) | {"id": article.id, "revision": 1, "added": now}


def _article(row: AnyRow, texts: Iterable[Sentence]) -> Article:
    return Article(
        id=row.id,
        url=row.url,
        title=row.title,
        language=row.language,
        published=row.published,
        outlet=row.outlet,
        sentences=tuple(texts),
        dated=row.dated,
        revision=row.revision,
        withdrawn=row.withdrawn,
    )
