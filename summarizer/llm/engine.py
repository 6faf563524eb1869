"""The engine that writes with a model: every ability of the ports in `summarizer.engine`.

What it returns is a draft like any engine's. Links are gone and citations are real; whether the
cited sentences carry what is said is for `summarizer.grounding`.
"""

import random
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from datetime import datetime
from typing import TypeVar

from summarizer.engine import BriefDraft
from summarizer.errors import EngineFailed, NothingToSay
from summarizer.llm import cache as caching
from summarizer.llm import prompts, schema
from summarizer.llm.alarm import Alarm, Alarms
from summarizer.llm.cache import Cache, Flights, MemoryCache
from summarizer.llm.caller import Caller, Job
from summarizer.llm.drafts import BRIEF_TOKENS, draft_brief, draft_translation
from summarizer.llm.growing import Grower
from summarizer.llm.ledger import Ledger
from summarizer.llm.options import Options
from summarizer.llm.passages import Numbered, read_briefs, read_for, read_story
from summarizer.llm.prices import ENGINE
from summarizer.llm.prompts import Prompt
from summarizer.llm.schema import BriefReply, Reply, RewriteReply, StatementsReply, TranslationReply
from summarizer.llm.tokens import at_most
from summarizer.model import Article, Brief, Claim, Query, Question, Story

STATEMENTS_TOKENS = 800
OPENING_TOKENS = 250
REWRITE_TOKENS = 200
"""Bounds on replies: three times what a good one has in English, for languages that need more."""

STATEMENTS = 4
"""How many statements of an answer are passed on, and one less of an update."""

OPENING_READS = 1500
"""Tokens of briefs that a digest's first line is written from."""

ADDED_BY_LANGUAGE = 2
"""A text may have twice as many tokens in another language."""

Expected = TypeVar("Expected", bound=Reply)


def _nobody(_: EngineFailed) -> None:
    """Hear nothing."""


class LlmEngine:
    """Writes with models of an OpenAI-compatible endpoint.

    Args:
        options: endpoint, models, prices, patience.
        ledger: who keeps the accounts and says no.
        clock: gives the time in UTC.
        cache: where replies are kept.
        alarm: who is told of what an operator has to mend, once for each trouble.
        chance: gives numbers between 0 and 1, to spread retries.
    """

    def __init__(
        self,
        options: Options,
        ledger: Ledger,
        clock: Callable[[], datetime],
        cache: Cache | None = None,
        alarm: Alarm = _nobody,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._options = options
        self._caller = Caller(options, ledger, Alarms(alarm), clock, chance)
        self._cache = cache or MemoryCache()
        self._replies: Flights[Reply] = Flights()
        self._drafts: Flights[BriefDraft] = Flights()

    @property
    def name(self) -> str:
        """A short word for logs and JSON."""
        return ENGINE

    async def close(self) -> None:
        """Break off what is under way and close all connections."""
        await self._drafts.close()
        await self._replies.close()
        await self._caller.close()

    async def missing_models(self) -> tuple[str, ...]:
        """Give the configured models that the endpoint does not list; asking costs nothing.

        Raises: EngineFailed or one of its kinds, when it cannot be asked.
        """
        offered = set(await self._caller.models())
        return tuple(model for model in self._options.models.all if model not in offered)

    # --- Engine --------------------------------------------------------------------------------

    async def brief(
        self, story: Story, language: str | None = None, complaints: Sequence[str] = ()
    ) -> BriefDraft:
        """Write a story in short; one call for each content and language, however many ask.

        Raises:
            EngineFailed: or one of its kinds.
            NothingToSay: no sentence of the story tells anything.
        """
        wanted = language or story.articles[0].language
        return await self._drafts.once(
            (story, wanted, *complaints), lambda: self._brief(story, wanted, complaints)
        )

    async def _brief(self, story: Story, language: str, complaints: Sequence[str]) -> BriefDraft:
        read = read_story(story.articles, self._options.reading.brief)
        if not read.lines:
            raise NothingToSay("the story has no sentence that tells anything")
        prompt = prompts.brief(read, language, complaints)
        reply = await self._kept(prompt, BRIEF_TOKENS, BriefReply)
        return draft_brief(story, reply, language, self._options)

    async def opening(self, briefs: Sequence[Brief], language: str) -> Claim | None:
        """Write the first line of a digest; it cites what the briefs cite.

        Raises: EngineFailed or one of its kinds.
        """
        read = read_briefs(briefs, OPENING_READS)
        if not read.lines:
            return None
        prompt = prompts.opening(read, language)
        reply = await self._kept(prompt, OPENING_TOKENS, StatementsReply)
        found = schema.claims(reply.statements, read, language, 1)
        return found[0] if found else None

    async def answer(
        self,
        question: Question,
        query: Query,
        articles: Sequence[Article],
        complaints: Sequence[str] = (),
    ) -> tuple[Claim, ...]:
        """Answer from these articles alone; empty when they do not tell.

        Raises: EngineFailed or one of its kinds.
        """
        read = self._passages(query, articles)
        if not read.lines:
            return ()
        prompt = prompts.answer(question, query, read, complaints)
        job = Job(prompt, STATEMENTS_TOKENS, question.chat)
        reply = _expect(await self._caller.ask(job), StatementsReply)
        return schema.claims(reply.statements, read, query.language, STATEMENTS)

    # --- what only this engine can -------------------------------------------------------------

    async def stream(
        self, question: Question, query: Query, articles: Sequence[Article]
    ) -> AsyncGenerator[Claim, None]:
        """Answer piece by piece, each statement as soon as it is finished.

        Raises (while iterating): EngineFailed or one of its kinds.
        """
        read = self._passages(query, articles)
        if not read.lines:
            return
        prompt = prompts.answer(question, query, read)
        job = Job(prompt, STATEMENTS_TOKENS, question.chat)
        grower = Grower(read, query.language, STATEMENTS)
        async with aclosing(self._caller.stream(job)) as pieces:
            async for progress in pieces:
                if progress.reply is not None:
                    reply = _expect(progress.reply, StatementsReply)
                    claims = grower.finish(reply)
                else:
                    claims = grower.feed(progress.content)
                for claim in claims:
                    yield claim

    async def update(
        self, story: Story, told: Brief, language: str | None = None, complaints: Sequence[str] = ()
    ) -> tuple[Claim, ...]:
        """Say what the story's articles tell that `told` did not; empty when nothing is new.

        Raises: EngineFailed or one of its kinds.
        """
        known = tuple(dict.fromkeys((*told.summary, *told.outcomes)))
        read = read_story(story.articles, self._options.reading.brief, known)
        if not read.lines:
            return ()
        spoken = language or told.language
        prompt = prompts.update(read, known, spoken, complaints)
        reply = await self._kept(prompt, STATEMENTS_TOKENS, StatementsReply)
        return schema.claims(reply.statements, read, spoken, STATEMENTS - 1)

    async def rewrite(self, question: Question) -> str:
        """Complete a question from its thread; one without a thread comes back as it is.

        Raises: EngineFailed or one of its kinds.
        """
        if not question.context:
            return question.text
        job = Job(prompts.rewrite(question), REWRITE_TOKENS, question.chat)
        reply = _expect(await self._caller.ask(job), RewriteReply)
        written = schema.plain(reply.question, 400)
        return question.text if not written or schema.has_link(written) else written

    async def translate(
        self, brief: Brief, language: str, complaints: Sequence[str] = ()
    ) -> BriefDraft:
        """Put a finished brief into another language; one call for each, however many ask.

        Raises: EngineFailed or one of its kinds.
        """
        return await self._drafts.once(
            (brief, language, *complaints), lambda: self._translate(brief, language, complaints)
        )

    async def _translate(
        self, brief: Brief, language: str, complaints: Sequence[str]
    ) -> BriefDraft:
        lines = prompts.lines_of(brief)
        prompt = prompts.translation(lines, language, complaints)
        limit = 200 + ADDED_BY_LANGUAGE * sum(at_most(line) + 12 for line in lines)
        reply = await self._kept(prompt, limit, TranslationReply)
        return draft_translation(brief, reply, language, self._options)

    # --- inside --------------------------------------------------------------------------------

    def _passages(self, query: Query, articles: Sequence[Article]) -> Numbered:
        reading = self._options.reading
        return read_for(query, articles[: reading.articles], reading.answer)

    async def _kept(self, prompt: Prompt, limit: int, form: type[Expected]) -> Expected:
        """Ask, unless the same was asked before or is being asked."""
        name = caching.key(self._options.models.of(prompt.task), prompt)

        async def made() -> Reply:
            if (kept := await self._cache.get(name)) is not None:
                with suppress(ValueError):
                    return form.model_validate_json(kept)
            reply = await self._caller.ask(Job(prompt, limit))
            await self._cache.put(name, reply.model_dump_json())
            return reply

        return _expect(await self._replies.once(name, made), form)


def _expect(reply: Reply, form: type[Expected]) -> Expected:
    if not isinstance(reply, form):
        raise TypeError(f"a {type(reply).__name__} where a {form.__name__} was asked for")
    return reply
