"""The engine that needs no service: everything it says stands in the articles to the letter."""

from collections.abc import Iterator, Sequence

from summarizer import briefing
from summarizer.answer import select
from summarizer.engine import BriefDraft
from summarizer.model import Article, Brief, Citation, Claim, Query, Question, Story

NAME = "offline"

HEADLINES = 3
"""Headlines in the opening of a digest."""


class OfflineEngine:
    """Writes by choosing: the lead, who is named, what was decided, the sentence that answers."""

    @property
    def name(self) -> str:
        """A short word for logs and JSON."""
        return NAME

    async def brief(
        self,
        story: Story,
        language: str | None = None,  # noqa: ARG002  (it cannot translate)
        complaints: Sequence[str] = (),  # noqa: ARG002  (it has no second try)
    ) -> BriefDraft:
        """Write a story in short, in the newest article's own language whatever was asked for.

        Raises:
            NothingToSay: no article of the story has a sentence.
        """
        return briefing.write(story)

    async def opening(
        self,
        briefs: Sequence[Brief],
        language: str,  # noqa: ARG002  (headlines stay as they were written)
    ) -> Claim | None:
        """Name the first stories of a digest; None when no brief has a source."""
        told = [brief for brief in briefs if brief.sources and brief.summary][:HEADLINES]
        if not told:
            return None
        text = "; ".join(brief.headline.rstrip(" .") for brief in told)
        return Claim(f"{text}.", tuple(c for brief in told for c in _carrying(brief)))

    async def answer(
        self,
        question: Question,
        query: Query,
        articles: Sequence[Article],
        complaints: Sequence[str] = (),  # noqa: ARG002  (it has no second try)
    ) -> tuple[Claim, ...]:
        """Answer by the sentences that fit the question best; nothing when none fits."""
        return select(question, query, articles)


def _carrying(brief: Brief) -> Iterator[Citation]:
    """Give what a brief's headline rests on: the headline in its source, and the summary's own."""
    if brief.engine == NAME:
        # It wrote the headline from the newest article's first sentence.
        yield Citation(brief.sources[0].article, 0, brief.headline.rstrip("…"))
    for claim in brief.summary:
        yield from claim.citations
