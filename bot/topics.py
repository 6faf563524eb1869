"""The topics on offer: those of the configuration, then those of imported lists of feeds."""

import re
from collections.abc import Mapping

from bot.config import Topic as Configured
from bot.conversation.ports import Topic
from storage.store import Store
from summarizer.text import fold

_LONGEST = 32


def slug_of(title: str) -> str:
    """Make the key of a topic from its title, such as "turkiye-and-central-asia"."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:_LONGEST].rstrip("-")
    return slug or "topic"


async def offered(store: Store, configured: Mapping[str, Configured]) -> dict[str, Topic]:
    """Give the topics by slug, in the order in which readers see them.

    Raises: storage.errors.StorageError.
    """
    async with store.reading() as tx:
        imported = await tx.feeds.topics()
    topics = {slug: Topic(slug, topic.title) for slug, topic in configured.items()}
    return topics | {
        slug: Topic(slug, title) for slug, title in imported.items() if slug not in topics
    }
