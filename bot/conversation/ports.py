"""What the conversation asks of the rest of the program."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from storage.model import Alerts, Length
from summarizer.editor import Grow
from summarizer.model import Answer, Brief, Claim, Dossier, Question


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of feeds that readers subscribe to as one; `slug` is its key in configuration."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new chat starts with, where the platform tells nothing better."""

    language: str = "en"
    zone: str = "UTC"
    length: Length = Length.MEDIUM
    alerts: Alerts = Alerts.ON


class FoundFeed(Protocol):
    """A feed that a site offers; `title` is "" where it has none."""

    @property
    def url(self) -> str:
        """Its address."""
        ...

    @property
    def title(self) -> str:
        """What the site calls it."""
        ...


class Desk(Protocol):
    """Those who read the articles and answer from them.

    Raises (every method): summarizer.errors.SummarizerError, storage.errors.StorageError.
    """

    async def ask(
        self, question: Question, chat: int | None, /, grow: Grow | None = None
    ) -> Answer:
        """Answer a question from the stored articles, or say that they do not.

        Args:
            question: with its thread, and the story it is about.
            chat: id of the chat that asks, for its limits and its share of the cost.
            grow: is shown the answer while it is made, as far as it was checked.
        """
        ...

    async def who(self, name: str, /) -> Dossier | None:
        """Tell what the articles say of somebody; None when they name nobody so."""
        ...

    async def worded(
        self, told: Sequence[tuple[int, Brief]], language: str, /
    ) -> tuple[Brief, ...]:
        """Give briefs, with their numbers, in a language, each as it is where that fails."""
        ...

    async def brief_page(self, url: str, language: str, /) -> Brief:
        """Brief one page now, without storing it, in a language if the engine can.

        Raises:
            bot.conversation.errors.PageUnavailable: it cannot be read, or holds no article.
        """
        ...

    async def find_feeds(self, url: str, /) -> tuple[FoundFeed, ...]:
        """Find the feeds of a site; a feed's own address gives itself.

        Raises:
            bot.conversation.errors.PageUnavailable: the site cannot be read.
            bot.conversation.errors.NotAllowed: readers may not add feeds here.
        """
        ...

    async def opening(self, briefs: Sequence[Brief], language: str, /) -> tuple[Claim, ...]:
        """Write the first lines of a digest; none when there is nothing worth saying."""
        ...
