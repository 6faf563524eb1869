"""The ports behind which is written: `Engine`, and what only some engines can do beside it."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from summarizer.model import Actor, Article, Brief, Claim, Query, Question, Story


@dataclass(frozen=True, slots=True)
class BriefDraft:
    """What an engine says of a story, before it was checked against the sources."""

    headline: str
    summary: tuple[Claim, ...]
    actors: tuple[Actor, ...]
    outcomes: tuple[Claim, ...]
    language: str
    model: str | None = None
    prompt_version: str | None = None


class Engine(Protocol):
    """Somebody who can write.

    What an engine returns is a draft: `summarizer.editor` checks every claim against the
    sentences it cites and drops what they do not carry.

    Raises (every method): EngineFailed or one of its kinds, when nothing usable came.
    """

    @property
    def name(self) -> str:
        """A short word for logs and JSON."""
        ...

    async def brief(
        self, story: Story, language: str | None = None, complaints: Sequence[str] = ()
    ) -> BriefDraft:
        """Write a story in short.

        Args:
            story: newest article first.
            language: ISO 639-1 of the brief's words; None for the newest article's own.
            complaints: why claims of an earlier draft were dropped, for a second try.
        """
        ...

    async def opening(self, briefs: Sequence[Brief], language: str) -> Claim | None:
        """Write the first line of a digest; None when there is nothing worth saying."""
        ...

    async def answer(
        self,
        question: Question,
        query: Query,
        articles: Sequence[Article],
        complaints: Sequence[str] = (),
    ) -> tuple[Claim, ...]:
        """Answer from these articles alone; an empty tuple says that they do not tell.

        Args:
            question: as asked, with its thread.
            query: the question understood.
            articles: what search found, best first.
            complaints: as in `brief`.
        """
        ...


@runtime_checkable
class Streaming(Protocol):
    """An engine that can give an answer while it writes."""

    @property
    def name(self) -> str:
        """As of `Engine`."""
        ...

    def stream(
        self, question: Question, query: Query, articles: Sequence[Article]
    ) -> AsyncGenerator[Claim, None]:
        """Answer as `Engine.answer` does, each statement as soon as it is finished.

        No claim at all says: they do not tell. A failure may come after some claims.

        Raises (while iterating): EngineFailed or one of its kinds.
        """
        ...


@runtime_checkable
class Translator(Protocol):
    """An engine that can put a finished brief into another language."""

    @property
    def name(self) -> str:
        """As of `Engine`."""
        ...

    async def translate(
        self, brief: Brief, language: str, complaints: Sequence[str] = ()
    ) -> BriefDraft:
        """Translate headline, statements and roles; names and citations stay as they are.

        Raises: EngineFailed or one of its kinds.
        """
        ...


@runtime_checkable
class Updater(Protocol):
    """An engine that can tell what is new in a story."""

    @property
    def name(self) -> str:
        """As of `Engine`."""
        ...

    async def update(
        self, story: Story, told: Brief, language: str | None = None, complaints: Sequence[str] = ()
    ) -> tuple[Claim, ...]:
        """Say what the story's articles tell that `told` did not; empty when nothing is new.

        Raises: EngineFailed or one of its kinds.
        """
        ...


@runtime_checkable
class Rewriter(Protocol):
    """An engine that can make a follow-up question stand alone."""

    @property
    def name(self) -> str:
        """As of `Engine`."""
        ...

    async def rewrite(self, question: Question) -> str:
        """Complete a question from its thread; one without a thread comes back as it is.

        Raises: EngineFailed or one of its kinds.
        """
        ...
