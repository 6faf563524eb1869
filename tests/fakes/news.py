"""Small articles, briefs and posts, made of what a test cares about."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from storage.model import NewArticle, Outgoing
from summarizer.model import (
    Actor,
    Article,
    Brief,
    Citation,
    Claim,
    Sentence,
    Source,
    Tokens,
)
from summarizer.text import tokens

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""The time of every test that does not need another."""


def minutes(count: float) -> timedelta:
    """Give a span of time."""
    return timedelta(minutes=count)


def article(
    id: str = "a1",  # noqa: A002
    body: str = "Ministers met in Ankara. They signed an agreement.",
    title: str = "Ministers meet",
    language: str = "en",
    published: datetime = NOW,
    url: str | None = None,
    outlet: str = "The Gazette",
) -> Article:
    """Make an article whose sentences end with full stops."""
    texts = [part.strip() + "." for part in body.split(".") if part.strip()]
    numbered = [Sentence(0, 0, title), *(Sentence(n, 1, t) for n, t in enumerate(texts, start=1))]
    return Article(
        id=id,
        url=url or f"https://news.example/{id}",
        title=title,
        language=language,
        published=published,
        outlet=outlet,
        sentences=tuple(numbered),
    )


def new(found: Article, entry: str | None = None, stamp: str = "") -> NewArticle:
    """Make an article ready for storing, with its real tokens."""
    return NewArticle(found, tokens(found), entry, stamp)


def plain(id: str, body: str, lead: str = "", published: datetime = NOW) -> NewArticle:  # noqa: A002
    """Make an article whose tokens are just these, by blanks."""
    words = tuple(body.split())
    found = article(id, published=published)
    return NewArticle(found, Tokens(tuple(lead.split()), words, ()))


def claim(text: str, found: Article, number: int = 1) -> Claim:
    """Make a claim that a sentence of an article carries."""
    return Claim(text, (Citation(found.id, number, found.sentences[number].text),))


def brief(
    story: int,
    found: Article,
    actors: Sequence[Actor] = (),
    version: int = 1,
    headline: str = "Ministers meet",
) -> Brief:
    """Make a brief of a story with one article."""
    return Brief(
        story=story,
        version=version,
        headline=headline,
        summary=(claim("Ministers met in Ankara.", found),),
        actors=tuple(actors),
        outcomes=(),
        language="en",
        sources=(Source(found.id, found.title, found.url, found.outlet, found.published),),
        engine="offline",
    )


def outgoing(
    chat: int,
    what: str = "story:1",
    parts: Sequence[str] = ("hello",),
    stories: Sequence[int] = (),
    not_before: datetime = NOW,
    kind: str = "alert",
    reply_to: int | None = None,
    sequences: Sequence[int] = (),
) -> Outgoing:
    """Make a post of these messages."""
    return Outgoing(
        chat=chat,
        what=what,
        kind=kind,
        parts=tuple({"text": part} for part in parts),
        post={"title": what},
        why={"rule": "topic", "subject": "world"},
        stories=tuple(stories),
        not_before=not_before,
        reply_to=reply_to,
        sequences=tuple(sequences),
    )
