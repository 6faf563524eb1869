"""Feeds, articles and stories, as storage keeps them beside the values of the thinking."""

from dataclasses import dataclass
from datetime import datetime

from summarizer.model import Actor, ActorType, Article, Brief, Tokens


@dataclass(frozen=True, slots=True)
class Feed:
    """A source of articles.

    Attributes:
        url: http(s) address, or a `file:` URL of a file or folder.
        topics: slugs of the topics it belongs to; empty for a reader's own feed.
        builtin: it came from configuration; readers cannot remove it.
        etag, modified: validators of the last answer, to ask conditionally.
        due: when to ask again.
        failures: in a row; `error` is the last one's sentence.
        checked: when it was last asked; None means never.
        changed: when it last brought something new.
    """

    id: int
    url: str
    title: str
    topics: tuple[str, ...]
    builtin: bool
    due: datetime
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    error: str | None = None
    checked: datetime | None = None
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What polling a feed came to, to be stored with the articles it brought.

    Attributes:
        title: the feed's own title, None to keep the old one.
        url: a new address when the old one moved for good.
        error: a sentence for the operator; None when all went well.
    """

    feed: int
    checked: datetime
    due: datetime
    title: str | None = None
    url: str | None = None
    etag: str | None = None
    modified: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article on its way into storage.

    Attributes:
        tokens: of the article, made once by `summarizer.text.tokens`.
        entry: the feed's own id of the entry, unique inside the feed; None without a feed.
        stamp: a digest of the entry as the feed gave it. `feeds.stamps` gives it back, so that
            a poll need not work through the entries that have not changed.
    """

    article: Article
    tokens: Tokens
    entry: str | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What storing articles came to.

    Attributes:
        new, changed: ids of articles that were not there before, or whose text differs now.
        known: how many were there already, the same.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    known: int


@dataclass(frozen=True, slots=True)
class StoryHead:
    """A story without its articles: enough to list, to announce and to decide.

    Attributes:
        first, latest: publishing times of its oldest and newest article.
        topics, feeds, outlets: where its articles came from.
        brief: the newest brief, None before it was written.
        briefed: the story's version that the brief was made of; 0 before.
        sequence: number of that brief; grows with every brief that is stored, 0 before.
        withdrawn: whether all its articles were taken back by their sources.
    """

    id: int
    version: int
    title: str
    language: str
    first: datetime
    latest: datetime
    size: int
    topics: tuple[str, ...]
    feeds: tuple[int, ...]
    outlets: tuple[str, ...]
    articles: tuple[str, ...]
    briefed: int = 0
    sequence: int = 0
    brief: Brief | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ClusteredArticle:
    """An article that has its story: what clustering compares newcomers with."""

    story: int
    article: str
    published: datetime
    language: str
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An actor as the archive knows it, across all stories.

    Attributes:
        aliases: every other form met.
        stories, mentions: in how many stories and articles it takes part.
    """

    id: int
    name: str
    type: ActorType
    aliases: tuple[str, ...]
    stories: int
    mentions: int

    @property
    def actor(self) -> Actor:
        """The actor without what belongs to single stories: roles and citations."""
        return Actor(self.name, self.type, self.aliases)
