"""The editor: lets an engine write, checks every claim, and sends out only what stands.

A claim that its sources do not carry is dropped. When nothing is left, the engine is asked once
more and told why; when that fails as well, or the engine does, the fallback writes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from summarizer import answer as answers
from summarizer import review
from summarizer.answer import Reason
from summarizer.engine import BriefDraft, Engine
from summarizer.errors import EngineFailed, NothingToSay
from summarizer.grounding import Dropped
from summarizer.model import Answer, Article, Brief, Claim, Hit, Query, Question, Source, Story

NEAREST = 3
"""Articles that are offered when there is no answer."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something worth counting that happened to a draft.

    Attributes:
        task: "brief", "answer" or "opening".
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
                return _finished(draft, story, engine.name, fallback=self._stands_in(engine))
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
                return reviewed.draft
            complaints = reviewed.complaints
        self._tell(Event("brief", engine.name, "fell_back"))
        return None

    # --- answers -------------------------------------------------------------------------------

    async def answer(self, question: Question, query: Query, hits: Sequence[Hit]) -> Answer:
        """Answer a question from what was found, or say that the articles do not.

        Args:
            question: as asked, with its thread.
            query: the same understood.
            hits: what search found, best first.
        """
        articles = [hit.article for hit in hits if not hit.article.withdrawn]
        if not articles:
            return _abstention(question, articles, self._engine.name, Reason.NO_ARTICLES)
        for engine, tries in self._writers():
            claims, reason = await self._claims(engine, tries, question, query, articles)
            if claims:
                self._tell(Event("answer", engine.name, "written"))
                answer = _answer(question, claims, articles, engine.name)
                return replace(answer, fallback=self._stands_in(engine))
            if reason is not None:
                silence = _abstention(question, articles, engine.name, reason)
                return replace(silence, fallback=self._stands_in(engine))
        silence = _abstention(question, articles, self._fallback.name, Reason.UNSUPPORTED)
        return replace(silence, fallback=self._stands_in(self._fallback))

    async def _claims(
        self,
        engine: Engine,
        tries: int,
        question: Question,
        query: Query,
        articles: Sequence[Article],
    ) -> tuple[tuple[Claim, ...], Reason | None]:
        """Give an answer's claims, or why there is none; neither when another must try."""
        complaints: Sequence[str] = ()
        for attempt in range(tries):
            if attempt:
                self._tell(Event("answer", engine.name, "retried"))
            try:
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

    # --- common --------------------------------------------------------------------------------

    def _writers(self) -> tuple[tuple[Engine, int], ...]:
        """Give who may write, in order, with how many tries each has."""
        if self._engine is self._fallback:
            return ((self._fallback, 1),)
        return ((self._engine, 2), (self._fallback, 1))

    def _stands_in(self, engine: Engine) -> bool:
        """Tell whether an engine writes in the place of another."""
        return engine is not self._engine

    def _dropped(self, task: str, engine: Engine, dropped: Sequence[Dropped]) -> None:
        for doubt, count in sorted(review.doubts(dropped).items()):
            self._tell(Event(task, engine.name, "dropped", doubt, count))

    def _failed(self, task: str, engine: Engine, error: EngineFailed) -> None:
        self._tell(Event(task, engine.name, "failed", type(error).__name__))


def source(article: Article) -> Source:
    """Give what a reader needs to find an article."""
    return Source(article.id, article.title, article.url, article.outlet, article.published)


def _newest_first(article: Article) -> tuple[datetime, str]:
    return article.published, article.id


def _finished(draft: BriefDraft, story: Story, engine: str, *, fallback: bool) -> Brief:
    articles = sorted(story.articles, key=_newest_first, reverse=True)
    return Brief(
        story=story.id,
        version=story.version,
        headline=draft.headline,
        summary=draft.summary,
        actors=draft.actors,
        outcomes=draft.outcomes,
        language=draft.language,
        sources=tuple(map(source, articles)),
        engine=engine,
        model=draft.model,
        prompt_version=draft.prompt_version,
        fallback=fallback,
    )


def _answer(
    question: Question, claims: tuple[Claim, ...], articles: Sequence[Article], engine: str
) -> Answer:
    cited = dict.fromkeys(citation.article for claim in claims for citation in claim.citations)
    by_id = {article.id: article for article in articles}
    return Answer(
        question=question.text,
        text=answers.joined(claims),
        claims=claims,
        sources=tuple(source(by_id[id_]) for id_ in cited if id_ in by_id),
        engine=engine,
        retrieved=tuple(by_id),
    )


def _abstention(
    question: Question, articles: Sequence[Article], engine: str, reason: Reason
) -> Answer:
    return Answer(
        question=question.text,
        text=None,
        claims=(),
        sources=(),
        engine=engine,
        reason=reason.value,
        retrieved=tuple(article.id for article in articles),
        nearest=tuple(map(source, articles[:NEAREST])),
    )
