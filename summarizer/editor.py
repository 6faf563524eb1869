"""The editor: lets an engine write, checks every claim, and sends out only what stands.

A claim that its sources do not carry is dropped. When nothing is left, the engine is asked once
more and told why; when that fails as well, or the engine does, the fallback writes.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from summarizer import answer as answers
from summarizer import disagreement, finished, review, translation
from summarizer.answer import Reason
from summarizer.engine import BriefDraft, Engine, Rewriter, Streaming, Translator, Updater
from summarizer.errors import EngineFailed, NothingToSay, SummarizerError
from summarizer.grounding import Dropped
from summarizer.model import Answer, Article, Brief, Claim, Hit, Query, Question, Story

Grow = Callable[[Answer], Awaitable[None]]
"""Is shown an answer as far as it is known; each takes the place of the one before."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something worth counting that happened to a draft.

    Attributes:
        task: "brief", "answer", "opening", "translate", "update" or "rewrite".
        engine: who wrote it.
        what: "written", "dropped", "retried", "fell_back" or "failed".
        why: the doubt's word for what was dropped, the error's for what failed, or "".
        count: how often.
    """

    task: str
    engine: str
    what: str
    why: str = ""
    count: int = 1


def _ignore(event: Event) -> None:
    del event


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class Editor:
    """Writes briefs, openings and answers through engines.

    Args:
        engine: writes first.
        fallback: writes when the engine cannot; it needs no service. May be the same.
        on_event: is told what is worth counting.
    """

    def __init__(
        self, engine: Engine, fallback: Engine, on_event: Callable[[Event], None] = _ignore
    ) -> None:
        self._engine = engine
        self._fallback = fallback
        self._tell = on_event

    # --- briefs --------------------------------------------------------------------------------

    async def brief(self, story: Story, language: str | None = None) -> Brief:
        """Write a story in short, every statement carried by the sentences that it cites.

        Args:
            story: newest article first.
            language: of the brief; None for the newest article's own.

        Raises:
            NothingToSay: no article has a sentence that could be used.
        """
        for engine, tries in self._writers():
            draft = await self._draft(engine, tries, story, language)
            if draft is not None:
                self._tell(Event("brief", engine.name, "written"))
                return finished.brief(draft, story, engine.name, fallback=self._stands_in(engine))
        raise NothingToSay(f"story {story.id} has no statement that its articles carry")

    async def _draft(
        self, engine: Engine, tries: int, story: Story, language: str | None
    ) -> BriefDraft | None:
        complaints: Sequence[str] = ()
        for attempt in range(tries):
            if attempt:
                self._tell(Event("brief", engine.name, "retried"))
            try:
                draft = await engine.brief(story, language, complaints)
            except EngineFailed as error:
                self._failed("brief", engine, error)
                return None
            reviewed = review.check_brief(draft, story)
            self._dropped("brief", engine, reviewed.dropped)
            if reviewed.draft.summary:
                return disagreement.told(reviewed.draft, story)
            complaints = reviewed.complaints
        self._tell(Event("brief", engine.name, "fell_back"))
        return None

    # --- answers -------------------------------------------------------------------------------

    async def answer(
        self, question: Question, query: Query, hits: Sequence[Hit], grow: Grow | None = None
    ) -> Answer:
        """Answer a question from what was found, or say that the articles do not.

        Args:
            question: as asked, with its thread.
            query: the same understood.
            hits: what search found, best first.
            grow: is given the answer as far as it is known, where the engine can give it so: only
                statements that were checked.
        """
        articles = [hit.article for hit in hits if not hit.article.withdrawn]
        if not articles:
            return finished.abstention(
                question, query, articles, self._engine.name, Reason.NO_ARTICLES
            )
        asked = _Asked(question, query, articles, grow)
        for engine, tries in self._writers():
            claims, reason = await self._claims(engine, tries, asked)
            if claims:
                self._tell(Event("answer", engine.name, "written"))
                answer = finished.answer(question, claims, articles, engine.name)
                return replace(answer, fallback=self._stands_in(engine))
            if reason is not None:
                silence = finished.abstention(question, query, articles, engine.name, reason)
                return replace(silence, fallback=self._stands_in(engine))
        silence = finished.abstention(
            question, query, articles, self._fallback.name, Reason.UNSUPPORTED
        )
        return replace(silence, fallback=self._stands_in(self._fallback))

    async def _claims(
        self, engine: Engine, tries: int, asked: "_Asked"
    ) -> tuple[tuple[Claim, ...], Reason | None]:
        """Give an answer's claims, or why there is none; neither when another must try."""
        complaints: Sequence[str] = ()
        question, query, articles = asked.question, asked.query, asked.articles
        for attempt in range(tries):
            if attempt:
                self._tell(Event("answer", engine.name, "retried"))
            try:
                if asked.grow and not attempt and isinstance(engine, Streaming):
                    claims = await _grown(engine, engine.name, asked, asked.grow)
                else:
                    claims = await engine.answer(question, query, articles, complaints)
            except EngineFailed as error:
                self._failed("answer", engine, error)
                return (), None
            if not claims:
                return (), self._silence(engine, question, query, articles)
            kept, dropped = review.check_answer(claims, articles, query.language)
            self._dropped("answer", engine, dropped)
            missing = review.unmet(query, kept, articles) if kept else ()
            if kept and not missing:
                return kept, None
            complaints = [
                *(each.complaint for each in dropped),
                *(f"The cited articles do not mention “{name}”." for name in missing),
            ]
        self._tell(Event("answer", engine.name, "fell_back"))
        return (), None

    def _silence(
        self, engine: Engine, question: Question, query: Query, articles: Sequence[Article]
    ) -> Reason:
        """Tell why an engine found no answer; a model does not say, the rules do."""
        if engine is self._fallback:
            return answers.decide(question, query, articles).reason or Reason.NOT_SAID
        return Reason.NOT_SAID

    # --- openings ------------------------------------------------------------------------------

    async def opening(self, briefs: Sequence[Brief], language: str) -> tuple[Claim, ...]:
        """Write the first line of a digest; empty when there is nothing worth saying.

        Args:
            briefs: of the digest, in order.
            language: of the line.
        """
        if not briefs:
            return ()
        for engine, _ in self._writers():
            try:
                claim = await engine.opening(briefs, language)
            except EngineFailed as error:
                self._failed("opening", engine, error)
                continue
            if claim is None:
                return ()
            dropped = review.check_opening(claim, briefs, language)
            if dropped is None:
                self._tell(Event("opening", engine.name, "written"))
                return (claim,)
            self._dropped("opening", engine, (dropped,))
        return ()

    # --- other words ---------------------------------------------------------------------------

    @property
    def rewords(self) -> bool:
        """Whether the engine can translate, and tell what is new, at all."""
        return isinstance(self._engine, Translator) and isinstance(self._engine, Updater)

    async def translate(self, brief: Brief, language: str) -> Brief | None:
        """Put a brief into another language; None when that cannot be had, or is not faithful.

        Citations, sources and names stay the original's. A statement that cannot be told
        faithfully is left out, after a second try.

        Args:
            brief: checked against its sources.
            language: ISO 639-1.
        """
        engine = self._engine
        if not isinstance(engine, Translator):
            return None
        best: BriefDraft | None = None
        complaints: Sequence[str] = ()
        for attempt in range(2):
            if attempt:
                self._tell(Event("translate", engine.name, "retried"))
            try:
                draft = await engine.translate(brief, language, complaints)
            except EngineFailed as error:
                self._failed("translate", engine, error)
                break
            kept, dropped = translation.review(draft, brief)
            self._dropped("translate", engine, dropped)
            best = kept or best
            if not dropped and finished.is_whole(draft, brief):
                break
            complaints = [each.complaint for each in dropped]
        if best is None:
            return None
        self._tell(Event("translate", engine.name, "written"))
        return finished.reworded(brief, best)

    async def update(self, story: Story, told: Brief, language: str) -> tuple[Claim, ...] | None:
        """Say what a story's articles tell that an earlier brief did not.

        Args:
            story: as it is now.
            told: the earlier brief.
            language: of the words.

        Returns:
            Statements that the articles carry; empty when nothing is new, None when the engine
            cannot say.
        """
        engine = self._engine
        if not isinstance(engine, Updater):
            return None
        complaints: Sequence[str] = ()
        for attempt in range(2):
            if attempt:
                self._tell(Event("update", engine.name, "retried"))
            try:
                claims = await engine.update(story, told, language, complaints)
            except (EngineFailed, NothingToSay) as error:
                self._failed("update", engine, error)
                return None
            kept, dropped = review.check_answer(claims, story.articles, language)
            self._dropped("update", engine, dropped)
            if kept or not claims:
                self._tell(Event("update", engine.name, "written"))
                return kept
            complaints = [each.complaint for each in dropped]
        return None

    async def rewrite(self, question: Question) -> str | None:
        """Complete a question from its thread; None when that cannot be had, or adds anything.

        Args:
            question: with its thread.
        """
        engine = self._engine
        if not isinstance(engine, Rewriter):
            return None
        try:
            written = await engine.rewrite(question)
        except EngineFailed as error:
            self._failed("rewrite", engine, error)
            return None
        stands = review.is_completed(written, question)
        self._tell(Event("rewrite", engine.name, "written" if stands else "dropped"))
        return written if stands else None

    # --- common --------------------------------------------------------------------------------

    def _writers(self) -> tuple[tuple[Engine, int], ...]:
        """Give who may write, in order, with how many tries each has."""
        if self._engine is self._fallback:
            return ((self._fallback, 1),)
        return ((self._engine, 2), (self._fallback, 1))

    def _stands_in(self, engine: Engine) -> bool:
        """Tell whether an engine writes in the place of another."""
        return engine is not self._engine

    def _dropped(self, task: str, engine: _Named, dropped: Sequence[Dropped]) -> None:
        for doubt, count in sorted(review.doubts(dropped).items()):
            self._tell(Event(task, engine.name, "dropped", doubt, count))

    def _failed(self, task: str, engine: _Named, error: SummarizerError) -> None:
        self._tell(Event(task, engine.name, "failed", type(error).__name__))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be answered, from what, and who watches."""

    question: Question
    query: Query
    articles: Sequence[Article]
    grow: Grow | None


async def _grown(engine: Streaming, name: str, asked: _Asked, grow: Grow) -> tuple[Claim, ...]:
    """Have an answer written while it is watched; gives all that was written.

    What is shown stands as it is: a statement that fell, or an answer that does not speak of what
    was asked for, is never seen.
    """
    written: list[Claim] = []
    kept: list[Claim] = []
    async with aclosing(engine.stream(asked.question, asked.query, asked.articles)) as claims:
        async for claim in claims:
            written.append(claim)
            good, _ = review.check_answer([claim], asked.articles, asked.query.language)
            kept += good
            if good and not review.unmet(asked.query, kept, asked.articles):
                await grow(finished.answer(asked.question, tuple(kept), asked.articles, name))
    return tuple(written)
