"""What a story's newest brief says that a chat was not told yet. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.post import Block, Line, Post
from summarizer.model import Actor, Brief, Claim
from summarizer.text import fold, stem, words

_NEW_WORDS = 0.35
"""A claim with this share of words that were not told is news; below it is a rewording."""

_FUNCTION_WORDS = 3
"""Words up to this length carry grammar more often than content."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a story.

    Attributes:
        claims: what was not told, outcomes first, no statement twice.
        actors: who was not named before.
    """

    claims: tuple[Claim, ...]
    actors: tuple[Actor, ...]

    def __bool__(self) -> bool:
        """Whether there is any: a new name alone is none, somebody has to do something."""
        return bool(self.claims)


def whats_new(brief: Brief, told: Post) -> News:
    """Compare a story's newest brief with the post that the chat has.

    A claim is news when it brings a number that was not told, or when a third of its longer words,
    without their endings, were not.

    Args:
        brief: the newest.
        told: what the chat was last told of the story.
    """
    text = said(told)
    known, numbers = _stems(text, brief.language), set(_NUMBER.findall(text))
    claims = dict.fromkeys((*brief.outcomes, *brief.summary))
    return News(
        claims=tuple(c for c in claims if _is_new(c.text, known, numbers, brief.language)),
        actors=tuple(a for a in brief.actors if not _is_known(a, fold(text))),
    )


def told_in(brief: Brief) -> Post:
    """Give all that a brief says as a post, for comparison."""
    claims = dict.fromkeys((*brief.summary, *brief.outcomes))
    named = tuple(Line(f", {a.role or ''}", strong=a.name) for a in brief.actors)
    lines = (*(Line(claim.text) for claim in claims), *named)
    return Post(title=brief.headline, blocks=(Block(lines),))


def counted(news: News, told: Post) -> News:
    """Keep of news what brings a number that was not told: nobody can call that a rewording."""
    numbers = set(_NUMBER.findall(said(told)))
    fresh = tuple(c for c in news.claims if not set(_NUMBER.findall(c.text)) <= numbers)
    return News(fresh, news.actors)


def joined(posts: Iterable[Post]) -> Post:
    """Give all that several posts say as one, for comparison."""
    said = tuple(posts)
    blocks = tuple(block for post in said for block in post.blocks)
    return Post(title="\n".join(post.title for post in said), blocks=blocks)


def said(post: Post) -> str:
    """Give all the words of a post, a line for each of its lines."""
    lines = [line for block in post.blocks for line in block.lines]
    return "\n".join((post.title, *(line.strong + line.text for line in lines)))


def _stems(text: str, language: str) -> set[str]:
    return {stem(word, language) for word in words(text) if len(word) > _FUNCTION_WORDS}


def _is_new(text: str, known: set[str], numbers: set[str], language: str) -> bool:
    if not set(_NUMBER.findall(text)) <= numbers:
        return True
    said = _stems(text, language)
    return bool(said) and len(said - known) >= _NEW_WORDS * len(said)


def _is_known(actor: Actor, told: str) -> bool:
    return any(fold(name) in told for name in (actor.name, *actor.aliases))
