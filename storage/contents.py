"""What posts and messages say: each text kept once, however many chats get it.

The same alert goes to ten thousand chats. Its words are one row here, found by their digest, and
ten thousand short rows elsewhere point at it. What nothing points at any more is dropped.
"""

from collections.abc import Collection, Sequence
from hashlib import blake2b

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import clean
from storage.dialect import Lock, batches, insert, lock
from storage.tables import contents, deliveries, posts


async def keep(connection: AsyncConnection, bodies: Collection[str]) -> dict[str, int]:
    """Store texts that are not there yet; gives the id of each."""
    await lock(connection, Lock.CONTENTS, shared=True)
    digests = {_digest(body): body for body in bodies}
    ids: dict[str, int] = {}
    for batch in batches(sorted(digests)):
        await connection.execute(
            insert(connection, contents).on_conflict_do_nothing(index_elements=["digest"]),
            [{"digest": digest, "body": digests[digest]} for digest in batch],
        )
        rows = await connection.execute(
            select(contents.c.digest, contents.c.id).where(contents.c.digest.in_(batch))
        )
        ids |= {digests[row.digest]: row.id for row in rows}
    return ids


async def guard(connection: AsyncConnection) -> None:
    """Wait until nobody is storing texts, and let nobody begin until the transaction ends.

    Whoever drops posts asks for this first: a text that looks unused must not be pointed at
    in the same moment.
    """
    await lock(connection, Lock.CONTENTS)


async def of_posts(connection: AsyncConnection, ids: Sequence[int]) -> set[int]:
    """Give the texts that posts and their messages point at."""
    found: set[int] = set()
    for batch in batches(ids):
        for statement in (
            select(posts.c.content).where(posts.c.id.in_(batch)),
            select(deliveries.c.content).where(deliveries.c.post.in_(batch)),
        ):
            found.update(await connection.scalars(statement))
    return found


async def drop_orphans(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Delete those of these texts that nothing points at; see `guard`."""
    in_post = select(posts.c.id).where(posts.c.content == contents.c.id).exists()
    in_message = select(deliveries.c.id).where(deliveries.c.content == contents.c.id).exists()
    for batch in batches(sorted(ids)):
        await connection.execute(
            delete(contents).where(contents.c.id.in_(batch), ~in_post, ~in_message)
        )


def _digest(body: str) -> str:
    return blake2b(clean(body).encode(), digest_size=16).hexdigest()
