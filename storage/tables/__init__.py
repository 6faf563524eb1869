"""Every table and column, with what it holds. The migrations make them; a test compares the two.

The full-text index over `tokens` is not here: each database has its own kind, made by the
migration `0002_search` and asked by `storage.fulltext`.
"""

from storage.tables.accounts import (
    feedback,
    grants,
    installations,
    passes,
    reservations,
    seen,
    usage,
)
from storage.tables.chats import chats, filters, inbox, remarks, subscriptions, turns
from storage.tables.post import alerts, contents, corrections, deliveries, occurrences, posts, told
from storage.tables.reading import (
    actors,
    aliases,
    articles,
    briefs,
    embeddings,
    entries,
    feed_topics,
    feeds,
    mentions,
    merges,
    sentences,
    spaces,
    splits,
    stories,
    tokens,
    topics,
    wordings,
)
from storage.tables.shape import metadata

__all__ = [
    "actors",
    "alerts",
    "aliases",
    "articles",
    "briefs",
    "chats",
    "contents",
    "corrections",
    "deliveries",
    "embeddings",
    "entries",
    "feed_topics",
    "feedback",
    "feeds",
    "filters",
    "grants",
    "inbox",
    "installations",
    "mentions",
    "merges",
    "metadata",
    "occurrences",
    "passes",
    "posts",
    "remarks",
    "reservations",
    "seen",
    "sentences",
    "spaces",
    "splits",
    "stories",
    "subscriptions",
    "tokens",
    "told",
    "topics",
    "turns",
    "usage",
    "wordings",
]
