"""Where articles come from: feeds, their topics, and when each is due."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialect import AnyRow, batches, insert
from storage.model import Feed, FeedOutcome, Target
from storage.tables import entries, feed_topics, feeds, subscriptions
from storage.tables import topics as topics_table


class Feeds:
    """The feeds, in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sync(self, topics: Mapping[str, Sequence[str]], now: datetime) -> None:
        """Make the built-in feeds those of the configuration.

        New ones are due at once. One that the configuration no longer names stays as a reader's
        own feed where a chat subscribes to it, and goes otherwise.

        Args:
            topics: addresses of feeds by the slug of their topic.
            now: the time.
        """
        urls = sorted({url for addresses in topics.values() for url in addresses})
        for batch in batches(urls):
            rows = [_new(url, "", builtin=True, now=now) for url in batch]
            statement = insert(self._connection, feeds).on_conflict_do_update(
                index_elements=["url"], set_={"builtin": True}
            )
            await self._connection.execute(statement, rows)
        await self._drop_builtin(set(urls))
        imported = select(topics_table.c.slug)
        await self._connection.execute(
            delete(feed_topics).where(feed_topics.c.topic.not_in(imported))
        )
        ids = {feed.url: feed.id for feed in await self.all()}
        links = sorted({(ids[url], topic) for topic, found in topics.items() for url in found})
        await self._link(links)

    async def _drop_builtin(self, kept: set[str]) -> None:
        result = await self._connection.execute(
            select(feeds.c.id, feeds.c.url).where(feeds.c.builtin.is_(True))
        )
        gone = [id_ for id_, url in result if url not in kept]
        for batch in batches(gone):
            await self._connection.execute(
                update(feeds).where(feeds.c.id.in_(batch)).values(builtin=False)
            )
            wanted = await self._connection.scalars(
                select(subscriptions.c.key).where(
                    subscriptions.c.target == Target.FEED,
                    subscriptions.c.key.in_([str(feed) for feed in batch]),
                )
            )
            unwanted = set(batch) - {int(key) for key in wanted}
            await self._connection.execute(delete(feeds).where(feeds.c.id.in_(unwanted)))

    async def add(self, url: str, now: datetime, title: str = "") -> Feed:
        """Store a feed that is due at once; one that is there already is given back as it is."""
        await self._connection.execute(
            insert(self._connection, feeds).on_conflict_do_nothing(index_elements=["url"]),
            [_new(url, title, builtin=False, now=now)],
        )
        found = await self.by_url(url)
        if found is None:
            raise LookupError(url)
        return found

    async def tag(self, feed: Feed, topics: Mapping[str, str]) -> None:
        """Put a feed into topics that do not come from the configuration.

        Args:
            feed: stored.
            topics: titles by slug; a topic that is known keeps its title.
        """
        if topics:
            await self._connection.execute(
                insert(self._connection, topics_table).on_conflict_do_nothing(),
                [{"slug": slug, "title": title} for slug, title in topics.items()],
            )
        await self._link([(feed.id, slug) for slug in topics])

    async def topics(self) -> dict[str, str]:
        """Give the titles of the topics that were imported, by slug, in order of the titles."""
        rows = await self._connection.execute(select(topics_table).order_by(topics_table.c.title))
        return {row.slug: row.title for row in rows}

    async def _link(self, links: Sequence[tuple[int, str]]) -> None:
        if links:
            await self._connection.execute(
                insert(self._connection, feed_topics).on_conflict_do_nothing(),
                [{"feed": feed, "topic": topic} for feed, topic in links],
            )

    async def get(self, id: int) -> Feed | None:  # noqa: A002
        """Give a feed by its id."""
        return await self._one(feeds.c.id == id)

    async def by_url(self, url: str) -> Feed | None:
        """Give a feed by its address."""
        return await self._one(feeds.c.url == url)

    async def all(self) -> tuple[Feed, ...]:
        """Give every feed, as they were added."""
        return await self._read(select(feeds).order_by(feeds.c.id))

    async def remove(self, id: int) -> None:  # noqa: A002
        """Remove a feed with the subscriptions to it; the articles stay."""
        await self._connection.execute(
            delete(subscriptions).where(
                subscriptions.c.target == Target.FEED, subscriptions.c.key == str(id)
            )
        )
        await self._connection.execute(delete(feeds).where(feeds.c.id == id))

    async def claim_due(self, now: datetime, limit: int, lease: timedelta) -> tuple[Feed, ...]:
        """Take feeds that are due, those due longest first, for as long as `lease` says.

        Nobody else is given them meanwhile. Who dies over them costs no more than the lease.
        """
        found = await self._connection.scalars(
            select(feeds.c.id)
            .where(feeds.c.due <= now)
            .order_by(feeds.c.due, feeds.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return await self.claim(found.all(), now, lease)

    async def claim(self, ids: Sequence[int], now: datetime, lease: timedelta) -> tuple[Feed, ...]:
        """Take these feeds, due or not; gives them in the order asked."""
        claimed: dict[int, Feed] = {}
        for batch in batches(ids):
            await self._connection.execute(
                update(feeds).where(feeds.c.id.in_(batch)).values(due=now + lease)
            )
            read = await self._read(select(feeds).where(feeds.c.id.in_(batch)))
            claimed |= {feed.id: feed for feed in read}
        return tuple(claimed[id_] for id_ in ids if id_ in claimed)

    async def record(self, outcome: FeedOutcome) -> None:
        """Store what a poll came to.

        A failure keeps the validators of the last good answer. A new address is taken over unless
        another feed has it, or the configuration names the old one.
        """
        values: dict[str, object] = {"checked": outcome.checked, "due": outcome.due}
        if outcome.error is None:
            values |= {
                "failures": 0,
                "error": None,
                "etag": outcome.etag,
                "modified": outcome.modified,
            }
        else:
            values |= {"failures": feeds.c.failures + 1, "error": outcome.error}
        if outcome.title is not None:
            values["title"] = outcome.title
        if outcome.url is not None:
            taken = select(feeds.c.id).where(feeds.c.url == outcome.url).exists()
            values["url"] = case((feeds.c.builtin | taken, feeds.c.url), else_=outcome.url)
        await self._connection.execute(
            update(feeds).where(feeds.c.id == outcome.feed).values(**values)
        )

    async def stamps(self, feed: int, ids: Sequence[str]) -> dict[str, str]:
        """Give the stamps under which entries of a feed were stored, by the entries' ids."""
        stamps: dict[str, str] = {}
        for batch in batches(ids):
            rows = await self._connection.execute(
                select(entries.c.entry, entries.c.stamp).where(
                    entries.c.feed == feed, entries.c.entry.in_(batch)
                )
            )
            stamps |= {row.entry: row.stamp for row in rows}
        return stamps

    async def known_entries(self, feed: int, ids: Sequence[str]) -> set[str]:
        """Tell which of these entries a feed has brought before."""
        return set(await self.stamps(feed, ids))

    async def _one(self, condition: ColumnElement[bool]) -> Feed | None:
        found = await self._read(select(feeds).where(condition))
        return found[0] if found else None

    async def _read(self, statement: Select[tuple[object, ...]]) -> tuple[Feed, ...]:
        rows = (await self._connection.execute(statement)).all()
        topics = await self._topics([row.id for row in rows])
        return tuple(_feed(row, topics[row.id]) for row in rows)

    async def _topics(self, ids: Sequence[int]) -> Mapping[int, list[str]]:
        topics: dict[int, list[str]] = defaultdict(list)
        for batch in batches(ids):
            rows = await self._connection.execute(
                select(feed_topics)
                .where(feed_topics.c.feed.in_(batch))
                .order_by(feed_topics.c.feed, feed_topics.c.topic)
            )
            for feed, topic in rows:
                topics[feed].append(topic)
        return topics


def _new(url: str, title: str, *, builtin: bool, now: datetime) -> dict[str, object]:
    return {"url": url, "title": title, "builtin": builtin, "due": now, "failures": 0}


def _feed(row: AnyRow, topics: Iterable[str]) -> Feed:
    values = row._asdict()
    return Feed(**values, topics=tuple(topics))
