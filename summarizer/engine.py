"""The ports behind which is written: `Engine`, and what only some engines can do beside it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class Growth:
    """What an answer grew by while it is written.

    Attributes:
        text: words to put behind those before, blanks included. A preview: nobody has checked it.
        claim: the statement that is now complete, with its citations, ready to be checked; None
            while words are still to come. It follows the last of its words.
    """

    text: str = ""
    claim: Claim | None = None


class Streaming(Protocol):
    """An engine that can show an answer while it writes."""

    def stream(
        self, question: Question, query: Query, articles: Sequence[Article]
    ) -> AsyncIterator[Growth]:
        """Answer as `Engine.answer` does, piece by piece; no claim at all says: they do not tell.

        A failure may come after some pieces: what was shown then has to be replaced.

        Raises (while iterating): EngineFailed or one of its kinds.
        """
        ...


class Translator(Protocol):
    """An engine that can put a finished brief into another language."""

    async def translate(
        self, brief: Brief, language: str, complaints: Sequence[str] = ()
    ) -> BriefDraft:
        """Translate headline, statements and roles; names and citations stay as they are.

        Raises: EngineFailed or one of its kinds.
        """
        ...


class Updater(Protocol):
    """An engine that can tell what is new in a story."""

    async def update(
        self, story: Story, told: Brief, language: str | None = None, complaints: Sequence[str] = ()
    ) -> tuple[Claim, ...]:
        """Say what the story's articles tell that `told` did not; empty when nothing is new.

        Raises: EngineFailed or one of its kinds.
        """
        ...


class Rewriter(Protocol):
    """An engine that can make a follow-up question stand alone."""

    async def rewrite(self, question: Question) -> str:
        """Complete a question from its thread; one without a thread comes back as it is.

        Raises: EngineFailed or one of its kinds.
        """
        ...
