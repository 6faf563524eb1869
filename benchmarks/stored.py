"""Articles of a corpus in a store of their own, and questions understood as the desk does."""

import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.desk import find
from storage.model import NewArticle
from storage.store import Store, Transaction
from summarizer import question
from summarizer.model import Article, Hit, Query, Question
from summarizer.nearness import Near
from summarizer.outlets import attributed
from summarizer.text import tokens

BATCH = 500
"""Articles stored in one transaction."""

FOUND = 10
"""Articles that a search gives, as the desk asks for."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A store that holds one corpus.

    Attributes:
        languages: that its articles are in.
        names: words of names in its articles, in place of the store's index of actors, which
            only fills as briefs are written.
    """

    store: Store
    languages: tuple[str, ...]
    names: frozenset[str]
    outlets: tuple[str, ...]

    async def ask(
        self, asked: Question, limit: int = FOUND, near: Near | None = None
    ) -> tuple[Query, tuple[Hit, ...]]:
        """Understand a question and find articles for it, by likeness as well where that is."""
        async with self.store.reading() as tx:
            return await find(tx, await self._understand(tx, asked), limit, near)

    async def _understand(self, tx: Transaction, asked: Question) -> Query:
        query = question.understand(asked, languages=self.languages)
        forms = [form for term in query.terms for form in term.forms]
        frequencies = await tx.search.document_frequencies(forms)
        query = question.correct(query, frequencies, self.names, self.languages)
        return attributed(query, self.outlets)


@asynccontextmanager
async def shelf(articles: Iterable[Article]) -> AsyncIterator[Shelf]:
    """Store articles in a database that is gone afterwards."""
    found = list(articles)
    new = [NewArticle(article, tokens(article)) for article in found]
    with tempfile.TemporaryDirectory() as folder:
        async with Store(f"sqlite:///{Path(folder) / 'bench.db'}") as store:
            await store.upgrade()
            for at in range(0, len(new), BATCH):
                async with store.writing() as tx:
                    await tx.articles.add(None, new[at : at + BATCH], found[0].published)
                    await tx.commit()
            names = frozenset(mark for each in new for mark in each.tokens.marks)
            outlets = tuple(sorted({article.outlet for article in found} - {""}))
            yield Shelf(store, _languages(found), names, outlets)


def _languages(articles: Sequence[Article]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(article.language for article in articles))
