"""The desk: questions, dossiers and single pages, answered from what is stored.

It joins the thinking to the memory: understand, search, answer; find an actor, read, tell.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice

import structlog

from bot.conversation.errors import PageUnavailable
from bot.embedding import Locate, by_words
from bot.feeds.articles import from_page
from bot.feeds.discover import discover
from bot.feeds.errors import FeedError
from bot.feeds.extract import extract
from bot.feeds.fetch import Fetcher
from bot.feeds.model import FoundFeed
from bot.messages import failures
from bot.wording import Interpreter, base
from storage.model import ActorRecord
from storage.store import Store, Transaction
from summarizer import dossier, question
from summarizer.editor import Editor, Grow
from summarizer.model import (
    Actor,
    Answer,
    Article,
    Brief,
    Claim,
    Dossier,
    Exchange,
    Hit,
    Query,
    Question,
    Story,
)
from summarizer.nearness import Near
from summarizer.outlets import attributed
from summarizer.period import LATE

log = structlog.get_logger()

SEARCHED = 10
"""How many articles an answer is looked for in."""

LANGUAGES = 8
"""In how many languages a question is searched for, the commonest of the store."""

WIDE = 6
"""How many times as many articles are looked through for those of one outlet."""

TIMELY = 1.2
"""What the score of an article counts that came out in the days asked about."""

DAY = timedelta(days=1)

COUNTED_EVERY = timedelta(minutes=5)

NAMESAKES = 5
"""How many actors of a name are looked at for one that an article names."""

READ = 40
"""How many mentions of an actor a dossier is made from, newest first."""


class Desk:
    """Answers from the store.

    Args:
        clock: gives the time, aware and in UTC.
        interpreter: puts briefs into other languages, with the editor unless given.
        count: is told of every answer.
        locate: tells where questions lie, where a model does.
    """

    def __init__(
        self,
        store: Store,
        editor: Editor,
        fetcher: Fetcher,
        clock: Callable[[], datetime],
        interpreter: Interpreter | None = None,
        count: Callable[[Answer], None] | None = None,
        locate: Locate = by_words,
    ) -> None:
        self._locate = locate
        self._count = count
        self._interpreter = interpreter or Interpreter(store, editor, clock)
        self._store = store
        self._editor = editor
        self._fetcher = fetcher
        self._clock = clock
        self._counted: datetime | None = None
        self._spoken: tuple[str, ...] = ()
        self._outlets: tuple[str, ...] = ()

    async def ask(
        self, asked: Question, chat: int | None = None, grow: Grow | None = None
    ) -> Answer:
        """Answer a question, or say that the stored articles do not.

        Args:
            asked: with its thread, and the story it is about.
            chat: id of the chat that asks, for its share of the cost.
            grow: is shown the answer while it is written, as far as it was checked.

        Raises: storage.errors.StorageError.
        """
        log.info("ask", chat=chat)
        asked = replace(asked, chat=chat)
        async with self._store.reading() as tx:
            asked = await _with_story(tx, asked)
            query = await self._understood(tx, asked)
        whole = asked
        if question.needs_thread(asked, query):
            whole, query = await self._completed(asked, query)
        # One that hangs on its thread and could not be completed says too little by itself.
        alone = whole is not asked or not question.needs_thread(asked, query)
        near = await self._locate(whole.text, chat) if alone else None
        async with self._store.reading() as tx:
            query, hits = await find(tx, query, SEARCHED, near)
        told = await self._editor.answer(whole, query, hits, grow)
        if self._count:
            self._count(told)
        return replace(told, question=asked.text)

    async def _completed(self, asked: Question, query: Query) -> tuple[Question, Query]:
        """Complete a follow-up by the engine, and understand it anew; as it was, where none can."""
        written = await self._editor.rewrite(asked)
        if written is None or written == asked.text:
            return asked, query
        whole = replace(asked, text=written, context=())
        async with self._store.reading() as tx:
            read = await self._understood(tx, whole)
        timed = read if read.since or read.until or read.days else query
        since, until, days = timed.since, timed.until, timed.days
        return whole, replace(read, articles=query.articles, since=since, until=until, days=days)

    async def _understood(self, tx: Transaction, asked: Question) -> Query:
        """Read a question with what the store knows: its languages, names and words."""
        languages = await self._languages(tx)
        query = question.understand(asked, languages=languages)
        words = [term.word for term in query.terms]
        query = question.recognise(query, await tx.actors.forms_of(words))
        forms = [form for term in query.terms for form in term.forms]
        frequencies = await tx.search.document_frequencies(forms)
        if strange := question.unknown(query, frequencies):
            names = await tx.actors.words_like(strange)
            query = question.correct(query, frequencies, names, languages)
        return attributed(query, self._outlets)

    async def _languages(self, tx: Transaction) -> tuple[str, ...]:
        """Give the languages to search in; counted anew, with the outlets, now and then."""
        now = self._clock()
        if self._counted is None or now - self._counted > COUNTED_EVERY:
            self._counted = now
            self._spoken = (await tx.articles.languages())[:LANGUAGES] or ("en",)
            self._outlets = await tx.articles.outlets()
        return self._spoken

    async def who(self, name: str) -> Dossier | None:
        """Tell what the articles say of a person, an organisation or a place; None if nothing.

        Raises: storage.errors.StorageError.
        """
        async with self._store.reading() as tx:
            # Whom no standing article names any more is still known, but there is nothing to tell.
            found = await tx.actors.find(name, limit=NAMESAKES)
            record = next((one for one in found if one.mentions), None)
            if record is None:
                return None
            mentions = await tx.actors.mentions(record.id, READ)
            articles = await tx.articles.get([mention.article for mention in mentions])
            beside = await tx.actors.beside(record.id, limit=5)
        return dossier.compose(_actor(record), mentions, list(articles.values()), beside)

    async def worded(self, told: Sequence[tuple[int, Brief]], language: str) -> tuple[Brief, ...]:
        """Give briefs, with their numbers, in a language; each as it is where that cannot be had.

        Raises: storage.errors.StorageError.
        """
        return await self._interpreter.briefs(told, language)

    async def brief_page(self, url: str, language: str | None = None) -> Brief:
        """Brief one page now, without storing it.

        Args:
            url: of the page.
            language: of the brief, where the engine can; None for the page's own.

        Raises:
            PageUnavailable: the page cannot be had or holds no article.
            summarizer.errors.NothingToSay: it holds too little text.
        """
        async with self._store.reading() as tx:
            known = await tx.articles.by_url(url)
        article = known if known and not known.withdrawn else await self._fetched(url)
        return await self._editor.brief(
            Story(0, 1, (article,)), base(language) if language else None
        )

    async def _fetched(self, url: str) -> Article:
        now = self._clock()
        try:
            fetched = await self._fetcher.get(url)
            page = await asyncio.to_thread(
                extract, fetched.body, fetched.url, charset=fetched.charset
            )
        except FeedError as error:
            raise _unavailable(error) from error
        return from_page(page, fetched.url, now).article

    async def find_feeds(self, url: str) -> tuple[FoundFeed, ...]:
        """Find the feeds of a site; a feed's own address gives itself.

        Raises:
            PageUnavailable: the site cannot be reached.
        """
        try:
            return await discover(url, self._fetcher)
        except FeedError as error:
            raise _unavailable(error) from error

    async def opening(self, briefs: Sequence[Brief], language: str) -> tuple[Claim, ...]:
        """Write the first lines of a digest; none when there is nothing worth saying."""
        return await self._editor.opening(briefs, language)


async def find(
    tx: Transaction, query: Query, limit: int, near: Near | None = None
) -> tuple[Query, tuple[Hit, ...]]:
    """Find articles for a question: of the outlets that it names, best of the days that it names.

    Args:
        tx: to read in.
        query: the question understood.
        limit: of articles of any time, and again of those of the days.
        near: where it lies, where a model tells.

    Returns:
        The query, bounded where the store reaches the days that it names, and the articles.
    """
    if query.outlets:
        query, found = await _find_then(tx, query, limit * WIDE, near)
        theirs = (hit for hit in found if hit.article.outlet in query.outlets)
        return query, tuple(islice(theirs, limit))
    return await _find_then(tx, query, limit, near)


async def _find_then(
    tx: Transaction, query: Query, limit: int, near: Near | None
) -> tuple[Query, tuple[Hit, ...]]:
    """Find articles of any outlet."""
    days = query.days
    if days is None:
        return query, await tx.search.search(query, limit, near=near)
    since = datetime.combine(days.first, time(), tzinfo=UTC)
    until = datetime.combine(days.last, time(), tzinfo=UTC) + DAY + LATE
    (newest,) = await tx.articles.recent(1) or (None,)
    reaches = newest is not None and newest.published >= since
    first: tuple[Hit, ...] = ()
    if reaches:
        bounded = replace(query, since=since, until=until)
        first = await tx.search.search(bounded, limit, near=near)
    others = await tx.search.search(query, limit, near=near)
    timely = {hit.article.id for hit in first}
    found = [*first, *(hit for hit in others if hit.article.id not in timely)]
    found.sort(key=lambda hit: -hit.score * (TIMELY if hit.article.id in timely else 1))
    return replace(query, since=since) if reaches and days.words else query, tuple(found)


def _unavailable(error: FeedError) -> PageUnavailable:
    """Tell the operator's log what happened, and the reader what it comes to."""
    log.info("page unavailable", error=str(error))
    return PageUnavailable(failures.page_unavailable(error))


async def _with_story(tx: Transaction, asked: Question) -> Question:
    """Begin the thread with the brief that was replied to: it is what "he" and "there" mean."""
    if asked.story is None:
        return asked
    briefs = await tx.briefs.latest([asked.story])
    brief = briefs.get(asked.story)
    if brief is None:
        return asked
    told = Exchange(
        question=brief.headline,
        answer=" ".join(claim.text for claim in brief.summary),
        articles=tuple(source.article for source in brief.sources),
    )
    return replace(asked, context=(told, *asked.context))


def _actor(record: ActorRecord) -> Actor:
    return Actor(record.name, record.type, record.aliases)
